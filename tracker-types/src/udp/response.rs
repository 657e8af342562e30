//! Responses of trackers: a connection id, peers, counts or an error (BEP 15).

mod peers;
mod announce;
mod scrape;
mod failure;

pub use announce::Announce;
pub use failure::Failure;
pub use failure::refuse;
pub use peers::Peers;
pub use peers::PeersIter;
pub use scrape::Scrape;

use bytes::Bytes;

use super::family::Family;
use super::ids::{ConnectionId, TransactionId};
use super::layout::{
    ANNOUNCE, CONNECT, ERROR, Fields, OLD_ANNOUNCE, SCRAPE, SWAPPED_ERROR, append, too_short,
    trailing,
};
use crate::announce::AnnounceReply;
use crate::error::{Error, ErrorKind};
use crate::id::InfoHash;
use crate::quirk::{Quirk, Quirks};
use crate::reply::Reply;
use crate::scrape::ScrapeReply;
use crate::sink::Sink;

/// A tracker's reply to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Response<'a> {
    /// A connection id for the client, valid for a minute.
    Connect {
        /// The transaction id of the request.
        transaction: TransactionId,
        /// The id to send with announces and scrapes.
        connection: ConnectionId,
    },
    /// The counts of a swarm, and some of its peers.
    Announce(Announce<'a>),
    /// The counts of swarms.
    Scrape(Scrape<'a>),
    /// The tracker refuses the request.
    Failure(Failure<'a>),
}

impl<'a> Response<'a> {
    /// The transaction id of the request.
    pub fn transaction(&self) -> TransactionId {
        match self {
            Response::Connect { transaction, .. } => *transaction,
            Response::Announce(announce) => announce.transaction,
            Response::Scrape(scrape) => scrape.transaction,
            Response::Failure(failure) => failure.transaction,
        }
    }

    /// Converts the reply to an announce to the type of the other wires, and reports the quirks of
    /// its peers; `None` if it is the reply to something else.
    ///
    /// Peers are kept as they were sent: a port of 0 ([`Quirk::PortZero`]) and an IPv4 address
    /// mapped into IPv6 ([`Quirk::MappedAddress`]) are reported here, and not by [`decode`], which
    /// does not look at each peer.
    pub fn into_announce_reply(self) -> Option<(AnnounceReply<'a>, Quirks)> {
        match self {
            Response::Announce(announce) => {
                let quirks = announce.peers.quirks();
                Some((Reply::Success(announce.into()), quirks))
            }
            Response::Failure(failure) => Some((Reply::Failure(failure.into()), Quirks::new())),
            Response::Connect { .. } | Response::Scrape(_) => None,
        }
    }

    /// Converts the reply to a scrape of these torrents to the type of the other wires, and reports
    /// the quirks of its numbers; `None` if it is the reply to something else. See
    /// [`Scrape::to_response`].
    pub fn into_scrape_reply(self, asked: &[InfoHash]) -> Option<(ScrapeReply<'a>, Quirks)> {
        match self {
            Response::Scrape(scrape) => {
                let (response, quirks) = scrape.to_response(asked);
                Some((Reply::Success(response), quirks))
            }
            Response::Failure(failure) => Some((Reply::Failure(failure.into()), Quirks::new())),
            Response::Connect { .. } | Response::Announce(_) => None,
        }
    }

    /// Copies everything that is borrowed.
    pub fn into_owned(self) -> Response<'static> {
        match self {
            Response::Connect { transaction, connection } => {
                Response::Connect { transaction, connection }
            }
            Response::Announce(announce) => Response::Announce(announce.into_owned()),
            Response::Scrape(scrape) => Response::Scrape(scrape.into_owned()),
            Response::Failure(failure) => Response::Failure(failure.into_owned()),
        }
    }

    /// Shares `frame`, and copies only what is not in it.
    pub fn share(&self, frame: &Bytes) -> Response<'static> {
        match self {
            Response::Connect { transaction, connection } => {
                Response::Connect { transaction: *transaction, connection: *connection }
            }
            Response::Announce(announce) => Response::Announce(announce.share(frame)),
            Response::Scrape(scrape) => Response::Scrape(scrape.share(frame)),
            Response::Failure(failure) => Response::Failure(failure.share(frame)),
        }
    }
}

/// Reads a response that was received over `family`, and reports its quirks. Nothing is copied.
///
/// If a tracker sends IPv4 peers over IPv6, as bittorrent-tracker 11.2.3 does, they are read as
/// IPv6 peers: [`Quirk::RaggedPeers`] reveals it unless their number is a multiple of three.
///
/// | offset | connect | announce | scrape | error |
/// |---|---|---|---|---|
/// | 0 | 0 (4) | 1 (4) | 2 (4) | 3 (4) |
/// | 4 | transaction id (4) | transaction id (4) | transaction id (4) | transaction id (4) |
/// | 8 | connection id (8) | interval in seconds (4), leechers (4), seeders (4), peers (6 or 18 each) | seeders, completed, leechers (12 each) | text |
///
/// ```
/// use tracker_types::udp::{Family, Response, response};
///
/// // bittorrent-tracker 11.2.3 knows one peer.
/// let datagram = b"\0\0\0\x01\xa2\x84\xa9\x45\0\0\0\x14\0\0\0\x01\0\0\0\0\x7f\0\0\x01\xc8\xd5";
/// let (answer, quirks) = response::decode(datagram, Family::V4)?;
/// assert!(quirks.is_empty());
/// let Response::Announce(announce) = answer else { panic!("not a reply to an announce") };
/// assert_eq!((announce.interval, announce.leechers, announce.seeders), (20, 1, 0));
/// assert_eq!(announce.peers.iter().next(), "127.0.0.1:51413".parse().ok());
/// # Ok::<(), tracker_types::Error>(())
/// ```
///
/// # Errors
///
/// [`WrongLength`](ErrorKind::WrongLength) for a datagram that ends within the fixed part of its
/// response, and [`UnknownAction`](ErrorKind::UnknownAction). opentracker refuses a torrent that it
/// does not serve with an announce reply of 8 bytes and without peers: a `WrongLength`.
#[inline]
pub fn decode(datagram: &[u8], family: Family) -> Result<(Response<'_>, Quirks), Error> {
    let Some((mut head, _)) = Fields::split::<8>(datagram) else {
        return too_short(8, datagram);
    };
    match head.u32() {
        ANNOUNCE => announce(datagram, family),
        CONNECT => connect(datagram),
        SCRAPE => scrape(datagram),
        ERROR => failure(datagram),
        _ => rare(datagram),
    }
}

type Decoded<'a> = Result<(Response<'a>, Quirks), Error>;

// Each function reads the whole datagram, so that nothing is loaded for the others. A datagram with quirks or
// of a rare form is read again by a separate function, which is called last, so that the functions for plain
// datagrams save no registers.

#[inline]
fn connect(datagram: &[u8]) -> Decoded<'_> {
    match datagram.try_into() {
        Ok(whole) => Ok((read_connect(whole), Quirks::new())),
        Err(_) => odd_connect(datagram),
    }
}

#[cold]
#[inline(never)]
fn odd_connect(datagram: &[u8]) -> Decoded<'_> {
    let Some((whole, after)) = datagram.split_first_chunk() else {
        return too_short(16, datagram);
    };
    Ok((read_connect(whole), trailing(after)))
}

#[inline]
fn read_connect<'a>(datagram: &[u8; 16]) -> Response<'a> {
    let mut fields = Fields::of(datagram);
    let (_action, transaction) = (fields.u32(), TransactionId(fields.u32()));
    Response::Connect { transaction, connection: ConnectionId(fields.u64()) }
}

#[inline]
fn announce(datagram: &[u8], family: Family) -> Decoded<'_> {
    match Announce::read_plain(datagram, family) {
        Some(announce) => Ok((Response::Announce(announce), Quirks::new())),
        None => odd_announce(datagram, family),
    }
}

#[cold]
#[inline(never)]
fn odd_announce(datagram: &[u8], family: Family) -> Decoded<'_> {
    let Some((fields, rest)) = Fields::split::<20>(datagram) else {
        return too_short(20, datagram);
    };
    let (announce, quirks) = Announce::read(fields, rest, family);
    Ok((Response::Announce(announce), quirks))
}

#[inline]
fn scrape(datagram: &[u8]) -> Decoded<'_> {
    match transaction(datagram).and_then(|(id, entries)| Scrape::read_plain(id, entries)) {
        Some(scrape) => Ok((Response::Scrape(scrape), Quirks::new())),
        None => ragged_scrape(datagram),
    }
}

#[cold]
#[inline(never)]
fn ragged_scrape(datagram: &[u8]) -> Decoded<'_> {
    let Some((transaction, entries)) = transaction(datagram) else {
        return too_short(8, datagram);
    };
    let (scrape, quirks) = Scrape::read(transaction, entries);
    Ok((Response::Scrape(scrape), quirks))
}

#[inline]
fn failure(datagram: &[u8]) -> Decoded<'_> {
    match transaction(datagram).and_then(|(id, text)| Failure::read_plain(id, text)) {
        Some(failure) => Ok((Response::Failure(failure), Quirks::new())),
        None => odd_failure(datagram),
    }
}

#[cold]
#[inline(never)]
fn odd_failure(datagram: &[u8]) -> Decoded<'_> {
    let Some((transaction, text)) = transaction(datagram) else {
        return too_short(8, datagram);
    };
    let (failure, quirks) = Failure::read(transaction, text);
    Ok((Response::Failure(failure), quirks))
}

#[cold]
#[inline(never)]
fn rare(datagram: &[u8]) -> Decoded<'_> {
    let Some((mut head, _)) = Fields::split::<8>(datagram) else {
        return too_short(8, datagram);
    };
    match head.u32() {
        OLD_ANNOUNCE => old_announce(datagram),
        SWAPPED_ERROR => swapped_failure(datagram),
        unknown => Err(Error::new(ErrorKind::UnknownAction(unknown), 0)),
    }
}

fn old_announce(datagram: &[u8]) -> Decoded<'_> {
    let Some((fields, rest)) = Fields::split::<20>(datagram) else {
        return too_short(20, datagram);
    };
    let (announce, mut quirks) = Announce::read(fields, rest, Family::V6);
    quirks.report(Quirk::OldIpv6Action);
    Ok((Response::Announce(Announce { old_ipv6: true, ..announce }), quirks))
}

fn swapped_failure(datagram: &[u8]) -> Decoded<'_> {
    let (failure, mut quirks) = odd_failure(datagram)?;
    quirks.report(Quirk::SwappedAction);
    Ok((failure, quirks))
}

/// Returns the transaction id of a reply, and what follows it.
#[inline]
fn transaction(datagram: &[u8]) -> Option<(TransactionId, &[u8])> {
    let (mut head, rest) = Fields::split::<8>(datagram)?;
    let (_action, transaction) = (head.u32(), head.u32());
    Some((TransactionId(transaction), rest))
}

/// Appends a response.
///
/// Interval and counts of an announce are at most `i32::MAX`: some clients read larger ones as
/// negative. Packed peers and counts of a scrape are written as they are.
///
/// ```
/// use tracker_types::udp::{ConnectionId, Response, TransactionId, response};
///
/// let transaction = TransactionId(0x6140_d94d);
/// let answer = Response::Connect { transaction, connection: ConnectionId(0xa773_ce4e_2e41_dff6) };
/// let mut datagram = Vec::new();
/// response::encode(&answer, &mut datagram);
/// assert_eq!(datagram, b"\0\0\0\0\x61\x40\xd9\x4d\xa7\x73\xce\x4e\x2e\x41\xdf\xf6");
///
/// datagram.clear();
/// let refusal = response::Failure::new(transaction, "Unregistered torrent");
/// response::encode(&Response::Failure(refusal), &mut datagram);
/// assert_eq!(datagram, b"\0\0\0\x03\x61\x40\xd9\x4dUnregistered torrent");
/// ```
#[inline]
pub fn encode(response: &Response<'_>, out: &mut impl Sink) {
    match response {
        Response::Connect { transaction, connection } => {
            write_connect(*transaction, *connection, out);
        }
        Response::Announce(announce) => announce.write(out),
        Response::Scrape(scrape) => scrape.write(out),
        Response::Failure(failure) => failure.write(out),
    }
}

// Neither this nor the writers of the other responses are inlined: one function for all would save the
// registers of the largest for the smallest.
#[inline(never)]
fn write_connect(transaction: TransactionId, connection: ConnectionId, out: &mut impl Sink) {
    append::<16>(out, &[], move |fields| {
        fields.u32(CONNECT);
        fields.u32(transaction.0);
        fields.u64(connection.0);
    });
}
