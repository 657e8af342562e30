//! The position in the input, and what the rules still allow.

use alloc::format;
use core::fmt;
use core::marker::PhantomData;

use serde::Deserialize;
use serde::de::Visitor;

use super::stream::StreamDeserializer;
use crate::cursor::Cursor;
use crate::document::Tape;
use crate::error::{Defect, Error, ErrorKind};
use crate::path::shorten;
use crate::quirk::Quirk;
use crate::raw::CEILING;
use crate::rules::Rules;
use crate::short;
use crate::structure::{Next, Structure};
use crate::token::{Int, OutOfRange};

/// The hint for data after the value.
const TRAILING: &str = "`take_from_slice` returns it, `Rules::accept` ignores it";

/// Decodes consecutive values from a slice.
///
/// ```
/// use bencode::{Deserializer, ErrorKind, Rules};
/// use serde::Deserialize;
///
/// let mut strict = Deserializer::with_rules(b"i1800ei03e", Rules::STRICT);
/// assert_eq!(u16::deserialize(&mut strict)?, 1800);
/// assert_eq!(strict.byte_offset(), 6);
/// let err = u16::deserialize(&mut strict).unwrap_err();
/// assert_eq!((err.kind(), err.offset()), (ErrorKind::LeadingZeroInteger, 8));
/// # Ok::<(), bencode::Error>(())
/// ```
///
/// [`Rules`] apply as described there, with one exception: a dictionary read into a struct is not searched for
/// repeated keys, unless the rules require sorted keys. The struct refuses a repeated field under any rules; a
/// key that the struct does not know may be repeated.
///
/// The limit of items applies to each value of [`into_iter`](Deserializer::into_iter) separately, and to all
/// values together that are read directly, as above.
///
/// Because serde recurses, the depth has a ceiling under any rules: 1024 levels, and 256 in a build without
/// optimization. The ceiling does not apply to values that are skipped or kept raw.
pub struct Deserializer<'i, L = Borrowed> {
    pub(super) cursor: Cursor<'i>,
    pub(super) depth: usize,
    pub(super) ceiling: usize,
    items_left: usize,
    pub(super) utf8_as_str: bool,
    lend: PhantomData<L>,
}

impl<'i> Deserializer<'i, Borrowed> {
    /// Creates a deserializer at the first byte of `input`, under [`Rules::default`].
    #[inline]
    pub fn from_slice(input: &'i [u8]) -> Deserializer<'i, Borrowed> {
        Deserializer::with_rules(input, Rules::DEFAULT)
    }

    /// Creates a deserializer at the first byte of `input`, under `rules`.
    #[inline]
    pub fn with_rules(input: &'i [u8], rules: Rules) -> Deserializer<'i, Borrowed> {
        Deserializer::new(input, rules)
    }

    /// Returns an iterator over the consecutive values.
    #[expect(clippy::should_implement_trait, reason = "the caller names the type of the values")]
    pub fn into_iter<T: Deserialize<'i>>(self) -> StreamDeserializer<'i, T> {
        StreamDeserializer::new(self)
    }
}

impl<'i> Deserializer<'i, Shared> {
    /// Decodes values that outlive `input`.
    pub(super) fn shared(input: &'i [u8], rules: Rules) -> Deserializer<'i, Shared> {
        Deserializer::new(input, rules)
    }
}

impl<'i, L> Deserializer<'i, L> {
    #[inline]
    fn new(input: &'i [u8], rules: Rules) -> Deserializer<'i, L> {
        let cursor = Cursor::new(input, rules);
        let mut deserializer = Deserializer {
            cursor,
            depth: 0,
            ceiling: rules.depth().min(CEILING),
            items_left: 0,
            utf8_as_str: false,
            lend: PhantomData,
        };
        deserializer.begin();
        deserializer
    }

    /// Prepares for another value. If the input is too long, no item of it is read.
    #[inline]
    pub(super) fn begin(&mut self) {
        self.depth = 0;
        self.items_left = if self.cursor.is_oversize() { 0 } else { self.cursor.rules.items() };
    }

    /// Passes byte strings and keys that are UTF-8 as text to types that accept any kind of value.
    ///
    /// Types that call [`deserialize_any`](serde::Deserializer::deserialize_any) get bytes by default:
    /// whether packed peers or an info-hash happen to be UTF-8 must not change how they are read. JSON
    /// needs text, and so do a few types where serde [buffers](super#what-serde-buffers).
    ///
    /// ```
    /// use bencode::Deserializer;
    /// use serde::Deserialize;
    ///
    /// let reply = b"d14:failure reason20:Unregistered torrente";
    /// let mut deserializer = Deserializer::from_slice(reply).utf8_as_str();
    /// let json = serde_json::Value::deserialize(&mut deserializer)?;
    /// deserializer.end()?;
    /// assert_eq!(json["failure reason"], "Unregistered torrent");
    /// # Ok::<(), bencode::Error>(())
    /// ```
    ///
    /// Bytes that are not UTF-8 stay bytes, which `serde_json::Value` refuses and `serde_transcode` writes
    /// as a list of numbers. JSON without loss is the [`Display`](core::fmt::Display) of
    /// [`Document`](crate::Document).
    #[must_use]
    pub fn utf8_as_str(mut self) -> Deserializer<'i, L> {
        self.utf8_as_str = true;
        self
    }

    /// The number of bytes read.
    pub fn byte_offset(&self) -> usize {
        self.cursor.offset()
    }

    /// The bytes after the last value that was read.
    ///
    /// ```
    /// use bencode::Deserializer;
    /// use serde::Deserialize;
    ///
    /// let mut deserializer = Deserializer::from_slice(b"d8:msg_typei2ee\x01\x02");
    /// serde::de::IgnoredAny::deserialize(&mut deserializer)?;
    /// assert_eq!(deserializer.rest(), b"\x01\x02");
    /// # Ok::<(), bencode::Error>(())
    /// ```
    pub fn rest(&self) -> &'i [u8] {
        self.cursor.rest
    }

    /// Checks that no bytes follow.
    ///
    /// # Errors
    /// [`TrailingData`](ErrorKind::TrailingData), unless the rules accept it.
    #[inline]
    pub fn end(&mut self) -> Result<(), Error> {
        if self.cursor.may_end() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::TrailingData, self.cursor.offset()).with_hint(TRAILING))
    }

    /// The value of the integer here, if it is a common one and fits.
    #[inline(always)]
    pub(super) fn short_number<T: TryFrom<i64>>(&mut self) -> Option<T> {
        match self.cursor.rest {
            [b'i', body @ ..] if self.items_left > 0 => {
                let (number, rest) = short::short_number(body)?;
                let value = T::try_from(number).ok()?;
                self.cursor.rest = rest;
                self.items_left = self.items_left.wrapping_sub(1);
                Some(value)
            }
            _ => None,
        }
    }

    /// The integer here, converted.
    #[inline(never)]
    pub(super) fn integer<T>(
        &mut self,
        convert: impl FnOnce(Int<'i>) -> Result<T, OutOfRange>,
    ) -> Result<T, Error> {
        if self.cursor.rest.first() != Some(&b'i') {
            return Err(self.mismatch("integer"));
        }
        let lexeme = match self.cursor.integer() {
            Ok(lexeme) => lexeme,
            Err(defect) => return Err(self.fail(defect)),
        };
        self.count()?;
        match convert(lexeme.token) {
            Ok(value) => {
                self.cursor.rest = lexeme.rest;
                Ok(value)
            }
            Err(range) => Err(self.out_of_range(range, lexeme.token)),
        }
    }

    #[cold]
    fn out_of_range(&self, range: OutOfRange, int: Int<'_>) -> Error {
        let text = format!("integer {} does not fit {}", shorten(int.digits()), range.range());
        Error::new(ErrorKind::OutOfRange { range: range.range() }, self.cursor.offset())
            .with_text(text)
    }

    /// The byte string here.
    #[inline(always)]
    pub(super) fn string(&mut self) -> Result<&'i [u8], Error> {
        match self.short_string() {
            Some(text) => Ok(text),
            None => self.long_string(),
        }
    }

    /// The byte string here, if it is a common one.
    ///
    /// Callers return its result directly: two results that are merged go through memory.
    #[inline(always)]
    fn short_string(&mut self) -> Option<&'i [u8]> {
        match self.cursor.short_string() {
            Some(short) if self.items_left > 0 => {
                self.cursor.rest = short.rest;
                self.items_left = self.items_left.wrapping_sub(1);
                Some(short.text)
            }
            _ => None,
        }
    }

    #[inline(never)]
    fn long_string(&mut self) -> Result<&'i [u8], Error> {
        match self.cursor.rest.first() {
            Some(b'0'..=b'9') => self.any_string(),
            _ => Err(self.mismatch("byte string")),
        }
    }

    /// Any byte string, if a digit is here.
    fn any_string(&mut self) -> Result<&'i [u8], Error> {
        match self.cursor.string() {
            Ok(lexeme) => {
                self.count()?;
                self.cursor.rest = lexeme.rest;
                Ok(lexeme.token)
            }
            Err(defect) => Err(self.fail(defect)),
        }
    }

    /// The key here.
    #[inline(always)]
    pub(super) fn key(&mut self) -> Result<&'i [u8], Error> {
        match self.short_string() {
            Some(text) => Ok(text),
            None => self.long_key(),
        }
    }

    #[inline(never)]
    fn long_key(&mut self) -> Result<&'i [u8], Error> {
        match self.cursor.rest.first() {
            Some(b'0'..=b'9') => self.any_string(),
            Some(_) => Err(self.explain(Defect::UnexpectedByte, true)),
            None => Err(self.fail(Defect::UnexpectedEnd)),
        }
    }

    /// The start of a list (`l`) or dictionary (`d`).
    #[inline(always)]
    pub(super) fn open(&mut self, letter: u8, name: &str) -> Result<(), Error> {
        match self.cursor.rest.split_first() {
            Some((&first, rest)) if first == letter => {
                if self.depth >= self.ceiling {
                    return Err(self.too_deep());
                }
                self.count()?;
                self.depth = self.depth.wrapping_add(1);
                self.cursor.rest = rest;
                Ok(())
            }
            _ => Err(self.mismatch(name)),
        }
    }

    /// The end of the list or dictionary opened last.
    #[inline(always)]
    pub(super) fn close(&mut self) -> Result<(), Error> {
        match self.cursor.rest {
            [b'e', rest @ ..] => {
                self.cursor.rest = rest;
                self.depth = self.depth.wrapping_sub(1);
                Ok(())
            }
            _ => Err(self.unfinished()),
        }
    }

    /// Counts an item.
    #[inline(always)]
    fn count(&mut self) -> Result<(), Error> {
        let (left, none) = self.items_left.overflowing_sub(1);
        if none {
            return Err(self.fail(Defect::ItemLimit));
        }
        self.items_left = left;
        Ok(())
    }

    /// Skips a value of any kind, with bounded stack.
    #[inline]
    pub(super) fn skip(&mut self) -> Result<(), Error> {
        match self.cursor.rest.first() {
            Some(b'0'..=b'9') => self.string().map(drop),
            Some(b'i') => self.integer(|_| Ok(())),
            Some(b'l' | b'd') => self.skip_nested(),
            _ => Err(self.mismatch("value")),
        }
    }

    /// Checks the value at the start of `input`, including duplicate keys; returns its length.
    pub(super) fn check(&mut self, input: &[u8]) -> Result<usize, Error> {
        if self.cursor.is_oversize() {
            return Err(self.fail(Defect::InputLimit));
        }
        let depth = self.ceiling.saturating_sub(self.depth);
        let rules = self.cursor.rules.max_depth(depth).max_items(self.items_left);
        let mut tape = Tape::new();
        let length = tape.fill_front(input, rules.accept(Quirk::TrailingData))?;
        self.items_left = tape.items_left();
        Ok(length)
    }

    #[inline(never)]
    fn skip_nested(&mut self) -> Result<(), Error> {
        let mut cursor = self.cursor;
        let depth = cursor.rules.depth().saturating_sub(self.depth);
        cursor.rules = cursor.rules.max_depth(depth).max_items(self.items_left);
        let mut structure = Structure::new(&cursor);
        let skipped = structure.skip(&mut cursor, 0);
        self.cursor.rest = cursor.rest;
        if let Err(defect) = skipped {
            return Err(self.explain(defect, structure.expect() == Next::Key));
        }
        self.items_left = structure.items_left();
        Ok(())
    }
}

/// Cloned to try one type and then another.
impl<L> Clone for Deserializer<'_, L> {
    fn clone(&self) -> Self {
        Deserializer { ..*self }
    }
}

impl<L> fmt::Debug for Deserializer<'_, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deserializer").field("offset", &self.byte_offset()).finish_non_exhaustive()
    }
}

/// Passes byte strings of an input that lives for `'i` to visitors that expect `'de`.
pub trait Lend<'i, 'de>: Sized {
    /// A byte string.
    fn bytes<V: Visitor<'de>>(bytes: &'i [u8], visitor: V) -> Result<V::Value, Error>;
    /// A byte string that is UTF-8.
    fn text<V: Visitor<'de>>(text: &'i str, visitor: V) -> Result<V::Value, Error>;
}

/// Values may borrow from the input.
#[derive(Debug)]
pub enum Borrowed {}

/// Values outlive the input: they copy, or share its frame.
#[derive(Debug)]
pub enum Shared {}

impl<'de> Lend<'de, 'de> for Borrowed {
    #[inline]
    fn bytes<V: Visitor<'de>>(bytes: &'de [u8], visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_bytes(bytes)
    }

    #[inline]
    fn text<V: Visitor<'de>>(text: &'de str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(text)
    }
}

impl<'i> Lend<'i, 'static> for Shared {
    #[inline]
    fn bytes<V: Visitor<'static>>(bytes: &'i [u8], visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bytes(bytes)
    }

    #[inline]
    fn text<V: Visitor<'static>>(text: &'i str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(text)
    }
}
