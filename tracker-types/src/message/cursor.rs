//! A cursor over bencoded values: common forms are matched directly, others are read by the grammar.
//!
//! Each function takes the rest of a body and returns what it has read and the rest after that.

use bencode::{Int, Reader, Rules, Token};

use super::notes::Notes;
use super::walk;
use crate::quirk::Quirk;

/// The bytes after `text`, if `rest` begins with it.
///
/// `strip_prefix` does the same, but it is not always inlined and then costs a call for each key.
#[inline]
pub(crate) fn after<'a, const N: usize>(rest: &'a [u8], text: &[u8; N]) -> Option<&'a [u8]> {
    match rest.split_first_chunk::<N>() {
        // Compared as slices: arrays would be assembled from pieces before the comparison.
        Some((first, tail)) if first.as_slice() == text.as_slice() => Some(tail),
        _ => None,
    }
}

/// The bytes after an encoded key, if `rest` begins with it and has at least one more byte.
///
/// The first four bytes are compared first, because nearly all keys differ in them: a series of such
/// comparisons loads them once. The encoding of a key of one letter has three bytes; only these are compared.
#[inline]
pub(crate) fn after_key<'a, const N: usize>(rest: &'a [u8], key: &[u8; N]) -> Option<&'a [u8]> {
    let first = u32::from_le_bytes(*rest.first_chunk()?);
    match *key.as_slice() {
        [one, colon, letter] => {
            let expected = u32::from_le_bytes([one, colon, letter, 0]);
            (first & 0x00ff_ffff == expected).then(|| rest.get(3..)).flatten()
        }
        [a, b, c, d, ..] if first == u32::from_le_bytes([a, b, c, d]) => {
            let (text, tail) = rest.split_first_chunk()?;
            same_end(text, key).then_some(tail)
        }
        _ => None,
    }
}

/// Whether two encoded keys with the same first four bytes are equal. The rest of most keys is compared with
/// one load.
#[inline]
fn same_end<const N: usize>(text: &[u8; N], key: &[u8; N]) -> bool {
    match N {
        ..=4 => true,
        5..=8 => text.last_chunk::<4>() == key.last_chunk::<4>(),
        9..=12 => text.last_chunk::<8>() == key.last_chunk::<8>(),
        _ => text.as_slice() == key.as_slice(),
    }
}

/// Whether no key that can be guessed is next: the dictionary ends, or there are fewer bytes than any key
/// and its value take.
#[inline]
pub(crate) fn at_end(rest: &[u8]) -> bool {
    matches!(rest, [] | [_] | [_, _] | [_, _, _] | [b'e', ..])
}

/// `i`, at most nine digits, `e`: a canonical number that fits.
#[inline]
pub(crate) fn literal_number(rest: &[u8]) -> Option<(u32, &[u8])> {
    short_number(rest).or_else(|| long_number(rest))
}

/// The same with at most eight digits, if there are eight bytes to load at once.
///
/// With a loop over the digits, the processor would have to predict how many there are.
#[inline]
pub(crate) fn short_number(rest: &[u8]) -> Option<(u32, &[u8])> {
    let text = match after(rest, b"i")? {
        [b'0', b'e', rest @ ..] => return Some((0, rest)),
        text @ [b'1'..=b'9', ..] => text,
        _ => return None,
    };
    let chunk = u64::from_le_bytes(*text.first_chunk()?);
    // Digits become 0 to 9, and adding 118 to them does not set the high bit. Any other byte has it set
    // then, and the lowest such bit is where the digits end.
    let values = chunk ^ 0x3030_3030_3030_3030;
    let others = (values.wrapping_add(0x7676_7676_7676_7676) | values) & 0x8080_8080_8080_8080;
    let bits = others.trailing_zeros() & !7;
    let [b'e', rest @ ..] = text.get(bits as usize / 8..)? else { return None };
    // The first digit lowest, above zeros for the missing digits.
    Some((value_of_eight(values.wrapping_shl(64_u32.wrapping_sub(bits))), rest))
}

/// The value of eight digits, the first one lowest: first of pairs, then of groups of four, then of all.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "eight digits")]
fn value_of_eight(digits: u64) -> u32 {
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_ffff_0000_ffff;
    fours.wrapping_mul(10_000).wrapping_add(fours >> 32) as u32
}

/// The same as [`short_number`] with a loop over up to nine digits.
#[inline(never)]
pub(super) fn long_number(rest: &[u8]) -> Option<(u32, &[u8])> {
    let (value, rest) = digits(after(rest, b"i")?)?;
    Some((value, after(rest, b"e")?))
}

/// A length without leading zeros, its colon, and that number of bytes.
#[inline]
pub(crate) fn literal_string(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, body) = match short_length(rest) {
        Some(found) => found,
        None => literal_length(rest)?,
    };
    body.split_at_checked(length as usize)
}

/// The same for 1 to 999 bytes: nearly all strings are shorter than 100, and packed peers shorter than 1000.
#[inline]
pub(super) fn short_string(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, body) = short_length(rest)?;
    body.split_at_checked(length as usize)
}

/// The length of a byte string of at most nine bytes, and the bytes after its colon.
#[inline]
pub(super) fn one_digit(rest: &[u8]) -> Option<(usize, &[u8])> {
    let (head, body) = rest.split_first_chunk()?;
    // A digit becomes its value, and the colon 0, so that one comparison checks both.
    let length = u16::from_le_bytes(*head) ^ u16::from_le_bytes(*b"0:");
    (length < 10).then_some((usize::from(length & 0xf), body))
}

/// A byte string of 100 to 999 bytes.
#[inline]
pub(super) fn long_string(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let (head, body) = rest.split_first_chunk()?;
    // Digits become 0 to 9, and adding 118 to them does not set the high bit; the colon becomes 0.
    let values = u32::from_le_bytes(*head) ^ u32::from_le_bytes(*b"000:");
    let others = (values.wrapping_add(0x0076_7676) | values) & 0xff80_8080;
    let [hundreds, tens, ones, _] = values.to_le_bytes().map(usize::from);
    if hundreds == 0 || others != 0 {
        return None;
    }
    let pair = tens.wrapping_mul(10).wrapping_add(ones);
    body.split_at_checked(hundreds.wrapping_mul(100).wrapping_add(pair))
}

#[inline]
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

/// One to nine digits without leading zeros.
#[inline]
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

#[inline]
fn digit(byte: u8) -> u32 {
    u32::from(byte & 0xf)
}

/// Reads the next token by the grammar; leading zeros are reported.
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

/// Reads a byte string; anything else is reported, skipped and read as `None`.
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

/// Reads an integer; anything else is reported, skipped and read as `None`.
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

/// Reads the next key by the grammar, in which only byte strings are keys.
pub(crate) fn key<'a>(rest: &'a [u8], notes: &mut Notes) -> Option<(&'a [u8], &'a [u8])> {
    let [b'0'..=b'9', ..] = rest else { return None };
    let (key, rest) = string(rest, notes)?;
    Some((key?, rest))
}

/// The exact encoding of a value; bencode inside it that is not canonical is reported.
pub(crate) fn raw<'a>(rest: &'a [u8], notes: &mut Notes) -> Option<(&'a [u8], &'a [u8])> {
    let tail = skip(rest, notes)?;
    rest.split_at_checked(rest.len().wrapping_sub(tail.len()))
}

/// The bytes after a value; bencode inside it that is not canonical is reported.
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

/// The bytes after a list or a dictionary.
#[cold]
#[inline(never)]
fn skip_nested<'a>(rest: &'a [u8], notes: &mut Notes) -> Option<&'a [u8]> {
    let mut reader = Reader::with_rules(rest, Rules::STRICT.max_depth(notes.levels()));
    if matches!(reader.skip_value(), Ok(true)) {
        return Some(reader.rest());
    }
    walk::value(rest, notes)
}
