//! Bytes to a tree.

use super::build::{Builder, Kind};
use super::{Integer, Value};
use crate::byte_str::ByteStr;
use crate::cursor::Cursor;
use crate::duplicate;
use crate::error::{Defect, Error, ErrorKind};
use crate::quirk::Quirk;
use crate::rules::Rules;
use crate::structure::{Expect, State, Step, Structure, Take};
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
            Err(defect) => Err(parser.explain(defect)),
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
        let mut growth = Growth { builder: &mut self.builder, rules: self.cursor.rules };
        let defect = self.structure.run(&mut self.cursor, &mut growth);
        if self.structure.expect() != Expect::Done || defect == Defect::DuplicateKey {
            return Err(defect);
        }
        if self.cursor.rest.is_empty() || self.cursor.rules.accepts(Quirk::TrailingData) {
            return Ok(());
        }
        Err(Defect::TrailingData)
    }

    /// The whole error.
    #[cold]
    fn explain(self, defect: Defect) -> Error {
        let Parser { cursor, structure, builder } = self;
        drop(builder);
        let error = match (defect, structure.expect()) {
            (Defect::TrailingData, _) => Error::new(ErrorKind::TrailingData, cursor.offset()),
            (_, expect) => cursor.explain(defect, expect == Expect::Key),
        };
        duplicate::leftmost(error, cursor.input, cursor.rules).in_document(cursor.input)
    }
}

/// A tree that grows by tokens.
struct Growth<'b, 'a> {
    builder: &'b mut Builder<'a>,
    rules: Rules,
}

impl<'a> Take<'a, Defect> for Growth<'_, 'a> {
    #[inline(always)]
    fn take(&mut self, step: Step<'a>, state: &State, _: &Cursor<'a>) -> Result<(), Defect> {
        match step.token {
            Token::Bytes(key) if state.is_behind_key() => {
                self.builder.key(ByteStr::borrowed(key), step.quirk.is_none());
            }
            Token::Bytes(text) => self.builder.leaf(Value::Bytes(ByteStr::borrowed(text))),
            Token::Int(int) => self.builder.leaf(Value::Int(Integer::from(int))),
            Token::List => self.builder.open(Kind::List),
            Token::Dict => self.builder.open(Kind::Dict),
            Token::End => return self.close(),
        }
        Ok(())
    }
}

impl Growth<'_, '_> {
    #[inline(always)]
    fn close(&mut self) -> Result<(), Defect> {
        let repeated = self.builder.close();
        if repeated > 0 && !self.rules.accepts(Quirk::DuplicateKey) {
            return Err(Defect::DuplicateKey);
        }
        Ok(())
    }
}
