//! Parses bytes to a tree.

use alloc::vec::Vec;

use super::build::{Builder, Container, NOTHING};
use super::dict::KeyValue;
use super::{Dict, Integer, List, Value, stacks};
use crate::byte_str::ByteStr;
use crate::document::{Node, NodeKind, Tape};
use crate::error::Error;
use crate::offset_stack::OffsetStack;
use crate::rules::Rules;
use crate::token::Int;

impl<'a> Value<'a> {
    /// Reads one value, under [`Rules::default`]; byte strings borrow from `input`.
    ///
    /// ```
    /// use bencode::Value;
    ///
    /// let failure = Value::parse(b"d14:failure reason20:Unregistered torrente")?;
    /// assert_eq!(failure["failure reason"], "Unregistered torrent");
    /// # Ok::<(), bencode::Error>(())
    /// ```
    ///
    /// # Errors
    /// For wrong input; never a data error.
    pub fn parse(input: &'a [u8]) -> Result<Value<'a>, Error> {
        Value::parse_with(input, Rules::DEFAULT)
    }

    /// Reads one value.
    ///
    /// Duplicate keys are found even if they are not adjacent. Where the rules accept them, the last value
    /// wins.
    ///
    /// # Errors
    /// For wrong input; never a data error.
    pub fn parse_with(input: &'a [u8], rules: Rules) -> Result<Value<'a>, Error> {
        if let Some(value) = stacks::tree(input, rules) {
            return Ok(value);
        }
        let mut tape = Tape::new();
        tape.fill(input, rules)?;
        Ok(tree(input, &tape.into_nodes(), |text| text))
    }
}

/// Builds the tree of a part of a tape, with each byte string converted by `text`.
///
/// The tape knows the size of each list and dictionary, so each is allocated once, exactly, and never moved:
/// the only memory is the tree itself and a tape of four times the input.
pub(crate) fn tree<'i, 'a>(
    input: &'i [u8],
    nodes: &[Node],
    text: impl Fn(ByteStr<'i>) -> ByteStr<'a>,
) -> Value<'a> {
    let leaves = Leaves { input, text };
    let Some(&root) = nodes.first() else { return Value::default() };
    if let Some(leaf) = leaves.leaf(root) {
        return leaf;
    }
    let mut builder = Builder::new();
    let mut open = OpenNodes::new();
    let mut at = 0usize;
    let mut next = Some(root);
    loop {
        if let Some(node) = next {
            builder.open(kind(node), count(nodes, at, node));
            open.push(at, node);
            at = at.wrapping_add(1);
        } else {
            let Some(node) = open.pop(nodes) else { return builder.finish() };
            builder.close(node.kind() != NodeKind::UnsortedDict);
        }
        let inside = nodes.get(at..open.end).unwrap_or_default();
        let read = match builder.innermost() {
            Value::List(List(items)) => leaves.items(inside, items),
            Value::Dict(Dict(entries)) => leaves.entries(inside, entries),
            _ => 0,
        };
        at = at.wrapping_add(read);
        next = inside.get(read).copied();
    }
}

fn kind(node: Node) -> Container {
    if node.kind() == NodeKind::List { Container::List } else { Container::Dict }
}

/// How many items or pairs are in the list or dictionary at `index`.
fn count(nodes: &[Node], index: usize, node: Node) -> usize {
    let end = index.saturating_add(node.size());
    let inside = nodes.get(index.saturating_add(1)..end).unwrap_or_default();
    let (mut count, mut next) = (0usize, 0usize);
    while let Some(item) = inside.get(next) {
        next = next.wrapping_add(item.size());
        count = count.wrapping_add(1);
    }
    if node.kind() == NodeKind::List { count } else { count / 2 }
}

/// The values that one node describes.
struct Leaves<'i, F> {
    input: &'i [u8],
    text: F,
}

impl<'i, 'a, F: Fn(ByteStr<'i>) -> ByteStr<'a>> Leaves<'i, F> {
    /// Adds items up to the first non-empty list or dictionary; returns the number of nodes.
    #[inline]
    fn items(&self, nodes: &[Node], items: &mut Vec<Value<'a>>) -> usize {
        let before = items.len();
        for node in nodes {
            let Some(leaf) = self.leaf(*node) else { break };
            items.push(leaf);
        }
        items.len().wrapping_sub(before)
    }

    /// Adds pairs in the same way; only the key of the last one, if its value is a non-empty list or
    /// dictionary.
    #[inline]
    fn entries(&self, nodes: &[Node], entries: &mut Vec<KeyValue<'a>>) -> usize {
        let mut rest = nodes;
        while let [key, value, tail @ ..] = rest {
            let key = self.bytes(*key);
            let Some(value) = self.leaf(*value) else {
                entries.push((key, NOTHING));
                rest = rest.get(1..).unwrap_or_default();
                break;
            };
            entries.push((key, value));
            rest = tail;
        }
        nodes.len().wrapping_sub(rest.len())
    }

    #[inline]
    fn bytes(&self, node: Node) -> ByteStr<'a> {
        (self.text)(ByteStr::borrowed(node.bytes(self.input)))
    }

    #[inline]
    fn leaf(&self, node: Node) -> Option<Value<'a>> {
        Some(match node.kind() {
            NodeKind::Bytes => Value::Bytes(self.bytes(node)),
            NodeKind::Int => Value::Int(self.int(node)),
            NodeKind::EmptyList => Value::List(List::new()),
            NodeKind::EmptyDict => Value::Dict(Dict::new()),
            NodeKind::List | NodeKind::Dict | NodeKind::UnsortedDict => return None,
        })
    }

    #[inline]
    fn int(&self, node: Node) -> Integer<'a> {
        match node.short_number(self.input) {
            Some(small) => Integer::from(small),
            None => self.long(node.int(self.input)),
        }
    }

    #[inline(never)]
    fn long(&self, int: Int<'i>) -> Integer<'a> {
        Integer::from(int).map_digits(|digits| (self.text)(digits.clone()))
    }
}

/// The nodes of the lists and dictionaries that are open: most trees nest a few levels.
struct OpenNodes {
    depth: usize,
    near: [u32; 8],
    far: OffsetStack,
    /// Where the innermost one ends.
    end: usize,
}

impl OpenNodes {
    fn new() -> OpenNodes {
        OpenNodes { depth: 0, near: [0; 8], far: OffsetStack::new(), end: 0 }
    }

    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "a tape has 2^29 nodes at most")]
    fn push(&mut self, index: usize, node: Node) {
        match self.near.get_mut(self.depth) {
            Some(place) => *place = index as u32,
            None => self.far.push(index as u32),
        }
        self.depth = self.depth.wrapping_add(1);
        self.end = index.wrapping_add(node.size());
    }

    /// Removes the innermost one, which ends.
    #[inline]
    fn pop(&mut self, nodes: &[Node]) -> Option<Node> {
        let depth = self.depth.checked_sub(1)?;
        let inner = self.near.get(depth).copied().or_else(|| self.far.pop())?;
        self.depth = depth;
        if let Some(around) = depth.checked_sub(1) {
            let outer = self.near.get(around).copied().or_else(|| self.far.last())? as usize;
            self.end = outer.wrapping_add(nodes.get(outer)?.size());
        }
        nodes.get(inner as usize).copied()
    }
}
