//! Reads JSON strings, as text or as the binary strings of ids.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::str::Chars;

use crate::percent::hex_byte;

/// A fault in a binary string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Defect {
    /// It has this number of characters, each of which is a byte.
    Length(usize),
    /// The character at this offset, after the opening quote, is above U+00FF.
    Character(usize),
}

/// The characters of a valid JSON string, with escapes decoded.
///
/// A lone surrogate, which can occur only as an escape, is returned as its code point.
#[derive(Clone)]
pub(super) struct Characters<'a>(Chars<'a>);

impl<'a> Characters<'a> {
    pub(super) fn new(inside: &'a str) -> Characters<'a> {
        Characters(inside.chars())
    }

    /// Reads the rest of an escape, after the backslash.
    fn escape(&mut self) -> u32 {
        match self.0.next() {
            Some('u') => self.unicode(),
            Some('b') => 0x08,
            Some('f') => 0x0c,
            Some('n') => 0x0a,
            Some('r') => 0x0d,
            Some('t') => 0x09,
            Some(other) => other.into(),
            None => 0,
        }
    }

    /// Reads four hex digits, and the second half of a surrogate pair if they are the first.
    fn unicode(&mut self) -> u32 {
        let first = self.unit();
        if !(0xd800..0xdc00).contains(&first) {
            return first.into();
        }
        let mut ahead = self.clone();
        if let (Some('\\'), Some('u')) = (ahead.0.next(), ahead.0.next()) {
            if let Some(Ok(character)) = char::decode_utf16([first, ahead.unit()]).next() {
                *self = ahead;
                return character.into();
            }
        }
        first.into()
    }

    /// Reads four hex digits as a number.
    fn unit(&mut self) -> u16 {
        let (digits, rest) = self.0.as_str().split_at_checked(4).unwrap_or_default();
        self.0 = rest.chars();
        let pair = |pair: &[u8]| match *pair {
            [high, low] => u16::from(hex_byte(high, low).unwrap_or_default()),
            _ => 0,
        };
        digits.as_bytes().chunks_exact(2).fold(0, |sum, digits| sum << 8 | pair(digits))
    }
}

impl Iterator for Characters<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        match self.0.next()? {
            '\\' => Some(self.escape()),
            other => Some(other.into()),
        }
    }
}

/// The text of a string; a lone surrogate becomes U+FFFD.
pub(super) fn text(inside: &str) -> Cow<'_, str> {
    if !inside.contains('\\') {
        return Cow::Borrowed(inside);
    }
    let characters = Characters::new(inside);
    Cow::Owned(characters.map(|it| char::from_u32(it).unwrap_or('\u{fffd}')).collect())
}

/// Reads a binary string of `N` characters.
#[inline]
pub(super) fn array<const N: usize>(inside: &str) -> Result<[u8; N], Defect> {
    // Most peer ids are plain ASCII. Without a branch for each byte, all of them are checked at once.
    if let Ok(bytes) = <[u8; N]>::try_from(inside.as_bytes()) {
        let odd = bytes.iter().map(|&byte| if byte == b'\\' { 0x80 } else { byte });
        if odd.fold(0, |sum, odd| sum | odd) < 0x80 {
            return Ok(bytes);
        }
    }
    let mut rest = Bytes::new(inside);
    let mut bytes = [0; N];
    for (index, place) in bytes.iter_mut().enumerate() {
        *place = rest.next().ok_or(Defect::Length(index))??;
    }
    match rest.try_fold(N, |length, byte| byte.map(|_| length.saturating_add(1)))? {
        length if length == N => Ok(bytes),
        length => Err(Defect::Length(length)),
    }
}

/// Reads a binary string of any length.
pub(super) fn bytes(inside: &str) -> Result<Vec<u8>, Defect> {
    Bytes::new(inside).collect()
}

/// The bytes of a binary string.
struct Bytes<'a> {
    inside: &'a str,
    rest: Chars<'a>,
}

impl<'a> Bytes<'a> {
    fn new(inside: &'a str) -> Bytes<'a> {
        Bytes { inside, rest: inside.chars() }
    }
}

impl Iterator for Bytes<'_> {
    type Item = Result<u8, Defect>;

    // A call for each byte takes longer than the rest: see `decode-client` in times.tsv.
    #[inline(always)]
    fn next(&mut self) -> Option<Result<u8, Defect>> {
        let start = self.rest.as_str();
        let character = self.rest.next()?;
        Some(match u8::try_from(character) {
            Ok(b'\\') => escape(self.rest.as_str()).map_or_else(
                || Err(not_a_byte(self.inside, start)),
                |(byte, after)| {
                    self.rest = after.chars();
                    Ok(byte)
                },
            ),
            Ok(byte) => Ok(byte),
            Err(_) => Err(not_a_byte(self.inside, start)),
        })
    }
}

/// Reads an escape after its backslash as a byte, if it is one; returns the rest as well.
#[inline]
fn escape(text: &str) -> Option<(u8, &str)> {
    // The form of most control characters.
    if let (Some(&[b'u', b'0', b'0', high, low]), Some(after)) =
        (text.as_bytes().first_chunk(), text.get(5..))
    {
        return Some((hex_byte(high, low)?, after));
    }
    other_escape(text)
}

#[cold]
fn other_escape(text: &str) -> Option<(u8, &str)> {
    let mut characters = Characters::new(text);
    let byte = u8::try_from(characters.escape()).ok()?;
    Some((byte, characters.0.as_str()))
}

/// The defect of a character that is not a byte, at `start`.
#[cold]
fn not_a_byte(inside: &str, start: &str) -> Defect {
    Defect::Character(inside.len().saturating_sub(start.len()))
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::{Defect, array, bytes, text};

    #[test]
    fn text_has_no_escape_and_no_lone_surrogate() {
        for (inside, expected) in [
            ("", ""),
            (r#"a\"\\\/\b\f\n\r\tz"#, "a\"\\/\u{8}\u{c}\n\r\tz"),
            (r"\u00e9\u20AC\ud83d\ude00", "é€😀"),
            (r"\ud840\udc00\ud8d3\ude00\udbff\udfff", "\u{20000}\u{44e00}\u{10ffff}"),
            (r"\ud83d", "\u{fffd}"),
            (r"\ude00\ud83d\ud83d\ude00\n", "\u{fffd}\u{fffd}😀\n"),
            (r"\ud83dx\ud83d\u0041", "\u{fffd}x\u{fffd}A"),
        ] {
            assert_eq!(text(inside), expected, "{inside}");
        }
    }

    #[test]
    fn binary_strings_have_a_byte_for_each_character() {
        assert_eq!(array(r"\u00ffÿ\n~"), Ok([0xff, 0xff, 0x0a, 0x7e]));
        assert_eq!(array::<4>("abc"), Err(Defect::Length(3)));
        assert_eq!(array::<2>("abc"), Err(Defect::Length(3)));
        assert_eq!(array::<2>("ÿ\u{100}"), Err(Defect::Character(2)));
        assert_eq!(array::<2>(r"a\ud800"), Err(Defect::Character(1)));
        assert_eq!(bytes(r"\u0000é"), Ok(vec![0, 0xe9]));
    }
}
