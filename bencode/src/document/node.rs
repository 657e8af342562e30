//! One item on the tape, in eight bytes.

use crate::grammar;
use crate::short;
use crate::token::Int;

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum NodeKind {
    Int,
    Bytes,
    EmptyList,
    EmptyDict,
    List,
    Dict,
    /// A dictionary with a key that does not sort after the previous one.
    UnsortedDict,
}

/// ```text
/// offset:32               | payload:29                                        | kind:3
/// of the item's first byte | of a list or dictionary with items: how many nodes
///                          | to its next sibling; while it is open: the index of
///                          | the one around it. Of all others: how many lists and
///                          | dictionaries are around it
/// ```
///
/// Ends have no node, and lengths and values are not kept: reading a few digits again costs less
/// than four more bytes for each item. Where a list or dictionary ends follows from the last node
/// inside it and the difference in depth, because only ends can be in between.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    offset: u32,
    rest: u32,
}

/// The most nodes that 29 bits can count.
pub(super) const MAX_NODES: usize = 1 << 29;

impl Node {
    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the tape refuses larger inputs and counts"
    )]
    pub(super) fn new(offset: usize, kind: NodeKind, payload: usize) -> Node {
        Node { offset: offset as u32, rest: (payload as u32) << 3 | kind as u32 }
    }

    #[inline]
    pub(super) fn offset(self) -> usize {
        self.offset as usize
    }

    #[inline]
    pub(super) fn payload(self) -> usize {
        (self.rest >> 3) as usize
    }

    #[inline]
    pub(crate) fn kind(self) -> NodeKind {
        match self.rest & 7 {
            0 => NodeKind::Int,
            1 => NodeKind::Bytes,
            2 => NodeKind::EmptyList,
            3 => NodeKind::EmptyDict,
            4 => NodeKind::List,
            5 => NodeKind::Dict,
            _ => NodeKind::UnsortedDict,
        }
    }

    #[inline]
    pub(super) fn with(self, kind: NodeKind, payload: usize) -> Node {
        Node::new(self.offset(), kind, payload)
    }

    /// The same list or dictionary, ended without any items.
    #[inline]
    pub(super) fn empty(self, depth: usize) -> Node {
        self.ended(NodeKind::List as u32 ^ NodeKind::EmptyList as u32, depth)
    }

    /// The same list or dictionary, ended with `size` nodes, including itself.
    #[inline]
    pub(super) fn full(self, size: usize) -> Node {
        self.ended(0, size)
    }

    /// Without a match over kinds: the same bits make a list and a dictionary empty.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the tape refuses larger counts")]
    fn ended(self, bits: u32, payload: usize) -> Node {
        Node { offset: self.offset, rest: (payload as u32) << 3 | (self.rest & 7) ^ bits }
    }

    #[inline]
    pub(super) fn is_unsorted(self) -> bool {
        self.rest & 7 == NodeKind::UnsortedDict as u32
    }

    /// The number of nodes it occupies, including those inside it.
    #[inline]
    pub(crate) fn size(self) -> usize {
        if self.rest & 4 == 0 { 1 } else { self.payload() }
    }

    /// The byte string in this node. The tape was checked, so a length of one or two digits is read without
    /// further checks.
    #[inline]
    pub(crate) fn bytes(self, input: &[u8]) -> &[u8] {
        let text = input.get(self.offset()..).unwrap_or_default();
        let digit = |byte: u8| usize::from(byte & 0x0f);
        let (body, length) = match *text {
            [a, b':', ref body @ ..] => (body, digit(a)),
            [a, b, b':', ref body @ ..] => (body, digit(a).wrapping_mul(10).wrapping_add(digit(b))),
            _ => return string(text).0,
        };
        body.get(..length).unwrap_or_default()
    }

    /// The integer in this node.
    #[inline]
    pub(crate) fn int(self, input: &[u8]) -> Int<'_> {
        let body = input.get(self.offset().wrapping_add(1)..).unwrap_or_default();
        match short::short_integer(body) {
            Some((int, _)) => int,
            None => long_integer(input.get(self.offset()..).unwrap_or_default()),
        }
    }

    /// The value of the integer in this node, if it is a common one.
    #[inline]
    pub(crate) fn short_number(self, input: &[u8]) -> Option<i64> {
        let body = input.get(self.offset().wrapping_add(1)..)?;
        short::short_number(body).map(|(number, _)| number)
    }

    /// The end of an item without items, if only ends are between it and `next`.
    pub(super) fn leaf_end(self, input: &[u8], next: usize) -> usize {
        let text = input.get(self.offset()..next).unwrap_or_default();
        let length = match self.kind() {
            // Digits, and then only ends: a binary search, because there may be many of both.
            NodeKind::Int => text.partition_point(|&byte| byte != b'e').saturating_add(1),
            NodeKind::Bytes => text.len().saturating_sub(string(text).1.len()),
            _ => 2,
        };
        self.offset().saturating_add(length)
    }
}

/// The end of the value that `nodes` describe, whatever follows it in `input`.
pub(super) fn value_end(input: &[u8], nodes: &[Node]) -> usize {
    let Some(last) = nodes.last() else { return input.len() };
    let text = input.get(last.offset()..).unwrap_or_default();
    let digits = text.iter().position(|&byte| byte == b'e').unwrap_or_default();
    let after_digits = last.offset().saturating_add(digits).saturating_add(1);
    let next = if last.kind() == NodeKind::Int { after_digits } else { input.len() };
    let levels = if last.size() == 1 { last.payload() } else { 0 };
    last.leaf_end(input, next).saturating_add(levels)
}

/// The byte string that `text` begins with, and what follows it. The tape was checked.
#[inline]
pub(super) fn string(text: &[u8]) -> (&[u8], &[u8]) {
    match short::short_string(text) {
        Some(short) => (short.text, short.rest),
        None => long_string(text),
    }
}

#[inline(never)]
fn long_string(text: &[u8]) -> (&[u8], &[u8]) {
    grammar::string(text).map_or((&[], &[]), |(rest, string)| (string, rest))
}

#[inline(never)]
fn long_integer(text: &[u8]) -> Int<'_> {
    grammar::integer(text).map_or(Int::new(b"0"), |(_, int)| int)
}
