//! `serde_bencoded`: serde format without a tree; checks neither order nor zeros.

use serde::{Deserialize, Serialize};

use super::Subject;
use super::format::{self, Format};
use crate::documents::Document;
use crate::operation::{Case, Operation};

pub(super) const SUBJECT: Subject = Subject { name: "serde_bencoded", prepare };

struct SerdeBencoded;

fn prepare(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::Validate => Some(format::validate::<SerdeBencoded>(document)),
        Operation::Borrowed => format::borrowed::<SerdeBencoded>(document),
        Operation::Owned => format::owned::<SerdeBencoded>(document),
        Operation::Encode => format::encode::<SerdeBencoded>(document),
        Operation::EncodePacked => format::encode_packed::<SerdeBencoded>(document),
        _ => None,
    }
}

impl Format for SerdeBencoded {
    fn decode<'de, T: Deserialize<'de>>(input: &'de [u8]) -> Option<T> {
        serde_bencoded::from_bytes(input).ok()
    }

    fn encode<T: Serialize>(value: &T) -> Option<Vec<u8>> {
        serde_bencoded::to_vec(value).ok()
    }
}
