//! The peers of one torrent.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::ops::Bound::{Excluded, Unbounded};
use std::time::{Duration, Instant};

use tracker_types::{PeerId, ScrapeStats};

/// What a tracker knows of a peer besides its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// What it calls itself.
    pub id: PeerId,
    /// How far it is.
    pub progress: Progress,
    /// When it was last heard of.
    pub seen: Instant,
}

/// How far a peer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It has everything.
    Seed,
    /// It has all it wants, which is not everything (BEP 21).
    PartialSeed,
    /// It downloads.
    Downloader,
}

/// The peers of one torrent, by address: a client that comes back under another id replaces itself.
#[derive(Debug, Default)]
pub struct Swarm {
    members: BTreeMap<SocketAddr, Member>,
    /// How often a download became complete.
    downloaded: u32,
    /// The last peer handed out; the next announce gets those behind it.
    last: Option<SocketAddr>,
}

impl Swarm {
    pub fn update(&mut self, address: SocketAddr, member: Member) {
        self.members.insert(address, member);
    }

    pub fn remove(&mut self, address: SocketAddr) {
        self.members.remove(&address);
    }

    /// Counts a completed download, once for each peer.
    pub fn count_download(&mut self, address: SocketAddr) {
        let known = self.members.get(&address).map(|member| member.progress);
        if known != Some(Progress::Seed) {
            self.downloaded = self.downloaded.saturating_add(1);
        }
    }

    /// Drops the peers that have been silent for longer than `patience`.
    pub fn expire(&mut self, now: Instant, patience: Duration) {
        self.members.retain(|_, member| now.saturating_duration_since(member.seen) <= patience);
    }

    pub fn contains(&self, address: SocketAddr) -> bool {
        self.members.contains_key(&address)
    }

    pub fn len(&self) -> usize {
        self.members.len()
    }

    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The swarm in numbers; partial seeds count as incomplete but not as downloaders (BEP 21).
    pub fn stats(&self) -> ScrapeStats<'static> {
        let count = |progress| {
            let members = self.members.values().filter(|member| member.progress == progress);
            u32::try_from(members.count()).unwrap_or(u32::MAX)
        };
        let (downloaders, partial) = (count(Progress::Downloader), count(Progress::PartialSeed));
        let incomplete = downloaders.saturating_add(partial);
        let mut stats = ScrapeStats::new(count(Progress::Seed), self.downloaded, incomplete);
        stats.downloaders = (partial > 0).then_some(downloaders);
        stats
    }

    /// Up to `most` peers for the one at `asking`: each announce gets those that come behind the
    /// last ones handed out, so that all are handed out equally often.
    pub fn pick(&mut self, asking: SocketAddr, most: usize) -> Vec<(SocketAddr, PeerId)> {
        let behind = match self.last {
            Some(last) => (Excluded(last), Unbounded),
            None => (Unbounded, Unbounded),
        };
        let around = self.members.range(behind).chain(&self.members);
        let others = around.take(self.members.len()).filter(|(address, _)| **address != asking);
        let picked: Vec<_> = others.take(most).map(|(address, peer)| (*address, peer.id)).collect();
        if picked.len() == most {
            self.last = picked.last().map(|(address, _)| *address).or(self.last);
        }
        picked
    }
}
