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

/// An announce URL in its parts, as they stand in it.
///
/// ```
/// use tracker_types::TrackerUrl;
///
/// let url = TrackerUrl::parse("http://[2001:db8::7]:6969/announce?passkey=0123456789abcdef")?;
/// assert_eq!((url.scheme, url.host, url.port), ("http", "2001:db8::7", Some(6969)));
/// assert_eq!((url.path, url.query), ("/announce", Some("passkey=0123456789abcdef")));
/// // What to show in a log: all but the secret.
/// let mut shown = url;
/// shown.query = None;
/// assert_eq!(shown.to_string(), "http://[2001:db8::7]:6969/announce");
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct TrackerUrl<'a> {
    /// What stands before `://`: `http`, `https`, `udp`, `ws` or `wss` as a rule, perhaps in
    /// capitals.
    pub scheme: &'a str,
    /// A name and password before the host, still percent-encoded.
    pub user_info: Option<&'a str>,
    /// The host, which may be percent-encoded; an IPv6 address without its brackets.
    pub host: &'a str,
    /// The port, where one is given.
    pub port: Option<u16>,
    /// The path; may be empty.
    pub path: &'a str,
    /// What follows the first `?`.
    pub query: Option<&'a str>,
    /// What follows `#`; it is not sent to a tracker.
    pub fragment: Option<&'a str>,
}

impl<'a> TrackerUrl<'a> {
    /// Takes a URL apart (RFC 3986, section 3); white space around it is cut off.
    ///
    /// The parts stand as they came: what RFC 3986 does not allow in them is escaped when a URL is
    /// made of them, as by [`AnnounceRequest::to_url`](crate::AnnounceRequest::to_url). A host that
    /// is not ASCII is taken as it is, too, but no request can name it: it needs the form that the
    /// DNS knows (`bücher.example` is `xn--bcher-kva.example`), which crates such as `idna` or
    /// `url` find.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidUrl`] if there is no scheme, no host or one with characters that no host
    /// has, the port is not a number of 16 bits, or a control character stands anywhere; at the
    /// first byte of what is wrong.
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

    /// The parts, or the end of `url` that begins with what is wrong.
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
            // What is wrong is at the end of the authority, and the URL goes on after it.
            let length = tail.len().saturating_sub(authority.len()).saturating_add(wrong.len());
            url.get(url.len().saturating_sub(length)..).unwrap_or(url)
        })?;
        Ok(TrackerUrl { scheme, user_info, host, port, path, query, fragment })
    }

    /// Whether the tracker speaks HTTP, encrypted or not.
    pub fn is_http(&self) -> bool {
        ["http", "https"].iter().any(|scheme| self.scheme.eq_ignore_ascii_case(scheme))
    }

    /// The port to connect to: the one given or the scheme's.
    pub fn port_or_default(&self) -> Option<u16> {
        let default = match self.scheme.to_ascii_lowercase().as_str() {
            "http" | "ws" => Some(80),
            "https" | "wss" => Some(443),
            _ => None,
        };
        self.port.or(default)
    }
}

/// As [`TrackerUrl::parse`]; `FromStr` cannot be, for the parts are borrowed from the text.
impl<'a> TryFrom<&'a str> for TrackerUrl<'a> {
    type Error = Error;

    fn try_from(url: &'a str) -> Result<TrackerUrl<'a>, Error> {
        TrackerUrl::parse(url)
    }
}

/// How many bytes of white space a text begins with.
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

/// Host and port, or the end of `text` that begins with what is wrong.
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

/// Whether it is an address, perhaps with a zone (RFC 6874).
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

/// Whether it is no more than a host may be: anything but what RFC 3986 has no use for.
fn is_host(text: &str) -> bool {
    let stray = |c: char| c.is_whitespace() || c.is_control() || "\"<>[\\]^`{|}".contains(c);
    !text.is_empty() && !text.contains(stray)
}

/// The URL again, but for an empty port and leading zeros of one.
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

/// The scrape URL of an HTTP tracker's announce URL, or `None` if that tracker cannot be scraped. Trackers
/// that speak UDP or WebSocket are scraped where they are announced to, whatever the path of their URL.
///
/// The rule by which trackers and clients agree (BEP 48): what follows the last `/` of the URL, in its path,
/// begins with `announce`, which becomes `scrape`. Nothing is decoded, and the query stays; what
/// RFC 3986 does not allow is escaped. There is none for a host that is not ASCII.
///
/// ```
/// use tracker_types::scrape_url;
///
/// let scrape = scrape_url("http://tracker.example/announce.php?passkey=0123456789abcdef");
/// assert_eq!(scrape.unwrap(), "http://tracker.example/scrape.php?passkey=0123456789abcdef");
/// assert_eq!(scrape_url("http://tracker.example/a"), None);
/// ```
pub fn scrape_url(announce_url: &str) -> Option<String> {
    let parts = TrackerUrl::parse(announce_url).ok()?;
    let path = scrape_path(&parts)?;
    let mut out = Vec::new();
    write_target(&TrackerUrl { path: &path, ..parts }, &mut out)?;
    if let Some(query) = parts.query {
        out.push(b'?');
        write_clean(query.as_bytes(), in_query, &mut out);
    }
    Some(text(out))
}

/// The path of the scrape URL.
pub(crate) fn scrape_path(url: &TrackerUrl<'_>) -> Option<String> {
    if url.query.is_some_and(|query| query.contains('/')) {
        return None;
    }
    let (front, last) = url.path.rsplit_once('/')?;
    Some(format!("{front}/scrape{}", last.strip_prefix("announce")?))
}

/// Puts a query after a tracker's URL, and after the query the URL has itself, without the parameters
/// that the other query states: private trackers want their passkey first.
pub(crate) fn with_query(
    url: &TrackerUrl<'_>,
    is_stated: impl Fn(&Param<'_>) -> bool,
    write_query: impl FnOnce(&mut Vec<u8>),
) -> Result<String, Error> {
    if !url.is_http() {
        return Err(Error::new(ErrorKind::NotHttp, 0));
    }
    let mut out = Vec::with_capacity(400);
    // What stands before the host is as long as the scheme, `://` and the name and password.
    let host = url.user_info.map_or(3, |user_info| user_info.len().saturating_add(4));
    let host = url.scheme.len().saturating_add(host);
    write_target(url, &mut out).ok_or_else(|| Error::new(ErrorKind::InvalidUrl, host))?;
    if url.path.is_empty() {
        out.push(b'/');
    }
    out.push(b'?');
    let query = url.query.map_or("", |query| query.trim_end_matches('&'));
    let query = Params::from_query(query.as_bytes()).without(is_stated);
    if !query.as_bytes().is_empty() {
        write_clean(query.as_bytes(), in_query, &mut out);
        out.push(b'&');
    }
    let before = out.len();
    write_query(&mut out);
    if out.len() == before {
        out.pop();
    }
    Ok(text(out))
}

fn text(ascii: Vec<u8>) -> String {
    ascii.into_iter().map(char::from).collect()
}

/// Writes a URL up to its query; `None` if its host is not one that a request can name.
fn write_target(url: &TrackerUrl<'_>, out: &mut Vec<u8>) -> Option<()> {
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
    write_clean(url.path.as_bytes(), in_path, out);
    Some(())
}

/// A host name as it is without escapes, which RFC 3986 allows in one and HTTP libraries do not.
fn host_name(host: &str) -> Option<Cow<'_, [u8]>> {
    let name = percent::decode_literal(host.as_bytes());
    let in_name = |&byte: &u8| byte != b':' && in_user_info(byte);
    (!name.is_empty() && name.iter().all(in_name)).then_some(name)
}
