//! Bytes to a tree.

use super::build::{Builder, Kind};
use super::{Integer, Value};
use crate::byte_str::ByteStr;
use crate::cursor::Cursor;
use crate::duplicate;
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
