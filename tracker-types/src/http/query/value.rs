//! Values as nearly every client writes them, taken off the front of a query in one pass.
//!
//! Each function answers `None` for anything out of the ordinary; the value then takes the long
//! way, which knows every quirk.

use crate::announce::Event;
use crate::percent::{Class, class, take_array};

/// What follows a value that ends here.
#[inline(always)]
fn behind(rest: &[u8]) -> Option<&[u8]> {
    match rest {
        [] => Some(rest),
        [b'&', next @ ..] => Some(next),
        _ => None,
    }
}

/// 20 bytes, plain or escaped.
#[inline(always)]
pub(super) fn id(text: &[u8]) -> Option<([u8; 20], &[u8])> {
    let (bytes, rest) = take_array(text)?;
    Some((bytes, behind(rest)?))
}

/// A decimal number without needless zeros, of no more digits than 64 bits always hold.
#[inline(always)]
pub(super) fn number(text: &[u8]) -> Option<(u64, &[u8])> {
    if let [b'0', rest @ ..] = text {
        return Some((0, behind(rest)?));
    }
    let (mut value, mut rest) = (0_u64, text);
    while let [digit @ b'0'..=b'9', next @ ..] = rest {
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit & 0xf));
        rest = next;
    }
    let digits = text.len().wrapping_sub(rest.len());
    if matches!(digits, 1..=19) { Some((value, behind(rest)?)) } else { None }
}

/// A decimal number above 0 that fits 16 bits.
#[inline(always)]
pub(super) fn port(text: &[u8]) -> Option<(u16, &[u8])> {
    let (value, rest) = number(text)?;
    let port = u16::try_from(value).ok().filter(|&port| port > 0)?;
    Some((port, rest))
}

/// `0` or `1`.
#[inline(always)]
pub(super) fn flag(text: &[u8]) -> Option<(bool, &[u8])> {
    match text {
        [digit @ (b'0' | b'1'), rest @ ..] => Some((*digit == b'1', behind(rest)?)),
        _ => None,
    }
}

/// An event of BEP 3.
#[inline(always)]
pub(super) fn event(text: &[u8]) -> Option<(Event, &[u8])> {
    [Event::Started, Event::Stopped, Event::Completed].into_iter().find_map(|event| {
        let rest = text.strip_prefix(event.http_name().as_bytes())?;
        Some((event, behind(rest)?))
    })
}

/// A short text without an escape or anything odd.
#[inline(always)]
pub(super) fn text(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = text.iter().position(|&byte| class(byte) == Class::Special).unwrap_or(text.len());
    let (value, rest) = text.split_at_checked(length)?;
    let usual = (1..=LONGEST_TEXT).contains(&value.len());
    if usual { Some((value, behind(rest)?)) } else { None }
}

/// The longest `key` that some trackers take.
pub(super) const LONGEST_TEXT: usize = 100;
