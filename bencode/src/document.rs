//! A parsed document: a flat tape over the input.

mod item;
mod node;
mod quirks;
mod tape;

#[cfg(feature = "bytes")]
use bytes::Bytes;

use crate::byte_str::ByteStr;
use crate::error::Error;
use crate::quirk::Quirk;
use crate::rules::Rules;

pub use item::{Entries, Item, Items};
pub use quirks::Deviation;
pub use tape::Tape;

pub(crate) use node::{Node, NodeKind};

/// A value with everything inside it, borrowed from its bytes.
///
/// Parsing checks everything once and keeps a node of eight bytes for each item. Lookups read
/// the input. Nothing is copied.
///
/// ```text
/// input  d  4:info  d  6:length  i7e  e  5:nodes  le  e
/// nodes  d  4:info  d  6:length  i7e     5:nodes  le        one for each, ends have none
///        └─────────────────────────── next sibling: 7 ──▸   a dictionary jumps over its items
/// ```
///
/// ```
/// use bencode::Document;
///
/// let torrent = b"d8:announce22:http://127.0.0.1:6969/4:infod6:lengthi7e4:name1:xee";
/// let document = Document::parse(torrent)?;
/// let info = document.get("info").unwrap();
/// assert_eq!(info.get("length").and_then(|length| length.as_u64()), Some(7));
/// assert_eq!(info.raw(), b"d6:lengthi7e4:name1:xe"); // what an info-hash is made of
/// # Ok::<(), bencode::Error>(())
/// ```
///
/// Limits: inputs below 4 GiB, at most 2^29 items. Parsing takes at most seven times the memory of the input
/// plus 2 KiB, however deep it nests; the document keeps at most four times the input.
#[derive(Clone)]
pub struct Document<'a> {
    input: ByteStr<'a>,
    nodes: Nodes<'a>,
    rules: Rules,
    /// The end of the value in the input.
    end: usize,
}

/// The tape's nodes, owned or in a reused [`Tape`].
#[derive(Clone)]
enum Nodes<'a> {
    Owned(alloc::vec::Vec<Node>),
    Borrowed(&'a [Node]),
}

impl<'a> Document<'a> {
    #[inline]
    fn new(input: ByteStr<'a>, nodes: Nodes<'a>, rules: Rules) -> Document<'a> {
        let mut document = Document { end: input.len(), input, nodes, rules };
        if rules.accepts(Quirk::TrailingData) {
            document.end = node::value_end(&document.input, document.nodes());
        }
        document
    }

    /// Parses `input`, one value and nothing else, under [`Rules::default`].
    ///
    /// # Errors
    /// For wrong input, with path and keys in the text; never a data error.
    pub fn parse(input: &'a [u8]) -> Result<Document<'a>, Error> {
        Document::parse_with(input, Rules::DEFAULT)
    }

    /// Parses `input` under `rules`.
    ///
    /// # Errors
    /// As [`parse`](Document::parse).
    pub fn parse_with(input: &'a [u8], rules: Rules) -> Result<Document<'a>, Error> {
        let mut tape = Tape::new();
        tape.fill(input, rules)?;
        Ok(Document::new(ByteStr::from(input), Nodes::Owned(tape.into_nodes()), rules))
    }

    /// Parses a frame and keeps it: the document shares the frame and borrows nothing.
    ///
    /// # Errors
    /// As [`parse`](Document::parse).
    #[cfg(feature = "bytes")]
    pub fn from_bytes(frame: Bytes) -> Result<Document<'static>, Error> {
        Document::from_bytes_with(frame, Rules::DEFAULT)
    }

    /// Parses a frame under `rules` and keeps it.
    ///
    /// # Errors
    /// As [`parse`](Document::parse).
    #[cfg(feature = "bytes")]
    pub fn from_bytes_with(frame: Bytes, rules: Rules) -> Result<Document<'static>, Error> {
        let mut tape = Tape::new();
        tape.fill(&frame, rules)?;
        Ok(Document::new(ByteStr::from(frame), Nodes::Owned(tape.into_nodes()), rules))
    }

    /// The whole value.
    ///
    /// An item borrows from the document. To return slices of the input from a function that parses it, use a
    /// struct and [`from_slice`](crate::from_slice), or a [`Value`](crate::Value), instead: they borrow from
    /// the input alone.
    pub fn root(&self) -> Item<'_> {
        Item::root(self.input.get(..self.end).unwrap_or_default(), self.nodes())
    }

    /// The value of a key of the root, if the root is a dictionary that has the key.
    pub fn get(&self, key: impl AsRef<[u8]>) -> Option<Item<'_>> {
        self.root().get(key)
    }

    /// The value at a path from the root, as [`Item::find`].
    pub fn find(&self, path: &str) -> Option<Item<'_>> {
        self.root().find(path)
    }

    /// The bytes it was parsed from, including those after the value.
    pub fn input(&self) -> &[u8] {
        &self.input
    }

    /// Every deviation from canonical bencode in the input, by offset.
    ///
    /// Reads the input up to three more times, whatever it contains, to find the paths. They take at most 16
    /// times the memory of the input, and none if the input is canonical.
    ///
    /// ```
    /// use bencode::{Document, Quirk, Rules};
    ///
    /// let reply = b"d5:peers0:8:intervali007ee\r\n";
    /// let document = Document::parse_with(reply, Rules::TOLERANT)?;
    /// let found: Vec<_> = document.quirks().iter().map(ToString::to_string).collect();
    /// assert_eq!(found, [
    ///     "unsorted key `interval` at byte 10",
    ///     "interval: leading zero in an integer at byte 22",
    ///     "trailing data after the value at byte 26",
    /// ]);
    /// # Ok::<(), bencode::Error>(())
    /// ```
    pub fn quirks(&self) -> alloc::vec::Vec<Deviation<'_>> {
        quirks::deviations(&self.input, self.nodes(), self.rules)
    }

    fn nodes(&self) -> &[Node] {
        match &self.nodes {
            Nodes::Owned(nodes) => nodes,
            Nodes::Borrowed(nodes) => nodes,
        }
    }
}
