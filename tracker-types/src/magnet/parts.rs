//! The parameters of a magnet link.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::str::FromStr;

use super::frame::{Frame, MOST_DECODED};
use super::{MagnetLink, MutableTorrent, peer};
use crate::error::{Error, ErrorKind};
use crate::id::{InfoHash, InfoHashV2, InfoHashes};
use crate::params::{Param, Params};
use crate::peer::{Address, Host};
use crate::percent;
use crate::quirk::{Quirk, Quirks};

/// Reads the parameters of a link.
pub(super) fn read(frame: &Frame<'_>, quirks: &mut Quirks) -> Result<MagnetLink, Error> {
    let mut parts = Parts::new(quirks);
    let mut place = frame.start;
    for segment in frame.query.split('&') {
        let end = place.saturating_add(segment.trim_end().len());
        parts.segment(segment, end);
        place = place.saturating_add(segment.len()).saturating_add(1);
    }
    parts.finish(frame.start.saturating_add(frame.query.len()))
}

/// A link that is being read.
struct Parts<'q> {
    v1: Option<InfoHash>,
    v2: Option<InfoHashV2>,
    key: Option<InfoHashV2>,
    link: MagnetLink,
    /// The error of the first unreadable topic.
    unreadable: Option<Error>,
    quirks: &'q mut Quirks,
}

impl<'q> Parts<'q> {
    fn new(quirks: &'q mut Quirks) -> Parts<'q> {
        let (link, unreadable) = (MagnetLink::blank(None, None), None);
        Parts { v1: None, v2: None, key: None, link, unreadable, quirks }
    }

    /// Takes the text between two `&`, which ends at `end` in the link.
    fn segment(&mut self, segment: &str, end: usize) {
        let text = segment.trim();
        if text.is_empty() {
            return self.quirks.report(Quirk::EmptySegment);
        }
        let (name, value) = match text.split_once('=') {
            Some((name, value)) => (name.trim_end(), Some(value.trim_start())),
            None => (text, None),
        };
        let param = Param::new(name.as_bytes(), value.map(str::as_bytes));
        let length = value.map_or(0, |value| value.len().saturating_add(1));
        if segment.len() > name.len().saturating_add(length) {
            self.quirks.report(Quirk::LinkWhiteSpace);
        }
        if value.is_none() {
            self.quirks.report(Quirk::BareParameter);
        }
        let name = param.name().to_ascii_lowercase();
        let is_urn = is(b"xt", &name) || is(b"xs", &name);
        self.look(text, if is_urn { Quirk::Fragment } else { Quirk::RawByte });
        self.take(param, end);
    }

    /// Reports characters that must not be raw in a link, such as `#`.
    fn look(&mut self, text: &str, number_sign: Quirk) {
        let mut rest = text.as_bytes();
        while let Some((byte, after)) = percent::take_byte(rest) {
            match (byte, rest.first()) {
                (Some(_), Some(b'%')) => {}
                (None, _) => self.quirks.report(Quirk::BadEscape),
                (Some(b' '), _) => self.quirks.report(Quirk::LinkWhiteSpace),
                (Some(b'#'), _) => self.quirks.report(number_sign),
                (Some(byte), _) if !byte.is_ascii_graphic() => self.quirks.report(Quirk::RawByte),
                _ => {}
            }
            rest = after;
        }
    }

    fn take(&mut self, param: Param<'_>, end: usize) {
        let name = param.name();
        let lower = name.to_ascii_lowercase();
        if *lower != *name {
            self.quirks.report(Quirk::ParameterCase);
        }
        match &*lower {
            name if is(b"xt", name) => self.topic(param, end),
            name if is(b"xs", name) => self.source(param, end),
            b"dn" => self.name(param),
            name if is(b"tr", name) => self.tracker(param),
            b"x.pe" => self.peer(param),
            _ => self.link.extra.push_param(param),
        }
    }

    /// Takes an exact topic. One that is unreadable, of another network or hash function, or of a
    /// torrent other than the first is kept in the other parameters.
    fn topic(&mut self, param: Param<'_>, end: usize) {
        let (value, end) = self.urn(param, end);
        let found = if let Some(digits) = strip_urn(&value, "btih") {
            hash(&mut self.v1, digits, end)
        } else if let Some(digits) = strip_urn(&value, "btmh") {
            if is_sha256(digits) { hash(&mut self.v2, digits, end) } else { Ok(Found::Unknown) }
        } else {
            // The identifier of the file in another network.
            return self.link.extra.push_param(param);
        };
        self.found(found, param);
    }

    /// Takes an exact source: a key in the DHT (BEP 46), or something for other programs.
    fn source(&mut self, param: Param<'_>, end: usize) {
        let (value, end) = self.urn(param, end);
        match strip_urn(&value, "btpk") {
            Some(digits) => {
                let found = match digits.len() {
                    64 => hash(&mut self.key, digits, end),
                    found => {
                        Err(Error::new(ErrorKind::WrongDigitCount { expected: 64, found }, end))
                    }
                };
                self.found(found.map_err(|error| error.in_place("xs")), param);
            }
            None => self.link.extra.push_param(param),
        }
    }

    fn found(&mut self, found: Result<Found, Error>, param: Param<'_>) {
        match found {
            Ok(Found::First) => return,
            Ok(Found::Same) => return self.quirks.report(Quirk::DuplicateParameter),
            Ok(Found::Other) => self.quirks.report(Quirk::DuplicateParameter),
            Ok(Found::Unknown) => self.quirks.report(Quirk::UnreadableTopic),
            Err(error) => {
                self.quirks.report(Quirk::UnreadableTopic);
                self.unreadable = self.unreadable.take().or(Some(error));
            }
        }
        self.link.extra.push_param(param);
    }

    /// Returns the URN in a parameter, up to a fragment, and where it ends.
    fn urn(&mut self, param: Param<'_>, end: usize) -> (String, usize) {
        let raw = param.raw_value().unwrap_or_default();
        let length = raw.iter().position(|&byte| byte == b'#').unwrap_or(raw.len());
        let end = end.saturating_sub(raw.len().saturating_sub(length));
        let value = percent::decode_literal(raw.get(..length).unwrap_or(raw));
        let value = self.decoded(value.into_owned(), |value| is_encoded(value, &[b"urn"]));
        (String::from_utf8_lossy(&value).trim().to_owned(), end)
    }

    /// Removes the additional levels of escapes.
    fn decoded(&mut self, value: Vec<u8>, is_encoded: impl Fn(&[u8]) -> bool) -> Vec<u8> {
        let mut decoded = value.clone();
        for _ in 0..MOST_DECODED {
            if is_encoded(&decoded) {
                decoded = percent::decode_literal(&decoded).into_owned();
            }
        }
        // Still encoded after that many levels: this is not an accident.
        if is_encoded(&decoded) {
            return value;
        }
        if decoded != value {
            self.quirks.report(Quirk::TwiceEncoded);
        }
        decoded
    }

    /// Takes a name. It is written by tools for people, so that `+` is a space, as in HTML forms.
    fn name(&mut self, param: Param<'_>) {
        let raw = param.raw_value().unwrap_or_default();
        if raw.is_empty() {
            self.quirks.report(Quirk::EmptyValue);
        }
        if self.link.name.as_ref().is_some_and(|name| !name.is_empty()) {
            self.quirks.report(Quirk::DuplicateParameter);
            return self.link.extra.push_param(param);
        }
        let spaced: Vec<u8> = raw.iter().map(|&b| if b == b'+' { b' ' } else { b }).collect();
        let name = percent::decode_literal(&spaced);
        if core::str::from_utf8(&name).is_err() {
            self.quirks.report(Quirk::NameNotUtf8);
            self.link.extra.push_param(param);
        }
        self.link.name = Some(String::from_utf8_lossy(&name).into_owned());
    }

    fn tracker(&mut self, param: Param<'_>) {
        let value = param.value();
        if core::str::from_utf8(&value).is_err() {
            self.quirks.report(Quirk::UrlNotUtf8);
        }
        let url = percent::to_text(&value);
        let schemes: &[&[u8]] = &[b"http", b"https", b"udp", b"ws", b"wss"];
        let inner = url.trim().as_bytes().to_vec();
        let inner = percent::to_text(&self.decoded(inner, |url| is_encoded(url, schemes)));
        let inner = inner.trim();
        if url.trim().len() < url.len() {
            self.quirks.report(Quirk::UrlWhiteSpace);
        }
        if inner.is_empty() {
            self.quirks.report(Quirk::EmptyUrl);
            return self.link.extra.push_param(param);
        }
        self.link.trackers.push(inner.to_owned());
    }

    /// Checks a peer, which stays in the other parameters and is read on request.
    fn peer(&mut self, param: Param<'_>) {
        let value = param.value();
        let address = Address::from_bytes(&value);
        let is_ipv6 = value.iter().filter(|&&byte| byte == b':').nth(1).is_some();
        if peer(&value).is_none() {
            self.quirks.report(Quirk::UnreadableAddress);
        } else if is_ipv6 && address.is_some_and(|it| matches!(it.host, Host::V4(_))) {
            self.quirks.report(Quirk::MappedAddress);
        }
        self.link.extra.push_param(param);
    }

    /// Returns the link, if something identifies the torrent; its text ends at `end`.
    fn finish(self, end: usize) -> Result<MagnetLink, Error> {
        let Parts { v1, v2, key, mut link, unreadable, quirks } = self;
        link.info_hashes = InfoHashes::from_parts(v1, v2);
        if let Some(key) = key {
            let mut mutable = MutableTorrent::new(key.0);
            mutable.salt = take_salt(&mut link.extra).unwrap_or_default();
            let others = link.extra.iter().filter(is_salt).count();
            let quirk = if mutable.salt.is_empty() {
                Quirk::UnreadableTopic
            } else {
                Quirk::DuplicateParameter
            };
            quirks.report_times(quirk, others);
            link.mutable = Some(mutable);
        }
        if link.info_hashes.is_some() || link.mutable.is_some() {
            return Ok(link);
        }
        Err(unreadable.unwrap_or_else(|| Error::new(ErrorKind::InvalidMagnet, end)))
    }
}

fn is_salt(param: &Param<'_>) -> bool {
    param.name().eq_ignore_ascii_case(b"s")
}

/// Removes the first readable salt (`s`, BEP 46) from the parameters, if no key has taken it yet.
fn take_salt(extra: &mut Params<'static>) -> Option<Vec<u8>> {
    let salt = |param: Param<'_>| {
        from_hex(&param.value()).filter(|salt| is_salt(&param) && !salt.is_empty())
    };
    let found = extra.iter().position(|param| salt(param).is_some())?;
    let salt = extra.iter().nth(found).and_then(salt);
    let mut rest = Params::default();
    let others = extra.iter().enumerate().filter(|(place, _)| *place != found);
    others.for_each(|(_, param)| rest.push_param(param));
    *extra = rest;
    salt
}

/// The result of reading a hash in a link.
enum Found {
    First,
    Same,
    Other,
    Unknown,
}

/// Whether a multihash is a SHA-256, the only function in BEP 52, or bare digits without a prefix.
fn is_sha256(digits: &str) -> bool {
    digits.starts_with("1220") || digits.len() == 64
}

/// Reads a hash whose digits end at `end` in the link.
fn hash<T>(found: &mut Option<T>, digits: &str, end: usize) -> Result<Found, Error>
where
    T: FromStr<Err = Error> + PartialEq + Copy,
{
    // Escapes are usually before the digits.
    let start = end.saturating_sub(digits.len());
    let hash = digits.parse().map_err(|error: Error| error.in_place("xt").moved_by(start))?;
    Ok(match found.replace(hash) {
        None => Found::First,
        Some(first) => {
            *found = Some(first);
            if first == hash { Found::Same } else { Found::Other }
        }
    })
}

fn from_hex(digits: &[u8]) -> Option<Vec<u8>> {
    let byte = |pair: &[u8]| match *pair {
        [high, low] => percent::hex_byte(high, low),
        _ => None,
    };
    digits.chunks(2).map(byte).collect()
}

/// Returns what follows `urn:btih:` or another namespace, which is not case-sensitive (RFC 8141).
fn strip_urn<'a>(value: &'a str, namespace: &str) -> Option<&'a str> {
    let mut parts = value.splitn(3, ':');
    let urn = parts.next()?.eq_ignore_ascii_case("urn");
    let named = parts.next()?.eq_ignore_ascii_case(namespace);
    if urn && named { parts.next() } else { None }
}

/// Whether a value begins with one of these schemes and a colon that is still escaped.
fn is_encoded(value: &[u8], schemes: &[&[u8]]) -> bool {
    let end = value.iter().position(|&byte| byte == b'%').unwrap_or(value.len());
    let Some((scheme, mut rest)) = value.split_at_checked(end) else { return false };
    if !schemes.iter().any(|known| known.eq_ignore_ascii_case(scheme)) {
        return false;
    }
    rest = rest.get(1..).unwrap_or_default();
    while let [b'2', b'5', after @ ..] = rest {
        rest = after;
    }
    matches!(rest, [b'3', b'a' | b'A', ..])
}

/// Whether `name` is this parameter, perhaps followed by a number: `tr`, `tr.1`.
fn is(parameter: &[u8], name: &[u8]) -> bool {
    match name.strip_prefix(parameter) {
        Some([]) => true,
        Some([b'.', digits @ ..]) => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}
