//! Packing of peers into a buffer of known length.

use core::net::{SocketAddr, SocketAddrV4};

use crate::compact::{Packed, packed};

const SIZE: usize = SocketAddrV4::SIZE;

/// Packs peers into their places; `true` if all are IPv4 and have a port.
#[inline]
pub(super) fn fill(places: &mut [u8], peers: impl Iterator<Item = SocketAddr>) -> bool {
    places.chunks_exact_mut(SIZE).zip(peers).all(|(place, peer)| match peer {
        SocketAddr::V4(peer) => fill_some(place, &[peer]),
        SocketAddr::V6(_) => false,
    })
}

/// Packs peers into their places; `true` if all have a port.
///
/// Takes four peers at a time: one test of a product takes two instructions per peer less than four
/// tests.
#[inline]
pub(super) fn fill_v4(places: &mut [u8], peers: &[SocketAddrV4]) -> bool {
    let fours = peers.chunks_exact(4);
    let last = fours.remainder();
    let whole = peers.len().saturating_sub(last.len()).saturating_mul(SIZE);
    let Some((places, rest)) = places.split_at_mut_checked(whole) else { return false };
    let complete = places.chunks_exact_mut(4 * SIZE).zip(fours).all(|(places, peers)| {
        <&[SocketAddrV4; 4]>::try_from(peers).is_ok_and(|peers| fill_some(places, peers))
    });
    complete
        && rest.chunks_exact_mut(SIZE).zip(last).all(|(place, peer)| fill_some(place, &[*peer]))
}

/// Packs up to four peers; `true` if the product of their ports is not 0, modulo 2^32.
///
/// In that case no port is 0. If four ports together have 32 factors of two, the product is 0 as
/// well, and the caller proceeds as if a peer had no port.
#[inline]
fn fill_some<const N: usize>(places: &mut [u8], peers: &[SocketAddrV4; N]) -> bool {
    let mut product = 1_u32;
    for (place, peer) in places.chunks_exact_mut(SIZE).zip(peers) {
        place.copy_from_slice(&packed(*peer));
        // In the byte order just written: the other one takes one more register.
        product = product.wrapping_mul(peer.port().to_be().into());
    }
    product > 0
}
