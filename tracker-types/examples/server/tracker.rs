//! The torrents of a tracker, and its answers. No sockets, no clock.

use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tracker_types::{
    AnnounceRequest, Event, Failure, InfoHash, PeerId, RetryIn, ScrapeResponse, ScrapeStats,
};

use super::shard::Shard;
use super::swarm::{Audience, Contact, Place, Status, Swarm};
use super::table::Progress;

/// The settings of a tracker.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The time between the announces of a client.
    pub interval: Duration,
    /// How many peers a client gets if it does not say how many it wants.
    pub numwant: usize,
    /// How many peers a client gets at most.
    pub most: usize,
    /// How many bytes the tables of torrents and peers may take: some 75 for each peer, and some 600 for one
    /// that is alone in its torrent.
    pub memory: usize,
    /// Whether a client that does not say `compact` gets dictionaries, as in BEP 3, instead of the packed
    /// peers that BEP 23 recommends.
    pub dictionaries: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            interval: Duration::from_secs(1_800),
            numwant: 50,
            most: 200,
            memory: 256 << 20,
            dictionaries: false,
        }
    }
}

/// A peer is dropped after this number of intervals without an announce.
const MISSED_INTERVALS: u32 = 2;

/// The number of shards. Announces of torrents in different shards do not wait for each other.
const SHARDS: usize = 64;

/// How many peers and torrents a sweep looks at before it unlocks the shard for others.
const SWEEP: usize = 512;

/// How many torrents there may be for a scrape that names none to be answered.
const FULL_SCRAPE: usize = 1_000;

/// The torrents of a tracker. Methods take the current time, measured from any moment that is the same for
/// all calls.
#[derive(Debug)]
pub struct Tracker {
    pub settings: Settings,
    shards: Vec<Mutex<Shard>>,
    /// How many bytes all tables take.
    used: AtomicUsize,
}

impl Tracker {
    pub fn new(settings: Settings) -> Tracker {
        let shards = std::iter::repeat_with(Mutex::default).take(SHARDS).collect();
        Tracker { settings, shards, used: AtomicUsize::new(0) }
    }

    /// Handles an announce from `ip`; the address that the client claims to have is not believed (BEP 7).
    /// Returns the swarm's counts and peers to connect to.
    pub fn announce(
        &self,
        request: &AnnounceRequest<'_>,
        ip: IpAddr,
        audience: Audience,
        now: Duration,
    ) -> Result<(ScrapeStats<'static>, Vec<(SocketAddr, PeerId)>), Failure<'static>> {
        let address = SocketAddr::new(ip.to_canonical(), request.port);
        let most = self.wanted(request);
        self.register(request, &Place::Address(address), now, |swarm| {
            (swarm.stats(), swarm.pick(address, most, audience))
        })
    }

    /// The same for a peer in a browser; `most` is the number of its offers.
    pub fn announce_browser(
        &self,
        request: &AnnounceRequest<'_>,
        contact: &Contact,
        most: usize,
        now: Duration,
    ) -> Result<(ScrapeStats<'static>, Vec<Contact>), Failure<'static>> {
        let id = request.peer_id;
        let most = most.min(self.wanted(request));
        self.register(request, &Place::Browser(id, contact.clone()), now, |swarm| {
            (swarm.stats(), swarm.pick_browsers(&id, most))
        })
    }

    /// How to reach a peer in a browser.
    pub fn browser(&self, torrent: InfoHash, id: &PeerId) -> Option<Contact> {
        lock(self.shard(torrent)).swarms.get(&torrent)?.browser(id).cloned()
    }

    /// Removes a peer that has disconnected without `stopped`.
    pub fn forget(&self, torrent: InfoHash, place: &Place) {
        self.with(torrent, |shard| shard.change(torrent, |swarm| swarm.remove(place)));
    }

    /// Adds, updates or removes the peer that announces itself, then looks at the swarm.
    fn register<T>(
        &self,
        request: &AnnounceRequest<'_>,
        place: &Place,
        now: Duration,
        look: impl FnOnce(&mut Swarm) -> T,
    ) -> Result<T, Failure<'static>> {
        // Port 0: the peer does not listen, so it is not handed out.
        let nowhere = matches!(place, Place::Address(address) if address.port() == 0);
        let leaves = request.event == Some(Event::Stopped);
        let completed = request.event == Some(Event::Completed);
        let status =
            Status { id: request.peer_id, progress: progress(request), seen: seconds(now) };
        let torrent = request.info_hash;
        self.with(torrent, |shard| {
            if !leaves && !nowhere {
                if self.is_full(shard.growth(torrent, place)) {
                    return Err(self.overcrowded());
                }
                shard.swarms.entry(torrent).or_default();
            }
            Ok(shard.change(torrent, |swarm| {
                if leaves {
                    swarm.remove(place);
                } else if !nowhere {
                    swarm.update(place, status, completed);
                }
                look(swarm)
            }))
        })
    }

    /// Works on the shard of a torrent, and counts the memory that it takes then.
    fn with<T>(&self, torrent: InfoHash, work: impl FnOnce(&mut Shard) -> T) -> T {
        self.counted(self.shard(torrent), work)
    }

    fn counted<T>(&self, shard: &Mutex<Shard>, work: impl FnOnce(&mut Shard) -> T) -> T {
        let mut shard = lock(shard);
        let before = shard.bytes();
        let done = work(&mut shard);
        self.used.fetch_add(shard.bytes().wrapping_sub(before), Ordering::Relaxed);
        done
    }

    /// Whether there is no room for `growth` more bytes.
    fn is_full(&self, growth: usize) -> bool {
        growth > 0 && self.used().saturating_add(growth) > self.settings.memory
    }

    /// How many bytes all tables take.
    pub fn used(&self) -> usize {
        self.used.load(Ordering::Relaxed)
    }

    fn overcrowded(&self) -> Failure<'static> {
        let mut failure = Failure::new("tracker is full");
        let minutes = self.settings.interval.as_secs() / 60;
        failure.retry_in = Some(RetryIn::Minutes(u32::try_from(minutes).unwrap_or(u32::MAX)));
        failure
    }

    /// The time between the announces of a client, in seconds.
    pub fn interval(&self) -> u32 {
        seconds(self.settings.interval)
    }

    /// How many peers this client gets: none if it leaves.
    fn wanted(&self, request: &AnnounceRequest<'_>) -> usize {
        if request.event == Some(Event::Stopped) {
            return 0;
        }
        let said = request.numwant.and_then(|number| usize::try_from(number).ok());
        said.unwrap_or(self.settings.numwant).min(self.settings.most)
    }

    /// The counts of these torrents, in this order; those of an unknown torrent are zero.
    pub fn stats(&self, torrents: &[InfoHash]) -> Vec<(InfoHash, ScrapeStats<'static>)> {
        let stats = |torrent: &InfoHash| {
            let known = lock(self.shard(*torrent)).swarms.get(torrent).map(Swarm::stats);
            (*torrent, known.unwrap_or_else(|| ScrapeStats::new(0, 0, 0)))
        };
        torrents.iter().map(stats).collect()
    }

    /// Answers a scrape; one that names no torrent gets all of them, if they are few.
    pub fn scrape(
        &self,
        torrents: &[InfoHash],
    ) -> Result<ScrapeResponse<'static>, Failure<'static>> {
        let mut response = ScrapeResponse::default();
        response.files.extend(self.stats(torrents));
        for shard in self.shards.iter().filter(|_| torrents.is_empty()) {
            let shard = lock(shard);
            if response.files.len().saturating_add(shard.swarms.len()) > FULL_SCRAPE {
                return Err(Failure::new("too many torrents: name those to scrape"));
            }
            response.files.extend(shard.swarms.iter().map(|(hash, swarm)| (*hash, swarm.stats())));
        }
        Ok(response)
    }

    /// Drops silent peers, and torrents that have no others. It works in steps and locks one shard for one
    /// step at a time, so that announces wait for no longer than a step.
    pub fn sweep(&self, now: Duration) {
        let patience = self.settings.interval.saturating_mul(MISSED_INTERVALS);
        let oldest = seconds(now.saturating_sub(patience));
        for shard in &self.shards {
            while !self.counted(shard, |shard| shard.sweep(SWEEP, oldest)) {}
        }
    }

    #[allow(clippy::indexing_slicing, reason = "a remainder is less than what divides")]
    fn shard(&self, torrent: InfoHash) -> &Mutex<Shard> {
        &self.shards[usize::from(torrent.0[0]) % SHARDS]
    }
}

/// A panic elsewhere leaves the swarms usable.
fn lock(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

fn seconds(time: Duration) -> u32 {
    u32::try_from(time.as_secs()).unwrap_or(u32::MAX)
}

fn progress(request: &AnnounceRequest<'_>) -> Progress {
    match (request.left, request.event) {
        (Some(0), _) => Progress::Seed,
        (_, Some(Event::Paused)) => Progress::PartialSeed,
        _ => Progress::Downloader,
    }
}
