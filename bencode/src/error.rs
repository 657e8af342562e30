//! Errors: what went wrong, and where.

mod kind;

#[cfg(feature = "alloc")]
use alloc::{boxed::Box, string::String};
use core::fmt;

use crate::quirk::Quirk;

pub use kind::ErrorKind;
pub(crate) use kind::Wanted;

/// The offset of an error whose place is not known (yet).
#[cfg(feature = "alloc")]
pub(crate) const NOWHERE: usize = usize::MAX;

/// An error without an offset yet.
#[cfg(feature = "alloc")]
#[cold]
pub(crate) fn nowhere(kind: ErrorKind, text: String) -> Error {
    Error::new(kind, NOWHERE).with_text(text)
}

/// The error type of the hot paths: one byte. Offset, counts and text are added on the cold exit.
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

/// The value that a serde error reports as found, by its content.
#[cfg(feature = "serde")]
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Culprit {
    Int(i128),
    /// A byte string of this length, with its first bytes.
    Bytes {
        length: usize,
        start: alloc::vec::Vec<u8>,
    },
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

/// Why decoding or encoding stopped, and where.
///
/// One pointer wide with `alloc`. It owns its text and never borrows the input.
///
/// ```
/// let err = bencode::Reader::new(b"i1").next().unwrap_err();
/// assert_eq!(err.kind(), bencode::ErrorKind::UnexpectedEnd { missing: 1 });
/// assert_eq!(err.to_string(), "unexpected end of input at byte 2 (at least 1 more byte needed)");
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
    /// What was expected, and the unexpected byte that was found.
    found: Option<(Wanted, u8)>,
    /// Rendered, as `info.files[3].length`; empty if unknown or the root.
    #[cfg(feature = "alloc")]
    path: String,
    /// Replaces the kind's own words, unless empty.
    #[cfg(feature = "alloc")]
    text: String,
    /// A suggestion how to fix it, unless empty.
    #[cfg(feature = "alloc")]
    hint: &'static str,
    /// The value it is about, if serde had buffered that value.
    #[cfg(feature = "serde")]
    culprit: Option<Culprit>,
    /// Whether the offset counts bytes written.
    #[cfg(feature = "alloc")]
    is_output: bool,
}

impl Error {
    #[cold]
    pub(crate) fn new(kind: ErrorKind, offset: usize) -> Error {
        let inner = Inner {
            kind,
            offset,
            found: None,
            #[cfg(feature = "alloc")]
            path: String::new(),
            #[cfg(feature = "alloc")]
            text: String::new(),
            #[cfg(feature = "alloc")]
            hint: "",
            #[cfg(feature = "serde")]
            culprit: None,
            #[cfg(feature = "alloc")]
            is_output: kind.is_output(),
        };
        #[cfg(feature = "alloc")]
        let inner = Box::new(inner);
        Error { inner }
    }

    /// The error of a reader or writer.
    #[cfg(feature = "std")]
    #[cold]
    pub(crate) fn io(error: &std::io::Error, offset: usize) -> Error {
        Error::new(ErrorKind::Io, offset).with_text(alloc::string::ToString::to_string(error))
    }

    /// Names the unexpected byte, and what was expected.
    #[cold]
    pub(crate) fn with_found(mut self, wanted: Wanted, found: u8) -> Error {
        self.inner.found = Some((wanted, found));
        self
    }

    /// Appends a suggestion how to fix it.
    #[cfg(feature = "alloc")]
    #[cold]
    pub(crate) fn with_hint(mut self, hint: &'static str) -> Error {
        self.inner.hint = hint;
        self
    }

    /// Remembers the value it is about, until its place is known.
    #[cfg(feature = "serde")]
    #[cold]
    pub(crate) fn with_culprit(mut self, culprit: Option<Culprit>) -> Error {
        self.inner.culprit = culprit;
        self
    }

    #[cfg(feature = "serde")]
    #[cold]
    pub(crate) fn take_culprit(&mut self) -> Option<Culprit> {
        self.inner.culprit.take()
    }

    /// Replaces the kind.
    #[cfg(feature = "serde")]
    #[cold]
    pub(crate) fn with_kind(mut self, kind: ErrorKind) -> Error {
        self.inner.kind = kind;
        self
    }

    /// Replaces the words of the kind with `text`.
    #[cfg(feature = "alloc")]
    #[cold]
    pub(crate) fn with_text(mut self, text: String) -> Error {
        self.inner.text = text;
        self
    }

    /// Adds a rendered path before the message.
    #[cfg(feature = "alloc")]
    #[cold]
    pub(crate) fn with_path(mut self, path: String) -> Error {
        self.inner.path = path;
        self
    }

    /// Marks the offset as one in the output, whatever the kind.
    #[cfg(feature = "alloc")]
    #[cold]
    pub(crate) fn of_output(mut self) -> Error {
        self.inner.is_output = true;
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

    /// The byte at which it went wrong, counted from the start of the input: the first byte that cannot be
    /// right, the end of an input that is cut short, or the start of an out-of-order key. When encoding: the
    /// number of bytes written so far.
    ///
    /// `usize::MAX` if there is no offset: for a failed writer, a key given twice to a `Dict`, and custom
    /// errors when a `Deserializer` or `Serializer` is used directly.
    pub fn offset(&self) -> usize {
        self.inner.offset
    }

    /// Whether the input is cut short: more bytes may help.
    pub fn is_eof(&self) -> bool {
        matches!(self.kind(), ErrorKind::UnexpectedEnd { .. })
    }

    /// Whether the input is not bencode, or not as canonical as the rules require.
    pub fn is_syntax(&self) -> bool {
        let other = self.is_eof() || self.is_limit() || self.is_data() || self.kind().is_output();
        !(other || self.kind() == ErrorKind::Io)
    }

    /// Whether a limit was exceeded: depth, items, length of a byte string, size of the input.
    pub fn is_limit(&self) -> bool {
        matches!(
            self.kind(),
            ErrorKind::DepthLimit { .. }
                | ErrorKind::ItemLimit { .. }
                | ErrorKind::LengthLimit { .. }
                | ErrorKind::InputLimit { .. }
        )
    }

    /// Whether the input is bencode, but not what the type expects.
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
    fn is_output(&self) -> bool {
        self.inner.is_output
    }

    #[cfg(not(feature = "alloc"))]
    fn is_output(&self) -> bool {
        self.kind().is_output()
    }

    #[cfg(feature = "alloc")]
    fn fmt_message(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.inner.path.is_empty() {
            write!(f, "{}: ", self.inner.path)?;
        }
        match self.inner.text.as_str() {
            "" => self.fmt_kind(f),
            text => f.write_str(text),
        }
    }

    #[cfg(not(feature = "alloc"))]
    fn fmt_message(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt_kind(f)
    }

    fn fmt_kind(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.inner.found {
            Some((wanted, found)) => wanted.fmt_instead_of(found, f),
            None => self.kind().fmt_words(f),
        }
    }

    /// What follows the offset.
    fn fmt_rest(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_output() { " of the output" } else { "" })?;
        self.kind().fmt_note(f)?;
        #[cfg(feature = "alloc")]
        if !self.inner.hint.is_empty() {
            write!(f, " ({})", self.inner.hint)?;
        }
        Ok(())
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
        self.fmt_rest(f)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({:?}, \"{self}\")", self.kind())
    }
}

impl core::error::Error for Error {}

/// `UnexpectedEof` if the input is cut short, `InvalidData` if it is wrong.
#[cfg(feature = "std")]
impl From<Error> for std::io::Error {
    fn from(error: Error) -> Self {
        let kind = match error.kind() {
            ErrorKind::UnexpectedEnd { .. } => std::io::ErrorKind::UnexpectedEof,
            ErrorKind::Io => std::io::ErrorKind::Other,
            _ => std::io::ErrorKind::InvalidData,
        };
        std::io::Error::new(kind, error)
    }
}
