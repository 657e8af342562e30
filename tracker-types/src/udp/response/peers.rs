//! The packed peers of an announce response, all of one family.

use core::iter::FusedIterator;
use core::net::{SocketAddr, SocketAddrV4, SocketAddrV6};

use bytes::Bytes;

use crate::compact::{CompactIter, CompactPeers, CompactPeers6, Packed};
use crate::quirk::{Quirk, Quirks};
use crate::udp::family::Family;

/// Packed peers of the address family over which the datagram is sent (BEP 15, "IPv6").
///
/// ```
/// use tracker_types::udp::{Family, response::Peers};
///
/// let bytes = b"\x7f\0\0\x03\xc8\xd6\x7f\0\0\x04\xc8\xd7\x7f\0\0\x05\xc8\xd8";
/// let (v4, _) = Peers::from_bytes(bytes, Family::V4);
/// let (v6, _) = Peers::from_bytes(bytes, Family::V6);
/// assert_eq!((v4.len(), v6.len()), (3, 1));
/// assert_eq!(v4.iter().next(), "127.0.0.3:51414".parse().ok());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Peers<'a> {
    /// IPv4 peers: 4 bytes of address and 2 of port each.
    V4(CompactPeers<'a>),
    /// IPv6 peers: 16 bytes of address and 2 of port each.
    V6(CompactPeers6<'a>),
}

impl<'a> Peers<'a> {
    /// Takes the whole peers of `bytes`, and returns the rest of a torn last one.
    #[inline]
    pub fn from_bytes(bytes: &'a [u8], family: Family) -> (Peers<'a>, &'a [u8]) {
        match family {
            Family::V4 => {
                let (peers, torn) = CompactPeers::from_bytes(bytes);
                (Peers::V4(peers), torn)
            }
            Family::V6 => {
                let (peers, torn) = CompactPeers6::from_bytes(bytes);
                (Peers::V6(peers), torn)
            }
        }
    }

    /// Takes the peers of `bytes`, if the last one is not torn.
    #[inline]
    pub(super) fn of_whole(bytes: &'a [u8], family: Family) -> Option<Peers<'a>> {
        match family {
            Family::V4 if bytes.len() % SocketAddrV4::SIZE == 0 => {
                Some(Peers::V4(CompactPeers::of_whole(bytes)))
            }
            Family::V6 if bytes.len() % SocketAddrV6::SIZE == 0 => {
                Some(Peers::V6(CompactPeers6::of_whole(bytes)))
            }
            _ => None,
        }
    }

    /// The peers of a response that have this family and a port.
    ///
    /// An IPv4 address mapped into IPv6 counts as IPv4.
    pub fn from_model(peers: &crate::Peers<'_>, family: Family) -> Peers<'static> {
        let reachable = peers.socket_addrs().into_iter();
        match family {
            Family::V4 => Peers::V4(reachable.filter_map(v4).collect()),
            Family::V6 => Peers::V6(reachable.filter_map(v6).collect()),
        }
    }

    /// The family of the peers.
    pub const fn family(&self) -> Family {
        match self {
            Peers::V4(_) => Family::V4,
            Peers::V6(_) => Family::V6,
        }
    }

    /// The packed peers, as on the wire.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Peers::V4(peers) => peers.as_bytes(),
            Peers::V6(peers) => peers.as_bytes(),
        }
    }

    /// The number of peers.
    pub fn len(&self) -> usize {
        match self {
            Peers::V4(peers) => peers.len(),
            Peers::V6(peers) => peers.len(),
        }
    }

    /// Whether the list is empty.
    pub fn is_empty(&self) -> bool {
        self.as_bytes().is_empty()
    }

    /// The peers in order, as they were sent: a port of 0 may be among them.
    pub fn iter(&self) -> PeersIter<'_> {
        PeersIter(match self {
            Peers::V4(peers) => Either::V4(peers.into_iter()),
            Peers::V6(peers) => Either::V6(peers.into_iter()),
        })
    }

    /// The quirks of the single peers.
    pub(super) fn quirks(&self) -> Quirks {
        let mapped = |peer: &SocketAddr| peer.is_ipv6() && peer.ip().to_canonical().is_ipv4();
        let mut quirks = Quirks::new();
        quirks.report_times(Quirk::PortZero, self.iter().filter(|peer| peer.port() == 0).count());
        quirks.report_times(Quirk::MappedAddress, self.iter().filter(mapped).count());
        quirks
    }

    /// Copies the peers if they are borrowed.
    pub fn into_owned(self) -> Peers<'static> {
        match self {
            Peers::V4(peers) => Peers::V4(peers.into_owned()),
            Peers::V6(peers) => Peers::V6(peers.into_owned()),
        }
    }

    /// Shares `frame` if the peers are in it, and copies them otherwise.
    pub fn share(&self, frame: &Bytes) -> Peers<'static> {
        match self {
            Peers::V4(peers) => Peers::V4(peers.share(frame)),
            Peers::V6(peers) => Peers::V6(peers.share(frame)),
        }
    }
}

/// An iterator over the peers of [`Peers`], in order.
#[derive(Clone, Debug)]
pub struct PeersIter<'p>(Either<'p>);

#[derive(Clone, Debug)]
enum Either<'p> {
    V4(CompactIter<'p, SocketAddrV4>),
    V6(CompactIter<'p, SocketAddrV6>),
}

impl Iterator for PeersIter<'_> {
    type Item = SocketAddr;

    #[inline]
    fn next(&mut self) -> Option<SocketAddr> {
        match &mut self.0 {
            Either::V4(peers) => peers.next().map(SocketAddr::V4),
            Either::V6(peers) => peers.next().map(SocketAddr::V6),
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.0 {
            Either::V4(peers) => peers.size_hint(),
            Either::V6(peers) => peers.size_hint(),
        }
    }

    #[inline]
    fn fold<B, F: FnMut(B, SocketAddr) -> B>(self, first: B, each: F) -> B {
        match self.0 {
            Either::V4(peers) => peers.map(SocketAddr::V4).fold(first, each),
            Either::V6(peers) => peers.map(SocketAddr::V6).fold(first, each),
        }
    }
}

impl ExactSizeIterator for PeersIter<'_> {}
impl FusedIterator for PeersIter<'_> {}

impl<'p> IntoIterator for &'p Peers<'_> {
    type Item = SocketAddr;
    type IntoIter = PeersIter<'p>;

    #[inline]
    fn into_iter(self) -> PeersIter<'p> {
        self.iter()
    }
}

const fn v4(peer: SocketAddr) -> Option<SocketAddrV4> {
    match peer {
        SocketAddr::V4(peer) => Some(peer),
        SocketAddr::V6(_) => None,
    }
}

const fn v6(peer: SocketAddr) -> Option<SocketAddrV6> {
    match peer {
        SocketAddr::V4(_) => None,
        SocketAddr::V6(peer) => Some(peer),
    }
}

impl<'a> From<Peers<'a>> for crate::Peers<'a> {
    fn from(peers: Peers<'a>) -> crate::Peers<'a> {
        let mut all = crate::Peers::default();
        match peers {
            Peers::V4(v4) => all.v4 = v4,
            Peers::V6(v6) => all.v6 = v6,
        }
        all
    }
}
