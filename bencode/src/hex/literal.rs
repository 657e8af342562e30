//! Literals: quoted text with the escapes of Rust, Python, C, Go, JavaScript.

use alloc::vec::Vec;

use super::error::{Fault, HexErrorKind};
use super::text::{Rest, skip_space};
use crate::hexdump::byte;

/// Reads adjacent quoted pieces, as in C, Python and Rust's `concat!`.
///
/// In a byte string every character is a byte; in another string, a piece of only hex digits is hex.
pub(super) fn quoted(text: &mut Rest<'_>, bytes: bool) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    while let [quote @ (b'"' | b'\''), ..] = *text.text {
        text.advance(1);
        match hex_digits(text.text, quote) {
            Some(digits) if !bytes => hex_piece(text, digits, &mut out)?,
            _ => piece(text, quote, bytes, &mut out)?,
        }
        let mut next = *text;
        skip_space(&mut next);
        if let [b'+', ..] | [b'b', b'"' | b'\'', ..] = next.text {
            next.advance(1);
            skip_space(&mut next);
        }
        if let [b'"' | b'\'', ..] = next.text {
            *text = next;
        }
    }
    Ok(out)
}

/// Reads escapes without quotes, up to white space.
pub(super) fn bare(text: &mut Rest<'_>) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    while text.text.starts_with(b"\\") {
        escape(text, false, &mut out)?;
        skip_space(text);
    }
    Ok(out)
}

/// The number of bytes up to the closing quote, if all are hex digits or blanks.
fn hex_digits(text: &[u8], quote: u8) -> Option<usize> {
    let length = text.iter().position(|&byte| byte == quote)?;
    let inside = text.get(..length)?;
    let hex = |&byte: &u8| byte.is_ascii_hexdigit() || byte.is_ascii_whitespace();
    (inside.iter().all(hex) && inside.iter().any(u8::is_ascii_hexdigit)).then_some(length)
}

fn hex_piece(text: &mut Rest<'_>, length: usize, out: &mut Vec<u8>) -> Result<(), Fault> {
    let mut inside = Rest { text: text.text.get(..length).unwrap_or_default(), at: text.at };
    text.advance(length.saturating_add(1));
    loop {
        inside.take_while(|byte| byte.is_ascii_whitespace());
        match inside.text {
            [] => return Ok(()),
            [high, low, ..] if low.is_ascii_hexdigit() => {
                out.extend(byte(&[*high, *low]));
                inside.advance(2);
            }
            _ => return Err(inside.half()),
        }
    }
}

/// Reads text with escapes up to the closing quote.
fn piece(text: &mut Rest<'_>, quote: u8, bytes: bool, out: &mut Vec<u8>) -> Result<(), Fault> {
    loop {
        match *text.text {
            [first, ..] if first == quote => {
                text.advance(1);
                return Ok(());
            }
            [b'\\', ..] => escape(text, bytes, out)?,
            [] | [b'\n', ..] => return Err(text.unexpected()),
            [first, ..] if bytes && !first.is_ascii() => return Err(text.unexpected()),
            [first, ..] => {
                out.push(first);
                text.advance(1);
            }
        }
    }
}

/// Reads one escape.
fn escape(text: &mut Rest<'_>, bytes: bool, out: &mut Vec<u8>) -> Result<(), Fault> {
    let fault = Fault { kind: HexErrorKind::BadEscape, at: text.at };
    let (value, length) = match *text.text {
        [b'\\', b'x' | b'X', high, low, ..] => (byte(&[high, low]).ok_or(fault)?, 4),
        [b'\\', b'0'..=b'7', ..] => return octal(text, bytes, out),
        [b'\\', b'u', ..] if !bytes => return unicode(text, out),
        // A line that continues at the first character of the next one.
        [b'\\', b'\n', ..] | [b'\\', b'\r', b'\n', ..] => {
            text.advance(1);
            text.take_while(|byte| byte.is_ascii_whitespace());
            return Ok(());
        }
        [b'\\', letter, ..] => (plain(letter).ok_or(fault)?, 2),
        _ => return Err(fault),
    };
    out.push(value);
    text.advance(length);
    Ok(())
}

/// The byte encoded by a backslash and one character.
fn plain(letter: u8) -> Option<u8> {
    Some(match letter {
        b'a' => 7,
        b'b' => 8,
        b't' => b'\t',
        b'n' => b'\n',
        b'v' => 11,
        b'f' => 12,
        b'r' => b'\r',
        b'e' => 27,
        b'\\' | b'"' | b'\'' | b'?' | b'/' => letter,
        _ => return None,
    })
}

/// One to three octal digits, as in C and Python; in Rust only `\0` is an escape, and digits after it
/// are text.
fn octal(text: &mut Rest<'_>, bytes: bool, out: &mut Vec<u8>) -> Result<(), Fault> {
    let at = text.at;
    text.advance(1);
    let digits = text.text.iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
    let digits = text.advance(digits);
    if bytes && matches!(digits, [b'0', _, ..]) {
        let kind =
            HexErrorKind::Ambiguous("an octal escape of C and Python", "Rust's `\\0` and digits");
        return Err(Fault { kind, at });
    }
    let value = digits.iter().fold(0u32, |value, digit| value << 3 | u32::from(digit & 7));
    out.push(u8::try_from(value).map_err(|_| Fault { kind: HexErrorKind::NotByte, at })?);
    Ok(())
}

/// `\u{7f}` of Rust, `\u007f` of JSON: text, whose bytes are UTF-8. Four digits beyond ASCII are ambiguous:
/// JavaScript prints binary strings with one escape for each byte.
fn unicode(text: &mut Rest<'_>, out: &mut Vec<u8>) -> Result<(), Fault> {
    let at = text.at;
    let fault = Fault { kind: HexErrorKind::BadEscape, at };
    text.advance(2);
    let braced = text.text.starts_with(b"{");
    text.advance(usize::from(braced));
    let most = if braced { 6 } else { 4 };
    let count = text.text.iter().take(most).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let digits = core::str::from_utf8(text.advance(count)).unwrap_or_default();
    let closed = if braced { text.advance(1) == b"}" } else { count == 4 };
    let code = u32::from_str_radix(digits, 16).ok().filter(|_| closed).ok_or(fault)?;
    if !braced && code > 0x7f {
        let kind = HexErrorKind::Ambiguous("a character in UTF-8", "a single byte");
        return Err(Fault { kind, at });
    }
    let character = char::from_u32(code).ok_or(fault)?;
    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    Ok(())
}
