//! The kinds of errors and their words.

use core::fmt;

#[cfg(doc)]
use crate::quirk::Quirk;

/// The kind of an [`Error`](super::Error), to match on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input ends inside a value; at least `missing` more bytes are needed.
    UnexpectedEnd {
        /// Exact inside a byte string, otherwise 1.
        missing: usize,
    },
    /// A byte that is not allowed at this place.
    UnexpectedByte,
    /// An integer without digits: `ie` or `i-e`.
    ExpectedDigit,
    /// The length of a byte string exceeds what the machine can address (2^64-1 on 64 bits).
    LengthOverflow,
    /// A dictionary key that is not a byte string.
    KeyNotString,
    /// A dictionary that ends between a key and its value.
    MissingValue,
    /// [`Quirk::TrailingData`], refused.
    TrailingData,
    /// [`Quirk::LeadingZeroInteger`], refused.
    LeadingZeroInteger,
    /// [`Quirk::NegativeZero`], refused.
    NegativeZero,
    /// [`Quirk::LeadingZeroLength`], refused.
    LeadingZeroLength,
    /// [`Quirk::UnsortedKey`], refused; when encoding, keys out of order.
    UnsortedKey,
    /// [`Quirk::DuplicateKey`], refused; when encoding, a key given twice.
    DuplicateKey,
    /// More lists and dictionaries open at once than [`Rules::max_depth`](crate::Rules::max_depth) or the
    /// ceiling of a layer allows.
    DepthLimit {
        /// The most that may be open at once.
        max: usize,
    },
    /// More items than [`Rules::max_items`](crate::Rules::max_items).
    ItemLimit {
        /// The most items allowed.
        max: usize,
    },
    /// A byte string longer than [`Rules::max_length`](crate::Rules::max_length).
    LengthLimit {
        /// The greatest length allowed.
        max: usize,
    },
    /// More input than [`Rules::max_input`](crate::Rules::max_input), or than 2^32-1 bytes.
    InputLimit {
        /// The greatest length allowed.
        max: usize,
    },
    /// An integer that does not fit the expected type.
    OutOfRange {
        /// The name of that type, such as `u16`.
        range: &'static str,
    },
    /// A value of another type than the expected one.
    WrongType,
    /// A value of the expected type that is not valid here.
    WrongValue,
    /// A list, tuple or byte string of the wrong length.
    WrongLength,
    /// A field that is absent.
    MissingField,
    /// A field that the type does not have, where unknown fields are refused.
    UnknownField,
    /// A variant that the enum does not have.
    UnknownVariant,
    /// A field that occurs twice.
    DuplicateField,
    /// A byte string that is not UTF-8 where text was expected.
    NotUtf8,
    /// A value that bencode cannot represent: a float, a unit, a `None` outside a dictionary.
    Unsupported,
    /// A call that does not fit what was written so far: an end with nothing open, a key or a value where none
    /// was expected, or finishing before the end.
    Unbalanced,
    /// The buffer to write into is full.
    BufferFull,
    /// Reading or writing failed; the text has the reason.
    Io,
    /// An error of a type's own `Deserialize` or `Serialize`.
    Custom,
}

impl ErrorKind {
    pub(super) const fn is_output(self) -> bool {
        matches!(self, ErrorKind::Unsupported | ErrorKind::Unbalanced | ErrorKind::BufferFull)
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt_words(f)?;
        self.fmt_note(f)
    }
}

impl ErrorKind {
    /// Writes the part of the message before the offset.
    pub(super) fn fmt_words(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ErrorKind::DepthLimit { max } => {
                write!(f, "nesting deeper than {max} level{}", plural(max))
            }
            ErrorKind::ItemLimit { max } => write!(f, "more than {max} item{}", plural(max)),
            ErrorKind::LengthLimit { max } => {
                write!(f, "byte string longer than {max} byte{}", plural(max))
            }
            ErrorKind::InputLimit { max } => {
                write!(f, "input longer than {max} byte{}", plural(max))
            }
            ErrorKind::OutOfRange { range } => write!(f, "integer does not fit {range}"),
            _ => f.write_str(self.words()),
        }
    }

    /// Writes the part of the message after the offset.
    pub(super) fn fmt_note(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ErrorKind::UnexpectedEnd { missing } => {
                write!(f, " (at least {missing} more byte{} needed)", plural(missing))
            }
            _ => Ok(()),
        }
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

impl ErrorKind {
    const fn words(self) -> &'static str {
        match self {
            ErrorKind::UnexpectedEnd { .. } => "unexpected end of input",
            ErrorKind::UnexpectedByte => "unexpected byte",
            ErrorKind::ExpectedDigit => "expected a digit",
            ErrorKind::LengthOverflow => "length of a byte string too large",
            ErrorKind::KeyNotString => "expected a key that is a byte string",
            ErrorKind::MissingValue => "expected a value, found `e`",
            ErrorKind::TrailingData => "trailing data after the value",
            ErrorKind::LeadingZeroInteger => "leading zero in an integer",
            ErrorKind::NegativeZero => "negative zero",
            ErrorKind::LeadingZeroLength => "leading zero in a length",
            ErrorKind::UnsortedKey => "unsorted key",
            ErrorKind::DuplicateKey => "duplicate key",
            ErrorKind::WrongType => "wrong type",
            ErrorKind::WrongValue => "wrong value",
            ErrorKind::WrongLength => "wrong length",
            ErrorKind::MissingField => "missing field",
            ErrorKind::UnknownField => "unknown field",
            ErrorKind::UnknownVariant => "unknown variant",
            ErrorKind::DuplicateField => "duplicate field",
            ErrorKind::NotUtf8 => "expected text, found bytes that are not UTF-8",
            ErrorKind::Unsupported => "cannot be represented in bencode",
            ErrorKind::Unbalanced => "unexpected call",
            ErrorKind::BufferFull => "buffer full",
            ErrorKind::Io => "input or output failed",
            _ => "invalid value",
        }
    }
}

/// What was expected in place of the byte that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Wanted {
    Value,
    /// Or the end of the dictionary.
    Key,
    Digit,
    DigitOrMinus,
    DigitOrEnd,
    DigitOrColon,
}

impl Wanted {
    const fn words(self) -> &'static str {
        match self {
            Wanted::Value => "a value",
            Wanted::Key => "a key or the end of the dictionary",
            Wanted::Digit => "a digit",
            Wanted::DigitOrMinus => "a digit or `-`",
            Wanted::DigitOrEnd => "a digit or `e`",
            Wanted::DigitOrColon => "a digit or `:`",
        }
    }

    /// "expected a value, found `e`".
    pub(super) fn fmt_instead_of(self, found: u8, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found ", self.words())?;
        match (self, found) {
            (Wanted::Key, b'i') => f.write_str("an integer"),
            (Wanted::Key, b'l') => f.write_str("a list"),
            (Wanted::Key, b'd') => f.write_str("a dictionary"),
            (_, b'!'..=b'~') => write!(f, "`{}`", char::from(found)),
            _ => write!(f, "byte 0x{found:02x}"),
        }
    }
}
