//! JSON on the way out, spelled as JavaScript spells it.

/// An object that is being appended to a buffer.
pub(super) struct Object<'v> {
    out: &'v mut Vec<u8>,
}

impl<'v> Object<'v> {
    /// Begins an object, which is to have about so many bytes.
    #[inline]
    pub(super) fn new(expected: usize, out: &'v mut Vec<u8>) -> Object<'v> {
        out.reserve(expected);
        Object { out }
    }

    /// Appends what is the same in every message: braces, names, commas.
    #[inline]
    pub(super) fn put(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// Appends `name`, which brings its punctuation, and a number.
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

    /// Appends `name` and bytes as text; what is not UTF-8 becomes U+FFFD.
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
        self.out.extend_from_slice(json);
    }
}

/// Writes text: runs that need no escape, and the escapes between them.
pub(super) fn string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let mut rest = text.as_bytes();
    while let Some((plain, [special, after @ ..])) = rest.split_at_checked(plain(rest)) {
        out.extend_from_slice(plain);
        out.extend_from_slice(escape(*special).bytes());
        rest = after;
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

/// How many bytes at the beginning need no escape; looks at eight at a time.
fn plain(text: &[u8]) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let mut at: usize = 0;
    for chunk in text.chunks(8) {
        let mut bytes = [b' '; 8];
        bytes.iter_mut().zip(chunk).for_each(|(place, &byte)| *place = byte);
        let word = u64::from_le_bytes(bytes);
        // The lowest byte whose high bit is set is below its bound, whatever is above it.
        let below = |word: u64, bound: u64| word.wrapping_sub(ONES.wrapping_mul(bound)) & !word;
        let equal = |byte: u8| below(word ^ ONES.wrapping_mul(byte.into()), 1);
        let special = (below(word, 0x20) | equal(b'"') | equal(b'\\')) & ONES << 7;
        if special != 0 {
            return at.saturating_add(special.trailing_zeros() as usize / 8);
        }
        at = at.saturating_add(chunk.len());
    }
    at
}

fn number(mut value: u64, out: &mut Vec<u8>) {
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
    out.extend_from_slice(digits.get(start..).unwrap_or_default());
}

/// Writes bytes as a string of the characters U+0000 to U+00FF.
fn binary(bytes: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    for id in bytes.chunks(20) {
        let mut buffer = [0; 20 * 6];
        let mut room = buffer.iter_mut();
        let mut put = |byte| {
            if let Some(place) = room.next() {
                *place = byte;
            }
        };
        for &byte in id {
            match byte {
                b'"' | b'\\' | ..0x20 => escape(byte).bytes().iter().for_each(|&it| put(it)),
                0x20..0x80 => put(byte),
                0x80.. => {
                    put(0xc0 | byte >> 6);
                    put(0x80 | byte & 0x3f);
                }
            }
        }
        let left = room.len();
        let written = buffer.len().saturating_sub(left);
        out.extend_from_slice(buffer.get(..written).unwrap_or_default());
    }
    out.push(b'"');
}

/// A backslash and what follows it.
struct Escape {
    bytes: [u8; 6],
    length: usize,
}

impl Escape {
    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

/// The escape of a control character, a quote or a backslash.
fn escape(byte: u8) -> Escape {
    let letter = match byte {
        0x08 => b'b',
        0x09 => b't',
        0x0a => b'n',
        0x0c => b'f',
        0x0d => b'r',
        ..0x20 => {
            let digit = match byte & 0xf {
                digit @ ..10 => b'0' | digit,
                letter => letter.wrapping_add(b'a' - 10),
            };
            return Escape { bytes: [b'\\', b'u', b'0', b'0', b'0' | byte >> 4, digit], length: 6 };
        }
        other => other,
    };
    Escape { bytes: [b'\\', letter, 0, 0, 0, 0], length: 2 }
}

#[cfg(test)]
mod tests {
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
