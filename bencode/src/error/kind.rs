//! What went wrong, in one of thirty ways.

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
    /// A byte that no value, key or end can have at this place.
    UnexpectedByte,
    /// An integer without digits: `ie` or `i-e`.
    ExpectedDigit,
    /// The length of a byte string exceeds what the machine can address (2^64-1 on 64 bits).
    LengthOverflow,
    /// A dictionary key that is no byte string.
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
    /// [`Quirk::UnsortedKey`], refused; on the way out, keys given to an encoder out of order.
    UnsortedKey,
    /// [`Quirk::DuplicateKey`], refused; on the way out, a key given twice.
    DuplicateKey,
    /// More lists and dictionaries open at once than [`Rules::max_depth`](crate::Rules::max_depth)
    /// or a layer's own ceiling allows.
    DepthLimit {
        /// How many may be open.
        max: usize,
    },
    /// More items than [`Rules::max_items`](crate::Rules::max_items).
    ItemLimit {
        /// How many there may be.
        max: usize,
    },
    /// A byte string longer than [`Rules::max_length`](crate::Rules::max_length).
    LengthLimit {
        /// How long it may be.
        max: usize,
    },
    /// More input than [`Rules::max_input`](crate::Rules::max_input), or than 32-bit offsets reach.
    InputLimit {
        /// How long it may be.
        max: usize,
    },
    /// An integer that does not fit the type asked for.
    OutOfRange {
        /// The name of that type, such as `u16`.
        range: &'static str,
    },
    /// A value of another type than the one asked for.
    WrongType,
    /// A value of the right type that means nothing here.
    WrongValue,
    /// A list, tuple or byte string of the wrong length.
    WrongLength,
    /// A field that is not there.
    MissingField,
    /// A field nobody knows, where those are refused.
    UnknownField,
    /// An enum variant nobody knows.
    UnknownVariant,
    /// A field that is there twice.
    DuplicateField,
    /// A byte string that is not UTF-8 where text was asked for.
    NotUtf8,
    /// Something bencode cannot say: a float, a unit, a `None` outside a dictionary.
    Unsupported,
    /// Writing an end with nothing open, a key or value where none is due, or stopping before the end.
    Unbalanced,
    /// The buffer to write into is full.
    BufferFull,
    /// Reading or writing failed; the text says how.
    Io,
    /// Said by a type's own `Deserialize` or `Serialize`.
    Custom,
}

impl ErrorKind {
    pub(super) const fn is_output(self) -> bool {
        matches!(self, ErrorKind::Unsupported | ErrorKind::Unbalanced | ErrorKind::BufferFull)
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            ErrorKind::UnexpectedEnd { missing } => {
                write!(f, "input ends, at least {missing} byte{} missing,", plural(missing))
            }
            ErrorKind::DepthLimit { max } => write!(f, "nesting deeper than {max}"),
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
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

impl ErrorKind {
    const fn words(self) -> &'static str {
        match self {
            ErrorKind::UnexpectedByte => "unexpected byte",
            ErrorKind::ExpectedDigit => "integer without digits",
            ErrorKind::LengthOverflow => "length too large",
            ErrorKind::KeyNotString => "key is not a byte string",
            ErrorKind::MissingValue => "dictionary ends before the value of a key",
            ErrorKind::TrailingData => "data behind the value",
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
            ErrorKind::NotUtf8 => "text is not UTF-8",
            ErrorKind::Unsupported => "not to be said in bencode",
            ErrorKind::Unbalanced => "out of turn",
            ErrorKind::BufferFull => "buffer full",
            ErrorKind::Io => "input or output failed",
            _ => "invalid value",
        }
    }
}
