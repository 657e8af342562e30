//! The peers of a reply, in whatever form they were sent.

use alloc::vec::Vec;
use core::fmt;
use core::net::{SocketAddr, SocketAddrV4, SocketAddrV6};
use core::str::FromStr;

use bytes::Bytes;

use super::host::{Address, Host};
use super::iter::PeersIter;
use crate::compact::{CompactPeers, CompactPeers6, may_have_port_zero};
use crate::error::{Error, ErrorKind};
use crate::id::PeerId;

/// One peer of a swarm: its host, its port and, unless the tracker omits it, its id.
///
/// ```
/// use tracker_types::{Host, Peer};
///
/// let mut peer = Peer::new(Host::V4([1, 2, 3, 4].into()), 51413);
/// peer.id = "-TR2940-0890apv0oznf".parse().ok();
/// assert_eq!(peer.socket_addr(), "1.2.3.4:51413".parse().ok());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Peer<'a> {
    /// Its IP address or name.
    pub host: Host<'a>,
    /// Its TCP and UDP port.
    pub port: u16,
    /// Its id, which compact peers and replies with `no_peer_id` omit.
    pub id: Option<PeerId>,
}

impl<'a> Peer<'a> {
    /// A peer without an id.
    #[inline]
    pub const fn new(host: Host<'a>, port: u16) -> Peer<'a> {
        Peer { host, port, id: None }
    }

    /// The address to connect to; `None` for a peer with a host name, which has to be resolved
    /// first, or with port 0, to which nobody can connect.
    pub fn socket_addr(&self) -> Option<SocketAddr> {
        let ip = self.host.ip().filter(|_| self.port > 0)?;
        Some(SocketAddr::new(ip, self.port))
    }

    /// Borrows the peer.
    pub fn by_ref(&self) -> Peer<'_> {
        Peer { host: self.host.by_ref(), port: self.port, id: self.id }
    }

    /// Copies the name if it is borrowed.
    pub fn into_owned(self) -> Peer<'static> {
        Peer { host: self.host.into_owned(), port: self.port, id: self.id }
    }
}

/// Writes host and port; an IPv6 address in brackets.
impl fmt::Display for Peer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.host.fmt_with_port(self.port, f)
    }
}

/// Reads a host and a port; an IPv6 address is in brackets.
///
/// ```
/// use tracker_types::Peer;
///
/// let peer: Peer<'_> = "seed.example.org:6881".parse()?;
/// assert_eq!((peer.port, peer.to_string().as_str()), (6881, "seed.example.org:6881"));
/// # Ok::<(), tracker_types::Error>(())
/// ```
impl FromStr for Peer<'static> {
    type Err = Error;

    fn from_str(text: &str) -> Result<Peer<'static>, Error> {
        let Address { host, port } = text.parse()?;
        let no_port = || Error::new(ErrorKind::MissingParameter, text.len()).in_place("port");
        Ok(Peer::new(host, port.ok_or_else(no_port)?))
    }
}

impl From<SocketAddrV4> for Peer<'_> {
    #[inline]
    fn from(address: SocketAddrV4) -> Self {
        Peer::new(Host::V4(*address.ip()), address.port())
    }
}

impl From<SocketAddrV6> for Peer<'_> {
    #[inline]
    fn from(address: SocketAddrV6) -> Self {
        Peer::new(Host::from(*address.ip()), address.port())
    }
}

impl From<SocketAddr> for Peer<'_> {
    fn from(address: SocketAddr) -> Self {
        match address {
            SocketAddr::V4(address) => Peer::from(address),
            SocketAddr::V6(address) => Peer::from(address),
        }
    }
}

/// Adds an id to an address or a peer.
///
/// ```
/// use std::net::SocketAddr;
/// use tracker_types::{Peer, PeerId};
///
/// let address: SocketAddr = "1.2.3.4:51413".parse()?;
/// let peer = Peer::from((address, PeerId(*b"-TR2940-0890apv0oznf")));
/// assert!(peer.id.is_some() && peer.socket_addr() == Some(address));
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
impl<'a, P: Into<Peer<'a>>> From<(P, PeerId)> for Peer<'a> {
    fn from((peer, id): (P, PeerId)) -> Peer<'a> {
        Peer { id: Some(id), ..peer.into() }
    }
}

/// The peers of a reply: packed by family, listed with names and ids, or a mixture of these.
///
/// [`iter`](Peers::iter) iterates over all of them and does not allocate. Peers are kept as they
/// were sent: peers with port 0, to which nobody can connect, may be among them, but
/// [`socket_addrs`](Peers::socket_addrs) leaves them out.
///
/// ```
/// use tracker_types::{CompactPeers, Peers};
///
/// let (v4, _) = CompactPeers::from_bytes(b"\x7f\0\0\x03\xc8\xd6\x7f\0\0\x04\xc8\xd7");
/// let mut peers = Peers::default();
/// peers.v4 = v4;
/// let ports: Vec<u16> = peers.iter().map(|peer| peer.port).collect();
/// assert_eq!(ports, [51414, 51415]);
/// ```
///
/// `Peers` can be collected from addresses or [`Peer`]s:
///
/// ```
/// use std::net::SocketAddr;
/// use tracker_types::{PeerId, Peers};
///
/// let addresses = ["127.0.0.3:51414".parse::<SocketAddr>()?, "[2001:db8::7]:6881".parse()?];
/// let mut peers: Peers<'_> = addresses.into_iter().collect();
/// assert_eq!((peers.v4.len(), peers.v6.len()), (1, 1));
///
/// // A peer with an id cannot be packed, and is listed.
/// peers.extend([(addresses[0], PeerId(*b"-TR2940-0890apv0oznf"))]);
/// assert_eq!(peers.list.len(), 1);
/// for peer in &peers {
///     assert!(peer.socket_addr().is_some());
/// }
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Peers<'a> {
    /// IPv4 peers, packed.
    pub v4: CompactPeers<'a>,
    /// IPv6 peers, packed.
    pub v6: CompactPeers6<'a>,
    /// Peers that were listed one by one.
    pub list: Vec<Peer<'a>>,
}

impl Peers<'_> {
    /// All peers: packed IPv4, packed IPv6, listed.
    #[inline]
    pub fn iter(&self) -> PeersIter<'_> {
        PeersIter::new(self)
    }

    /// The addresses to connect to, without peers that have a host name or port 0.
    ///
    /// ```
    /// use tracker_types::{CompactPeers, Peers};
    ///
    /// let mut peers = Peers::default();
    /// peers.v4 = CompactPeers::from_bytes(b"\x7f\0\0\x03\xc8\xd6").0;
    /// assert_eq!(peers.socket_addrs(), ["127.0.0.3:51414".parse().unwrap()]);
    /// ```
    pub fn socket_addrs(&self) -> Vec<SocketAddr> {
        let mut addresses = Vec::with_capacity(self.len());
        if may_have_port_zero(self.v4.as_bytes()) {
            addresses.extend(self.v4.iter().filter(|peer| peer.port() > 0).map(SocketAddr::V4));
        } else {
            // The length is exact: the capacity is not checked for each peer.
            addresses.extend(self.v4.iter().map(SocketAddr::V4));
        }
        addresses.extend(self.v6.iter().filter_map(|peer| Peer::from(peer).socket_addr()));
        addresses.extend(self.list.iter().filter_map(Peer::socket_addr));
        addresses
    }

    /// The number of peers.
    pub fn len(&self) -> usize {
        self.v4.len().saturating_add(self.v6.len()).saturating_add(self.list.len())
    }

    /// Whether there are no peers.
    pub fn is_empty(&self) -> bool {
        self.v4.is_empty() && self.v6.is_empty() && self.list.is_empty()
    }

    /// Removes all peers, and keeps the capacity of the list.
    pub(crate) fn clear(&mut self) {
        let Peers { v4, v6, list } = self;
        (*v4, *v6) = (CompactPeers::default(), CompactPeers6::default());
        list.clear();
    }

    /// Copies everything that is borrowed.
    pub fn into_owned(self) -> Peers<'static> {
        let list = self.list.into_iter().map(Peer::into_owned).collect();
        Peers { v4: self.v4.into_owned(), v6: self.v6.into_owned(), list }
    }

    /// Packed peers share the frame they came in; host names are copied.
    pub fn share(&self, frame: &Bytes) -> Peers<'static> {
        let list = self.list.iter().map(|peer| peer.clone().into_owned()).collect();
        Peers { v4: self.v4.share(frame), v6: self.v6.share(frame), list }
    }
}
