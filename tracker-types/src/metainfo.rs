//! Torrent files, as far as trackers are concerned.

use bencode::{ByteStr, Item};
use sha1::Digest;

use crate::announce_list::AnnounceList;
use crate::dictionary::open;
use crate::error::{Error, ErrorKind};
use crate::id::{InfoHash, InfoHashV2, InfoHashes};

/// What a torrent file (BEP 3, BEP 52) says to whoever announces it.
///
/// ```
/// use tracker_types::Metainfo;
///
/// let torrent = b"d8:announce30:http://127.0.0.1:6969/announce4:info\
///     d6:lengthi7e4:name5:a.txt12:piece lengthi16384e6:pieces20:0123456789ABCDEFGHIJee";
/// let metainfo = Metainfo::parse(torrent)?;
/// let hash = metainfo.info_hashes.v1().unwrap();
/// assert_eq!(hash.to_string(), "177848e478f470ec023daa29028034c92d2e5128");
/// assert_eq!(metainfo.announce_list.iter().next(), Some("http://127.0.0.1:6969/announce"));
/// assert_eq!(metainfo.name, "a.txt");
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metainfo {
    /// What the torrent is called on the wire.
    pub info_hashes: InfoHashes,
    /// The suggested name of the file or folder, UTF-8 as a rule.
    pub name: ByteStr<'static>,
    /// Whether peers may come from its trackers alone (BEP 27): any number but 0, as libtorrent and
    /// Transmission have it.
    pub private: bool,
    /// Its trackers (BEP 12): `announce-list`, or `announce` for want of it.
    pub announce_list: AnnounceList,
}

impl Metainfo {
    /// Reads a torrent file.
    ///
    /// The hashes are those of the bytes of `info` as they stand there, canonical or not.
    ///
    /// # Errors
    ///
    /// [`NotBencode`](ErrorKind::NotBencode), as where a site answers with a page,
    /// [`Bencode`](ErrorKind::Bencode), [`NotDictionary`](ErrorKind::NotDictionary),
    /// [`MissingInfo`](ErrorKind::MissingInfo), [`DuplicateInfo`](ErrorKind::DuplicateInfo) and
    /// [`UnknownInfo`](ErrorKind::UnknownInfo).
    pub fn parse(torrent: &[u8]) -> Result<Metainfo, Error> {
        let document = open(torrent)?;
        let root = document.root();
        let info = info(root)?;
        Ok(Metainfo {
            info_hashes: info_hashes(info)?,
            name: text(info, "name").map(|name| ByteStr::from(name.to_vec())).unwrap_or_default(),
            private: is_private(info),
            announce_list: announce_list(root),
        })
    }
}

impl InfoHashes {
    /// The hashes of a torrent file: SHA-1 and SHA-256 of its `info` as it stands there.
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
        Metainfo::parse(torrent).map(|metainfo| metainfo.info_hashes)
    }
}

/// The one `info` dictionary.
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

/// BEP 3: `pieces`, and either `length` or `files`.
fn is_v1(info: Item<'_>) -> bool {
    let content = info.get("length").or_else(|| info.get("files"));
    text(info, "pieces").is_some() && content.is_some()
}

/// BEP 52: `meta version` 2, and `file tree`.
fn is_v2(info: Item<'_>) -> bool {
    let version = info.get("meta version").and_then(|version| version.as_u64());
    version == Some(2) && info.get("file tree").is_some_and(|tree| tree.is_dict())
}

/// The tiers of `announce-list`, a URL outside a list being a tier of its own; without any, the
/// one URL of `announce`.
fn announce_list(root: Item<'_>) -> AnnounceList {
    let tiers = root.get("announce-list").map(|list| list.iter().map(tier).collect::<Vec<_>>());
    let list = AnnounceList::from_iter(tiers.unwrap_or_default());
    if !list.is_empty() {
        return list;
    }
    AnnounceList::from_iter(root.get("announce").map(tier))
}

/// The URLs of a tier, those that are text.
fn tier(tier: Item<'_>) -> Vec<&str> {
    match tier.as_str() {
        Some(url) => vec![url],
        None => tier.iter().filter_map(|url| url.as_str()).collect(),
    }
}

/// BEP 27 knows 1 and no other number; to take one for "no" would tell strangers of a private swarm.
fn is_private(info: Item<'_>) -> bool {
    let private = info.get("private").and_then(|private| private.as_int());
    private.is_some_and(|private| private.to_i64() != Ok(0))
}

fn text<'d>(dictionary: Item<'d>, key: &str) -> Option<&'d [u8]> {
    dictionary.get(key)?.as_bytes()
}
