//! Peers of one kind in one swarm: found by key, handed out in turn, swept in steps.

use std::hash::Hash;

use indexmap::IndexMap;
use tracker_types::PeerId;

use super::room;

/// What a tracker stores about a peer in addition to its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member<C> {
    /// Its peer id.
    pub id: PeerId,
    /// How much of the torrent it has.
    pub progress: Progress,
    /// When it announced itself last, in seconds of the tracker's clock.
    pub seen: u32,
    /// How to reach it, if the key does not say.
    pub contact: C,
}

/// How much of a torrent a peer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Everything.
    Seed,
    /// All it wants, which is not everything (BEP 21).
    PartialSeed,
    /// Less than it wants: it is downloading.
    Downloader,
}

/// The number of peers of each [`Progress`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub seeds: u32,
    pub partial_seeds: u32,
    pub downloaders: u32,
}

impl Counts {
    fn of(&mut self, progress: Progress) -> &mut u32 {
        match progress {
            Progress::Seed => &mut self.seeds,
            Progress::PartialSeed => &mut self.partial_seeds,
            Progress::Downloader => &mut self.downloaders,
        }
    }

    fn add(&mut self, progress: Progress) {
        let count = self.of(progress);
        *count = count.saturating_add(1);
    }

    fn take(&mut self, progress: Progress) {
        let count = self.of(progress);
        *count = count.saturating_sub(1);
    }
}

/// Peers by key. The time of each operation does not depend on their number.
#[derive(Debug)]
pub struct Table<K, C> {
    members: IndexMap<K, Member<C>>,
    pub counts: Counts,
    /// The place of the peer to hand out next.
    next: usize,
    /// Where the next sweep continues.
    swept: usize,
}

impl<K: Hash + Eq, C> Table<K, C> {
    pub fn len(&self) -> usize {
        self.members.len()
    }

    pub fn get(&self, key: &K) -> Option<&Member<C>> {
        self.members.get(key)
    }

    /// The memory that the table holds, in bytes.
    pub fn bytes(&self) -> usize {
        room::bytes(&self.members)
    }

    /// The memory that one more peer takes, in bytes.
    pub fn growth(&self) -> usize {
        room::growth(&self.members)
    }

    /// Adds or updates a peer.
    pub fn update(&mut self, key: K, member: Member<C>) {
        self.counts.add(member.progress);
        if let Some(before) = self.members.insert(key, member) {
            self.counts.take(before.progress);
        }
    }

    pub fn remove(&mut self, key: &K) {
        if let Some((place, ..)) = self.members.get_full(key) {
            self.remove_at(place);
        }
    }

    fn remove_at(&mut self, place: usize) {
        if let Some(member) = room::remove_at(&mut self.members, place) {
            self.counts.take(member.progress);
        }
    }

    /// Up to `most` peers other than `asking`, beginning after those handed out last, so that all are
    /// handed out equally often.
    pub fn pick(&mut self, asking: Option<&K>, most: usize) -> Vec<(&K, &Member<C>)> {
        let (length, start) = (self.members.len(), self.next);
        // One more, because the peer that asks may be among them.
        let around = (start..length).chain(0..start.min(length)).take(most.saturating_add(1));
        let mut picked = Vec::new();
        for place in around {
            match self.members.get_index(place) {
                Some((key, member)) if Some(key) != asking && picked.len() < most => {
                    picked.push((key, member));
                    self.next = place.saturating_add(1);
                }
                _ => {}
            }
        }
        // A peer that got all others has used up nobody's turn.
        if picked.len() < most {
            self.next = start;
        }
        picked
    }

    /// Drops peers not seen since `oldest`, looking at no more than `budget`, which it reduces. Returns
    /// whether it came to the end. The next call continues there, unless [`Table::swept`] is called.
    pub fn sweep(&mut self, budget: &mut usize, oldest: u32) -> bool {
        while *budget > 0 {
            *budget = budget.saturating_sub(1);
            match self.members.get_index(self.swept) {
                Some((_, member)) if member.seen < oldest => self.remove_at(self.swept),
                Some(_) => self.swept = self.swept.saturating_add(1),
                None => return true,
            }
        }
        false
    }

    /// Makes the next sweep begin at the start.
    pub fn swept(&mut self) {
        self.swept = 0;
    }
}

impl<K, C> Default for Table<K, C> {
    fn default() -> Self {
        Table { members: IndexMap::default(), counts: Counts::default(), next: 0, swept: 0 }
    }
}
