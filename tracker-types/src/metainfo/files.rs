//! The files of v1 (BEP 3): a list of lengths and paths, or one length.

use bencode::Item;

use super::content::{Content, Leaf, NONE, Source};
use super::fields::{Fields, pick};
use crate::quirk::Quirk;

/// The keys of a file.
const FILE: [&[u8]; 5] = [b"length", b"path", b"path.utf-8", b"attr", b"symlink path"];

/// The keys of a file, as quirks name them.
pub(super) struct FileKeys {
    pub(super) length: &'static str,
    pub(super) attr: &'static str,
    pub(super) symlink: &'static str,
}

const LISTED: FileKeys = FileKeys {
    length: "info.files.length",
    attr: "info.files.attr",
    symlink: "info.files.symlink path",
};

const ALONE: FileKeys =
    FileKeys { length: "info.length", attr: "info.attr", symlink: "info.symlink path" };

/// The beginning of the names that BitComet gives to its pad files.
const BITCOMET: &[u8] = b"_____padding_file";

impl<'a> Fields<'a> {
    /// The only file of a torrent without a folder.
    pub(super) fn single_file(&mut self, source: &Source<'_>) -> Content<'a> {
        let mut content = Content::new(self.torrent(), false);
        content.is_single = true;
        let path = content.part(source.name, NONE);
        let leaf = self.leaf(&mut content, source.length, source.attr, source.symlink, &ALONE);
        content.leaves.push(Leaf { path, ..leaf });
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
        let mut leaf = Leaf { path, ..self.leaf(content, length, attr, symlink, &LISTED) };
        if content.path(path).next().is_some_and(|name| name.starts_with(BITCOMET)) {
            leaf.flags |= Leaf::PADDING;
        }
        leaf
    }

    /// Reads the length and the attributes of a file, and the path to which it links.
    pub(super) fn leaf(
        &mut self,
        content: &mut Content<'a>,
        length: Option<Item<'_>>,
        attr: Option<Item<'_>>,
        symlink: Option<Item<'_>>,
        keys: &FileKeys,
    ) -> Leaf {
        let flags = self.attributes(attr, keys.attr);
        let is_link = flags & Leaf::SYMLINK != 0;
        let length = self.length(length, is_link, keys.length);
        let symlink = if is_link { self.list(content, symlink, keys.symlink) } else { NONE };
        let known = length.is_some();
        let length = length.unwrap_or_default();
        Leaf { path: NONE, symlink, root: NONE, flags, known, length }
    }

    /// Reads the length of a file; that of a link is 0 (BEP 47).
    fn length(&mut self, item: Option<Item<'_>>, is_link: bool, key: &'static str) -> Option<u64> {
        let length = item.and_then(|item| self.number(item, key));
        if is_link {
            if length.is_some_and(|length| length > 0) {
                self.report(Quirk::SymlinkLength, key);
            }
            return Some(0);
        }
        if item.is_none() {
            self.report(Quirk::MissingLength, key);
        }
        length
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
        self.list(content, path, "info.files.path")
    }

    /// Adds the parts of a path, reports what is unsafe about them, and returns the place of the last
    /// one.
    fn list(
        &mut self,
        content: &mut Content<'a>,
        path: Option<Item<'_>>,
        key: &'static str,
    ) -> u32 {
        let alone = path.filter(|path| !path.is_list());
        if alone.is_some() {
            self.report(Quirk::WrongType, key);
        }
        // A single part instead of a list of parts is read as well.
        let alone = alone.filter(|part| part.as_bytes().is_some());
        let mut last = NONE;
        for part in path.iter().flat_map(Item::iter).chain(alone) {
            let Some(name) = Fields::span(part) else {
                self.report(Quirk::WrongType, key);
                continue;
            };
            last = content.part(name, last);
            self.check_part(name, key, true);
        }
        if last == NONE {
            self.report(Quirk::MissingPath, key);
        }
        last
    }
}
