//! The grammar of bencode (BEP 3), the only file that speaks nom.
//!
//! ```text
//! value      = integer / string / list / dictionary
//! list       = "l" *value "e"
//! dictionary = "d" *( string value ) "e"
//! ```
//!
//! Only the tokens with a text are matched here: integers and byte strings. The other three are
//! a byte each, and [`structure`](crate::structure) knows which token may follow which.
//! The functions are written once, in nom's streaming form: every bencode token ends itself, so
//! on a complete input `Incomplete` means that the input is cut short. They accept the superset
//! and report [`Quirk`]s; [`Rules`](crate::Rules) judge.

use nom::{Err, IResult, Needed};

use crate::error::Defect;
use crate::quirk::Quirk;
use crate::token::Int;

/// nom's result, with an error of one byte: places are found again on the cold path.
pub(crate) type Parsed<'a, O> = IResult<&'a [u8], O, Defect>;

/// What was matched, and what is odd about it.
pub(crate) struct Odd<T> {
    pub(crate) token: T,
    pub(crate) quirk: Option<Quirk>,
}

/// ```text
/// integer = "i" number "e"               ; `body` begins behind the "i"
/// number  = "0" / ["-"] nonzero *DIGIT   ; BEP 3; more zeros and "-0" are quirks
/// nonzero = %x31-39
/// ```
#[inline(never)]
pub(crate) fn integer(body: &[u8]) -> Parsed<'_, Odd<Int<'_>>> {
    let sign = usize::from(body.first() == Some(&b'-'));
    let number = body.get(sign..).unwrap_or_default();
    let count = digits(number);
    let (text, tail) = body.split_at_checked(sign.wrapping_add(count)).unwrap_or((body, &[]));
    match tail.split_first() {
        Some((b'e', rest)) if count > 0 => {
            let quirk = if number.first() == Some(&b'0') { zero(sign, count) } else { None };
            Ok((rest, Odd { token: Int::new(text), quirk }))
        }
        Some((b'e', _)) => defect(Defect::ExpectedDigit),
        Some(_) => defect(Defect::UnexpectedByte),
        None => need(1),
    }
}

/// A whole integer without a sign, which nearly all are: number and rest.
///
/// It has no quirk; whatever else there is, [`integer`] tells.
#[inline(always)]
pub(crate) fn short_integer(body: &[u8]) -> Option<(Int<'_>, &[u8])> {
    let count = match body {
        [b'1'..=b'9', ..] => short_digits(body).unwrap_or_else(|| digits(body)),
        [b'0', b'e', ..] => 1,
        _ => return None,
    };
    match body.split_at_checked(count)? {
        (text, [b'e', rest @ ..]) => Some((Int::new(text), rest)),
        _ => None,
    }
}

/// The value of a whole integer that [`short_integer`] takes, if it has at most 15 digits and
/// enough input behind it: eight digits at once.
#[cfg(feature = "serde")]
#[inline(always)]
pub(crate) fn short_number(body: &[u8]) -> Option<(u64, &[u8])> {
    match body {
        [b'1'..=b'9', ..] => {
            let (chunk, tail) = body.split_first_chunk()?;
            let chunk = u64::from_le_bytes(*chunk);
            match digits_of(chunk) {
                8 => longer_number(eight_digits(chunk), tail),
                count => Some((few_digits(chunk, count), number_end(body, count)?)),
            }
        }
        [b'0', b'e', rest @ ..] => Some((0, rest)),
        _ => None,
    }
}

/// What follows the first eight digits of a number, seven at most, and its end.
#[cfg(feature = "serde")]
#[inline(never)]
fn longer_number(first: u64, rest: &[u8]) -> Option<(u64, &[u8])> {
    const TENS: [u64; 8] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];
    let chunk = u64::from_le_bytes(*rest.first_chunk()?);
    let count = digits_of(chunk);
    let last = if count == 0 { 0 } else { few_digits(chunk, count) };
    let value = first.wrapping_mul(*TENS.get(count)?).wrapping_add(last);
    Some((value, number_end(rest, count)?))
}

/// What follows the `e` that stands behind so many digits.
#[cfg(feature = "serde")]
#[inline(always)]
fn number_end(digits: &[u8], count: usize) -> Option<&[u8]> {
    match digits.get(count..)? {
        [b'e', rest @ ..] => Some(rest),
        _ => None,
    }
}

/// How many of the first of eight bytes are digits.
#[inline(always)]
const fn digits_of(chunk: u64) -> usize {
    not_digits(chunk).trailing_zeros() as usize / 8
}

/// The value of the first `count` of eight bytes, one to seven.
///
/// They are shifted to the end; what comes in stands in front of them and counts as zeros.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "at most 56")]
const fn few_digits(chunk: u64, count: usize) -> u64 {
    eight_digits(chunk.wrapping_shl(64u32.wrapping_sub((count as u32).wrapping_mul(8))))
}

/// Eight digits, the first one in the lowest byte: pairs, then fours, then all.
#[inline(always)]
const fn eight_digits(chunk: u64) -> u64 {
    let ones = chunk & 0x0f0f_0f0f_0f0f_0f0f;
    let pairs = ones.wrapping_mul(10).wrapping_add(ones >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_ffff_0000_ffff;
    fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xffff_ffff
}

/// As [`digits`], where at most seven are followed by something else: no loop to set up.
#[inline(always)]
fn short_digits(input: &[u8]) -> Option<usize> {
    match not_digits(u64::from_le_bytes(*input.first_chunk()?)) {
        0 => None,
        strange => Some(strange.trailing_zeros() as usize / 8),
    }
}

/// What is odd about a number of `count` digits that begins with a zero.
fn zero(sign: usize, count: usize) -> Option<Quirk> {
    match (sign, count) {
        (0, 1) => None,
        (_, 1) => Some(Quirk::NegativeZero),
        _ => Some(Quirk::LeadingZeroInteger),
    }
}

/// ```text
/// string = length ":" length*OCTET
/// length = "0" / nonzero *DIGIT   ; BEP 3; more zeros are a quirk
/// ```
#[inline(never)]
pub(crate) fn string(input: &[u8]) -> Parsed<'_, Odd<&[u8]>> {
    let (body, (length, quirk)) = length(input)?;
    match body.split_at_checked(length) {
        Some((text, rest)) => Ok((rest, Odd { token: text, quirk })),
        None => need(length.wrapping_sub(body.len())),
    }
}

/// A byte string of seven digits' length at most.
pub(crate) struct ShortString<'a> {
    pub(crate) text: &'a [u8],
    pub(crate) rest: &'a [u8],
    /// Both in one: more can be read at once than the text alone may hold.
    pub(crate) body: &'a [u8],
}

/// A whole string of seven digits' length at most, which nearly all are; most have one or two.
///
/// It cannot overflow, needs no loop and has no quirk; whatever else there is, [`string`] tells.
#[inline(always)]
pub(crate) fn short_string(input: &[u8]) -> Option<ShortString<'_>> {
    string_with(input, long_length)
}

/// The same, and nothing is called.
#[inline(always)]
pub(crate) fn quick_string(input: &[u8]) -> Option<ShortString<'_>> {
    string_with(input, digits_and_colon)
}

#[inline(always)]
fn string_with(input: &[u8], long: impl Fn(&[u8]) -> (usize, usize)) -> Option<ShortString<'_>> {
    let [a @ b'0'..=b'9', b, ref behind @ ..] = *input else { return None };
    let (length, body) = match *behind {
        [..] if b == b':' => (value(a), behind),
        [b':', ref body @ ..] if a != b'0' && b.is_ascii_digit() => {
            (value(a).wrapping_mul(10).wrapping_add(value(b)), body)
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

/// A whole integer without a quirk and with eight bytes behind its last digits: nothing is called.
#[inline(always)]
pub(crate) fn quick_integer(body: &[u8]) -> Option<(Int<'_>, &[u8])> {
    let number = match body {
        [b'1'..=b'9', ..] => body,
        [b'-', number @ ..] if matches!(number, [b'1'..=b'9', ..]) => number,
        [b'0', b'e', rest @ ..] => return Some((Int::new(body.get(..1)?), rest)),
        _ => return None,
    };
    let mut tail = number;
    let last = loop {
        let (chunk, behind) = tail.split_first_chunk()?;
        match digits_of(u64::from_le_bytes(*chunk)) {
            8 => tail = behind,
            count => break tail.get(count..)?,
        }
    };
    let [b'e', rest @ ..] = last else { return None };
    let text = body.get(..body.len().wrapping_sub(last.len()))?;
    Some((Int::new(text), rest))
}

/// Returned in two registers, that is half of what [`length`] costs.
#[inline(never)]
fn long_length(input: &[u8]) -> (usize, usize) {
    digits_and_colon(input)
}

/// A length of three to seven digits and their number, all at once; no number fits where there is
/// something else.
#[inline(always)]
fn digits_and_colon(input: &[u8]) -> (usize, usize) {
    const NONE: (usize, usize) = (0, usize::MAX - 1);
    let Some(chunk) = input.first_chunk().map(|chunk| u64::from_le_bytes(*chunk)) else {
        return NONE;
    };
    let count = digits_of(chunk);
    match input.get(count) {
        Some(b':') if count < 8 => {
            (usize::try_from(few_digits(chunk, count)).unwrap_or(usize::MAX), count)
        }
        _ => NONE,
    }
}

fn value(digit: u8) -> usize {
    usize::from(digit.wrapping_sub(b'0'))
}

/// A length of any number of digits, with its colon.
fn length(input: &[u8]) -> Parsed<'_, (usize, Option<Quirk>)> {
    let mut total = 0usize;
    let mut rest = input;
    while let [digit @ b'0'..=b'9', tail @ ..] = rest {
        match total.checked_mul(10).and_then(|tens| tens.checked_add(value(*digit))) {
            Some(more) => total = more,
            None => return defect(Defect::LengthOverflow),
        }
        rest = tail;
    }
    match rest {
        [b':', body @ ..] if rest.len() < input.len() => {
            let zeros = matches!(input, [b'0', b'0'..=b'9', ..]);
            Ok((body, (total, zeros.then_some(Quirk::LeadingZeroLength))))
        }
        [_, ..] => defect(Defect::UnexpectedByte),
        [] => need(1),
    }
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

/// Eight bytes at once: the lowest set bit marks the first that is no digit.
///
/// After `^ '0'` a digit is below 10, so that adding 118 keeps its high bit clear. What a larger
/// byte carries over falsifies only bytes behind it.
const fn not_digits(chunk: u64) -> u64 {
    let values = chunk ^ 0x3030_3030_3030_3030;
    (values.wrapping_add(0x7676_7676_7676_7676) | values) & 0x8080_8080_8080_8080
}

#[inline(always)]
fn defect<'a, O>(defect: Defect) -> Parsed<'a, O> {
    Err(Err::Error(defect))
}

#[inline(always)]
fn need<'a, O>(missing: usize) -> Parsed<'a, O> {
    Err(Err::Incomplete(Needed::new(missing)))
}

/// Where `text`, which begins a token, stops being one.
#[cold]
pub(crate) fn place(text: &[u8]) -> usize {
    let head: usize = match text {
        [b'i', b'-', ..] => 2,
        [b'i', ..] => 1,
        _ => 0,
    };
    match length(text) {
        Err(Err::Error(Defect::LengthOverflow)) => overflow(text),
        _ => head.saturating_add(digits(text.get(head..).unwrap_or_default())),
    }
}

/// The digit that takes a length too far.
fn overflow(text: &[u8]) -> usize {
    let mut length = 0usize;
    let push = |&digit: &u8| {
        length = length.checked_mul(10)?.checked_add(value(digit))?;
        Some(())
    };
    text.iter().map_while(push).count()
}

/// The zero that is one too many at the start of `text`, which begins a token, cut short or not.
#[cold]
pub(crate) fn needless_zero(text: &[u8]) -> Option<(Quirk, usize)> {
    match text {
        [b'i', b'-', b'0', b'0'..=b'9', ..] | [b'i', b'0', b'0'..=b'9', ..] => {
            Some((Quirk::LeadingZeroInteger, 2))
        }
        [b'i', b'-', b'0', ..] => Some((Quirk::NegativeZero, 2)),
        [b'0', b'0'..=b'9', ..] => Some((Quirk::LeadingZeroLength, 1)),
        _ => None,
    }
}

/// The length that a byte string at the start of `text` declares, and how much of it is there.
#[cold]
pub(crate) fn declared_length(text: &[u8]) -> Option<(usize, usize)> {
    let (body, (length, _)) = length(text).ok()?;
    Some((length, body.len().min(length)))
}
