//! The torrents that share one lock.

use indexmap::IndexMap;
use tracker_types::InfoHash;

use super::room;
use super::swarm::{Place, Swarm};

/// Torrents by info-hash. A torrent without peers is removed.
#[derive(Debug, Default)]
pub struct Shard {
    pub swarms: IndexMap<InfoHash, Swarm>,
    /// How many bytes the tables of peers take.
    peers: usize,
    /// Where the next sweep continues.
    swept: usize,
}

impl Shard {
    /// How many bytes all its tables take.
    pub fn bytes(&self) -> usize {
        self.peers.saturating_add(room::bytes(&self.swarms))
    }

    /// How many more bytes it takes to register this peer of this torrent.
    pub fn growth(&self, torrent: InfoHash, place: &Place) -> usize {
        match self.swarms.get(&torrent) {
            Some(swarm) if swarm.progress(place).is_some() => 0,
            Some(swarm) => swarm.growth(place),
            None => room::growth(&self.swarms).saturating_add(Swarm::default().growth(place)),
        }
    }

    /// Changes the swarm of a torrent; for an unknown torrent, an empty swarm that is then dropped.
    pub fn change<T>(&mut self, torrent: InfoHash, change: impl FnOnce(&mut Swarm) -> T) -> T {
        match self.swarms.get_index_of(&torrent) {
            Some(place) => self.change_at(place, change),
            None => change(&mut Swarm::default()),
        }
    }

    fn change_at<T>(&mut self, place: usize, change: impl FnOnce(&mut Swarm) -> T) -> T {
        let Some((_, swarm)) = self.swarms.get_index_mut(place) else {
            return change(&mut Swarm::default());
        };
        let before = swarm.bytes();
        let done = change(swarm);
        let mut after = swarm.bytes();
        if swarm.is_empty() {
            after = 0;
            room::remove_at(&mut self.swarms, place);
        }
        self.peers = self.peers.saturating_sub(before).saturating_add(after);
        done
    }

    /// Drops peers not seen since `oldest`, looking at no more than `budget` peers and torrents. Returns
    /// whether it came to the end; if not, the next call continues where this one stopped.
    pub fn sweep(&mut self, mut budget: usize, oldest: u32) -> bool {
        while budget > 0 {
            budget = budget.saturating_sub(1);
            let (place, torrents) = (self.swept, self.swarms.len());
            if place >= torrents {
                self.swept = 0;
                return true;
            }
            let all = self.change_at(place, |swarm| swarm.sweep(&mut budget, oldest));
            // If the torrent has been removed, another one has taken its place.
            if all && self.swarms.len() == torrents {
                self.swept = place.saturating_add(1);
            }
        }
        false
    }
}
