//! The errors of serializing.

use alloc::format;
#[cfg(feature = "std")]
use alloc::string::ToString;
use core::fmt;

use serde::ser;

use super::serializer::Serializer;
use crate::error::{Error, ErrorKind, NOWHERE};
use crate::sink::Sink;

impl ser::Error for Error {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Error::new(ErrorKind::Custom, NOWHERE).with_text(format!("{message}"))
    }
}

/// Refuses a key that is there twice in a row; others out of order are sorted later.
#[cold]
#[inline(never)]
pub(super) fn out_of_order<S: Sink>(
    last: &[u8],
    key: &[u8],
    serializer: &Serializer<S>,
) -> Result<(), Error> {
    if last == key { Err(duplicate(key, serializer.written())) } else { Ok(()) }
}

/// The error for a key or an end where a value is expected, or for a value without a key.
#[cold]
#[inline(never)]
pub(super) fn unpaired<S: Sink>(serializer: &mut Serializer<S>, wants_key: bool) -> Error {
    let text = if wants_key {
        "unexpected call: a key was expected"
    } else {
        "unexpected call: the value of a key was expected"
    };
    serializer.refuse(ErrorKind::Unbalanced, text)
}

#[cold]
pub(super) fn duplicate(key: &[u8], written: usize) -> Error {
    Error::new(ErrorKind::DuplicateKey, written).naming(key)
}

/// The error for a key of another type.
#[cold]
pub(super) fn no_key(found: &str) -> Error {
    let text = format!("expected a byte string as the key, found {found}");
    Error::new(ErrorKind::Unsupported, NOWHERE).with_text(text)
}

#[cfg(feature = "std")]
#[cold]
pub(super) fn failed(error: &std::io::Error) -> Error {
    Error::new(ErrorKind::Io, NOWHERE).with_text(error.to_string())
}
