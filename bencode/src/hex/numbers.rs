//! Lists of numbers, one for each byte.

use alloc::vec::Vec;

use super::error::{Fault, HexErrorKind};
use super::text::{Rest, is_digit, skip_space};
use crate::hexdump::byte;

/// A number as written.
#[derive(Clone, Copy)]
struct Number<'a> {
    text: &'a [u8],
    at: usize,
}

/// How the numbers of a list without `0x` are to be read, as far as the items so far decide it.
#[derive(Clone, Copy, PartialEq)]
enum Radix {
    Unsaid,
    Hex,
    Decimal,
}

/// Splits off `0x`, and the suffix of Rust's `u8`.
pub(super) fn split(number: &[u8]) -> (bool, &[u8]) {
    let (prefixed, digits) = match number {
        [b'0', b'x' | b'X', digits @ ..] => (true, digits),
        _ => (false, number),
    };
    let digits = digits.strip_suffix(b"u8").unwrap_or(digits);
    (prefixed, digits.strip_suffix(b"_").unwrap_or(digits))
}

/// Whether a word is a number in hex or decimal.
pub(super) fn is_number(word: &[u8]) -> bool {
    let (_, digits) = split(word);
    !digits.is_empty() && digits.iter().all(|&byte| is_digit(byte))
}

/// Reads numbers, separated by commas or white space, up to `closer`, or to the end.
pub(super) fn list(text: &mut Rest<'_>, closer: Option<u8>) -> Result<Vec<u8>, Fault> {
    let mut numbers = Vec::new();
    loop {
        skip_space(text);
        match text.text {
            [first, ..] if Some(*first) == closer => {
                text.advance(1);
                break;
            }
            [] | [b'`', ..] if closer.is_none() => break,
            [b',', ..] if !numbers.is_empty() => drop(text.advance(1)),
            _ => numbers.push(number(text)?),
        }
    }
    let radix = radix(&numbers)?;
    numbers.into_iter().map(|number| number.value(radix)).collect()
}

/// Reads pairs of hex digits up to `closer`.
pub(super) fn hex(text: &mut Rest<'_>, closer: u8) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    loop {
        skip_space(text);
        if text.text.first() == Some(&closer) {
            text.advance(1);
            return Ok(bytes);
        }
        let number = number(text)?;
        bytes.push(number.value(Radix::Hex)?);
    }
}

fn number<'a>(text: &mut Rest<'a>) -> Result<Number<'a>, Fault> {
    let at = text.at;
    if text.text.starts_with(b"...") || text.text.starts_with("…".as_bytes()) {
        return Err(cut(*text));
    }
    let sign = usize::from(text.text.starts_with(b"-"));
    let length = text
        .text
        .iter()
        .skip(sign)
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_')
        .count();
    let word = text.text.get(..sign.saturating_add(length)).unwrap_or_default();
    let unsigned = word.get(sign..).unwrap_or_default();
    if !is_number(unsigned) {
        let digits = split(unsigned).1.iter().take_while(|&&byte| is_digit(byte)).count();
        text.advance(sign.saturating_add(digits));
        return Err(text.unexpected());
    }
    text.advance(word.len());
    Ok(Number { text: word, at })
}

/// Returns the error for a list that its printer cut short: `... 20 more bytes`.
fn cut(mut text: Rest<'_>) -> Fault {
    let at = text.at;
    text.take_while(|byte| !byte.is_ascii_alphanumeric() && byte != b'\n' && byte != b'>');
    let digits = text.take_while(|byte| byte.is_ascii_digit());
    let missing = core::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok());
    Fault { kind: HexErrorKind::Cut { missing }, at }
}

/// Decides how to read the numbers of a list: as decimal if one has three digits or a sign, as hex if one has a
/// letter or a leading zero.
fn radix(numbers: &[Number<'_>]) -> Result<Radix, Fault> {
    let mut known = Radix::Unsaid;
    let mut prefixed = false;
    for number in numbers {
        let said = number.radix();
        prefixed |= split(number.text).0;
        if said == Radix::Unsaid || said == known {
            continue;
        }
        if known != Radix::Unsaid {
            return Err(Fault { kind: HexErrorKind::MixedNumbers, at: number.at });
        }
        known = said;
    }
    match numbers.first() {
        // Among numbers with `0x`, a number without is decimal, as in C.
        _ if prefixed && known == Radix::Unsaid => Ok(Radix::Decimal),
        Some(first) if known == Radix::Unsaid => Err(Fault {
            kind: HexErrorKind::Ambiguous("hex numbers", "decimal numbers"),
            at: first.at,
        }),
        _ => Ok(known),
    }
}

impl Number<'_> {
    /// What this number implies about the others.
    fn radix(&self) -> Radix {
        match split(self.text) {
            (false, [b'-', ..]) => Radix::Decimal,
            (false, [b'0', _]) => Radix::Hex,
            (false, digits) if digits.iter().any(u8::is_ascii_alphabetic) => Radix::Hex,
            (false, digits) if digits.len() > 2 => Radix::Decimal,
            _ => Radix::Unsaid,
        }
    }

    fn value(self, radix: Radix) -> Result<u8, Fault> {
        let (prefixed, digits) = split(self.text);
        let value = match core::str::from_utf8(digits) {
            _ if prefixed || radix == Radix::Hex => match digits {
                [digit] => byte(&[b'0', *digit]),
                [_, _] => byte(digits),
                _ => None,
            },
            // Java prints bytes with a sign.
            Ok(text) if text.starts_with('-') => {
                text.parse().ok().map(|signed: i8| signed.to_be_bytes()[0])
            }
            Ok(text) => text.parse().ok(),
            Err(_) => None,
        };
        value.ok_or(Fault { kind: HexErrorKind::NotByte, at: self.at })
    }
}
