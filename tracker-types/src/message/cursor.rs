//! A cursor over bencoded values: common forms are matched directly, the rest by the grammar.
//!
//! Each function takes what is left of a body and returns what it found and what follows it.

use bencode::{Int, Reader, Rules, Token};

use super::notes::Notes;
use super::walk;
use crate::quirk::Quirk;

/// What follows `text`, if `rest` begins with it.
///
/// `strip_prefix` says the same, and is called for each key where it is not inlined.
#[inline]
pub(crate) fn after<'a, const N: usize>(rest: &'a [u8], text: &[u8; N]) -> Option<&'a [u8]> {
    match rest.split_first_chunk() {
        Some((first, tail)) if first == text => Some(tail),
        _ => None,
    }
}

/// What follows an encoded key, if `rest` begins with it and has at least one byte more.
///
/// Keys of one letter take three bytes, which are compared as four without the last: a row of such
/// comparisons loads them once.
#[inline]
pub(crate) fn after_key<'a, const N: usize>(rest: &'a [u8], key: &[u8; N]) -> Option<&'a [u8]> {
    let Some((&[one, colon, letter], [])) = key.split_first_chunk() else {
        return after(rest, key);
    };
    let (first, _) = rest.split_first_chunk()?;
    let expected = u32::from_le_bytes([one, colon, letter, 0]);
    let matches = u32::from_le_bytes(*first) & 0x00ff_ffff == expected;
    matches.then(|| rest.get(3..)).flatten()
}

/// Whether no key that can be guessed is next: the dictionary ends, or there are fewer bytes than any
/// key and its value have.
#[inline]
pub(crate) fn at_end(rest: &[u8]) -> bool {
    matches!(rest, [] | [_] | [_, _] | [_, _, _] | [b'e', ..])
}

/// `i`, at most nine digits, `e`: a canonical number that fits.
#[inline]
pub(crate) fn literal_number(rest: &[u8]) -> Option<(u32, &[u8])> {
    let (value, rest) = digits(after(rest, b"i")?)?;
    Some((value, after(rest, b"e")?))
}

/// A length without needless zeros, its colon, and as many bytes.
#[inline]
pub(crate) fn literal_string(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, body) = match short_length(rest) {
        Some(found) => found,
        None => literal_length(rest)?,
    };
    body.split_at_checked(length as usize)
}

/// A byte string as [`literal_string`] takes it, of 1 to 999 bytes: nearly all are shorter than 100,
/// packed peers shorter than 1000.
#[inline]
pub(super) fn short_string(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, body) = short_length(rest)?;
    body.split_at_checked(length as usize)
}

#[inline(always)]
fn short_length(rest: &[u8]) -> Option<(u32, &[u8])> {
    match *rest {
        [ones @ b'1'..=b'9', b':', ref body @ ..] => Some((digit(ones), body)),
        [tens @ b'1'..=b'9', ones @ b'0'..=b'9', b':', ref body @ ..] => {
            Some((digit(tens).wrapping_mul(10).wrapping_add(digit(ones)), body))
        }
        [hundreds @ b'1'..=b'9', tens @ b'0'..=b'9', ones @ b'0'..=b'9', b':', ref body @ ..] => {
            let pair = digit(tens).wrapping_mul(10).wrapping_add(digit(ones));
            Some((digit(hundreds).wrapping_mul(100).wrapping_add(pair), body))
        }
        _ => None,
    }
}

#[inline(never)]
fn literal_length(rest: &[u8]) -> Option<(u32, &[u8])> {
    let (length, rest) = digits(rest)?;
    Some((length, after(rest, b":")?))
}

/// One to nine digits, which begin with a zero only if they are `0`.
#[inline(always)]
fn digits(text: &[u8]) -> Option<(u32, &[u8])> {
    let mut value = 0_u32;
    let mut rest = text;
    while let [byte @ b'0'..=b'9', tail @ ..] = rest {
        value = value.wrapping_mul(10).wrapping_add(digit(*byte));
        rest = tail;
    }
    let count = text.len().wrapping_sub(rest.len());
    let zeros = matches!(text, [b'0', b'0'..=b'9', ..]);
    (matches!(count, 1..=9) && !zeros).then_some((value, rest))
}

#[inline(always)]
fn digit(byte: u8) -> u32 {
    u32::from(byte & 0xf)
}

/// The next token by the grammar; needless zeros are reported.
#[cold]
#[inline(never)]
pub(crate) fn token<'a>(rest: &'a [u8], notes: &mut Notes) -> Option<(Token<'a>, &'a [u8])> {
    let mut reader = Reader::with_rules(rest, Rules::TOLERANT.max_depth(notes.levels()));
    let token = reader.next().ok()??;
    if let [b'0', b'0'..=b'9', ..] | [b'i', b'0', b'0'..=b'9', ..] | [b'i', b'-', b'0', ..] = rest {
        notes.structure(Quirk::LeadingZero, 1);
    }
    Some((token, reader.rest()))
}

/// A byte string; anything else is reported, passed over and read as `None`.
#[inline]
pub(crate) fn string<'a>(
    rest: &'a [u8],
    notes: &mut Notes,
) -> Option<(Option<&'a [u8]>, &'a [u8])> {
    match literal_string(rest) {
        Some((text, rest)) => Some((Some(text), rest)),
        None => odd_string(rest, notes),
    }
}

#[cold]
#[inline(never)]
fn odd_string<'a>(rest: &'a [u8], notes: &mut Notes) -> Option<(Option<&'a [u8]>, &'a [u8])> {
    if let [b'0'..=b'9', ..] = rest {
        let (Token::Bytes(text), rest) = token(rest, notes)? else { return None };
        return Some((Some(text), rest));
    }
    notes.report(Quirk::WrongType);
    Some((None, skip(rest, notes)?))
}

/// An integer; anything else is reported, passed over and read as `None`.
pub(crate) fn integer<'a>(
    rest: &'a [u8],
    notes: &mut Notes,
) -> Option<(Option<Int<'a>>, &'a [u8])> {
    if let [b'i', ..] = rest {
        let (Token::Int(int), rest) = token(rest, notes)? else { return None };
        return Some((Some(int), rest));
    }
    notes.report(Quirk::WrongType);
    Some((None, skip(rest, notes)?))
}

/// The next key by the grammar, which takes only byte strings for keys.
pub(crate) fn key<'a>(rest: &'a [u8], notes: &mut Notes) -> Option<(&'a [u8], &'a [u8])> {
    let [b'0'..=b'9', ..] = rest else { return None };
    let (key, rest) = string(rest, notes)?;
    Some((key?, rest))
}

/// The exact encoding of a value; what is odd about the bencode inside it is reported.
pub(crate) fn raw<'a>(rest: &'a [u8], notes: &mut Notes) -> Option<(&'a [u8], &'a [u8])> {
    let tail = skip(rest, notes)?;
    rest.split_at_checked(rest.len().wrapping_sub(tail.len()))
}

/// What follows a value; what is odd about the bencode inside it is reported.
pub(crate) fn skip<'a>(rest: &'a [u8], notes: &mut Notes) -> Option<&'a [u8]> {
    match rest {
        [b'0'..=b'9', ..] => match literal_string(rest) {
            Some((_, rest)) => Some(rest),
            None => token(rest, notes).map(|(_, rest)| rest),
        },
        [b'i', ..] => match literal_number(rest) {
            Some((_, rest)) => Some(rest),
            None => token(rest, notes).map(|(_, rest)| rest),
        },
        _ => skip_nested(rest, notes),
    }
}

/// What follows a list or a dictionary.
#[cold]
#[inline(never)]
fn skip_nested<'a>(rest: &'a [u8], notes: &mut Notes) -> Option<&'a [u8]> {
    let mut reader = Reader::with_rules(rest, Rules::STRICT.max_depth(notes.levels()));
    if matches!(reader.skip_value(), Ok(true)) {
        return Some(reader.rest());
    }
    walk::value(rest, notes)
}
