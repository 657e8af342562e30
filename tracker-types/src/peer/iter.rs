//! Iterators over peers, and collecting and extending them.

use alloc::vec;
use alloc::vec::Vec;
use core::iter::FusedIterator;
use core::net::{SocketAddrV4, SocketAddrV6};
use core::slice;

use super::host::Host;
use super::list::{Peer, Peers};
use crate::compact::{CompactIntoIter, Packed};

/// An iterator over the peers of [`Peers`]: packed IPv4, packed IPv6, listed.
// A chain of three iterators makes a `for` loop three times as expensive for each peer.
#[derive(Clone, Debug)]
pub struct PeersIter<'p> {
    v4: &'p [u8],
    v6: &'p [u8],
    list: slice::Iter<'p, Peer<'p>>,
}

impl<'p> Iterator for PeersIter<'p> {
    type Item = Peer<'p>;

    #[inline]
    fn next(&mut self) -> Option<Peer<'p>> {
        match self.v4.split_first_chunk::<{ SocketAddrV4::SIZE }>() {
            Some((entry, rest)) => {
                self.v4 = rest;
                Some(Peer::from(SocketAddrV4::unpack(entry)))
            }
            None => self.next_of_the_others(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let packed = |bytes: &[u8], size: usize| bytes.len().checked_div(size).unwrap_or(0);
        let v4 = packed(self.v4, SocketAddrV4::SIZE);
        let v6 = packed(self.v6, SocketAddrV6::SIZE);
        let count = v4.saturating_add(v6).saturating_add(self.list.len());
        (count, Some(count))
    }

    /// Loops over each kind in turn, without a test of the kind for each peer: 12 instructions for
    /// a packed peer instead of 19.
    #[inline]
    fn fold<B, F: FnMut(B, Peer<'p>) -> B>(self, first: B, mut each: F) -> B {
        let v4 = self.v4.chunks_exact(SocketAddrV4::SIZE).map(SocketAddrV4::unpack);
        let v6 = self.v6.chunks_exact(SocketAddrV6::SIZE).map(SocketAddrV6::unpack);
        let seen = v4.fold(first, |seen, peer| each(seen, Peer::from(peer)));
        let seen = v6.fold(seen, |seen, peer| each(seen, Peer::from(peer)));
        self.list.fold(seen, |seen, peer| each(seen, peer.by_ref()))
    }
}

impl ExactSizeIterator for PeersIter<'_> {}
impl FusedIterator for PeersIter<'_> {}

impl<'p> PeersIter<'p> {
    #[inline]
    pub(super) fn new(peers: &'p Peers<'_>) -> PeersIter<'p> {
        PeersIter { v4: peers.v4.as_bytes(), v6: peers.v6.as_bytes(), list: peers.list.iter() }
    }

    #[inline(never)]
    fn next_of_the_others(&mut self) -> Option<Peer<'p>> {
        if let Some((entry, rest)) = self.v6.split_first_chunk::<{ SocketAddrV6::SIZE }>() {
            self.v6 = rest;
            return Some(Peer::from(SocketAddrV6::unpack(entry)));
        }
        self.list.next().map(Peer::by_ref)
    }
}

/// An owning iterator over the peers of [`Peers`]: packed IPv4, packed IPv6, listed.
#[derive(Clone, Debug)]
pub struct PeersIntoIter<'a> {
    v4: CompactIntoIter<'a, SocketAddrV4>,
    v6: CompactIntoIter<'a, SocketAddrV6>,
    list: vec::IntoIter<Peer<'a>>,
}

impl<'a> Iterator for PeersIntoIter<'a> {
    type Item = Peer<'a>;

    fn next(&mut self) -> Option<Peer<'a>> {
        let packed = self.v4.next().map(Peer::from);
        packed.or_else(|| self.v6.next().map(Peer::from)).or_else(|| self.list.next())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let packed = self.v4.len().saturating_add(self.v6.len());
        let count = packed.saturating_add(self.list.len());
        (count, Some(count))
    }
}

impl ExactSizeIterator for PeersIntoIter<'_> {}
impl FusedIterator for PeersIntoIter<'_> {}

impl<'p> IntoIterator for &'p Peers<'_> {
    type Item = Peer<'p>;
    type IntoIter = PeersIter<'p>;

    #[inline]
    fn into_iter(self) -> PeersIter<'p> {
        self.iter()
    }
}

impl<'a> IntoIterator for Peers<'a> {
    type Item = Peer<'a>;
    type IntoIter = PeersIntoIter<'a>;

    fn into_iter(self) -> PeersIntoIter<'a> {
        PeersIntoIter {
            v4: self.v4.into_iter(),
            v6: self.v6.into_iter(),
            list: self.list.into_iter(),
        }
    }
}

/// Packs peers that have an IP address and no id, by family, and lists the others.
impl<'a, P: Into<Peer<'a>>> FromIterator<P> for Peers<'a> {
    fn from_iter<I: IntoIterator<Item = P>>(peers: I) -> Peers<'a> {
        let mut all = Peers::default();
        all.extend(peers);
        all
    }
}

/// Packs peers that have an IP address and no id, by family, and lists the others.
impl<'a, P: Into<Peer<'a>>> Extend<P> for Peers<'a> {
    fn extend<I: IntoIterator<Item = P>>(&mut self, peers: I) {
        let (mut v4, mut v6) = (Vec::new(), Vec::new());
        for peer in peers {
            match peer.into() {
                Peer { host: Host::V4(ip), port, id: None } => {
                    v4.push(SocketAddrV4::new(ip, port));
                }
                Peer { host: Host::V6(ip), port, id: None } => {
                    v6.push(SocketAddrV6::new(ip, port, 0, 0));
                }
                listed => self.list.push(listed),
            }
        }
        self.v4.extend(v4);
        self.v6.extend(v6);
    }
}
