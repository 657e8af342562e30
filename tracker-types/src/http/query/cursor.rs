//! The general parser of queries, which both kinds of request share.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::mem;

use super::name::Name;
use super::options::QueryOptions;
use crate::error::{Error, ErrorKind};
use crate::params::Params;
use crate::percent::{self, Class, class, take_byte};
use crate::quirk::{Quirk, Quirks};

/// A query that is being read: what was found and kept so far.
pub(super) struct Cursor<'a, 'o> {
    query: &'a [u8],
    /// The offset of the query in the whole input.
    base: usize,
    options: &'o QueryOptions,
    pub(super) quirks: Quirks,
    /// The parameters kept, except the last adjacent ones.
    pub(super) kept: Params<'a>,
    /// The place of these adjacent parameters in the query: borrowed unless others follow later.
    neighbours: (usize, usize),
}

impl<'a, 'o> Cursor<'a, 'o> {
    #[inline]
    pub(super) const fn new(
        query: &'a [u8],
        base: usize,
        options: &'o QueryOptions,
    ) -> Cursor<'a, 'o> {
        Cursor {
            query,
            base,
            options,
            quirks: Quirks::new(),
            kept: Params::from_query(&[]),
            neighbours: (0, 0),
        }
    }

    pub(super) const fn query(&self) -> &'a [u8] {
        self.query
    }

    pub(super) const fn options(&self) -> &'o QueryOptions {
        self.options
    }

    /// The offset in the whole input of `rest`, an end of the query.
    pub(super) fn offset(&self, rest: &[u8]) -> usize {
        self.base.saturating_add(self.start(rest))
    }

    fn start(&self, rest: &[u8]) -> usize {
        self.query.len().saturating_sub(rest.len())
    }

    /// Counts a quirk, or refuses it.
    #[cold]
    pub(super) fn report(&mut self, quirk: Quirk, offset: usize) -> Result<(), Error> {
        self.allow(quirk, offset)?;
        self.quirks.report(quirk);
        Ok(())
    }

    fn allow(&self, quirk: Quirk, offset: usize) -> Result<(), Error> {
        if self.options.refuses(quirk) {
            return Err(Error::new(ErrorKind::Refused(quirk), offset));
        }
        Ok(())
    }

    /// Counts a quirk of the parameter of this name, or refuses it.
    #[cold]
    pub(super) fn report_in(
        &mut self,
        name: &'static str,
        quirk: Quirk,
        offset: usize,
    ) -> Result<(), Error> {
        self.allow(quirk, offset).map_err(|error| error.in_place(name))?;
        self.quirks.report_at(quirk, name);
        Ok(())
    }

    /// Skips a character before a parameter that does not belong there.
    pub(super) fn sign(&mut self, text: &'a [u8]) -> Result<Option<&'a [u8]>, Error> {
        let (quirk, rest) = match text {
            [b'&', rest @ ..] => (Quirk::EmptySegment, rest),
            [b'?', rest @ ..] => (Quirk::SecondQuestionMark, rest),
            _ => return Ok(None),
        };
        self.report(quirk, self.offset(text))?;
        Ok(Some(rest))
    }

    /// Returns the value or parameter at the front, as received, and what follows it.
    pub(super) fn cut(&mut self, text: &'a [u8]) -> Result<(&'a [u8], &'a [u8]), Error> {
        let (front, rest) = split(text, parameter(text));
        match rest {
            [b'&', rest @ ..] => Ok((front, rest)),
            [b'#', fragment @ ..] => {
                self.report(Quirk::Fragment, self.offset(rest))?;
                Ok((front, after_fragment(fragment)))
            }
            _ => Ok((front, rest)),
        }
    }

    /// Returns the name of the parameter at the front of `text`, which may be escaped, and what
    /// follows it.
    pub(super) fn name(&mut self, text: &'a [u8]) -> Result<(Option<Name>, &'a [u8]), Error> {
        let (raw, tail) = split(text, length(text, |byte| matches!(byte, b'=' | b'&' | b'#')));
        let decoded = percent::decode_literal(raw);
        let known = Name::of(&decoded);
        if let Some(name) = known.filter(|_| *decoded != *raw) {
            self.report_in(name.text(), Quirk::EscapedName, self.offset(text))?;
        }
        Ok((known, tail))
    }

    /// Keeps a parameter that has no meaning here, such as a passkey, and skips it.
    pub(super) fn unknown(&mut self, text: &'a [u8]) -> Result<&'a [u8], Error> {
        let (parameter, rest) = self.cut(text)?;
        let name = parameter.iter().position(|&byte| byte == b'=');
        if !parameter.is_empty() && name.is_none() {
            self.report(Quirk::BareParameter, self.offset(text))?;
        }
        self.look(parameter, name, self.offset(text))?;
        self.keep(text, parameter.len());
        Ok(rest)
    }

    /// Reports the quirks of a parameter that is not decoded. It begins at `offset`, and its name
    /// has the given length.
    fn look(&mut self, parameter: &[u8], name: Option<usize>, offset: usize) -> Result<(), Error> {
        let mut rest = parameter;
        while let Some((byte, tail)) = take_byte(rest) {
            let place = parameter.len().saturating_sub(rest.len());
            let at = offset.saturating_add(place);
            match (byte, rest.first()) {
                (Some(_), Some(b'%')) => {}
                (Some(byte), _) if Some(place) != name => {
                    raw_quirk(byte).map_or(Ok(()), |quirk| self.report(quirk, at))?;
                }
                (None, _) => self.report(Quirk::BadEscape, at)?,
                _ => {}
            }
            rest = tail;
        }
        Ok(())
    }

    /// Keeps a parameter of that length, at the front of `text`, as received, but with `%20` for a
    /// `+` that means a space, which all programs read alike.
    pub(super) fn keep(&mut self, text: &[u8], length: usize) {
        let parameter = text.get(..length).unwrap_or(text);
        if parameter.is_empty() {
            return;
        }
        if self.options.plus() == b' ' && parameter.contains(&b'+') {
            self.settle();
            let words: Vec<_> = parameter.split(|&byte| byte == b'+').collect();
            return self.kept.push_raw(&words.join(&b"%20"[..]));
        }
        let start = self.start(text);
        let (first, last) = self.neighbours;
        if last > first && last.saturating_add(1) == start {
            self.neighbours = (first, start.saturating_add(length));
        } else {
            self.settle();
            self.neighbours = (start, start.saturating_add(length));
        }
    }

    /// Appends the last adjacent parameters to those kept before.
    fn settle(&mut self) {
        let (first, last) = mem::take(&mut self.neighbours);
        let neighbours = self.query.get(first..last).unwrap_or_default();
        if neighbours.is_empty() {
            return;
        }
        if self.kept.as_bytes().is_empty() {
            self.kept = Params::from_query(neighbours);
        } else {
            self.kept.push_raw(neighbours);
        }
    }

    /// Checks the end of the query.
    #[inline]
    pub(super) fn finish(&mut self) -> Result<(), Error> {
        if let [.., b'&'] = self.query {
            self.report(Quirk::EmptySegment, self.offset(&[]))?;
        }
        if self.neighbours != (0, 0) {
            self.settle();
        }
        Ok(())
    }

    /// Decodes a value that begins at `offset`, reporting each byte that should be escaped.
    pub(super) fn unescape(
        &mut self,
        name: &'static str,
        value: &'a [u8],
        offset: usize,
    ) -> Result<Cow<'a, [u8]>, Error> {
        let same =
            !value.contains(&b'%') && (self.options.plus() == b'+' || !value.contains(&b'+'));
        let mut bytes = Vec::with_capacity(if same { 0 } else { value.len() });
        let mut rest = value;
        while let Some((byte, tail)) = take_byte(rest) {
            let at = offset.saturating_add(value.len().saturating_sub(rest.len()));
            let byte = match (byte, rest.first()) {
                (Some(byte), Some(b'%')) => byte,
                (Some(byte), _) => self.raw(name, byte, at)?,
                (None, _) => self.bad_escape(name, at)?,
            };
            if !same {
                bytes.push(byte);
            }
            rest = tail;
        }
        Ok(if same { Cow::Borrowed(value) } else { Cow::Owned(bytes) })
    }

    /// Returns 20 bytes; the hex digits of a v1 or v2 hash get a specific error.
    pub(super) fn id(&self, name: Name, bytes: &[u8], place: &[u8]) -> Result<[u8; 20], Error> {
        bytes.try_into().map_err(|_| {
            let hex = matches!(bytes.len(), 40 | 64) && bytes.iter().all(u8::is_ascii_hexdigit);
            let kind = match name {
                Name::InfoHash if hex => ErrorKind::HexInfoHash,
                _ => ErrorKind::WrongLength { expected: 20, found: bytes.len() },
            };
            self.error(kind, name, place)
        })
    }

    /// The error for a parameter, or for the rest of the query that begins with `place`.
    #[cold]
    pub(super) fn error(&self, kind: ErrorKind, name: Name, place: &[u8]) -> Error {
        Error::new(kind, self.offset(place)).in_place(name.text())
    }

    /// Returns the meaning of a raw byte in a value.
    fn raw(&mut self, name: &'static str, byte: u8, offset: usize) -> Result<u8, Error> {
        if let Some(quirk) = raw_quirk(byte) {
            self.report_in(name, quirk, offset)?;
        }
        Ok(if byte == b'+' { self.options.plus() } else { byte })
    }

    /// Returns the meaning of a `%` that begins no escape.
    fn bad_escape(&mut self, name: &'static str, offset: usize) -> Result<u8, Error> {
        if !self.options.keeps_bad_escapes() {
            return Err(Error::new(ErrorKind::BadEscape, offset).in_place(name));
        }
        self.report_in(name, Quirk::BadEscape, offset)?;
        Ok(b'%')
    }
}

/// Returns the quirk of a byte that is raw in a value, if it should not be.
fn raw_quirk(byte: u8) -> Option<Quirk> {
    match byte {
        b'+' => Some(Quirk::RawPlus),
        b'=' => Some(Quirk::EqualsInValue),
        _ => (class(byte) == Class::Special).then_some(Quirk::RawByte),
    }
}

/// Counts the bytes before the next one that ends what is read, or before a second question mark.
#[inline]
fn length(text: &[u8], ends: impl Fn(u8) -> bool) -> usize {
    let mut rest = text;
    while let [byte, tail @ ..] = rest {
        if ends(*byte) || is_second_query(rest) {
            break;
        }
        rest = tail;
    }
    text.len().saturating_sub(rest.len())
}

/// Counts the bytes before the next `&`, `#` or second question mark.
fn parameter(text: &[u8]) -> usize {
    length(text, |byte| matches!(byte, b'&' | b'#'))
}

/// Whether a client appended its whole query to an announce URL that already had one, as Unworkable
/// does: `?uid=42?info_hash=…`.
fn is_second_query(text: &[u8]) -> bool {
    text.starts_with(b"?info_hash=")
}

/// Returns the parameters after a fragment. A fragment should not be sent, but some clients, such
/// as CTorrent, send it with their parameters after it.
fn after_fragment(fragment: &[u8]) -> &[u8] {
    let mut rest = split(fragment, parameter(fragment)).1;
    while let [b'#', tail @ ..] = rest {
        rest = split(tail, parameter(tail)).1;
    }
    rest.strip_prefix(b"&").unwrap_or(rest)
}

fn split(text: &[u8], at: usize) -> (&[u8], &[u8]) {
    text.split_at_checked(at).unwrap_or((text, &[]))
}
