//! The files of v1 (BEP 3): a list of lengths and paths, or one length.

use alloc::vec::Vec;

use bencode::Item;

use super::content::{Content, Leaf, NONE};
use super::fields::{Fields, Span, pick};
use crate::quirk::Quirk;

/// The keys of a file.
const FILE: [&[u8]; 5] = [b"length", b"path", b"path.utf-8", b"attr", b"symlink path"];

/// The beginning of the names that BitComet gives to its pad files.
const BITCOMET: &[u8] = b"_____padding_file";

impl<'a> Fields<'a> {
    /// The only file of a torrent without a folder.
    pub(super) fn single_file(&mut self, name: Span, length: Option<Item<'_>>) -> Content<'a> {
        let mut content = Content::new(self.torrent(), false);
        content.is_single = true;
        let path = content.part(name, NONE);
        let length = length.and_then(|length| self.number(length, "info.length"));
        content.leaves.push(Leaf { path, ..leaf(length) });
        content
    }

    /// Reads a list of files.
    pub(super) fn files(&mut self, list: Item<'_>) -> Content<'a> {
        let mut content = Content::new(self.torrent(), false);
        if !list.is_list() {
            self.report(Quirk::WrongType, "info.files");
        }
        content.leaves.reserve_exact(list.iter().count());
        for file in &list {
            if file.is_dict() {
                let leaf = self.file(&mut content, file);
                content.leaves.push(leaf);
            } else {
                self.report(Quirk::WrongType, "info.files");
            }
        }
        content
    }

    fn file(&mut self, content: &mut Content<'a>, file: Item<'_>) -> Leaf {
        let [length, path, path8, attr, symlink] = pick(file, &FILE);
        let path = self.path(content, path, path8);
        let flags = self.attributes(attr, "info.files.attr");
        let mut leaf = leaf(self.length(length, flags, "info.files.length"));
        (leaf.path, leaf.flags) = (path, flags);
        if content.path(path).next().is_some_and(|name| name.starts_with(BITCOMET)) {
            leaf.flags |= Leaf::PADDING;
        }
        if flags & Leaf::SYMLINK != 0 {
            leaf.symlink = self.list(content, symlink, "info.files.symlink path");
        }
        leaf
    }

    /// Reads the length of a file; a link has none.
    pub(super) fn length(
        &mut self,
        item: Option<Item<'_>>,
        flags: u8,
        key: &'static str,
    ) -> Option<u64> {
        match item {
            Some(item) => self.number(item, key),
            None if flags & Leaf::SYMLINK != 0 => Some(0),
            None => {
                self.report(Quirk::MissingLength, key);
                None
            }
        }
    }

    /// Reads the attributes of a file (BEP 47); unknown letters are allowed.
    pub(super) fn attributes(&mut self, item: Option<Item<'_>>, key: &'static str) -> u8 {
        let letters = self.bytes(item, key).unwrap_or_default();
        let flag = |letter: &u8| match letter {
            b'p' => Leaf::PADDING,
            b'x' => Leaf::EXECUTABLE,
            b'h' => Leaf::HIDDEN,
            b'l' => Leaf::SYMLINK,
            _ => 0,
        };
        letters.iter().fold(0, |flags, letter| flags | flag(letter))
    }

    /// Reads the path, in UTF-8 if available.
    fn path(
        &mut self,
        content: &mut Content<'a>,
        plain: Option<Item<'_>>,
        utf8: Option<Item<'_>>,
    ) -> u32 {
        if let (Some(plain), Some(utf8)) = (plain, utf8) {
            if !plain.iter().map(|it| it.as_bytes()).eq(utf8.iter().map(|it| it.as_bytes())) {
                self.report(Quirk::DifferentUtf8Name, "info.files.path");
            }
        }
        let is_utf8 = |path: &Item<'_>| path.iter().all(|part| part.as_str().is_some());
        let whole = utf8.filter(|path| path.is_list() && is_utf8(path));
        let path = whole.filter(|path| path.at(0).is_some()).or(plain).or(utf8);
        let first = content.parts.len();
        let last = self.list(content, path, "info.files.path");
        let parts: Vec<Span> = content.parts.iter().skip(first).map(|part| part.name).collect();
        for part in parts {
            self.check_part(part, "info.files.path", true);
        }
        if last == NONE {
            self.report(Quirk::MissingPath, "info.files.path");
        }
        last
    }

    /// Adds the parts of a path, and returns the place of the last one.
    pub(super) fn list(
        &mut self,
        content: &mut Content<'a>,
        path: Option<Item<'_>>,
        key: &'static str,
    ) -> u32 {
        let Some(path) = path else { return NONE };
        if let Some(name) = Fields::span(path) {
            // A single part instead of a list of parts.
            self.report(Quirk::WrongType, key);
            return content.part(name, NONE);
        }
        let mut last = NONE;
        for part in &path {
            match Fields::span(part) {
                Some(name) => last = content.part(name, last),
                None => self.report(Quirk::WrongType, key),
            }
        }
        last
    }
}

/// A file of which only the length is known.
pub(super) fn leaf(length: Option<u64>) -> Leaf {
    Leaf {
        path: NONE,
        symlink: NONE,
        root: NONE,
        flags: 0,
        known: length.is_some(),
        length: length.unwrap_or_default(),
    }
}
