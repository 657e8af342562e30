//! Values, dictionaries and integers of this crate, to any format.

use alloc::string::ToString;
use alloc::vec::Vec;

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::strings::{Bytes, DictKey};
use crate::error::Error;
use crate::raw::{CEILING, DIGITS, RAW};
use crate::rules::Rules;
use crate::value::{Dict, Integer, List, Value};

/// A part of a tree, with its depth: other formats may not count levels.
struct Part<'v, T>(&'v T, usize);

impl<'v, T> Part<'v, T> {
    /// A part of this part.
    fn inner<U>(&self, part: &'v U) -> Part<'v, U> {
        Part(part, self.1.saturating_add(1))
    }

    fn check<E: serde::ser::Error>(&self) -> Result<(), E> {
        if self.1 <= CEILING {
            return Ok(());
        }
        Err(E::custom(format_args!("nesting deeper than {CEILING}")))
    }
}

impl Serialize for Part<'_, Value<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Int(int) => int.serialize(serializer),
            Value::Bytes(bytes) => bytes.serialize(serializer),
            Value::List(list) => self.inner(list).serialize(serializer),
            Value::Dict(dict) => self.inner(dict).serialize(serializer),
        }
    }
}

impl Serialize for Part<'_, List<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.len()))?;
        self.check()?;
        for item in self.0 {
            list.serialize_element(&Part(item, self.1))?;
        }
        list.end()
    }
}

impl Serialize for Part<'_, Dict<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut dict = serializer.serialize_map(Some(self.0.len()))?;
        self.check()?;
        for (key, value) in self.0 {
            dict.serialize_entry(&DictKey(key), &Part(value, self.1))?;
        }
        dict.end()
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Part(self, 0).serialize(serializer)
    }
}

impl Serialize for List<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Part(self, 1).serialize(serializer)
    }
}

impl Serialize for Dict<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Part(self, 1).serialize(serializer)
    }
}

impl Serialize for Integer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Ok(small) = self.to_i64() {
            return serializer.serialize_i64(small);
        }
        if let Ok(small) = self.to_u64() {
            return serializer.serialize_u64(small);
        }
        match (self.to_i128(), self.to_u128()) {
            (Ok(wide), _) => serializer.serialize_i128(wide),
            (_, Ok(wide)) => serializer.serialize_u128(wide),
            _ => self.serialize_digits(serializer),
        }
    }
}

impl Integer<'_> {
    /// Writes an integer wider than any primitive type: as text in human-readable formats, and verbatim in
    /// bencode.
    #[cold]
    fn serialize_digits<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let digits = self.to_string();
        if serializer.is_human_readable() {
            return serializer.serialize_newtype_struct(DIGITS, &digits);
        }
        let encoded = [b"i", digits.as_bytes(), b"e"].concat();
        serializer.serialize_newtype_struct(RAW, &Bytes(&encoded))
    }
}

/// The output is a tree of any depth; raw values in it need not be canonical.
const RULES: Rules = Rules::TOLERANT_UNLIMITED;

/// The tree of an encoding.
#[cfg_attr(
    not(feature = "bytes"),
    expect(clippy::needless_pass_by_value, reason = "with `bytes` it becomes the frame")
)]
pub(super) fn from_bytes(bytes: Vec<u8>) -> Result<Value<'static>, Error> {
    #[cfg(feature = "bytes")]
    {
        let frame = bytes::Bytes::from(bytes);
        Ok(Value::parse_with(&frame, RULES)?.share(&frame))
    }
    #[cfg(not(feature = "bytes"))]
    Ok(Value::parse_with(&bytes, RULES)?.into_owned())
}
