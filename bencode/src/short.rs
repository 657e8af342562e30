//! Common tokens, matched eight bytes at a time.
//!
//! They have no quirks and cannot overflow. `None` only means that a token is not one of them: the
//! [`grammar`](crate::grammar) decides what it is.

#[cfg(test)]
mod tests;

use crate::token::{Int, Token};

/// Reads one token; returns it and the rest of the input.
///
/// Comparisons are used instead of a match of all four letters, which would become a jump table; `d` and
/// `l` differ in one bit.
#[inline(always)]
pub(crate) fn short_token(input: &[u8]) -> Option<(Token<'_>, &[u8])> {
    let (&first, rest) = input.split_first()?;
    if first.is_ascii_digit() {
        let short = short_string(input)?;
        Some((Token::Bytes(short.text), short.rest))
    } else if first == b'e' {
        Some((Token::End, rest))
    } else if first == b'i' {
        let (int, rest) = short_integer(rest)?;
        Some((Token::Int(int), rest))
    } else if first & !LIST_BIT == b'd' {
        Some((if first & LIST_BIT == 0 { Token::Dict } else { Token::List }, rest))
    } else {
        None
    }
}

/// The bit in which `l` differs from `d`.
pub(crate) const LIST_BIT: u8 = b'd' ^ b'l';

/// A byte string whose length has at most eight digits.
pub(crate) struct ShortString<'a> {
    pub(crate) text: &'a [u8],
    pub(crate) rest: &'a [u8],
    /// Text and rest together: eight bytes can be read at once even if the text is shorter.
    pub(crate) body: &'a [u8],
}

/// Reads a whole byte string whose length has at most eight digits; most have one or two.
#[inline(always)]
pub(crate) fn short_string(input: &[u8]) -> Option<ShortString<'_>> {
    string_with(input, long_length)
}

/// The same without a function call.
#[inline(always)]
pub(crate) fn quick_string(input: &[u8]) -> Option<ShortString<'_>> {
    string_with(input, digits_and_colon)
}

#[inline(always)]
fn string_with(input: &[u8], long: impl Fn(&[u8]) -> (usize, usize)) -> Option<ShortString<'_>> {
    let [a @ b'0'..=b'9', b, ref tail @ ..] = *input else { return None };
    let (length, body) = match *tail {
        [..] if b == b':' => (value_of_one(a), tail),
        [b':', ref body @ ..] if a != b'0' && b.is_ascii_digit() => {
            (value_of_one(a).wrapping_mul(10).wrapping_add(value_of_one(b)), body)
        }
        [b'0'..=b'9', ..] if a != b'0' => {
            let (length, digits) = long(input);
            (length, input.get(digits.wrapping_add(1)..)?)
        }
        _ => return None,
    };
    let (text, rest) = body.split_at_checked(length)?;
    Some(ShortString { text, rest, body })
}

/// The result fits two registers, so that a call costs half as much as one of the grammar's `length`.
#[inline(never)]
fn long_length(input: &[u8]) -> (usize, usize) {
    digits_and_colon(input)
}

/// The value of a length of three to eight digits, and its number of digits; if there is no such length, a
/// number of digits beyond any input.
#[inline(always)]
fn digits_and_colon(input: &[u8]) -> (usize, usize) {
    const NONE: (usize, usize) = (0, usize::MAX - 1);
    let Some(chunk) = input.first_chunk().map(|chunk| u64::from_le_bytes(*chunk)) else {
        return NONE;
    };
    let count = digits_of(chunk);
    match input.get(count) {
        Some(b':') => (usize::try_from(value_of_few(chunk, count)).unwrap_or(usize::MAX), count),
        _ => NONE,
    }
}

/// Reads a whole integer without a function call. Its digits are loaded in groups of eight bytes, all of which
/// have to be in the input.
#[inline(always)]
pub(crate) fn short_integer(body: &[u8]) -> Option<(Int<'_>, &[u8])> {
    let number = match body {
        [b'1'..=b'9', ..] => body,
        [b'-', number @ ..] if matches!(number, [b'1'..=b'9', ..]) => number,
        [b'0', b'e', rest @ ..] => return Some((Int::new(body.get(..1)?), rest)),
        _ => return None,
    };
    let mut tail = number;
    let last = loop {
        let (chunk, after) = tail.split_first_chunk()?;
        match digits_of(u64::from_le_bytes(*chunk)) {
            8 => tail = after,
            count => break tail.get(count..)?,
        }
    };
    let [b'e', rest @ ..] = last else { return None };
    let text = body.get(..body.len().wrapping_sub(last.len()))?;
    Some((Int::new(text), rest))
}

/// Reads the value of a whole integer of at most 15 digits, if enough input follows it.
#[cfg(feature = "alloc")]
#[inline(always)]
#[expect(clippy::cast_possible_wrap, reason = "15 digits are 50 bits")]
pub(crate) fn short_number(body: &[u8]) -> Option<(i64, &[u8])> {
    // `sign` has all bits set for a negative number, so that `^` and `-` negate in two's complement.
    let (sign, number) = match body {
        [b'-', number @ ..] => (-1, number),
        _ => (0, body),
    };
    match number {
        [b'1'..=b'9', ..] => {
            let (chunk, tail) = number.split_first_chunk()?;
            let chunk = u64::from_le_bytes(*chunk);
            let (value, rest) = match digits_of(chunk) {
                8 => longer_number(value_of_eight(chunk), tail)?,
                count => (value_of_few(chunk, count), number_end(number, count)?),
            };
            Some(((value as i64 ^ sign).wrapping_sub(sign), rest))
        }
        [b'0', b'e', rest @ ..] if sign == 0 => Some((0, rest)),
        _ => None,
    }
}

/// The value of a number with its next digits, at most seven, and the rest of the input.
#[cfg(feature = "alloc")]
#[inline(never)]
fn longer_number(first: u64, rest: &[u8]) -> Option<(u64, &[u8])> {
    const TENS: [u64; 8] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];
    let chunk = u64::from_le_bytes(*rest.first_chunk()?);
    let count = digits_of(chunk);
    let last = if count == 0 { 0 } else { value_of_few(chunk, count) };
    let value = first.wrapping_mul(*TENS.get(count)?).wrapping_add(last);
    Some((value, number_end(rest, count)?))
}

/// The rest of the input after `count` digits and an `e`.
#[cfg(feature = "alloc")]
#[inline(always)]
fn number_end(digits: &[u8], count: usize) -> Option<&[u8]> {
    match digits.get(count..)? {
        [b'e', rest @ ..] => Some(rest),
        _ => None,
    }
}

/// The value of the first `count` of eight bytes; `count` is at least one.
///
/// The digits are shifted to the end; the bytes shifted in before them count as zeros.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "at most 56")]
const fn value_of_few(chunk: u64, count: usize) -> u64 {
    value_of_eight(chunk.wrapping_shl(64u32.wrapping_sub((count as u32).wrapping_mul(8))))
}

/// The value of eight digits, the first one in the lowest byte: first of pairs, then of groups of four, then of
/// all.
#[inline(always)]
const fn value_of_eight(chunk: u64) -> u64 {
    let ones = chunk & 0x0f0f_0f0f_0f0f_0f0f;
    let pairs = ones.wrapping_mul(10).wrapping_add(ones >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_ffff_0000_ffff;
    fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xffff_ffff
}

/// The value of a digit. It is widened first: a length of two digits then takes two steps instead of seven,
/// and the next token cannot be read before it is known.
#[inline]
fn value_of_one(digit: u8) -> usize {
    usize::from(digit).wrapping_sub(usize::from(b'0'))
}

/// How many of the first of eight bytes are digits.
#[inline(always)]
const fn digits_of(chunk: u64) -> usize {
    not_digits(chunk).trailing_zeros() as usize / 8
}

/// How many of the first bytes are digits.
#[inline(always)]
pub(crate) fn digits(input: &[u8]) -> usize {
    let mut count = 0usize;
    let mut rest = input;
    while let Some((chunk, tail)) = rest.split_first_chunk() {
        let strange = not_digits(u64::from_le_bytes(*chunk));
        if strange != 0 {
            return count.wrapping_add(strange.trailing_zeros() as usize / 8);
        }
        count = count.wrapping_add(8);
        rest = tail;
    }
    count.wrapping_add(rest.iter().take_while(|byte| byte.is_ascii_digit()).count())
}

/// Checks eight bytes at once: the lowest set bit of the result is in the first byte that is not a digit.
///
/// After `^ '0'` a digit is below 10, so that adding 118 does not set its high bit. A larger byte may carry,
/// but only into bytes after it.
const fn not_digits(chunk: u64) -> u64 {
    let values = chunk ^ 0x3030_3030_3030_3030;
    (values.wrapping_add(0x7676_7676_7676_7676) | values) & 0x8080_8080_8080_8080
}
