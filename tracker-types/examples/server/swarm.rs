//! The peers of one torrent, over all wires.

use std::net::{Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};

use tokio::sync::mpsc;
use tracker_types::{PeerId, ScrapeStats};

use super::table::{Counts, Member, Progress, Table};

/// How to send messages to a peer without an address: to the task that serves its WebSocket.
pub type Contact = mpsc::Sender<String>;

/// How a peer is reached, and identified in its swarm.
#[derive(Clone, Debug)]
pub enum Place {
    /// It listens at this address: a client that comes back with another id replaces itself.
    Address(SocketAddr),
    /// It is in a browser, and identified by its id.
    Browser(PeerId, Contact),
}

/// What a peer says about itself, and when.
#[derive(Clone, Copy, Debug)]
pub struct Status {
    pub id: PeerId,
    pub progress: Progress,
    pub seen: u32,
}

/// Which peers a client can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Any,
    V4,
    V6,
}

/// An IPv6 address and port in 18 bytes, where [`SocketAddrV6`] takes 28.
type KeyV6 = (Ipv6Addr, u16);

fn key(address: &SocketAddrV6) -> KeyV6 {
    (*address.ip(), address.port())
}

/// The peers of one torrent.
#[derive(Debug, Default)]
pub struct Swarm {
    v4: Table<SocketAddrV4, ()>,
    v6: Table<KeyV6, ()>,
    browsers: Table<PeerId, Contact>,
    /// How many downloads were completed.
    downloaded: u32,
}

impl Swarm {
    /// Adds or updates a peer; a completed download counts once for each peer.
    pub fn update(&mut self, place: &Place, status: Status, completed: bool) {
        if completed && self.progress(place) != Some(Progress::Seed) {
            self.downloaded = self.downloaded.saturating_add(1);
        }
        let Status { id, progress, seen } = status;
        let member = Member { id, progress, seen, contact: () };
        match place {
            Place::Address(SocketAddr::V4(address)) => self.v4.update(*address, member),
            Place::Address(SocketAddr::V6(address)) => self.v6.update(key(address), member),
            Place::Browser(id, contact) => {
                let contact = contact.clone();
                self.browsers.update(*id, Member { id: *id, progress, seen, contact });
            }
        }
    }

    /// Removes a peer. A peer in a browser is removed only through its own WebSocket: anybody may know its id.
    pub fn remove(&mut self, place: &Place) {
        match place {
            Place::Address(SocketAddr::V4(address)) => self.v4.remove(address),
            Place::Address(SocketAddr::V6(address)) => self.v6.remove(&key(address)),
            Place::Browser(id, contact) => {
                if self.browser(id).is_some_and(|known| known.same_channel(contact)) {
                    self.browsers.remove(id);
                }
            }
        }
    }

    /// The progress that the peer announced last; `None` for an unknown peer.
    pub fn progress(&self, place: &Place) -> Option<Progress> {
        match place {
            Place::Address(SocketAddr::V4(address)) => Some(self.v4.get(address)?.progress),
            Place::Address(SocketAddr::V6(address)) => Some(self.v6.get(&key(address))?.progress),
            Place::Browser(id, _) => Some(self.browsers.get(id)?.progress),
        }
    }

    /// How to reach the peer with this id, if it is in a browser.
    pub fn browser(&self, id: &PeerId) -> Option<&Contact> {
        self.browsers.get(id).map(|member| &member.contact)
    }

    pub fn is_empty(&self) -> bool {
        self.v4.len() == 0 && self.v6.len() == 0 && self.browsers.len() == 0
    }

    /// The memory that its peers take, in bytes.
    pub fn bytes(&self) -> usize {
        let tables = [self.v4.bytes(), self.v6.bytes(), self.browsers.bytes()];
        tables.into_iter().fold(0, usize::saturating_add)
    }

    /// The memory that one more peer takes.
    pub fn growth(&self, place: &Place) -> usize {
        match place {
            Place::Address(SocketAddr::V4(_)) => self.v4.growth(),
            Place::Address(SocketAddr::V6(_)) => self.v6.growth(),
            Place::Browser(..) => self.browsers.growth(),
        }
    }

    /// The swarm's counts; partial seeds count as incomplete but not as downloaders (BEP 21).
    pub fn stats(&self) -> ScrapeStats<'static> {
        let kinds = [self.v4.counts, self.v6.counts, self.browsers.counts];
        let sum = |count: fn(&Counts) -> u32| kinds.iter().map(count).fold(0, u32::saturating_add);
        let downloaders = sum(|counts| counts.downloaders);
        let partial = sum(|counts| counts.partial_seeds);
        let incomplete = downloaders.saturating_add(partial);
        let mut stats = ScrapeStats::new(sum(|counts| counts.seeds), self.downloaded, incomplete);
        stats.downloaders = (partial > 0).then_some(downloaders);
        stats
    }

    /// Up to `most` addresses for the peer at `asking`, IPv4 first. If the peer can use both families, each
    /// gets half of the places, and more if the other does not fill its half.
    pub fn pick(
        &mut self,
        asking: SocketAddr,
        most: usize,
        audience: Audience,
    ) -> Vec<(SocketAddr, PeerId)> {
        let (v4, v6) = match audience {
            Audience::V4 => (most, 0),
            Audience::V6 => (0, most),
            Audience::Any => {
                let v6 = self.v6.len().min(most.saturating_sub(self.v4.len()).max(most / 2));
                (most.saturating_sub(v6), v6)
            }
        };
        let (here_v4, here_v6) = match asking {
            SocketAddr::V4(address) => (Some(address), None),
            SocketAddr::V6(address) => (None, Some(key(&address))),
        };
        let mut picked = Vec::new();
        let found = self.v4.pick(here_v4.as_ref(), v4);
        picked.extend(found.iter().map(|(at, member)| (SocketAddr::V4(**at), member.id)));
        let found = self.v6.pick(here_v6.as_ref(), v6);
        picked.extend(found.iter().map(|(at, member)| (SocketAddr::from(**at), member.id)));
        picked
    }

    /// Up to `most` peers in browsers, other than `asking`.
    pub fn pick_browsers(&mut self, asking: &PeerId, most: usize) -> Vec<Contact> {
        let picked = self.browsers.pick(Some(asking), most);
        picked.into_iter().map(|(_, member)| member.contact.clone()).collect()
    }

    /// Drops peers not seen since `oldest`, within this budget; returns whether all were looked at.
    pub fn sweep(&mut self, budget: &mut usize, oldest: u32) -> bool {
        let all = self.v4.sweep(budget, oldest)
            && self.v6.sweep(budget, oldest)
            && self.browsers.sweep(budget, oldest);
        if all {
            self.v4.swept();
            self.v6.swept();
            self.browsers.swept();
        }
        all
    }
}
