//! An exchange over real sockets on loopback, with a network that loses, repeats, delays and forges datagrams.
//! Time is simulated: nothing here waits.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6, UdpSocket};
use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use tracker_types::udp::{
    AnnounceResponseWriter, Answer, ConnectionId, ConnectionIds, Exchange, Family, Request,
    Response, ScrapeResponseWriter, Stats, Step, TransactionId, request, response, timeout,
};
use tracker_types::{AnnounceRequest, InfoHash, PeerId};

/// What happens to one request and its reply.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Fine,
    RequestLost,
    ReplyLost,
    ReplyTwice,
    /// The reply arrives after the request has been sent again.
    ReplyLate,
    /// Before the reply, a datagram arrives that is not a reply.
    Stray,
    /// Before the reply, one to another request arrives.
    WrongTransaction,
    /// Before the reply, one arrives from another port, with other peers.
    Forged,
    /// Before the reply, one arrives over the other family, which the caller passes to the wrong exchange.
    WrongFamily,
    /// The tracker's clock is three minutes ahead from now on: ids that it has issued are expired.
    Expired,
}

const FATES: [Fate; 10] = [
    Fate::Fine,
    Fate::RequestLost,
    Fate::ReplyLost,
    Fate::ReplyTwice,
    Fate::ReplyLate,
    Fate::Stray,
    Fate::WrongTransaction,
    Fate::Forged,
    Fate::WrongFamily,
    Fate::Expired,
];

const KNOWN: InfoHash = InfoHash([1; 20]);
const UNKNOWN: InfoHash = InfoHash([2; 20]);

/// A tracker that knows one torrent, with one peer.
struct Tracker {
    socket: UdpSocket,
    ids: ConnectionIds,
    /// How far the tracker's clock is ahead.
    ahead: Duration,
}

impl Tracker {
    fn answer(&self, asked: &[u8], from: SocketAddr, now: Duration, out: &mut Vec<u8>) {
        let (ip, now) = (from.ip(), now + self.ahead);
        let proven = |id| self.ids.accepts(id, ip, now);
        match request::decode(asked).unwrap().0 {
            Request::Connect { transaction } => {
                let connection = self.ids.issue(ip, now);
                response::encode(&Response::Connect { transaction, connection }, out);
            }
            Request::Announce(it) if proven(it.connection) && it.info_hash == KNOWN => {
                let writer = AnnounceResponseWriter::answering(&it, 1_800);
                match ip {
                    IpAddr::V4(ip) => writer.write_v4([SocketAddrV4::new(ip, it.port)], out),
                    IpAddr::V6(ip) => writer.write_v6([SocketAddrV6::new(ip, it.port, 0, 0)], out),
                }
            }
            Request::Scrape(it) if proven(it.connection) => {
                let stats = it
                    .info_hashes
                    .iter()
                    .map(|hash| Stats { seeders: u32::from(hash == KNOWN), ..Stats::default() });
                ScrapeResponseWriter::new(it.transaction).write(stats, out);
            }
            other => {
                let known = other.connection().is_some_and(proven);
                let reason = if known { "unknown torrent" } else { "unknown connection id" };
                assert!(response::refuse(asked, reason, out));
            }
        }
    }
}

fn bind(ip: IpAddr) -> Option<UdpSocket> {
    let socket = UdpSocket::bind((ip, 0)).ok()?;
    // Loopback is faster than this; the timeout keeps a failing test from hanging.
    socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    Some(socket)
}

fn other_family(ip: IpAddr) -> IpAddr {
    if ip.is_ipv4() { Ipv6Addr::LOCALHOST.into() } else { Ipv4Addr::LOCALHOST.into() }
}

fn receive(socket: &UdpSocket) -> (Vec<u8>, SocketAddr) {
    let mut buffer = [0; 2048];
    let (length, from) = socket.recv_from(&mut buffer).unwrap();
    (buffer[..length].to_vec(), from)
}

/// A client, a tracker, and the network between them.
struct World {
    client: UdpSocket,
    exchange: Exchange,
    tracker: Tracker,
    other: UdpSocket,
    /// Tracker and client of the other family, if the machine supports it.
    family: Option<(UdpSocket, UdpSocket)>,
    fates: Vec<Fate>,
    late: Vec<Vec<u8>>,
    now: Duration,
    random: u32,
    /// The number of timeouts.
    timeouts: u32,
}

impl World {
    /// Creates a world; `None` on a machine without such an address.
    fn new(ip: IpAddr, fates: &[Fate]) -> Option<World> {
        let socket = bind(ip)?;
        let address = socket.local_addr().unwrap();
        let ids = ConnectionIds::new([7, 9]);
        Some(World {
            client: bind(ip)?,
            exchange: Exchange::new(address),
            tracker: Tracker { socket, ids, ahead: Duration::ZERO },
            other: bind(ip)?,
            family: bind(other_family(ip)).zip(bind(other_family(ip))),
            fates: fates.iter().copied().rev().collect(),
            late: Vec::new(),
            now: Duration::from_secs(1_000),
            random: 0,
            timeouts: 0,
        })
    }

    fn run(&mut self) -> Option<Answer<'static>> {
        let mut datagram = Vec::new();
        loop {
            self.random += 1;
            match self.exchange.poll(self.now, self.random, &mut datagram) {
                Step::Send => {
                    let tracker = self.exchange.tracker();
                    self.client.send_to(&datagram, tracker).unwrap();
                    let replies = self.carry();
                    for _ in 0..replies {
                        if let Some(answer) = self.take() {
                            return Some(answer);
                        }
                    }
                }
                Step::WaitUntil(until) => {
                    self.timeouts += 1;
                    self.now = until;
                }
                Step::GaveUp => return None,
                step => panic!("{step:?} without an answer"),
            }
        }
    }

    /// The client receives one datagram.
    fn take(&mut self) -> Option<Answer<'static>> {
        let (datagram, from) = receive(&self.client);
        let (answer, _) = self.exchange.receive(&datagram, from, self.now).unwrap()?;
        Some(match answer {
            Answer::Announce(response) => Answer::Announce(response.into_owned()),
            Answer::Scrape(response) => Answer::Scrape(response),
            Answer::Failure(failure) => Answer::Failure(failure.into_owned()),
            other => panic!("{other:?}"),
        })
    }

    /// The tracker receives a request, to which the next fate happens; returns how many datagrams come back.
    fn carry(&mut self) -> usize {
        let (asked, client) = receive(&self.tracker.socket);
        let fate = self.fates.pop().unwrap_or(Fate::Fine);
        let mut back = std::mem::take(&mut self.late);
        if fate == Fate::Expired {
            self.tracker.ahead += Duration::from_mins(3);
        }
        let mut reply = Vec::new();
        self.tracker.answer(&asked, client, self.now, &mut reply);
        assert!(fate != Fate::Expired || reply.len() <= asked.len());
        let mut forged = reply.clone();
        let mut strangers = Vec::new();
        match fate {
            Fate::RequestLost | Fate::ReplyLost => reply.clear(),
            Fate::ReplyTwice => back.push(reply.clone()),
            Fate::ReplyLate => self.late.push(std::mem::take(&mut reply)),
            Fate::Stray => {
                back.push(b"d1:ad2:id20:01234567890123456789e1:q4:ping1:t1:a1:y1:qe".to_vec());
            }
            Fate::WrongTransaction => {
                forged[7] ^= 0x80;
                back.push(forged);
            }
            Fate::Forged => {
                forged.iter_mut().skip(8).for_each(|byte| *byte ^= 0xff);
                strangers.push(forged);
            }
            Fate::WrongFamily => self.mix_up(&reply),
            Fate::Fine | Fate::Expired => {}
        }
        back.extend((!reply.is_empty()).then_some(reply));
        for datagram in &strangers {
            self.other.send_to(datagram, client).unwrap();
        }
        for datagram in &back {
            self.tracker.socket.send_to(datagram, client).unwrap();
        }
        strangers.len() + back.len()
    }

    fn mix_up(&mut self, reply: &[u8]) {
        let Some((tracker, client)) = &self.family else { return };
        tracker.send_to(reply, client.local_addr().unwrap()).unwrap();
        let (datagram, from) = receive(client);
        assert_eq!(self.exchange.receive(&datagram, from, self.now), Ok(None));
    }

    fn announce(&mut self, torrent: InfoHash) {
        let model = AnnounceRequest::new(torrent, PeerId([2; 20]), 6881, 0);
        let announce = request::Announce::new(ConnectionId(0), TransactionId(0), &model);
        self.exchange.announce(&announce);
    }

    /// Whether the client has waited no longer than its schedule allows for `lost` losses, even if all are of one
    /// request.
    fn is_in_time(&self, start: Duration, lost: u32) -> bool {
        let longest: Duration = (0..lost).map(timeout).sum();
        self.now <= start + longest && self.timeouts <= lost
    }
}

fn losses(fates: &[Fate]) -> u32 {
    let lost = [Fate::RequestLost, Fate::ReplyLost, Fate::ReplyLate];
    fates.iter().filter(|fate| lost.contains(fate)).count().try_into().unwrap()
}

fn addresses() -> impl Iterator<Item = IpAddr> {
    let all: [IpAddr; 2] = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
    all.into_iter().filter(|&ip| ip.is_ipv4() || bind(ip).is_some())
}

/// At most one stale id in a list of fates, because an exchange accepts only one refusal of its id.
fn fates() -> impl Strategy<Value = Vec<Fate>> {
    vec(select(&FATES[..]), 0..7).prop_map(|mut fates| {
        let mut expired = false;
        fates.retain(|fate| *fate != Fate::Expired || !std::mem::replace(&mut expired, true));
        fates
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn announces_get_their_peers(fates in fates()) {
        for ip in addresses() {
            let mut world = World::new(ip, &fates).unwrap();
            let start = world.now;
            world.announce(KNOWN);
            let Some(Answer::Announce(response)) = world.run() else { panic!("{fates:?}") };
            prop_assert_eq!(response.peers.socket_addrs(), [SocketAddr::new(ip, 6881)]);
            prop_assert!(world.is_in_time(start, losses(&fates)));
        }
    }

    #[test]
    fn refused_announces_get_the_reason(fates in fates()) {
        let mut world = World::new(Ipv4Addr::LOCALHOST.into(), &fates).unwrap();
        let start = world.now;
        world.announce(UNKNOWN);
        let Some(Answer::Failure(failure)) = world.run() else { panic!("{fates:?}") };
        prop_assert_eq!(failure.to_string(), "unknown torrent");
        prop_assert!(world.is_in_time(start, losses(&fates)));
    }

    #[test]
    fn scrapes_get_their_numbers(fates in fates()) {
        let mut world = World::new(Ipv4Addr::LOCALHOST.into(), &fates).unwrap();
        let mut hashes: Vec<_> = (10..110).map(|byte| InfoHash([byte; 20])).collect();
        hashes.push(KNOWN);
        world.exchange.scrape(&hashes);
        let Some(Answer::Scrape(response)) = world.run() else { panic!("{fates:?}") };
        prop_assert_eq!(response.files.len(), 101);
        let seeded = response.files.iter().filter(|(_, stats)| stats.complete == Some(1));
        prop_assert!(seeded.map(|(hash, _)| *hash).eq([KNOWN]));
    }
}

#[test]
fn a_tracker_that_never_answers_is_given_up() {
    for fate in [Fate::RequestLost, Fate::ReplyLost] {
        let mut world = World::new(Ipv4Addr::LOCALHOST.into(), &[fate; 20]).unwrap();
        let start = world.now;
        world.announce(KNOWN);
        assert_eq!(world.run(), None);
        assert_eq!(world.now, start + Duration::from_secs(15 * 511));
    }
}

/// The family of the tracker's address determines how peers are read.
#[test]
fn both_families_are_read_by_the_address() {
    for ip in addresses() {
        assert_eq!(Family::from(ip) == Family::V4, ip.is_ipv4());
        let mut world = World::new(ip, &[]).unwrap();
        world.announce(KNOWN);
        let Some(Answer::Announce(response)) = world.run() else { panic!("no peers") };
        assert_eq!(response.peers.v4.len(), usize::from(ip.is_ipv4()));
        // The id is used for the next request as well.
        world.announce(KNOWN);
        world.fates = vec![Fate::Fine];
        assert!(world.run().is_some() && world.fates.is_empty());
    }
}
