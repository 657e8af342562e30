//! Announce URLs: their parts, their request URLs, their scrape URLs.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;
use core::net::Ipv6Addr;

use crate::error::{Error, ErrorKind};
use crate::params::{Param, Params};
use crate::peer::port_of;
use crate::percent::{self, Class, class, in_path, in_query, in_user_info, write_clean};

/// The parts of an announce URL, as written.
///
/// ```
/// use tracker_types::TrackerUrl;
///
/// let url = TrackerUrl::parse("http://[2001:db8::7]:6969/announce?passkey=0123456789abcdef")?;
/// assert_eq!((url.scheme, url.host, url.port), ("http", "2001:db8::7", Some(6969)));
/// assert_eq!((url.path, url.query), ("/announce", Some("passkey=0123456789abcdef")));
/// // For a log: secrets are in the query, in the path of some trackers, or before the host.
/// let mut shown = url;
/// (shown.user_info, shown.path, shown.query) = (None, "/", None);
/// assert_eq!(shown.to_string(), "http://[2001:db8::7]:6969/");
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct TrackerUrl<'a> {
    /// The scheme before `://`: usually `http`, `https`, `udp`, `ws` or `wss`, perhaps in capitals.
    pub scheme: &'a str,
    /// A name and password before the host, still percent-encoded.
    pub user_info: Option<&'a str>,
    /// The host, which may be percent-encoded; an IPv6 address without its brackets.
    pub host: &'a str,
    /// The port, if given.
    pub port: Option<u16>,
    /// The path; may be empty.
    pub path: &'a str,
    /// The query: what follows the first `?`.
    pub query: Option<&'a str>,
    /// The fragment: what follows `#`; it is not sent to a tracker.
    pub fragment: Option<&'a str>,
}

impl<'a> TrackerUrl<'a> {
    /// Splits a URL into its parts (RFC 3986, section 3); white space around it is cut off.
    ///
    /// The parts are not changed: characters that RFC 3986 does not allow in them are escaped when
    /// a URL is built from them, as by [`AnnounceRequest::to_url`](crate::AnnounceRequest::to_url).
    /// A host that is not ASCII is accepted as well, but cannot be used in a request: it first
    /// needs its DNS form (`bücher.example` is `xn--bcher-kva.example`), which crates such as
    /// `idna` or `url` compute.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidUrl`] if there is no scheme, if the host is missing or contains
    /// characters that no host may have, if the port is not a 16-bit number, or if the URL contains
    /// a control character. The offset is that of the first wrong byte.
    pub fn parse(url: &'a str) -> Result<TrackerUrl<'a>, Error> {
        let invalid = |offset| Error::new(ErrorKind::InvalidUrl, offset);
        let text = url.trim();
        let start = white_space(url);
        if let Some(offset) = text.find(char::is_control) {
            return Err(invalid(start.saturating_add(offset)));
        }
        let offset = |wrong: &str| text.len().saturating_sub(wrong.len());
        TrackerUrl::split(text).map_err(|wrong| invalid(start.saturating_add(offset(wrong))))
    }

    /// Returns the parts, or, as the error, the rest of `url` from the first wrong byte.
    fn split(url: &'a str) -> Result<TrackerUrl<'a>, &'a str> {
        let (scheme, tail) = url.split_once("://").filter(|(it, _)| is_scheme(it)).ok_or(url)?;
        let (rest, fragment) = cut(tail, '#');
        let (rest, query) = cut(rest, '?');
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (user_info, host_port) = match authority.rsplit_once('@') {
            Some((user_info, host_port)) => (Some(user_info), host_port),
            None => (None, authority),
        };
        let (host, port) = host_and_port(host_port).map_err(|wrong| {
            // The error is at the end of the authority, but the URL continues after it.
            let length = tail.len().saturating_sub(authority.len()).saturating_add(wrong.len());
            url.get(url.len().saturating_sub(length)..).unwrap_or(url)
        })?;
        Ok(TrackerUrl { scheme, user_info, host, port, path, query, fragment })
    }

    /// Whether the scheme is HTTP, encrypted or not.
    pub fn is_http(&self) -> bool {
        ["http", "https"].iter().any(|scheme| self.scheme.eq_ignore_ascii_case(scheme))
    }

    /// The port to connect to: the given one, or else the scheme's default.
    pub fn port_or_default(&self) -> Option<u16> {
        let default = match self.scheme.to_ascii_lowercase().as_str() {
            "http" | "ws" => Some(80),
            "https" | "wss" => Some(443),
            _ => None,
        };
        self.port.or(default)
    }
}

/// As [`TrackerUrl::parse`]. There is no `FromStr`, because the parts borrow from the text.
impl<'a> TryFrom<&'a str> for TrackerUrl<'a> {
    type Error = Error;

    fn try_from(url: &'a str) -> Result<TrackerUrl<'a>, Error> {
        TrackerUrl::parse(url)
    }
}

/// Returns the number of bytes of white space that a text begins with.
pub(crate) fn white_space(text: &str) -> usize {
    text.len().saturating_sub(text.trim_start().len())
}

fn cut(text: &str, sign: char) -> (&str, Option<&str>) {
    match text.split_once(sign) {
        Some((front, tail)) => (front, Some(tail)),
        None => (text, None),
    }
}

fn is_scheme(text: &str) -> bool {
    let inside = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(inside)
}

/// Returns host and port, or, as the error, the rest of `text` from the first wrong byte.
fn host_and_port(text: &str) -> Result<(&str, Option<u16>), &str> {
    let (host, tail) = if let Some(inside) = text.strip_prefix('[') {
        inside.split_once(']').filter(|(ip, _)| is_ipv6(ip)).ok_or(text)?
    } else {
        let (name, tail) = text.split_at(text.find(':').unwrap_or(text.len()));
        (Some(name).filter(|name| is_host(name)).ok_or(text)?, tail)
    };
    match tail.strip_prefix(':') {
        None if tail.is_empty() => Ok((host, None)),
        None => Err(tail),
        Some("") => Ok((host, None)),
        Some(port) => Ok((host, Some(port_of(port.as_bytes()).ok_or(port)?))),
    }
}

/// Whether `text` is an IPv6 address, perhaps with a zone (RFC 6874).
///
/// ```text
/// ZoneID = 1*( unreserved / pct-encoded )
/// ```
fn is_ipv6(text: &str) -> bool {
    let in_zone = |byte: u8| byte == b'%' || class(byte) == Class::Unreserved;
    let (address, zone) = cut(text, '%');
    let zone = zone.is_none_or(|zone| !zone.is_empty() && zone.bytes().all(in_zone));
    zone && address.parse::<Ipv6Addr>().is_ok()
}

/// Whether no byte of `text` is one that RFC 3986 forbids in a host.
fn is_host(text: &str) -> bool {
    let stray = |c: char| c.is_whitespace() || c.is_control() || "\"<>[\\]^`{|}".contains(c);
    !text.is_empty() && !text.contains(stray)
}

/// Writes the URL again, without an empty port and without leading zeros of a port.
impl fmt::Display for TrackerUrl<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://", self.scheme)?;
        if let Some(user_info) = self.user_info {
            write!(f, "{user_info}@")?;
        }
        if self.host.contains(':') {
            write!(f, "[{}]", self.host)?;
        } else {
            f.write_str(self.host)?;
        }
        if let Some(port) = self.port {
            write!(f, ":{port}")?;
        }
        f.write_str(self.path)?;
        for (sign, part) in [('?', self.query), ('#', self.fragment)] {
            if let Some(part) = part {
                write!(f, "{sign}{part}")?;
            }
        }
        Ok(())
    }
}

/// Returns the URL at which the tracker of an announce URL is scraped, or `None` if it cannot be.
///
/// UDP and WebSocket trackers are scraped at their announce URL. For HTTP trackers the rule of BEP
/// 48 applies: the part of the path after its last `/` begins with `announce`, which becomes
/// `scrape`. Nothing is decoded, and the query is kept; what RFC 3986 does not allow is escaped. The
/// result is `None` for a host that is not ASCII, and for any other scheme.
///
/// ```
/// use tracker_types::scrape_url;
///
/// let scrape = scrape_url("http://tracker.example/announce.php?passkey=0123456789abcdef");
/// assert_eq!(scrape.unwrap(), "http://tracker.example/scrape.php?passkey=0123456789abcdef");
/// assert_eq!(scrape_url("http://tracker.example/a"), None);
/// let udp = "udp://tracker.example:6969/announce";
/// assert_eq!(scrape_url(udp).as_deref(), Some(udp));
/// ```
pub fn scrape_url(announce_url: &str) -> Option<String> {
    let parts = TrackerUrl::parse(announce_url).ok()?;
    let is_same_url = ["udp", "ws", "wss"].iter().any(|it| parts.scheme.eq_ignore_ascii_case(it));
    let path = if is_same_url {
        parts.path.into()
    } else {
        scrape_path(&parts).filter(|_| parts.is_http())?
    };
    let mut out = Vec::new();
    write_authority(&parts, &mut out)?;
    write_clean(path.as_bytes(), in_path, &mut out);
    if let Some(query) = parts.query {
        out.push(b'?');
        write_clean(query.as_bytes(), in_query, &mut out);
    }
    Some(text(out))
}

/// Returns the path of the scrape URL.
pub(crate) fn scrape_path(url: &TrackerUrl<'_>) -> Option<String> {
    if url.query.is_some_and(|query| query.contains('/')) {
        return None;
    }
    let (front, last) = url.path.rsplit_once('/')?;
    Some(format!("{front}/scrape{}", last.strip_prefix("announce")?))
}

/// Appends a query to a tracker's URL, after the URL's own query, since private trackers expect
/// their passkey first. Parameters of the URL that the appended query states are left out.
pub(crate) fn with_query(
    url: &TrackerUrl<'_>,
    is_stated: impl Fn(&Param<'_>) -> bool,
    write_query: impl FnOnce(&mut Vec<u8>),
) -> Result<String, Error> {
    if !url.is_http() {
        return Err(Error::new(ErrorKind::NotHttp, 0));
    }
    let mut out = Vec::with_capacity(400);
    // The part before the host consists of the scheme, `://` and the name and password.
    let host = url.user_info.map_or(3, |user_info| user_info.len().saturating_add(4));
    let host = url.scheme.len().saturating_add(host);
    write_authority(url, &mut out).ok_or_else(|| Error::new(ErrorKind::InvalidUrl, host))?;
    write_path_and_query(url, is_stated, write_query, &mut out);
    Ok(text(out))
}

/// Writes the path of a URL, its query without the parameters that the other query states, and the other
/// query.
pub(crate) fn write_path_and_query(
    url: &TrackerUrl<'_>,
    is_stated: impl Fn(&Param<'_>) -> bool,
    write_query: impl FnOnce(&mut Vec<u8>),
    out: &mut Vec<u8>,
) {
    let path = if url.path.is_empty() { "/" } else { url.path };
    write_clean(path.as_bytes(), in_path, out);
    out.push(b'?');
    let query = url.query.map_or("", |query| query.trim_end_matches('&'));
    let query = Params::from_query(query.as_bytes()).without(is_stated);
    if !query.as_bytes().is_empty() {
        write_clean(query.as_bytes(), in_query, out);
        out.push(b'&');
    }
    let before = out.len();
    write_query(out);
    if out.len() == before {
        out.pop();
    }
}

fn text(ascii: Vec<u8>) -> String {
    ascii.into_iter().map(char::from).collect()
}

/// Writes a URL up to its path; `None` if its host cannot be used in a request.
fn write_authority(url: &TrackerUrl<'_>, out: &mut Vec<u8>) -> Option<()> {
    out.extend_from_slice(url.scheme.as_bytes());
    out.extend_from_slice(b"://");
    if let Some(user_info) = url.user_info {
        write_clean(user_info.as_bytes(), in_user_info, out);
        out.push(b'@');
    }
    if url.host.contains(':') {
        out.push(b'[');
        write_clean(url.host.as_bytes(), in_user_info, out);
        out.push(b']');
    } else {
        out.extend_from_slice(&host_name(url.host)?);
    }
    if let Some(port) = url.port {
        out.push(b':');
        out.extend_from_slice(port.to_string().as_bytes());
    }
    Some(())
}

/// The host name without escapes, which RFC 3986 allows in a host, but HTTP libraries do not.
fn host_name(host: &str) -> Option<Cow<'_, [u8]>> {
    let name = percent::decode_literal(host.as_bytes());
    let in_name = |&byte: &u8| byte != b':' && in_user_info(byte);
    (!name.is_empty() && name.iter().all(in_name)).then_some(name)
}
