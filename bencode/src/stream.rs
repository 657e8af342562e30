//! A pull reader for sources: one value, token by token, which may exceed memory.

mod keys;
mod lexer;
mod source;

use core::fmt;
use std::io::{self, BufRead, Write};

use crate::cursor::MAX_INPUT;
use crate::error::{Defect, Error, ErrorKind};
use crate::quirk::Quirk;
use crate::rules::Rules;
use crate::structure::{Next, SortKey, Structure};
use crate::token::Token;

use keys::LastKeys;
use lexer::{Head, Lexer};
use source::place;

/// The longest token that is buffered, unless the rules or the caller set another limit.
const MAX_TOKEN: usize = 1 << 20;

/// Reads one value from a [`BufRead`], token by token, in bounded memory.
///
/// It does for a source what a [`Reader`](crate::Reader) does for a slice: the same tokens, the same checks,
/// the same errors at the same bytes. It holds one token and the last key of every open dictionary. It takes no
/// byte after the value from its source, and waits only for bytes that the token needs.
///
/// A token longer than 1 MiB ([`Rules::max_length`] if that is limited, or
/// [`max_token`](EventReader::max_token)) cannot be held. It can be skipped or copied, whatever its size:
///
/// ```
/// use bencode::{EventReader, Token};
///
/// // A torrent: d8:announce…4:infod…6:pieces1966080:…ee
/// let pieces = "x".repeat(98_304 * 20);
/// let torrent = format!("d8:announce14:http://t.co/ta4:infod6:pieces{}:{pieces}ee", pieces.len());
///
/// let mut events = EventReader::new(std::io::Cursor::new(torrent));
/// let mut hashes = Vec::new();
/// while let Some(token) = events.next()? {
///     match token {
///         Token::Bytes(b"announce") => assert!(events.skip_value()?),
///         Token::Bytes(b"pieces") => assert_eq!(events.copy_bytes(&mut hashes)?, 1_966_080),
///         _ => (),
///     }
/// }
/// assert_eq!(hashes.len(), 98_304 * 20);
/// # Ok::<(), bencode::Error>(())
/// ```
///
/// Offsets are 64 bits wide. [`Rules::max_input`] limits the number of bytes that are read.
pub struct EventReader<R> {
    lexer: Lexer<R>,
    structure: Structure,
    keys: LastKeys,
    /// The offset of the next token.
    offset: u64,
    /// A token that has been begun and can still be skipped or copied.
    pending: Option<Head>,
    /// The error that ended reading.
    failed: Option<Error>,
}

impl<R: BufRead> EventReader<R> {
    /// Creates a reader at the next byte of `reader`, under [`Rules::default`].
    pub fn new(reader: R) -> EventReader<R> {
        EventReader::with_rules(reader, Rules::DEFAULT)
    }

    /// Creates a reader at the next byte of `reader`, under `rules`.
    pub fn with_rules(reader: R, rules: Rules) -> EventReader<R> {
        let max_token = if rules.length() == usize::MAX { MAX_TOKEN } else { rules.length() };
        EventReader {
            lexer: Lexer::new(reader, rules, max_token),
            structure: Structure::endless(&rules),
            keys: LastKeys::new(),
            offset: 0,
            pending: None,
            failed: None,
        }
    }

    /// Holds byte strings and integers of up to `bytes` bytes, and always integers of up to 64 digits.
    ///
    /// Unlike with [`Rules::max_length`], longer tokens can be skipped or copied.
    #[must_use]
    pub fn max_token(mut self, bytes: usize) -> EventReader<R> {
        self.lexer.max_token = bytes;
        self
    }

    /// The next token; `None` after the end of the value.
    ///
    /// After the value, the source is asked whether more follows, unless the rules accept that. To read
    /// consecutive values from a connection that stays open, either accept [`Quirk::TrailingData`] or stop when
    /// [`depth`](EventReader::depth) is 0 again.
    ///
    /// # Errors
    /// Those of [`Reader::next`](crate::Reader::next), and [`Io`](ErrorKind::Io). All are final: the same error
    /// is returned again. Only a token that is too long to be held ([`LengthLimit`](ErrorKind::LengthLimit))
    /// may still be skipped or copied.
    #[expect(clippy::should_implement_trait, reason = "the token borrows from the reader")]
    pub fn next(&mut self) -> Result<Option<Token<'_>>, Error> {
        let step = self.step();
        let head = self.settle(step)?;
        Ok(head.map(|head| self.lexer.token(head)))
    }

    /// The first byte of the next token: `i`, `l`, `d`, `e` or a digit, or a byte that begins no token.
    ///
    /// After the value it is the byte that follows; `None` at the end of the input.
    ///
    /// # Errors
    /// [`Io`](ErrorKind::Io), or the error that ended reading before.
    pub fn peek(&mut self) -> Result<Option<u8>, Error> {
        match (&self.failed, self.pending) {
            (Some(error), _) => Err(error.clone()),
            (None, Some(_)) => Ok(self.lexer.text().first().copied()),
            (None, None) => {
                let peeked = self.lexer.peek();
                self.settle(peeked)
            }
        }
    }

    /// Skips the next value of any size, or the next key if one is expected.
    ///
    /// Returns `false` and does not move if there is none: before an end, and after the value.
    ///
    /// # Errors
    /// As [`next`](EventReader::next), but only a key can be too long.
    pub fn skip_value(&mut self) -> Result<bool, Error> {
        let skipped = self.skip();
        self.settle(skipped)
    }

    /// Writes the next byte string, of any length, to `out`, and returns its length.
    ///
    /// # Errors
    /// As [`next`](EventReader::next), but only a key can be too long; [`Io`](ErrorKind::Io) if `out` fails.
    /// [`WrongType`](ErrorKind::WrongType) if something else is next, which is then not consumed.
    pub fn copy_bytes<W: Write>(&mut self, out: &mut W) -> Result<u64, Error> {
        let copied = self.copy(out);
        self.settle(copied)
    }

    /// The number of bytes read: the offset of the next token.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The number of open lists and dictionaries.
    pub fn depth(&self) -> usize {
        self.structure.depth()
    }

    /// The source, at the byte after the last token.
    pub fn into_inner(self) -> R {
        self.lexer.into_inner()
    }

    /// Reads the next token whole.
    fn step(&mut self) -> Result<Option<Head>, Error> {
        let head = self.head()?;
        if let Some(head) = head {
            self.hold(head)?;
            self.enter(head)?;
        }
        Ok(head)
    }

    fn skip(&mut self) -> Result<bool, Error> {
        let floor = self.depth();
        loop {
            let head = self.head()?;
            match head {
                None => return Ok(false),
                Some(Head::End) if self.depth() == floor && self.structure.expect().may_end() => {
                    self.pending = head;
                    return Ok(false);
                }
                Some(head) => self.pass(head)?,
            }
            if self.depth() <= floor {
                return Ok(true);
            }
        }
    }

    /// Reads past a token; only keys are held, for comparison.
    fn pass(&mut self, head: Head) -> Result<(), Error> {
        match head {
            Head::String { left } if !self.key_is_next() => {
                self.lexer.pass(left, &mut io::sink())?;
            }
            Head::LongInteger => self.lexer.pass_digits()?,
            _ => self.hold(head)?,
        }
        self.enter(head)
    }

    fn copy(&mut self, out: &mut impl Write) -> Result<u64, Error> {
        let next = self.head()?;
        let Some(head @ Head::String { mut left }) = next else {
            self.pending = next;
            let error = Error::new(ErrorKind::WrongType, place(self.offset));
            return Err(error.with_text("expected byte string".into()));
        };
        if self.key_is_next() {
            self.hold(head)?;
            left = 0;
        }
        let length = self.lexer.body().len().saturating_add(left);
        self.lexer.pass(left, out)?;
        self.enter(head)?;
        Ok(length as u64)
    }

    /// Begins the next token, or continues the pending one; `None` after the value.
    fn head(&mut self) -> Result<Option<Head>, Error> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        if self.pending.is_some() {
            return Ok(self.pending.take());
        }
        if self.structure.expect() == Next::Done {
            return self.check_end().map(|()| None);
        }
        self.lexer.head(self.key_is_next()).map(Some)
    }

    fn check_end(&mut self) -> Result<(), Error> {
        if self.lexer.rules.accepts(Quirk::TrailingData) || self.lexer.peek()?.is_none() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::TrailingData, place(self.offset)))
    }

    fn key_is_next(&self) -> bool {
        self.structure.expect() == Next::Key
    }

    /// Reads the rest of the token, if there is room for it.
    fn hold(&mut self, head: Head) -> Result<(), Error> {
        if self.lexer.is_too_long(head) {
            self.pending = Some(head);
            return Err(self.lexer.too_long());
        }
        self.lexer.keep(head)
    }

    /// Accepts the token, if it is allowed here.
    fn enter(&mut self, head: Head) -> Result<(), Error> {
        let key_is_next = self.key_is_next();
        let entered = match head {
            Head::String { .. } if key_is_next => self.key(),
            Head::Integer | Head::LongInteger | Head::String { .. } => self.structure.scalar(),
            Head::List => self.structure.open(false, &self.lexer.rules),
            Head::Dict => self.structure.open(true, &self.lexer.rules),
            Head::End => self.structure.close(),
        };
        entered.map_err(|defect| self.lexer.explain(defect, key_is_next))?;
        match head {
            Head::Dict => self.keys.open(),
            Head::End if key_is_next => self.keys.close(),
            _ => (),
        }
        self.offset = self.lexer.offset();
        Ok(())
    }

    /// Compares the current key with the previous one, and replaces it.
    fn key(&mut self) -> Result<(), Defect> {
        let (place, bytes) = (self.keys.place(), self.lexer.body());
        if place > MAX_INPUT {
            return Err(Defect::InputLimit);
        }
        let key = SortKey::new(place, bytes);
        self.structure.key(key, bytes, self.keys.text(), &self.lexer.rules)?;
        self.keys.replace(self.lexer.text());
        Ok(())
    }

    /// Makes an error final, unless the token can still be skipped or copied.
    fn settle<T>(&mut self, result: Result<T, Error>) -> Result<T, Error> {
        if let Err(error) = &result {
            if self.pending.is_none() && !error.is_data() {
                self.failed = Some(error.clone());
            }
        }
        result
    }
}

impl<R> fmt::Debug for EventReader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let depth = self.structure.depth();
        let mut text = f.debug_struct("EventReader");
        text.field("offset", &self.offset).field("depth", &depth).finish_non_exhaustive()
    }
}
