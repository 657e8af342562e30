//! Values as JSON without loss, and as `Debug` text.
//!
//! | bencode | JSON |
//! |---|---|
//! | integer, of any length | number |
//! | byte string that is UTF-8 without control characters except tab, CR and LF | string |
//! | any other byte string | `{"$hex":"7f000001"}` |
//! | list | array |
//! | dictionary | object |
//! | key that is such text and does not begin with `$hex` | string |
//! | any other key | `"$hex:7f000001"` |
//!
//! Since no real key is printed as `$hex` or `$hex:…`, two different values never print alike, and
//! [`Value::from_json`] reads the value back. serde writes the same to human-readable formats
//! (`ser/strings.rs`).

mod from_json;

#[cfg(feature = "serde")]
pub(crate) use from_json::unhex;

use alloc::vec::Vec;
use core::fmt::{self, Display, Formatter, Write};

use crate::document::{Document, Item};
use crate::reader::Reader;
use crate::rules::Rules;
use crate::token::Token;
use crate::value::walk::{TreeToken, TreeWalk};
use crate::value::{Dict, List, Value};

/// Levels beyond this one are not indented further, because nesting would make the output quadratic.
const MAX_INDENT: usize = 128;

/// Writes tokens in a valid order, with the punctuation between them.
pub(crate) struct Printer<'p, 'f> {
    out: &'p mut Formatter<'f>,
    notation: Notation,
    open: Vec<JsonLevel>,
    after_key: bool,
}

#[derive(Clone, Copy)]
struct JsonLevel {
    is_dict: bool,
    is_empty: bool,
}

/// How leaves are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notation {
    Json,
    Debug,
}

impl<'p, 'f> Printer<'p, 'f> {
    pub(crate) fn new(out: &'p mut Formatter<'f>, notation: Notation) -> Printer<'p, 'f> {
        Printer { out, notation, open: Vec::new(), after_key: false }
    }

    fn int(&mut self, int: &dyn Display) -> fmt::Result {
        self.separate()?;
        write!(self.out, "{int}")
    }

    /// A byte string; a key if one is expected.
    fn bytes(&mut self, bytes: &[u8]) -> fmt::Result {
        let is_key = !self.after_key && self.open.last().is_some_and(|level| level.is_dict);
        self.separate()?;
        match (self.notation, is_key) {
            (Notation::Debug, _) => write!(self.out, "{:?}", crate::ByteStr::borrowed(bytes))?,
            (Notation::Json, true) => json_key(self.out, bytes)?,
            (Notation::Json, false) => json_bytes(self.out, bytes)?,
        }
        if is_key {
            self.after_key = true;
            self.out.write_str(if self.is_dense() { ":" } else { ": " })?;
        }
        Ok(())
    }

    fn open(&mut self, is_dict: bool) -> fmt::Result {
        self.separate()?;
        self.open.push(JsonLevel { is_dict, is_empty: true });
        self.out.write_char(if is_dict { '{' } else { '[' })
    }

    fn close(&mut self) -> fmt::Result {
        let Some(level) = self.open.pop() else { return Ok(()) };
        if !level.is_empty {
            self.break_line()?;
        }
        self.out.write_char(if level.is_dict { '}' } else { ']' })
    }

    /// Writes what precedes a key or an item.
    fn separate(&mut self) -> fmt::Result {
        if core::mem::take(&mut self.after_key) {
            return Ok(());
        }
        let Some(level) = self.open.last_mut() else { return Ok(()) };
        if !core::mem::take(&mut level.is_empty) {
            let dense = self.is_dense() || self.out.alternate();
            self.out.write_str(if dense { "," } else { ", " })?;
        }
        self.break_line()
    }

    /// JSON on one line has no spaces.
    fn is_dense(&self) -> bool {
        self.notation == Notation::Json && !self.out.alternate()
    }

    fn break_line(&mut self) -> fmt::Result {
        if !self.out.alternate() {
            return Ok(());
        }
        let indent = self.open.len().min(MAX_INDENT).saturating_mul(2);
        write!(self.out, "\n{:indent$}", "")
    }

    fn walk(&mut self, walk: TreeWalk<'_, '_>) -> fmt::Result {
        for step in walk {
            match step {
                TreeToken::Int(int) => self.int(int)?,
                TreeToken::Bytes(bytes) | TreeToken::Key(bytes) => self.bytes(bytes)?,
                TreeToken::List => self.open(false)?,
                TreeToken::Dict => self.open(true)?,
                TreeToken::End => self.close()?,
            }
        }
        Ok(())
    }

    /// Prints the first value of `raw`, which was read under rules no wider than [`Rules::TOLERANT`].
    pub(crate) fn raw(&mut self, raw: &[u8]) -> fmt::Result {
        let mut reader = Reader::with_rules(raw, Rules::TOLERANT_UNLIMITED);
        while let Ok(Some(token)) = reader.next() {
            match token {
                Token::Int(int) => self.int(&int)?,
                Token::Bytes(bytes) => self.bytes(bytes)?,
                Token::List => self.open(false)?,
                Token::Dict => self.open(true)?,
                Token::End => self.close()?,
            }
        }
        Ok(())
    }
}

fn json_bytes(out: &mut Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    match readable(bytes) {
        Some(text) => json_text(out, text),
        None => write!(out, "{{\"$hex\":\"{}\"}}", Hex(bytes)),
    }
}

fn json_key(out: &mut Formatter<'_>, key: &[u8]) -> fmt::Result {
    match readable_key(key) {
        Some(text) => json_text(out, text),
        None => write!(out, "\"$hex:{}\"", Hex(key)),
    }
}

/// The bytes as text, if they are UTF-8 and readable: packed peers may happen to be UTF-8, too.
pub(crate) fn readable(bytes: &[u8]) -> Option<&str> {
    let text = core::str::from_utf8(bytes).ok()?;
    let is_odd = |c: char| c.is_control() && !matches!(c, '\t' | '\r' | '\n');
    (!text.contains(is_odd)).then_some(text)
}

/// The key as text, if it is readable and cannot be mistaken for the `$hex` form.
pub(crate) fn readable_key(key: &[u8]) -> Option<&str> {
    readable(key).filter(|text| !text.starts_with("$hex"))
}

struct Hex<'a>(&'a [u8]);

impl Display for Hex<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

fn json_text(out: &mut Formatter<'_>, text: &str) -> fmt::Result {
    out.write_char('"')?;
    for piece in text.split_inclusive(needs_escape) {
        let mut plain = piece.chars();
        match plain.next_back().filter(|&last| needs_escape(last)) {
            Some(last) => {
                out.write_str(plain.as_str())?;
                json_escape(out, last)?;
            }
            None => out.write_str(piece)?,
        }
    }
    out.write_char('"')
}

fn needs_escape(letter: char) -> bool {
    matches!(letter, '"' | '\\' | '\t' | '\r' | '\n')
}

fn json_escape(out: &mut Formatter<'_>, letter: char) -> fmt::Result {
    match letter {
        '"' | '\\' => write!(out, "\\{letter}"),
        '\n' => out.write_str("\\n"),
        '\r' => out.write_str("\\r"),
        _ => out.write_str("\\t"),
    }
}

/// Writes JSON without loss; `{:#}` breaks it into lines.
///
/// A byte string that is UTF-8 without control characters except tab, CR and LF is a JSON string; any other
/// byte string is `{"$hex":"…"}`. A key that is not such text, or begins with `$hex`, is `"$hex:…"`. Different
/// values never print alike, [`from_json`](Value::from_json) reads them back, and `serde_json::to_string`
/// writes the same (except that integers beyond 128 bits are written as text).
///
/// ```
/// let peers = bencode::bencode!({ "interval": 1800, "peers": b"\x7f\0\0\x01\x1a\xe1" });
/// assert_eq!(peers.to_string(), r#"{"interval":1800,"peers":{"$hex":"7f0000011ae1"}}"#);
/// ```
impl Display for Value<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Printer::new(f, Notation::Json).walk(self.walk())
    }
}

/// Writes JSON without loss, as [`Value`] does, but in the order of the input; a repeated key is printed each
/// time.
impl Display for Item<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Printer::new(f, Notation::Json).raw(self.raw())
    }
}

/// Writes JSON without loss: that of its [`root`](Document::root).
impl Display for Document<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.root().fmt(f)
    }
}

/// Writes the same as `Debug` of a [`Value`], but in the order of the input.
impl fmt::Debug for Document<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Printer::new(f, Notation::Debug).raw(self.root().raw())
    }
}

/// Writes nearly what [`bencode!`](crate::bencode) takes: byte strings and keys are literals such as `b"\xff"`.
impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Printer::new(f, Notation::Debug).walk(self.walk())
    }
}

impl fmt::Debug for List<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut printer = Printer::new(f, Notation::Debug);
        printer.open(false)?;
        printer.walk(self.walk())
    }
}

impl fmt::Debug for Dict<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut printer = Printer::new(f, Notation::Debug);
        printer.open(true)?;
        printer.walk(self.walk())
    }
}
