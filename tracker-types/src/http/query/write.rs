//! Encoding of requests as query strings and URLs.

use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::name::Name;
use crate::announce::AnnounceRequest;
use crate::error::{Error, ErrorKind};
use crate::params::{Param, Params};
use crate::peer::Address;
use crate::percent;
use crate::scrape::ScrapeRequest;
use crate::url::{self, TrackerUrl};

/// Room for a usual announce; its ids alone take 139 bytes if all their bytes are escaped.
const ROOM: usize = 384;

impl AnnounceRequest<'_> {
    /// Appends the query, the part of the URL after the `?`, to `out`.
    ///
    /// Extra parameters come first, because private trackers want their passkey there, except parameters
    /// that the request itself states: a tracker that reads the first of two would read another request.
    /// Fields that are `None` or `false` are left out. Letters, digits and `-._~` are written as they are,
    /// all other bytes are escaped.
    pub fn write_query(&self, out: &mut Vec<u8>) {
        out.reserve(ROOM);
        write_extra(out, &self.extra, |param| self.states(param));
        out.extend_from_slice(b"info_hash=");
        percent::encode_into(&self.info_hash.0, out);
        out.extend_from_slice(b"&peer_id=");
        percent::encode_into(&self.peer_id.0, out);
        out.extend_from_slice(b"&port=");
        write_number(out, u64::from(self.port));
        self.write_counters(out);
        self.write_wishes(out);
        self.write_addresses(out);
    }

    fn write_counters(&self, out: &mut Vec<u8>) {
        write_counter(out, b"&uploaded=", self.uploaded);
        write_counter(out, b"&downloaded=", self.downloaded);
        write_counter(out, b"&left=", self.left);
        write_counter(out, b"&corrupt=", self.corrupt);
        write_counter(out, b"&redundant=", self.redundant);
        write_text(out, b"&key=", self.key.as_deref());
        if let Some(event) = self.event {
            out.extend_from_slice(b"&event=");
            out.extend_from_slice(event.http_name().as_bytes());
        }
    }

    fn write_wishes(&self, out: &mut Vec<u8>) {
        write_counter(out, b"&numwant=", self.numwant.map(u64::from));
        write_flag(out, b"&compact=1", self.compact == Some(true));
        write_flag(out, b"&compact=0", self.compact == Some(false));
        write_flag(out, b"&no_peer_id=1", self.no_peer_id);
        write_flag(out, b"&supportcrypto=1", self.support_crypto);
        write_flag(out, b"&requirecrypto=1", self.require_crypto);
        write_counter(out, b"&cryptoport=", self.crypto_port.map(u64::from));
        write_text(out, b"&trackerid=", self.tracker_id.as_deref());
    }

    fn write_addresses(&self, out: &mut Vec<u8>) {
        let addresses: [(&[u8], _); 3] =
            [(b"&ip=", &self.ip), (b"&ipv4=", &self.ipv4), (b"&ipv6=", &self.ipv6)];
        for (name, address) in addresses {
            if let Some(address) = address {
                write_text(out, name, Some(address.to_string().as_bytes()));
            }
        }
    }

    /// Whether a tracker would read a parameter as something that the request states itself: always for an
    /// event, because a request without one is a regular announce; never for an unreadable address.
    fn states(&self, param: &Param<'_>) -> bool {
        let is_address = || Address::from_bytes(&param.value()).is_some();
        Name::of(&param.name()).is_some_and(|name| match name {
            Name::InfoHash | Name::PeerId | Name::Port | Name::Event => true,
            Name::Uploaded => self.uploaded.is_some(),
            Name::Downloaded => self.downloaded.is_some(),
            Name::Left => self.left.is_some(),
            Name::Corrupt => self.corrupt.is_some(),
            Name::Redundant => self.redundant.is_some(),
            Name::Compact => self.compact.is_some(),
            Name::NoPeerId => self.no_peer_id,
            Name::Numwant => self.numwant.is_some(),
            Name::Key => self.key.is_some(),
            Name::TrackerId => self.tracker_id.is_some(),
            Name::Ip => self.ip.is_some() && is_address(),
            Name::Ipv4 => self.ipv4.is_some() && is_address(),
            Name::Ipv6 => self.ipv6.is_some() && is_address(),
            Name::SupportCrypto => self.support_crypto,
            Name::RequireCrypto => self.require_crypto,
            Name::CryptoPort => self.crypto_port.is_some(),
        })
    }

    /// The URL to get: the announce URL with its own query first, then this request.
    ///
    /// Parameters of the URL that the request itself states are left out, as by
    /// [`write_query`](AnnounceRequest::write_query).
    ///
    /// White space around the announce URL and its fragment are dropped. Characters that RFC 3986 does not
    /// allow are escaped, so that every HTTP library accepts the URL.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidUrl`] if `announce_url` is not a URL or its host is not ASCII (see
    /// [`TrackerUrl::parse`]), [`ErrorKind::NotHttp`] if its scheme is neither `http` nor `https`.
    pub fn to_url(&self, announce_url: &str) -> Result<String, Error> {
        let parts = TrackerUrl::parse(announce_url)?;
        url::with_query(&parts, |param| self.states(param), |out| self.write_query(out))
            .map_err(|error| error.moved_by(url::white_space(announce_url)))
    }
}

impl ScrapeRequest<'_> {
    /// Appends the query, the part of the URL after the `?`, to `out`; extra parameters come first, except
    /// an `info_hash`.
    pub fn write_query(&self, out: &mut Vec<u8>) {
        write_extra(out, &self.extra, is_info_hash);
        for (place, hash) in self.info_hashes.iter().enumerate() {
            out.extend_from_slice(if place == 0 { b"info_hash=" } else { b"&info_hash=" });
            percent::encode_into(&hash.0, out);
        }
        if self.info_hashes.is_empty() && out.ends_with(b"&") {
            out.pop();
        }
    }

    /// The URL to get: the scrape URL of `announce_url` with its own query first, then this
    /// request.
    ///
    /// ```
    /// use tracker_types::ScrapeRequest;
    ///
    /// let hash = "d1101a2b9d202811a05e8c57c557a20bf974dc8a".parse()?;
    /// let url = ScrapeRequest::new(vec![hash]).to_url("http://tracker.example/x/announce?uid=42")?;
    /// assert_eq!(
    ///     url,
    ///     "http://tracker.example/x/scrape?uid=42\
    ///      &info_hash=%D1%10%1A%2B%9D%20%28%11%A0%5E%8CW%C5W%A2%0B%F9t%DC%8A",
    /// );
    /// # Ok::<(), tracker_types::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidUrl`] if `announce_url` is not a URL or its host is not ASCII,
    /// [`ErrorKind::NoScrape`] if it has no scrape URL, [`ErrorKind::NotHttp`] if its scheme is neither
    /// `http` nor `https`.
    pub fn to_url(&self, announce_url: &str) -> Result<String, Error> {
        let parts = TrackerUrl::parse(announce_url)?;
        let path = url::scrape_path(&parts).ok_or_else(|| Error::new(ErrorKind::NoScrape, 0))?;
        let url = TrackerUrl { path: &path, ..parts };
        url::with_query(&url, is_info_hash, |out| self.write_query(out))
            .map_err(|error| error.moved_by(url::white_space(announce_url)))
    }
}

fn is_info_hash(param: &Param<'_>) -> bool {
    Name::of(&param.name()) == Some(Name::InfoHash)
}

#[inline]
fn write_extra(out: &mut Vec<u8>, extra: &Params<'_>, is_stated: impl Fn(&Param<'_>) -> bool) {
    if extra.as_bytes().is_empty() {
        return;
    }
    let start = out.len();
    Params::from_query(extra.as_bytes()).without(is_stated).write(out);
    if out.len() > start {
        out.push(b'&');
    }
}

#[inline]
fn write_flag(out: &mut Vec<u8>, parameter: &[u8], flag: bool) {
    if flag {
        out.extend_from_slice(parameter);
    }
}

#[inline]
fn write_counter(out: &mut Vec<u8>, name: &[u8], number: Option<u64>) {
    if let Some(number) = number {
        out.extend_from_slice(name);
        write_number(out, number);
    }
}

#[inline]
fn write_text(out: &mut Vec<u8>, name: &[u8], text: Option<&[u8]>) {
    if let Some(text) = text {
        out.extend_from_slice(name);
        percent::encode_into(text, out);
    }
}

/// Writes a number in decimal; many are 0.
#[inline]
fn write_number(out: &mut Vec<u8>, number: u64) {
    match u8::try_from(number) {
        Ok(digit @ 0..=9) => out.push(b'0' | digit),
        _ => write_digits(out, number),
    }
}

/// The digits of 2^64-1.
const DIGITS: usize = 20;

/// Writes a number two digits at a time, from the last ones on.
///
/// It always copies [`DIGITS`] bytes, beginning with the first digit, which takes less time than copying
/// as many as there are; the surplus is cut off.
fn write_digits(out: &mut Vec<u8>, number: u64) {
    let mut digits = [0; 2 * DIGITS];
    let mut rest = number;
    let mut first = DIGITS;
    while let Some(place) = digits.get_mut(..first).and_then(<[u8]>::last_chunk_mut) {
        let [pair, ..] = (rest % 100).to_le_bytes();
        *place = PAIRS.get(usize::from(pair)).copied().unwrap_or_default();
        first = first.wrapping_sub(2);
        rest /= 100;
        if rest == 0 {
            break;
        }
    }
    if digits.get(first) == Some(&b'0') {
        first = first.wrapping_add(1);
    }
    let end = out.len().saturating_add(DIGITS).wrapping_sub(first);
    if let Some(text) = digits.get(first..).and_then(<[u8]>::first_chunk::<DIGITS>) {
        out.extend_from_slice(text);
    }
    out.truncate(end);
}

/// The numbers from 00 to 99.
static PAIRS: [[u8; 2]; 100] = pairs();

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "checked as it compiles"
)]
const fn pairs() -> [[u8; 2]; 100] {
    let mut table = [[b'0'; 2]; 100];
    let mut number: u8 = 0;
    while number < 100 {
        table[number as usize] = [b'0' + number / 10, b'0' + number % 10];
        number += 1;
    }
    table
}
