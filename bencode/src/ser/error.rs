//! What cannot be written, and why.

use alloc::format;
#[cfg(feature = "std")]
use alloc::string::ToString;
use core::fmt;

use serde::ser;

use crate::error::{Error, ErrorKind, NOWHERE};
use crate::locate::shorten;

impl ser::Error for Error {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Error::new(ErrorKind::Custom, NOWHERE).with_text(format!("{message}"))
    }
}

/// Names the key.
#[cold]
pub(super) fn about_key(error: Error, key: &[u8]) -> Error {
    match error.kind() {
        ErrorKind::DuplicateKey => error.with_text(format!("duplicate key `{}`", shorten(key))),
        _ => error,
    }
}

/// The error for a key of another type.
#[cold]
pub(super) fn no_key(found: &str) -> Error {
    let text = format!("dictionary keys are byte strings, found {found}");
    Error::new(ErrorKind::Unsupported, NOWHERE).with_text(text)
}

#[cfg(feature = "std")]
#[cold]
pub(super) fn failed(error: &std::io::Error) -> Error {
    Error::new(ErrorKind::Io, NOWHERE).with_text(error.to_string())
}
