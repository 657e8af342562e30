//! Torrent files: info-hashes, files, trackers and descriptions.

use alloc::string::String;
use alloc::vec::Vec;

use bencode::{ByteStr, Item};
use sha1::Digest;

use crate::announce::AnnounceRequest;
use crate::announce_list::AnnounceList;
use crate::dictionary::open;
use crate::error::{Error, ErrorKind};
use crate::id::{InfoHash, InfoHashV2, InfoHashes};
use crate::peer::Address;
use crate::quirk::{Quirk, Quirks};

mod fields;
mod content;
mod file;
mod files;
mod tree;
mod trackers;
mod serialize;

pub use file::File;
pub use file::Files;

use content::Content;
use fields::{Fields, pick};

/// A torrent file (BEP 3, BEP 52): its description and its files.
///
/// Names and texts borrow from the file, and usually are UTF-8. Missing or unreadable values are
/// `None` or left out, and reported.
///
/// ```
/// use tracker_types::Metainfo;
///
/// let torrent = b"d8:announce30:http://127.0.0.1:6969/announce4:info\
///     d6:lengthi7e4:name5:a.txt12:piece lengthi16384e6:pieces20:0123456789ABCDEFGHIJee";
/// let (metainfo, quirks) = Metainfo::parse(torrent)?;
/// let hash = metainfo.info_hashes.v1().unwrap();
/// assert_eq!(hash.to_string(), "177848e478f470ec023daa29028034c92d2e5128");
/// assert_eq!(metainfo.announce_list.iter().next(), Some("http://127.0.0.1:6969/announce"));
/// assert_eq!(metainfo.name, "a.txt");
///
/// let file = metainfo.files().next().unwrap();
/// assert_eq!((file.to_string(), file.length), ("a.txt".to_string(), Some(7)));
/// assert_eq!((metainfo.total_length(), metainfo.left()), (Some(7), 7));
/// assert!(quirks.is_empty());
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metainfo<'a> {
    /// The torrent's identifiers on the wire.
    pub info_hashes: InfoHashes,
    /// The suggested name of the file or folder: `name.utf-8` if it is UTF-8, and `name` otherwise.
    /// It is not sanitized: it may contain `..` or separators, which are reported.
    pub name: ByteStr<'a>,
    /// Whether peers may only come from the torrent's trackers (BEP 27): true for any number except
    /// 0, as in libtorrent and Transmission.
    pub private: bool,
    /// The trackers to use (BEP 12): `announce-list`, or `announce` if that is missing.
    pub announce_list: AnnounceList,
    /// The tracker of `announce`, whether it is used or not.
    pub announce: Option<String>,
    /// The size of each piece but the last, in bytes.
    pub piece_length: Option<u64>,
    /// The SHA-1 hashes of the pieces of a v1 torrent, 20 bytes each.
    pub pieces: ByteStr<'a>,
    /// URLs of the content (`url-list`, BEP 19).
    pub web_seeds: Vec<String>,
    /// URLs of scripts that serve pieces (`httpseeds`, BEP 17).
    pub http_seeds: Vec<String>,
    /// Nodes through which to join the DHT (`nodes`, BEP 5); each has a port.
    pub nodes: Vec<Address<'a>>,
    /// When the torrent was created, in seconds since 1970.
    pub creation_date: Option<i64>,
    /// The creator's comment: `comment.utf-8` if it is UTF-8, and `comment` otherwise.
    pub comment: Option<ByteStr<'a>>,
    /// The program that created the torrent.
    pub created_by: Option<ByteStr<'a>>,
    /// The character set of texts that are not UTF-8.
    pub encoding: Option<ByteStr<'a>>,
    /// A value with which a private tracker makes its info-hashes unique.
    pub source: Option<ByteStr<'a>>,
    content: Content<'a>,
}

const ROOT: [&[u8]; 15] = [
    b"info",
    b"announce",
    b"announce-list",
    b"url-list",
    b"httpseeds",
    b"nodes",
    b"creation date",
    b"comment",
    b"comment.utf-8",
    b"created by",
    b"encoding",
    b"private",
    b"pieces",
    b"piece length",
    b"file tree",
];

const INFO: [&[u8]; 12] = [
    b"name",
    b"name.utf-8",
    b"private",
    b"piece length",
    b"pieces",
    b"source",
    b"length",
    b"files",
    b"file tree",
    b"meta version",
    b"attr",
    b"symlink path",
];

impl<'a> Metainfo<'a> {
    /// Reads a torrent file, and reports its quirks.
    ///
    /// The info-hashes are computed from the bytes of `info` as they are in the file, canonical or
    /// not. Time and memory are bounded by the length of the file, whatever it contains.
    ///
    /// # Errors
    ///
    /// [`NotBencode`](ErrorKind::NotBencode), for example where a site answers with a page;
    /// [`Bencode`](ErrorKind::Bencode), [`NotDictionary`](ErrorKind::NotDictionary),
    /// [`MissingInfo`](ErrorKind::MissingInfo), [`DuplicateInfo`](ErrorKind::DuplicateInfo) and
    /// [`UnknownInfo`](ErrorKind::UnknownInfo).
    pub fn parse(torrent: &'a [u8]) -> Result<(Metainfo<'a>, Quirks), Error> {
        let document = open(torrent)?;
        let root = document.root();
        let info = info(root)?;
        let mut fields = Fields::new(torrent, &document);
        let metainfo = fields.metainfo(info_hashes(info)?, &pick(root, &ROOT), &pick(info, &INFO));
        Ok((metainfo, fields.quirks))
    }

    /// Reads an `info` dictionary alone, and reports its quirks: a client that has only a magnet link gets it
    /// from its peers (BEP 9), who may send anything, so that the info-hashes have to be compared.
    ///
    /// What a torrent file says outside of `info`, such as its trackers, is empty or `None`.
    ///
    /// ```
    /// use tracker_types::{MagnetLink, Metainfo};
    ///
    /// let link: MagnetLink = "magnet:?xt=urn:btih:177848e478f470ec023daa29028034c92d2e5128".parse()?;
    /// let received = b"d6:lengthi7e4:name5:a.txt12:piece lengthi16384e6:pieces20:0123456789ABCDEFGHIJe";
    /// let (metainfo, _) = Metainfo::from_info(received)?;
    /// assert_eq!(Some(metainfo.info_hashes), link.info_hashes);
    /// assert_eq!(metainfo.total_length(), Some(7));
    /// # Ok::<(), tracker_types::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`NotBencode`](ErrorKind::NotBencode), [`Bencode`](ErrorKind::Bencode),
    /// [`NotDictionary`](ErrorKind::NotDictionary) and [`UnknownInfo`](ErrorKind::UnknownInfo).
    pub fn from_info(info: &'a [u8]) -> Result<(Metainfo<'a>, Quirks), Error> {
        let document = open(info)?;
        let root = document.root();
        let mut fields = Fields::new(info, &document);
        let metainfo = fields.metainfo(info_hashes(root)?, &[None; ROOT.len()], &pick(root, &INFO));
        Ok((metainfo, fields.quirks))
    }

    /// The files in order: the `files` of a v1 or hybrid torrent, including pad files (BEP 47), or
    /// the `file tree` of a torrent that is v2 only.
    ///
    /// ```
    /// use tracker_types::Metainfo;
    ///
    /// let torrent = b"d4:infod5:filesld6:lengthi20e4:pathl3:doc5:a.txteed6:lengthi7e4:pathl5:b.bin\
    ///     eee4:name5:stuff12:piece lengthi16384e6:pieces20:0123456789ABCDEFGHIJee";
    /// let (metainfo, _) = Metainfo::parse(torrent)?;
    /// let files: Vec<_> = metainfo.files().map(|it| (it.to_string(), it.offset)).collect();
    /// assert_eq!(files, [("doc/a.txt".into(), Some(0)), ("b.bin".into(), Some(20))]);
    /// # Ok::<(), tracker_types::Error>(())
    /// ```
    pub fn files(&self) -> Files<'_> {
        self.content.files(self.piece_length)
    }

    /// Whether the torrent is a single file called [`name`](Metainfo::name), not a folder of that
    /// name.
    pub fn is_single_file(&self) -> bool {
        self.content.is_single_file(&self.name)
    }

    /// The total length of all files, pad files included; `None` if a length is unreadable or the
    /// sum overflows.
    pub fn total_length(&self) -> Option<u64> {
        sum(self.content.lengths())
    }

    /// The number of pieces: the number of v1 hashes or, for a v2 torrent, where each file begins a
    /// new piece, the number computed from the lengths.
    pub fn piece_count(&self) -> Option<u64> {
        if self.info_hashes.v1().is_some() {
            return u64::try_from(self.pieces.len() / 20).ok();
        }
        let piece = self.piece_length.filter(|&length| length > 0)?;
        let pieces = |length: Option<u64>| Some(length?.div_ceil(piece));
        sum(self.content.lengths().map(pieces))
    }

    /// The number of bytes that a client without any data announces as `left`: the length of all
    /// files except pad files, which are not downloaded, or
    /// [`UNKNOWN_LEFT`](AnnounceRequest::UNKNOWN_LEFT).
    ///
    /// ```
    /// # use tracker_types::{AnnounceRequest, Metainfo, PeerId};
    /// # let torrent = b"d4:infod6:lengthi7e4:name5:a.txt12:piece lengthi16384e\
    /// #     6:pieces20:0123456789ABCDEFGHIJee";
    /// let (metainfo, _) = Metainfo::parse(torrent)?;
    /// let id = PeerId(*b"-TR2940-0890apv0oznf");
    /// for hash in metainfo.info_hashes.announced() {
    ///     let request = AnnounceRequest::new(hash, id, 51413, metainfo.left());
    ///     assert_eq!(request.left, Some(7));
    /// }
    /// # Ok::<(), tracker_types::Error>(())
    /// ```
    pub fn left(&self) -> u64 {
        let left = sum(self.content.content_lengths());
        left.unwrap_or(AnnounceRequest::UNKNOWN_LEFT)
    }

    /// Copies names and texts that are borrowed.
    pub fn into_owned(self) -> Metainfo<'static> {
        Metainfo {
            info_hashes: self.info_hashes,
            name: self.name.into_owned(),
            private: self.private,
            announce_list: self.announce_list,
            announce: self.announce,
            piece_length: self.piece_length,
            pieces: self.pieces.into_owned(),
            web_seeds: self.web_seeds,
            http_seeds: self.http_seeds,
            nodes: self.nodes.into_iter().map(Address::into_owned).collect(),
            creation_date: self.creation_date,
            comment: self.comment.map(ByteStr::into_owned),
            created_by: self.created_by.map(ByteStr::into_owned),
            encoding: self.encoding.map(ByteStr::into_owned),
            source: self.source.map(ByteStr::into_owned),
            content: self.content.into_owned(),
        }
    }
}

/// Returns the sum, if all lengths are known and it does not overflow.
fn sum(lengths: impl Iterator<Item = Option<u64>>) -> Option<u64> {
    lengths.into_iter().try_fold(0_u64, |sum, length| sum.checked_add(length?))
}

impl<'a> Fields<'a> {
    /// Builds the result from the values found in the root and in `info`.
    fn metainfo(
        &mut self,
        info_hashes: InfoHashes,
        root: &[Option<Item<'_>>; ROOT.len()],
        info: &[Option<Item<'_>>; INFO.len()],
    ) -> Metainfo<'a> {
        let &[_, announce, list, web, http, nodes, date, comment, comment8, by, encoding, ..] =
            root;
        let &[.., private, pieces, piece_length, tree] = root;
        for (item, key) in [
            (private, "private"),
            (pieces, "pieces"),
            (piece_length, "piece length"),
            (tree, "file tree"),
        ] {
            if item.is_some() {
                self.report(Quirk::MisplacedKey, key);
            }
        }
        let &[name, name8, private, piece_length, pieces, source, length, files, tree, ..] = info;
        let &[.., version, attr, symlink] = info;
        self.version(version, tree, info_hashes);
        let name = self.name(name, name8);
        let piece_length = self.piece_length(piece_length, info_hashes);
        let pieces = self.pieces(pieces, info_hashes);
        let (announce, announce_list) = self.announce_list(announce, list);
        let content = content::Source { name, length, attr, symlink, files, tree };
        Metainfo {
            info_hashes,
            name: ByteStr::borrowed(self.slice(name)),
            private: self.private(private),
            announce_list,
            announce,
            piece_length,
            pieces: ByteStr::borrowed(pieces),
            web_seeds: self.urls(web, "url-list"),
            http_seeds: self.urls(http, "httpseeds"),
            nodes: self.nodes(nodes),
            creation_date: self.date(date),
            comment: self.utf8_text(comment, comment8, "comment"),
            created_by: self.text(by, "created by"),
            encoding: self.text(encoding, "encoding"),
            source: self.text(source, "info.source"),
            content: self.content(&content, info_hashes, piece_length, pieces),
        }
    }
}

impl InfoHashes {
    /// Returns the hashes of a torrent file: SHA-1 and SHA-256 of its `info` as it is in the file.
    ///
    /// ```
    /// use tracker_types::{ErrorKind, InfoHashes};
    ///
    /// let error = InfoHashes::from_metainfo(b"d4:infod4:name1:aee").unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::UnknownInfo);
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Metainfo::parse`].
    pub fn from_metainfo(torrent: &[u8]) -> Result<InfoHashes, Error> {
        info_hashes(info(open(torrent)?.root())?)
    }
}

/// Returns the only `info` dictionary.
fn info(root: Item<'_>) -> Result<Item<'_>, Error> {
    let mut found = root.entries().filter(|(key, _)| *key == b"info").map(|(_, value)| value);
    let info = found.next().ok_or_else(|| Error::new(ErrorKind::MissingInfo, root.span().end))?;
    let start = info.span().start;
    if let Some(second) = found.next() {
        return Err(Error::new(ErrorKind::DuplicateInfo, second.span().start).in_place("info"));
    }
    if !info.is_dict() {
        return Err(Error::new(ErrorKind::MissingInfo, start).in_place("info"));
    }
    Ok(info)
}

fn info_hashes(info: Item<'_>) -> Result<InfoHashes, Error> {
    let v1 = is_v1(info).then(|| InfoHash(sha1::Sha1::digest(info.raw()).into()));
    let v2 = is_v2(info).then(|| InfoHashV2(sha2::Sha256::digest(info.raw()).into()));
    let unknown = || Error::new(ErrorKind::UnknownInfo, info.span().start).in_place("info");
    InfoHashes::from_parts(v1, v2).ok_or_else(unknown)
}

/// Whether `info` is v1 (BEP 3): it has `pieces`, and either `length` or `files`.
fn is_v1(info: Item<'_>) -> bool {
    let content = info.get("length").or_else(|| info.get("files"));
    info.get("pieces").is_some_and(|pieces| pieces.as_bytes().is_some()) && content.is_some()
}

/// Whether `info` is v2 (BEP 52): `meta version` is 2, and there is a `file tree`.
fn is_v2(info: Item<'_>) -> bool {
    let version = info.get("meta version").and_then(|version| version.as_u64());
    version == Some(2) && info.get("file tree").is_some_and(|tree| tree.is_dict())
}
