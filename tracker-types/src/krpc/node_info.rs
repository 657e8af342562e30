//! Nodes: id and address, single and packed.

use alloc::vec::Vec;
use core::borrow::Borrow;
use core::fmt;
use core::net::{Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use core::str::FromStr;

use bencode::ByteStr;

use super::node_id::NodeId;
use crate::compact::{Compact, Packed, sealed};
use crate::error::{Error, ErrorKind};
use crate::sink::Sink;

/// A node of the DHT: its id and its address.
///
/// ```
/// use tracker_types::krpc::{CompactNodes, NodeInfo};
///
/// // `nodes` of bittorrent-dht 11.0.12.
/// let packed = b"\x99\x0c\x25\xc3\x05\x30\x94\xf4\x28\x8d\xd6\xc6\xa4\x19\x39\x55\xa1\xa5\x2f\xa7\
///     \x7f\0\0\x01\x4e\x24";
/// let (nodes, torn) = CompactNodes::from_bytes(packed);
/// let node: NodeInfo = From::from(nodes.get(0).unwrap());
/// assert_eq!(node.id.to_string(), "990c25c3053094f4288dd6c6a4193955a1a52fa7");
/// assert_eq!(node.address, "127.0.0.1:20004".parse()?);
/// // A loopback address is of no use to another host.
/// assert!(node.is_martian() && torn.is_empty());
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct NodeInfo<A = SocketAddr> {
    /// Its id.
    pub id: NodeId,
    /// Its address and UDP port.
    pub address: A,
}

/// Packed IPv4 nodes: each is 20 bytes of id, 4 of address and 2 of port, as in `nodes` (BEP 5).
pub type CompactNodes<'a> = Compact<'a, NodeInfo<SocketAddrV4>>;

/// Packed IPv6 nodes: each is 20 bytes of id, 16 of address and 2 of port, as in `nodes6` (BEP 32).
pub type CompactNodes6<'a> = Compact<'a, NodeInfo<SocketAddrV6>>;

/// Packs nodes by family, keeping their order: IPv4 for `nodes` of a reply, IPv6 for `nodes6`. An
/// IPv4 address mapped into IPv6 counts as IPv4.
///
/// ```
/// use tracker_types::krpc::{NodeId, NodeInfo, Reply, pack_nodes};
///
/// let ids = [NodeId(*b"abcdefghij0123456789"), NodeId(*b"mnopqrstuvwxyz123456")];
/// let known = [
///     NodeInfo::new(ids[0], "192.0.2.7:6881".parse()?),
///     NodeInfo::new(ids[1], "[2001:db8::7]:6881".parse()?),
/// ];
/// let (nodes, nodes6) = pack_nodes(&known);
/// let mut reply = Reply::new(ids[0]);
/// (reply.nodes, reply.nodes6) = (Some(nodes), Some(nodes6));
/// assert!(reply.all_nodes().eq(known));
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
pub fn pack_nodes(
    nodes: impl IntoIterator<Item: Borrow<NodeInfo>>,
) -> (CompactNodes<'static>, CompactNodes6<'static>) {
    let (mut v4, mut v6) = (Vec::new(), Vec::new());
    for node in nodes {
        let &NodeInfo { id, address } = node.borrow();
        match SocketAddr::new(address.ip().to_canonical(), address.port()) {
            SocketAddr::V4(address) => NodeInfo::new(id, address).pack(&mut v4),
            SocketAddr::V6(address) => NodeInfo::new(id, address).pack(&mut v6),
        }
    }
    (Compact::of(ByteStr::from(v4)), Compact::of(ByteStr::from(v6)))
}

impl<A> NodeInfo<A> {
    /// A node at an address.
    pub const fn new(id: NodeId, address: A) -> NodeInfo<A> {
        NodeInfo { id, address }
    }
}

impl NodeInfo {
    /// Whether no node of the public DHT can have this address: the port is 0, or the address is
    /// not that of a single host, or it means a different host to each reader.
    ///
    /// Nodes send such addresses, by mistake or on purpose; they are decoded unchanged. Addresses
    /// of private networks are not martian: the node may be in your own network.
    pub fn is_martian(&self) -> bool {
        let v4 =
            |ip: Ipv4Addr| matches!(ip.octets(), [0 | 127 | 224..=255, ..]) || ip.is_link_local();
        let v6 = |ip: Ipv6Addr| {
            ip.is_loopback()
                || ip.is_unspecified()
                || ip.is_multicast()
                || ip.is_unicast_link_local()
                || ip.to_ipv4_mapped().is_some()
        };
        self.address.port() == 0
            || match self.address {
                SocketAddr::V4(address) => v4(*address.ip()),
                SocketAddr::V6(address) => v6(*address.ip()),
            }
    }
}

impl From<NodeInfo<SocketAddrV4>> for NodeInfo {
    fn from(node: NodeInfo<SocketAddrV4>) -> NodeInfo {
        NodeInfo::new(node.id, node.address.into())
    }
}

impl From<NodeInfo<SocketAddrV6>> for NodeInfo {
    fn from(node: NodeInfo<SocketAddrV6>) -> NodeInfo {
        NodeInfo::new(node.id, node.address.into())
    }
}

/// Writes the id, `@` and the address, for example for a saved list of nodes.
impl<A: fmt::Display> fmt::Display for NodeInfo<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.id, self.address)
    }
}

/// Reads what `Display` writes.
///
/// ```
/// use tracker_types::krpc::NodeInfo;
///
/// let node: NodeInfo = "990c25c3053094f4288dd6c6a4193955a1a52fa7@127.0.0.1:20004".parse()?;
/// assert_eq!(node.address, "127.0.0.1:20004".parse().unwrap());
/// # Ok::<(), tracker_types::Error>(())
/// ```
impl<A: FromStr> FromStr for NodeInfo<A> {
    type Err = Error;

    fn from_str(text: &str) -> Result<NodeInfo<A>, Error> {
        let (id, address) = text.split_once('@').unwrap_or((text, ""));
        let node = NodeId::from_str(id)?;
        let start = text.len().saturating_sub(address.len());
        let address = address.parse().map_err(|_| Error::new(ErrorKind::InvalidHost, start))?;
        Ok(NodeInfo::new(node, address))
    }
}

macro_rules! packed_node {
    ($address:ty, $size:literal) => {
        impl sealed::Sealed for NodeInfo<$address> {}

        impl Packed for NodeInfo<$address> {
            const SIZE: usize = $size;
            const EMPTY: Self = NodeInfo::new(NodeId([0; 20]), <$address as Packed>::EMPTY);

            #[inline]
            fn unpack(entry: &[u8]) -> Self {
                match entry.split_first_chunk() {
                    Some((id, address)) => NodeInfo::new(NodeId(*id), Packed::unpack(address)),
                    None => Self::EMPTY,
                }
            }

            fn pack(self, out: &mut impl Sink) {
                out.append(&self.id.0);
                self.address.pack(out);
            }
        }
    };
}

packed_node!(SocketAddrV4, 26);
packed_node!(SocketAddrV6, 38);
