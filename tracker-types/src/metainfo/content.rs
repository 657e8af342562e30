//! Compact storage for the files of a torrent.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use bencode::{ByteStr, Item};

use super::fields::{Fields, Span};
use super::file::{File, Files};
use super::sum;
use crate::id::InfoHashes;
use crate::quirk::Quirk;

/// The places of the file lists in a torrent file.
#[derive(Clone, Copy)]
pub(super) struct Source<'d> {
    pub(super) name: Span,
    pub(super) length: Option<Item<'d>>,
    pub(super) attr: Option<Item<'d>>,
    pub(super) symlink: Option<Item<'d>>,
    pub(super) files: Option<Item<'d>>,
    pub(super) tree: Option<Item<'d>>,
}

/// Replaces a place that does not exist.
pub(super) const NONE: u32 = u32::MAX;

/// One part of a path; paths of a tree share their common parts.
#[derive(Clone, Copy)]
pub(super) struct Part {
    pub(super) name: Span,
    /// The preceding part.
    pub(super) parent: u32,
}

/// One file.
#[derive(Clone, Copy)]
pub(super) struct Leaf {
    /// The last part of its path, or [`NONE`].
    pub(super) path: u32,
    /// The last part of the path it links to, or [`NONE`].
    pub(super) symlink: u32,
    /// Offset of the 32 bytes of its `pieces root`, or [`NONE`].
    pub(super) root: u32,
    pub(super) flags: u8,
    /// Whether the length is known.
    pub(super) known: bool,
    pub(super) length: u64,
}

impl Leaf {
    pub(super) const PADDING: u8 = 1;
    pub(super) const EXECUTABLE: u8 = 2;
    pub(super) const HIDDEN: u8 = 4;
    pub(super) const SYMLINK: u8 = 8;

    pub(super) fn length(&self) -> Option<u64> {
        self.known.then_some(self.length)
    }

    pub(super) const fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }
}

/// The files of a torrent.
#[derive(Clone)]
pub(super) struct Content<'a> {
    /// The text that contains the names.
    pub(super) text: Cow<'a, [u8]>,
    pub(super) parts: Vec<Part>,
    pub(super) leaves: Vec<Leaf>,
    /// Whether the files come from a `file tree`.
    pub(super) is_tree: bool,
    /// Whether, according to v1, there is no folder.
    pub(super) is_single: bool,
}

impl<'a> Content<'a> {
    pub(super) const fn new(text: &'a [u8], is_tree: bool) -> Content<'a> {
        let text = Cow::Borrowed(text);
        Content { text, parts: Vec::new(), leaves: Vec::new(), is_tree, is_single: false }
    }

    /// Adds a part of a path after `parent`, and returns its place.
    pub(super) fn part(&mut self, name: Span, parent: u32) -> u32 {
        let place = u32::try_from(self.parts.len()).unwrap_or(NONE);
        self.parts.push(Part { name, parent });
        place
    }

    /// The parts of a path, last one first.
    pub(super) fn path(&self, last: u32) -> impl Iterator<Item = &[u8]> + '_ {
        let part = |place: u32| self.parts.get(place as usize);
        let parts = core::iter::successors(part(last), move |it| part(it.parent));
        parts.map(|part| part.name.of(&self.text))
    }

    fn text_path(&self, last: u32) -> Vec<ByteStr<'_>> {
        let mut path: Vec<_> = self.path(last).map(ByteStr::borrowed).collect();
        path.reverse();
        path
    }

    pub(super) fn len(&self) -> usize {
        self.leaves.len()
    }

    pub(super) fn leaf(&self, place: usize) -> Option<&Leaf> {
        self.leaves.get(place)
    }

    /// Builds a file, without its offset.
    pub(super) fn file(&self, leaf: &Leaf) -> File<'_> {
        let root = Span { start: leaf.root, length: 32 };
        File {
            path: self.text_path(leaf.path),
            length: leaf.length(),
            offset: None,
            is_padding: leaf.has(Leaf::PADDING),
            is_executable: leaf.has(Leaf::EXECUTABLE),
            is_hidden: leaf.has(Leaf::HIDDEN),
            symlink: leaf.has(Leaf::SYMLINK).then(|| self.text_path(leaf.symlink)),
            pieces_root: root.of(&self.text).try_into().ok(),
        }
    }

    pub(super) fn files(&self, piece_length: Option<u64>) -> Files<'_> {
        // Without a piece length, the offset of no file of a tree is known: 0 has no multiples.
        let align = self.is_tree.then_some(piece_length.unwrap_or(0));
        Files { content: self, next: 0, offset: Some(0), align }
    }

    pub(super) fn lengths(&self) -> impl Iterator<Item = Option<u64>> + '_ {
        self.leaves.iter().map(Leaf::length)
    }

    /// The lengths of all files except padding.
    pub(super) fn content_lengths(&self) -> impl Iterator<Item = Option<u64>> + '_ {
        self.leaves.iter().filter(|leaf| !leaf.has(Leaf::PADDING)).map(Leaf::length)
    }

    pub(super) fn is_single_file(&self, name: &[u8]) -> bool {
        match self.leaves.as_slice() {
            [leaf] if self.is_tree => self.path(leaf.path).eq([name]),
            _ => self.is_single,
        }
    }

    /// Copies the names, and nothing else of the text.
    pub(super) fn into_owned(self) -> Content<'static> {
        let mut text = Vec::new();
        let mut moved = |span: Span| {
            let bytes = span.of(&self.text);
            text.extend_from_slice(bytes);
            Span::ending(text.len(), bytes.len())
        };
        let part = |part: &Part| Part { name: moved(part.name), ..*part };
        let parts = self.parts.iter().map(part).collect();
        let leaf = |leaf: &Leaf| {
            let root = moved(Span { start: leaf.root, length: 32 });
            Leaf { root: if root.length == 32 { root.start } else { NONE }, ..*leaf }
        };
        let leaves = self.leaves.iter().map(leaf).collect();
        Content { text: Cow::Owned(text), parts, leaves, ..self }
    }
}

/// Compares the files.
impl PartialEq for Content<'_> {
    fn eq(&self, other: &Content<'_>) -> bool {
        let flags = |content: &Content<'_>| (content.is_tree, content.is_single);
        flags(self) == flags(other) && self.files(None).eq(other.files(None))
    }
}

impl Eq for Content<'_> {}

impl fmt::Debug for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.files(None).fmt(f)
    }
}

impl<'a> Fields<'a> {
    /// Returns the files of a torrent: those of v1 if there are any, compared with those of v2.
    pub(super) fn content(
        &mut self,
        source: &Source<'_>,
        hashes: InfoHashes,
        piece_length: Option<u64>,
        pieces: &[u8],
    ) -> Content<'a> {
        let tree = source.tree.filter(|_| hashes.v2().is_some());
        let tree = tree.map(|tree| self.tree(tree));
        if hashes.v1().is_none() {
            return tree.unwrap_or(Content::new(self.torrent(), true));
        }
        let mut files = match source.files {
            Some(files) if files.is_list() || source.length.is_none() => {
                if source.length.is_some() {
                    self.report(Quirk::LengthAndFiles, "info.length");
                }
                self.files(files)
            }
            other => {
                if other.is_some() {
                    self.report(Quirk::WrongType, "info.files");
                }
                self.single_file(source)
            }
        };
        self.count_pieces(&files, piece_length, pieces);
        if let Some(tree) = tree {
            self.compare(&mut files, &tree);
        }
        files
    }

    /// Reports a number of hashes that differs from the number of pieces.
    fn count_pieces(&mut self, files: &Content<'_>, piece_length: Option<u64>, pieces: &[u8]) {
        let Some(total) = sum(files.lengths()) else {
            if files.lengths().all(|length| length.is_some()) {
                self.report(Quirk::LargeNumber, "info.files.length");
            }
            return;
        };
        let count = u64::try_from(pieces.len() / 20).ok();
        if piece_length.is_some_and(|length| Some(total.div_ceil(length)) != count) {
            self.report(Quirk::PieceCount, "info.pieces");
        }
    }

    /// Adds the `pieces root` of each file of v2 to the files of v1, if both describe the same
    /// files.
    fn compare(&mut self, files: &mut Content<'_>, tree: &Content<'_>) {
        let real = |leaf: &&Leaf| !leaf.has(Leaf::PADDING);
        let same = |(a, b): (&Leaf, &Leaf)| {
            a.length() == b.length() && files.path(a.path).eq(tree.path(b.path))
        };
        let (left, right) = (files.leaves.iter().filter(real), tree.leaves.iter());
        let counts = left.clone().count() == right.clone().count();
        if !counts || !left.zip(right).all(same) {
            return self.report(Quirk::DifferentFileTree, "info.file tree");
        }
        let real = files.leaves.iter_mut().filter(|leaf| !leaf.has(Leaf::PADDING));
        for (leaf, of_tree) in real.zip(&tree.leaves) {
            leaf.root = of_tree.root;
            leaf.flags |= of_tree.flags & (Leaf::EXECUTABLE | Leaf::HIDDEN);
        }
    }
}
