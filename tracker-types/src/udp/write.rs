//! Writers of responses for trackers, from counters and peers.

use core::borrow::Borrow;
use core::net::{SocketAddrV4, SocketAddrV6};

use super::family::Family;
use super::ids::TransactionId;
use super::layout::{ANNOUNCE, FieldsMut, LARGEST, OLD_ANNOUNCE, SCRAPE, append, header};
use super::request;
use super::stats::Stats;
use crate::compact::{packed, packed6, split_whole};
use crate::sink::Sink;

/// The destination of a reply, with or without a limit.
trait Room {
    /// Appends all of the bytes or none, and returns whether they were appended.
    fn put(&mut self, bytes: &[u8]) -> bool;
}

impl<S: Sink> Room for S {
    #[inline]
    fn put(&mut self, bytes: &[u8]) -> bool {
        self.append(bytes);
        true
    }
}

/// A buffer of fixed length.
struct Slice<'b> {
    room: &'b mut [u8],
    written: usize,
}

impl<'b> Slice<'b> {
    /// Writes to a buffer, and returns the length written; `None` if there is no room for the head.
    fn fill(room: &'b mut [u8], write: impl FnOnce(&mut Slice<'b>) -> bool) -> Option<usize> {
        let mut slice = Slice { room, written: 0 };
        write(&mut slice).then_some(slice.written)
    }
}

impl Room for Slice<'_> {
    #[inline]
    fn put(&mut self, bytes: &[u8]) -> bool {
        let end = self.written.saturating_add(bytes.len());
        let place = self.room.get_mut(self.written..end);
        let fits = place.is_some();
        if let Some(place) = place {
            place.copy_from_slice(bytes);
            self.written = end;
        }
        fits
    }
}

/// Writes a reply to an announce directly from a tracker's counters and its packed peers or their
/// addresses: all of them into a [`Sink`], or as many as fit into a slice.
///
/// ```
/// use std::net::SocketAddrV4;
/// use tracker_types::udp::{AnnounceResponseWriter, Family, TransactionId};
///
/// let mut writer = AnnounceResponseWriter::new(TransactionId(0xa284_a945), 1800);
/// (writer.leechers, writer.seeders) = (2, 1);
/// let mut datagram = Vec::new();
/// writer.write_packed(b"\x7f\0\0\x03\xc8\xd6\x7f\0\0\x04\xc8\xd7", Family::V4, &mut datagram);
/// assert_eq!(datagram.len(), 32);
///
/// // As many peers as a buffer has room for.
/// let peers: [SocketAddrV4; 2] = ["127.0.0.3:51414".parse()?, "127.0.0.4:51415".parse()?];
/// let mut buffer = [0; 30];
/// assert_eq!(writer.fill_v4(&peers, &mut buffer), Some(26));
/// assert_eq!(buffer[..26], datagram[..26]);
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AnnounceResponseWriter {
    /// The transaction id of the request.
    pub transaction: TransactionId,
    /// Seconds until the next regular announce.
    pub interval: u32,
    /// The number of peers that lack something.
    pub leechers: u32,
    /// The number of peers that have everything.
    pub seeders: u32,
    /// Whether the request had action 4; the reply then has it as well, if its peers are IPv6.
    pub old_ipv6: bool,
}

impl AnnounceResponseWriter {
    /// A reply with this interval, and 0 leechers and seeders.
    pub const fn new(transaction: TransactionId, interval: u32) -> AnnounceResponseWriter {
        AnnounceResponseWriter { transaction, interval, leechers: 0, seeders: 0, old_ipv6: false }
    }

    /// A reply to this announce, with its action.
    pub const fn answering(
        announce: &request::Announce<'_>,
        interval: u32,
    ) -> AnnounceResponseWriter {
        let writer = AnnounceResponseWriter::new(announce.transaction, interval);
        AnnounceResponseWriter { old_ipv6: announce.old_ipv6, ..writer }
    }

    /// Appends a reply with packed peers: 6 bytes each for IPv4, 18 for IPv6. A torn one at the end
    /// is left out; the others are not checked, so their port may be 0.
    #[inline]
    pub fn write_packed(&self, peers: &[u8], family: Family, out: &mut impl Sink) {
        append::<20>(out, whole(peers, family), |fields| self.write_head(family, fields));
    }

    /// Appends a reply with the peers at these addresses; those without a port are left out.
    pub fn write_v4(
        &self,
        peers: impl IntoIterator<Item: Borrow<SocketAddrV4>>,
        out: &mut impl Sink,
    ) {
        self.put(peers, Family::V4, pack, out);
    }

    /// Appends a reply with the peers at these addresses; those without a port are left out.
    pub fn write_v6(
        &self,
        peers: impl IntoIterator<Item: Borrow<SocketAddrV6>>,
        out: &mut impl Sink,
    ) {
        self.put(peers, Family::V6, pack6, out);
    }

    /// Writes a reply with packed peers to the beginning of `buffer`, as many as there is room for,
    /// and returns its length; `None` if the buffer has fewer than 20 bytes.
    pub fn fill_packed(&self, peers: &[u8], family: Family, buffer: &mut [u8]) -> Option<usize> {
        let room = buffer.len().checked_sub(20)?;
        let peers = whole(peers.get(..room).unwrap_or(peers), family);
        Slice::fill(buffer, |out| out.put(&self.head(family)) && out.put(peers))
    }

    /// Writes a reply with the peers at these addresses to the beginning of `buffer`, as many as there
    /// is room for, and returns its length; `None` if the buffer has fewer than 20 bytes.
    pub fn fill_v4(
        &self,
        peers: impl IntoIterator<Item: Borrow<SocketAddrV4>>,
        buffer: &mut [u8],
    ) -> Option<usize> {
        Slice::fill(buffer, |out| self.put(peers, Family::V4, pack, out))
    }

    /// Writes a reply with the peers at these addresses to the beginning of `buffer`, as many as there
    /// is room for, and returns its length; `None` if the buffer has fewer than 20 bytes.
    pub fn fill_v6(
        &self,
        peers: impl IntoIterator<Item: Borrow<SocketAddrV6>>,
        buffer: &mut [u8],
    ) -> Option<usize> {
        Slice::fill(buffer, |out| self.put(peers, Family::V6, pack6, out))
    }

    /// Returns whether there is room for the head.
    fn put<P, const N: usize>(
        &self,
        peers: impl IntoIterator<Item = P>,
        family: Family,
        pack: impl Fn(P) -> (u16, [u8; N]),
        out: &mut impl Room,
    ) -> bool {
        let has_room = out.put(&self.head(family));
        if has_room {
            let mut reachable = peers.into_iter().map(pack).filter(|(port, _)| *port > 0);
            // Stops at the first peer that does not fit.
            let _ = reachable.all(|(_, peer)| out.put(&peer));
        }
        has_room
    }

    #[inline]
    fn head(&self, family: Family) -> [u8; 20] {
        header(|fields| self.write_head(family, fields))
    }

    #[inline]
    pub(super) fn write_head(&self, family: Family, fields: &mut FieldsMut<'_>) {
        let old = self.old_ipv6 && family == Family::V6;
        fields.u32(if old { OLD_ANNOUNCE } else { ANNOUNCE });
        fields.u32(self.transaction.0);
        fields.u32(self.interval.min(LARGEST));
        fields.u32(self.leechers.min(LARGEST));
        fields.u32(self.seeders.min(LARGEST));
    }
}

/// The port of a peer, and its packed address.
#[inline]
fn pack(peer: impl Borrow<SocketAddrV4>) -> (u16, [u8; 6]) {
    let peer = *peer.borrow();
    (peer.port(), packed(peer))
}

/// The port of a peer, and its packed address.
#[inline]
fn pack6(peer: impl Borrow<SocketAddrV6>) -> (u16, [u8; 18]) {
    let peer = *peer.borrow();
    (peer.port(), packed6(peer))
}

/// Returns all peers except a torn one at the end.
#[inline]
fn whole(peers: &[u8], family: Family) -> &[u8] {
    match family {
        Family::V4 => split_whole::<SocketAddrV4>(peers).0,
        Family::V6 => split_whole::<SocketAddrV6>(peers).0,
    }
}

/// Writes a reply to a scrape directly from a tracker's counters.
///
/// ```
/// use tracker_types::udp::{ScrapeResponseWriter, Stats, TransactionId};
///
/// let writer = ScrapeResponseWriter::new(TransactionId(0x5379_0377));
/// let mut datagram = Vec::new();
/// writer.write([Stats { seeders: 1, completed: 2, leechers: 3 }], &mut datagram);
/// assert_eq!(datagram, b"\0\0\0\x02\x53\x79\x03\x77\0\0\0\x01\0\0\0\x02\0\0\0\x03");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScrapeResponseWriter {
    /// The transaction id of the request.
    pub transaction: TransactionId,
}

impl ScrapeResponseWriter {
    /// A reply to the scrape with this transaction id.
    pub const fn new(transaction: TransactionId) -> ScrapeResponseWriter {
        ScrapeResponseWriter { transaction }
    }

    /// Appends a reply with these numbers, one entry for each torrent, in the order of the request.
    pub fn write(&self, stats: impl IntoIterator<Item = Stats>, out: &mut impl Sink) {
        self.put(stats, out);
    }

    /// Writes a reply to the beginning of `buffer`, with as many entries as there is room for, and
    /// returns its length; `None` if the buffer has fewer than 8 bytes.
    pub fn fill(&self, stats: impl IntoIterator<Item = Stats>, buffer: &mut [u8]) -> Option<usize> {
        Slice::fill(buffer, |out| self.put(stats, out))
    }

    /// Returns whether there is room for the head.
    fn put(self, stats: impl IntoIterator<Item = Stats>, out: &mut impl Room) -> bool {
        let has_room = out.put(&scrape_head(self.transaction));
        if has_room {
            let _ = stats.into_iter().all(|stats| out.put(&stats.positive().to_bytes()));
        }
        has_room
    }
}

/// The 8 bytes with which a reply to a scrape begins.
#[inline]
pub(super) fn scrape_head(transaction: TransactionId) -> [u8; 8] {
    reply_head(SCRAPE, transaction)
}

/// The 8 bytes with which every reply begins.
#[inline]
pub(super) fn reply_head(action: u32, transaction: TransactionId) -> [u8; 8] {
    header(|fields| {
        fields.u32(action);
        fields.u32(transaction.0);
    })
}
