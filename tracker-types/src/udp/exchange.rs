//! A client's side of the protocol, without a socket, a clock or a source of randomness.

mod ask;
mod pending;

use alloc::vec::Vec;
use core::net::SocketAddr;
use core::time::Duration;

use bytes::Bytes;

use self::ask::{Ask, Scraping};
use self::pending::{Connection, Pending};
use super::family::Family;
use super::ids::{ConnectionId, TransactionId};
use super::layout::{CONNECT, ERROR, Fields, SWAPPED_ERROR};
use super::request;
use super::response::{self, Response};
use crate::announce::{AnnounceReply, AnnounceResponse};
use crate::error::Error;
use crate::id::InfoHash;
use crate::quirk::Quirks;
use crate::reply::{Failure, Reply};
use crate::scrape::{ScrapeReply, ScrapeResponse};

/// How long a client may use a connection id (BEP 15).
pub const CONNECTION_LIFETIME: Duration = Duration::from_secs(60);

/// The number of attempts before a tracker counts as unreachable: the first and eight more.
pub const MAX_ATTEMPTS: u32 = 9;

/// Returns the time to wait for a reply before the request is sent again: 15·2ⁿ seconds after
/// `attempt` n, which counts from 0 to 8 (BEP 15, "Time outs").
///
/// ```
/// use std::time::Duration;
/// use tracker_types::udp::timeout;
///
/// assert_eq!(timeout(0), Duration::from_secs(15));
/// assert_eq!(timeout(8), Duration::from_secs(3_840));
/// ```
pub const fn timeout(attempt: u32) -> Duration {
    let attempt = if attempt < MAX_ATTEMPTS { attempt } else { MAX_ATTEMPTS - 1 };
    Duration::from_secs(2_u64.saturating_pow(attempt).saturating_mul(15))
}

/// A client's exchange with one tracker: when to send which datagram, and which datagram is the
/// answer.
///
/// An exchange belongs to one socket address. For a tracker with addresses of both families, use
/// two, with the same [`key`](request::Announce::key). Times are passed in as a `Duration` since
/// any moment that the caller chooses, and random numbers as the caller draws them, so that tests
/// need not wait.
///
/// - It connects first, and uses the connection id for a minute, over several requests. After that, or
///   if the tracker says that it does not know the id, it connects again.
/// - A request without an answer is sent again after 15·2ⁿ seconds (see [`timeout`]).
/// - An answer comes from the tracker's address and port, and has the expected transaction id and
///   action. Any other datagram is ignored, without an error.
/// - A scrape of more than [`MAX_SCRAPE`](super::MAX_SCRAPE) torrents is asked for in pieces.
///
/// ```
/// use std::time::Duration;
/// use tracker_types::udp::{Answer, Exchange, Step, request};
/// use tracker_types::{AnnounceRequest, InfoHash, PeerId, TrackerUrl};
///
/// let url = TrackerUrl::parse("udp://tracker.example:6969/announce")?;
/// let tracker = "192.0.2.1:6969".parse()?; // to which the name of its host resolves
/// let torrent: InfoHash = "d1101a2b9d202811a05e8c57c557a20bf974dc8a".parse()?;
/// let model = AnnounceRequest::new(torrent, PeerId(*b"-TR2940-0890apv0oznf"), 51413, 0);
/// let mut exchange = Exchange::new(tracker);
/// exchange.announce(&request::Announce::for_url(&url, &model));
///
/// let mut datagram = Vec::new();
/// let second = Duration::from_secs;
/// assert_eq!(exchange.poll(second(0), 0x6140_d94d, &mut datagram), Step::Send);
/// assert_eq!(datagram, b"\0\0\x04\x17\x27\x10\x19\x80\0\0\0\0\x61\x40\xd9\x4d");
/// assert_eq!(exchange.poll(second(0), 0, &mut datagram), Step::WaitUntil(second(15)));
///
/// let reply = b"\0\0\0\0\x61\x40\xd9\x4d\xa7\x73\xce\x4e\x2e\x41\xdf\xf6";
/// assert!(exchange.receive(reply, tracker, second(1))?.is_none());
/// assert_eq!(exchange.poll(second(1), 0xa284_a945, &mut datagram), Step::Send);
/// assert!(datagram.ends_with(b"/announce"));
///
/// let reply = b"\0\0\0\x01\xa2\x84\xa9\x45\0\0\0\x14\0\0\0\x01\0\0\0\0\x7f\0\0\x01\xc8\xd5";
/// let Some((Answer::Announce(response), _)) = exchange.receive(reply, tracker, second(2))? else {
///     panic!("no answer")
/// };
/// assert_eq!(response.peers.socket_addrs(), ["127.0.0.1:51413".parse()?]);
/// assert_eq!(exchange.poll(second(2), 0, &mut datagram), Step::Idle);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Exchange {
    tracker: SocketAddr,
    attempts: u32,
    connection: Option<Connection>,
    pending: Option<Pending>,
}

/// What a caller of [`Exchange::poll`] does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// Send the datagram to the tracker, and call `poll` again.
    Send,
    /// Wait for a datagram, at most until this time.
    WaitUntil(Duration),
    /// The tracker does not answer. The request has ended.
    GaveUp,
    /// There is no request, or it has been answered.
    Idle,
}

/// A tracker's answer to a request.
///
/// ```
/// use tracker_types::udp::Answer;
/// use tracker_types::{Failure, Peers};
///
/// type Error = Box<dyn std::error::Error + Send + Sync>;
///
/// fn peers(answer: Answer<'_>) -> Result<Peers<'_>, Error> {
///     let reply = answer.into_announce_reply().ok_or("not the answer to an announce")?;
///     Ok(reply.into_result()?.peers)
/// }
///
/// let refused = peers(Answer::Failure(Failure::new("Unregistered torrent"))).unwrap_err();
/// assert_eq!(refused.to_string(), "Unregistered torrent");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer<'d> {
    /// The answer to an announce.
    Announce(AnnounceResponse<'d>),
    /// The answer to a scrape, with all its pieces.
    Scrape(ScrapeResponse<'static>),
    /// The tracker refuses the request.
    Failure(Failure<'d>),
}

impl<'d> Answer<'d> {
    /// Converts the answer to an announce to the type of the other wires; `None` for a scrape's.
    pub fn into_announce_reply(self) -> Option<AnnounceReply<'d>> {
        match self {
            Answer::Announce(response) => Some(Reply::Success(response)),
            Answer::Failure(failure) => Some(Reply::Failure(failure)),
            Answer::Scrape(_) => None,
        }
    }

    /// Converts the answer to a scrape to the type of the other wires; `None` for an announce's.
    pub fn into_scrape_reply(self) -> Option<ScrapeReply<'d>> {
        match self {
            Answer::Announce(_) => None,
            Answer::Scrape(response) => Some(Reply::Success(response)),
            Answer::Failure(failure) => Some(Reply::Failure(failure)),
        }
    }

    /// Copies everything that is borrowed.
    pub fn into_owned(self) -> Answer<'static> {
        match self {
            Answer::Announce(response) => Answer::Announce(response.into_owned()),
            Answer::Scrape(response) => Answer::Scrape(response),
            Answer::Failure(failure) => Answer::Failure(failure.into_owned()),
        }
    }

    /// Shares `frame`, and copies only what is not in it.
    pub fn share(&self, frame: &Bytes) -> Answer<'static> {
        match self {
            Answer::Announce(response) => Answer::Announce(response.share(frame)),
            Answer::Scrape(response) => Answer::Scrape(response.clone()),
            Answer::Failure(failure) => Answer::Failure(failure.share(frame)),
        }
    }
}

impl Exchange {
    /// An exchange with the tracker at this address, without a request.
    pub const fn new(tracker: SocketAddr) -> Exchange {
        Exchange { tracker, attempts: MAX_ATTEMPTS, connection: None, pending: None }
    }

    /// Sets the number of attempts, which last 15, 30, 60, … seconds. The [`MAX_ATTEMPTS`] of BEP
    /// 15 take more than two hours.
    #[must_use]
    pub fn attempts(self, attempts: u32) -> Exchange {
        Exchange { attempts, ..self }
    }

    /// The address to which datagrams are sent.
    pub const fn tracker(&self) -> SocketAddr {
        self.tracker
    }

    /// The last connection id from the tracker, and when it was received; another exchange with the
    /// same tracker may [`resume`](Exchange::resume) with it.
    pub fn connection(&self) -> Option<(ConnectionId, Duration)> {
        self.connection.map(|connection| (connection.id, connection.since))
    }

    /// Continues with a connection id that the same address received at that time: several
    /// simultaneous requests need only one.
    pub const fn resume(&mut self, id: ConnectionId, since: Duration) {
        self.connection = Some(Connection { id, since });
    }

    /// Starts an announce; the ids in the request are replaced. A previous request is abandoned.
    pub fn announce(&mut self, announce: &request::Announce<'_>) {
        self.pending = Some(Pending::new(Ask::announce(announce)));
    }

    /// Starts a scrape of any number of torrents, each counted once; without torrents there is no
    /// request. A previous request is abandoned.
    pub fn scrape(&mut self, info_hashes: &[InfoHash]) {
        let scraping = Scraping::new(info_hashes);
        self.pending = scraping.map(|it| Pending::new(Ask::Scrape(it)));
    }

    /// Returns the next step. For [`Step::Send`], `datagram` then contains the datagram to send.
    ///
    /// `random` becomes the transaction id of a new request, and has to be unpredictable: only this
    /// id distinguishes an answer from a forged one.
    pub fn poll(&mut self, now: Duration, random: u32, datagram: &mut Vec<u8>) -> Step {
        datagram.clear();
        self.connection = self.connection.filter(|connection| connection.lasts(now));
        let Some(pending) = &mut self.pending else { return Step::Idle };
        if let Some(sent) = pending.sent {
            let until = sent.saturating_add(timeout(pending.attempt));
            if now < until {
                return Step::WaitUntil(until);
            }
            pending.attempt = pending.attempt.saturating_add(1);
        }
        if pending.attempt >= self.attempts {
            self.pending = None;
            return Step::GaveUp;
        }
        pending.sent = Some(now);
        pending.write(self.connection, TransactionId(random), datagram);
        Step::Send
    }

    /// Takes a datagram that was received from `from`, and returns the answer if it completes one.
    ///
    /// `None` means anything else: a connect reply, part of a scrape, an unrelated or foreign
    /// datagram. In any case, [`poll`](Exchange::poll) returns the next step.
    ///
    /// # Errors
    ///
    /// As [`response::decode`], for an unreadable answer, which ends the request. With an announce
    /// reply of 8 bytes ([`ErrorKind::WrongLength`](crate::ErrorKind::WrongLength)) opentracker
    /// refuses a torrent that it does not serve.
    pub fn receive<'d>(
        &mut self,
        datagram: &'d [u8],
        from: SocketAddr,
        now: Duration,
    ) -> Result<Option<(Answer<'d>, Quirks)>, Error> {
        if !self.is_answer(datagram, from) {
            return Ok(None);
        }
        let Some(mut pending) = self.pending.take() else { return Ok(None) };
        let (response, quirks) = response::decode(datagram, Family::from(self.tracker))?;
        pending.report(&quirks);
        if let Response::Connect { connection, .. } = response {
            self.connection = Some(Connection { id: connection, since: now });
            pending.connected();
        } else if pending.may_renew(&response) {
            self.connection = None;
            pending.renew();
        } else if let Some(answer) = pending.take(response) {
            return Ok(Some((answer, pending.quirks)));
        }
        self.pending = Some(pending);
        Ok(None)
    }

    /// Whether a datagram comes from the tracker and is expected.
    fn is_answer(&self, datagram: &[u8], from: SocketAddr) -> bool {
        let Some(pending) = self.pending.as_ref().filter(|_| is_same(from, self.tracker)) else {
            return false;
        };
        let Some((mut fields, _)) = Fields::split::<8>(datagram) else { return false };
        let (action, transaction) = (fields.u32(), Some(TransactionId(fields.u32())));
        let (connects, asks) = (transaction == pending.connecting, transaction == pending.asking);
        match action {
            CONNECT => connects,
            ERROR | SWAPPED_ERROR => connects || asks,
            action => asks && pending.ask.is_answered_by(action),
        }
    }
}

impl<'d> From<AnnounceReply<'d>> for Answer<'d> {
    fn from(reply: AnnounceReply<'d>) -> Answer<'d> {
        match reply {
            Reply::Success(response) => Answer::Announce(response),
            Reply::Failure(failure) => Answer::Failure(failure),
        }
    }
}

/// Whether both are the same address and port, even if one is written as IPv6.
fn is_same(one: SocketAddr, other: SocketAddr) -> bool {
    one.port() == other.port() && one.ip().to_canonical() == other.ip().to_canonical()
}
