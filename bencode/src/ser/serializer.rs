//! The serializer: a sink, the tokens written to it, and errors.

use alloc::format;
use alloc::vec::Vec;
use core::fmt;

use serde::ser;

use crate::error::{Defect, Error, ErrorKind, NOWHERE, nowhere};
use crate::path::Path;
use crate::raw::CEILING;
use crate::sink::Sink;
use crate::write;

/// Writes a value through serde to a [`Sink`].
///
/// ```
/// use serde::Serialize;
///
/// let mut serializer = bencode::Serializer::new(Vec::new());
/// ("router.bittorrent.com", 6881).serialize(&mut serializer)?;
/// assert_eq!(serializer.finish()?, b"l21:router.bittorrent.comi6881ee");
/// # Ok::<(), bencode::Error>(())
/// ```
pub struct Serializer<S> {
    pub(super) sink: S,
    /// A key that was serialized separately from its value.
    pub(super) key: Vec<u8>,
    /// Where the value begins.
    start: usize,
    depth: usize,
}

impl<S: Sink> Serializer<S> {
    /// Creates a serializer that appends to what `sink` already holds.
    #[inline]
    pub fn new(sink: S) -> Serializer<S> {
        let start = sink.written().len();
        Serializer { sink, key: Vec::new(), start, depth: 0 }
    }

    /// The sink, with everything written so far.
    pub fn get_ref(&self) -> &S {
        &self.sink
    }

    /// Returns the sink, to which one complete value was appended.
    ///
    /// # Errors
    /// [`Unbalanced`](ErrorKind::Unbalanced) if no value was written, or a value without its end;
    /// [`BufferFull`](ErrorKind::BufferFull) if part of it did not fit.
    #[inline]
    pub fn finish(self) -> Result<S, Error> {
        let length = self.sink.written().len();
        if self.sink.is_torn() {
            return Err(Error::new(ErrorKind::BufferFull, length));
        }
        if self.depth == 0 && length > self.start {
            return Ok(self.sink);
        }
        Err(Error::new(ErrorKind::Unbalanced, length)
            .with_text("unexpected call: the value is not complete".into()))
    }

    /// Begins a list (`l`) or dictionary (`d`).
    #[inline]
    pub(super) fn open(&mut self, letter: u8) -> Result<(), Error> {
        if self.depth >= CEILING {
            return Err(self.too_deep());
        }
        self.depth = self.depth.wrapping_add(1);
        self.write_letter(letter)
    }

    /// Ends the list or dictionary opened last.
    #[inline]
    pub(super) fn close(&mut self) -> Result<(), Error> {
        self.depth = self.depth.wrapping_sub(1);
        self.write_letter(b'e')
    }

    /// Marks the output as incomplete: it may end with a key without a value, and a type may hide the error and
    /// continue. One level that is never ended makes [`finish`](Serializer::finish) fail.
    fn tear(&mut self) {
        self.depth = self.depth.saturating_add(1);
    }

    #[cold]
    #[inline(never)]
    fn too_deep(&mut self) -> Error {
        self.tear();
        Error::new(ErrorKind::DepthLimit { max: CEILING }, self.written())
    }

    /// The dictionary of one key around a variant's value.
    pub(super) fn variant(&mut self, name: &'static str) -> Result<(), Error> {
        self.open(b'd')?;
        self.write_string(name.as_bytes())
    }

    /// Writes `l`, `d` or `e`.
    #[inline]
    fn write_letter(&mut self, letter: u8) -> Result<(), Error> {
        explained(write::letter(&mut self.sink, letter), &self.sink)
    }

    /// Writes a byte string.
    #[inline]
    pub(super) fn write_string(&mut self, bytes: &[u8]) -> Result<(), Error> {
        explained(write::string(&mut self.sink, bytes), &self.sink)
    }

    /// Writes an integer by sign and magnitude.
    #[inline]
    pub(super) fn write_integer(&mut self, is_negative: bool, magnitude: u64) -> Result<(), Error> {
        explained(write::integer(&mut self.sink, is_negative, magnitude), &self.sink)
    }

    /// Writes an integer that may need more than 64 bits.
    #[inline(never)]
    pub(super) fn write_wide(&mut self, is_negative: bool, magnitude: u128) -> Result<(), Error> {
        explained(write::wide(&mut self.sink, is_negative, magnitude), &self.sink)
    }

    /// Writes bytes that are already encoded.
    pub(super) fn write_verbatim(&mut self, encoded: &[u8]) -> Result<(), Error> {
        explained(self.sink.push(encoded), &self.sink)
    }

    /// The number of bytes in the sink.
    #[inline]
    pub(super) fn written(&self) -> usize {
        self.sink.written().len()
    }

    /// Returns the error for a value that bencode cannot represent.
    #[cold]
    #[inline(never)]
    pub(super) fn unsupported(&mut self, text: &str) -> Error {
        self.refuse(ErrorKind::Unsupported, text)
    }

    /// The error for a call that writes nothing.
    #[cold]
    pub(super) fn refuse(&mut self, kind: ErrorKind, text: &str) -> Error {
        self.tear();
        Error::new(kind, self.written()).with_text(text.into())
    }

    /// Adds offset and path, found in what was written so far.
    #[cold]
    #[inline(never)]
    pub(super) fn explain(&self, error: Error) -> Error {
        let written = self.sink.written();
        let value = written.get(self.start..).unwrap_or_default();
        let error = error.with_path(Path::of(value, usize::MAX).shortened()).of_output();
        match error.offset() {
            NOWHERE => error.with_offset(written.len()),
            _ => error,
        }
    }
}

impl<S: Sink> fmt::Debug for Serializer<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Serializer").field("written", &self.written()).finish_non_exhaustive()
    }
}

#[inline]
fn explained<S: Sink>(result: Result<(), Defect>, sink: &S) -> Result<(), Error> {
    match result {
        Ok(()) => Ok(()),
        Err(_) => Err(full(sink.written().len())),
    }
}

/// The only error of writing to memory.
#[cold]
#[inline(never)]
fn full(written: usize) -> Error {
    Error::new(ErrorKind::BufferFull, written)
}

impl ser::Error for Error {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        nowhere(ErrorKind::Custom, format!("{message}"))
    }
}

/// Refuses a key equal to the previous one; other keys out of order are sorted later.
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
    nowhere(ErrorKind::Unsupported, text)
}
