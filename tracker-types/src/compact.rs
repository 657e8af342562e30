//! Entries of a fixed size, packed into one byte string: peers, info-hashes, DHT nodes.

mod iter;
mod json;

use core::fmt;
use core::marker::PhantomData;
use core::net::{Ipv4Addr, Ipv6Addr, SocketAddrV4, SocketAddrV6};

use bencode::ByteStr;
use bytes::Bytes;

use crate::id::InfoHash;
use crate::sink::Sink;

pub use iter::CompactIntoIter;
pub use iter::CompactIter;

/// Packed IPv4 peers: each is 4 bytes of address and 2 of port, as in `peers` (BEP 23).
pub type CompactPeers<'a> = Compact<'a, SocketAddrV4>;

/// Packed IPv6 peers: each is 16 bytes of address and 2 of port, as in `peers6` (BEP 7).
pub type CompactPeers6<'a> = Compact<'a, SocketAddrV6>;

/// Packed info-hashes: each is 20 bytes, as in a UDP scrape and the DHT's `samples` (BEP 15, BEP
/// 51).
pub type CompactHashes<'a> = Compact<'a, InfoHash>;

/// Entries of a fixed size, packed into one byte string, in network byte order.
///
/// ```
/// use tracker_types::CompactPeers;
///
/// let (peers, torn) = CompactPeers::from_bytes(b"\x7f\0\0\x03\xc8\xd6\x7f\0\0\x04\xc8");
/// assert_eq!(peers.iter().next(), "127.0.0.3:51414".parse().ok());
/// // Some trackers' strings end inside an entry; the whole entries are kept.
/// assert_eq!((peers.len(), torn.len()), (1, 5));
///
/// // A list can be collected, extended and iterated over.
/// let mut list: CompactPeers<'_> = peers.iter().collect();
/// list.extend(["127.0.0.4:51415".parse()?]);
/// for peer in &list {
///     assert!(peer.ip().is_loopback());
/// }
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
pub struct Compact<'a, T> {
    /// Always whole entries.
    bytes: ByteStr<'a>,
    entry: PhantomData<fn() -> T>,
}

/// A type of a fixed size that can be packed. Only this crate implements it.
pub trait Packed: sealed::Sealed + Copy {
    /// The size of an entry, in bytes.
    const SIZE: usize;

    /// Replaces an entry of the wrong size, which a [`Compact`] never contains.
    const EMPTY: Self;

    /// Reads an entry; returns [`EMPTY`](Packed::EMPTY) if its size is wrong.
    fn unpack(entry: &[u8]) -> Self;

    /// Appends an entry.
    fn pack(self, out: &mut impl Sink);
}

/// Seals [`Packed`]; each type of this crate implements it in the module that defines the type.
pub(crate) mod sealed {
    pub trait Sealed {}
    impl Sealed for core::net::SocketAddrV4 {}
    impl Sealed for core::net::SocketAddrV6 {}
    impl Sealed for crate::id::InfoHash {}
}

impl Packed for SocketAddrV4 {
    const SIZE: usize = 6;
    const EMPTY: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 0);

    #[inline]
    fn unpack(entry: &[u8]) -> SocketAddrV4 {
        let &[a, b, c, d, high, low] = entry else { return Self::EMPTY };
        SocketAddrV4::new([a, b, c, d].into(), u16::from_be_bytes([high, low]))
    }

    fn pack(self, out: &mut impl Sink) {
        out.append(&packed(self));
    }
}

/// Four bytes of address and two of port.
#[inline]
pub(crate) fn packed(peer: SocketAddrV4) -> [u8; 6] {
    let [a, b, c, d] = peer.ip().octets();
    let [high, low] = peer.port().to_be_bytes();
    [a, b, c, d, high, low]
}

/// Whether one of these IPv4 peers may have port 0. If not, none has; if so, one has a port below
/// 256.
///
/// Takes 16 peers at a time and keeps the smallest byte at each place; the last 16 peers are taken
/// once more, which covers the remainder. The compiler vectorizes the loop as long as it is over
/// indices; an iterator that zips two slices is a function call in an unoptimized build.
pub(crate) fn may_have_port_zero(packed: &[u8]) -> bool {
    let Some(end) = packed.last_chunk() else { return has_low_port(packed) };
    let mut least = [u8::MAX; EIGHT];
    let mut rest = packed;
    while let Some((peers, tail)) = rest.split_first_chunk() {
        keep_least(&mut least, peers);
        rest = tail;
    }
    keep_least(&mut least, end);
    has_low_port(&least)
}

/// The size of eight peers, in bytes.
const EIGHT: usize = 8 * SocketAddrV4::SIZE;

/// Keeps the smallest byte at each place, for two times eight peers.
#[inline]
fn keep_least(least: &mut [u8; EIGHT], peers: &[u8; 2 * EIGHT]) {
    let Some((first, second)) = peers.split_first_chunk::<EIGHT>() else { return };
    for place in 0..EIGHT {
        if let (Some(least), Some(first), Some(second)) =
            (least.get_mut(place), first.get(place), second.get(place))
        {
            *least = (*least).min(*first).min(*second);
        }
    }
}

/// Whether one of these IPv4 peers has a port below 256.
#[inline]
fn has_low_port(mut packed: &[u8]) -> bool {
    while let [_, _, _, _, high, _, rest @ ..] = packed {
        if *high == 0 {
            return true;
        }
        packed = rest;
    }
    false
}

/// Whether a packed IPv6 address is an IPv4 address that is mapped into IPv6 (RFC 4291, section
/// 2.5.5.2).
#[inline]
pub(crate) fn is_mapped(packed: &[u8]) -> bool {
    packed.starts_with(b"\0\0\0\0\0\0\0\0\0\0\xff\xff")
}

impl Packed for SocketAddrV6 {
    const SIZE: usize = 18;
    const EMPTY: SocketAddrV6 = SocketAddrV6::new(Ipv6Addr::UNSPECIFIED, 0, 0, 0);

    #[inline]
    fn unpack(entry: &[u8]) -> SocketAddrV6 {
        match entry.split_first_chunk::<16>() {
            Some((&ip, &[high, low])) => {
                SocketAddrV6::new(ip.into(), u16::from_be_bytes([high, low]), 0, 0)
            }
            _ => Self::EMPTY,
        }
    }

    fn pack(self, out: &mut impl Sink) {
        out.append(&packed6(self));
    }
}

/// 16 bytes of address and two of port.
#[inline]
pub(crate) fn packed6(peer: SocketAddrV6) -> [u8; 18] {
    let mut entry = [0; 18];
    if let Some((ip, port)) = entry.split_first_chunk_mut() {
        *ip = peer.ip().octets();
        port.copy_from_slice(&peer.port().to_be_bytes());
    }
    entry
}

/// Splits `bytes` into whole entries and the rest of a torn last one.
#[inline]
pub(crate) fn split_whole<T: Packed>(bytes: &[u8]) -> (&[u8], &[u8]) {
    match bytes.len().checked_rem(T::SIZE) {
        None | Some(0) => (bytes, &[]),
        Some(torn) => {
            bytes.split_at_checked(bytes.len().wrapping_sub(torn)).unwrap_or((bytes, &[]))
        }
    }
}

impl Packed for InfoHash {
    const SIZE: usize = 20;
    const EMPTY: InfoHash = InfoHash([0; 20]);

    #[inline]
    fn unpack(entry: &[u8]) -> InfoHash {
        entry.try_into().unwrap_or(Self::EMPTY)
    }

    fn pack(self, out: &mut impl Sink) {
        out.append(&self.0);
    }
}

impl<'a, T: Packed> Compact<'a, T> {
    /// Takes the whole entries of `bytes`, and returns the rest of a torn last one.
    pub fn from_bytes(bytes: &'a [u8]) -> (Compact<'a, T>, &'a [u8]) {
        let (entries, rest) = split_whole::<T>(bytes);
        (Compact::of(ByteStr::borrowed(entries)), rest)
    }

    /// Takes bytes that consist of whole entries.
    #[inline]
    pub(crate) const fn of_whole(bytes: &'a [u8]) -> Compact<'a, T> {
        Compact::of(ByteStr::borrowed(bytes))
    }

    /// The packed entries, as on the wire.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.bytes.len().checked_div(T::SIZE).unwrap_or(0)
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The entries, in order.
    #[inline]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = T> + ExactSizeIterator + Clone + '_ {
        // No `CompactIter`: std trusts the length of this iterator, and collects it without
        // checking the capacity for each entry.
        self.bytes.chunks_exact(T::SIZE).map(T::unpack)
    }

    /// The entry at `index`.
    pub fn get(&self, index: usize) -> Option<T> {
        self.iter().nth(index)
    }
}

impl<'a, T> Compact<'a, T> {
    pub(crate) const fn of(bytes: ByteStr<'a>) -> Compact<'a, T> {
        Compact { bytes, entry: PhantomData }
    }

    /// Copies the entries if they are borrowed.
    pub fn into_owned(self) -> Compact<'static, T> {
        Compact::of(self.bytes.into_owned())
    }

    /// Shares `frame` if the entries are in it, and copies them otherwise.
    pub fn share(&self, frame: &Bytes) -> Compact<'static, T> {
        Compact::of(self.bytes.share(frame))
    }
}

impl<T> Default for Compact<'_, T> {
    fn default() -> Self {
        Compact::of(ByteStr::new())
    }
}

impl<T> Clone for Compact<'_, T> {
    fn clone(&self) -> Self {
        Compact::of(self.bytes.clone())
    }
}

impl<T> PartialEq for Compact<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl<T> Eq for Compact<'_, T> {}

impl<T: Packed + fmt::Debug> fmt::Debug for Compact<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
