//! Kinds of values that occur only in the DHT's messages.

use alloc::format;
use alloc::vec::Vec;
use core::net::{SocketAddrV4, SocketAddrV6};

use bencode::Int;

use super::query::Want;
use super::values::{self, Listed};
use crate::compact::{Packed, is_mapped};
use crate::message::{
    Kind, Notes, Output, Written, integer, is_decimal, literal_number, literal_string, skip,
    string, token,
};
use crate::quirk::Quirk;
use crate::sink::Sink;

/// A signed integer; one that does not fit 64 bits becomes the nearest that does.
pub(super) type Whole = Integer<true>;

/// A sequence number; one that does not fit is ignored, because the nearest is a different one.
pub(super) type Sequence = Integer<false>;

/// A signed integer; if it does not fit and is `CLAMPED`, it becomes the nearest that does.
pub(super) struct Integer<const CLAMPED: bool>;

impl<'a, const CLAMPED: bool> Kind<'a> for Integer<CLAMPED> {
    type Place = Option<i64>;

    #[inline]
    fn usual(rest: &'a [u8], place: &mut Option<i64>) -> Option<&'a [u8]> {
        let (number, rest) = literal_number(rest)?;
        *place = Some(number.into());
        Some(rest)
    }

    #[cold]
    #[inline(never)]
    fn read(rest: &'a [u8], place: &mut Option<i64>, notes: &mut Notes) -> Option<&'a [u8]> {
        let (number, rest) = any_integer(rest, notes)?;
        *place = number.and_then(|it| if CLAMPED { Some(clamped(it)) } else { it.ok() });
        Some(rest)
    }
}

/// An integer, or as an error the nearest one that fits 64 bits.
type Fitting = Result<i64, i64>;

/// Reads an integer, which may be negative, large or written as text. Anything else gives no number.
fn any_integer<'a>(rest: &'a [u8], notes: &mut Notes) -> Option<(Option<Fitting>, &'a [u8])> {
    if let [b'0'..=b'9', ..] = rest {
        let (text, rest) = string(rest, notes)?;
        let number = text.and_then(|text| text_as_integer(text, notes));
        if number.is_none() {
            notes.report(Quirk::WrongType);
        }
        return Some((number, rest));
    }
    let (int, rest) = integer(rest, notes)?;
    Some((int.map(|int| fitting(int, notes)), rest))
}

/// Converts an integer to the nearest number that fits; one that does not fit is reported.
pub(super) fn whole(int: Int<'_>, notes: &mut Notes) -> i64 {
    clamped(fitting(int, notes))
}

fn clamped(number: Fitting) -> i64 {
    number.unwrap_or_else(|nearest| nearest)
}

fn fitting(int: Int<'_>, notes: &mut Notes) -> Fitting {
    int.to_i64().map_err(|_| nearest(int.is_negative(), notes))
}

/// Reads a number from text, which is reported.
fn text_as_integer(text: &[u8], notes: &mut Notes) -> Option<Fitting> {
    if !is_decimal(text) {
        return None;
    }
    notes.report(Quirk::NumberAsText);
    Some(decimal(text).ok_or_else(|| nearest(text.starts_with(b"-"), notes)))
}

/// The number nearest to one that does not fit, which is reported.
fn nearest(is_negative: bool, notes: &mut Notes) -> i64 {
    notes.report(Quirk::LargeNumber);
    if is_negative { i64::MIN } else { i64::MAX }
}

/// Converts decimal text to a number, if it fits.
pub(super) fn decimal(text: &[u8]) -> Option<i64> {
    if is_decimal(text) { core::str::from_utf8(text).ok()?.parse().ok() } else { None }
}

impl<const CLAMPED: bool> Written<Option<i64>> for Integer<CLAMPED> {
    #[inline]
    fn write<const N: usize>(place: &Option<i64>, key: &[u8; N], out: &mut Output<'_, impl Sink>) {
        if let Some(value) = *place {
            write_whole(value, key, out);
        }
    }
}

/// Writes a key, or any other bytes, and then an integer.
#[inline]
pub(super) fn write_whole<const N: usize>(
    value: i64,
    key: &[u8; N],
    out: &mut Output<'_, impl Sink>,
) {
    match u32::try_from(value) {
        Ok(value) => out.number(key, value),
        Err(_) => write_long(value, key, out),
    }
}

#[cold]
#[inline(never)]
fn write_long(value: i64, key: &[u8], out: &mut Output<'_, impl Sink>) {
    out.put(key);
    out.put(format!("i{value}e").as_bytes());
}

/// A number that is true unless it is 0.
pub(super) struct Flag;

impl<'a> Kind<'a> for Flag {
    type Place = bool;

    #[inline]
    fn usual(rest: &'a [u8], place: &mut bool) -> Option<&'a [u8]> {
        let [b'i', flag @ (b'0' | b'1'), b'e', rest @ ..] = rest else { return None };
        *place = *flag == b'1';
        Some(rest)
    }

    // Reads any flag, including those that are neither 0 nor 1 or written as text, and anything else.
    #[cold]
    #[inline(never)]
    fn read(rest: &'a [u8], place: &mut bool, notes: &mut Notes) -> Option<&'a [u8]> {
        let is_positive = |digits: &[u8]| digits.iter().any(|digit| matches!(digit, b'1'..=b'9'));
        if let [b'0'..=b'9', ..] = rest {
            let (text, rest) = string(rest, notes)?;
            let text = text.unwrap_or_default();
            let is_number = is_decimal(text);
            notes.report(if is_number { Quirk::OddFlag } else { Quirk::WrongType });
            *place = is_number && is_positive(text);
            return Some(rest);
        }
        let (int, rest) = integer(rest, notes)?;
        *place = int.is_some_and(|int| is_positive(int.digits()));
        if int.is_some_and(|int| !matches!(int.to_u64(), Ok(0 | 1))) {
            notes.report(Quirk::OddFlag);
        }
        Some(rest)
    }
}

impl Written<bool> for Flag {
    #[inline]
    fn write<const N: usize>(place: &bool, key: &[u8; N], out: &mut Output<'_, impl Sink>) {
        if *place {
            out.page(|page| {
                page.put(key);
                page.put(b"i1e");
            });
        }
    }
}

/// `want`: a list of words.
pub(super) struct Wanted;

impl<'a> Kind<'a> for Wanted {
    type Place = Want;

    #[inline]
    fn read(rest: &'a [u8], place: &mut Want, notes: &mut Notes) -> Option<&'a [u8]> {
        *place = Want::NONE;
        let Some(mut rest) = rest.strip_prefix(b"l") else {
            return odd_want(rest, place, notes);
        };
        loop {
            if let [b'e', rest @ ..] = rest {
                return Some(rest);
            }
            let (word, tail) = notes.nested(1, |notes| string(rest, notes))?;
            place.add(word.unwrap_or_default());
            rest = tail;
        }
    }
}

/// Reads a word without a list around it, or anything else.
#[cold]
fn odd_want<'a>(rest: &'a [u8], place: &mut Want, notes: &mut Notes) -> Option<&'a [u8]> {
    let before = rest;
    let (word, rest) = string(rest, notes)?;
    place.add(word.unwrap_or_default());
    // A value of another type has been reported already.
    if let [b'0'..=b'9', ..] = before {
        notes.report(Quirk::WrongType);
    }
    Some(rest)
}

impl Written<Want> for Wanted {
    #[inline]
    fn write<const N: usize>(place: &Want, key: &[u8; N], out: &mut Output<'_, impl Sink>) {
        let words: &[u8] = match (place.n4, place.n6) {
            (true, true) => b"l2:n42:n6e",
            (true, false) => b"l2:n4e",
            (false, true) => b"l2:n6e",
            (false, false) => return,
        };
        out.put(key);
        out.put(words);
    }
}

/// `values`: a list of packed addresses.
pub(super) struct Peers;

impl<'a> Kind<'a> for Peers {
    type Place = Listed<'a>;

    #[inline]
    fn usual(rest: &'a [u8], place: &mut Listed<'a>) -> Option<&'a [u8]> {
        let (content, rest) = plain_list(rest)?;
        *place = Listed::plain(content);
        Some(rest)
    }

    #[cold]
    #[inline(never)]
    fn read(rest: &'a [u8], place: &mut Listed<'a>, notes: &mut Notes) -> Option<&'a [u8]> {
        match Peers::usual(rest, place) {
            Some(rest) => Some(rest),
            None => odd_values(rest, place, notes),
        }
    }
}

/// The content of a list whose addresses all have a port and are not mapped, and the bytes after the list.
#[inline]
fn plain_list(list: &[u8]) -> Option<(&[u8], &[u8])> {
    let content = list.strip_prefix(b"l")?;
    let mut rest = content;
    loop {
        while let Some(tail) = entry::<{ 2 + SocketAddrV4::SIZE }>(rest, b"6:") {
            rest = tail;
        }
        if let [b'e', tail @ ..] = rest {
            let length = content.len().wrapping_sub(rest.len());
            return Some((content.get(..length)?, tail));
        }
        rest = plain_v6(rest)?;
    }
}

/// The bytes after an IPv6 address that has a port and is not a mapped IPv4 address.
// Inlined, it shares instructions with the loop over IPv4 addresses, which then takes half as many again.
#[inline(never)]
fn plain_v6(list: &[u8]) -> Option<&[u8]> {
    let rest = entry::<{ 3 + SocketAddrV6::SIZE }>(list, b"18:")?;
    (!is_mapped(list.get(3..)?)).then_some(rest)
}

/// The bytes after an address that begins with its `length` and has a port.
#[inline]
fn entry<'a, const N: usize>(rest: &'a [u8], length: &[u8]) -> Option<&'a [u8]> {
    let (entry, rest) = rest.split_first_chunk::<N>()?;
    (entry.starts_with(length) && !entry.ends_with(&[0, 0])).then_some(rest)
}

/// Reads peers in one string, alone or in a list, a list with other values in it, or anything else.
fn odd_values<'a>(rest: &'a [u8], place: &mut Listed<'a>, notes: &mut Notes) -> Option<&'a [u8]> {
    *place = Listed::default();
    match rest {
        [b'l', content @ ..] => {
            let rest = notes.nested(1, |notes| odd_list(content, notes))?;
            let length = content.len().saturating_sub(rest.len()).saturating_sub(1);
            *place = list(content.get(..length)?, notes);
            Some(rest)
        }
        [b'0'..=b'9', ..] => {
            let (text, rest) = string(rest, notes)?;
            match text.filter(|text| text.len() % SocketAddrV4::SIZE == 0) {
                Some(peers) => *place = joined(peers, notes),
                None => notes.report(Quirk::WrongType),
            }
            Some(rest)
        }
        _ => {
            notes.report(Quirk::WrongType);
            skip(rest, notes)
        }
    }
}

/// The bytes after a list.
fn odd_list<'a>(mut rest: &'a [u8], notes: &mut Notes) -> Option<&'a [u8]> {
    loop {
        rest = match rest {
            [b'e', rest @ ..] => return Some(rest),
            [b'0'..=b'9', ..] => match literal_string(rest) {
                Some((_, rest)) => rest,
                None => token(rest, notes)?.1,
            },
            _ => skip(rest, notes)?,
        };
    }
}

/// The peers of a complete list; if it has only one string, that may contain several peers.
fn list<'a>(content: &'a [u8], notes: &mut Notes) -> Listed<'a> {
    if let Some((Some(entry), [])) = values::next_entry(content) {
        let count = entry.len() / SocketAddrV4::SIZE;
        let is_whole = entry.len() % SocketAddrV4::SIZE == 0;
        if is_whole && count > 1 && entry.len() != SocketAddrV6::SIZE {
            return joined(entry, notes);
        }
    }
    let mut rest = content;
    while let Some((entry, tail)) = values::next_entry(rest) {
        judge(entry.unwrap_or_default(), notes);
        rest = tail;
    }
    Listed::mixed(content)
}

/// Reports the quirks of an entry.
fn judge(entry: &[u8], notes: &mut Notes) {
    let Some(address) = values::address(entry) else {
        notes.report(Quirk::SkippedPeer);
        return;
    };
    notes.report_times(Quirk::PortZero, usize::from(address.port() == 0));
    let is_mapped = entry.len() == SocketAddrV6::SIZE && is_mapped(entry);
    notes.report_times(Quirk::MappedAddress, usize::from(is_mapped));
}

fn joined<'a>(packed: &'a [u8], notes: &mut Notes) -> Listed<'a> {
    let peers = Listed::joined(packed);
    notes.report(Quirk::PackedPeerList);
    let useless = peers.iter().filter(|peer| peer.port() == 0);
    notes.report_times(Quirk::PortZero, useless.count());
    peers
}

impl Written<Listed<'_>> for Peers {
    #[inline]
    fn write<const N: usize>(place: &Listed<'_>, key: &[u8; N], out: &mut Output<'_, impl Sink>) {
        match place.as_plain() {
            Some([]) => {}
            Some(content) => {
                out.page(|page| {
                    page.put(key);
                    page.put(b"l");
                });
                out.put(content);
                out.put(b"e");
            }
            None => write_anew(place, key, out),
        }
    }
}

/// Writes each address as a separate string.
#[cold]
fn write_anew(values: &Listed<'_>, key: &[u8], out: &mut Output<'_, impl Sink>) {
    let mut list = Vec::new();
    values.iter().for_each(|address| values::append(address, &mut list));
    if !list.is_empty() {
        out.put(key);
        out.put(b"l");
        out.put(&list);
        out.put(b"e");
    }
}
