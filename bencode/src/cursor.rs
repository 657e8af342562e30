//! A position in the input: the rest of it, and the rules for one token.

use crate::error::{Defect, Error, ErrorKind, Wanted};
use crate::grammar;
use crate::quirk::Quirk;
use crate::rules::{Rules, TokenRules};
use crate::short;
#[cfg(any(feature = "serde", feature = "std"))]
use crate::short::ShortString;
#[cfg(any(feature = "serde", feature = "std"))]
use crate::token::Int;
use crate::token::Token;

/// Offsets are kept in 32 bits.
pub(crate) const MAX_INPUT: usize = u32::MAX as usize;

/// What was read, and the rest of the input.
pub(crate) struct Lexeme<'a, T> {
    pub(crate) token: T,
    pub(crate) rest: &'a [u8],
}

/// The input, the part of it not read yet, and the rules.
///
/// A failed step does not move it: the cold path finds the error from the start of the token.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    pub(crate) input: &'a [u8],
    pub(crate) rest: &'a [u8],
    pub(crate) rules: Rules,
}

impl<'a> Cursor<'a> {
    #[inline]
    pub(crate) fn new(input: &'a [u8], rules: Rules) -> Cursor<'a> {
        Cursor { input, rest: input, rules }
    }

    /// The offset of the next byte to read.
    #[inline]
    pub(crate) fn offset(&self) -> usize {
        self.input.len().wrapping_sub(self.rest.len())
    }

    /// Reads the token at the cursor.
    #[inline]
    pub(crate) fn token(&self) -> Result<Lexeme<'a, Token<'a>>, Defect> {
        match short::short_token(self.rest) {
            Some((token, rest)) => Ok(Lexeme { token, rest }),
            None if self.rest.is_empty() => Err(Defect::UnexpectedEnd),
            None => long_token(self.rest, self.rules.token()),
        }
    }

    /// Whether the input may end here: nothing follows, or the rules accept data after the value.
    #[inline]
    pub(crate) fn may_end(&self) -> bool {
        self.rest.is_empty() || self.rules.accepts(Quirk::TrailingData)
    }

    /// Reads the integer at the cursor.
    #[cfg(feature = "serde")]
    #[inline]
    pub(crate) fn integer(&self) -> Result<Lexeme<'a, Int<'a>>, Defect> {
        if let [b'i', body @ ..] = self.rest {
            if let Some((token, rest)) = short::short_integer(body) {
                return Ok(Lexeme { token, rest });
            }
        }
        long_integer(self.rest, self.rules.token())
    }

    /// Reads the byte string at the cursor.
    #[cfg(feature = "serde")]
    #[inline]
    pub(crate) fn string(&self) -> Result<Lexeme<'a, &'a [u8]>, Defect> {
        match self.short_string() {
            Some(short) => Ok(Lexeme { token: short.text, rest: short.rest }),
            None => long_string(self.rest, self.rules.token()),
        }
    }

    /// Reads the byte string at the cursor, if it is short and valid.
    #[cfg(any(feature = "serde", feature = "std"))]
    #[inline]
    pub(crate) fn short_string(&self) -> Option<ShortString<'a>> {
        short::short_string(self.rest).filter(|short| short.text.len() <= self.rules.length())
    }

    /// Whether the input is longer than the rules or 32-bit offsets allow.
    #[inline]
    pub(crate) fn is_oversize(&self) -> bool {
        self.input.len() > self.rules.input().min(MAX_INPUT)
    }

    /// Creates the error for a defect in the token at the cursor.
    ///
    /// The leftmost fault is reported: a token that is not allowed before an error inside it, a leading
    /// zero before an unexpected byte, a limit before the end of the input. An input that is too long is
    /// not read at all.
    #[cold]
    pub(crate) fn explain(&self, defect: Defect, key_is_next: bool) -> Error {
        let here = self.offset();
        if self.is_oversize() {
            return Error::new(self.kind(Defect::InputLimit), here);
        }
        let at = |distance: usize| here.saturating_add(distance);
        if key_is_next && matches!(self.rest, [b'i' | b'l' | b'd', ..]) {
            return self.found(Wanted::Key, Error::new(ErrorKind::KeyNotString, here));
        }
        if let Some((quirk, place)) = grammar::needless_zero(self.rest) {
            if !self.rules.accepts(quirk) {
                return Error::new(self.kind(quirk.into()), at(place));
            }
        }
        match defect {
            Defect::UnexpectedByte | Defect::ExpectedDigit => {
                let distance = grammar::fault_offset(self.rest);
                let error = Error::new(self.kind(defect), at(distance));
                self.found(self.wanted(distance, key_is_next), error)
            }
            Defect::LengthOverflow => {
                Error::new(self.kind(defect), at(grammar::fault_offset(self.rest)))
            }
            Defect::UnexpectedEnd if self.too_long() => {
                Error::new(self.kind(Defect::LengthLimit), here)
            }
            Defect::UnexpectedEnd => Error::new(self.kind(defect), self.input.len()),
            _ => Error::new(self.kind(defect), here),
        }
    }

    /// Adds the byte at the error's offset to the error.
    fn found(&self, wanted: Wanted, error: Error) -> Error {
        match self.input.get(error.offset()) {
            Some(&byte) => error.with_found(wanted, byte),
            None => error,
        }
    }

    /// What is expected `distance` bytes into the token at the cursor.
    fn wanted(&self, distance: usize, key_is_next: bool) -> Wanted {
        match (self.rest, distance) {
            (_, 0) if key_is_next => Wanted::Key,
            (_, 0) => Wanted::Value,
            ([b'i', ..], 1) => Wanted::DigitOrMinus,
            ([b'i', b'-', ..], 2) => Wanted::Digit,
            ([b'i', ..], _) => Wanted::DigitOrEnd,
            _ => Wanted::DigitOrColon,
        }
    }

    fn too_long(&self) -> bool {
        grammar::declared_length(self.rest).is_some_and(|(length, _)| length > self.rules.length())
    }

    /// The least number of bytes that are missing from the token at the cursor.
    #[cold]
    pub(crate) fn missing(&self) -> usize {
        grammar::declared_length(self.rest)
            .map_or(1, |(length, there)| length.saturating_sub(there).max(1))
    }

    fn kind(&self, defect: Defect) -> ErrorKind {
        match defect {
            Defect::UnexpectedEnd => ErrorKind::UnexpectedEnd { missing: self.missing() },
            Defect::UnexpectedByte => ErrorKind::UnexpectedByte,
            Defect::ExpectedDigit => ErrorKind::ExpectedDigit,
            Defect::LengthOverflow => ErrorKind::LengthOverflow,
            Defect::KeyNotString => ErrorKind::KeyNotString,
            Defect::MissingValue => ErrorKind::MissingValue,
            Defect::DepthLimit => ErrorKind::DepthLimit { max: self.rules.depth() },
            Defect::ItemLimit => ErrorKind::ItemLimit { max: self.rules.items() },
            Defect::LengthLimit => ErrorKind::LengthLimit { max: self.rules.length() },
            Defect::InputLimit => ErrorKind::InputLimit { max: self.rules.input().min(MAX_INPUT) },
            Defect::BufferFull => ErrorKind::BufferFull,
            Defect::LeadingZeroInteger => ErrorKind::LeadingZeroInteger,
            Defect::NegativeZero => ErrorKind::NegativeZero,
            Defect::LeadingZeroLength => ErrorKind::LeadingZeroLength,
            Defect::UnsortedKey => ErrorKind::UnsortedKey,
            Defect::DuplicateKey => ErrorKind::DuplicateKey,
            Defect::TrailingData => ErrorKind::TrailingData,
        }
    }
}

/// Reads any token at the start of `input`.
#[inline(never)]
fn long_token(input: &[u8], rules: TokenRules) -> Result<Lexeme<'_, Token<'_>>, Defect> {
    let (rest, token) = grammar::token(input)?;
    let length = if let Token::Bytes(text) = token { text.len() } else { 0 };
    judge(input, length, rules)?;
    Ok(Lexeme { token, rest })
}

/// Reads any integer at the start of `input`.
#[cfg(any(feature = "serde", feature = "std"))]
#[inline(never)]
pub(crate) fn long_integer(input: &[u8], rules: TokenRules) -> Result<Lexeme<'_, Int<'_>>, Defect> {
    let (rest, token) = grammar::integer(input)?;
    judge(input, 0, rules)?;
    Ok(Lexeme { token, rest })
}

/// Reads any byte string at the start of `input`.
#[cfg(any(feature = "serde", feature = "std"))]
#[inline(never)]
pub(crate) fn long_string(input: &[u8], rules: TokenRules) -> Result<Lexeme<'_, &[u8]>, Defect> {
    let (rest, token) = grammar::string(input)?;
    judge(input, token.len(), rules)?;
    Ok(Lexeme { token, rest })
}

/// Checks the token at the start of `text` against the rules; `length` is the length of a byte string, or 0
/// for other tokens.
#[inline]
fn judge(text: &[u8], length: usize, rules: TokenRules) -> Result<(), Defect> {
    match grammar::needless_zero(text) {
        Some((quirk, _)) if !rules.accepts(quirk) => Err(quirk.into()),
        _ if length > rules.length() => Err(Defect::LengthLimit),
        _ => Ok(()),
    }
}
