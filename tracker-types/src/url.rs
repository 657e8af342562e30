//! Announce URLs: taken apart, asked, turned into scrape URLs.

use std::fmt;
use std::net::Ipv6Addr;

use crate::error::{Error, ErrorKind};
use crate::peer::port_of;
use crate::percent;

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
    /// What stands in front of `://`: `http`, `https`, `udp`, `ws` or `wss` as a rule, perhaps in
    /// capitals.
    pub scheme: &'a str,
    /// A name and password in front of the host, still percent-encoded.
    pub user_info: Option<&'a str>,
    /// The host, which may be percent-encoded; an IPv6 address without its brackets.
    pub host: &'a str,
    /// The port, where one is given.
    pub port: Option<u16>,
    /// The path; may be empty.
    pub path: &'a str,
    /// What stands behind the first `?`.
    pub query: Option<&'a str>,
    /// What stands behind `#`, which is no tracker's business.
    pub fragment: Option<&'a str>,
}

impl<'a> TrackerUrl<'a> {
    /// Takes a URL apart (RFC 3986, section 3).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidUrl`] if there is no scheme, no host or one with signs that no host has,
    /// or the port is no number of 16 bits; at the first byte of what is wrong.
    pub fn parse(url: &'a str) -> Result<TrackerUrl<'a>, Error> {
        TrackerUrl::split(url).map_err(|wrong| {
            Error::new(ErrorKind::InvalidUrl, url.len().saturating_sub(wrong.len()))
        })
    }

    /// The parts, or the end of `url` that begins with what is wrong.
    fn split(url: &'a str) -> Result<TrackerUrl<'a>, &'a str> {
        let (scheme, behind) = url.split_once("://").filter(|(it, _)| is_scheme(it)).ok_or(url)?;
        let (rest, fragment) = cut(behind, '#');
        let (rest, query) = cut(rest, '?');
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (user_info, host_port) = match authority.rsplit_once('@') {
            Some((user_info, host_port)) => (Some(user_info), host_port),
            None => (None, authority),
        };
        let (host, port) = host_and_port(host_port).map_err(|wrong| {
            // What is wrong is an end of the authority, and the URL goes on behind that.
            let length = behind.len().saturating_sub(authority.len()).saturating_add(wrong.len());
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

fn cut(text: &str, sign: char) -> (&str, Option<&str>) {
    match text.split_once(sign) {
        Some((front, behind)) => (front, Some(behind)),
        None => (text, None),
    }
}

fn is_scheme(text: &str) -> bool {
    let inside = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(inside)
}

/// Host and port, or the end of `text` that begins with what is wrong.
fn host_and_port(text: &str) -> Result<(&str, Option<u16>), &str> {
    let (host, behind) = if let Some(inside) = text.strip_prefix('[') {
        inside.split_once(']').filter(|(ip, _)| is_ipv6(ip)).ok_or(text)?
    } else {
        let (name, behind) = text.split_at(text.find(':').unwrap_or(text.len()));
        (Some(name).filter(|name| is_host(name)).ok_or(text)?, behind)
    };
    match behind.strip_prefix(':') {
        None if behind.is_empty() => Ok((host, None)),
        None => Err(behind),
        Some("") => Ok((host, None)),
        Some(port) => Ok((host, Some(port_of(port.as_bytes()).ok_or(port)?))),
    }
}

/// Whether it is an address, perhaps with a zone (RFC 6874).
fn is_ipv6(text: &str) -> bool {
    cut(text, '%').0.parse::<Ipv6Addr>().is_ok()
}

/// Whether it is no more than a host may be: anything but what RFC 3986 has no use for.
fn is_host(text: &str) -> bool {
    let stray = |c: char| c.is_whitespace() || c.is_control() || "\"<>[\\]^`{|}".contains(c);
    !text.is_empty() && !text.contains(stray)
}

/// The URL again, but for an empty port and zeros in front of one.
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

/// The scrape URL of an announce URL, or `None` if that tracker cannot be scraped.
///
/// The rule by which trackers and clients agree: what follows the last `/` of the URL, in its path,
/// begins with `announce`, which becomes `scrape`; nothing is decoded, and the query stays.
///
/// ```
/// use tracker_types::scrape_url;
///
/// let scrape = scrape_url("http://tracker.example/announce.php?passkey=0123456789abcdef");
/// assert_eq!(scrape.unwrap(), "http://tracker.example/scrape.php?passkey=0123456789abcdef");
/// assert_eq!(scrape_url("http://tracker.example/a"), None);
/// ```
pub fn scrape_url(announce_url: &str) -> Option<String> {
    let (url, _) = cut(announce_url, '#');
    let (front, last) = url.rsplit_once('/')?;
    let behind = last.strip_prefix("announce")?;
    let is_path = TrackerUrl::parse(front).is_ok_and(|front| front.query.is_none());
    is_path.then(|| format!("{front}/scrape{behind}"))
}

/// Puts a query behind a tracker's URL, and behind the query the URL has itself: private trackers
/// want their passkey first.
pub(crate) fn with_query(
    url: &str,
    write_query: impl FnOnce(&mut Vec<u8>),
) -> Result<String, Error> {
    let parts = TrackerUrl::parse(url)?;
    if !parts.is_http() {
        return Err(Error::new(ErrorKind::NotHttp, 0));
    }
    let (base, _) = cut(url, '#');
    let mut out = Vec::with_capacity(base.len().saturating_add(400));
    let (base, query) = cut(base, '?');
    push_clean(base, &mut out);
    if parts.path.is_empty() {
        out.push(b'/');
    }
    out.push(b'?');
    if let Some(query) = query.map(|query| query.trim_end_matches('&')).filter(|q| !q.is_empty()) {
        push_clean(query, &mut out);
        out.push(b'&');
    }
    let before = out.len();
    write_query(&mut out);
    if out.len() == before {
        out.pop();
    }
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// Copies a part of a URL, escaping what no request line may have.
fn push_clean(text: &str, out: &mut Vec<u8>) {
    for byte in text.bytes() {
        if byte.is_ascii_graphic() {
            out.push(byte);
        } else {
            out.extend_from_slice(&percent::escape(byte));
        }
    }
}
