//! The encoder: its output is canonical by construction.

pub(crate) mod any_integer;

use core::fmt;

use crate::cursor::MAX_INPUT;
use crate::error::{Defect, Error, ErrorKind};
use crate::reader::check_one;
use crate::rules::Rules;
use crate::sink::Sink;
use crate::structure::{Next, SortKey, Structure};
use crate::write;

pub use any_integer::AnyInteger;

/// The caller decides how many levels and items there are; keys must be in order and unique.
const RULES: Rules = Rules::STRICT.max_depth(usize::MAX);

/// Writes canonical bencode, piece by piece.
///
/// Keys must be sorted by raw bytes and unique; numbers and lengths are written in their only form. A refused
/// call writes nothing, so the caller may continue with another one; only a full buffer leaves an incomplete
/// value, and makes every later call fail.
///
/// ```
/// use bencode::Encoder;
///
/// let mut reply = Encoder::new(Vec::new());
/// reply.dict()?;
/// reply.key(b"interval")?;
/// reply.int(1800)?;
/// reply.key(b"peers")?;
/// reply.bytes(&[127, 0, 0, 1, 0x1a, 0xe1])?;
/// reply.end()?;
/// assert_eq!(reply.finish()?, b"d8:intervali1800e5:peers6:\x7f\0\0\x01\x1a\xe1e");
/// # Ok::<(), bencode::Error>(())
/// ```
#[derive(Clone)]
pub struct Encoder<S> {
    sink: S,
    structure: Structure,
}

impl<S: Sink> Encoder<S> {
    /// Creates an encoder that appends to what `sink` already holds.
    #[inline]
    pub fn new(sink: S) -> Encoder<S> {
        Encoder { sink, structure: Structure::endless(&RULES) }
    }

    /// Begins a list.
    ///
    /// # Errors
    /// [`Unbalanced`](ErrorKind::Unbalanced) where no value is expected; `BufferFull`.
    #[inline]
    pub fn list(&mut self) -> Result<(), Error> {
        self.written(|encoder| {
            encoder.structure.open(false, &RULES)?;
            write::letter(&mut encoder.sink, b'l')
        })
    }

    /// Begins a dictionary.
    ///
    /// # Errors
    /// [`Unbalanced`](ErrorKind::Unbalanced) where no value is expected; `BufferFull`.
    #[inline]
    pub fn dict(&mut self) -> Result<(), Error> {
        self.written(|encoder| {
            encoder.structure.open(true, &RULES)?;
            write::letter(&mut encoder.sink, b'd')
        })
    }

    /// Ends the innermost open list or dictionary.
    ///
    /// # Errors
    /// [`Unbalanced`](ErrorKind::Unbalanced) where none is open or a value is expected; `BufferFull`.
    #[inline]
    pub fn end(&mut self) -> Result<(), Error> {
        self.written(|encoder| {
            encoder.structure.close()?;
            write::letter(&mut encoder.sink, b'e')
        })
    }

    /// Writes a key; its value follows.
    ///
    /// # Errors
    /// [`UnsortedKey`](ErrorKind::UnsortedKey), [`DuplicateKey`](ErrorKind::DuplicateKey);
    /// [`Unbalanced`](ErrorKind::Unbalanced) where no key is expected; `BufferFull`.
    #[inline]
    pub fn key(&mut self, key: &[u8]) -> Result<(), Error> {
        self.try_key(key).map_err(|defect| self.explain_key(defect, key))
    }

    #[inline]
    fn try_key(&mut self, key: &[u8]) -> Result<(), Defect> {
        if self.structure.expect() != Next::Key {
            return Err(Defect::KeyNotString);
        }
        let text = self.sink.written();
        if text.len() > MAX_INPUT {
            return Err(Defect::InputLimit);
        }
        self.structure.key(SortKey::new(text.len(), key), key, text, &RULES)?;
        write::string(&mut self.sink, key)
    }

    /// Writes a byte string.
    ///
    /// # Errors
    /// [`Unbalanced`](ErrorKind::Unbalanced) where no value is expected; `BufferFull`.
    #[inline]
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.written(|encoder| {
            encoder.structure.scalar()?;
            write::string(&mut encoder.sink, bytes)
        })
    }

    /// Writes an integer in canonical form: a Rust integer, or an [`Int`](crate::Int) or `&Integer` of any
    /// length.
    ///
    /// # Errors
    /// [`Unbalanced`](ErrorKind::Unbalanced) where no value is expected; `BufferFull`.
    #[inline]
    pub fn int(&mut self, value: impl AnyInteger) -> Result<(), Error> {
        self.written(|encoder| {
            encoder.structure.scalar()?;
            value.write(&mut encoder.sink)
        })
    }

    /// Writes an encoded value, byte for byte.
    ///
    /// # Errors
    /// An error in `value`, if it is not exactly one value, canonical or not (quirks that [`Rules::TOLERANT`]
    /// accepts are kept, because signatures and hashes cover them); [`Unbalanced`](ErrorKind::Unbalanced) where
    /// no value is expected; `BufferFull`.
    pub fn raw(&mut self, value: &[u8]) -> Result<(), Error> {
        check_one(value)?;
        self.checked_raw(value)
    }

    /// Writes bytes that are known to be one value.
    pub(crate) fn checked_raw(&mut self, value: &[u8]) -> Result<(), Error> {
        self.written(|encoder| {
            encoder.structure.scalar()?;
            encoder.sink.push(value)
        })
    }

    /// The sink, with everything written so far.
    pub fn get_ref(&self) -> &S {
        &self.sink
    }

    /// Returns the sink, to which one complete value was appended.
    ///
    /// # Errors
    /// [`Unbalanced`](ErrorKind::Unbalanced) if the value is not complete; `BufferFull` if part of it did not
    /// fit.
    pub fn finish(self) -> Result<S, Error> {
        if self.sink.is_torn() {
            return Err(self.explain(Defect::BufferFull));
        }
        if self.structure.expect() == Next::Done {
            return Ok(self.sink);
        }
        Err(self.explain(Defect::MissingValue))
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn sink_mut(&mut self) -> &mut S {
        &mut self.sink
    }

    /// Runs `write`, and turns its defect into an error.
    #[inline]
    fn written<T>(
        &mut self,
        write: impl FnOnce(&mut Self) -> Result<T, Defect>,
    ) -> Result<T, Error> {
        write(self).map_err(|defect| self.explain(defect))
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn explain(&self, defect: Defect) -> Error {
        let kind = match defect {
            Defect::UnsortedKey => ErrorKind::UnsortedKey,
            Defect::DuplicateKey => ErrorKind::DuplicateKey,
            Defect::BufferFull => ErrorKind::BufferFull,
            Defect::InputLimit => ErrorKind::InputLimit { max: MAX_INPUT },
            _ => ErrorKind::Unbalanced,
        };
        let error = Error::new(kind, self.sink.written().len());
        #[cfg(feature = "alloc")]
        let error = match kind {
            ErrorKind::Unbalanced => error.with_text(self.expected().into()).of_output(),
            _ => error.of_output(),
        };
        error
    }

    /// Returns the same error, naming the key.
    #[cold]
    #[inline(never)]
    #[cfg_attr(not(feature = "alloc"), expect(unused_variables, reason = "it is not said"))]
    fn explain_key(&self, defect: Defect, key: &[u8]) -> Error {
        let error = self.explain(defect);
        #[cfg(feature = "alloc")]
        if matches!(defect, Defect::UnsortedKey | Defect::DuplicateKey) {
            return error.naming(key);
        }
        error
    }

    /// What was expected, as text for a message.
    #[cfg(feature = "alloc")]
    fn expected(&self) -> &'static str {
        match self.structure.expect() {
            Next::Start => "unexpected call: a value was expected",
            Next::Key => "unexpected call: a key or the end of the dictionary was expected",
            Next::Value => "unexpected call: the value of a key was expected",
            Next::Item => "unexpected call: an item or the end of the list was expected",
            Next::Done | Next::Oversize => "unexpected call: the value is complete",
        }
    }
}

impl<S: Sink> fmt::Debug for Encoder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (offset, depth) = (self.sink.written().len(), self.structure.depth());
        let mut text = f.debug_struct("Encoder");
        text.field("offset", &offset).field("depth", &depth).finish_non_exhaustive()
    }
}
