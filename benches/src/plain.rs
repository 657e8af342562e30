//! A simple writer and reader of bencode, which generates the documents and checks the subjects, so that neither
//! depends on a library under test.

use std::fmt::Display;

/// Bencode that is being written; the caller writes keys in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plain(pub Vec<u8>);

impl Plain {
    /// Appends an integer.
    pub fn int(&mut self, number: impl Display) -> &mut Self {
        self.raw(format!("i{number}e").as_bytes())
    }

    /// Appends a byte string.
    pub fn string(&mut self, text: impl AsRef<[u8]>) -> &mut Self {
        let text = text.as_ref();
        self.raw(format!("{}:", text.len()).as_bytes()).raw(text)
    }

    /// Appends a dictionary around what `fill` appends.
    pub fn dict(&mut self, fill: impl FnOnce(&mut Self)) -> &mut Self {
        self.around(b"d", fill)
    }

    /// Appends a list around what `fill` appends.
    pub fn list(&mut self, fill: impl FnOnce(&mut Self)) -> &mut Self {
        self.around(b"l", fill)
    }

    /// Appends a list of byte strings.
    pub fn strings<T: AsRef<[u8]>>(&mut self, items: impl IntoIterator<Item = T>) -> &mut Self {
        self.list(|list| {
            for item in items {
                list.string(item);
            }
        })
    }

    fn around(&mut self, opening: &[u8], fill: impl FnOnce(&mut Self)) -> &mut Self {
        self.raw(opening);
        fill(self);
        self.raw(b"e")
    }

    /// Appends bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }
}

/// Bencode of one dictionary.
pub fn dict(fill: impl FnOnce(&mut Plain)) -> Vec<u8> {
    let mut plain = Plain::default();
    plain.dict(fill);
    plain.0
}

/// Bencode of one list.
pub fn list(fill: impl FnOnce(&mut Plain)) -> Vec<u8> {
    let mut plain = Plain::default();
    plain.list(fill);
    plain.0
}

/// Number of integers, byte strings, lists and dictionaries in valid bencode.
pub fn tokens(mut input: &[u8]) -> usize {
    let mut count = 0;
    while let Some(&first) = input.first() {
        count += usize::from(first != b'e');
        input = &input[width(input)..];
    }
    count
}

/// Bytes of the first token.
pub(crate) fn width(input: &[u8]) -> usize {
    let until = |stop| input.iter().position(|&byte| byte == stop).expect("a whole token");
    match input[0] {
        b'i' => until(b'e') + 1,
        b'l' | b'd' | b'e' => 1,
        _ => string_width(&input[..until(b':')]),
    }
}

fn string_width(length: &[u8]) -> usize {
    let digits = core::str::from_utf8(length).expect("a length");
    length.len() + 1 + digits.parse::<usize>().expect("a length")
}
