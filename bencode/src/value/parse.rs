//! Bytes to a tree.

use alloc::vec::Vec;

use super::build::{Builder, Kind};
use super::{Integer, Value};
use crate::byte_str::ByteStr;
use crate::cursor::Cursor;
use crate::error::{Defect, Error, ErrorKind};
use crate::quirk::Quirk;
use crate::rules::Rules;
use crate::structure::{Expect, Step, Structure};
use crate::token::Token;

impl<'a> Value<'a> {
    /// Reads one value, under [`Rules::default`]; byte strings borrow from `input`.
    ///
    /// ```
    /// use bencode::Value;
    ///
    /// let failure = Value::parse(b"d14:failure reason20:Unregistered torrente")?;
    /// assert_eq!(failure["failure reason"], "Unregistered torrent");
    /// # Ok::<(), bencode::Error>(())
    /// ```
    ///
    /// # Errors
    /// Any but data errors.
    pub fn parse(input: &'a [u8]) -> Result<Value<'a>, Error> {
        Value::parse_with(input, Rules::DEFAULT)
    }

    /// Reads one value.
    ///
    /// Duplicate keys are found wherever they stand. Where the rules accept them, the last one
    /// stays.
    ///
    /// # Errors
    /// Any but data errors.
    pub fn parse_with(input: &'a [u8], rules: Rules) -> Result<Value<'a>, Error> {
        let cursor = Cursor::new(input, rules);
        let structure = Structure::new(&cursor);
        let mut parser = Parser { cursor, structure, builder: Builder::new(input.len()) };
        match parser.run() {
            Ok(()) => Ok(parser.builder.finish()),
            Err(defect) => Err(parser.explain(defect).in_document(input)),
        }
    }
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    structure: Structure,
    builder: Builder<'a>,
}

impl Parser<'_> {
    fn run(&mut self) -> Result<(), Defect> {
        while self.structure.expect() != Expect::Done {
            self.step()?;
        }
        if self.cursor.rest.is_empty() || self.cursor.rules.accepts(Quirk::TrailingData) {
            return Ok(());
        }
        Err(Defect::TrailingData)
    }

    #[inline(always)]
    fn step(&mut self) -> Result<(), Defect> {
        let is_key = self.structure.expect() == Expect::Key;
        let Step { token, quirk } = self.structure.step(&mut self.cursor)?;
        match token {
            Token::Bytes(key) if is_key => {
                self.builder.key(ByteStr::borrowed(key), quirk.is_none());
            }
            Token::Bytes(text) => self.builder.leaf(Value::Bytes(ByteStr::borrowed(text))),
            Token::Int(int) => self.builder.leaf(Value::Int(Integer::from(int))),
            Token::List => self.builder.open(Kind::List),
            Token::Dict => self.builder.open(Kind::Dict),
            Token::End => return self.close(),
        }
        Ok(())
    }

    #[inline(always)]
    fn close(&mut self) -> Result<(), Defect> {
        let repeated = self.builder.close();
        if repeated > 0 && !self.cursor.rules.accepts(Quirk::DuplicateKey) {
            return Err(Defect::DuplicateKey);
        }
        Ok(())
    }

    /// The whole error; a duplicate that stands further left than the defect goes first.
    #[cold]
    fn explain(self, defect: Defect) -> Error {
        let Parser { cursor, structure, builder } = self;
        drop(builder);
        let error = match (defect, structure.expect()) {
            (Defect::TrailingData, _) => Error::new(ErrorKind::TrailingData, cursor.offset()),
            (_, expect) => cursor.explain(defect, expect == Expect::Key),
        };
        if cursor.rules.accepts(Quirk::DuplicateKey) {
            return error;
        }
        match first_duplicate(Cursor::new(cursor.input, cursor.rules)) {
            Some(place) if place < error.offset() => Error::new(ErrorKind::DuplicateKey, place),
            _ => error,
        }
    }
}

/// A key, by where it is. Offsets fit: an input of 4 GiB is refused at its first token.
#[derive(Clone, Copy)]
struct Key {
    /// The number of its dictionary.
    dict: u32,
    place: u32,
    start: u32,
    end: u32,
}

/// The place of the first key, left to right, that its dictionary had before.
///
/// All keys are sorted at once: 16 bytes for each, where a set for each dictionary takes 200.
#[cold]
fn first_duplicate(cursor: Cursor<'_>) -> Option<usize> {
    let mut keys = all_keys(cursor);
    let text = |key: &Key| cursor.input.get(key.start as usize..key.end as usize);
    keys.sort_unstable_by(|a, b| {
        a.dict.cmp(&b.dict).then_with(|| text(a).cmp(&text(b))).then(a.place.cmp(&b.place))
    });
    let pairs = keys.iter().zip(keys.iter().skip(1));
    let again = pairs.filter(|(a, b)| a.dict == b.dict && text(a) == text(b));
    again.map(|(_, second)| second.place as usize).min()
}

/// The keys of `cursor`'s document up to its end or an error.
#[expect(clippy::cast_possible_truncation, reason = "inputs of 4 GiB are refused")]
fn all_keys(mut cursor: Cursor<'_>) -> Vec<Key> {
    let mut structure = Structure::new(&cursor);
    let (mut keys, mut open, mut count) = (Vec::new(), Vec::new(), 0u32);
    while structure.expect() != Expect::Done {
        let place = cursor.offset() as u32;
        let is_key = structure.expect() == Expect::Key;
        let Ok(Step { token, .. }) = structure.step(&mut cursor) else { break };
        let end = cursor.offset() as u32;
        match (token, open.last()) {
            (Token::List | Token::Dict, _) => {
                count = count.wrapping_add(1);
                open.push(count);
            }
            (Token::End, _) => {
                open.pop();
            }
            (Token::Bytes(key), Some(&dict)) if is_key => {
                keys.push(Key { dict, place, start: end.wrapping_sub(key.len() as u32), end });
            }
            _ => {}
        }
    }
    keys
}
