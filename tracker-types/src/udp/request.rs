//! Requests of clients: connect, announce, scrape (BEP 15).

mod announce;
mod scrape;

pub use announce::Announce;
pub use scrape::Scrape;

use bytes::Bytes;

use super::ids::{ConnectionId, TransactionId};
use super::layout::{
    ANNOUNCE, CONNECT, Fields, OLD_ANNOUNCE, PROTOCOL, SCRAPE, append, too_short, trailing,
};
use crate::error::{Error, ErrorKind};
use crate::quirk::Quirks;
use crate::sink::Sink;

/// A request to a tracker.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Request<'a> {
    /// Asks for a connection id.
    Connect {
        /// The id that the reply has to repeat.
        transaction: TransactionId,
    },
    /// Tells a tracker the client's progress, and asks for peers.
    Announce(Announce<'a>),
    /// Asks for the counts of swarms.
    Scrape(Scrape<'a>),
}

impl Request<'_> {
    /// The id that the reply has to repeat.
    pub fn transaction(&self) -> TransactionId {
        match self {
            Request::Connect { transaction } => *transaction,
            Request::Announce(announce) => announce.transaction,
            Request::Scrape(scrape) => scrape.transaction,
        }
    }

    /// The id that proves the client's address; `None` for a connect request.
    pub fn connection(&self) -> Option<ConnectionId> {
        match self {
            Request::Connect { .. } => None,
            Request::Announce(announce) => Some(announce.connection),
            Request::Scrape(scrape) => Some(scrape.connection),
        }
    }

    /// Copies everything that is borrowed.
    pub fn into_owned(self) -> Request<'static> {
        match self {
            Request::Connect { transaction } => Request::Connect { transaction },
            Request::Announce(announce) => Request::Announce(announce.into_owned()),
            Request::Scrape(scrape) => Request::Scrape(scrape.into_owned()),
        }
    }

    /// Shares `frame`, and copies only what is not in it.
    pub fn share(&self, frame: &Bytes) -> Request<'static> {
        match self {
            Request::Connect { transaction } => Request::Connect { transaction: *transaction },
            Request::Announce(announce) => Request::Announce(announce.share(frame)),
            Request::Scrape(scrape) => Request::Scrape(scrape.share(frame)),
        }
    }
}

/// Reads a request, and reports its quirks. Nothing is copied.
///
/// | offset | connect | announce | scrape |
/// |---|---|---|---|
/// | 0 | `0x41727101980` (8) | connection id (8) | connection id (8) |
/// | 8 | 0 (4) | 1 (4) | 2 (4) |
/// | 12 | transaction id (4) | transaction id (4) | transaction id (4) |
/// | 16 | | info-hash (20), peer id (20), downloaded (8), left (8), uploaded (8), event (4), IPv4 address (4), key (4), number wanted (4), port (2), options (BEP 41) | info-hashes (20 each) |
///
/// ```
/// use tracker_types::udp::{Request, TransactionId, request};
///
/// let datagram = b"\0\0\x04\x17\x27\x10\x19\x80\0\0\0\0\x54\x14\x98\x58";
/// let (asked, quirks) = request::decode(datagram)?;
/// assert_eq!(asked, Request::Connect { transaction: TransactionId(0x5414_9858) });
/// assert!(quirks.is_empty());
/// # Ok::<(), tracker_types::Error>(())
/// ```
///
/// # Errors
///
/// [`WrongLength`](ErrorKind::WrongLength) for a datagram that ends within the fixed part of its
/// request, [`NotConnect`](ErrorKind::NotConnect) for action 0 without the protocol's magic
/// constant, and [`UnknownAction`](ErrorKind::UnknownAction).
#[inline]
pub fn decode(datagram: &[u8]) -> Result<(Request<'_>, Quirks), Error> {
    let Some((mut head, _)) = Fields::split::<16>(datagram) else {
        return too_short(16, datagram);
    };
    let (_connection, action) = (head.u64(), head.u32());
    match action {
        ANNOUNCE => announce(datagram),
        CONNECT => connect(datagram),
        SCRAPE => scrape(datagram),
        _ => rare(datagram),
    }
}

type Decoded<'a> = Result<(Request<'a>, Quirks), Error>;

/// The common beginning of all requests.
struct Head {
    connection: ConnectionId,
    action: u32,
    transaction: TransactionId,
}

impl Head {
    /// Reads the head, and returns what follows it; `None` if the datagram is shorter.
    #[inline]
    fn split(datagram: &[u8]) -> Option<(Head, &[u8])> {
        let (mut fields, rest) = Fields::split::<16>(datagram)?;
        let (connection, action) = (ConnectionId(fields.u64()), fields.u32());
        let transaction = TransactionId(fields.u32());
        Some((Head { connection, action, transaction }, rest))
    }
}

// Each function reads the whole datagram, so that nothing is loaded for the others. A datagram with quirks or
// of a rare form is read again by a separate function, which is called last, so that the functions for plain
// datagrams save no registers. `announce` does save some, which is why it is not inlined.

#[inline]
fn connect(datagram: &[u8]) -> Decoded<'_> {
    match Head::split(datagram) {
        Some((Head { connection: ConnectionId(PROTOCOL), transaction, .. }, [])) => {
            Ok((Request::Connect { transaction }, Quirks::new()))
        }
        _ => odd_connect(datagram),
    }
}

#[cold]
#[inline(never)]
fn odd_connect(datagram: &[u8]) -> Decoded<'_> {
    match Head::split(datagram) {
        Some((Head { connection: ConnectionId(PROTOCOL), transaction, .. }, after)) => {
            Ok((Request::Connect { transaction }, trailing(after)))
        }
        Some(_) => Err(Error::new(ErrorKind::NotConnect, 0)),
        None => too_short(16, datagram),
    }
}

#[inline(never)]
fn announce(datagram: &[u8]) -> Decoded<'_> {
    match Announce::read_plain(datagram) {
        Some(announce) => Ok((Request::Announce(announce), Quirks::new())),
        None => odd_announce(datagram),
    }
}

#[cold]
#[inline(never)]
fn odd_announce(datagram: &[u8]) -> Decoded<'_> {
    let Some((fields, rest)) = Fields::split::<98>(datagram) else {
        return too_short(98, datagram);
    };
    let (announce, quirks) = Announce::read(fields, rest);
    Ok((Request::Announce(announce), quirks))
}

fn old_announce(datagram: &[u8]) -> Decoded<'_> {
    let Some((fields, rest)) = Fields::split::<110>(datagram) else {
        return too_short(110, datagram);
    };
    let (announce, quirks) = Announce::read_old(fields, rest);
    Ok((Request::Announce(announce), quirks))
}

#[inline]
fn scrape(datagram: &[u8]) -> Decoded<'_> {
    match Head::split(datagram).and_then(|(head, hashes)| Scrape::read_plain(&head, hashes)) {
        Some(scrape) => Ok((Request::Scrape(scrape), Quirks::new())),
        None => ragged_scrape(datagram),
    }
}

#[cold]
#[inline(never)]
fn ragged_scrape(datagram: &[u8]) -> Decoded<'_> {
    let Some((head, hashes)) = Head::split(datagram) else {
        return too_short(16, datagram);
    };
    let (scrape, quirks) = Scrape::read(&head, hashes);
    Ok((Request::Scrape(scrape), quirks))
}

#[cold]
#[inline(never)]
fn rare(datagram: &[u8]) -> Decoded<'_> {
    match Head::split(datagram) {
        Some((Head { action: OLD_ANNOUNCE, .. }, _)) => old_announce(datagram),
        Some((head, _)) => Err(Error::new(ErrorKind::UnknownAction(head.action), 8)),
        None => too_short(16, datagram),
    }
}

/// Returns the ids of a request that is otherwise unreadable: with them a tracker checks whether
/// the sender's address is proven, and answers with an error.
///
/// Returns `None` for fewer than the 16 bytes that every request has.
///
/// ```
/// use tracker_types::udp::{ConnectionId, TransactionId, request};
///
/// // An announce that ends after its transaction id.
/// let datagram = b"\xa7\x73\xce\x4e\x2e\x41\xdf\xf6\0\0\0\x01\x64\x6e\xd9\x94";
/// assert!(request::decode(datagram).is_err());
/// let ids = (ConnectionId(0xa773_ce4e_2e41_dff6), TransactionId(0x646e_d994));
/// assert_eq!(request::ids(datagram), Some(ids));
/// ```
pub fn ids(datagram: &[u8]) -> Option<(ConnectionId, TransactionId)> {
    let (head, _) = Head::split(datagram)?;
    Some((head.connection, head.transaction))
}

/// Appends a request.
///
/// The only option that is written is URL data, in pieces of 255 bytes. Do not scrape more than
/// [`MAX_SCRAPE`](super::MAX_SCRAPE) torrents at once.
///
/// ```
/// use tracker_types::udp::{ConnectionId, Request, TransactionId, request};
///
/// let ids = (ConnectionId(0xa773_ce4e_2e41_dff6), TransactionId(0x646e_d994));
/// let torrent = "d1101a2b9d202811a05e8c57c557a20bf974dc8a".parse()?;
/// let mut datagram = Vec::new();
/// request::encode(&Request::Scrape(request::Scrape::new(ids.0, ids.1, [torrent])), &mut datagram);
/// assert!(datagram.starts_with(b"\xa7\x73\xce\x4e\x2e\x41\xdf\xf6\0\0\0\x02\x64\x6e\xd9\x94\xd1\x10"));
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[inline]
pub fn encode(request: &Request<'_>, out: &mut impl Sink) {
    match request {
        Request::Connect { transaction } => write_connect(*transaction, out),
        Request::Announce(announce) => announce.write(out),
        Request::Scrape(scrape) => scrape.write(out),
    }
}

// Neither this nor the writers of the other requests are inlined: one function for all would save the
// registers of the largest for the smallest.
#[inline(never)]
fn write_connect(transaction: TransactionId, out: &mut impl Sink) {
    append::<16>(out, &[], move |fields| {
        fields.u64(PROTOCOL);
        fields.u32(CONNECT);
        fields.u32(transaction.0);
    });
}
