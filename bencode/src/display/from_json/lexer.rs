//! The lexical elements of JSON (RFC 8259).

use alloc::borrow::Cow;
use alloc::format;
use core::fmt;

use super::wrong;
use crate::error::{Error, ErrorKind};
use crate::token::Int;

/// A place in JSON text.
#[derive(Clone, Copy)]
pub(super) struct JsonLexer<'a> {
    json: &'a str,
    rest: &'a str,
}

impl<'a> JsonLexer<'a> {
    pub(super) fn new(json: &'a str) -> JsonLexer<'a> {
        JsonLexer { json, rest: json }
    }

    pub(super) fn offset(&self) -> usize {
        self.json.len().saturating_sub(self.rest.len())
    }

    /// The first byte after white space.
    pub(super) fn peek(&mut self) -> Option<u8> {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
        self.rest.bytes().next()
    }

    pub(super) fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    /// Skips `byte` if it is next.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.skip(usize::from(found));
        found
    }

    /// Skips `byte`, which must be next.
    pub(super) fn expect(&mut self, byte: u8) -> Result<(), Error> {
        if self.take(byte) {
            return Ok(());
        }
        Err(self.unexpected(match byte {
            b',' => "`,` or the end",
            b':' => "`:`",
            _ => "`}`",
        }))
    }

    /// ```text
    /// number = [ "-" ] ( "0" / %x31-39 *DIGIT )
    /// ```
    pub(super) fn number(&mut self) -> Result<Int<'a>, Error> {
        let number = self.rest;
        let sign = usize::from(number.starts_with('-'));
        self.skip(sign);
        let digits = match self.rest.as_bytes() {
            [b'0', ..] => 1,
            text => text.iter().take_while(|digit| digit.is_ascii_digit()).count(),
        };
        self.skip(digits);
        match self.rest.bytes().next() {
            Some(b'.' | b'e' | b'E') if digits > 0 => Err(wrong(
                "expected an integer, found a number with a fraction or an exponent",
                self.offset(),
            )),
            Some(b'0'..=b'9') => Err(self.unexpected("no digit after a leading zero")),
            _ if digits == 0 => Err(self.unexpected("a digit")),
            _ => Ok(Int::new(
                number.as_bytes().get(..sign.saturating_add(digits)).unwrap_or_default(),
            )),
        }
    }

    /// ```text
    /// string  = %x22 *char %x22
    /// char    = %x20-21 / %x23-5B / %x5D-10FFFF / escape
    /// ```
    pub(super) fn string(&mut self) -> Result<Cow<'a, str>, Error> {
        if !self.rest.starts_with('"') {
            return Err(self.unexpected("a string"));
        }
        self.skip(1);
        let mut text = Cow::Borrowed(self.plain());
        while !self.rest.starts_with('"') {
            if !self.rest.starts_with('\\') {
                return Err(self.unexpected("`\"` or an escape"));
            }
            let letter = self.escape()?;
            text.to_mut().push(letter);
            text.to_mut().push_str(self.plain());
        }
        self.skip(1);
        Ok(text)
    }

    /// Text up to a quote, a backslash or a control character.
    fn plain(&mut self) -> &'a str {
        let special = |byte: u8| matches!(byte, b'"' | b'\\' | 0..b' ');
        let end = self.rest.bytes().position(special).unwrap_or(self.rest.len());
        let (plain, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        self.rest = rest;
        plain
    }

    /// ```text
    /// escape = %x5C ( %x22 / "\" / "/" / "b" / "f" / "n" / "r" / "t" / "u" 4HEXDIG )
    /// ```
    fn escape(&mut self) -> Result<char, Error> {
        let place = self.offset();
        self.skip(1);
        let letter = match self.rest.bytes().next() {
            Some(same @ (b'"' | b'\\' | b'/')) => char::from(same),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.skip(1);
                return self.utf16(place);
            }
            _ => return Err(self.unexpected("an escape")),
        };
        self.skip(1);
        Ok(letter)
    }

    /// Reads a UTF-16 escape: four hex digits, or two escapes for a surrogate pair.
    fn utf16(&mut self, place: usize) -> Result<char, Error> {
        let mut units = [self.unit()?, 0];
        let pair = matches!(units[0], 0xd800..0xdc00) && self.rest.starts_with("\\u");
        if pair {
            self.skip(2);
            units[1] = self.unit()?;
        }
        let units = units.into_iter().take(if pair { 2 } else { 1 });
        match char::decode_utf16(units).next() {
            Some(Ok(letter)) => Ok(letter),
            _ => Err(wrong("expected a surrogate pair, found half of one", place)),
        }
    }

    fn unit(&mut self) -> Result<u16, Error> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.rest.chars().next().and_then(|digit| digit.to_digit(16));
            unit = unit << 4 | digit.ok_or_else(|| self.unexpected("a hex digit"))?;
            self.skip(1);
        }
        Ok(u16::try_from(unit).unwrap_or_default())
    }

    /// The error for a character that is not `expected`, or for the end of the text.
    #[cold]
    pub(super) fn unexpected(&self, expected: &str) -> Error {
        let text = |found: &dyn fmt::Display| format!("expected {expected}, found {found}");
        match self.rest.chars().next() {
            None => self.fail(ErrorKind::UnexpectedEnd { missing: 1 }),
            Some(c @ '!'..='~') => {
                self.fail(ErrorKind::UnexpectedByte).with_text(text(&format_args!("`{c}`")))
            }
            Some(c) => self.fail(ErrorKind::UnexpectedByte).with_text(text(&c.escape_unicode())),
        }
    }

    /// Returns the error for a bare word, which has no counterpart in bencode.
    #[cold]
    pub(super) fn word(&self) -> Error {
        match ["null", "true", "false"].into_iter().find(|word| self.rest.starts_with(word)) {
            Some(word) => {
                wrong(&format!("`{word}` cannot be represented in bencode"), self.offset())
            }
            None => self.unexpected("a value"),
        }
    }

    #[cold]
    pub(super) fn fail(&self, kind: ErrorKind) -> Error {
        Error::new(kind, self.offset())
    }
}
