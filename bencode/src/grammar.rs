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

mod short;
#[cfg(test)]
mod tests;

use nom::{Err, IResult, Needed};

use crate::error::Defect;
use crate::quirk::Quirk;
use crate::token::Int;

#[cfg(feature = "alloc")]
pub(crate) use short::short_number;
pub(crate) use short::{ShortString, quick_string, short_integer, short_string};

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

/// How many of the first of eight bytes are digits.
#[inline(always)]
const fn digits_of(chunk: u64) -> usize {
    not_digits(chunk).trailing_zeros() as usize / 8
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

/// Widened first: the length of two digits is then two steps and not seven, and the next token
/// waits for it.
#[inline]
fn value(digit: u8) -> usize {
    usize::from(digit).wrapping_sub(usize::from(b'0'))
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
