//! The tape: bytes to nodes.

use alloc::vec::Vec;
use core::mem::{replace, take};

use super::node::{MAX_NODES, Node, NodeKind, string};
use super::{Document, Nodes};
use crate::byte_str::ByteStr;
use crate::cursor::Cursor;
use crate::duplicate;
use crate::error::{Defect, Error, ErrorKind};
use crate::quirk::Quirk;
use crate::rules::Rules;
use crate::structure::{Next, Position, Structure, Visitor};
use crate::token::Int;

/// A document with more levels than this counts as deeply nested.
const DEEP: usize = 128;

/// The size of a small document, which rarely has more than one node for every four bytes.
const SMALL: usize = 1024;

/// Memory for parsing many documents, one after the other: after the first few, nothing is allocated.
///
/// ```
/// use bencode::Tape;
///
/// let mut tape = Tape::new();
/// for packet in [&b"d1:ad2:id2:abe1:q4:ping1:t2:aa1:y1:qe"[..], b"d1:rd2:id2:cde1:t2:aa1:y1:re"] {
///     let message = tape.parse(packet)?;
///     assert_eq!(message.root().get("t").and_then(|t| t.as_bytes()), Some(&b"aa"[..]));
/// }
/// # Ok::<(), bencode::Error>(())
/// ```
#[derive(Clone)]
pub struct Tape {
    nodes: Vec<Node>,
    structure: Structure,
    /// Offsets of the keys of one dictionary, while it is checked for duplicates.
    keys: Vec<u32>,
}

/// Nodes and keys that are always kept from one document to the next.
const KEPT: usize = 64;

/// Why filling stopped.
enum TapeStop {
    Defect(Defect),
    /// A duplicate key at this offset.
    Duplicate(usize),
    /// So little input is left that the open lists and dictionaries cannot all end.
    Hopeless,
    /// More than [`MAX_NODES`].
    Full,
}

/// Why filling pauses, or stops.
enum Pause {
    Defect(Defect),
    /// There is no room for this node.
    Room(Node),
    /// This dictionary has unsorted keys and may have duplicates.
    Unsorted(usize),
}

impl From<Defect> for Pause {
    fn from(defect: Defect) -> Pause {
        Pause::Defect(defect)
    }
}

impl Tape {
    /// Creates a tape without allocating.
    pub fn new() -> Tape {
        let structure = Structure::endless(&Rules::DEFAULT);
        Tape { nodes: Vec::new(), structure, keys: Vec::new() }
    }

    /// Parses `input` under [`Rules::default`] into this memory.
    ///
    /// # Errors
    /// As [`Document::parse`].
    pub fn parse<'a>(&'a mut self, input: &'a [u8]) -> Result<Document<'a>, Error> {
        self.parse_with(input, Rules::DEFAULT)
    }

    /// Parses `input` under `rules` into this memory.
    ///
    /// # Errors
    /// As [`Document::parse`].
    pub fn parse_with<'a>(
        &'a mut self,
        input: &'a [u8],
        rules: Rules,
    ) -> Result<Document<'a>, Error> {
        self.fill(input, rules)?;
        Ok(Document::new(ByteStr::from(input), Nodes::Borrowed(&self.nodes), rules))
    }

    pub(crate) fn into_nodes(self) -> Vec<Node> {
        self.nodes
    }

    pub(crate) fn fill(&mut self, input: &[u8], rules: Rules) -> Result<(), Error> {
        self.fill_front(input, rules).map(drop).map_err(|error| error.in_document(input))
    }

    /// Returns the length of the value that `input` begins with. Errors have no path.
    pub(crate) fn fill_front(&mut self, input: &[u8], rules: Rules) -> Result<usize, Error> {
        let mut cursor = Cursor::new(input, rules);
        self.nodes.clear();
        self.structure.reset(&cursor);
        let stop = match self.run(&mut cursor) {
            Ok(()) if cursor.may_end() => return Ok(cursor.offset()),
            Ok(()) => TapeStop::Defect(Defect::TrailingData),
            Err(stop) => stop,
        };
        let error = self.explain(&stop, &mut cursor);
        // Its memory is freed before the search for a duplicate allocates.
        self.structure = Structure::endless(&rules);
        self.nodes.clear();
        self.nodes.shrink_to(KEPT);
        Err(duplicate::leftmost(error, input, rules))
    }

    /// How many more items the rules allow.
    #[cfg(feature = "serde")]
    pub(crate) fn items_left(&self) -> usize {
        self.structure.items_left()
    }

    /// Steps to the end of the value, unless something stops it earlier.
    fn run(&mut self, cursor: &mut Cursor<'_>) -> Result<(), TapeStop> {
        let mut open = 0;
        // Before the first node, too: a small document is filled without a pause.
        self.make_room(cursor)?;
        loop {
            let mut filler = Filler { nodes: take(&mut self.nodes), open };
            let ran = self.structure.run(cursor, &mut filler);
            (self.nodes, open) = (filler.nodes, filler.open);
            let Err(pause) = ran else { return Ok(()) };
            self.resolve(&pause, cursor)?;
        }
    }

    fn make_room(&mut self, cursor: &Cursor<'_>) -> Result<(), TapeStop> {
        if self.nodes.len() < self.nodes.capacity() {
            return Ok(());
        }
        grow(&mut self.nodes, self.structure.depth(), cursor.rest.len())
    }

    /// Handles the rare cases outside the loop: the loop calls nothing, so it can use all registers.
    #[cold]
    fn resolve(&mut self, pause: &Pause, cursor: &Cursor<'_>) -> Result<(), TapeStop> {
        match *pause {
            Pause::Room(node) => {
                self.make_room(cursor)?;
                self.nodes.push(node);
                Ok(())
            }
            Pause::Unsorted(_) if cursor.rules.accepts(Quirk::DuplicateKey) => Ok(()),
            Pause::Unsorted(dict) => {
                let first = first_duplicate(&self.nodes, &mut self.keys, dict, cursor.input);
                self.keys.clear();
                self.keys.shrink_to(KEPT);
                first.map_or(Ok(()), |offset| Err(TapeStop::Duplicate(offset)))
            }
            Pause::Defect(defect) => Err(TapeStop::Defect(defect)),
        }
    }

    #[cold]
    fn explain(&mut self, stop: &TapeStop, cursor: &mut Cursor<'_>) -> Error {
        let expect = self.structure.expect();
        match *stop {
            TapeStop::Duplicate(offset) => Error::new(ErrorKind::DuplicateKey, offset),
            TapeStop::Full => Error::new(ErrorKind::ItemLimit { max: MAX_NODES }, cursor.offset()),
            TapeStop::Defect(_) if expect == Next::Done => {
                Error::new(ErrorKind::TrailingData, cursor.offset()).with_hint(TRAILING)
            }
            TapeStop::Defect(defect) => cursor.explain(defect, expect == Next::Key),
            TapeStop::Hopeless => loop {
                if let Err(defect) = self.structure.step(cursor) {
                    break self.explain(&TapeStop::Defect(defect), cursor);
                }
            },
        }
    }
}

/// The hint for data after the value.
const TRAILING: &str = "`Rules::accept` ignores it";

impl Default for Tape {
    fn default() -> Self {
        Tape::new()
    }
}

impl core::fmt::Debug for Tape {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Tape({} nodes)", self.nodes.len())
    }
}

/// The tape while it is filled.
///
/// It owns the nodes, so that the loop keeps their number in a register.
struct Filler {
    nodes: Vec<Node>,
    /// The innermost open list or dictionary; each one keeps the index of the one around it.
    open: usize,
}

impl<'a> Visitor<'a> for Filler {
    type Stop = Pause;

    #[inline]
    fn key(&mut self, key: &'a [u8], quirk: Option<Quirk>, at: Position) -> Result<(), Pause> {
        if quirk.is_some() {
            mark_unsorted(&mut self.nodes, self.open);
        }
        self.bytes(key, at)
    }

    #[inline]
    fn bytes(&mut self, _: &'a [u8], at: Position) -> Result<(), Pause> {
        self.push(Node::new(at.start, NodeKind::Bytes, at.depth))
    }

    #[inline]
    fn int(&mut self, _: Int<'a>, at: Position) -> Result<(), Pause> {
        self.push(Node::new(at.start, NodeKind::Int, at.depth))
    }

    #[inline]
    fn open(&mut self, dictionary: bool, at: Position) -> Result<(), Pause> {
        let kind = if dictionary { NodeKind::Dict } else { NodeKind::List };
        let around = replace(&mut self.open, self.nodes.len());
        self.push(Node::new(at.start, kind, around))
    }

    #[inline]
    fn end(&mut self, at: Position) -> Result<(), Pause> {
        let size = self.nodes.len().wrapping_sub(self.open);
        let Some(node) = self.nodes.get_mut(self.open) else { return Ok(()) };
        let (around, unsorted) = (node.payload(), node.is_unsorted());
        *node = if size == 1 { node.empty(at.depth) } else { node.full(size) };
        let closed = replace(&mut self.open, around);
        if unsorted { Err(Pause::Unsorted(closed)) } else { Ok(()) }
    }
}

impl Filler {
    #[inline]
    fn push(&mut self, node: Node) -> Result<(), Pause> {
        if self.nodes.len() == self.nodes.capacity() {
            return Err(Pause::Room(node));
        }
        self.nodes.push(node);
        Ok(())
    }
}

/// Makes room, but never for more nodes than the `left` bytes of the input can fill.
///
/// With `depth` ends still to be read and at least two bytes for an item, there is at most half a node for each
/// byte. A small document gets all the room it is likely to need at once; a deeply nested one gets all it can
/// need, because its levels also take memory.
///
/// If the most that can be needed is less than three times the current size, all of it is reserved, instead of
/// doubling: then the nodes are never moved again, in particular not near the end of the input, where the old
/// block and the new one together take twice the memory of a full tape:
///
/// ```text
/// n nodes when the input could fill 3 n more, n + 2 n at most when they move: 8 (2 n + n + …) bytes
/// for an input of no less than 2 n + 2 n, hence six times the input and not eight
/// ```
#[cold]
#[inline(never)]
fn grow(nodes: &mut Vec<Node>, depth: usize, left: usize) -> Result<(), TapeStop> {
    let length = nodes.len();
    let left = left.checked_sub(depth).ok_or(TapeStop::Hopeless)?;
    if length >= MAX_NODES {
        return Err(TapeStop::Full);
    }
    let most = (left / 2).saturating_add(1).min(MAX_NODES.saturating_sub(length));
    let wanted = match length {
        _ if depth > DEEP => most,
        0 if left <= SMALL => (left / 4).max(8),
        0 => (left / 8).min(4096),
        _ if most / 3 <= length => most,
        _ => length,
    };
    nodes.reserve_exact(wanted.min(most));
    Ok(())
}

#[cold]
fn mark_unsorted(nodes: &mut [Node], open: usize) {
    if let Some(node) = nodes.get_mut(open) {
        *node = node.with(NodeKind::UnsortedDict, node.payload());
    }
}

/// The first duplicate key of an unsorted dictionary, found by sorting: O(n log n).
#[cold]
fn first_duplicate(
    nodes: &[Node],
    keys: &mut Vec<u32>,
    dict: usize,
    input: &[u8],
) -> Option<usize> {
    read_keys(nodes, keys, dict);
    duplicates(keys, input).min().map(|offset| offset as usize)
}

/// Puts the offsets of the keys of the dictionary at `dict` into `keys`.
#[expect(clippy::cast_possible_truncation, reason = "inputs of 4 GiB are refused at the start")]
pub(super) fn read_keys(nodes: &[Node], keys: &mut Vec<u32>, dict: usize) {
    let mut count = 0usize;
    each_key(nodes, dict, |_| count = count.saturating_add(1));
    keys.clear();
    keys.reserve_exact(count);
    each_key(nodes, dict, |offset| keys.push(offset as u32));
}

/// Calls `visit` with the offset of each key of the dictionary at `dict`.
fn each_key(nodes: &[Node], dict: usize, mut visit: impl FnMut(usize)) {
    let size = nodes.get(dict).map_or(0, |node| node.size());
    let end = dict.saturating_add(size);
    let mut key = dict.saturating_add(1);
    while key < end {
        let Some(node) = nodes.get(key) else { break };
        visit(node.offset());
        let value = key.saturating_add(1);
        key = value.saturating_add(nodes.get(value).map_or(1, |value| value.size()));
    }
}

/// Returns the offsets of repeated keys among `keys`; sorts `keys`.
pub(super) fn duplicates(keys: &mut [u32], input: &[u8]) -> impl Iterator<Item = u32> {
    let text = |&offset: &u32| string(input.get(offset as usize..).unwrap_or_default()).0;
    keys.sort_unstable_by(|a, b| text(a).cmp(text(b)).then(a.cmp(b)));
    duplicate::repeated(keys, move |a, b| text(a) == text(b)).copied()
}
