//! Values in the form that nearly every client sends, read from the start of a query in one pass.
//!
//! Each function returns `None` for any other form; the value is then read by the general parser,
//! which handles every quirk.

use crate::announce::Event;
use crate::percent::{Class, are_plain, class, take_id};

/// The query after a value that ends here.
#[inline]
fn after_value(rest: &[u8]) -> Option<&[u8]> {
    match rest {
        [] => Some(rest),
        [b'&', next @ ..] => Some(next),
        _ => None,
    }
}

/// 20 bytes, plain or escaped.
#[inline]
pub(super) fn id<'a>(text: &'a [u8], id: &mut [u8; 20]) -> Option<&'a [u8]> {
    after_value(take_id(text, id)?)
}

/// A decimal number without leading zeros, of at most 19 digits, which always fit 64 bits.
#[inline]
pub(super) fn number(text: &[u8]) -> Option<(u64, &[u8])> {
    if let [b'0', rest @ ..] = text {
        return Some((0, after_value(rest)?));
    }
    let (value, length) = digits(text);
    if !matches!(length, 1..=19) {
        return None;
    }
    Some((value, after_value(text.get(length..)?)?))
}

/// The value of the digits at the start, which may wrap, and their number.
#[inline(never)]
fn digits(text: &[u8]) -> (u64, usize) {
    let (mut value, mut length) = match text.first_chunk() {
        Some(first) => match eight_digits(*first) {
            short @ (_, 0..8) => return short,
            long => long,
        },
        None => (0, 0),
    };
    while let Some(digit @ b'0'..=b'9') = text.get(length) {
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit & 0xf));
        length = length.wrapping_add(1);
    }
    (value, length)
}

/// The same for up to eight digits, without a loop: each step joins neighbors, of which the left
/// one counts 10, 100 and 10,000 times the right one.
#[inline]
fn eight_digits(text: [u8; 8]) -> (u64, usize) {
    let text = u64::from_le_bytes(text) ^ 0x3030_3030_3030_3030;
    // Up to the first byte that is not a digit, no addition carries into the next byte.
    let others = (text.wrapping_add(0x7676_7676_7676_7676) | text) & 0x8080_8080_8080_8080;
    let bits = others.trailing_zeros() & !7;
    let digits = text.wrapping_shl(64_u32.wrapping_sub(bits));
    let pairs = digits.wrapping_mul(0xa01) >> 8 & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(0x64_0001) >> 16 & 0x0000_ffff_0000_ffff;
    let value = fours.wrapping_mul(0x2710_0000_0001) >> 32;
    (value, (bits / 8) as usize)
}

/// A decimal number above 0 that fits 16 bits.
#[inline]
pub(super) fn port(text: &[u8]) -> Option<(u16, &[u8])> {
    let (value, rest) = number(text)?;
    let port = u16::try_from(value).ok().filter(|&port| port > 0)?;
    Some((port, rest))
}

/// `0` or `1`.
#[inline]
pub(super) fn flag(text: &[u8]) -> Option<(bool, &[u8])> {
    match text {
        [digit @ (b'0' | b'1'), rest @ ..] => Some((*digit == b'1', after_value(rest)?)),
        _ => None,
    }
}

/// An event of BEP 3.
#[inline]
pub(super) fn event(text: &[u8]) -> Option<(Event, &[u8])> {
    [Event::Started, Event::Stopped, Event::Completed].into_iter().find_map(|event| {
        let rest = text.strip_prefix(event.http_name().as_bytes())?;
        Some((event, after_value(rest)?))
    })
}

/// Short text without escapes or unusual characters.
#[inline]
pub(super) fn text(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let front = text.first_chunk::<KEY>().filter(|front| are_plain(front)).map_or(0, |_| KEY);
    let end = text.get(front..)?.iter().position(|&byte| class(byte) == Class::Special);
    let length = end.map_or(text.len(), |end| front.wrapping_add(end));
    let (value, rest) = text.split_at_checked(length)?;
    let usual = (1..=LONGEST_TEXT).contains(&value.len());
    if usual { Some((value, after_value(rest)?)) } else { None }
}

/// The length of most clients' `key`, which is checked at once.
const KEY: usize = 8;

/// The longest `key` that some trackers accept.
pub(super) const LONGEST_TEXT: usize = 100;
