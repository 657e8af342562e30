//! The address family of a datagram.

use core::fmt;
use core::net::{IpAddr, SocketAddr};

/// The IP version of the socket on which a datagram is received or sent.
///
/// It determines the size of the peers in an announce reply, 6 or 18 bytes (BEP 15, "IPv6"): the
/// datagram itself does not say, and 18 bytes may be one peer or three.
///
/// ```
/// use std::net::IpAddr;
/// use tracker_types::udp::Family;
///
/// assert_eq!(Family::from("2001:db8::7".parse::<IpAddr>()?), Family::V6);
/// // An IPv4 address as a socket for both versions shows it.
/// assert_eq!(Family::from("::ffff:192.0.2.7".parse::<IpAddr>()?), Family::V4);
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

impl From<IpAddr> for Family {
    fn from(ip: IpAddr) -> Family {
        if ip.to_canonical().is_ipv4() { Family::V4 } else { Family::V6 }
    }
}

/// Writes `IPv4` or `IPv6`.
impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Family::V4 => "IPv4",
            Family::V6 => "IPv6",
        })
    }
}

impl From<SocketAddr> for Family {
    fn from(address: SocketAddr) -> Family {
        Family::from(address.ip())
    }
}
