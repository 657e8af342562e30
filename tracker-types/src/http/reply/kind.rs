//! The kinds of values that only replies have.

use alloc::string::ToString;
use core::net::IpAddr;

use bencode::{ByteStr, Reader, Rules, Token};
use serde::de::MapAccess;
use serde::ser::SerializeMap;

use crate::message::{
    Bytes, Kind, Notes, Octets, Output, Page, Raw, Shown, Taken, Text, Written, decimal, entry,
    integer, is_decimal, literal_number, literal_string, number, octets, put, string,
};
use crate::quirk::Quirk;
use crate::reply::RetryIn;
use crate::sink::Sink;

/// An address of 4 or 16 bytes (BEP 24), or text from trackers that misread the BEP.
pub(super) struct Ip;

impl<'a> Kind<'a> for Ip {
    type Place = Option<IpAddr>;

    fn read(rest: &'a [u8], place: &mut Option<IpAddr>, notes: &mut Notes) -> Option<&'a [u8]> {
        let (bytes, rest) = string(rest, notes)?;
        *place = bytes.and_then(|bytes| ip(bytes, notes));
        Some(rest)
    }
}

fn ip(bytes: &[u8], notes: &mut Notes) -> Option<IpAddr> {
    let Some(ip) = octets(bytes).or_else(|| ip_text(bytes, notes)) else {
        notes.report(Quirk::ExternalIpUnreadable);
        return None;
    };
    let canonical = ip.to_canonical();
    if canonical != ip {
        notes.report(Quirk::MappedAddress);
    }
    Some(canonical)
}

#[cold]
fn ip_text(text: &[u8], notes: &mut Notes) -> Option<IpAddr> {
    let ip = core::str::from_utf8(text).ok()?.parse().ok()?;
    notes.report(Quirk::ExternalIpText);
    Some(ip)
}

impl Written<Option<IpAddr>> for Ip {
    #[inline]
    fn write<const N: usize>(
        place: &Option<IpAddr>,
        key: &[u8; N],
        out: &mut Output<'_, impl Sink>,
    ) {
        out.page(|page| Ip::short(place, key, page));
    }

    #[inline]
    fn short<const N: usize>(place: &Option<IpAddr>, key: &[u8; N], page: &mut Page<'_>) {
        if let Some(ip) = place {
            page.put(key);
            put_ip(ip.to_canonical(), page);
        }
    }
}

#[cold]
fn put_ip(ip: IpAddr, page: &mut Page<'_>) {
    match ip {
        IpAddr::V4(ip) => {
            page.put(b"4:");
            page.put(&ip.octets());
        }
        IpAddr::V6(ip) => {
            page.put(b"16:");
            page.put(&ip.octets());
        }
    }
}

impl Shown<Option<IpAddr>> for Ip {
    fn show<M: SerializeMap>(
        place: &Option<IpAddr>,
        key: &'static str,
        map: &mut M,
    ) -> Result<(), M::Error> {
        entry(map, key, place.map(Octets))
    }
}

impl Taken<Option<IpAddr>> for Ip {
    fn take<'de, A: MapAccess<'de>>(
        place: &mut Option<IpAddr>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        put(place, map, |Octets(ip)| Some(ip))
    }
}

/// The reason of a failure, of any type: see [`reason`].
pub(super) struct Reason;

impl<'a> Kind<'a> for Reason {
    type Place = Option<&'a [u8]>;

    #[inline]
    fn read(rest: &'a [u8], place: &mut Option<&'a [u8]>, notes: &mut Notes) -> Option<&'a [u8]> {
        Raw::read(rest, place, notes)
    }
}

/// Converts an encoded value to a reason, which usually is a byte string. A number becomes its
/// digits, anything else its encoding.
#[inline]
pub(super) fn reason<'a>(value: &'a [u8], notes: &mut Notes) -> ByteStr<'a> {
    match literal_string(value) {
        Some((text, _)) if core::str::from_utf8(text).is_ok() => ByteStr::borrowed(text),
        _ => odd_reason(value, notes),
    }
}

#[cold]
fn odd_reason<'a>(value: &'a [u8], notes: &mut Notes) -> ByteStr<'a> {
    let token = Reader::with_rules(value, Rules::TOLERANT).next();
    if let Ok(Some(Token::Bytes(text))) = token {
        if core::str::from_utf8(text).is_err() {
            notes.report(Quirk::FailureNotUtf8);
        }
        return ByteStr::borrowed(text);
    }
    notes.report(Quirk::FailureNotText);
    match token {
        Ok(Some(Token::Int(number))) => ByteStr::from(number.to_string()),
        _ => ByteStr::borrowed(value),
    }
}

#[expect(clippy::ref_option_ref, reason = "a place is lent whatever it is")]
impl Written<Option<&[u8]>> for Reason {
    #[inline]
    fn write<const N: usize>(
        place: &Option<&[u8]>,
        key: &[u8; N],
        out: &mut Output<'_, impl Sink>,
    ) {
        Bytes::write(place, key, out);
    }
}

#[expect(clippy::ref_option_ref, reason = "a place is lent whatever it is")]
impl Shown<Option<&[u8]>> for Reason {
    fn show<M: SerializeMap>(
        place: &Option<&[u8]>,
        key: &'static str,
        map: &mut M,
    ) -> Result<(), M::Error> {
        Text::show(place, key, map)
    }
}

impl Taken<Option<ByteStr<'static>>> for Reason {
    fn take<'de, A: MapAccess<'de>>(
        place: &mut Option<ByteStr<'static>>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        Text::take(place, map)
    }
}

/// `retry in` (BEP 31): minutes as a number, or as text as in the BEP's example, or `never`.
pub(super) struct Retry;

impl<'a> Kind<'a> for Retry {
    type Place = Option<RetryIn>;

    fn read(rest: &'a [u8], place: &mut Option<RetryIn>, notes: &mut Notes) -> Option<&'a [u8]> {
        if let Some((minutes, rest)) = literal_number(rest) {
            *place = Some(RetryIn::Minutes(minutes));
            return Some(rest);
        }
        if let Some(rest) = rest.strip_prefix(b"5:never") {
            *place = Some(RetryIn::Never);
            return Some(rest);
        }
        odd_retry(rest, place, notes)
    }
}

#[cold]
fn odd_retry<'a>(
    rest: &'a [u8],
    place: &mut Option<RetryIn>,
    notes: &mut Notes,
) -> Option<&'a [u8]> {
    if let [b'i', ..] = rest {
        let (int, rest) = integer(rest, notes)?;
        *place = int.and_then(|int| number(int, notes)).map(RetryIn::Minutes);
        return Some(rest);
    }
    let (text, rest) = string(rest, notes)?;
    *place = text.and_then(|text| retry_text(text, notes));
    Some(rest)
}

fn retry_text(text: &[u8], notes: &mut Notes) -> Option<RetryIn> {
    if text == b"never" {
        return Some(RetryIn::Never);
    }
    if !is_decimal(text) {
        notes.report(Quirk::WrongType);
        return None;
    }
    notes.report(Quirk::RetryInText);
    decimal(text, notes).map(RetryIn::Minutes)
}

impl Written<Option<RetryIn>> for Retry {
    #[inline]
    fn write<const N: usize>(
        place: &Option<RetryIn>,
        key: &[u8; N],
        out: &mut Output<'_, impl Sink>,
    ) {
        match place {
            Some(RetryIn::Minutes(minutes)) => out.number(key, *minutes),
            Some(RetryIn::Never) => out.string(key, Some(b"never")),
            None => {}
        }
    }
}

impl Shown<Option<RetryIn>> for Retry {
    fn show<M: SerializeMap>(
        place: &Option<RetryIn>,
        key: &'static str,
        map: &mut M,
    ) -> Result<(), M::Error> {
        entry(map, key, *place)
    }
}

impl Taken<Option<RetryIn>> for Retry {
    fn take<'de, A: MapAccess<'de>>(
        place: &mut Option<RetryIn>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        put(place, map, Some)
    }
}
