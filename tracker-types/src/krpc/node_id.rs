//! Node ids: positions of nodes, torrents and items in the DHT.

use core::fmt;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use bencode::RawValue;
use crc::{CRC_32_ISCSI, Crc};
use sha1::{Digest, Sha1};

use crate::id::{InfoHash, id_traits};

/// CRC-32C, as BEP 42 requires.
const CRC32C: Crc<u32> = Crc::<u32>::new(&CRC_32_ISCSI);

/// The 20 bytes that identify a node of the DHT, or the place of a torrent or an item in it (BEP 5,
/// BEP 44).
///
/// Ids are ordered as numbers. The [`distance`](NodeId::distance) between two ids is also an id, so
/// that distances can be compared.
///
/// ```
/// use tracker_types::krpc::NodeId;
///
/// let target = NodeId(*b"mnopqrstuvwxyz123456");
/// let mut nodes = [NodeId(*b"abcdefghij0123456789"), NodeId(*b"mnopqrstuvwxyz654321")];
/// nodes.sort_by_key(|node| node.distance(&target));
/// assert_eq!(nodes[0].0, *b"mnopqrstuvwxyz654321");
/// assert_eq!(nodes[0].distance(&target).leading_zeros(), 117);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub [u8; 20]);

impl NodeId {
    /// The 20 bytes.
    pub const fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// Returns the distance to another id: the exclusive or of both (BEP 5, "Overview").
    #[must_use]
    pub fn distance(&self, other: &NodeId) -> NodeId {
        let mut distance = self.0;
        distance.iter_mut().zip(other.0).for_each(|(byte, other)| *byte ^= other);
        NodeId(distance)
    }

    /// Counts the zero bits at the beginning of the id, at most 160: in a distance, the bits that
    /// two ids have in common.
    pub fn leading_zeros(&self) -> u32 {
        let zeros = self.0.iter().take_while(|&&byte| byte == 0);
        let bytes = u32::try_from(zeros.count()).unwrap_or(20);
        let next = self.0.iter().find(|&&byte| byte != 0).map_or(0, |byte| byte.leading_zeros());
        bytes.saturating_mul(8).saturating_add(next)
    }

    /// The target of an immutable item: the SHA-1 of its encoded value (BEP 44).
    ///
    /// ```
    /// use bencode::RawValue;
    /// use tracker_types::krpc::NodeId;
    ///
    /// let value = RawValue::new(b"12:Hello World!")?;
    /// let target = NodeId::of_value(&value);
    /// assert_eq!(target.to_string(), "e5f96f6f38320f0f33959cb4d3d656452117aadb");
    /// # Ok::<(), bencode::Error>(())
    /// ```
    pub fn of_value(value: &RawValue<'_>) -> NodeId {
        NodeId(Sha1::digest(value.as_bytes()).into())
    }

    /// The target of a mutable item: the SHA-1 of its public key and its salt, which may be empty
    /// (BEP 44; BEP 46 for torrents).
    pub fn of_key(key: &[u8; 32], salt: &[u8]) -> NodeId {
        NodeId(Sha1::new().chain_update(key).chain_update(salt).finalize().into())
    }

    /// Returns an id that a node at `ip` may have (BEP 42): its first 21 bits are bound to the
    /// address, the others are those of `random`, whose last byte takes part in the binding.
    ///
    /// ```
    /// use tracker_types::krpc::NodeId;
    ///
    /// // BEP 42, "Test vectors".
    /// let random = *b"\0\0\x07\x0c\x5d\x6a\x4e\xc8\xa8\x8e\x4c\x6a\xb4\xc2\x8b\x95\xee\xe4\x01\x01";
    /// let id = NodeId::bound_to([124, 31, 75, 21].into(), random);
    /// assert!(id.to_string().starts_with("5fbfbf"));
    /// assert!(id.is_bound_to([124, 31, 75, 21].into()));
    /// ```
    pub fn bound_to(ip: IpAddr, random: [u8; 20]) -> NodeId {
        let [_, _, low, rest @ ..] = random;
        let [.., last] = rest;
        let [first, second, third, _] = checksum(ip, last).to_be_bytes();
        let mut id = random;
        let [a, b, c, ..] = &mut id;
        (*a, *b, *c) = (first, second, third & 0xf8 | low & 0x07);
        NodeId(id)
    }

    /// Whether a node at `ip` may have this id (BEP 42): its first 21 bits match the address, or
    /// the address is of a local network, which is exempt.
    pub fn is_bound_to(&self, ip: IpAddr) -> bool {
        let [.., last] = self.0;
        let [first, second, third, _] = checksum(ip, last).to_be_bytes();
        let bound = [first, second, third & 0xf8];
        is_exempt(ip) || matches!(self.0, [a, b, c, ..] if [a, b, c & 0xf8] == bound)
    }
}

/// Returns the checksum with whose first 21 bits an id begins, computed from the masked address and
/// three bits of the id's last byte.
fn checksum(ip: IpAddr, last: u8) -> u32 {
    match ip.to_canonical() {
        IpAddr::V4(ip) => masked(ip.octets(), [0x03, 0x0f, 0x3f, 0xff], last),
        IpAddr::V6(ip) => {
            let [network @ .., _, _, _, _, _, _, _, _] = ip.octets();
            masked(network, [0x01, 0x03, 0x07, 0x0f, 0x1f, 0x3f, 0x7f, 0xff], last)
        }
    }
}

fn masked<const N: usize>(mut octets: [u8; N], mask: [u8; N], last: u8) -> u32 {
    octets.iter_mut().zip(mask).for_each(|(octet, mask)| *octet &= mask);
    if let [first, ..] = &mut octets[..] {
        *first |= (last & 0x07) << 5;
    }
    CRC32C.checksum(&octets)
}

/// Whether BEP 42 exempts the address: it is of a local network or of the machine itself.
fn is_exempt(ip: IpAddr) -> bool {
    let v4 = |ip: Ipv4Addr| ip.is_private() || ip.is_link_local() || ip.is_loopback();
    let v6 = |ip: Ipv6Addr| ip.is_loopback() || ip.is_unicast_link_local() || ip.is_unique_local();
    match ip.to_canonical() {
        IpAddr::V4(ip) => v4(ip),
        IpAddr::V6(ip) => v6(ip),
    }
}

id_traits!(NodeId, 20, InfoHash::from_text);

/// The place of a torrent in the DHT is its info-hash.
impl From<InfoHash> for NodeId {
    fn from(hash: InfoHash) -> NodeId {
        NodeId(hash.0)
    }
}

impl From<NodeId> for InfoHash {
    fn from(id: NodeId) -> InfoHash {
        InfoHash(id.0)
    }
}

/// Writes 40 hex digits. Text is read as for an [`InfoHash`].
impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        InfoHash::from(*self).fmt(f)
    }
}
