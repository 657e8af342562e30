//! Why something stopped, and where.

#[cfg(feature = "alloc")]
use alloc::{boxed::Box, string::String};
use core::fmt;

use crate::quirk::Quirk;

/// The offset of an error that does not know its place (yet).
#[cfg(feature = "alloc")]
pub(crate) const NOWHERE: usize = usize::MAX;

/// What the hot paths return: a byte. Offsets, counts and words are found out on the cold exit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Defect {
    UnexpectedEnd,
    UnexpectedByte,
    ExpectedDigit,
    LengthOverflow,
    KeyNotString,
    MissingValue,
    DepthLimit,
    ItemLimit,
    LengthLimit,
    InputLimit,
    BufferFull,
    LeadingZeroInteger,
    NegativeZero,
    LeadingZeroLength,
    UnsortedKey,
    DuplicateKey,
    TrailingData,
}

/// A quirk that the rules refuse.
impl From<Quirk> for Defect {
    fn from(quirk: Quirk) -> Defect {
        match quirk {
            Quirk::LeadingZeroInteger => Defect::LeadingZeroInteger,
            Quirk::NegativeZero => Defect::NegativeZero,
            Quirk::LeadingZeroLength => Defect::LeadingZeroLength,
            Quirk::UnsortedKey => Defect::UnsortedKey,
            Quirk::DuplicateKey => Defect::DuplicateKey,
            Quirk::TrailingData => Defect::TrailingData,
        }
    }
}

/// The kind of an [`Error`], to match on.
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
    /// Writing an end with nothing open, a key where none is due, or stopping before the end.
    Unbalanced,
    /// The buffer to write into is full.
    BufferFull,
    /// Reading or writing failed; the text says how.
    Io,
    /// Said by a type's own `Deserialize` or `Serialize`.
    Custom,
}

impl ErrorKind {
    const fn is_output(self) -> bool {
        matches!(self, ErrorKind::Unsupported | ErrorKind::Unbalanced | ErrorKind::BufferFull)
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            ErrorKind::UnexpectedEnd { missing: 1 } => {
                f.write_str("input ends, at least 1 byte missing,")
            }
            ErrorKind::UnexpectedEnd { missing } => {
                write!(f, "input ends, at least {missing} bytes missing,")
            }
            ErrorKind::DepthLimit { max } => write!(f, "nesting deeper than {max}"),
            ErrorKind::ItemLimit { max } => write!(f, "more than {max} items"),
            ErrorKind::LengthLimit { max } => write!(f, "byte string longer than {max} bytes"),
            ErrorKind::InputLimit { max } => write!(f, "input longer than {max} bytes"),
            ErrorKind::OutOfRange { range } => write!(f, "integer does not fit {range}"),
            _ => f.write_str(self.words()),
        }
    }
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
            ErrorKind::Unbalanced => "keys, values and ends out of turn",
            ErrorKind::BufferFull => "buffer full",
            ErrorKind::Io => "input or output failed",
            _ => "invalid value",
        }
    }
}

/// Why decoding or encoding stopped, and where.
///
/// One pointer wide where `alloc` exists. It owns what it says and never borrows the input.
///
/// ```
/// let err = bencode::Reader::new(b"i1").next().unwrap_err();
/// assert_eq!(err.kind(), bencode::ErrorKind::UnexpectedEnd { missing: 1 });
/// assert_eq!(err.to_string(), "input ends, at least 1 byte missing, at byte 2");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    #[cfg(feature = "alloc")]
    inner: Box<Inner>,
    #[cfg(not(feature = "alloc"))]
    inner: Inner,
}

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    offset: usize,
    /// Rendered, as `info.files[3].length`; empty if unknown or the root.
    #[cfg(feature = "alloc")]
    path: String,
    /// Said instead of the kind's own words, unless empty.
    #[cfg(feature = "alloc")]
    text: String,
}

impl Error {
    #[cold]
    pub(crate) fn new(kind: ErrorKind, offset: usize) -> Error {
        let inner = Inner {
            kind,
            offset,
            #[cfg(feature = "alloc")]
            path: String::new(),
            #[cfg(feature = "alloc")]
            text: String::new(),
        };
        #[cfg(feature = "alloc")]
        let inner = Box::new(inner);
        Error { inner }
    }

    /// Says `text` instead of the kind's own words.
    #[cfg(feature = "alloc")]
    #[cold]
    pub(crate) fn with_text(mut self, text: String) -> Error {
        self.inner.text = text;
        self
    }

    /// Puts a rendered path in front.
    #[cfg(feature = "alloc")]
    #[cold]
    pub(crate) fn with_path(mut self, path: String) -> Error {
        self.inner.path = path;
        self
    }

    /// Moves the error to `offset`.
    #[cfg(any(feature = "serde", feature = "std"))]
    #[cold]
    pub(crate) fn with_offset(mut self, offset: usize) -> Error {
        self.inner.offset = offset;
        self
    }

    /// What went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The byte at which it went wrong, counted from the start of the input: the first byte that
    /// makes the input impossible, its length if it is cut short, the start of a key out of order.
    /// On the way out: the bytes written so far.
    pub fn offset(&self) -> usize {
        self.inner.offset
    }

    /// Whether the input is cut short: more bytes may help.
    pub fn is_eof(&self) -> bool {
        matches!(self.kind(), ErrorKind::UnexpectedEnd { .. })
    }

    /// Whether the input is no bencode, or not as canonical as the rules ask for.
    pub fn is_syntax(&self) -> bool {
        let other = self.is_eof() || self.is_limit() || self.is_data() || self.kind().is_output();
        !(other || self.kind() == ErrorKind::Io)
    }

    /// Whether a limit was hit: depth, items, length of a byte string, size of the input.
    pub fn is_limit(&self) -> bool {
        matches!(
            self.kind(),
            ErrorKind::DepthLimit { .. }
                | ErrorKind::ItemLimit { .. }
                | ErrorKind::LengthLimit { .. }
                | ErrorKind::InputLimit { .. }
        )
    }

    /// Whether the bencode is fine but not what the type asked for.
    pub fn is_data(&self) -> bool {
        matches!(
            self.kind(),
            ErrorKind::OutOfRange { .. }
                | ErrorKind::WrongType
                | ErrorKind::WrongValue
                | ErrorKind::WrongLength
                | ErrorKind::MissingField
                | ErrorKind::UnknownField
                | ErrorKind::UnknownVariant
                | ErrorKind::DuplicateField
                | ErrorKind::NotUtf8
                | ErrorKind::Unsupported
                | ErrorKind::Custom
        )
    }

    #[cfg(feature = "alloc")]
    fn fmt_message(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.inner.path.is_empty() {
            write!(f, "{}: ", self.inner.path)?;
        }
        match self.inner.text.as_str() {
            "" => write!(f, "{}", self.inner.kind),
            text => f.write_str(text),
        }
    }

    #[cfg(not(feature = "alloc"))]
    fn fmt_message(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.inner.kind)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt_message(f)?;
        #[cfg(feature = "alloc")]
        if self.offset() == NOWHERE {
            return Ok(());
        }
        write!(f, " at byte {}", self.offset())?;
        if self.kind().is_output() {
            f.write_str(" of the output")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({:?}, \"{self}\")", self.kind())
    }
}

impl core::error::Error for Error {}
