//! Why a text is no hexdump, and where.

use core::fmt;

/// The kind of a [`HexError`], to match on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HexErrorKind {
    /// A byte that is no hex digit, no separator and begins no comment.
    UnexpectedByte(u8),
    /// A group with an odd number of digits: half a byte.
    OddDigits,
    /// Numbers of two bytes or more in the order of the machine, so that the bytes are swapped:
    /// `hexdump` without options, `od -x`, `xxd -e`.
    Words,
    /// Octal, decimal or binary numbers, or characters: `od` without options, `od -c`, `xxd -b`,
    /// `{:?}` of a slice.
    NotHex,
    /// A line without the address that the lines above have.
    MissingAddress,
    /// An address that the bytes in front do not lead to: a line is missing, or another dump begins.
    WrongAddress {
        /// Bytes in front of the line since the dump began.
        counted: usize,
    },
    /// A `*` without a row in front, or without a whole number of rows up to the next address.
    BadRepeat,
    /// Rows left out as `*` for more than [`MAX_REPEATED`](super::MAX_REPEATED) bytes.
    TooLong,
}

impl fmt::Display for HexErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            HexErrorKind::UnexpectedByte(byte) => {
                write!(f, "`{}` in a hexdump", byte.escape_ascii())
            }
            HexErrorKind::OddDigits => f.write_str("odd number of hex digits"),
            HexErrorKind::Words => f.write_str(
                "words in the byte order of the machine; \
                 dump single bytes: `hexdump -C`, `xxd`, `od -An -tx1`",
            ),
            HexErrorKind::NotHex => f.write_str(
                "octal, decimal or binary numbers, or characters; \
                 dump hex bytes: `hexdump -C`, `xxd`, `od -An -tx1`",
            ),
            HexErrorKind::MissingAddress => f.write_str("no address where other lines have one"),
            HexErrorKind::WrongAddress { counted } => {
                write!(f, "address does not follow the {counted} bytes in front of it")
            }
            HexErrorKind::BadRepeat => {
                f.write_str("`*` does not stand for a whole number of rows between two addresses")
            }
            HexErrorKind::TooLong => {
                write!(f, "`*` stands for more than {} bytes", super::MAX_REPEATED)
            }
        }
    }
}

/// Why a text is no hexdump, and where.
///
/// ```
/// let err = bencode::hex::decode("64 38 3a\n63 6f 6").unwrap_err();
/// assert_eq!((err.line(), err.column()), (2, 7));
/// assert_eq!(err.to_string(), "odd number of hex digits at line 2, column 7");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HexError {
    kind: HexErrorKind,
    line: usize,
    column: usize,
}

impl HexError {
    /// What went wrong.
    pub fn kind(&self) -> HexErrorKind {
        self.kind
    }

    /// The line, counted from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The byte within the line, counted from 1.
    pub fn column(&self) -> usize {
        self.column
    }
}

impl fmt::Display for HexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {}, column {}", self.kind, self.line, self.column)
    }
}

impl core::error::Error for HexError {}

/// What went wrong in a line, and how many bytes into it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault {
    pub(super) kind: HexErrorKind,
    pub(super) at: usize,
}

impl Fault {
    /// `line` is counted from 0.
    #[cold]
    pub(super) fn on_line(self, line: usize) -> HexError {
        let (line, column) = (line.saturating_add(1), self.at.saturating_add(1));
        HexError { kind: self.kind, line, column }
    }
}
