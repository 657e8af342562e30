//! For visitors that take what comes, and those of this crate that take it as it is.

use serde::Deserializer as _;
use serde::de::Visitor;

use super::decoder::Deserializer;
use super::lend::Lend;
use super::raw::{Both, Whole};
use super::text::Text;
use crate::error::Error;
use crate::token::Int;

/// The narrowest type an integer fits.
enum Fit {
    I64(i64),
    U64(u64),
    I128(i128),
    U128(u128),
}

impl Fit {
    fn new(int: Int<'_>) -> Result<Fit, crate::token::OutOfRange> {
        let fit = int.to_u64().map(Fit::U64).or_else(|_| int.to_i64().map(Fit::I64));
        fit.or_else(|_| int.to_i128().map(Fit::I128)).or_else(|_| int.to_u128().map(Fit::U128))
    }

    fn visit<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Fit::I64(value) => visitor.visit_i64(value),
            Fit::U64(value) => visitor.visit_u64(value),
            Fit::I128(value) => visitor.visit_i128(value),
            Fit::U128(value) => visitor.visit_u128(value),
        }
    }
}

impl<'i, L> Deserializer<'i, L> {
    /// A byte string that was read here.
    #[inline]
    pub(super) fn text(&self, bytes: &'i [u8]) -> Text<'i, L> {
        Text::new(bytes).utf8_as_str(self.utf8_as_str)
    }

    /// Whatever is here.
    pub(super) fn any<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error>
    where
        L: Lend<'i, 'de>,
    {
        let before = self.cursor.rest.len();
        let result = match self.cursor.rest {
            [b'0'..=b'9', ..] => {
                let bytes = self.string()?;
                self.text(bytes).deserialize_any(visitor)
            }
            [b'i', ..] => self.integer(Fit::new)?.visit(visitor),
            [b'l', ..] => return self.deserialize_seq(visitor),
            [b'd', ..] => return self.deserialize_map(visitor),
            _ => return Err(self.mismatch("value")),
        };
        result.map_err(|error| self.place(error, before))
    }

    /// Whatever is here, for a tree: byte strings as such, integers of any length.
    pub(super) fn tree<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error>
    where
        L: Lend<'i, 'de>,
    {
        match self.cursor.rest {
            [b'0'..=b'9', ..] => self.deserialize_bytes(visitor),
            [b'i', ..] => self.digits(visitor),
            [b'l' | b'd', ..] => self.nested(visitor),
            _ => Err(self.mismatch("value")),
        }
    }

    /// A list or dictionary that begins with `letter`, for a tree.
    pub(super) fn branch<'de, V: Visitor<'de>>(
        &mut self,
        letter: u8,
        name: &str,
        visitor: V,
    ) -> Result<V::Value, Error>
    where
        L: Lend<'i, 'de>,
    {
        match self.cursor.rest.first() {
            Some(first) if *first == letter => self.nested(visitor),
            _ => Err(self.mismatch(name)),
        }
    }

    /// The list or dictionary here, checked and as it stands: a tree is built from the whole, in
    /// less memory than serde's items, of which nobody knows how many there will be.
    fn nested<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error>
    where
        L: Lend<'i, 'de>,
    {
        let before = self.cursor.rest;
        let length = match self.check(before) {
            Ok(length) => length,
            Err(error) => return Err(self.within(error)),
        };
        self.cursor.rest = before.get(length..).unwrap_or_default();
        visitor.visit_enum(Whole::<L>::new(self.since(before)))
    }

    /// An integer that may be of any length.
    pub(super) fn digits<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error>
    where
        L: Lend<'i, 'de>,
    {
        let int = self.integer(Ok)?;
        match int.to_i64() {
            Ok(small) => visitor.visit_i64(small),
            Err(_) => visitor.visit_enum(Whole::<L>::new(int.digits())),
        }
    }

    /// The exact bytes of the value here.
    pub(super) fn raw<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error>
    where
        L: Lend<'i, 'de>,
    {
        let before = self.cursor.rest;
        self.skip()?;
        visitor.visit_enum(Whole::<L>::new(self.since(before)))
    }

    /// The value here, and then its exact bytes.
    pub(super) fn with_raw<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error>
    where
        L: Lend<'i, 'de>,
    {
        visitor.visit_seq(Both::new(self))
    }

    /// What was read since `before` was the rest.
    pub(super) fn since(&self, before: &'i [u8]) -> &'i [u8] {
        let length = before.len().saturating_sub(self.cursor.rest.len());
        before.get(..length).unwrap_or_default()
    }
}
