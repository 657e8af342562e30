//! Bytes to a tree.

use super::build::{Builder, Kind};
use super::{Integer, Value};
use crate::byte_str::ByteStr;
use crate::cursor::Cursor;
use crate::duplicate;
use crate::error::{Defect, Error, ErrorKind};
use crate::quirk::Quirk;
use crate::rules::Rules;
use crate::structure::{Expect, Spot, Structure, Take};
use crate::token::Int;

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

impl<'a> Take<'a> for Growth<'_, 'a> {
    type Stop = Defect;

    #[inline(always)]
    fn key(&mut self, key: &'a [u8], quirk: Option<Quirk>, _: Spot) -> Result<(), Defect> {
        self.builder.key(ByteStr::borrowed(key), quirk.is_none());
        Ok(())
    }

    #[inline(always)]
    fn bytes(&mut self, text: &'a [u8], _: Spot) -> Result<(), Defect> {
        self.builder.leaf(Value::Bytes(ByteStr::borrowed(text)));
        Ok(())
    }

    #[inline(always)]
    fn int(&mut self, int: Int<'a>, _: Spot) -> Result<(), Defect> {
        self.builder.leaf(Value::Int(Integer::from(int)));
        Ok(())
    }

    #[inline(always)]
    fn open(&mut self, dictionary: bool, _: Spot) -> Result<(), Defect> {
        self.builder.open(if dictionary { Kind::Dict } else { Kind::List });
        Ok(())
    }

    #[inline(always)]
    fn end(&mut self, _: Spot) -> Result<(), Defect> {
        let repeated = self.builder.close();
        if repeated > 0 && !self.rules.accepts(Quirk::DuplicateKey) {
            return Err(Defect::DuplicateKey);
        }
        Ok(())
    }
}
