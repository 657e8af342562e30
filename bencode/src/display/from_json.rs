//! JSON back to values.

mod lexer;

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use lexer::JsonLexer;

use crate::byte_str::ByteStr;
use crate::error::{Error, ErrorKind};
use crate::hexdump::byte;
use crate::value::Value;
use crate::value::build::{Builder, Container};

/// Capacity for the first item of an array or object. The default of `Vec` is four items, which is 160 bytes
/// for each of many `[` that are open at once.
const ROOM: usize = 1;

impl<'a> Value<'a> {
    /// Reads JSON as [`Display`](core::fmt::Display) writes it; text borrows from `json`.
    ///
    /// `{"$hex":"…"}` is a byte string, and a key `"$hex:…"` is a key of those bytes. White space is allowed
    /// wherever JSON allows it, and keys may be in any order.
    ///
    /// ```
    /// use bencode::{Value, bencode};
    ///
    /// let peer = Value::from_json(r#"{ "port": 51413, "ip": { "$hex": "01020304" } }"#)?;
    /// assert_eq!(peer, bencode!({ "ip": b"\x01\x02\x03\x04", "port": 51413 }));
    /// # Ok::<(), bencode::Error>(())
    /// ```
    ///
    /// # Errors
    /// For text that is not JSON, a repeated key, and values that bencode cannot represent: `null`, `true`,
    /// `false`, and numbers with a fraction or an exponent.
    pub fn from_json(json: &'a str) -> Result<Value<'a>, Error> {
        let builder = Builder::new();
        let lexer = JsonLexer::new(json);
        let mut reader = JsonReader { lexer, builder, key_places: Vec::new() };
        reader.document()?;
        Ok(reader.builder.finish())
    }
}

struct JsonReader<'a> {
    lexer: JsonLexer<'a>,
    builder: Builder<'a>,
    /// The places of the keys of the open objects.
    key_places: Vec<usize>,
}

impl JsonReader<'_> {
    /// ```text
    /// document = ws value ws
    /// ```
    fn document(&mut self) -> Result<(), Error> {
        self.value()?;
        while let Some(kind) = self.builder.inside() {
            self.item(kind == Container::List)?;
        }
        if self.lexer.peek().is_some() {
            Err(self.lexer.fail(ErrorKind::TrailingData))
        } else {
            Ok(())
        }
    }

    /// Reads what follows inside an array or object: its end, or one more item or member.
    ///
    /// ```text
    /// array  = "[" ws [ value *( "," value ) ] "]"
    /// object = "{" ws [ member *( "," member ) ] "}"
    /// ```
    fn item(&mut self, is_list: bool) -> Result<(), Error> {
        let end = if is_list { b']' } else { b'}' };
        if self.lexer.take(end) {
            return self.close();
        }
        if !self.builder.is_empty() {
            self.lexer.expect(b',')?;
        }
        if is_list { self.value() } else { self.member() }
    }

    /// ```text
    /// member = ws string ws ":" value
    /// ```
    fn member(&mut self) -> Result<(), Error> {
        self.lexer.peek();
        let place = self.lexer.offset();
        let name = self.lexer.string()?;
        let key = key(name, place)?;
        self.lexer.expect(b':')?;
        self.builder.key(key);
        self.key_places.push(place);
        self.value()
    }

    fn close(&mut self) -> Result<(), Error> {
        if self.builder.inside() != Some(Container::List) {
            let keys = self.builder.keys().count();
            let start = self.key_places.len().saturating_sub(keys);
            let places = self.key_places.drain(start..);
            let mut seen = BTreeSet::new();
            let again = self.builder.keys().zip(places).find(|(key, _)| !seen.insert(*key));
            if let Some((key, place)) = again {
                return Err(Error::new(ErrorKind::DuplicateKey, place).naming(key));
            }
        }
        let in_order = self.builder.keys().is_sorted();
        self.builder.close(in_order);
        Ok(())
    }

    /// ```text
    /// value = ws ( string / number / array / object ) ws
    /// ```
    fn value(&mut self) -> Result<(), Error> {
        match self.lexer.peek() {
            Some(b'"') => {
                let text = text(self.lexer.string()?);
                self.builder.leaf(Value::Bytes(text));
            }
            Some(b'-' | b'0'..=b'9') => {
                let int = self.lexer.number()?;
                self.builder.leaf(Value::from(int));
            }
            Some(b'[') => {
                self.lexer.skip(1);
                self.builder.open(Container::List, ROOM);
            }
            Some(b'{') => self.object()?,
            Some(b'n' | b't' | b'f') => return Err(self.lexer.word()),
            _ => return Err(self.lexer.unexpected("a value")),
        }
        Ok(())
    }

    /// Reads an object, or the byte string that is written as `{"$hex":"…"}`.
    fn object(&mut self) -> Result<(), Error> {
        self.lexer.skip(1);
        let inside = self.lexer;
        if self.lexer.peek() != Some(b'"') || self.lexer.string()? != "$hex" {
            self.lexer = inside;
            self.builder.open(Container::Dict, ROOM);
            return Ok(());
        }
        self.lexer.expect(b':')?;
        self.lexer.peek();
        let place = self.lexer.offset();
        let bytes = unhex(self.lexer.string()?.as_bytes())
            .ok_or_else(|| wrong("expected hex digits as the value of `$hex`", place))?;
        self.lexer.expect(b'}')?;
        self.builder.leaf(Value::Bytes(bytes.into()));
        Ok(())
    }
}

fn key(name: Cow<'_, str>, place: usize) -> Result<ByteStr<'_>, Error> {
    match name.strip_prefix("$hex") {
        Some("") => Err(wrong("`$hex` beside other keys", place)),
        Some(rest) if rest.starts_with(':') => rest
            .strip_prefix(':')
            .and_then(|digits| unhex(digits.as_bytes()))
            .map(ByteStr::from)
            .ok_or_else(|| wrong("expected hex digits after `$hex:`", place)),
        _ => Ok(text(name)),
    }
}

fn text(name: Cow<'_, str>) -> ByteStr<'_> {
    match name {
        Cow::Borrowed(text) => text.into(),
        Cow::Owned(text) => text.into(),
    }
}

/// The bytes of pairs of hex digits.
pub(crate) fn unhex(digits: &[u8]) -> Option<Vec<u8>> {
    digits.chunks(2).map(byte).collect()
}

#[cold]
fn wrong(what: &str, place: usize) -> Error {
    Error::new(ErrorKind::WrongValue, place).with_text(what.into())
}
