//! By way of serde.

use bencode::{Deserializer, Rules};
use serde::{Deserialize, Serialize};

use crate::documents::Document;
use crate::operation::{Case, Operation};
use crate::subjects::DEPTH;
use crate::subjects::format::{self, EncodeInto, Format};

const RULES: Rules = Rules::DEFAULT.max_depth(DEPTH);

struct Ours;

/// Each time from and into new memory.
pub(super) fn fresh(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::Borrowed => format::borrowed::<Ours>(document),
        Operation::Owned => format::owned::<Ours>(document),
        Operation::Encode => format::encode::<Ours>(document),
        _ => None,
    }
}

/// Into one vector.
pub(super) fn reused(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::Encode => format::encode_into::<Ours>(document),
        _ => None,
    }
}

impl Format for Ours {
    fn decode<'de, T: Deserialize<'de>>(input: &'de [u8]) -> Option<T> {
        let mut deserializer = Deserializer::with_rules(input, RULES);
        let value = T::deserialize(&mut deserializer).ok()?;
        deserializer.end().ok()?;
        Some(value)
    }

    fn encode<T: Serialize>(value: &T) -> Option<Vec<u8>> {
        bencode::to_vec(value).ok()
    }
}

impl EncodeInto for Ours {
    fn encode_into<T: Serialize>(value: &T, buffer: &mut Vec<u8>) -> Option<()> {
        bencode::to_sink(buffer, value).ok().map(|_| ())
    }
}
