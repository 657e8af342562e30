//! Bytes as shown in source code and logs: literals and lists of many languages.

use alloc::vec::Vec;

use super::error::{Fault, HexErrorKind};
use super::text::{Rest, is_digit, skip_space};
use super::{literal, numbers};

/// How a text of source code begins, after the declaration.
enum Opening {
    /// A quote, and whether a `b` before it marks a byte string.
    Quote { bytes: bool },
    /// A bracket, and the one that closes it.
    Bracket(u8),
    /// `<Buffer`, hex digits and `>`.
    Buffer,
    /// Escapes without quotes.
    Escape,
    /// Numbers without brackets.
    Number,
}

/// Whether a first line is source code: a literal, a list, or a declaration before one.
pub(super) fn begins(line: &[u8]) -> bool {
    let mut words = line.split(u8::is_ascii_whitespace);
    let first = words.next().unwrap_or_default();
    let digits = first.iter().take_while(|&&byte| is_digit(byte)).count();
    match line {
        [b'"' | b'\'' | b'[' | b'{' | b'(' | b'<' | b'\\' | b'&', ..]
        | [b'b' | b'B' | b'x' | b'X', b'"' | b'\'', ..] => true,
        _ if is_listed(first) => true,
        // Two hex digits and a blank begin a dump.
        _ if digits == first.len() => line.contains(&b'=') && words.next() == Some(b"="),
        [letter, ..] if letter.is_ascii_alphabetic() || *letter == b'_' => {
            line.iter().any(|byte| matches!(byte, b'"' | b'\'' | b'[' | b'{' | b'(' | b'='))
        }
        _ => false,
    }
}

/// Whether a word is a number with a comma after it: `0x64,` or `100,56`.
fn is_listed(word: &[u8]) -> bool {
    let number = word.split(|&byte| byte == b',').next().unwrap_or_default();
    let (_, digits) = numbers::split(number);
    number.len() < word.len() && !digits.is_empty() && digits.iter().all(|&byte| is_digit(byte))
}

/// Reads a text of source code from its first line on.
pub(super) fn read(mut text: Rest<'_>) -> Result<Vec<u8>, Fault> {
    let bytes = match opening(&mut text)? {
        Opening::Quote { bytes } => literal::quoted(&mut text, bytes)?,
        Opening::Escape => literal::bare(&mut text)?,
        Opening::Bracket(closer) => {
            text.advance(1);
            numbers::list(&mut text, Some(closer))?
        }
        Opening::Buffer => {
            text.advance(b"<Buffer".len());
            numbers::hex(&mut text, b'>')?
        }
        Opening::Number => numbers::list(&mut text, None)?,
    };
    ending(text)?;
    Ok(bytes)
}

/// Skips a declaration or call before the data.
fn opening(text: &mut Rest<'_>) -> Result<Opening, Fault> {
    let start = *text;
    let mut before = b'\n';
    loop {
        skip_space(text);
        let opening = match *text.text {
            [] => return Err(Fault { kind: HexErrorKind::NoData, at: start.at }),
            [b'"' | b'\'', ..] => Opening::Quote { bytes: matches!(before, b'b' | b'B') },
            [b'\\', ..] => Opening::Escape,
            // A binary of Erlang.
            [b'<', b'<', ..] => {
                text.advance(1);
                Opening::Bracket(b'>')
            }
            [b'<', b'B', b'u', b'f', b'f', b'e', b'r', ..] => Opening::Buffer,
            [opener @ (b'[' | b'{' | b'('), ..] if holds_data(*text) => {
                Opening::Bracket(closer(opener))
            }
            [b'0'..=b'9' | b'-', ..] if text.at == start.at => Opening::Number,
            [byte, ..] if is_declaring(byte) => {
                before = byte;
                text.advance(1);
                // A letter separated from the quote by a blank is a word of its own.
                if text.text.first().is_some_and(u8::is_ascii_whitespace) {
                    before = b' ';
                }
                continue;
            }
            _ => return Err(text.unexpected()),
        };
        return Ok(opening);
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether a byte may occur in a declaration: names, types, operators, brackets.
fn is_declaring(byte: u8) -> bool {
    is_word(byte) || b"&*.:;=!<>[](){},$@#/_".contains(&byte)
}

fn closer(opener: u8) -> u8 {
    match opener {
        b'[' => b']',
        b'{' => b'}',
        _ => b')',
    }
}

/// Whether a bracket holds the data, rather than a type, a length or the data's own bracket.
fn holds_data(bracket: Rest<'_>) -> bool {
    let Some((&opener, inside)) = bracket.text.split_first() else { return false };
    let mut inner = Rest { text: inside, at: bracket.at };
    skip_space(&mut inner);
    let ends =
        |text: &[u8]| text.first().is_none_or(|&byte| !is_word(byte) && !b"=[{(&*".contains(&byte));
    match inner.text.first() {
        Some(&byte) if byte == closer(opener) => {
            // An empty list, unless more follows (`a[] = {`, `[]byte{`), or a call.
            inner.advance(1);
            inner.take_while(|byte| matches!(byte, b' ' | b'\t'));
            opener != b'(' && ends(inner.text)
        }
        // A sign, or the ellipsis of a list that is cut short at once.
        Some(b'-' | b'.' | 0xe2) => true,
        Some(byte) if byte.is_ascii_hexdigit() => {
            // `[3]byte{`, `Uint8Array(3) [`, `a[3] = {` have one number, followed by more.
            let digits = inner.take_while(is_word);
            let many = digits.iter().all(|&byte| is_word(byte)) && numbers::is_number(digits);
            if inner.text.first() != Some(&closer(opener)) {
                return many;
            }
            inner.advance(1);
            inner.take_while(|byte| matches!(byte, b' ' | b'\t'));
            many && ends(inner.text)
        }
        _ => false,
    }
}

/// Checks what follows the data: the end of a declaration, the length that `xxd` prints, a code fence.
fn ending(mut text: Rest<'_>) -> Result<(), Fault> {
    loop {
        skip_space(&mut text);
        match text.text {
            [] => return Ok(()),
            [b'`', b'`', b'`', ..] => drop(text.take_while(|byte| byte != b'\n')),
            [b',', b' ', b'"' | b'\'', b'h', b'e', b'x', b'"' | b'\'', ..] => drop(text.advance(7)),
            [b'.', ..] => drop(text.take_while(|byte| is_word(byte) || b".()".contains(&byte))),
            _ if text.text.starts_with(b"unsigned int ") => {
                text.take_while(|byte| byte != b'\n');
            }
            [b')' | b']' | b'}' | b'>' | b';' | b',', ..] => drop(text.advance(1)),
            _ => return Err(text.unexpected()),
        }
    }
}
