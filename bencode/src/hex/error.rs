//! Why a text is not a hexdump, and where.

use core::fmt;

/// The kind of a [`HexError`], to match on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HexErrorKind {
    /// A byte that is not allowed in this place.
    UnexpectedByte(u8),
    /// Text without any bytes in it, such as only comments.
    NoData,
    /// A group with an odd number of digits: half a byte.
    OddDigits,
    /// Numbers of two bytes or more in the machine's byte order, so that the bytes are swapped: `hexdump`
    /// without options, `od -x`, `xxd -e`.
    Words,
    /// Octal, decimal or binary numbers, or characters: `od` without options, `od -c`, `xxd -b`.
    NotHex,
    /// Text with two possible readings, both named.
    Ambiguous(&'static str, &'static str),
    /// A list with both hex and decimal numbers, none of them with `0x`.
    MixedNumbers,
    /// A number above 255, or below -128.
    NotByte,
    /// A backslash followed by something that is an escape in no language.
    BadEscape,
    /// Base64 with a character out of place.
    BadBase64,
    /// A list whose end the printer left out: `... 20 more bytes`.
    Cut {
        /// The number of bytes left out, if stated.
        missing: Option<usize>,
    },
    /// A line without the address that the lines above have.
    MissingAddress,
    /// An address that does not follow from the bytes before it: a line is missing, or another dump begins.
    WrongAddress {
        /// Bytes from the start of the dump to this line.
        counted: usize,
    },
    /// A `*` without a row before it, or without a whole number of rows up to the next address.
    BadRepeat,
    /// `*` lines that represent more than [`MAX_REPEATED`](super::MAX_REPEATED) bytes.
    TooLong,
}

impl fmt::Display for HexErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            HexErrorKind::UnexpectedByte(byte) => {
                write!(f, "`{}` in a hexdump", byte.escape_ascii())
            }
            HexErrorKind::NoData => f.write_str("no bytes in this text"),
            HexErrorKind::Ambiguous(one, other) => write!(f, "either {one} or {other}"),
            HexErrorKind::MixedNumbers => f.write_str("hex and decimal numbers in one list"),
            HexErrorKind::NotByte => f.write_str("number that does not fit a byte"),
            HexErrorKind::BadEscape => f.write_str("unknown escape"),
            HexErrorKind::BadBase64 => f.write_str("not base64"),
            HexErrorKind::Cut { missing: Some(missing) } => {
                write!(f, "cut by its printer: {missing} more bytes are missing")
            }
            HexErrorKind::Cut { missing: None } => f.write_str("cut by its printer"),
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
                write!(f, "address does not follow from the {counted} bytes before it")
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

/// Why a text is not a hexdump, and where.
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

/// What went wrong, and at which byte of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault {
    pub(super) kind: HexErrorKind,
    pub(super) at: usize,
}

impl Fault {
    #[cold]
    pub(super) fn in_text(self, text: &[u8]) -> HexError {
        let before = text.get(..self.at).unwrap_or(text);
        let lines = before.split(|&byte| byte == b'\n').count();
        let start =
            before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at.saturating_add(1));
        let column = before.len().saturating_sub(start);
        HexError { kind: self.kind, line: lines, column: column.saturating_add(1) }
    }
}
