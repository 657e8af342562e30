//! Reads tokens from chunks of any size.

use alloc::format;
use alloc::vec::Vec;
use std::io::{BufRead, Write};

use super::source::{Source, place};
use crate::cursor::{Cursor, long_integer, long_string};
use crate::error::{Defect, Error, ErrorKind, Wanted};
use crate::grammar;
use crate::rules::Rules;
use crate::short;
use crate::token::{Int, Token};

/// The number of digits that an integer may have whatever the limit: enough for any `i128`.
const SHORT_INTEGER: usize = 64;

/// The longest length without leading zeros, with its colon, in bytes.
const LONGEST_LENGTH: usize = 21;

/// The kind of a token, from its first bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    /// An integer, read whole.
    Integer,
    /// An integer with more digits than may be kept.
    LongInteger,
    /// A byte string with this many bytes left to read: none or all of them.
    String {
        left: usize,
    },
    List,
    Dict,
    End,
}

/// Reads one token after the other, without checking their order.
pub(super) struct Lexer<R> {
    source: Source<R>,
    pub(super) rules: Rules,
    /// The part of the current token that is kept, from its first byte on.
    text: Vec<u8>,
    /// The offset of the current token in the input.
    start: u64,
    /// The position in `text` of the bytes of a byte string.
    body: usize,
    pub(super) max_token: usize,
}

/// The token at the start of `chunk`, the position of the bytes of a byte string in it, and its length.
#[inline]
fn short(
    chunk: &[u8],
    rules: Rules,
    longest_integer: usize,
    longest_string: usize,
) -> Option<(Head, usize, usize)> {
    let cursor = Cursor::new(chunk, rules);
    let (head, body, rest) = match chunk {
        [b'l', rest @ ..] => (Head::List, rest, rest),
        [b'd', rest @ ..] => (Head::Dict, rest, rest),
        [b'e', rest @ ..] => (Head::End, rest, rest),
        [b'i', body @ ..] => match short::short_integer(body) {
            Some((int, rest)) if int.digits().len() <= longest_integer => {
                (Head::Integer, rest, rest)
            }
            _ => return None,
        },
        _ => match cursor.short_string() {
            Some(short) if short.text.len() <= longest_string => {
                (Head::String { left: 0 }, short.body, short.rest)
            }
            _ => return None,
        },
    };
    let before = |rest: &[u8]| chunk.len().wrapping_sub(rest.len());
    Some((head, before(body), before(rest)))
}

impl<R: BufRead> Lexer<R> {
    pub(super) fn new(reader: R, rules: Rules, max_token: usize) -> Lexer<R> {
        let source = Source::new(reader, rules.input());
        Lexer { source, rules, text: Vec::new(), start: 0, body: 0, max_token }
    }

    pub(super) fn into_inner(self) -> R {
        self.source.into_inner()
    }

    /// The number of bytes read.
    pub(super) fn offset(&self) -> u64 {
        self.source.offset()
    }

    /// The next byte of the input, which is not consumed.
    pub(super) fn peek(&mut self) -> Result<Option<u8>, Error> {
        self.source.look(|chunk| chunk.first().copied())
    }

    /// The encoding of the current token.
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    /// The part of the current byte string that is kept.
    pub(super) fn body(&self) -> &[u8] {
        self.text.get(self.body..).unwrap_or_default()
    }

    /// The current token, which has been read whole.
    pub(super) fn token(&self, head: Head) -> Token<'_> {
        match head {
            Head::Integer | Head::LongInteger => {
                let end = self.text.len().saturating_sub(1);
                Token::Int(Int::new(self.text.get(1..end).unwrap_or_default()))
            }
            Head::String { .. } => Token::Bytes(self.body()),
            Head::List => Token::List,
            Head::Dict => Token::Dict,
            Head::End => Token::End,
        }
    }

    /// Begins the next token.
    #[inline]
    pub(super) fn head(&mut self, key_is_next: bool) -> Result<Head, Error> {
        self.text.clear();
        self.start = self.source.offset();
        match self.short()? {
            Some(head) => Ok(head),
            None => self.long(key_is_next),
        }
    }

    /// Reads a short token that is whole in the current chunk, as nearly all tokens are.
    #[inline]
    fn short(&mut self) -> Result<Option<Head>, Error> {
        let (rules, longest, max_token) = (self.rules, self.longest_integer(), self.max_token);
        let Lexer { source, text, body, .. } = self;
        let short = source.look(|chunk| {
            let (head, start, length) = short(chunk, rules, longest, max_token)?;
            text.extend_from_slice(chunk.get(..length).unwrap_or_default());
            *body = start;
            Some((head, length))
        })?;
        Ok(short.map(|(head, length)| {
            self.source.consume(length);
            head
        }))
    }

    /// Reads any token, byte by byte if necessary.
    #[inline(never)]
    fn long(&mut self, key_is_next: bool) -> Result<Head, Error> {
        let Some(first) = self.peek()? else {
            return Err(self.explain(Defect::UnexpectedEnd, key_is_next));
        };
        self.text.push(first);
        match first {
            b'i' if !key_is_next => self.integer(),
            b'0'..=b'9' => self.string(),
            _ => Err(self.explain(Defect::UnexpectedByte, key_is_next)),
        }
    }

    /// Reads an integer, after its `i`.
    fn integer(&mut self) -> Result<Head, Error> {
        self.source.consume(1);
        if !self.digits(self.longest_integer().saturating_add(2))? {
            return Ok(Head::LongInteger);
        }
        match long_integer(&self.text, self.rules.token()) {
            Ok(_) => Ok(Head::Integer),
            Err(defect) => Err(self.explain(defect, false)),
        }
    }

    /// Reads the length of a byte string, after its first digit.
    fn string(&mut self) -> Result<Head, Error> {
        self.source.consume(1);
        let zeros = self.text == b"0";
        let room = if zeros { self.longest_integer() } else { LONGEST_LENGTH };
        if !self.digits(room)? && zeros {
            return Err(self.too_long());
        }
        self.body = self.text.len();
        match grammar::declared_length(&self.text) {
            Some((length, _)) if length > self.rules.length() => {
                Err(self.explain(Defect::LengthLimit, false))
            }
            Some((left, _)) => Ok(Head::String { left }),
            None => Err(self.not_a_length()),
        }
    }

    #[cold]
    fn not_a_length(&self) -> Error {
        let found = long_string(&self.text, self.rules.token());
        self.explain(found.err().unwrap_or(Defect::UnexpectedByte), false)
    }

    #[cold]
    fn cut_in_digits(&self) -> Error {
        match self.text.first() {
            Some(b'i') => self.explain(Defect::UnexpectedEnd, false),
            _ => self.not_a_length(),
        }
    }

    /// Keeps a run of digits and the byte after it, up to `room` bytes of text.
    ///
    /// Returns whether the run ends within it. Every byte is read once, however small the chunks.
    fn digits(&mut self, room: usize) -> Result<bool, Error> {
        while self.text.len() < room {
            let Lexer { source, text, .. } = self;
            let left = room.saturating_sub(text.len());
            let (taken, run) = source.look(|chunk| {
                let chunk = chunk.get(..left).unwrap_or(chunk);
                let sign = usize::from(*text == b"i" && chunk.first() == Some(&b'-'));
                let run = chunk.get(sign..).map_or(0, short::digits).saturating_add(sign);
                let taken = chunk.get(..=run).unwrap_or(chunk);
                text.extend_from_slice(taken);
                (taken.len(), run)
            })?;
            if taken == 0 {
                return Err(self.cut_in_digits());
            }
            self.source.consume(taken);
            self.check_zeros()?;
            if taken > run {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Refuses a leading zero or negative zero as soon as it is certain.
    fn check_zeros(&self) -> Result<(), Error> {
        match grammar::needless_zero(&self.text) {
            Some((quirk, _))
                if !self.rules.accepts(quirk) && !grammar::is_undecided(&self.text) =>
            {
                Err(self.explain(quirk.into(), false))
            }
            _ => Ok(()),
        }
    }

    /// The number of digits that an integer may have.
    fn longest_integer(&self) -> usize {
        self.max_token.max(SHORT_INTEGER)
    }

    /// Whether the token is longer than may be kept.
    pub(super) fn is_too_long(&self, head: Head) -> bool {
        match head {
            Head::String { left } => left > self.max_token,
            head => head == Head::LongInteger,
        }
    }

    /// Reads and keeps the rest of a byte string.
    pub(super) fn keep(&mut self, head: Head) -> Result<(), Error> {
        match head {
            Head::String { left } => self.source.copy(left, &mut self.text),
            _ => Ok(()),
        }
    }

    /// Writes the current byte string to `out`: the part that is kept, and the `left` bytes that are not read yet.
    pub(super) fn pass(&mut self, left: usize, out: &mut impl Write) -> Result<(), Error> {
        let at = place(self.offset());
        out.write_all(self.body()).map_err(|error| Error::io(&error, at))?;
        self.source.copy(left, out)
    }

    /// Skips the rest of a long integer.
    pub(super) fn pass_digits(&mut self) -> Result<(), Error> {
        loop {
            let at = place(self.offset());
            let (digits, next) = self.source.look(|chunk| {
                let digits = short::digits(chunk);
                (digits, chunk.get(digits).copied())
            })?;
            match next {
                Some(b'e') => {
                    self.source.consume(digits.saturating_add(1));
                    return Ok(());
                }
                Some(byte) => {
                    let at = at.saturating_add(digits);
                    let error = Error::new(ErrorKind::UnexpectedByte, at);
                    return Err(error.with_found(Wanted::DigitOrEnd, byte));
                }
                None if digits == 0 => {
                    return Err(Error::new(ErrorKind::UnexpectedEnd { missing: 1 }, at));
                }
                None => self.source.consume(digits),
            }
        }
    }

    /// Creates the error for a token that is longer than may be kept.
    #[cold]
    pub(super) fn too_long(&self) -> Error {
        let max = self.max_token;
        let error = Error::new(ErrorKind::LengthLimit { max }, place(self.start));
        match self.text.first() {
            Some(b'i') => error.with_text(format!("integer longer than {max} bytes")),
            _ => error,
        }
    }

    /// Creates the error for a defect in the current token.
    #[cold]
    pub(super) fn explain(&self, defect: Defect, key_is_next: bool) -> Error {
        let error = Cursor::new(&self.text, self.rules).explain(defect, key_is_next);
        let at = place(self.start).saturating_add(error.offset());
        error.with_offset(at)
    }
}
