//! The serde format.

use bencode::Deserializer;
use serde::{Deserialize, Serialize};

use super::STRICT_RULES;
use crate::subjects::format::{EncodeInto, Format};

/// `from_slice` and `to_vec`, the default rules.
pub(super) struct Default;

/// The strict rules.
pub(super) struct Strict;

impl Format for Default {
    fn decode<'de, T: Deserialize<'de>>(input: &'de [u8]) -> Option<T> {
        bencode::from_slice(input).ok()
    }

    fn encode<T: Serialize>(value: &T) -> Option<Vec<u8>> {
        bencode::to_vec(value).ok()
    }
}

impl EncodeInto for Default {
    fn encode_into<T: Serialize>(value: &T, buffer: &mut Vec<u8>) -> Option<()> {
        bencode::to_sink(buffer, value).ok().map(drop)
    }
}

impl Format for Strict {
    fn decode<'de, T: Deserialize<'de>>(input: &'de [u8]) -> Option<T> {
        let mut deserializer = Deserializer::with_rules(input, STRICT_RULES);
        let value = T::deserialize(&mut deserializer).ok()?;
        deserializer.end().ok()?;
        Some(value)
    }

    fn encode<T: Serialize>(value: &T) -> Option<Vec<u8>> {
        bencode::to_vec(value).ok()
    }
}
