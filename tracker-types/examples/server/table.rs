//! Peers of one kind in one swarm: found by key, handed out in turn, swept a few at a time.

use std::hash::Hash;

use indexmap::IndexMap;
use tracker_types::PeerId;

use super::room;

/// What a tracker keeps of a peer besides its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member<C> {
    /// What it calls itself.
    pub id: PeerId,
    /// How far it is.
    pub progress: Progress,
    /// When it was last heard of, in seconds of the tracker's clock.
    pub seen: u32,
    /// How to reach it, where the key does not say.
    pub contact: C,
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

/// How many peers are how far.
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

/// Peers by key. Every operation takes the same time however many there are.
#[derive(Debug)]
pub struct Table<K, C> {
    members: IndexMap<K, Member<C>>,
    pub counts: Counts,
    /// Where the peers to hand out next begin.
    next: usize,
    /// Where the sweep goes on.
    swept: usize,
}

impl<K: Hash + Eq, C> Table<K, C> {
    pub fn len(&self) -> usize {
        self.members.len()
    }

    pub fn get(&self, key: &K) -> Option<&Member<C>> {
        self.members.get(key)
    }

    /// The memory it holds, in bytes.
    pub fn bytes(&self) -> usize {
        room::bytes(&self.members)
    }

    /// The memory that one more peer takes.
    pub fn growth(&self) -> usize {
        room::growth(&self.members)
    }

    /// Takes in a peer, or what it says anew.
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

    /// Up to `most` peers other than `asking`: those that come after the last ones handed out, so
    /// that all are handed out equally often.
    pub fn pick(&mut self, asking: Option<&K>, most: usize) -> Vec<(&K, &Member<C>)> {
        let (length, start) = (self.members.len(), self.next);
        // One more, as the peer that asks may be among them.
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
        // Whoever got all of them takes nobody's turn.
        if picked.len() < most {
            self.next = start;
        }
        picked
    }

    /// Drops peers not seen since `oldest`, looking at no more than `budget`, which it uses up;
    /// whether it came to the end. The next call goes on there, until [`Table::swept`] is called.
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

    /// Lets the next sweep begin anew.
    pub fn swept(&mut self) {
        self.swept = 0;
    }
}

impl<K, C> Default for Table<K, C> {
    fn default() -> Self {
        Table { members: IndexMap::default(), counts: Counts::default(), next: 0, swept: 0 }
    }
}
