//! Every deviation of a document from canonical bencode.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use super::node::{Node, NodeKind};
use super::tape::{duplicates, read_keys};
use crate::cursor::Cursor;
use crate::grammar;
use crate::path::{Path, Paths, Place, PlaceMaker, shorten};
use crate::quirk::Quirk;
use crate::rules::Rules;
use crate::structure::{Next, Structure};

/// One deviation from canonical bencode: [`Document::quirks`](super::Document::quirks).
#[derive(Clone)]
#[non_exhaustive]
pub struct Deviation<'d> {
    /// Which kind of deviation.
    pub quirk: Quirk,
    /// The offset of a leading or negative zero, of the start of a key that is out of order or repeated, or
    /// of the first byte after the value.
    pub offset: usize,
    place: u32,
    /// The paths of all deviations of one document.
    paths: Arc<Paths<'d>>,
}

impl<'d> Deviation<'d> {
    /// The path to it; for a key, to its dictionary.
    pub fn path(&self) -> Path<'d> {
        self.paths.path(self.place)
    }

    /// The key that it concerns, if any.
    fn key(&self) -> Option<&'d [u8]> {
        let text = match self.quirk {
            Quirk::UnsortedKey | Quirk::DuplicateKey => self.paths.input.get(self.offset..)?,
            _ => return None,
        };
        grammar::leading_string(text)
    }
}

/// The same quirk at the same offset.
impl PartialEq for Deviation<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.quirk, self.offset) == (other.quirk, other.offset)
    }
}

impl Eq for Deviation<'_> {}

/// As one line, with path and key shortened as in an [`Error`](crate::Error).
impl fmt::Display for Deviation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path();
        if !path.is_root() {
            write!(f, "{}: ", path.shortened())?;
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

/// Three walks over the input: the first one counts, so that the others allocate only what they find.
pub(super) fn deviations<'d>(input: &'d [u8], nodes: &[Node], rules: Rules) -> Vec<Deviation<'d>> {
    let walk = QuirkWalk { input, rules, repeated: repeated(input, nodes) };
    let (mut deviations, mut places) = (0usize, 0usize);
    let mut count = |_: Place| places = places.saturating_add(1);
    walk.each(&mut count, |_, _, _| deviations = deviations.saturating_add(1));
    if deviations == 0 {
        return Vec::new();
    }
    let mut paths = Paths { input, places: Vec::with_capacity(places) };
    walk.each(&mut |place| paths.places.push(place), |_, _, _| ());
    let paths = Arc::new(paths);
    let mut found = Vec::with_capacity(deviations);
    walk.each(&mut |_| (), |quirk, offset, place| {
        found.push(Deviation { quirk, offset, place, paths: Arc::clone(&paths) });
    });
    found.sort_unstable_by_key(|deviation| (deviation.offset, deviation.quirk));
    found
}

/// The offsets of duplicate keys, in order.
fn repeated(input: &[u8], nodes: &[Node]) -> Vec<u32> {
    let (mut found, mut keys) = (Vec::new(), Vec::new());
    for (index, node) in nodes.iter().enumerate() {
        if node.kind() == NodeKind::UnsortedDict {
            read_keys(nodes, &mut keys, index);
            found.extend(duplicates(&mut keys, input));
        }
    }
    found.sort_unstable();
    found
}

/// A walk over the input under rules that accept everything.
struct QuirkWalk<'d> {
    input: &'d [u8],
    rules: Rules,
    repeated: Vec<u32>,
}

impl QuirkWalk<'_> {
    /// Calls `found` with each deviation and its place, token by token.
    fn each(&self, make: &mut impl FnMut(Place), mut found: impl FnMut(Quirk, usize, u32)) {
        let mut cursor = Cursor::new(self.input, Rules::TOLERANT.max_depth(self.rules.depth()));
        let mut structure = Structure::new(&cursor);
        let mut places = PlaceMaker::new(self.input);
        let mut repeated = self.repeated.iter().map(|&offset| offset as usize).peekable();
        loop {
            let before = cursor;
            let Ok(step) = structure.step(&mut cursor) else { break };
            let start = before.offset();
            let odd = [
                grammar::needless_zero(before.rest)
                    .map(|(quirk, place)| (quirk, start.saturating_add(place))),
                step.quirk.filter(|&quirk| quirk == Quirk::UnsortedKey).map(|quirk| (quirk, start)),
                repeated.next_if_eq(&start).map(|start| (Quirk::DuplicateKey, start)),
            ];
            if odd.iter().any(Option::is_some) {
                let place = places.here(make);
                for (quirk, offset) in odd.into_iter().flatten() {
                    found(quirk, offset, place);
                }
            }
            places.pass(step.token, start);
        }
        if structure.expect() == Next::Done && !cursor.rest.is_empty() {
            found(Quirk::TrailingData, cursor.offset(), places.here(make));
        }
    }
}
