//! One file of a torrent.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use bencode::ByteStr;

use super::content::Content;

/// A file of a torrent.
///
/// `Display` writes its path, with `/` between the parts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct File<'a> {
    /// The parts of its path inside the torrent's folder: `path.utf-8` if all of it is UTF-8, and
    /// `path` otherwise. The file of a torrent without a folder has the torrent's name.
    ///
    /// The path is not sanitized: it may contain parts such as `..`, which are reported
    /// ([`Quirk::UnsafePath`](crate::Quirk::UnsafePath)) and must not be written to.
    pub path: Vec<ByteStr<'a>>,
    /// Its length in bytes; `None` if that is missing or unreadable, 0 for a symlink.
    pub length: Option<u64>,
    /// The offset of the file in the torrent's content; `None` after a file of unknown length. Each
    /// file of a v2 torrent begins a new piece.
    pub offset: Option<u64>,
    /// Whether it only exists to align the next file to a piece (BEP 47), or has the name that
    /// BitComet gives to such files.
    pub is_padding: bool,
    /// Whether it is executable (BEP 47).
    pub is_executable: bool,
    /// Whether it is hidden (BEP 47).
    pub is_hidden: bool,
    /// The path that it links to (BEP 47), relative to the torrent's folder. Not sanitized, but
    /// reported, like `path`.
    pub symlink: Option<Vec<ByteStr<'a>>>,
    /// The root of its Merkle tree (BEP 52), in v2 and hybrid torrents, unless the file is empty.
    pub pieces_root: Option<[u8; 32]>,
}

impl fmt::Display for File<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, part) in self.path.iter().enumerate() {
            let slash = if place > 0 { "/" } else { "" };
            write!(f, "{slash}{}", String::from_utf8_lossy(part))?;
        }
        Ok(())
    }
}

/// An iterator over the files of a torrent, returned by
/// [`Metainfo::files`](super::Metainfo::files).
#[derive(Clone)]
pub struct Files<'m> {
    pub(super) content: &'m Content<'m>,
    pub(super) next: usize,
    /// The offset of the next file, if known.
    pub(super) offset: Option<u64>,
    /// The alignment of the files of a v2 torrent.
    pub(super) align: Option<u64>,
}

impl<'m> Iterator for Files<'m> {
    type Item = File<'m>;

    fn next(&mut self) -> Option<File<'m>> {
        let leaf = self.content.leaf(self.next)?;
        self.next = self.next.saturating_add(1);
        let length = leaf.length();
        let aligned = |offset: u64| match self.align {
            Some(piece) if length != Some(0) => offset.checked_next_multiple_of(piece),
            _ => Some(offset),
        };
        let offset = self.offset.and_then(aligned);
        self.offset = offset.zip(length).and_then(|(offset, length)| offset.checked_add(length));
        Some(File { offset, ..self.content.file(leaf) })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let rest = self.content.len().saturating_sub(self.next);
        (rest, Some(rest))
    }
}

impl ExactSizeIterator for Files<'_> {}

impl fmt::Debug for Files<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
