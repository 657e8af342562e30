//! JSON on the way out, spelled as JavaScript spells it.

use std::fmt::Write as _;

use super::offer::SdpKind;

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

/// Writes a description as browsers do.
pub(super) fn sdp(text: &str, kind: SdpKind, out: &mut Vec<u8>) {
    let start = kind.start().as_bytes();
    out.extend_from_slice(start.strip_suffix(b"\"").unwrap_or(start));
    string(text, out);
    out.push(b'}');
}

/// Writes text.
fn string(text: &str, out: &mut Vec<u8>) {
    // Nothing that is written to memory fails.
    let _ = serde_json::to_writer(out, text);
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
    for &byte in bytes {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            0x20..0x80 => out.push(byte),
            0x80.. => out.extend_from_slice(&[0xc0 | byte >> 6, 0x80 | byte & 0x3f]),
            _ => control(byte, out),
        }
    }
    out.push(b'"');
}

fn control(byte: u8, out: &mut Vec<u8>) {
    let letter = match byte {
        0x08 => b'b',
        0x09 => b't',
        0x0a => b'n',
        0x0c => b'f',
        0x0d => b'r',
        _ => {
            let mut escape = String::new();
            let _ = write!(escape, "\\u{byte:04x}");
            return out.extend_from_slice(escape.as_bytes());
        }
    };
    out.extend_from_slice(&[b'\\', letter]);
}
