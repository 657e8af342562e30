//! Decoding of scrape queries.

use alloc::vec::Vec;

use super::cursor::Cursor;
use super::name::Name;
use super::options::QueryOptions;
use super::target::Target;
use super::value;
use crate::error::Error;
use crate::id::InfoHash;
use crate::quirk::{Quirk, Quirks};
use crate::scrape::ScrapeRequest;

impl<'a> ScrapeRequest<'a> {
    /// Reads the query of a scrape, what follows the `?`, and reports what is odd about it.
    ///
    /// # Errors
    ///
    /// If an `info_hash` does not have 20 bytes, or has an invalid escape.
    pub fn parse_query(query: &'a [u8]) -> Result<(ScrapeRequest<'a>, Quirks), Error> {
        ScrapeRequest::parse_query_with(query, &QueryOptions::new())
    }

    /// Reads the query of a scrape with the options given.
    ///
    /// # Errors
    ///
    /// Those of [`parse_query`](ScrapeRequest::parse_query) that the options leave, and the quirks
    /// they refuse.
    pub fn parse_query_with(
        query: &'a [u8],
        options: &QueryOptions,
    ) -> Result<(ScrapeRequest<'a>, Quirks), Error> {
        Parser::new(Cursor::new(query, 0, options)).run()
    }

    /// Reads the target of a scrape's request line: path and query.
    ///
    /// # Errors
    ///
    /// As [`parse_query`](ScrapeRequest::parse_query), with offsets into the target.
    pub fn parse_target(target: &'a [u8]) -> Result<(ScrapeRequest<'a>, Quirks), Error> {
        ScrapeRequest::parse_target_with(target, &QueryOptions::new())
    }

    /// Reads the target of a scrape's request line with the options given.
    ///
    /// # Errors
    ///
    /// As [`parse_query_with`](ScrapeRequest::parse_query_with), with offsets into the target.
    pub fn parse_target_with(
        target: &'a [u8],
        options: &QueryOptions,
    ) -> Result<(ScrapeRequest<'a>, Quirks), Error> {
        let parts = Target::split(target);
        let mut parser = Parser::new(parts.cursor(target, options));
        parts.look(target, &mut parser.cursor)?;
        parser.run()
    }
}

/// The shortest `info_hash=` with its 20 bytes and an `&`: a query holds no more than one of these
/// in so many bytes.
const SHORTEST: usize = 31;

/// A scrape on its way out of a query.
struct Parser<'a, 'o> {
    cursor: Cursor<'a, 'o>,
    info_hashes: Vec<InfoHash>,
}

impl<'a, 'o> Parser<'a, 'o> {
    fn new(cursor: Cursor<'a, 'o>) -> Parser<'a, 'o> {
        let most = cursor.query().len().div_ceil(SHORTEST);
        Parser { cursor, info_hashes: Vec::with_capacity(most) }
    }

    fn run(mut self) -> Result<(ScrapeRequest<'a>, Quirks), Error> {
        let mut rest = self.cursor.query();
        while !rest.is_empty() {
            rest = match rest.strip_prefix(b"info_hash=") {
                Some(value) => self.info_hash(value)?,
                None => self.other(rest)?,
            };
        }
        self.cursor.finish()?;
        let Cursor { kept: extra, quirks, .. } = self.cursor;
        Ok((ScrapeRequest { info_hashes: self.info_hashes, extra }, quirks))
    }

    fn info_hash(&mut self, value: &'a [u8]) -> Result<&'a [u8], Error> {
        let mut hash = [0; 20];
        let rest = match value::id(value, &mut hash) {
            Some(rest) => rest,
            None => self.unusual(value, &mut hash)?,
        };
        self.info_hashes.push(InfoHash(hash));
        Ok(rest)
    }

    /// A hash that is not as nearly every client writes it.
    #[cold]
    fn unusual(&mut self, value: &'a [u8], hash: &mut [u8; 20]) -> Result<&'a [u8], Error> {
        let (raw, rest) = self.cursor.cut(value)?;
        let name = Name::InfoHash;
        let decoded = self.cursor.unescape(name.text(), raw, self.cursor.offset(value))?;
        *hash = self.cursor.id(name, &decoded, value)?;
        Ok(rest)
    }

    /// What does not begin with `info_hash=`.
    fn other(&mut self, text: &'a [u8]) -> Result<&'a [u8], Error> {
        if let Some(rest) = self.cursor.sign(text)? {
            return Ok(rest);
        }
        match self.cursor.name(text)? {
            (Some(Name::InfoHash), [b'=', value @ ..]) => self.info_hash(value),
            (Some(Name::InfoHash), value) => {
                let offset = self.cursor.offset(text);
                self.cursor.report_in(Name::InfoHash.text(), Quirk::BareParameter, offset)?;
                self.info_hash(value)
            }
            _ => self.cursor.unknown(text),
        }
    }
}
