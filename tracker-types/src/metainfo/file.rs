//! One file of a torrent.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use bencode::ByteStr;

use super::content::Content;

/// A file of a torrent.
///
/// `Display` shows its path with `/` between the parts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct File<'a> {
    /// The parts of its path inside the torrent's folder: `path.utf-8` where all of it is UTF-8, or
    /// else `path`. The one file of a torrent without a folder has the torrent's name.
    ///
    /// As the torrent's maker wrote it, `..` and the like included: such parts are reported
    /// ([`Quirk::UnsafePath`](crate::Quirk::UnsafePath)), and are not to be written to.
    pub path: Vec<ByteStr<'a>>,
    /// Bytes in it; `None` if what stands there is not a length.
    pub length: Option<u64>,
    /// Where it begins in the torrent's content; `None` after a length that is unreadable. The
    /// files of a v2 torrent begin with a piece each.
    pub offset: Option<u64>,
    /// Whether it is there only so that the next file begins with a piece (BEP 47), or called as
    /// BitComet calls such files.
    pub is_padding: bool,
    /// Whether it is a program (BEP 47).
    pub is_executable: bool,
    /// Whether it is hidden (BEP 47).
    pub is_hidden: bool,
    /// The path that it links to (BEP 47), from the torrent's folder on.
    pub symlink: Option<Vec<ByteStr<'a>>>,
    /// The root of its Merkle tree (BEP 52): of v2 and hybrid torrents, if it is not empty.
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

/// The files of a torrent: [`Metainfo::files`](super::Metainfo::files).
#[derive(Clone)]
pub struct Files<'m> {
    pub(super) content: &'m Content<'m>,
    pub(super) next: usize,
    /// Where the next file begins, unless that is unknown.
    pub(super) offset: Option<u64>,
    /// What the files of a v2 torrent begin at multiples of.
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
