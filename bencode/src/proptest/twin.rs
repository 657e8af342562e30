//! The same value in two encodings, one with quirks and one canonical.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::{IntoIter, Vec};

use proptest::collection::vec;
use proptest::prelude::*;

use super::tree::value;
use crate::value::{Dict, Value};

/// Two encodings of one value, made by [`twin`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Twin {
    /// An encoding with at least one quirk; [`Rules::TOLERANT`](crate::Rules::TOLERANT) accepts all of them.
    pub input: Vec<u8>,
    /// The canonical encoding.
    pub canonical: Vec<u8>,
}

/// Generates bytes with quirks of any kind, and the canonical bytes of the same value.
///
/// Numbers and lengths may have leading zeros, zero may be negative, keys may be out of order or repeated (the
/// last value counts), and data may follow the value.
pub fn twin() -> impl Strategy<Value = Twin> + Clone {
    (value(), vec(any::<u8>(), 0..64)).prop_map(|(value, choices)| {
        let canonical = value.to_vec();
        let mut writer = Writer { out: Vec::new(), choices: choices.into_iter() };
        writer.value(&value);
        if writer.out == canonical || writer.chance() {
            writer.out.extend_from_slice(b"\r\n");
        }
        Twin { input: writer.out, canonical }
    })
}

/// Writes with the quirks that `choices` select; when they are used up, canonically.
struct Writer {
    out: Vec<u8>,
    choices: IntoIter<u8>,
}

impl Writer {
    /// A number from 0 to 3, mostly 0.
    fn choice(&mut self) -> usize {
        let choice = self.choices.next().unwrap_or_default();
        usize::from(choice.saturating_sub(252))
    }

    /// True one time in eight; `false` when the choices are used up.
    fn chance(&mut self) -> bool {
        self.choices.next().is_some_and(|choice| choice % 8 == 7)
    }

    fn zeros(&mut self) {
        let zeros = if self.chance() { self.choice().saturating_add(1) } else { self.choice() };
        self.out.extend(core::iter::repeat_n(b'0', zeros));
    }

    fn value(&mut self, value: &Value<'_>) {
        match value {
            Value::Int(int) => self.integer(&int.to_string()),
            Value::Bytes(text) => self.string(text),
            Value::List(items) => {
                self.out.push(b'l');
                items.iter().for_each(|item| self.value(item));
                self.out.push(b'e');
            }
            Value::Dict(dict) => self.dict(dict),
        }
    }

    fn integer(&mut self, digits: &str) {
        let digits = match digits.strip_prefix('-') {
            Some(magnitude) => {
                self.out.extend_from_slice(b"i-");
                magnitude
            }
            None if digits == "0" && self.chance() => {
                self.out.extend_from_slice(b"i-");
                digits
            }
            None => {
                self.out.push(b'i');
                digits
            }
        };
        self.zeros();
        self.out.extend_from_slice(digits.as_bytes());
        self.out.push(b'e');
    }

    fn string(&mut self, text: &[u8]) {
        self.zeros();
        self.out.extend_from_slice(format!("{}:", text.len()).as_bytes());
        self.out.extend_from_slice(text);
    }

    /// Writes the entries in reversed or rotated order, some of them twice: first with an empty list.
    fn dict(&mut self, dict: &Dict<'_>) {
        let mut entries: Vec<_> = dict.iter().collect();
        if self.chance() {
            entries.reverse();
        }
        let middle = if self.chance() { entries.len() / 2 } else { 0 };
        entries.rotate_left(middle);
        self.out.push(b'd');
        for (key, value) in entries {
            if self.chance() {
                self.string(key);
                self.out.extend_from_slice(b"le");
            }
            self.string(key);
            self.value(value);
        }
        self.out.push(b'e');
    }
}
