//! The grammar of bencode's tokens (BEP 3), in nom's combinators.
//!
//! ```text
//! token   = integer / string / "l" / "d" / "e"
//! string  = length ":" length*OCTET
//! length  = 1*DIGIT                     ; BEP 3: "0" / %x31-39 *DIGIT
//! integer = "i" number "e"
//! number  = ["-"] 1*DIGIT               ; BEP 3: "0" / ["-"] %x31-39 *DIGIT
//! ```
//!
//! Lists and dictionaries are not parsed by recursion, because deep nesting would exhaust the stack:
//! [`structure`](crate::structure) checks which token may follow which.
//!
//! ```text
//! value      = integer / string / list / dictionary
//! list       = "l" *value "e"
//! dictionary = "d" *( string value ) "e"
//! ```
//!
//! The parsers are nom's streaming ones. Each token marks its own end, so `Incomplete` on a complete input
//! means that the input is cut short. They accept leading zeros and `-0`: [`needless_zero`] finds them, and
//! [`Rules`](crate::Rules) decide.

use nom::branch::alt;
use nom::character::streaming::{char, digit1, usize};
use nom::combinator::{opt, recognize, value};
use nom::error::{ErrorKind, ParseError};
use nom::multi::length_data;
use nom::sequence::{delimited, pair, terminated};
use nom::{Err, IResult, Parser};

use crate::error::Defect;
use crate::quirk::Quirk;
use crate::token::{Int, Token};

/// The rest of the input and what was parsed, or why it does not match.
pub(crate) type Parsed<'a, O> = IResult<&'a [u8], O, Mismatch<'a>>;

/// ```text
/// token = integer / string / "l" / "d" / "e"
/// ```
pub(crate) fn token(input: &[u8]) -> Parsed<'_, Token<'_>> {
    alt((
        integer.map(Token::Int),
        string.map(Token::Bytes),
        value(Token::List, char('l')),
        value(Token::Dict, char('d')),
        value(Token::End, char('e')),
    ))
    .parse(input)
}

/// ```text
/// integer = "i" number "e"
/// ```
pub(crate) fn integer(input: &[u8]) -> Parsed<'_, Int<'_>> {
    delimited(char('i'), number, char('e')).map(Int::new).parse(input)
}

/// ```text
/// number = ["-"] 1*DIGIT
/// ```
fn number(input: &[u8]) -> Parsed<'_, &[u8]> {
    recognize(pair(opt(char('-')), digit1)).parse(input)
}

/// ```text
/// string = length ":" length*OCTET
/// ```
pub(crate) fn string(input: &[u8]) -> Parsed<'_, &[u8]> {
    length_data(length).parse(input)
}

/// ```text
/// length = 1*DIGIT                      ; followed by ":"
/// ```
fn length(input: &[u8]) -> Parsed<'_, usize> {
    terminated(usize, char(':')).parse(input)
}

/// Why the input is not a token, and the rest of the input from the first wrong byte on.
#[derive(Clone, Copy)]
pub(crate) struct Mismatch<'a> {
    pub(crate) defect: Defect,
    pub(crate) rest: &'a [u8],
}

impl Mismatch<'_> {
    /// Returns its offset in `text`, which ends where the rest does.
    pub(crate) fn offset_in(&self, text: &[u8]) -> usize {
        text.len().saturating_sub(self.rest.len())
    }
}

impl<'a> ParseError<&'a [u8]> for Mismatch<'a> {
    #[inline]
    fn from_error_kind(rest: &'a [u8], kind: ErrorKind) -> Mismatch<'a> {
        match (kind, rest) {
            // nom's `usize` fails at the first digit even if a later one makes the number too large.
            (ErrorKind::Digit, [b'0'..=b'9', ..]) => overflow(rest),
            (ErrorKind::Digit, [b'e', ..]) => Mismatch { defect: Defect::ExpectedDigit, rest },
            _ => Mismatch { defect: Defect::UnexpectedByte, rest },
        }
    }

    #[inline]
    fn append(_: &'a [u8], _: ErrorKind, fault: Mismatch<'a>) -> Mismatch<'a> {
        fault
    }

    /// Of two alternatives, the error of the one that matched more of the input.
    #[inline]
    fn or(self, other: Mismatch<'a>) -> Mismatch<'a> {
        if other.rest.len() < self.rest.len() { other } else { self }
    }
}

/// Returns the mismatch for a length that overflows `usize`, at the first digit too many.
#[cold]
fn overflow(digits: &[u8]) -> Mismatch<'_> {
    let mut length = 0usize;
    let push = |digit: &u8| {
        length = length.checked_mul(10)?.checked_add(usize::from(digit.wrapping_sub(b'0')))?;
        Some(())
    };
    let fitting = digits.iter().map_while(push).count();
    Mismatch { defect: Defect::LengthOverflow, rest: digits.get(fitting..).unwrap_or_default() }
}

impl From<Err<Mismatch<'_>>> for Defect {
    #[inline]
    fn from(error: Err<Mismatch<'_>>) -> Defect {
        match error {
            Err::Error(fault) | Err::Failure(fault) => fault.defect,
            Err::Incomplete(_) => Defect::UnexpectedEnd,
        }
    }
}

/// The byte string that `text` begins with, if it begins with one.
pub(crate) fn leading_string(text: &[u8]) -> Option<&[u8]> {
    string(text).ok().map(|(_, string)| string)
}

/// The offset of the byte at which `text` stops matching a token; 0 if it begins with a token.
#[cold]
pub(crate) fn fault_offset(text: &[u8]) -> usize {
    match token(text) {
        Err(Err::Error(fault) | Err::Failure(fault)) => fault.offset_in(text),
        _ => 0,
    }
}

/// Finds a leading or negative zero, and its offset, in the token at the start of `text`, which may be cut short.
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

/// Whether the cut-off token may still turn out either way: `i-0e` is a negative zero and `i-01e` has a leading
/// zero, so the next byte decides.
pub(crate) fn is_undecided(token: &[u8]) -> bool {
    token == b"i-0"
}

/// Returns the length that the byte string at the start of `text` declares, and how many of its bytes are
/// there.
#[cold]
pub(crate) fn declared_length(text: &[u8]) -> Option<(usize, usize)> {
    let (body, length) = length(text).ok()?;
    Some((length, body.len().min(length)))
}
