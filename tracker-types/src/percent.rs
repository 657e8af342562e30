//! Percent-encoding of binary data (RFC 3986, section 2.1), as trackers use it.
//!
//! An `info_hash` is 20 raw bytes, not text: no character set is involved anywhere here, and a raw
//! `+` is the byte 0x2B, never a space.
//!
//! ```
//! use tracker_types::percent;
//!
//! let hash: [u8; 20] =
//!     percent::decode_array(b"%D1%10%1A%2B%9D%20%28%11%A0%5E%8C%57%C5%57%A2%0B%F9%74%DC%8A")?;
//! assert_eq!(hash[6], b'(');
//! // What needs no escape gets none.
//! assert_eq!(percent::encode(&hash), "%D1%10%1A%2B%9D%20%28%11%A0%5E%8CW%C5W%A2%0B%F9t%DC%8A");
//! # Ok::<(), tracker_types::Error>(())
//! ```

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::error::{Error, ErrorKind};

/// Marks a byte that has no meaning where it is: a bit that no byte has.
const NO_MEANING: u16 = 0x100;

/// The value of a hex digit as the first and as the second of two.
static HIGH: [u16; 256] = digits(4);
static LOW: [u16; 256] = digits(0);

const CLASSES: [Class; 256] = classes();

/// The value of each byte that is not escaped.
static PLAIN: [u16; 256] = plains();

/// Each byte as it is written, in the lower three bytes, and the length of that in the highest one.
static ENCODED: [u32; 256] = encoded();

const UPPER: &[u8; 16] = b"0123456789ABCDEF";

/// The role of a byte in a query.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// A letter, a digit or one of `-._~`: it needs no escape, but may have one (RFC 3986, 2.3).
    Unreserved,
    /// Printable ASCII that has no special meaning in a value, but is escaped when written.
    Plain,
    /// The characters `% & # + =`, whose meaning depends on the place, and all that is not
    /// printable ASCII.
    Special,
}

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "checked as it compiles"
)]
const fn digits(shift: u16) -> [u16; 256] {
    let mut table = [NO_MEANING; 256];
    let mut value = 0;
    while value < 16 {
        let digit = UPPER[value as usize];
        table[digit as usize] = value << shift;
        table[digit.to_ascii_lowercase() as usize] = value << shift;
        value += 1;
    }
    table
}

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "checked as it compiles"
)]
#[expect(clippy::cast_possible_truncation, reason = "counts to 255")]
const fn classes() -> [Class; 256] {
    let mut table = [Class::Special; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'-' | b'.' | b'_' | b'~' => Class::Unreserved,
            b'%' | b'&' | b'#' | b'+' | b'=' => Class::Special,
            byte if byte.is_ascii_alphanumeric() => Class::Unreserved,
            byte if byte.is_ascii_graphic() => Class::Plain,
            _ => Class::Special,
        };
        byte += 1;
    }
    table
}

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "checked as it compiles"
)]
const fn plains() -> [u16; 256] {
    let mut table = [NO_MEANING; 256];
    let mut byte = 0;
    while byte < 256 {
        if !matches!(CLASSES[byte as usize], Class::Special) {
            table[byte as usize] = byte;
        }
        byte += 1;
    }
    table
}

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "checked as it compiles"
)]
#[expect(clippy::cast_possible_truncation, reason = "counts to 255")]
const fn encoded() -> [u32; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = u32::from_le_bytes(match CLASSES[byte] {
            Class::Unreserved => [byte as u8, 0, 0, 1],
            Class::Plain | Class::Special => [b'%', UPPER[byte >> 4], UPPER[byte & 0xf], 3],
        });
        byte += 1;
    }
    table
}

/// Returns the role of `byte` in a query.
#[inline]
pub(crate) fn class(byte: u8) -> Class {
    CLASSES.get(usize::from(byte)).copied().unwrap_or(Class::Special)
}

/// Returns the byte that two hex digits of either case encode.
#[inline(always)]
pub(crate) fn hex_byte(high: u8, low: u8) -> Option<u8> {
    u8::try_from(escaped(high, low)).ok()
}

/// Returns the byte that two hex digits encode, or [`NO_MEANING`] or more if one is not a hex
/// digit.
#[inline]
fn escaped(high: u8, low: u8) -> u16 {
    look_up(&HIGH, high) | look_up(&LOW, low)
}

/// Returns the byte that an unescaped byte means, or [`NO_MEANING`] if it is special.
#[inline]
fn plain(byte: u8) -> u16 {
    look_up(&PLAIN, byte)
}

#[inline]
fn look_up(table: &[u16; 256], byte: u8) -> u16 {
    table.get(usize::from(byte)).copied().unwrap_or(NO_MEANING)
}

/// Takes the 20 bytes of an id, escaped or plain, off the front of a query and returns the rest;
/// `None` if any of them is special, which leaves `id` unspecified.
#[inline]
pub(crate) fn take_id<'a>(text: &'a [u8], id: &mut [u8; 20]) -> Option<&'a [u8]> {
    match text.split_first_chunk() {
        Some((plain, rest)) if !text.starts_with(b"%") && are_plain(plain) => {
            *id = *plain;
            Some(rest)
        }
        _ => take_escaped_id(text, id),
    }
}

/// Whether no byte needs an escape, in one test at the end.
#[inline]
pub(crate) fn are_plain<const N: usize>(text: &[u8; N]) -> bool {
    text.iter().fold(0, |all, &byte| all | plain(byte)) < NO_MEANING
}

/// Takes two bytes per step, with one check of the length for both. Whether all of them have a
/// meaning is checked once, at the end; a `%` that begins no escape has none.
#[inline]
fn take_escaped_id<'a>(text: &'a [u8], id: &mut [u8; 20]) -> Option<&'a [u8]> {
    let (mut all, mut rest) = (0, text);
    for pair in id.chunks_exact_mut(2) {
        let (first, second);
        (first, second, rest) = match rest {
            [b'%', a, b, b'%', c, d, rest @ ..] => (escaped(*a, *b), escaped(*c, *d), rest),
            [b'%', a, b, c, rest @ ..] => (escaped(*a, *b), plain(*c), rest),
            [a, b'%', c, d, rest @ ..] => (plain(*a), escaped(*c, *d), rest),
            [a, b, rest @ ..] => (plain(*a), plain(*b), rest),
            _ => return None,
        };
        all |= first | second;
        for (place, meaning) in pair.iter_mut().zip([first, second]) {
            [*place, _] = meaning.to_le_bytes();
        }
    }
    (all < NO_MEANING).then_some(rest)
}

/// Decodes a value; borrowed if nothing in it is escaped.
///
/// ```
/// use std::borrow::Cow;
/// use tracker_types::percent;
///
/// assert!(matches!(percent::decode(b"-TR2940-0890apv0oznf")?, Cow::Borrowed(_)));
/// assert_eq!(percent::decode(b"tid%26%3d%2b%20%e9%2f42")?, &b"tid&=+ \xe9/42"[..]);
/// # Ok::<(), tracker_types::Error>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::BadEscape`] if two hex digits do not follow each `%`.
pub fn decode(text: &[u8]) -> Result<Cow<'_, [u8]>, Error> {
    if !text.contains(&b'%') {
        return Ok(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((byte, tail)) = take_byte(rest) {
        let byte = byte.ok_or_else(|| bad_escape(text, rest))?;
        bytes.push(byte);
        rest = tail;
    }
    Ok(Cow::Owned(bytes))
}

/// Decodes a value that must have `N` bytes, without allocating.
///
/// # Errors
///
/// [`ErrorKind::BadEscape`] if two hex digits do not follow each `%`,
/// [`ErrorKind::WrongLength`] if `text` does not decode to `N` bytes.
pub fn decode_array<const N: usize>(text: &[u8]) -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    let mut found: usize = 0;
    let mut rest = text;
    while let Some((byte, tail)) = take_byte(rest) {
        let byte = byte.ok_or_else(|| bad_escape(text, rest))?;
        if let Some(place) = bytes.get_mut(found) {
            *place = byte;
        }
        found = found.saturating_add(1);
        rest = tail;
    }
    if found == N {
        return Ok(bytes);
    }
    Err(Error::new(ErrorKind::WrongLength { expected: N, found }, 0))
}

/// Decodes a value; an invalid escape stays as it is.
pub(crate) fn decode_literal(text: &[u8]) -> Cow<'_, [u8]> {
    if !text.contains(&b'%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((byte, tail)) = take_byte(rest) {
        bytes.push(byte.unwrap_or(b'%'));
        rest = tail;
    }
    Cow::Owned(bytes)
}

/// Returns the next byte of a value, or `Some(None)` for an invalid escape, and the rest.
pub(crate) fn take_byte(text: &[u8]) -> Option<(Option<u8>, &[u8])> {
    match text {
        [b'%', rest @ ..] => match rest {
            [high, low, tail @ ..] if hex_byte(*high, *low).is_some() => {
                Some((hex_byte(*high, *low), tail))
            }
            _ => Some((None, rest)),
        },
        [byte, rest @ ..] => Some((Some(*byte), rest)),
        [] => None,
    }
}

#[cold]
fn bad_escape(text: &[u8], rest: &[u8]) -> Error {
    Error::new(ErrorKind::BadEscape, text.len().saturating_sub(rest.len()))
}

/// Encodes bytes: letters, digits and `-._~` stay as they are, the others become `%XX` with
/// upper-case digits, which every tracker reads.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = Vec::new();
    encode_into(bytes, &mut text);
    text.into_iter().map(char::from).collect()
}

/// Encodes bytes as [`encode`] does, and appends them to `out`.
#[inline]
pub fn encode_into(bytes: &[u8], out: &mut Vec<u8>) {
    if bytes.iter().all(|&byte| class(byte) == Class::Unreserved) {
        out.extend_from_slice(bytes);
    } else {
        bytes.chunks(GROUP).for_each(|group| encode_group(group, out));
    }
}

/// The number of bytes encoded at once: an id.
const GROUP: usize = 20;

/// Encodes at most [`GROUP`] bytes. Each is written as the four bytes of its table entry, and the
/// next entry overwrites the unused ones. Copying the whole array and truncating costs less than
/// copying the used part.
fn encode_group(group: &[u8], out: &mut Vec<u8>) {
    let mut text = [0; GROUP * 3 + 1];
    let mut used: usize = 0;
    for &byte in group {
        let entry = ENCODED.get(usize::from(byte)).copied().unwrap_or_default();
        let after = used.wrapping_add(4);
        if let Some(place) = text.get_mut(used..after) {
            place.copy_from_slice(&entry.to_le_bytes());
        }
        used = used.wrapping_add((entry >> 24) as usize);
    }
    let end = out.len().wrapping_add(used);
    out.extend_from_slice(&text);
    out.truncate(end);
}

/// Returns the escape of `byte`.
pub(crate) fn escape(byte: u8) -> [u8; 3] {
    let digit = |nibble: u8| UPPER.get(usize::from(nibble)).copied().unwrap_or_default();
    [b'%', digit(byte >> 4), digit(byte & 0xf)]
}

/// Copies a part of a URL, escaping bytes that are not allowed and a `%` that begins no escape.
pub(crate) fn write_clean(part: &[u8], allowed: fn(u8) -> bool, out: &mut Vec<u8>) {
    let mut rest = part;
    while let Some((byte, after)) = take_byte(rest) {
        match (byte, rest) {
            (Some(_), [b'%', high, low, ..]) => out.extend_from_slice(&[b'%', *high, *low]),
            (Some(byte), _) if allowed(byte) => out.push(byte),
            (byte, _) => out.extend_from_slice(&escape(byte.unwrap_or(b'%'))),
        }
        rest = after;
    }
}

/// Whether a byte may stand raw before the `@` of a URL (RFC 3986, section 3.2.1).
///
/// ```text
/// userinfo = *( unreserved / pct-encoded / sub-delims / ":" )
/// ```
pub(crate) fn in_user_info(byte: u8) -> bool {
    class(byte) == Class::Unreserved || b"!$&'()*+,;=:".contains(&byte)
}

/// Whether a byte may stand raw in the path of a URL (RFC 3986, section 3.3).
///
/// ```text
/// pchar = unreserved / pct-encoded / sub-delims / ":" / "@"
/// path  = *( "/" *pchar )
/// ```
pub(crate) fn in_path(byte: u8) -> bool {
    in_user_info(byte) || b"@/".contains(&byte)
}

/// Whether a byte may stand raw in the query of a URL (RFC 3986, section 3.4).
///
/// ```text
/// query = *( pchar / "/" / "?" )
/// ```
pub(crate) fn in_query(byte: u8) -> bool {
    in_path(byte) || byte == b'?'
}

/// Converts bytes to text, escaping those that are not UTF-8.
pub(crate) fn to_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        let escapes = chunk.invalid().iter().flat_map(|&byte| escape(byte));
        text.extend(escapes.map(char::from));
    }
    text
}
