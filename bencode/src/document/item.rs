//! One value of a document.

use core::fmt;
use core::ops::Range;

use super::node::{Node, NodeKind, string};
use crate::byte_str::{ByteStr, eq_bytes, eq_int};
use crate::grammar;
use crate::path::{Path, WrittenStep, steps};
use crate::token::Int;

/// A value inside a [`Document`](super::Document): a place on its tape, cheap to copy.
///
/// ```
/// use bencode::Document;
///
/// let reply = b"d8:completei5e5:peersld2:ip7:1.2.3.44:porti51413eed2:ip7:1.2.3.5eee";
/// let document = Document::parse(reply)?;
/// let keys: Vec<_> = document.root().entries().map(|(key, _)| key).collect();
/// assert_eq!(keys, [&b"complete"[..], b"peers"]);
///
/// let peers = document.root().get("peers").unwrap();
/// let ports: Vec<_> = peers.iter().map(|peer| peer.get("port")?.as_u64()).collect();
/// assert_eq!(ports, [Some(51413), None]);
/// # Ok::<(), bencode::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Item<'d> {
    /// The bytes of the document's value, without the bytes after it.
    input: &'d [u8],
    nodes: &'d [Node],
    index: usize,
    node: Node,
    /// How many lists and dictionaries are around it.
    depth: usize,
}

impl<'d> Item<'d> {
    pub(super) fn root(input: &'d [u8], nodes: &'d [Node]) -> Item<'d> {
        let node = nodes.first().copied().unwrap_or(Node::new(0, NodeKind::EmptyList, 0));
        Item { input, nodes, index: 0, node, depth: 0 }
    }

    /// The item at `index`, one level further in.
    fn inside(&self, index: usize) -> Option<Item<'d>> {
        let node = *self.nodes.get(index)?;
        Some(Item { index, node, depth: self.depth.wrapping_add(1), ..*self })
    }

    fn text(&self) -> &'d [u8] {
        self.input.get(self.node.offset()..).unwrap_or_default()
    }

    /// The index after its last node.
    fn end(&self) -> usize {
        self.index.wrapping_add(self.node.size())
    }

    /// Whether it is an integer.
    pub fn is_int(&self) -> bool {
        self.node.kind() == NodeKind::Int
    }

    /// Whether it is a byte string.
    pub fn is_bytes(&self) -> bool {
        self.node.kind() == NodeKind::Bytes
    }

    /// Whether it is a list.
    pub fn is_list(&self) -> bool {
        matches!(self.node.kind(), NodeKind::List | NodeKind::EmptyList)
    }

    /// Whether it is a dictionary.
    pub fn is_dict(&self) -> bool {
        matches!(self.node.kind(), NodeKind::Dict | NodeKind::UnsortedDict | NodeKind::EmptyDict)
    }

    /// The number of bytes of a byte string, of items of a list, or of keys of a dictionary; 0 for an
    /// integer.
    ///
    /// Items and keys are counted.
    pub fn len(&self) -> usize {
        match self.as_bytes() {
            Some(bytes) => bytes.len(),
            None => self.iter().count().max(self.entries().count()),
        }
    }

    /// Whether it is an empty byte string, list or dictionary; never for an integer.
    pub fn is_empty(&self) -> bool {
        match self.node.kind() {
            NodeKind::EmptyList | NodeKind::EmptyDict => true,
            _ => self.as_bytes().is_some_and(<[u8]>::is_empty),
        }
    }

    /// The integer, if it is one.
    pub fn as_int(&self) -> Option<Int<'d>> {
        if self.node.kind() != NodeKind::Int {
            return None;
        }
        Some(self.node.int(self.input))
    }

    /// The integer, if it is one and fits.
    pub fn as_u64(&self) -> Option<u64> {
        self.as_int()?.to_u64().ok()
    }

    /// The integer, if it is one and fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_int()?.to_i64().ok()
    }

    /// `false` for the integer 0 and `true` for 1, as `private` in a torrent (BEP 27).
    pub fn as_bool(&self) -> Option<bool> {
        match self.as_u64()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    /// The bytes, if it is a byte string.
    pub fn as_bytes(&self) -> Option<&'d [u8]> {
        (self.node.kind() == NodeKind::Bytes).then(|| self.node.bytes(self.input))
    }

    /// The text, if it is a byte string and UTF-8.
    pub fn as_str(&self) -> Option<&'d str> {
        core::str::from_utf8(self.as_bytes()?).ok()
    }

    /// The value of a key, if this is a dictionary that has the key.
    ///
    /// Reads the keys before it. If the key is repeated, which [`Rules::TOLERANT`](crate::Rules::TOLERANT)
    /// accepts, this is the last value.
    #[inline]
    pub fn get(&self, key: impl AsRef<[u8]>) -> Option<Item<'d>> {
        let key = key.as_ref();
        let mut found = None;
        for (candidate, value) in self.entries() {
            if candidate == key {
                found = Some(value);
                if self.node.kind() == NodeKind::Dict {
                    break;
                }
            }
        }
        found
    }

    /// The item at a position, if this is a list that long.
    pub fn at(&self, position: usize) -> Option<Item<'d>> {
        self.iter().nth(position)
    }

    /// The items of a list in order; empty for any other value.
    pub fn iter(&self) -> Items<'d> {
        let end = if self.is_list() { self.end() } else { 0 };
        Items { list: *self, next: self.index.wrapping_add(1), end }
    }

    /// The keys and values of a dictionary in the order of the input; empty for any other value.
    #[inline]
    pub fn entries(&self) -> Entries<'d> {
        let end = if self.is_dict() { self.end() } else { 0 };
        Entries(Items { list: *self, next: self.index.wrapping_add(1), end })
    }

    /// The range of its encoding in the input.
    ///
    /// Takes constant time, whatever is inside it, with two exceptions. If its last leaf is an integer, the
    /// time is logarithmic in the number of digits and of levels that end there. If its last leaf is a byte
    /// string whose length has leading zeros ([`LeadingZeroLength`](crate::Quirk::LeadingZeroLength)), these
    /// are read.
    pub fn span(&self) -> Range<usize> {
        let start = self.node.offset();
        let Some(next) = self.nodes.get(self.end()) else {
            // It ends with the whole document, except for the ends of the levels around it.
            return start..self.input.len().saturating_sub(self.depth);
        };
        let last = self.nodes.get(self.end().wrapping_sub(1)).unwrap_or(&self.node);
        let levels = last.payload().saturating_sub(self.depth);
        start..last.leaf_end(self.input, next.offset()).saturating_add(levels)
    }

    /// Its exact encoding, from which signatures and info-hashes are computed. As fast as [`span`](Item::span).
    pub fn raw(&self) -> &'d [u8] {
        self.input.get(self.span()).unwrap_or_default()
    }

    /// Whether its encoding is the canonical one.
    pub(crate) fn is_canonical(&self) -> bool {
        self.tape().1.iter().all(|node| match node.kind() {
            // Duplicate keys, too, make a dictionary unsorted.
            NodeKind::UnsortedDict => false,
            NodeKind::Int | NodeKind::Bytes => {
                let text = self.input.get(node.offset()..).unwrap_or_default();
                matches!(text, [b'1'..=b'9', ..] | [b'i', b'1'..=b'9', ..])
                    || grammar::needless_zero(text).is_none()
            }
            NodeKind::List | NodeKind::Dict | NodeKind::EmptyList | NodeKind::EmptyDict => true,
        })
    }

    /// Its part of the tape, and the input of the tape.
    pub(crate) fn tape(&self) -> (&'d [u8], &'d [Node]) {
        (self.input, self.nodes.get(self.index..self.end()).unwrap_or_default())
    }
}

/// The items of a list, as [`Item::iter`].
impl<'d> IntoIterator for Item<'d> {
    type Item = Item<'d>;
    type IntoIter = Items<'d>;

    fn into_iter(self) -> Items<'d> {
        self.iter()
    }
}

/// The items of a list, as [`Item::iter`].
impl<'d> IntoIterator for &Item<'d> {
    type Item = Item<'d>;
    type IntoIter = Items<'d>;

    fn into_iter(self) -> Items<'d> {
        self.iter()
    }
}

impl fmt::Debug for Item<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let span = self.span();
        write!(f, "Item({:?} at {}..{})", self.node.kind(), span.start, span.end)
    }
}

/// The items of a list: [`Item::iter`].
#[derive(Clone, Debug)]
pub struct Items<'d> {
    list: Item<'d>,
    next: usize,
    end: usize,
}

impl<'d> Iterator for Items<'d> {
    type Item = Item<'d>;

    #[inline]
    fn next(&mut self) -> Option<Item<'d>> {
        if self.next >= self.end {
            return None;
        }
        let item = self.list.inside(self.next)?;
        self.next = item.end();
        Some(item)
    }
}

/// The keys and values of a dictionary: [`Item::entries`].
#[derive(Clone, Debug)]
pub struct Entries<'d>(Items<'d>);

impl<'d> Iterator for Entries<'d> {
    type Item = (&'d [u8], Item<'d>);

    #[inline]
    fn next(&mut self) -> Option<(&'d [u8], Item<'d>)> {
        let key = self.0.next()?;
        let value = self.0.next()?;
        Some((string(key.text()).0, value))
    }
}

impl<'d> Item<'d> {
    /// The value at a path such as `info.files[3].length`, as [`Path`] writes it: a key that contains a
    /// dot, a bracket or a quote, or is empty, is in quotes.
    ///
    /// ```
    /// let reply = b"d5:peersld2:ip7:1.2.3.44:porti51413eeee";
    /// let document = bencode::Document::parse(reply)?;
    /// let port = document.root().find("peers[0].port").unwrap();
    /// assert_eq!(port.as_u64(), Some(51413));
    /// assert_eq!(port.path().to_string(), "peers[0].port");
    ///
    /// let torrent = bencode::Document::parse(b"d4:infod10:name.utf-84:spamee")?;
    /// assert!(torrent.find(r#"info."name.utf-8""#).is_some_and(|name| name == "spam"));
    /// # Ok::<(), bencode::Error>(())
    /// ```
    pub fn find(&self, path: &str) -> Option<Item<'d>> {
        steps(path).try_fold(*self, |item, step| match step? {
            WrittenStep::Key(key) => item.get(key),
            WrittenStep::Index(index) => item.at(index),
        })
    }

    /// The path from the root to this value; reads the input up to here.
    pub fn path(&self) -> Path<'d> {
        Path::of(self.input, self.span().start)
    }
}

eq_int!(Item);
eq_bytes!(Item);
eq_bytes! { Item: ByteStr<'_>; }
