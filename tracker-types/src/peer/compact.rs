//! Compact peers: addresses packed into one byte string.

use std::fmt;
use std::marker::PhantomData;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddrV4, SocketAddrV6};

use bencode::ByteStr;
use bytes::Bytes;

/// IPv4 peers, packed: 4 bytes of address and 2 of port each, as `peers` has them (BEP 23).
pub type CompactPeers<'a> = Compact<'a, SocketAddrV4>;

/// IPv6 peers, packed: 16 bytes of address and 2 of port each, as `peers6` has them (BEP 7).
pub type CompactPeers6<'a> = Compact<'a, SocketAddrV6>;

/// Peers of one address family, packed into one byte string, most significant bytes first.
///
/// ```
/// use tracker_types::CompactPeers;
///
/// let (peers, torn) = CompactPeers::from_bytes(b"\x7f\0\0\x03\xc8\xd6\x7f\0\0\x04\xc8");
/// assert_eq!(peers.iter().next(), "127.0.0.3:51414".parse().ok());
/// // Some trackers' strings end inside an entry; what is whole is good.
/// assert_eq!((peers.len(), torn.len()), (1, 5));
/// ```
pub struct Compact<'a, A> {
    /// Always whole entries.
    bytes: ByteStr<'a>,
    family: PhantomData<fn() -> A>,
}

/// An address that can be packed.
pub trait Packed: sealed::Sealed + Copy {
    /// The bytes of one entry.
    const SIZE: usize;

    /// What an entry of another length would be.
    const NOWHERE: Self;

    /// Reads an entry; [`NOWHERE`](Packed::NOWHERE) if it has another length.
    fn unpack(entry: &[u8]) -> Self;

    /// Writes an entry.
    fn pack(self, out: &mut Vec<u8>);
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for std::net::SocketAddrV4 {}
    impl Sealed for std::net::SocketAddrV6 {}
}

impl Packed for SocketAddrV4 {
    const SIZE: usize = 6;
    const NOWHERE: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 0);

    #[inline]
    fn unpack(entry: &[u8]) -> SocketAddrV4 {
        let &[a, b, c, d, high, low] = entry else { return Self::NOWHERE };
        SocketAddrV4::new([a, b, c, d].into(), u16::from_be_bytes([high, low]))
    }

    fn pack(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&packed(self));
    }
}

/// Four bytes of address and two of port.
#[inline]
pub(crate) fn packed(peer: SocketAddrV4) -> [u8; 6] {
    let [a, b, c, d] = peer.ip().octets();
    let [high, low] = peer.port().to_be_bytes();
    [a, b, c, d, high, low]
}

impl Packed for SocketAddrV6 {
    const SIZE: usize = 18;
    const NOWHERE: SocketAddrV6 = SocketAddrV6::new(Ipv6Addr::UNSPECIFIED, 0, 0, 0);

    #[inline]
    fn unpack(entry: &[u8]) -> SocketAddrV6 {
        match entry.split_first_chunk::<16>() {
            Some((&ip, &[high, low])) => {
                SocketAddrV6::new(ip.into(), u16::from_be_bytes([high, low]), 0, 0)
            }
            _ => Self::NOWHERE,
        }
    }

    fn pack(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.ip().octets());
        out.extend_from_slice(&self.port().to_be_bytes());
    }
}

impl<'a, A: Packed> Compact<'a, A> {
    /// Takes the whole entries of `bytes`, and returns what is left of a torn one.
    pub fn from_bytes(bytes: &'a [u8]) -> (Compact<'a, A>, &'a [u8]) {
        let torn = bytes.len().checked_rem(A::SIZE).unwrap_or(0);
        let whole = bytes.len().saturating_sub(torn);
        let (entries, rest) = bytes.split_at_checked(whole).unwrap_or((bytes, &[]));
        (Compact::of(ByteStr::borrowed(entries)), rest)
    }

    /// The packed entries, as they go on the wire.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How many peers there are.
    pub fn len(&self) -> usize {
        self.bytes.len().checked_div(A::SIZE).unwrap_or(0)
    }

    /// Whether there is no peer.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The peers, as they are packed.
    #[inline]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = A> + ExactSizeIterator + '_ {
        self.bytes.chunks_exact(A::SIZE).map(A::unpack)
    }

    /// The peer at `index`.
    pub fn get(&self, index: usize) -> Option<A> {
        self.bytes.chunks_exact(A::SIZE).nth(index).map(A::unpack)
    }
}

impl<'a, A> Compact<'a, A> {
    const fn of(bytes: ByteStr<'a>) -> Compact<'a, A> {
        Compact { bytes, family: PhantomData }
    }

    /// The same peers, owned.
    pub fn into_owned(self) -> Compact<'static, A> {
        Compact::of(self.bytes.into_owned())
    }

    /// The same peers, sharing the frame they came in where they lie in it.
    pub fn share(&self, frame: &Bytes) -> Compact<'static, A> {
        Compact::of(self.bytes.share(frame))
    }
}

impl<A> Default for Compact<'_, A> {
    fn default() -> Self {
        Compact::of(ByteStr::new())
    }
}

impl<A> Clone for Compact<'_, A> {
    fn clone(&self) -> Self {
        Compact::of(self.bytes.clone())
    }
}

impl<A> PartialEq for Compact<'_, A> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl<A> Eq for Compact<'_, A> {}

impl<A: Packed> FromIterator<A> for Compact<'static, A> {
    fn from_iter<I: IntoIterator<Item = A>>(peers: I) -> Self {
        let mut packed = Vec::new();
        peers.into_iter().for_each(|peer| peer.pack(&mut packed));
        Compact::of(ByteStr::from(packed))
    }
}

impl<A: Packed + fmt::Debug> fmt::Debug for Compact<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
