//! A pull reader: one value, token by token.

use core::fmt;

use crate::cursor::Cursor;
use crate::error::{Defect, Error};
use crate::quirk::Quirk;
use crate::rules::Rules;
use crate::structure::{Next, Structure};
use crate::token::Token;

/// Reads one value from a slice, token by token, without allocating.
///
/// Only input nested deeper than any known message, in more than nine dictionaries or 63 levels, uses the heap:
/// even without a depth limit at most 1.25 bytes for each byte of input, plus 2 KiB. Without the feature
/// `alloc` there is no heap.
///
/// Order and duplicates are checked against the previous key. A duplicate of an earlier key is found only if
/// the rules require sorted keys, because the reader keeps no list of keys.
///
/// ```
/// use bencode::{Reader, Token};
///
/// let mut reader = Reader::new(b"d8:completei5e8:intervali1800ee");
/// assert_eq!(reader.next()?, Some(Token::Dict));
/// while let Some(Token::Bytes(key)) = reader.next()? {
///     if key == b"interval" {
///         let Some(Token::Int(seconds)) = reader.next()? else { panic!("not an integer") };
///         assert_eq!(seconds.to_u64(), Ok(1800));
///     } else {
///         reader.skip_value()?;
///     }
/// }
/// # Ok::<(), bencode::Error>(())
/// ```
#[derive(Clone)]
pub struct Reader<'a> {
    cursor: Cursor<'a>,
    structure: Structure,
}

impl<'a> Reader<'a> {
    /// Creates a reader at the first byte of `input`, under [`Rules::default`].
    #[inline]
    pub fn new(input: &'a [u8]) -> Reader<'a> {
        Reader::with_rules(input, Rules::DEFAULT)
    }

    /// Creates a reader at the first byte of `input`, under `rules`.
    #[inline]
    pub fn with_rules(input: &'a [u8], rules: Rules) -> Reader<'a> {
        let cursor = Cursor::new(input, rules);
        Reader { structure: Structure::new(&cursor), cursor }
    }

    /// Returns the next token; `None` after the end of the value.
    ///
    /// # Errors
    /// Any except data errors. The reader stays where it is and returns the same error again.
    #[expect(clippy::should_implement_trait, reason = "an iterator would go on after an error")]
    #[inline]
    pub fn next(&mut self) -> Result<Option<Token<'a>>, Error> {
        match self.structure.quick_step(&mut self.cursor) {
            Some(token) => Ok(Some(token)),
            None => self.careful_next(),
        }
    }

    #[inline(never)]
    fn careful_next(&mut self) -> Result<Option<Token<'a>>, Error> {
        match self.structure.step(&mut self.cursor) {
            Ok(step) => Ok(Some(step.token)),
            Err(defect) => self.stop(defect),
        }
    }

    /// The end of the value, or what is wrong here.
    #[cold]
    fn stop(&self, defect: Defect) -> Result<Option<Token<'a>>, Error> {
        let expect = self.structure.expect();
        if expect != Next::Done {
            return Err(self.cursor.explain(defect, expect == Next::Key));
        }
        if self.cursor.may_end() {
            return Ok(None);
        }
        Err(Error::new(crate::error::ErrorKind::TrailingData, self.cursor.offset()))
    }

    /// The first byte of the next token: `i`, `l`, `d`, `e` or a digit, or a byte that begins no token.
    pub fn peek(&self) -> Option<u8> {
        self.cursor.rest.first().copied()
    }

    /// Skips the next value, or the next key if one is expected.
    ///
    /// Returns `false` and does not move if there is none: before an end, and after the value.
    ///
    /// # Errors
    /// As [`next`](Reader::next).
    #[inline]
    pub fn skip_value(&mut self) -> Result<bool, Error> {
        if self.is_at_end() {
            return Ok(false);
        }
        let floor = self.structure.depth();
        match self.structure.skip(&mut self.cursor, floor) {
            Ok(()) => Ok(true),
            Err(defect) => self.stop(defect).map(|_| false),
        }
    }

    fn is_at_end(&self) -> bool {
        self.structure.expect().may_end() && self.peek() == Some(b'e')
    }

    /// Returns the exact bytes of the next value, or of the next key if one is expected.
    ///
    /// `None` if there is none: before an end, and after the value. Sign or hash these bytes, never a
    /// re-encoding:
    ///
    /// ```
    /// let mut reader = bencode::Reader::new(b"d4:infod4:name4:spame8:url-listlee");
    /// reader.next()?;
    /// reader.next()?;
    /// assert_eq!(reader.raw_value()?, Some(&b"d4:name4:spame"[..]));
    /// # Ok::<(), bencode::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`next`](Reader::next).
    pub fn raw_value(&mut self) -> Result<Option<&'a [u8]>, Error> {
        let before = self.cursor.rest;
        let found = self.skip_value()?;
        let length = before.len().wrapping_sub(self.cursor.rest.len());
        Ok(before.get(..length).filter(|_| found))
    }

    /// The number of bytes read.
    pub fn offset(&self) -> usize {
        self.cursor.offset()
    }

    /// Whether a key is expected, or the end of a dictionary.
    #[cfg(feature = "serde")]
    pub(crate) fn key_is_next(&self) -> bool {
        self.structure.expect() == Next::Key
    }

    /// The number of open lists and dictionaries.
    pub fn depth(&self) -> usize {
        self.structure.depth()
    }

    /// The bytes not read yet; after the value, the bytes that follow it.
    pub fn rest(&self) -> &'a [u8] {
        self.cursor.rest
    }
}

/// Checks that `bytes` are exactly one value, canonical or not, of any depth.
pub(crate) fn check_one(bytes: &[u8]) -> Result<(), Error> {
    let rules = Rules::TOLERANT_UNLIMITED.refuse(Quirk::TrailingData);
    let mut reader = Reader::with_rules(bytes, rules);
    reader.skip_value()?;
    reader.next().map(drop)
}

impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = f.debug_struct("Reader");
        text.field("offset", &self.offset()).field("depth", &self.depth()).finish_non_exhaustive()
    }
}
