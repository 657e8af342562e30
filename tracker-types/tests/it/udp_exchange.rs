//! A client's exchange with a tracker: order, schedule, and the effect of replies (BEP 15).

use std::net::SocketAddr;
use std::time::Duration;

use tracker_types::udp::{
    Answer, ConnectionId, Exchange, MAX_SCRAPE, Request, Stats, Step, TransactionId, request,
    response, timeout,
};
use tracker_types::{AnnounceRequest, Error, ErrorKind, InfoHash, PeerId, Quirk, Quirks};

/// The quirks of a datagram, and how often each occurs.
type Odd<'t> = &'t [(Quirk, usize)];

type Raw<'t> = &'t [u8];

const TRACKER: &str = "192.0.2.1:6969";

fn tracker() -> SocketAddr {
    TRACKER.parse().unwrap()
}

fn second(second: u64) -> Duration {
    Duration::from_secs(second)
}

/// An exchange, the datagram it last sent, and the random numbers 1, 2, 3, …
struct Client {
    exchange: Exchange,
    sent: Vec<u8>,
    random: u32,
}

impl Client {
    fn announcing() -> Client {
        let mut client = Client { exchange: Exchange::new(tracker()), sent: Vec::new(), random: 0 };
        client.announce();
        client
    }

    fn announce(&mut self) {
        let model = AnnounceRequest::new(InfoHash([1; 20]), PeerId([2; 20]), 6881, 0);
        let announce = request::Announce::new(ConnectionId(0), TransactionId(0), &model);
        self.exchange.announce(&announce);
    }

    fn scraping(hashes: &[InfoHash]) -> Client {
        let mut client = Client::announcing();
        client.exchange.scrape(hashes);
        client
    }

    fn poll(&mut self, now: u64) -> Step {
        self.random += 1;
        self.exchange.poll(second(now), self.random, &mut self.sent)
    }

    /// Returns what is sent at this time; a connect request is answered immediately.
    fn sent(&mut self, now: u64) -> Request<'_> {
        assert_eq!(self.poll(now), Step::Send);
        request::decode(&self.sent).unwrap().0
    }

    fn connect(&mut self, now: u64) {
        let sent = self.sent(now);
        assert!(matches!(sent, Request::Connect { .. }), "{sent:?}");
        let reply = [&[0; 4], &self.transaction()[..], b"\0\0\0\0\0\0\0\x2a"].concat();
        assert_eq!(self.receive(&reply, now), Ok(None));
    }

    fn transaction(&self) -> [u8; 4] {
        self.sent[12..16].try_into().unwrap()
    }

    /// A reply to the last datagram, from its action and the bytes after the transaction id.
    fn reply(&self, action: u32, rest: &[u8]) -> Vec<u8> {
        [&action.to_be_bytes(), &self.transaction()[..], rest].concat()
    }

    fn receive<'d>(
        &mut self,
        datagram: &'d [u8],
        now: u64,
    ) -> Result<Option<(Answer<'d>, Quirks)>, Error> {
        self.exchange.receive(datagram, tracker(), second(now))
    }
}

const PEER: &[u8] = b"\0\0\x07\x08\0\0\0\x01\0\0\0\x02\x7f\0\0\x01\x1a\xe1";

/// Whether the answer is that to an announce, with its one peer.
fn has_peer(answer: &Answer<'_>) -> bool {
    let Answer::Announce(response) = answer else { return false };
    response.peers.socket_addrs() == ["127.0.0.1:6881".parse().unwrap()]
}

/// Fake replies to an announce, which were also sent to five clients, and how they are read here.
#[test]
fn fake_replies_are_read() {
    let rows: &[(&str, u32, Raw<'_>, Odd<'_>)] = &[
        ("plain", 1, PEER, &[]),
        ("stray bytes", 1, &[PEER, b"abc"].concat(), &[(Quirk::RaggedPeers, 1)]),
        (
            "largest interval and counts",
            1,
            &[&[0xff; 12], &PEER[12..]].concat(),
            &[(Quirk::NegativeNumber, 3)],
        ),
    ];
    for (name, action, rest, quirks) in rows {
        let mut client = Client::announcing();
        client.connect(0);
        assert!(matches!(client.sent(1), Request::Announce(_)));
        let reply = client.reply(*action, rest);
        let (answer, odd) = client.receive(&reply, 2).unwrap().unwrap();
        assert!(has_peer(&answer), "{name}");
        assert_eq!(odd.iter().collect::<Vec<_>>(), *quirks, "{name}");
        assert_eq!(answer.clone().into_scrape_reply(), None, "{name}");
        let response = answer.into_announce_reply().unwrap().into_result().unwrap();
        assert_eq!(response.wait(), second(1_800), "{name}");
        assert_eq!(client.poll(2), Step::Idle, "{name}");
    }
}

#[test]
fn refusals() {
    let rows: &[(&str, u32, Raw<'_>, &str, Odd<'_>)] = &[
        ("error", 3, b"Unregistered torrent", "Unregistered torrent", &[]),
        ("with a NUL", 3, b"Unregistered torrent\0", "Unregistered torrent", &[]),
        ("of nothing", 3, b"", "", &[]),
        ("in little-endian order", 3 << 24, b"no", "no", &[(Quirk::SwappedAction, 1)]),
    ];
    for (name, action, text, reason, quirks) in rows {
        for connects in [false, true] {
            let mut client = Client::announcing();
            if connects {
                client.connect(0);
            }
            client.sent(1);
            let reply = client.reply(*action, text);
            let (answer, odd) = client.receive(&reply, 2).unwrap().unwrap();
            let Answer::Failure(failure) = answer else { panic!("{name}") };
            assert_eq!(failure.reason.as_str(), Some(*reason), "{name}");
            assert_eq!(odd.iter().collect::<Vec<_>>(), *quirks, "{name}");
            assert_eq!(client.poll(2), Step::Idle, "{name}");
        }
    }
}

/// opentracker sends this for a torrent that is not on its list: it is not asked again.
#[test]
fn a_short_reply_is_a_refusal() {
    for length in 0..12 {
        let mut client = Client::announcing();
        client.connect(0);
        client.sent(1);
        let reply = client.reply(1, &vec![0; length]);
        let error = client.receive(&reply, 2).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::WrongLength { expected: 20, found: 8 + length });
        assert_eq!(client.poll(2), Step::Idle);
    }
    let mut client = Client::announcing();
    client.sent(0);
    let reply = client.reply(0, b"\0\0\0\0");
    assert!(client.receive(&reply, 1).is_err());
}

#[test]
fn connect_replies() {
    for (rest, id, odd) in [
        (&b"\0\0\0\0\0\0\0\x2aextended"[..], 42, 8),
        (b"\0\0\0\0\0\0\0\0", 0, 0),
        (b"\0\0\x04\x17\x27\x10\x19\x80", 0x0417_2710_1980, 0),
    ] {
        let mut client = Client::announcing();
        client.sent(0);
        let reply = client.reply(0, rest);
        assert_eq!(client.receive(&reply, 1), Ok(None));
        assert_eq!(client.sent(1).connection(), Some(ConnectionId(id)));
        let reply = client.reply(1, PEER);
        let (answer, quirks) = client.receive(&reply, 2).unwrap().unwrap();
        // The quirks of earlier replies are reported as well.
        assert!(has_peer(&answer) && quirks.count(Quirk::TrailingData) == odd);
    }
}

/// None of these is an error, and the answer is accepted after them.
#[test]
fn stray_datagrams_are_ignored() {
    let mut client = Client::announcing();
    client.connect(0);
    let connected = client.reply(0, b"\0\0\0\0\0\0\0\x63");
    client.sent(1);
    let good = client.reply(1, PEER);
    let with = |at: usize, byte: u8| {
        let mut other = good.clone();
        other[at] ^= byte;
        other
    };
    let strays = [
        Vec::new(),
        good[..7].to_vec(),
        with(7, 1),
        with(4, 0x80),
        // Another action, with the right transaction id.
        with(3, 1 ^ 2),
        with(3, 1),
        with(3, 1 ^ 4),
        with(3, 1 ^ 9),
        // The reply to the connect request again.
        connected,
        b"d1:rd2:id20:01234567890123456789e1:t1:a1:y1:re".to_vec(),
    ];
    for stray in &strays {
        assert_eq!(client.receive(stray, 2), Ok(None), "{}", stray.escape_ascii());
        assert_eq!(client.poll(2), Step::WaitUntil(second(16)));
    }
    for from in ["192.0.2.1:6970", "192.0.2.2:6969", "[2001:db8::1]:6969"] {
        let from = from.parse().unwrap();
        assert_eq!(client.exchange.receive(&good, from, second(2)), Ok(None));
    }
    // A socket for both IP versions shows an IPv4 address in this form.
    let mapped = "[::ffff:192.0.2.1]:6969".parse().unwrap();
    let (answer, _) = client.exchange.receive(&good, mapped, second(3)).unwrap().unwrap();
    assert!(has_peer(&answer));
    // A repeated answer is ignored.
    assert_eq!(client.receive(&good, 3), Ok(None));
}

#[test]
fn the_family_is_that_of_the_tracker() {
    let from: SocketAddr = "[2001:db8::1]:6969".parse().unwrap();
    let mut client = Client::announcing();
    client.exchange = Exchange::new(from);
    assert_eq!(client.exchange.tracker(), from);
    client.announce();
    client.sent(0);
    let reply = client.reply(0, b"\0\0\0\0\0\0\0\x2a");
    assert_eq!(client.exchange.receive(&reply, from, second(1)), Ok(None));
    client.sent(1);
    let reply = client.reply(1, &[&PEER[..12], &[0x20; 18]].concat());
    let (answer, _) = client.exchange.receive(&reply, from, second(2)).unwrap().unwrap();
    let Answer::Announce(response) = answer else { panic!() };
    assert_eq!((response.peers.v4.len(), response.peers.v6.len()), (0, 1));
}

/// A tracker answers the action of 2007 with the same action, or with today's if its peers are IPv4.
#[test]
fn announces_of_2007_are_answered_by_either_action() {
    let model = AnnounceRequest::new(InfoHash([1; 20]), PeerId([2; 20]), 6881, 0);
    let mut announce = request::Announce::new(ConnectionId(0), TransactionId(0), &model);
    for (old_ipv6, action, is_answer) in
        [(true, 1, true), (true, 4, true), (true, 2, false), (false, 1, true), (false, 4, false)]
    {
        let mut client = Client::announcing();
        announce.old_ipv6 = old_ipv6;
        client.exchange.announce(&announce);
        client.connect(0);
        client.sent(1);
        let reply = client.reply(action, &[0; 12]);
        let answer = client.receive(&reply, 2).unwrap();
        assert_eq!(answer.is_some(), is_answer, "{old_ipv6} {action}");
    }
}

/// When a datagram is sent, and which: `c`onnect or `a`nnounce; after that, nothing.
fn schedule(client: &mut Client, start: u64) -> (Vec<(u64, char)>, u64) {
    let mut sent = Vec::new();
    let mut now = start;
    loop {
        match client.poll(now) {
            Step::Send => {
                let connects = client.sent.len() == 16;
                sent.push((now, if connects { 'c' } else { 'a' }));
            }
            Step::WaitUntil(until) => {
                assert!(until > second(now));
                assert_eq!(client.poll(until.as_secs() - 1), Step::WaitUntil(until));
                now = until.as_secs();
            }
            Step::GaveUp => return (sent, now),
            other => panic!("{other:?}"),
        }
    }
}

/// The examples of BEP 15, "Time outs".
#[test]
fn connects_time_out() {
    let (sent, end) = schedule(&mut Client::announcing(), 0);
    let times = [0, 15, 45, 105, 225, 465, 945, 1905, 3825];
    assert_eq!(sent, times.map(|time| (time, 'c')));
    assert_eq!(end, 3825 + 3840);
    assert_eq!([0, 3, 8, 9, u32::MAX].map(|n| timeout(n).as_secs()), [15, 120, 3840, 3840, 3840]);

    let mut client = Client::announcing();
    client.exchange = client.exchange.attempts(2);
    client.announce();
    assert_eq!(schedule(&mut client, 7), (vec![(7, 'c'), (22, 'c')], 52));
    assert_eq!(client.poll(52), Step::Idle);
}

#[test]
fn announces_time_out() {
    let mut client = Client::announcing();
    assert!(matches!(client.sent(0), Request::Connect { .. }));
    let reply = client.reply(0, b"\0\0\0\0\0\0\0\x2a");
    assert_eq!(client.receive(&reply, 1), Ok(None));
    let (sent, _) = schedule(&mut client, 2);
    assert_eq!(sent[..5], [(2, 'a'), (17, 'a'), (47, 'a'), (107, 'c'), (227, 'c')]);
    assert_eq!(sent.len(), 9);
}

/// A tracker that issues ids but answers nothing else is also given up.
#[test]
fn an_exchange_without_answers_to_requests_ends() {
    let mut client = Client::announcing();
    let (mut now, mut sent) = (0, 0);
    loop {
        match client.poll(now) {
            Step::Send if client.sent.len() == 16 => {
                let reply = client.reply(0, b"\0\0\0\0\0\0\0\x2a");
                client.receive(&reply, now).unwrap();
            }
            Step::Send => sent += 1,
            Step::WaitUntil(until) => now = until.as_secs(),
            step => {
                assert_eq!(step, Step::GaveUp);
                break;
            }
        }
    }
    assert_eq!((sent, now), (9, 15 * 511));
}

/// A retry is the same datagram, so that an answer to any of them is accepted.
#[test]
fn late_answers_are_accepted() {
    let mut client = Client::announcing();
    client.connect(0);
    client.sent(2);
    let first = client.sent.clone();
    client.sent(17);
    assert_eq!(client.sent, first);
    let late = client.reply(1, PEER);
    client.sent(47);
    // The id has expired; an answer to the announce is accepted while waiting for the next id.
    assert!(matches!(client.sent(107), Request::Connect { .. }));
    let (answer, _) = client.receive(&late, 108).unwrap().unwrap();
    assert!(has_peer(&answer));
    assert_eq!(client.poll(108), Step::Idle);
}

#[test]
fn an_id_is_used_again_for_a_minute() {
    for (age, connects) in [(0, false), (59, false), (60, true), (500, true)] {
        let mut client = Client::announcing();
        client.connect(100);
        client.sent(100);
        let reply = client.reply(1, PEER);
        assert!(client.receive(&reply, 100).unwrap().is_some());
        client.announce();
        let sent = client.sent(100 + age);
        assert_eq!(matches!(sent, Request::Connect { .. }), connects, "after {age} s");
    }
}

/// Two simultaneous requests share an id, and answers may come in any order.
#[test]
fn exchanges_share_an_id() {
    let mut one = Client::announcing();
    assert_eq!(one.exchange.connection(), None);
    one.connect(10);
    let (id, since) = one.exchange.connection().unwrap();
    assert_eq!((id, since), (ConnectionId(42), second(10)));
    let mut other = Client::scraping(&[InfoHash([1; 20])]);
    other.random = 100;
    other.exchange.resume(id, since);
    assert!(matches!(other.sent(20), Request::Scrape(_)));
    assert!(matches!(one.sent(20), Request::Announce(_)));
    let (first, second) = (other.reply(2, &[0; 12]), one.reply(1, PEER));
    assert_eq!(one.receive(&first, 21), Ok(None));
    assert!(matches!(other.receive(&first, 21), Ok(Some((Answer::Scrape(_), _)))));
    assert!(one.receive(&second, 21).unwrap().is_some_and(|(answer, _)| has_peer(&answer)));
    // Sharing does not extend its lifetime.
    other.announce();
    assert!(matches!(other.sent(70), Request::Connect { .. }));
}

/// The tracker has forgotten the id, or its clock has jumped: one more attempt is made with a new id.
#[test]
fn an_id_that_is_refused_is_replaced_once() {
    let texts = [
        "Connection ID missmatch.\0",
        "connection id could not be verified",
        "Invalid connection_id",
        "bad ConnectionId",
        "tracker announce error: Connection cookie error: cookie value is expired: 1, expected > 2",
    ];
    for text in texts {
        let mut client = Client::announcing();
        client.connect(0);
        client.sent(1);
        let refusal = client.reply(3, text.as_bytes());
        assert_eq!(client.receive(&refusal, 2), Ok(None));
        // A repeated refusal is ignored.
        assert_eq!(client.receive(&refusal, 2), Ok(None));
        client.connect(2);
        assert!(matches!(client.sent(2), Request::Announce(_)));
        let refusal = client.reply(3, text.as_bytes());
        let (answer, _) = client.receive(&refusal, 3).unwrap().unwrap();
        assert!(matches!(answer, Answer::Failure(_)), "{text}");
        // The next request may try a new id again.
        client.announce();
        assert!(matches!(client.poll(3), Step::Send));
    }
}

#[test]
fn a_new_request_replaces_the_old_one() {
    let mut client = Client::announcing();
    client.connect(0);
    client.sent(1);
    let old = client.reply(1, PEER);
    client.exchange.scrape(&[InfoHash([1; 20])]);
    assert_eq!(client.receive(&old, 2), Ok(None));
    assert!(matches!(client.sent(2), Request::Scrape(_)));
    client.exchange.scrape(&[]);
    assert_eq!(client.poll(2), Step::Idle);
}

/// Runs a scrape against a tracker that answers for at most a given number of torrents at once.
fn scrape(hashes: &[InfoHash], most: usize) -> (Vec<usize>, Answer<'static>, Quirks) {
    let mut client = Client::scraping(hashes);
    client.connect(0);
    let mut pieces = Vec::new();
    for now in 1.. {
        let Request::Scrape(asked) = client.sent(now) else { panic!("not a scrape") };
        pieces.push(asked.info_hashes.len());
        let of = |hash: InfoHash| Stats { seeders: hash.0[0].into(), ..Stats::default() };
        let stats = asked.info_hashes.iter().take(most).map(of);
        let scrape = response::Scrape::new(asked.transaction, stats.collect::<Vec<_>>());
        let mut reply = Vec::new();
        response::encode(&tracker_types::udp::Response::Scrape(scrape), &mut reply);
        if let Some((Answer::Scrape(response), quirks)) = client.receive(&reply, now).unwrap() {
            return (pieces, Answer::Scrape(response), quirks);
        }
    }
    unreachable!()
}

#[test]
fn scrapes_are_split() {
    let hashes = |count: u8| (0..count).map(|byte| InfoHash([byte; 20])).collect::<Vec<_>>();
    // The number of torrents, the most that the tracker answers for, the pieces, and how many torrents stay
    // without an answer.
    let rows: &[(u8, usize, &[usize], usize)] = &[
        (1, 100, &[1], 0),
        (74, 100, &[74], 0),
        (75, 100, &[74, 1], 0),
        (200, 100, &[74, 74, 52], 0),
        // aquatic.
        (80, 70, &[74, 10], 0),
        (3, 0, &[3], 3),
        (3, 1, &[3, 2, 1], 0),
    ];
    for &(count, most, expected, unanswered) in rows {
        let asked = hashes(count);
        let (pieces, answer, quirks) = scrape(&asked, most);
        assert_eq!(pieces, expected);
        assert!(pieces.iter().all(|&piece| piece <= MAX_SCRAPE));
        assert_eq!(quirks.count(Quirk::UnansweredFile), unanswered);
        assert_eq!(answer.clone().into_announce_reply(), None);
        let response = answer.into_scrape_reply().unwrap().into_result().unwrap();
        assert_eq!(response.files.len(), asked.len() - unanswered);
        for (hash, stats) in &response.files {
            assert_eq!(stats.complete, Some(hash.0[0].into()));
        }
    }
    // Each torrent once.
    let twice = [hashes(5), hashes(5)].concat();
    assert_eq!(scrape(&twice, 100).0, [5]);
}

#[test]
fn a_scrape_may_fail_halfway() {
    let hashes: Vec<_> = (0..80).map(|byte| InfoHash([byte; 20])).collect();
    let mut client = Client::scraping(&hashes);
    client.connect(0);
    client.sent(1);
    let reply = client.reply(2, &[0; 74 * 12]);
    assert_eq!(client.receive(&reply, 2), Ok(None));
    client.sent(2);
    let reply = client.reply(3, b"enough");
    let (answer, _) = client.receive(&reply, 3).unwrap().unwrap();
    let failed = answer.clone().into_announce_reply().unwrap().into_result().unwrap_err();
    assert_eq!(answer.into_scrape_reply().unwrap().into_result().unwrap_err(), failed);
    assert_eq!(failed.reason.as_str(), Some("enough"));
}

/// A clock that goes backwards is harmless.
#[test]
fn time_may_go_backwards() {
    let mut client = Client::announcing();
    client.connect(1_000);
    assert_eq!(client.poll(0), Step::Send);
    assert_eq!(client.poll(0), Step::WaitUntil(second(15)));
    let mut client = Client::announcing();
    client.poll(0);
    assert_eq!(client.exchange.poll(Duration::MAX, 5, &mut client.sent), Step::Send);
    let end = client.exchange.poll(Duration::MAX, 5, &mut client.sent);
    assert_eq!(end, Step::Send);
}
