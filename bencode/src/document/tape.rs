//! From bytes to nodes.

use alloc::vec::Vec;
use core::mem::replace;

use super::node::{Kind, MAX_NODES, Node, string};
use super::{Document, Nodes};
use crate::byte_str::ByteStr;
use crate::cursor::Cursor;
use crate::duplicate;
use crate::error::{Defect, Error, ErrorKind};
use crate::quirk::Quirk;
use crate::rules::Rules;
use crate::structure::{Expect, State, Step, Structure, Take};
use crate::token::Token;

/// Memory for documents that come one after the other: after the first few nothing is allocated.
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
    /// Memory for nodes; those behind `used` mean nothing.
    nodes: Vec<Node>,
    used: usize,
    structure: Structure,
    /// Start and length of the keys of one dictionary, while it is checked for duplicates.
    keys: Vec<(u32, u32)>,
}

/// Why filling stopped.
enum Stop {
    Defect(Defect),
    /// A key that was there before, at this offset.
    Duplicate(usize),
    /// So little input is left that the open lists and dictionaries cannot all end.
    Hopeless,
    /// More than [`MAX_NODES`].
    Full,
}

/// Why filling pauses, or stops.
enum Pause {
    Defect(Defect),
    /// The value is complete.
    Done,
    /// This node has no place yet.
    Room(Node),
    /// This dictionary has unsorted keys and may have the same twice.
    Unsorted(usize),
}

impl From<Defect> for Pause {
    fn from(defect: Defect) -> Pause {
        Pause::Defect(defect)
    }
}

impl Tape {
    /// Without any memory yet.
    pub fn new() -> Tape {
        let structure = Structure::new(&Cursor::new(&[], Rules::DEFAULT));
        Tape { nodes: Vec::new(), used: 0, structure, keys: Vec::new() }
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
        Ok(Document { input: ByteStr::from(input), nodes: Nodes::Borrowed(self.nodes()), rules })
    }

    fn nodes(&self) -> &[Node] {
        self.nodes.get(..self.used).unwrap_or_default()
    }

    pub(super) fn into_nodes(mut self) -> Vec<Node> {
        self.nodes.truncate(self.used);
        self.nodes
    }

    pub(super) fn fill(&mut self, input: &[u8], rules: Rules) -> Result<(), Error> {
        let mut cursor = Cursor::new(input, rules);
        self.used = 0;
        self.structure.reset(&cursor);
        let stop = self.run(&mut cursor);
        if self.structure.expect() == Expect::Done && !matches!(stop, Stop::Duplicate(_)) {
            if cursor.rest.is_empty() || rules.accepts(Quirk::TrailingData) {
                return Ok(());
            }
        }
        let error = self.explain(stop, &mut cursor);
        Err(duplicate::leftmost(error, input, rules).in_document(input))
    }

    /// Steps until something stops it; behind the value that is the end of the input.
    fn run(&mut self, cursor: &mut Cursor<'_>) -> Stop {
        let (mut open, mut start) = (0, cursor.offset());
        if self.nodes.is_empty() {
            // Now, and not at the first node: a small document is filled without a pause.
            if let Err(stop) = grow(&mut self.nodes, 0, cursor.rest.len()) {
                return stop;
            }
        }
        loop {
            let Tape { nodes, used, structure, .. } = self;
            let mut filler = Filler { nodes, used: *used, open, start };
            let pause = structure.run(cursor, &mut filler);
            (*used, open, start) = (filler.used, filler.open, filler.start);
            if let Err(stop) = self.resolve(&pause, cursor) {
                return stop;
            }
        }
    }

    /// What is rare, and not done in the loop: nothing is called there, so that all registers are
    /// its own.
    #[cold]
    fn resolve(&mut self, pause: &Pause, cursor: &Cursor<'_>) -> Result<(), Stop> {
        match *pause {
            Pause::Room(node) => {
                grow(&mut self.nodes, self.structure.depth(), cursor.rest.len())?;
                if let Some(place) = self.nodes.get_mut(self.used) {
                    *place = node;
                }
                self.used = self.used.saturating_add(1);
                Ok(())
            }
            Pause::Unsorted(_) if cursor.rules.accepts(Quirk::DuplicateKey) => Ok(()),
            Pause::Unsorted(dict) => {
                let nodes = self.nodes.get(..self.used).unwrap_or_default();
                refuse_duplicates(nodes, &mut self.keys, dict, cursor.input)
            }
            Pause::Defect(defect) => Err(Stop::Defect(defect)),
            Pause::Done => Err(Stop::Defect(Defect::TrailingData)),
        }
    }

    #[cold]
    fn explain(&mut self, stop: Stop, cursor: &mut Cursor<'_>) -> Error {
        let expect = self.structure.expect();
        match stop {
            Stop::Duplicate(offset) => Error::new(ErrorKind::DuplicateKey, offset),
            Stop::Full => Error::new(ErrorKind::ItemLimit { max: MAX_NODES }, cursor.offset()),
            Stop::Defect(_) if expect == Expect::Done => {
                Error::new(ErrorKind::TrailingData, cursor.offset())
            }
            Stop::Defect(defect) => cursor.explain(defect, expect == Expect::Key),
            Stop::Hopeless => loop {
                if let Err(defect) = self.structure.step(cursor) {
                    break self.explain(Stop::Defect(defect), cursor);
                }
            },
        }
    }
}

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

/// The end of the tape, while tokens come in.
struct Filler<'n> {
    nodes: &'n mut [Node],
    used: usize,
    /// The list or dictionary open innermost; of those around it, each keeps the next.
    open: usize,
    /// Where the next token starts.
    start: usize,
}

impl<'a> Take<'a, Pause> for Filler<'_> {
    #[inline(always)]
    fn take(&mut self, step: Step<'a>, state: &State, cursor: &Cursor<'a>) -> Result<(), Pause> {
        let at = replace(&mut self.start, cursor.offset());
        let depth = state.depth();
        match step.token {
            Token::Bytes(_) => {
                if step.quirk.is_some() {
                    mark_unsorted(self.nodes, self.open);
                }
                self.push(Node::new(at, Kind::Bytes, depth))
            }
            Token::Int(_) => self.push(Node::new(at, Kind::Int, depth)),
            Token::End => self.close(depth),
            Token::List | Token::Dict => {
                let kind = if step.token == Token::Dict { Kind::Dict } else { Kind::List };
                let around = replace(&mut self.open, self.used);
                self.push(Node::new(at, kind, around))
            }
        }
    }
}

impl Filler<'_> {
    #[inline(always)]
    fn push(&mut self, node: Node) -> Result<(), Pause> {
        let Some(place) = self.nodes.get_mut(self.used) else { return Err(Pause::Room(node)) };
        *place = node;
        self.used = self.used.wrapping_add(1);
        Ok(())
    }

    /// Ends the list or dictionary open innermost, which has `depth` others around it.
    #[inline(always)]
    fn close(&mut self, depth: usize) -> Result<(), Pause> {
        let Some(node) = self.nodes.get_mut(self.open) else { return Ok(()) };
        let size = self.used.wrapping_sub(self.open);
        let (around, kind) = (node.payload(), node.kind());
        *node = if size == 1 { node.empty(depth) } else { node.with(kind, size) };
        let closed = replace(&mut self.open, around);
        if kind == Kind::UnsortedDict {
            return Err(Pause::Unsorted(closed));
        }
        if depth == 0 { Err(Pause::Done) } else { Ok(()) }
    }
}

/// Makes room, but never for more nodes than the `left` bytes of the input can fill.
///
/// With `depth` ends to come and two bytes for an item at least, half a node for each byte of
/// the input is the most: hence memory of four times the input, and not eight.
#[cold]
#[inline(never)]
fn grow(nodes: &mut Vec<Node>, depth: usize, left: usize) -> Result<(), Stop> {
    let length = nodes.len();
    let left = left.checked_sub(depth).ok_or(Stop::Hopeless)?;
    if length >= MAX_NODES {
        return Err(Stop::Full);
    }
    let most = (left / 2).saturating_add(1).min(MAX_NODES.saturating_sub(length));
    let wanted = if length == 0 { (left / 8).clamp(8, 4096) } else { length };
    nodes.reserve_exact(wanted.min(most));
    nodes.resize(length.saturating_add(wanted.min(most)), Node::new(0, Kind::Int, 0));
    Ok(())
}

#[cold]
fn mark_unsorted(nodes: &mut [Node], open: usize) {
    if let Some(node) = nodes.get_mut(open) {
        *node = node.with(Kind::UnsortedDict, node.payload());
    }
}

/// Sorts the keys of one dictionary: O(n log n), and only for one that came unsorted.
#[cold]
fn refuse_duplicates(
    nodes: &[Node],
    keys: &mut Vec<(u32, u32)>,
    dict: usize,
    input: &[u8],
) -> Result<(), Stop> {
    keys.clear();
    each_key(nodes, dict, |offset| keys.push(span(input, offset)));
    duplicates(keys, input).min().map_or(Ok(()), |offset| Err(Stop::Duplicate(offset)))
}

/// Calls `visit` with the offset of each key of the dictionary at `dict`.
pub(super) fn each_key(nodes: &[Node], dict: usize, mut visit: impl FnMut(usize)) {
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

/// Where the key at `offset` starts and how long it is.
#[expect(clippy::cast_possible_truncation, reason = "inputs of 4 GiB are refused at the start")]
pub(super) fn span(input: &[u8], offset: usize) -> (u32, u32) {
    let (key, _) = string(input.get(offset..).unwrap_or_default());
    (offset as u32, key.len() as u32)
}

/// The offsets of keys that were there before; puts `keys` in order.
pub(super) fn duplicates(keys: &mut [(u32, u32)], input: &[u8]) -> impl Iterator<Item = usize> {
    let text =
        |&(offset, _): &(u32, u32)| string(input.get(offset as usize..).unwrap_or_default()).0;
    keys.sort_unstable_by(|a, b| text(a).cmp(text(b)).then(a.0.cmp(&b.0)));
    keys.windows(2).filter_map(move |pair| match pair {
        [a, b] if text(a) == text(b) => Some(b.0 as usize),
        _ => None,
    })
}
