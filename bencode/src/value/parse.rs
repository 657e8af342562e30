//! Bytes to a tree.

use super::build::{Builder, Kind};
use super::{Dict, Integer, List, Value};
use crate::byte_str::ByteStr;
use crate::document::{Node, NodeKind, Tape};
use crate::error::Error;
use crate::rules::Rules;
use crate::structure::Places;

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
    /// Any but data errors.
    pub fn parse(input: &'a [u8]) -> Result<Value<'a>, Error> {
        Value::parse_with(input, Rules::DEFAULT)
    }

    /// Reads one value.
    ///
    /// Duplicate keys are found wherever they stand. Where the rules accept them, the last one
    /// stays.
    ///
    /// # Errors
    /// Any but data errors.
    pub fn parse_with(input: &'a [u8], rules: Rules) -> Result<Value<'a>, Error> {
        let mut tape = Tape::new();
        tape.fill(input, rules)?;
        Ok(tree(input, &tape.into_nodes(), |text| text))
    }
}

/// The tree of a part of a tape, each of its byte strings made by `text`.
///
/// The tape knows how much is in each list and dictionary, so that they take the memory they need,
/// once, and are never moved: a tape of four times the input, and the tree itself, are all there is.
pub(crate) fn tree<'i, 'a>(
    input: &'i [u8],
    nodes: &[Node],
    text: impl Fn(ByteStr<'i>) -> ByteStr<'a>,
) -> Value<'a> {
    let mut growth = Growth { input, nodes, text, builder: Builder::new(), open: Places::new() };
    let (mut index, mut end) = (0usize, usize::MAX);
    loop {
        while index == end {
            end = growth.close();
        }
        if growth.builder.inside() == Some(Kind::Dict) {
            growth.key(index);
            index = index.wrapping_add(1);
        }
        let Some(node) = nodes.get(index) else { break };
        if !growth.leaf(*node) {
            end = growth.open(index, *node);
        }
        index = index.wrapping_add(1);
    }
    growth.builder.finish()
}

/// A tree that grows by nodes.
struct Growth<'n, 'i, 'a, F> {
    input: &'i [u8],
    nodes: &'n [Node],
    text: F,
    builder: Builder<'a>,
    /// The nodes of the lists and dictionaries that are open.
    open: Places,
}

impl<'i, 'a, F: Fn(ByteStr<'i>) -> ByteStr<'a>> Growth<'_, 'i, 'a, F> {
    #[inline(always)]
    fn key(&mut self, index: usize) {
        if let Some(node) = self.nodes.get(index) {
            let key = (self.text)(ByteStr::borrowed(node.bytes(self.input)));
            self.builder.key(key);
        }
    }

    /// Whether that was all there is to the node.
    #[inline(always)]
    fn leaf(&mut self, node: Node) -> bool {
        self.builder.leaf(match node.kind() {
            NodeKind::Bytes => Value::Bytes((self.text)(ByteStr::borrowed(node.bytes(self.input)))),
            NodeKind::Int => {
                let int = Integer::from(node.int(self.input));
                Value::Int(int.map_digits(|digits| (self.text)(digits.clone())))
            }
            NodeKind::EmptyList => Value::List(List::new()),
            NodeKind::EmptyDict => Value::Dict(Dict::new()),
            NodeKind::List | NodeKind::Dict | NodeKind::UnsortedDict => return false,
        });
        true
    }

    /// Where the list or dictionary at `index` ends.
    #[expect(clippy::cast_possible_truncation, reason = "a tape has 2^29 nodes at most")]
    fn open(&mut self, index: usize, node: Node) -> usize {
        let end = index.saturating_add(node.size());
        let mut count = 0usize;
        let mut next = index.saturating_add(1);
        while let Some(item) = self.nodes.get(next).filter(|_| next < end) {
            next = next.saturating_add(item.size());
            count = count.saturating_add(1);
        }
        self.open.push(index as u32);
        match node.kind() {
            NodeKind::List => self.builder.open(Kind::List, count),
            _ => self.builder.open(Kind::Dict, count / 2),
        }
        end
    }

    /// Where the list or dictionary around the innermost one ends.
    fn close(&mut self) -> usize {
        let node = |index: u32| self.nodes.get(index as usize);
        let inner = self.open.pop().and_then(node);
        self.builder.close(inner.is_none_or(|node| node.kind() != NodeKind::UnsortedDict));
        let Some(outer) = self.open.last() else { return usize::MAX };
        (outer as usize).saturating_add(node(outer).map_or(1, |node| node.size()))
    }
}
