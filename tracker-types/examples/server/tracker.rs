//! All torrents that a tracker knows, and what it says about them. No sockets, no clock.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use tracker_types::{
    AnnounceReply, AnnounceRequest, AnnounceResponse, Event, Failure, InfoHash, Peer, Peers, Reply,
    RetryIn, ScrapeRequest, ScrapeResponse, ScrapeStats,
};

use super::swarm::{Member, Progress, Swarm};

/// How a tracker behaves.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// When clients are to come again.
    pub interval: Duration,
    /// How many peers a client gets that does not say how many it wants.
    pub numwant: usize,
    /// How many peers a client gets at most.
    pub most: usize,
    /// How many peers are kept, of all torrents together.
    pub capacity: usize,
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
            capacity: 1_000_000,
            dictionaries: false,
        }
    }
}

/// A peer is dropped once it has been silent for so many intervals.
const MISSED_INTERVALS: u32 = 2;

/// The torrents of a tracker.
#[derive(Debug)]
pub struct Tracker {
    pub settings: Settings,
    /// None of them is empty.
    swarms: HashMap<InfoHash, Swarm>,
    /// How many peers there are in all.
    population: usize,
    /// When silent peers were last looked for in all swarms.
    swept: Option<Instant>,
}

impl Tracker {
    pub fn new(settings: Settings) -> Tracker {
        Tracker { settings, swarms: HashMap::new(), population: 0, swept: None }
    }

    /// Takes an announce that came from `ip`; what the client says of its own address is not
    /// believed (BEP 7).
    pub fn announce(
        &mut self,
        request: &AnnounceRequest<'_>,
        ip: IpAddr,
        now: Instant,
    ) -> AnnounceReply<'static> {
        self.sweep_now_and_then(now);
        let address = SocketAddr::new(ip.to_canonical(), request.port);
        let mut swarm = self.swarms.remove(&request.info_hash).unwrap_or_default();
        self.population = self.population.saturating_sub(swarm.len());
        swarm.expire(now, self.patience());
        let is_new = !swarm.contains(address);
        let full = self.population.saturating_add(swarm.len()) >= self.settings.capacity;
        let reply = if full && is_new {
            Reply::Failure(self.overcrowded())
        } else {
            register(&mut swarm, address, request, now);
            Reply::Success(self.respond(&mut swarm, address, request))
        };
        self.keep(request.info_hash, swarm);
        reply
    }

    fn keep(&mut self, info_hash: InfoHash, swarm: Swarm) {
        self.population = self.population.saturating_add(swarm.len());
        if !swarm.is_empty() {
            self.swarms.insert(info_hash, swarm);
        }
    }

    fn overcrowded(&self) -> Failure<'static> {
        let mut failure = Failure::new("tracker is full");
        let minutes = self.settings.interval.as_secs() / 60;
        failure.retry_in = Some(RetryIn::Minutes(u32::try_from(minutes).unwrap_or(u32::MAX)));
        failure
    }

    fn respond(
        &self,
        swarm: &mut Swarm,
        address: SocketAddr,
        request: &AnnounceRequest<'_>,
    ) -> AnnounceResponse<'static> {
        let mut peers = Peers::default();
        let picked = swarm.pick(address, self.wanted(request));
        peers.list.extend(picked.into_iter().map(|(address, id)| {
            let mut peer = Peer::from(address);
            peer.id = Some(id);
            peer
        }));
        let interval = u32::try_from(self.settings.interval.as_secs()).unwrap_or(u32::MAX);
        let mut response = AnnounceResponse::new(interval, peers);
        let stats = swarm.stats();
        (response.complete, response.incomplete) = (stats.complete, stats.incomplete);
        response
    }

    /// How many peers this client gets: none if it leaves.
    fn wanted(&self, request: &AnnounceRequest<'_>) -> usize {
        if request.event == Some(Event::Stopped) {
            return 0;
        }
        let said = request.numwant.and_then(|number| usize::try_from(number).ok());
        said.unwrap_or(self.settings.numwant).min(self.settings.most)
    }

    /// Answers a scrape; of all torrents if none is named. One that nobody announces has zeros.
    pub fn scrape(&mut self, request: &ScrapeRequest<'_>, now: Instant) -> ScrapeResponse<'static> {
        self.sweep(now);
        let mut response = ScrapeResponse::default();
        if request.info_hashes.is_empty() {
            let all = self.swarms.iter().map(|(hash, swarm)| (*hash, swarm.stats()));
            response.files.extend(all);
        }
        for hash in &request.info_hashes {
            let stats = self.swarms.get(hash).map(Swarm::stats);
            let stats = stats.unwrap_or_else(|| ScrapeStats::new(0, 0, 0));
            response.files.insert(*hash, stats);
        }
        response
    }

    fn sweep_now_and_then(&mut self, now: Instant) {
        let due = |swept: Instant| now.saturating_duration_since(swept) >= self.settings.interval;
        if self.swept.is_none_or(due) {
            self.sweep(now);
        }
    }

    /// Drops silent peers, and torrents that have no others.
    fn sweep(&mut self, now: Instant) {
        let patience = self.patience();
        self.swarms.retain(|_, swarm| {
            swarm.expire(now, patience);
            !swarm.is_empty()
        });
        self.population = self.swarms.values().map(Swarm::len).sum();
        self.swept = Some(now);
    }

    /// How long a peer may be silent: longer, perhaps, than the clock has been going.
    fn patience(&self) -> Duration {
        self.settings.interval.saturating_mul(MISSED_INTERVALS)
    }
}

/// Notes where a peer is and how far, or that it has left.
fn register(swarm: &mut Swarm, address: SocketAddr, request: &AnnounceRequest<'_>, now: Instant) {
    if request.event == Some(Event::Stopped) {
        return swarm.remove(address);
    }
    if request.event == Some(Event::Completed) {
        swarm.count_download(address);
    }
    // Port 0: it listens nowhere, so nobody is told of it.
    if address.port() != 0 {
        let progress = progress(request);
        swarm.update(address, Member { id: request.peer_id, progress, seen: now });
    }
}

fn progress(request: &AnnounceRequest<'_>) -> Progress {
    match (request.left, request.event) {
        (Some(0), _) => Progress::Seed,
        (_, Some(Event::Paused)) => Progress::PartialSeed,
        _ => Progress::Downloader,
    }
}
