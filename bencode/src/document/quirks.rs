//! All that is odd about a document.

use alloc::vec::Vec;
use core::fmt;

use super::node::{Kind, Node};
use super::tape::{duplicates, each_key, span};
use crate::cursor::Cursor;
use crate::grammar;
use crate::locate::{Path, shorten};
use crate::quirk::Quirk;
use crate::rules::Rules;
use crate::structure::Structure;

/// One deviation from canonical bencode: [`Document::quirks`](super::Document::quirks).
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Deviation<'d> {
    /// What is odd.
    pub quirk: Quirk,
    /// The needless zero, the start of the key that is out of order or there again, or the first
    /// byte behind the value.
    pub offset: usize,
    input: &'d [u8],
}

impl<'d> Deviation<'d> {
    /// The path to it; of a key, to its dictionary. Reads the input up to here.
    pub fn path(&self) -> Path<'d> {
        Path::of(self.input, self.offset)
    }

    /// The key it is about, if it is about one.
    fn key(&self) -> Option<&'d [u8]> {
        let text = match self.quirk {
            Quirk::UnsortedKey | Quirk::DuplicateKey => self.input.get(self.offset..)?,
            _ => return None,
        };
        grammar::string(text).ok().map(|(_, odd)| odd.token)
    }
}

/// The same quirk at the same offset.
impl PartialEq for Deviation<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.quirk, self.offset) == (other.quirk, other.offset)
    }
}

impl Eq for Deviation<'_> {}

impl fmt::Display for Deviation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path();
        if !path.is_root() {
            write!(f, "{path}: ")?;
        }
        write!(f, "{}", self.quirk)?;
        if let Some(key) = self.key() {
            write!(f, " `{}`", shorten(key))?;
        }
        write!(f, " at byte {}", self.offset)
    }
}

impl fmt::Debug for Deviation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Deviation({self})")
    }
}

/// Walks the input again under rules that accept everything, then the dictionaries out of order.
pub(super) fn deviations<'d>(input: &'d [u8], nodes: &[Node], rules: Rules) -> Vec<Deviation<'d>> {
    let mut found = Vec::new();
    let mut note = |quirk, offset| found.push(Deviation { quirk, offset, input });
    let mut cursor = Cursor::new(input, Rules::TOLERANT.max_depth(rules.depth()));
    let mut structure = Structure::new(&cursor);
    loop {
        let before = cursor;
        let Ok(step) = structure.step(&mut cursor) else { break };
        if let Some((quirk, place)) = grammar::needless_zero(before.rest) {
            note(quirk, before.offset().saturating_add(place));
        }
        if step.quirk == Some(Quirk::UnsortedKey) {
            note(Quirk::UnsortedKey, before.offset());
        }
    }
    if !cursor.rest.is_empty() {
        note(Quirk::TrailingData, cursor.offset());
    }
    let mut keys = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        if node.kind() == Kind::UnsortedDict {
            keys.clear();
            each_key(nodes, index, |offset| keys.push(span(input, offset)));
            duplicates(&mut keys, input).for_each(|offset| note(Quirk::DuplicateKey, offset));
        }
    }
    found.sort_by_key(|deviation| (deviation.offset, deviation.quirk));
    found
}
