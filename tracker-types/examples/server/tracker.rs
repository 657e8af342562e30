//! All torrents that a tracker knows, and what it says about them. No sockets, no clock.

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

/// How a tracker behaves.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// When clients are to come again.
    pub interval: Duration,
    /// How many peers a client gets that does not say how many it wants.
    pub numwant: usize,
    /// How many peers a client gets at most.
    pub most: usize,
    /// How many bytes the tables of torrents and peers may take: some 75 a peer, and some 600 for one
    /// that is alone in its torrent.
    pub memory: usize,
    /// Whether a client that does not say gets dictionaries, as in BEP 3, not packed peers, as
    /// BEP 23 recommends.
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

/// A peer is dropped once it has been silent for so many intervals.
const MISSED_INTERVALS: u32 = 2;

/// Announces of torrents in different shards do not wait for each other.
const SHARDS: usize = 64;

/// How many peers and torrents a sweep looks at before it lets others have the shard.
const SWEEP: usize = 512;

/// How many torrents a scrape may answer that names none.
const FULL_SCRAPE: usize = 1_000;

/// The torrents of a tracker. Each method takes the time at which it is called, since any moment
/// that is the same for all of them.
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

    /// Takes an announce that came from `ip`; what the client says of its own address is not
    /// believed (BEP 7). The answer is the swarm in numbers and peers to connect to.
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

    /// The same for a peer in a browser; `most` is how many others it has offers for.
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

    /// Forgets a peer that has gone without a word.
    pub fn forget(&self, torrent: InfoHash, place: &Place) {
        self.with(torrent, |shard| shard.change(torrent, |swarm| swarm.remove(place)));
    }

    /// Notes where a peer is and how far, or that it has left, and looks at the swarm then.
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

    /// Works on the shard of a torrent, and counts the memory.
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

    /// Whether there is no room for so many bytes more.
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

    /// When clients are to come again, in seconds.
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

    /// These torrents in numbers, in this order; one that nobody announces has zeros.
    pub fn stats(&self, torrents: &[InfoHash]) -> Vec<(InfoHash, ScrapeStats<'static>)> {
        let stats = |torrent: &InfoHash| {
            let known = lock(self.shard(*torrent)).swarms.get(torrent).map(Swarm::stats);
            (*torrent, known.unwrap_or_else(|| ScrapeStats::new(0, 0, 0)))
        };
        torrents.iter().map(stats).collect()
    }

    /// Answers a scrape; of all torrents if none is named and they are few.
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

    /// Drops silent peers, and torrents that have no others. Nobody waits for more than a step of
    /// it: it holds one shard for so long.
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
