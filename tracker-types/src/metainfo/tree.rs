//! The files of v2 (BEP 52): a dictionary for each folder.

use alloc::vec;
use alloc::vec::Vec;

use bencode::{Entries, Item};

use super::content::{Content, Leaf, NONE};
use super::fields::{Fields, Span, pick};
use super::files::FileKeys;
use crate::quirk::Quirk;

const KEY: &str = "info.file tree";

/// The keys of a file.
const FILE: [&[u8]; 4] = [b"length", b"attr", b"pieces root", b"symlink path"];

const IN_TREE: FileKeys = FileKeys {
    length: "info.file tree.length",
    attr: "info.file tree.attr",
    symlink: "info.file tree.symlink path",
};

impl<'a> Fields<'a> {
    /// Reads the files of a tree, without recursion.
    ///
    /// ```text
    /// folder = "d" *( name ( file / folder ) ) "e"
    /// file   = "d" "0:" "d" "6:length" … "e" "e"
    /// ```
    pub(super) fn tree(&mut self, root: Item<'_>) -> Content<'a> {
        let mut content = Content::new(self.torrent(), true);
        let mut open: Vec<(u32, Entries<'_>)> = vec![(NONE, root.entries())];
        while let Some((folder, entries)) = open.last_mut() {
            let folder = *folder;
            let Some((name, value)) = entries.next() else {
                open.pop();
                continue;
            };
            // A key ends where its value begins.
            let span = Span::ending(value.span().start, name.len());
            // The file that this node itself is; it was read with its parent folder.
            if name.is_empty() && folder != NONE {
                continue;
            }
            let part = content.part(span, folder);
            self.check_part(span, KEY, true);
            self.entry(&mut content, part, value);
            if value.is_dict() {
                open.push((part, value.entries()));
            }
        }
        content
    }

    /// Reads the file that a node of the tree is, if it is one.
    fn entry(&mut self, content: &mut Content<'a>, path: u32, node: Item<'_>) {
        let mut entries = node.entries();
        let first = entries.next();
        let (file, others) = match first {
            // An empty key sorts before all others.
            Some((b"", file)) => (Some(file), entries.next().is_some()),
            Some(_) => (node.entries().find(|(key, _)| key.is_empty()).map(|(_, file)| file), true),
            None => (None, false),
        };
        let is_folder = first.is_some() && file.is_none();
        match file.filter(Item::is_dict) {
            Some(file) => {
                if others {
                    self.report(Quirk::OddFileTree, KEY);
                }
                let leaf = self.tree_file(content, path, file);
                content.leaves.push(leaf);
            }
            None if is_folder => {}
            None => self.report(Quirk::OddFileTree, KEY),
        }
    }

    fn tree_file(&mut self, content: &mut Content<'a>, path: u32, file: Item<'_>) -> Leaf {
        let [length, attr, root, symlink] = pick(file, &FILE);
        let mut leaf = Leaf { path, ..self.leaf(content, length, attr, symlink, &IN_TREE) };
        match root.and_then(Fields::span) {
            Some(span) if span.length == 32 => leaf.root = span.start,
            _ if leaf.length() == Some(0) => {}
            _ => self.report(Quirk::MissingPiecesRoot, "info.file tree.pieces root"),
        }
        leaf
    }
}
