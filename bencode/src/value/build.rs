//! A tree from its tokens, without recursion; copies are made of a walk and a builder.

use alloc::vec::Vec;
use core::mem::take;

use super::dict::Entry;
use super::walk::{Step, Walk};
use super::{Dict, List, Value};
use crate::byte_str::ByteStr;

/// Puts a tree together from tokens that come in a possible order.
///
/// Values and keys wait on two stacks for the list or dictionary around them to end, which then
/// takes exactly the memory it needs:
///
/// ```text
/// [ a  { k: b, m: [ c  d        values  a b c d     keys  k m
///                   └ inner.start = 2
/// ```
pub(crate) struct Builder<'a> {
    values: Vec<Value<'a>>,
    keys: Vec<ByteStr<'a>>,
    inner: Level,
    outer: Vec<Level>,
    most_values: usize,
    most_keys: usize,
    most_levels: usize,
}

/// An open list or dictionary. A dictionary's keys are as many as its values.
#[derive(Clone, Copy)]
struct Level {
    /// Where its values begin.
    start: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    List,
    Dict,
    UnsortedDict,
}

impl<'a> Builder<'a> {
    /// A builder for a tree made of `input` bytes at most, where that is known.
    ///
    /// No value and no key has fewer than two bytes; behind a key at least one byte of its value
    /// was read; no level begins with fewer than one byte.
    pub(crate) fn new(input: usize) -> Builder<'a> {
        Builder {
            values: Vec::new(),
            keys: Vec::new(),
            inner: Level { start: 0, kind: Kind::List },
            outer: Vec::new(),
            most_values: input / 2,
            most_keys: input / 3,
            most_levels: input,
        }
    }

    /// An item of the list, or the value of the key just given, or the whole tree.
    #[inline]
    pub(crate) fn leaf(&mut self, value: Value<'a>) {
        push(&mut self.values, value, self.most_values.saturating_sub(self.keys.len()));
    }

    /// A key, and whether it sorts behind the one before it.
    #[inline]
    pub(crate) fn key(&mut self, key: ByteStr<'a>, in_order: bool) {
        if !in_order {
            self.inner.kind = Kind::UnsortedDict;
        }
        push(&mut self.keys, key, self.most_keys);
    }

    /// The keys of the innermost dictionary, in the order they came in, where a key is due.
    pub(crate) fn keys(&self) -> &[ByteStr<'a>] {
        let count = self.values.len().saturating_sub(self.inner.start);
        self.keys.get(self.keys.len().saturating_sub(count)..).unwrap_or_default()
    }

    /// Whether nothing was put into the innermost list or dictionary yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.values.len() == self.inner.start
    }

    /// What is open.
    pub(crate) fn inside(&self) -> Option<Kind> {
        Some(self.inner.kind).filter(|_| !self.outer.is_empty())
    }

    /// A list or dictionary begins.
    #[inline]
    pub(crate) fn open(&mut self, kind: Kind) {
        push(&mut self.outer, self.inner, self.most_levels);
        self.inner = Level { start: self.values.len(), kind };
    }

    /// The list or dictionary opened last ends. Answers how many keys were there before; their
    /// last value stays.
    #[inline]
    pub(crate) fn close(&mut self) -> usize {
        let Level { start, kind } = self.inner;
        if let Some(outer) = self.outer.pop() {
            self.inner = outer;
        }
        match kind {
            Kind::List => {
                let items = self.take_values(start);
                self.leaf(Value::List(List(items)));
                0
            }
            Kind::Dict => {
                let dict = Dict(self.take_entries(start));
                self.leaf(Value::Dict(dict));
                0
            }
            Kind::UnsortedDict => self.close_unsorted(start),
        }
    }

    #[cold]
    fn close_unsorted(&mut self, start: usize) -> usize {
        let entries = self.take_entries(start);
        let given = entries.len();
        let dict = Dict::from_unsorted(entries);
        let repeated = given.saturating_sub(dict.len());
        self.leaf(Value::Dict(dict));
        repeated
    }

    fn take_values(&mut self, start: usize) -> Vec<Value<'a>> {
        if !self.is_bulk(start) {
            return self.values.split_off(start.min(self.values.len()));
        }
        let mut values = take(&mut self.values);
        values.shrink_to_fit();
        values
    }

    fn take_entries(&mut self, start: usize) -> Vec<Entry<'a>> {
        let count = self.values.len().saturating_sub(start);
        let outer_keys = self.keys.len().saturating_sub(count);
        let is_bulk = self.is_bulk(start) && outer_keys <= count;
        let values = self.values.drain(start.min(self.values.len())..);
        let entries = self.keys.drain(outer_keys..).zip(values).collect();
        if is_bulk {
            self.keys.shrink_to_fit();
            self.values = Vec::new();
        }
        entries
    }

    /// Whether the stack of values may as well be handed out or freed: many are on it, and it
    /// grows again at no more cost than they had.
    fn is_bulk(&self, start: usize) -> bool {
        let count = self.values.len();
        start == 0 && count >= BULK && count >= self.values.capacity() / 2
    }

    /// The tree.
    pub(crate) fn finish(mut self) -> Value<'a> {
        self.values.pop().unwrap_or_default()
    }
}

/// From this many values on, copying them is worth avoiding.
const BULK: usize = 64;

#[inline(always)]
fn push<T>(stack: &mut Vec<T>, item: T, most: usize) {
    if stack.len() == stack.capacity() {
        grow(stack, most);
    }
    stack.push(item);
}

/// Doubles, but not beyond what can be needed.
#[cold]
fn grow<T>(stack: &mut Vec<T>, most: usize) {
    let double = stack.len().max(8);
    stack.reserve_exact(match most.checked_sub(stack.len()) {
        None | Some(0) => double,
        Some(room) => room.min(double),
    });
}

/// A copy of what `walk` meets, every byte string made by `text`.
fn rebuild<'v, 'a: 'v, 'b>(
    mut builder: Builder<'b>,
    walk: Walk<'v, 'a>,
    text: impl Fn(&ByteStr<'a>) -> ByteStr<'b>,
) -> Value<'b> {
    for step in walk {
        match step {
            Step::Int(int) => builder.leaf(Value::Int(int.map_digits(&text))),
            Step::Bytes(bytes) => builder.leaf(Value::Bytes(text(bytes))),
            Step::Key(key) => builder.key(text(key), true),
            Step::List => builder.open(Kind::List),
            Step::Dict => builder.open(Kind::Dict),
            Step::End => {
                builder.close();
            }
        }
    }
    builder.finish()
}

/// A builder inside a list or dictionary, for the walk that begins there.
fn inside<'b>(kind: Kind) -> Builder<'b> {
    let mut builder = Builder::new(usize::MAX);
    builder.open(kind);
    builder
}

impl Value<'_> {
    /// Lets go of the input: copies what is borrowed, keeps what is owned.
    pub fn into_owned(self) -> Value<'static> {
        rebuild(Builder::new(usize::MAX), self.walk(), |text| text.clone().into_owned())
    }

    /// Lets go of the input without copying: byte strings inside `frame` become slices of it.
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
        rebuild(Builder::new(usize::MAX), self.walk(), |text| text.share(frame))
    }
}

impl Clone for Value<'_> {
    fn clone(&self) -> Self {
        rebuild(Builder::new(usize::MAX), self.walk(), ByteStr::clone)
    }
}

impl Clone for List<'_> {
    fn clone(&self) -> Self {
        match rebuild(inside(Kind::List), self.walk(), ByteStr::clone) {
            Value::List(list) => list,
            _ => List::new(),
        }
    }
}

impl Clone for Dict<'_> {
    fn clone(&self) -> Self {
        match rebuild(inside(Kind::Dict), self.walk(), ByteStr::clone) {
            Value::Dict(dict) => dict,
            _ => Dict::new(),
        }
    }
}
