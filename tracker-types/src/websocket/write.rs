//! A JSON writer that escapes as JavaScript does.

use alloc::string::String;

use crate::sink::Sink;

/// An object that is being appended to a buffer.
pub(super) struct Object<'v, S> {
    out: &'v mut S,
}

impl<'v, S: Sink> Object<'v, S> {
    /// Begins an object of about `expected` bytes.
    #[inline]
    pub(super) fn new(expected: usize, out: &'v mut S) -> Object<'v, S> {
        out.reserve_for(expected);
        Object { out }
    }

    /// Appends text that is the same in every message: braces, names, commas.
    #[inline]
    pub(super) fn put(&mut self, text: &str) {
        self.out.append(text.as_bytes());
    }

    /// Appends `name`, which includes its punctuation, and a number.
    #[inline]
    pub(super) fn number(&mut self, name: &str, value: Option<impl Into<u64>>) {
        if let Some(value) = value {
            self.put(name);
            number(value.into(), self.out);
        }
    }

    /// Appends `name` and bytes as a binary string.
    #[inline]
    pub(super) fn binary(&mut self, name: &str, bytes: &[u8]) {
        self.put(name);
        binary(bytes, self.out);
    }

    /// Appends `name` and bytes as text; bytes that are not UTF-8 become U+FFFD.
    pub(super) fn text(&mut self, name: &str, text: Option<&[u8]>) {
        if let Some(text) = text {
            self.put(name);
            string(&String::from_utf8_lossy(text), self.out);
        }
    }

    /// Appends `name` and a value that is JSON already.
    #[inline]
    pub(super) fn json(&mut self, name: &str, json: &[u8]) {
        self.put(name);
        self.out.append(json);
    }
}

/// Writes text: runs that need no escape, and the escapes between them. Line ends, which are two escapes,
/// are written at once.
pub(super) fn string(text: &str, out: &mut impl Sink) {
    out.reserve_for(expected(text));
    out.append(b"\"");
    let mut rest = text.as_bytes();
    loop {
        let (plain, special) = rest.split_at_checked(plain(rest)).unwrap_or((rest, &[]));
        out.append(plain);
        rest = match special {
            [] => break,
            [b'\r', b'\n', rest @ ..] => {
                out.append(br"\r\n");
                rest
            }
            [first, rest @ ..] => {
                match letter(*first) {
                    Some(letter) => out.append(&[b'\\', letter]),
                    None => out.append(&number_escape(*first)),
                }
                rest
            }
        };
    }
    out.append(b"\"");
}

/// The approximate length of text as a JSON string: a description has an escape every 20 bytes.
pub(super) fn expected(text: &str) -> usize {
    text.len().saturating_add(text.len() / 8).saturating_add(2)
}

fn needs_escape(byte: u8) -> bool {
    matches!(byte, ..0x20 | b'"' | b'\\')
}

/// How many bytes at the start need no escape; checks eight at a time.
#[inline]
fn plain(text: &[u8]) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let mut rest = text;
    while let Some((chunk, after)) = rest.split_first_chunk() {
        let word = u64::from_le_bytes(*chunk);
        // After the subtraction, the lowest byte whose high bit is set but was not set before is below its
        // bound, whatever the bytes above it are.
        let below = |word: u64, bound: u64| word.wrapping_sub(ONES.wrapping_mul(bound));
        let equal = |byte: u8| below(word ^ ONES.wrapping_mul(byte.into()), 1);
        let special = (below(word, 0x20) | equal(b'"') | equal(b'\\')) & !word & ONES << 7;
        if special != 0 {
            let before = text.len().wrapping_sub(rest.len());
            return before.wrapping_add(special.trailing_zeros() as usize / 8);
        }
        rest = after;
    }
    let end = rest.iter().position(|&byte| needs_escape(byte)).unwrap_or(rest.len());
    text.len().wrapping_sub(rest.len()).wrapping_add(end)
}

fn number(mut value: u64, out: &mut impl Sink) {
    let mut digits = [0; 20];
    let mut start = digits.len();
    loop {
        start = start.saturating_sub(1);
        if let (Some(place), Ok(digit)) = (digits.get_mut(start), u8::try_from(value % 10)) {
            *place = b'0' | digit;
        }
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out.append(digits.get(start..).unwrap_or_default());
}

/// Writes bytes as a string of the characters U+0000 to U+00FF.
fn binary(bytes: &[u8], out: &mut impl Sink) {
    out.append(b"\"");
    for id in bytes.chunks(20) {
        // Most peer ids.
        if id.is_ascii() && plain(id) == id.len() {
            out.append(id);
            continue;
        }
        let mut buffer = [0; 20 * 6];
        let mut room = buffer.iter_mut();
        let mut put = |byte| {
            if let Some(place) = room.next() {
                *place = byte;
            }
        };
        for &byte in id {
            match byte {
                0x20..0x80 if byte != b'"' && byte != b'\\' => put(byte),
                0x80.. => {
                    put(0xc0 | byte >> 6);
                    put(0x80 | byte & 0x3f);
                }
                special => match letter(special) {
                    Some(letter) => [b'\\', letter].into_iter().for_each(&mut put),
                    None => number_escape(special).into_iter().for_each(&mut put),
                },
            }
        }
        let left = room.len();
        let written = buffer.len().saturating_sub(left);
        out.append(buffer.get(..written).unwrap_or_default());
    }
    out.append(b"\"");
}

/// The character after the backslash in the escape of a control character, a quote or a backslash.
fn letter(byte: u8) -> Option<u8> {
    match byte {
        0x08 => Some(b'b'),
        0x09 => Some(b't'),
        0x0a => Some(b'n'),
        0x0c => Some(b'f'),
        0x0d => Some(b'r'),
        ..0x20 => None,
        other => Some(other),
    }
}

/// The escape of a control character that has no letter.
fn number_escape(byte: u8) -> [u8; 6] {
    let digit = match byte & 0xf {
        digit @ ..10 => b'0' | digit,
        letter => letter.wrapping_add(b'a' - 10),
    };
    [b'\\', b'u', b'0', b'0', b'0' | byte >> 4, digit]
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::{binary, string};

    #[test]
    fn strings_are_written_as_serde_json_writes_them() {
        let all: String = ('\0'..='\u{180}').chain(['\u{2028}', '\u{1f600}']).collect();
        for start in all.char_indices().map(|(at, _)| at) {
            for text in [&all[start..], &all[..start]] {
                let mut written = Vec::new();
                string(text, &mut written);
                assert_eq!(written, serde_json::to_vec(text).unwrap());
            }
        }
    }

    #[test]
    fn binary_strings_are_written_as_text_is() {
        let all: Vec<u8> = (0..=255).collect();
        for length in 0..=all.len() {
            let text: String = all[..length].iter().map(|&byte| char::from(byte)).collect();
            let (mut written, mut expected) = (Vec::new(), Vec::new());
            binary(&all[..length], &mut written);
            string(&text, &mut expected);
            assert_eq!(written, expected);
        }
    }
}
