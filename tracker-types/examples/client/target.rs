//! What is announced, and to which trackers: from a URL, a torrent file or a magnet link.

use std::fs;
use std::hash::{BuildHasher, RandomState};

use tracker_types::{AnnounceList, AnnounceRequest, InfoHash, MagnetLink, Metainfo, TrackerUrl};

/// The torrent that is announced if only a tracker is named.
pub const SOME_TORRENT: InfoHash = InfoHash([
    0xd1, 0x10, 0x1a, 0x2b, 0x9d, 0x20, 0x28, 0x11, 0xa0, 0x5e, 0x8c, 0x57, 0xc5, 0x57, 0xa2, 0x0b,
    0xf9, 0x74, 0xdc, 0x8a,
]);

/// What an announce needs to know about a torrent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torrent {
    /// The info-hashes to announce: two for a hybrid torrent (BEP 52).
    pub info_hashes: Vec<InfoHash>,
    pub trackers: AnnounceList,
    /// How many bytes a client that has nothing yet has to download.
    pub left: u64,
}

impl Torrent {
    /// Reads the torrent that the target names.
    pub fn of(target: &str, info_hash: Option<InfoHash>) -> Result<Torrent, String> {
        if target.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("magnet:")) {
            return Torrent::of_magnet(target);
        }
        if target.contains("://") {
            TrackerUrl::parse(target).map_err(|problem| format!("{target}: {problem}"))?;
            let info_hashes = vec![info_hash.unwrap_or(SOME_TORRENT)];
            let trackers = AnnounceList::new(vec![vec![target.into()]]);
            return Ok(Torrent { info_hashes, trackers, left: 0 });
        }
        let file = fs::read(target).map_err(|problem| format!("{target}: {problem}"))?;
        Torrent::of_metainfo(&file)
            .map_err(|problem| format!("{target}: no torrent file: {problem}"))
    }

    fn of_magnet(link: &str) -> Result<Torrent, String> {
        let link: MagnetLink = link.parse().map_err(|error| format!("magnet link: {error}"))?;
        let info_hashes = link.info_hashes.ok_or("magnet link: its info-hash is in the DHT")?;
        Ok(Torrent {
            info_hashes: info_hashes.announced().collect(),
            trackers: link.announce_list(),
            left: AnnounceRequest::UNKNOWN_LEFT,
        })
    }

    fn of_metainfo(file: &[u8]) -> Result<Torrent, tracker_types::Error> {
        let (metainfo, _) = Metainfo::parse(file)?;
        let (info_hashes, left) = (metainfo.info_hashes.announced().collect(), metainfo.left());
        Ok(Torrent { info_hashes, trackers: shuffled(metainfo.announce_list), left })
    }
}

/// Each tier in random order, so that its trackers share the load (BEP 12).
fn shuffled(mut trackers: AnnounceList) -> AnnounceList {
    let chance = RandomState::new();
    for tier in &mut trackers.tiers {
        tier.sort_by_cached_key(|url| chance.hash_one(url));
    }
    trackers
}
