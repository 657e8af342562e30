//! The one or two info-hashes of a torrent.

use super::{InfoHash, InfoHashV2};

/// The info-hashes of a torrent: v1, v2 or, for a hybrid torrent (BEP 52), both; at least one.
///
/// ```
/// use tracker_types::{InfoHash, InfoHashV2, InfoHashes};
///
/// let v1: InfoHash = "631a31dd0a46257d5078c0dee4e66e26f73e42ac".parse()?;
/// let v2: InfoHashV2 =
///     "d8dd32ac93357c368556af3ac1d95c9d76bd0dff6fa9833ecdac3d53134efabb".parse()?;
/// let hashes = InfoHashes::hybrid(v1, v2);
/// // A client announces a hybrid torrent twice, once with each hash.
/// let announced: Vec<InfoHash> = hashes.announced().collect();
/// assert_eq!(announced, [v1, v2.truncate()]);
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InfoHashes {
    v1: Option<InfoHash>,
    v2: Option<InfoHashV2>,
}

impl InfoHashes {
    /// The hash of a torrent that is v1 only (BEP 3).
    pub const fn only_v1(v1: InfoHash) -> InfoHashes {
        InfoHashes { v1: Some(v1), v2: None }
    }

    /// The hash of a torrent that is v2 only (BEP 52).
    pub const fn only_v2(v2: InfoHashV2) -> InfoHashes {
        InfoHashes { v1: None, v2: Some(v2) }
    }

    /// The hashes of a hybrid torrent, for clients of either version (BEP 52, "upgrade path").
    pub const fn hybrid(v1: InfoHash, v2: InfoHashV2) -> InfoHashes {
        InfoHashes { v1: Some(v1), v2: Some(v2) }
    }

    /// The hashes, if there is at least one.
    pub(crate) const fn from_parts(
        v1: Option<InfoHash>,
        v2: Option<InfoHashV2>,
    ) -> Option<InfoHashes> {
        if v1.is_none() && v2.is_none() { None } else { Some(InfoHashes { v1, v2 }) }
    }

    /// The v1 hash, a SHA-1.
    pub const fn v1(&self) -> Option<InfoHash> {
        self.v1
    }

    /// The v2 hash, a SHA-256.
    pub const fn v2(&self) -> Option<InfoHashV2> {
        self.v2
    }

    /// The 20-byte hashes to announce, v1 first.
    pub fn announced(&self) -> impl Iterator<Item = InfoHash> + use<> {
        self.v1.into_iter().chain(self.v2.map(|v2| v2.truncate()))
    }
}

impl From<InfoHash> for InfoHashes {
    fn from(v1: InfoHash) -> InfoHashes {
        InfoHashes::only_v1(v1)
    }
}

impl From<InfoHashV2> for InfoHashes {
    fn from(v2: InfoHashV2) -> InfoHashes {
        InfoHashes::only_v2(v2)
    }
}
