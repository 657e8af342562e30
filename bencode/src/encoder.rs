//! The writer: canonical by construction.

use core::fmt;

use crate::cursor::MAX_INPUT;
use crate::error::{Defect, Error, ErrorKind};
use crate::quirk::Quirk;
use crate::reader::Reader;
use crate::rules::Rules;
use crate::sink::Sink;
use crate::structure::{Expect, Key, Structure};
use crate::token::Int;
use crate::write;

/// Levels and items are the caller's to choose; order and uniqueness are not.
const RULES: Rules = Rules::STRICT.max_depth(usize::MAX);

/// Writes canonical bencode, piece by piece.
///
/// Keys must come sorted by raw bytes and once each; numbers and lengths come out in their one
/// form. What is refused was not written, so that the caller may go on otherwise; only a full
/// buffer leaves a torn value behind.
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
    /// Appends to what `sink` holds.
    #[inline]
    pub fn new(sink: S) -> Encoder<S> {
        Encoder { sink, structure: Structure::endless(&RULES) }
    }

    /// Begins a list.
    ///
    /// # Errors
    /// [`Unbalanced`](ErrorKind::Unbalanced) where no value is due; `BufferFull`.
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
    /// [`Unbalanced`](ErrorKind::Unbalanced) where no value is due; `BufferFull`.
    #[inline]
    pub fn dict(&mut self) -> Result<(), Error> {
        self.written(|encoder| {
            encoder.structure.open(true, &RULES)?;
            write::letter(&mut encoder.sink, b'd')
        })
    }

    /// Ends the list or dictionary begun last.
    ///
    /// # Errors
    /// [`Unbalanced`](ErrorKind::Unbalanced) where none is open or a value is due; `BufferFull`.
    #[inline]
    pub fn end(&mut self) -> Result<(), Error> {
        self.written(|encoder| {
            encoder.structure.close()?;
            write::letter(&mut encoder.sink, b'e')
        })
    }

    /// Writes a key; its value comes next.
    ///
    /// # Errors
    /// [`UnsortedKey`](ErrorKind::UnsortedKey), [`DuplicateKey`](ErrorKind::DuplicateKey);
    /// [`Unbalanced`](ErrorKind::Unbalanced) where no key is due; `BufferFull`.
    #[inline]
    pub fn key(&mut self, key: &[u8]) -> Result<(), Error> {
        self.key_in_any_order(key, &RULES).map(|_| ())
    }

    /// A key under `rules`, with what is odd about it: whoever lets unsorted ones pass must put
    /// the dictionary in order before its end.
    #[inline]
    pub(crate) fn key_in_any_order(
        &mut self,
        key: &[u8],
        rules: &Rules,
    ) -> Result<Option<Quirk>, Error> {
        self.written(|encoder| {
            if encoder.structure.expect() != Expect::Key {
                return Err(Defect::KeyNotString);
            }
            let text = encoder.sink.written();
            if text.len() > MAX_INPUT {
                return Err(Defect::InputLimit);
            }
            let place = Key::new(text.len(), key);
            let quirk = encoder.structure.key(place, key, text, rules)?;
            write::string(&mut encoder.sink, key)?;
            Ok(quirk)
        })
    }

    /// Writes a byte string.
    ///
    /// # Errors
    /// [`Unbalanced`](ErrorKind::Unbalanced) where no value is due; `BufferFull`.
    #[inline]
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.written(|encoder| {
            encoder.structure.scalar()?;
            write::string(&mut encoder.sink, bytes)
        })
    }

    /// Writes an integer.
    ///
    /// # Errors
    /// [`Unbalanced`](ErrorKind::Unbalanced) where no value is due; `BufferFull`.
    #[inline]
    pub fn int(&mut self, value: impl Into<i128>) -> Result<(), Error> {
        let value = value.into();
        self.integer(value < 0, value.unsigned_abs())
    }

    /// An integer by sign and magnitude.
    #[inline]
    pub(crate) fn integer(&mut self, negative: bool, magnitude: u128) -> Result<(), Error> {
        self.written(|encoder| {
            encoder.structure.scalar()?;
            write::wide(&mut encoder.sink, negative, magnitude)
        })
    }

    /// Writes an integer of any length, in canonical form.
    ///
    /// # Errors
    /// [`Unbalanced`](ErrorKind::Unbalanced) where no value is due; `BufferFull`.
    pub fn number(&mut self, value: Int<'_>) -> Result<(), Error> {
        self.written(|encoder| {
            let (negative, digits) = value.parts();
            encoder.structure.scalar()?;
            let digits = if digits.is_empty() { b"0" } else { digits };
            write::number(&mut encoder.sink, negative, digits)
        })
    }

    /// Writes a value that is encoded already, byte for byte.
    ///
    /// # Errors
    /// What is wrong with `value` if it is not exactly one value, canonical or not (the quirks of
    /// [`Rules::TOLERANT`] stay as they are, for signatures and hashes cover them);
    /// [`Unbalanced`](ErrorKind::Unbalanced) where no value is due; `BufferFull`.
    pub fn raw(&mut self, value: &[u8]) -> Result<(), Error> {
        let rules = Rules::TOLERANT.max_depth(usize::MAX).refuse(Quirk::TrailingData);
        let mut reader = Reader::with_rules(value, rules);
        reader.skip_value()?;
        reader.next()?;
        self.checked_raw(value)
    }

    /// A value that is known to be one.
    pub(crate) fn checked_raw(&mut self, value: &[u8]) -> Result<(), Error> {
        self.written(|encoder| {
            encoder.structure.scalar()?;
            encoder.sink.push(value)
        })
    }

    /// Gives the sink back, with one whole value more in it.
    ///
    /// # Errors
    /// [`Unbalanced`](ErrorKind::Unbalanced) if the value is not complete.
    pub fn finish(self) -> Result<S, Error> {
        if self.structure.expect() == Expect::Done {
            return Ok(self.sink);
        }
        Err(Error::new(ErrorKind::Unbalanced, self.sink.written().len()))
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn sink_mut(&mut self) -> &mut S {
        &mut self.sink
    }

    /// Runs `write`, and puts its defect into words on the way out.
    #[inline(always)]
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
        Error::new(kind, self.sink.written().len())
    }
}

impl<S: Sink> fmt::Debug for Encoder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (offset, depth) = (self.sink.written().len(), self.structure.depth());
        let mut text = f.debug_struct("Encoder");
        text.field("offset", &offset).field("depth", &depth).finish_non_exhaustive()
    }
}
