//! How byte strings are handed out: for as long as the input lives, or to be taken along.

use serde::de::Visitor;

use crate::error::Error;

/// Hands byte strings of an input that lives for `'i` to visitors that want `'de`.
pub trait Lend<'i, 'de>: Sized {
    /// A byte string.
    fn bytes<V: Visitor<'de>>(bytes: &'i [u8], visitor: V) -> Result<V::Value, Error>;
    /// A byte string that is UTF-8.
    fn text<V: Visitor<'de>>(text: &'i str, visitor: V) -> Result<V::Value, Error>;
}

/// Values may borrow from the input.
#[derive(Debug)]
pub enum Borrowed {}

/// Values outlive the input: they copy, or share the frame it is.
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
