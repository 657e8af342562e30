//! A serde visitor for values that are built from a byte string.

use core::fmt;

use serde::de::{Error, Unexpected, Visitor};

/// A value built from a byte string, whether the format delivers it as text or as bytes.
pub(crate) struct FromBytes<F> {
    pub(crate) what: &'static str,
    pub(crate) read: F,
}

impl<T, F: Fn(&[u8]) -> Option<T>> Visitor<'_> for FromBytes<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        let wrong = || E::invalid_value(Unexpected::Str(text), &self);
        (self.read)(text.as_bytes()).ok_or_else(wrong)
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<T, E> {
        let wrong = || E::invalid_value(Unexpected::Bytes(bytes), &self);
        (self.read)(bytes).ok_or_else(wrong)
    }
}
