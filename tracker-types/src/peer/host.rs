//! Hosts: IP addresses and names.

use alloc::borrow::Cow;
use core::fmt;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use core::str::FromStr;

use crate::error::{Error, ErrorKind};

/// The host of a peer: an IP address or, as BEP 3 allows, a DNS name.
///
/// An IPv4 address mapped into IPv6 (`::ffff:1.2.3.4`) is read as the IPv4 address it is.
///
/// ```
/// use tracker_types::Host;
///
/// let host = Host::from_bytes(b"::ffff:1.2.3.4").unwrap();
/// assert_eq!(host, Host::V4([1, 2, 3, 4].into()));
/// assert!(matches!(Host::from_bytes(b"seed.example.org"), Some(Host::Dns(_))));
/// assert_eq!(Host::from_bytes(b"not a name"), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Host<'a> {
    /// An IPv4 address.
    V4(Ipv4Addr),
    /// An IPv6 address that is not a mapped IPv4 address.
    V6(Ipv6Addr),
    /// A DNS name, or a name such as `….b32.i2p` that another network resolves.
    Dns(Cow<'a, str>),
}

impl<'a> Host<'a> {
    /// Reads an IP address, with or without brackets, or a host name; `None` if it is neither.
    pub fn from_bytes(text: &'a [u8]) -> Option<Host<'a>> {
        if let Some(ip) = ipv4(text) {
            return Some(Host::V4(ip));
        }
        let text = core::str::from_utf8(text).ok()?;
        if let Some(inside) = text.strip_prefix('[') {
            return Some(Host::from(inside.strip_suffix(']')?.parse::<Ipv6Addr>().ok()?));
        }
        match text.parse::<Ipv6Addr>() {
            Ok(ip) => Some(Host::from(ip)),
            Err(_) => is_name(text).then_some(Host::Dns(Cow::Borrowed(text))),
        }
    }

    /// The IP address, if the host is one.
    pub fn ip(&self) -> Option<IpAddr> {
        match *self {
            Host::V4(ip) => Some(IpAddr::V4(ip)),
            Host::V6(ip) => Some(IpAddr::V6(ip)),
            Host::Dns(_) => None,
        }
    }

    /// Borrows the host.
    pub fn by_ref(&self) -> Host<'_> {
        match self {
            Host::V4(ip) => Host::V4(*ip),
            Host::V6(ip) => Host::V6(*ip),
            Host::Dns(name) => Host::Dns(Cow::Borrowed(name)),
        }
    }

    /// Copies the name if it is borrowed.
    pub fn into_owned(self) -> Host<'static> {
        match self {
            Host::V4(ip) => Host::V4(ip),
            Host::V6(ip) => Host::V6(ip),
            Host::Dns(name) => Host::Dns(Cow::Owned(name.into_owned())),
        }
    }

    /// Writes the host and a port; an IPv6 address in brackets.
    pub(super) fn fmt_with_port(&self, port: u16, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Host::V6(ip) => write!(f, "[{ip}]:{port}"),
            host => write!(f, "{host}:{port}"),
        }
    }
}

/// Reads four numbers up to 255 separated by dots, without leading zeros. std's parser takes three
/// times as long for text that is not yet known to be UTF-8.
#[inline]
pub(crate) fn ipv4(text: &[u8]) -> Option<Ipv4Addr> {
    let mut octets = [0; 4];
    let mut rest = text;
    for (place, value) in octets.iter_mut().enumerate() {
        if place > 0 {
            rest = rest.strip_prefix(b".")?;
        }
        (*value, rest) = octet(rest)?;
    }
    rest.is_empty().then(|| Ipv4Addr::from(octets))
}

#[inline]
fn octet(text: &[u8]) -> Option<(u8, &[u8])> {
    let digit = |byte: u8| u16::from(byte.wrapping_sub(b'0'));
    let (value, rest) = match *text {
        [a @ b'1'..=b'9', b @ b'0'..=b'9', c @ b'0'..=b'9', ref rest @ ..] => (
            digit(a)
                .wrapping_mul(100)
                .wrapping_add(digit(b).wrapping_mul(10))
                .wrapping_add(digit(c)),
            rest,
        ),
        [a @ b'1'..=b'9', b @ b'0'..=b'9', ref rest @ ..] => {
            (digit(a).wrapping_mul(10).wrapping_add(digit(b)), rest)
        }
        [a @ b'0'..=b'9', ref rest @ ..] => (digit(a), rest),
        _ => return None,
    };
    Some((u8::try_from(value).ok()?, rest))
}

/// Reads a port in decimal digits and nothing else: std's parser would accept a `+`.
pub(crate) fn port_of(digits: &[u8]) -> Option<u16> {
    let digits = digits.iter().all(u8::is_ascii_digit).then_some(digits)?;
    core::str::from_utf8(digits).ok()?.parse().ok()
}

/// Whether `text` can be a host name: labels of letters, digits, `-` and `_`, at most 255 bytes,
/// and not only digits and dots, which is a malformed IP address.
fn is_name(text: &str) -> bool {
    let name = text.strip_suffix('.').unwrap_or(text);
    let in_label = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let label = |label: &str| !label.is_empty() && label.bytes().all(in_label);
    name.len() <= 255
        && name.split('.').all(label)
        && !name.bytes().all(|byte| byte == b'.' || byte.is_ascii_digit())
}

impl From<Ipv4Addr> for Host<'_> {
    #[inline]
    fn from(ip: Ipv4Addr) -> Self {
        Host::V4(ip)
    }
}

impl From<Ipv6Addr> for Host<'_> {
    #[inline]
    fn from(ip: Ipv6Addr) -> Self {
        ip.to_ipv4_mapped().map_or(Host::V6(ip), Host::V4)
    }
}

impl From<IpAddr> for Host<'_> {
    fn from(ip: IpAddr) -> Self {
        match ip {
            IpAddr::V4(ip) => Host::from(ip),
            IpAddr::V6(ip) => Host::from(ip),
        }
    }
}

impl FromStr for Host<'static> {
    type Err = Error;

    fn from_str(text: &str) -> Result<Host<'static>, Error> {
        let host = Host::from_bytes(text.as_bytes()).map(Host::into_owned);
        host.ok_or_else(|| Error::new(ErrorKind::InvalidHost, 0))
    }
}

impl fmt::Display for Host<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Host::V4(ip) => ip.fmt(f),
            Host::V6(ip) => ip.fmt(f),
            Host::Dns(name) => f.write_str(name),
        }
    }
}

/// The address that a client states for itself in an announce (`ip`, `ipv4`, `ipv6`): a host and,
/// as µTorrent and lftp write it, perhaps a port.
///
/// The tracker decides whether to trust it; BEP 7 advises against it.
///
/// ```
/// use tracker_types::Address;
///
/// let address: Address<'_> = "[2001:db8::7]:6881".parse()?;
/// assert_eq!(address.port, Some(6881));
/// assert_eq!(address.to_string(), "[2001:db8::7]:6881");
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Address<'a> {
    /// The IP address or name.
    pub host: Host<'a>,
    /// The port, if given.
    pub port: Option<u16>,
}

impl<'a> Address<'a> {
    /// A host without a port.
    pub const fn new(host: Host<'a>) -> Address<'a> {
        Address { host, port: None }
    }

    /// Reads a host, or a host and a port; an IPv6 address with a port is in brackets.
    pub fn from_bytes(text: &'a [u8]) -> Option<Address<'a>> {
        if let Some(host) = Host::from_bytes(text) {
            return Some(Address::new(host));
        }
        let colon = text.iter().rposition(|&byte| byte == b':')?;
        let (host, port) = text.split_at_checked(colon)?;
        let port = port_of(port.get(1..)?)?;
        if host.contains(&b':') && !host.starts_with(b"[") {
            return None;
        }
        Some(Address { host: Host::from_bytes(host)?, port: Some(port) })
    }

    /// Copies the name if it is borrowed.
    pub fn into_owned(self) -> Address<'static> {
        Address { host: self.host.into_owned(), port: self.port }
    }
}

impl From<IpAddr> for Address<'_> {
    fn from(ip: IpAddr) -> Self {
        Address::new(Host::from(ip))
    }
}

impl From<SocketAddr> for Address<'_> {
    fn from(address: SocketAddr) -> Self {
        Address { host: Host::from(address.ip()), port: Some(address.port()) }
    }
}

impl FromStr for Address<'static> {
    type Err = Error;

    fn from_str(text: &str) -> Result<Address<'static>, Error> {
        let address = Address::from_bytes(text.as_bytes()).map(Address::into_owned);
        address.ok_or_else(|| Error::new(ErrorKind::InvalidHost, 0))
    }
}

impl fmt::Display for Address<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            None => self.host.fmt(f),
            Some(port) => self.host.fmt_with_port(port, f),
        }
    }
}
