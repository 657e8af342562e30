//! Builds a tree from its tokens, without recursion; a copy is a walk and a builder.

use alloc::vec::Vec;
use core::mem::{forget, replace, take};

use super::walk::{TreeToken, TreeWalk};
use super::{Dict, Integer, List, Value};
use crate::byte_str::ByteStr;

/// Builds a tree from tokens in a valid order.
///
/// It needs no memory except the tree's. Each open list or dictionary is already the value that it will be; the
/// place of its next item holds the list or dictionary around it:
///
/// ```text
/// l a  d k l c d        inner  [c d        items so far
///                       outer  {k: ·       the place of the next value holds the container around, a list
///                                  └ [a ·  the place of the next item holds nothing
/// ```
pub(crate) struct Builder<'a> {
    /// The innermost open list or dictionary; if none is open, the tree.
    inner: Value<'a>,
    /// The one around it.
    outer: Value<'a>,
    depth: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    List,
    Dict,
}

/// The placeholder of a value that is still to come: it owns nothing.
pub(super) const NOTHING: Value<'static> = Value::Int(Integer::ZERO);

impl<'a> Builder<'a> {
    pub(crate) fn new() -> Builder<'a> {
        Builder { inner: NOTHING, outer: NOTHING, depth: 0 }
    }

    /// An item of the list, the value of the last key, or the whole tree.
    #[inline]
    pub(crate) fn leaf(&mut self, value: Value<'a>) {
        match &mut self.inner {
            Value::List(List(items)) if self.depth > 0 => items.push(value),
            Value::Dict(Dict(entries)) if self.depth > 0 => {
                if let Some((_, place)) = entries.last_mut() {
                    // The placeholder owns nothing, so it need not be dropped.
                    forget(replace(place, value));
                }
            }
            inner => *inner = value,
        }
    }

    /// A key.
    #[inline]
    pub(crate) fn key(&mut self, key: ByteStr<'a>) {
        if let Value::Dict(Dict(entries)) = &mut self.inner {
            entries.push((key, NOTHING));
        }
    }

    /// A list or dictionary begins; `count` is its number of items or pairs, 0 if not known.
    #[inline]
    pub(crate) fn open(&mut self, kind: Container, count: usize) {
        let inside = match kind {
            Container::List => Value::List(List(Vec::with_capacity(count))),
            Container::Dict => Value::Dict(Dict(Vec::with_capacity(count))),
        };
        let outermost = take_place(&mut self.outer);
        self.leaf(outermost);
        self.outer = replace(&mut self.inner, inside);
        self.depth = self.depth.saturating_add(1);
    }

    /// The list or dictionary opened last ends; of equal keys the last one stays.
    ///
    /// If its keys are known to be `in_order` and unique, they are not compared.
    #[inline]
    pub(crate) fn close(&mut self, in_order: bool) {
        match &mut self.inner {
            Value::List(List(items)) => items.shrink_to_fit(),
            Value::Dict(dict) if in_order => dict.0.shrink_to_fit(),
            // Not shrunk to fit: with repeated keys, that would take the memory of both.
            Value::Dict(dict) => *dict = Dict::from_unsorted(take(&mut dict.0)),
            _ => {}
        }
        let inside = replace(&mut self.inner, take_place(&mut self.outer));
        self.depth = self.depth.saturating_sub(1);
        match &mut self.inner {
            Value::List(List(items)) if self.depth > 0 => {
                if let Some(place) = items.last_mut() {
                    self.outer = replace(place, inside);
                }
            }
            Value::Dict(Dict(entries)) if self.depth > 0 => {
                if let Some((_, place)) = entries.last_mut() {
                    self.outer = replace(place, inside);
                }
            }
            inner => *inner = inside,
        }
    }

    /// The innermost open list or dictionary, which is to be filled; if none is open, the tree.
    #[inline]
    pub(super) fn innermost(&mut self) -> &mut Value<'a> {
        &mut self.inner
    }

    /// The kind of the innermost open list or dictionary.
    pub(crate) fn inside(&self) -> Option<Container> {
        match &self.inner {
            Value::List(_) if self.depth > 0 => Some(Container::List),
            Value::Dict(_) if self.depth > 0 => Some(Container::Dict),
            _ => None,
        }
    }

    /// The keys of the innermost dictionary, in the order they came in.
    pub(crate) fn keys(&self) -> impl DoubleEndedIterator<Item = &ByteStr<'a>> {
        let entries = self.inner.as_dict().map_or(&[][..], |dict| &dict.0);
        entries.iter().map(|(key, _)| key)
    }

    /// Whether the innermost list or dictionary is still empty.
    pub(crate) fn is_empty(&self) -> bool {
        match &self.inner {
            Value::List(List(items)) => items.is_empty(),
            Value::Dict(Dict(entries)) => entries.is_empty(),
            _ => true,
        }
    }

    /// The tree.
    pub(crate) fn finish(self) -> Value<'a> {
        self.inner
    }
}

#[inline]
fn take_place<'a>(place: &mut Value<'a>) -> Value<'a> {
    replace(place, NOTHING)
}

/// A copy of what `walk` yields, with each byte string converted by `text`.
fn rebuild<'v, 'a: 'v, 'b>(
    mut builder: Builder<'b>,
    mut walk: TreeWalk<'v, 'a>,
    text: impl Fn(&ByteStr<'a>) -> ByteStr<'b>,
) -> Value<'b> {
    while let Some(step) = walk.next() {
        match step {
            TreeToken::Int(int) => builder.leaf(Value::Int(int.map_digits(&text))),
            TreeToken::Bytes(bytes) => builder.leaf(Value::Bytes(text(bytes))),
            TreeToken::Key(key) => builder.key(text(key)),
            TreeToken::List => builder.open(Container::List, walk.left()),
            TreeToken::Dict => builder.open(Container::Dict, walk.left()),
            TreeToken::End => builder.close(true),
        }
    }
    builder.finish()
}

/// A builder inside a list or dictionary, for the walk that begins there.
fn inside<'b>(kind: Container, count: usize) -> Builder<'b> {
    let mut builder = Builder::new();
    builder.open(kind, count);
    builder
}

impl Value<'_> {
    /// Detaches it from the input: copies borrowed bytes, keeps owned ones.
    pub fn into_owned(self) -> Value<'static> {
        rebuild(Builder::new(), self.walk(), |text| text.clone().into_owned())
    }

    /// Detaches it from the input without copying: byte strings inside `frame` become slices of it.
    ///
    /// ```
    /// use bencode::Value;
    /// use bytes::Bytes;
    ///
    /// let frame = Bytes::from_static(b"d8:intervali1800e5:peers6:\x7f\0\0\x01\x1a\xe1e");
    /// let reply: Value<'static> = Value::parse(&frame)?.share(&frame);
    /// assert_eq!(reply["peers"].as_bytes().map(<[u8]>::as_ptr), Some(frame[26..].as_ptr()));
    /// # Ok::<(), bencode::Error>(())
    /// ```
    #[cfg(feature = "bytes")]
    pub fn share(&self, frame: &bytes::Bytes) -> Value<'static> {
        rebuild(Builder::new(), self.walk(), |text| text.share(frame))
    }
}

impl Clone for Value<'_> {
    fn clone(&self) -> Self {
        rebuild(Builder::new(), self.walk(), ByteStr::clone)
    }
}

impl Clone for List<'_> {
    fn clone(&self) -> Self {
        match rebuild(inside(Container::List, self.len()), self.walk(), ByteStr::clone) {
            Value::List(list) => list,
            _ => List::new(),
        }
    }
}

impl Clone for Dict<'_> {
    fn clone(&self) -> Self {
        match rebuild(inside(Container::Dict, self.len()), self.walk(), ByteStr::clone) {
            Value::Dict(dict) => dict,
            _ => Dict::new(),
        }
    }
}
