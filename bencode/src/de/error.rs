//! Errors of serde and of visitors, in the terms of bencode and with their place in the input.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use serde::de;
use serde::de::{Expected, Unexpected};

use super::decoder::Deserializer;
use crate::error::{Culprit, Defect, Error, ErrorKind, NOWHERE, nowhere};
use crate::path::{SHOWN, shorten};
use crate::reader::Reader;
use crate::rules::Rules;
use crate::token::Token;

/// The hint for a byte string where serde expects a list.
const HINT: &str = " (to read bytes, use `ByteStr` or `serde_bytes`)";

/// The hint for bytes where a type that calls `deserialize_any`, or one inside a buffer of serde,
/// accepts only text.
const TEXT: &str = " (to hand UTF-8 as text, set `Deserializer::utf8_as_str`)";

/// The hint for an integer beyond 64 bits in a buffer of serde.
const NARROW: &str = " (`flatten`, `untagged` and tagged enums take 64 bits at most)";

/// The hint for an integer in a buffer of serde where a bool is expected.
const NO_BOOL: &str =
    " (inside `flatten`, `untagged` and tagged enums, use `bencode::de::bool_from_int`)";

impl de::Error for Error {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        nowhere(ErrorKind::Custom, message.to_string())
    }

    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let expected = expected.to_string();
        let hint = match found {
            Unexpected::Str(_) | Unexpected::Bytes(_) if is_list(&expected) => HINT,
            Unexpected::Bytes(bytes) if may_be_text(&expected, bytes) => TEXT,
            Unexpected::Other(_) if expected == "any value" => NARROW,
            Unexpected::Signed(_) | Unexpected::Unsigned(_) if expected == "a boolean" => NO_BOOL,
            _ => "",
        };
        let text = format!("expected {expected}, found {}{hint}", kind_of(found));
        nowhere(ErrorKind::WrongType, text).with_culprit(Culprit::new(found))
    }

    #[cold]
    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let text = format!("expected {expected}, found {}", shown(found));
        nowhere(ErrorKind::WrongValue, text).with_culprit(Culprit::new(found))
    }

    #[cold]
    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        nowhere(ErrorKind::WrongLength, format!("expected {expected}, found length {length}"))
    }

    #[cold]
    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let text = format!("unknown variant `{}`, {}", name(variant), one_of(expected));
        nowhere(ErrorKind::UnknownVariant, text)
    }

    #[cold]
    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let text = format!("unknown field `{}`, {}", name(field), one_of(expected));
        nowhere(ErrorKind::UnknownField, text)
    }

    #[cold]
    fn missing_field(field: &'static str) -> Self {
        nowhere(ErrorKind::MissingField, format!("missing field `{field}`"))
    }

    #[cold]
    fn duplicate_field(field: &'static str) -> Self {
        nowhere(ErrorKind::DuplicateField, format!("duplicate field `{field}`"))
    }
}

/// A name from the input, shortened and escaped.
fn name(text: &str) -> String {
    shorten(text.as_bytes())
}

fn is_list(expected: &str) -> bool {
    ["a sequence", "an array", "a tuple", "tuple"].iter().any(|start| expected.starts_with(start))
}

/// Whether `bytes`, as text, might be what was expected.
fn may_be_text(expected: &str, bytes: &[u8]) -> bool {
    let other = ["a boolean", "0 or 1", "a map", "map", "struct ", "unit"];
    let is_number = |text: &str| {
        let digits = text.strip_prefix(['i', 'u', 'f']).unwrap_or_default();
        text == "integer" || digits.parse::<u8>().is_ok() || digits == "size"
    };
    let is_other = other.iter().any(|start| expected.starts_with(start)) || is_number(expected);
    !is_other && core::str::from_utf8(bytes).is_ok()
}

fn kind_of(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Bool(_) | Unexpected::Signed(_) | Unexpected::Unsigned(_) => "integer".into(),
        Unexpected::Str(_) | Unexpected::Bytes(_) | Unexpected::Char(_) => "byte string".into(),
        Unexpected::Seq => "list".into(),
        Unexpected::Map => "dictionary".into(),
        other => other.to_string(),
    }
}

fn shown(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Signed(int) => format!("integer {int}"),
        Unexpected::Unsigned(int) => format!("integer {int}"),
        Unexpected::Str(text) if text.len() <= SHOWN => format!("{text:?}"),
        Unexpected::Str(text) => format!("\"{}\"", shorten(text.as_bytes())),
        Unexpected::Bytes(bytes) => format!("b\"{}\"", shorten(bytes)),
        other => kind_of(other),
    }
}

fn one_of(expected: &[&str]) -> String {
    match expected.split_first() {
        None => "there are none".into(),
        Some((first, [])) => format!("expected `{first}`"),
        Some((first, more)) => {
            let start = format!("expected one of `{first}`");
            more.iter().fold(start, |text, name| format!("{text}, `{name}`"))
        }
    }
}

impl<'i, L> Deserializer<'i, L> {
    /// Returns the complete error for a defect at the token here.
    #[cold]
    #[inline(never)]
    pub(super) fn fail(&self, defect: Defect) -> Error {
        self.explain(defect, false)
    }

    /// Returns the complete error for a defect at the token that begins with `before`.
    #[cold]
    #[inline(never)]
    pub(super) fn fail_before(&mut self, before: &'i [u8], defect: Defect) -> Error {
        self.cursor.rest = before;
        self.fail(defect)
    }

    #[cold]
    #[inline(never)]
    pub(super) fn explain(&self, defect: Defect, key_is_next: bool) -> Error {
        self.cursor.explain(defect, key_is_next)
    }

    #[cold]
    #[inline(never)]
    pub(super) fn too_deep(&self) -> Error {
        if self.cursor.is_oversize() {
            return self.fail(Defect::InputLimit);
        }
        Error::new(ErrorKind::DepthLimit { max: self.ceiling }, self.cursor.offset())
    }

    /// Converts an error inside the list or dictionary here, whose depth and items were counted from its
    /// start.
    #[cold]
    #[inline(never)]
    pub(super) fn within(&self, error: Error) -> Error {
        let kind = match error.kind() {
            ErrorKind::DepthLimit { .. } => ErrorKind::DepthLimit { max: self.ceiling },
            ErrorKind::ItemLimit { .. } => ErrorKind::ItemLimit { max: self.cursor.rules.items() },
            kind => kind,
        };
        let offset = self.cursor.offset().saturating_add(error.offset());
        error.with_kind(kind).with_offset(offset)
    }

    /// Returns the error for a value of another kind than `expected`.
    #[cold]
    #[inline(never)]
    pub(super) fn mismatch(&self, expected: &str) -> Error {
        let found = match self.cursor.rest.first() {
            Some(b'i') => "integer",
            Some(b'0'..=b'9') => "byte string",
            Some(b'l') => "list",
            Some(b'd') => "dictionary",
            Some(b'e') if self.depth > 0 => return self.fail(Defect::MissingValue),
            Some(_) => return self.fail(Defect::UnexpectedByte),
            None => return self.fail(Defect::UnexpectedEnd),
        };
        self.wrong_type(expected, found)
    }

    /// Returns the error for a list or dictionary with more items than its type reads.
    #[cold]
    #[inline(never)]
    pub(super) fn unfinished(&self) -> Error {
        if self.cursor.rest.is_empty() {
            return self.fail(Defect::UnexpectedEnd);
        }
        Error::new(ErrorKind::WrongLength, self.cursor.offset())
            .with_text("list or dictionary longer than expected".into())
    }

    /// Adds the offset, `left` bytes before the end of the input, to an error of a visitor. A value that serde
    /// buffered is located by its content.
    #[cold]
    #[inline(never)]
    pub(super) fn place(&self, mut error: Error, left: usize) -> Error {
        if error.offset() != NOWHERE {
            return error;
        }
        let place = self.cursor.input.len().saturating_sub(left);
        let value = self.cursor.input.get(place..).unwrap_or_default();
        let inside = error.take_culprit().and_then(|culprit| culprit.find(value));
        match error.kind() {
            _ if inside.is_some() => {
                error.with_offset(place.saturating_add(inside.unwrap_or_default()))
            }
            ErrorKind::DuplicateField => {
                let key = self.last_key(place);
                error.with_offset(key)
            }
            _ => error.with_offset(place),
        }
    }

    /// The offset of the last key that was read in the dictionary that starts at `place`.
    fn last_key(&self, place: usize) -> usize {
        let read = self.cursor.input.get(place..self.cursor.offset()).unwrap_or_default();
        let mut reader = Reader::with_rules(read, Rules::TOLERANT_UNLIMITED);
        let mut key = 0;
        let mut is_whole = reader.next().is_ok();
        while is_whole && reader.offset() < read.len() {
            key = reader.offset();
            is_whole = matches!((reader.skip_value(), reader.skip_value()), (Ok(true), Ok(true)));
        }
        place.saturating_add(key)
    }

    #[cold]
    pub(super) fn wrong_type(&self, expected: &str, found: &str) -> Error {
        if self.cursor.is_oversize() {
            return self.fail(Defect::InputLimit);
        }
        let hint = if (expected, found) == ("list", "byte string") { HINT } else { "" };
        Error::new(ErrorKind::WrongType, self.cursor.offset())
            .with_text(format!("expected {expected}, found {found}{hint}"))
    }

    /// The error for a type that cannot be represented in bencode.
    #[cold]
    pub(super) fn unsupported(&self, what: &str) -> Error {
        Error::new(ErrorKind::WrongType, self.cursor.offset())
            .with_text(format!("{what} cannot be represented in bencode"))
    }
}

/// The number of bytes of a byte string that are remembered.
const KEPT: usize = 64;

impl Culprit {
    pub(super) fn new(found: Unexpected<'_>) -> Option<Culprit> {
        let bytes = |bytes: &[u8]| Culprit::Bytes {
            length: bytes.len(),
            start: bytes.get(..KEPT).unwrap_or(bytes).into(),
        };
        match found {
            Unexpected::Signed(int) => Some(Culprit::Int(int.into())),
            Unexpected::Unsigned(int) => Some(Culprit::Int(int.into())),
            Unexpected::Str(text) => Some(bytes(text.as_bytes())),
            Unexpected::Bytes(text) => Some(bytes(text)),
            _ => None,
        }
    }

    fn is(&self, token: Token<'_>) -> bool {
        match (self, token) {
            (Culprit::Int(int), Token::Int(found)) => found.to_i128() == Ok(*int),
            (Culprit::Bytes { length, start }, Token::Bytes(found)) => {
                found.len() == *length && found.starts_with(start)
            }
            _ => false,
        }
    }

    /// Its offset in the value at the start of `input`, if no other value inside it is equal.
    pub(super) fn find(&self, input: &[u8]) -> Option<usize> {
        let mut reader = Reader::with_rules(input, Rules::TOLERANT_UNLIMITED);
        let mut found = None;
        loop {
            let (start, is_key) = (reader.offset(), reader.key_is_next());
            let Ok(Some(token)) = reader.next() else { return found };
            if !is_key && self.is(token) && found.replace(start).is_some() {
                return None;
            }
            if reader.depth() == 0 {
                return found;
            }
        }
    }
}
