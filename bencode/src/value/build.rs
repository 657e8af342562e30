//! A tree from its tokens, without recursion; copies are made of a walk and a builder.

use alloc::vec::Vec;
use core::mem::{forget, replace, take};

use super::dict::Entry;
use super::walk::{Step, Walk};
use super::{Dict, Integer, List, Value};
use crate::byte_str::ByteStr;

/// Puts a tree together from tokens that come in a possible order.
///
/// What a list or dictionary is made of waits on a stack for it to end; then it takes exactly the
/// memory it needs:
///
/// ```text
/// [ a  { k: [ c  d        values   a c d
///             └ start=1   entries  k:_        the value of k is still to come
/// ```
pub(crate) struct Builder<'a> {
    values: Vec<Value<'a>>,
    entries: Vec<Entry<'a>>,
    root: Value<'a>,
    inner: Level,
    outer: Levels,
    /// How many bytes the tree is made of at most.
    input: usize,
}

/// An open list or dictionary.
#[derive(Clone, Copy)]
struct Level {
    /// Where on its stack it begins.
    start: usize,
    kind: Kind,
}

/// Those around it: a few without the heap, as most trees have no more.
struct Levels {
    depth: usize,
    near: [Level; 4],
    far: Vec<Level>,
}

impl Levels {
    #[inline(always)]
    fn push(&mut self, level: Level, most: usize) {
        match self.near.get_mut(self.depth) {
            Some(place) => *place = level,
            None => push(&mut self.far, level, most),
        }
        self.depth = self.depth.saturating_add(1);
    }

    /// The innermost, if there is one.
    #[inline(always)]
    fn pop(&mut self) -> Option<Level> {
        let depth = self.depth.checked_sub(1)?;
        self.depth = depth;
        self.near.get(depth).copied().or_else(|| self.far.pop())
    }

    fn is_empty(&self) -> bool {
        self.depth == 0
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    List,
    Dict,
    UnsortedDict,
}

impl<'a> Builder<'a> {
    /// A builder for a tree made of `input` bytes at most, where that is known.
    pub(crate) fn new(input: usize) -> Builder<'a> {
        let none = Level { start: 0, kind: Kind::Dict };
        Builder {
            values: Vec::new(),
            entries: Vec::new(),
            root: Value::Int(Integer::ZERO),
            inner: none,
            outer: Levels { depth: 0, near: [none; 4], far: Vec::new() },
            input,
        }
    }

    /// An item of the list, or the value of the key just given, or the whole tree.
    #[inline(always)]
    pub(crate) fn leaf(&mut self, value: Value<'a>) {
        if self.inner.kind == Kind::List {
            // No value has fewer than two bytes.
            push(&mut self.values, value, self.input / 2);
        } else if let Some((_, place)) = self.entries.last_mut() {
            // What was in its place owns nothing: no need to look.
            forget(replace(place, value));
        } else {
            self.root = value;
        }
    }

    /// A key, and whether it sorts behind the one before it.
    #[inline]
    pub(crate) fn key(&mut self, key: ByteStr<'a>, in_order: bool) {
        if !in_order {
            self.inner.kind = Kind::UnsortedDict;
        }
        // No key has fewer than two bytes, nor its value fewer than one that begins it.
        push(&mut self.entries, (key, Value::Int(Integer::ZERO)), self.input / 3);
    }

    /// A list or dictionary begins.
    #[inline]
    pub(crate) fn open(&mut self, kind: Kind) {
        self.outer.push(self.inner, self.input);
        let start = if kind == Kind::List { self.values.len() } else { self.entries.len() };
        self.inner = Level { start, kind };
    }

    /// The list or dictionary opened last ends. Answers how many keys were there before; their
    /// last value stays.
    #[inline]
    pub(crate) fn close(&mut self) -> usize {
        let Level { start, kind } = self.inner;
        let mut repeated = 0;
        let value = match kind {
            Kind::List => Value::List(List(pop_from(&mut self.values, start))),
            Kind::Dict => Value::Dict(Dict(pop_from(&mut self.entries, start))),
            Kind::UnsortedDict => {
                let entries = pop_from(&mut self.entries, start);
                let given = entries.len();
                let dict = Dict::from_unsorted(entries);
                repeated = given.saturating_sub(dict.len());
                Value::Dict(dict)
            }
        };
        if let Some(outer) = self.outer.pop() {
            self.inner = outer;
        }
        self.leaf(value);
        repeated
    }

    /// What is open.
    pub(crate) fn inside(&self) -> Option<Kind> {
        Some(self.inner.kind).filter(|_| !self.outer.is_empty())
    }

    /// The keys of the innermost dictionary, in the order they came in.
    pub(crate) fn keys(&self) -> impl DoubleEndedIterator<Item = &ByteStr<'a>> {
        self.entries.get(self.inner.start..).unwrap_or_default().iter().map(|(key, _)| key)
    }

    /// Whether nothing was put into the innermost list or dictionary yet.
    pub(crate) fn is_empty(&self) -> bool {
        let top = match self.inner.kind {
            Kind::List => self.values.len(),
            Kind::Dict | Kind::UnsortedDict => self.entries.len(),
        };
        top == self.inner.start
    }

    /// The tree.
    pub(crate) fn finish(self) -> Value<'a> {
        self.root
    }
}

/// What is on `stack` from `start` on, in a vector of just that size.
#[inline]
fn pop_from<T>(stack: &mut Vec<T>, start: usize) -> Vec<T> {
    let count = stack.len().saturating_sub(start);
    if count >= BULK && count >= stack.capacity() / 2 {
        return pop_bulk(stack, start);
    }
    stack.split_off(start.min(stack.len()))
}

/// Gives memory back: the stack grows again at no more cost than what is on it had.
#[cold]
fn pop_bulk<T>(stack: &mut Vec<T>, start: usize) -> Vec<T> {
    if start > 0 {
        let items = stack.split_off(start.min(stack.len()));
        stack.shrink_to_fit();
        return items;
    }
    let mut items = take(stack);
    items.shrink_to_fit();
    items
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
