//! The error of every decoder: its kind, its offset, and the parameter or path.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::string::ToString;
use core::fmt;

use crate::body::BodyKind;
use crate::quirk::Quirk;

/// The kind of an [`Error`], to match on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A required parameter is missing.
    MissingParameter,
    /// An announce has more than one `info_hash`.
    DuplicateInfoHash,
    /// An info-hash given as hex digits instead of its 20 bytes, which are percent-encoded in a
    /// query and a binary string in a WebSocket message.
    HexInfoHash,
    /// A value of a fixed length is shorter or longer.
    WrongLength {
        /// The required length, in bytes.
        expected: usize,
        /// The length found, in bytes.
        found: usize,
    },
    /// Hex or base32 text with the wrong number of digits.
    WrongDigitCount {
        /// The required number of digits.
        expected: usize,
        /// The number found.
        found: usize,
    },
    /// A `%` without two hex digits after it.
    BadEscape,
    /// Not a number.
    InvalidNumber,
    /// A number that does not fit its field.
    OutOfRange {
        /// The largest number that fits.
        max: u64,
    },
    /// An unknown event.
    UnknownEvent,
    /// A character that is not a digit of hex or base32.
    InvalidDigit,
    /// Not a URL, or a URL without a valid scheme, host or port.
    InvalidUrl,
    /// A URL whose scheme is neither `http` nor `https`, where a request over HTTP is made.
    NotHttp,
    /// An announce URL without a scrape URL.
    NoScrape,
    /// Not a magnet link, or a magnet link without an info-hash that this crate supports.
    InvalidMagnet,
    /// A host that is neither an IP address nor a name.
    InvalidHost,
    /// A quirk that the options refuse.
    Refused(Quirk),
    /// A reply or torrent file that does not begin like bencode: an HTML page, compressed data or
    /// nothing.
    NotBencode(BodyKind),
    /// Bencode that is malformed or exceeds a limit; the error's source gives the details.
    Bencode,
    /// A reply or metainfo that is bencode but not a dictionary.
    NotDictionary,
    /// Metainfo without an `info` dictionary.
    MissingInfo,
    /// Metainfo with more than one `info`: programs would disagree about which torrent it is.
    DuplicateInfo,
    /// An `info` dictionary that is neither v1 (BEP 3) nor v2 (BEP 52).
    UnknownInfo,
    /// A UDP connect request without the protocol's magic constant (BEP 15).
    NotConnect,
    /// A UDP message with an action that BEP 15 does not define.
    UnknownAction(u32),
    /// A message does not fit into the buffer.
    NoRoom {
        /// The length of the message, in bytes.
        needed: usize,
    },
    /// A KRPC message whose `y` is not `q`, `r` or `e` (BEP 5).
    UnknownType,
    /// A WebSocket message that is not JSON, or not an object.
    NotJson,
    /// A binary string with a character above U+00FF.
    InvalidBinaryString,
    /// An id that is not a string.
    NotString,
    /// A WebSocket message whose `action` is neither `announce` nor `scrape`.
    InvalidAction,
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            ErrorKind::WrongLength { expected, found: 1 } => {
                write!(f, "1 byte instead of {expected}")
            }
            ErrorKind::WrongLength { expected, found } => {
                write!(f, "{found} bytes instead of {expected}")
            }
            ErrorKind::WrongDigitCount { expected, found: 1 } => {
                write!(f, "1 digit instead of {expected}")
            }
            ErrorKind::WrongDigitCount { expected, found } => {
                write!(f, "{found} digits instead of {expected}")
            }
            ErrorKind::OutOfRange { max } => write!(f, "number above {max}"),
            ErrorKind::Refused(quirk) => write!(f, "refused: {quirk}"),
            ErrorKind::NoRoom { needed } => write!(f, "no room for {needed} bytes"),
            ErrorKind::UnknownAction(action) => write!(f, "unknown action {action}"),
            ErrorKind::NotBencode(body) => write!(f, "{body} instead of bencode"),
            other => f.write_str(other.words()),
        }
    }
}

impl ErrorKind {
    const fn words(self) -> &'static str {
        match self {
            ErrorKind::MissingParameter => "missing parameter",
            ErrorKind::DuplicateInfoHash => "more than one info-hash in an announce",
            ErrorKind::HexInfoHash => "info-hash as hex digits, not as 20 bytes",
            ErrorKind::BadEscape => "percent sign without two hex digits",
            ErrorKind::InvalidNumber => "not a number",
            ErrorKind::UnknownEvent => "unknown event",
            ErrorKind::InvalidDigit => "not a digit of this encoding",
            ErrorKind::InvalidUrl => "not a tracker URL",
            ErrorKind::NotHttp => "not an HTTP tracker's URL",
            ErrorKind::NoScrape => "no scrape URL for this announce URL",
            ErrorKind::InvalidMagnet => "not a magnet link with an info-hash",
            ErrorKind::InvalidHost => "neither an IP address nor a host name",
            ErrorKind::NotDictionary => "not a dictionary",
            ErrorKind::MissingInfo => "no info dictionary",
            ErrorKind::DuplicateInfo => "more than one info dictionary",
            ErrorKind::NotConnect => "not a connect request",
            ErrorKind::UnknownType => "message type is not q, r or e",
            ErrorKind::NotJson => "not a JSON object",
            ErrorKind::InvalidBinaryString => "character above U+00FF in a binary string",
            ErrorKind::NotString => "not a string",
            ErrorKind::InvalidAction => "action is neither announce nor scrape",
            ErrorKind::UnknownInfo => "info dictionary of neither v1 nor v2",
            _ => "unreadable",
        }
    }
}

/// Why a message could not be read: the kind, the parameter or path, and the offset.
///
/// ```
/// use tracker_types::{AnnounceRequest, ErrorKind};
///
/// let query = b"info_hash=d1101a2b9d202811a05e8c57c557a20bf974dc8a&port=6881";
/// let error = AnnounceRequest::parse_query(query).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::HexInfoHash);
/// assert_eq!(
///     error.to_string(),
///     "info_hash: info-hash as hex digits, not as 20 bytes at byte 10",
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    inner: Box<Inner>,
}

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    /// A query's parameter or a path into a reply; empty if it is the whole input.
    place: Cow<'static, str>,
    offset: usize,
    /// The first bytes of a body that is not bencode, escaped.
    excerpt: String,
    source: Option<bencode::Error>,
}

/// The number of bytes that an error shows of a body that is not bencode.
const SHOWN: usize = 64;

impl Error {
    #[cold]
    pub(crate) fn new(kind: ErrorKind, offset: usize) -> Error {
        let (place, excerpt) = (Cow::Borrowed(""), String::new());
        Error { inner: Box::new(Inner { kind, place, offset, excerpt, source: None }) }
    }

    /// The error for a body that is not bencode, with the format it looks like and its first bytes.
    #[cold]
    pub(crate) fn not_bencode(body: &[u8]) -> Error {
        let mut error = Error::new(ErrorKind::NotBencode(BodyKind::sniff(body)), 0);
        let shown = body.get(..SHOWN).unwrap_or(body);
        error.inner.excerpt = shown.escape_ascii().to_string();
        error
    }

    /// Sets the parameter or path.
    #[cold]
    pub(crate) fn in_place(mut self, place: impl Into<Cow<'static, str>>) -> Error {
        self.inner.place = place.into();
        self
    }

    /// Adds `offset` to the error's offset, for an input that is part of a larger one.
    #[cold]
    pub(crate) fn moved_by(mut self, offset: usize) -> Error {
        self.inner.offset = self.inner.offset.saturating_add(offset);
        self
    }

    /// Limits the offset to `length`, for an input that was transformed before it was read.
    #[cold]
    pub(crate) fn within(mut self, length: usize) -> Error {
        self.inner.offset = self.inner.offset.min(length);
        self
    }

    /// The kind of error.
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The parameter of a query, such as `info_hash`, or the path into a reply, such as
    /// `peers[3].port`. Empty if the error concerns the input as a whole, and for malformed
    /// bencode, whose path is in the message of the [`source`](std::error::Error::source).
    pub fn place(&self) -> &str {
        &self.inner.place
    }

    /// The first 64 bytes of a body that is not bencode, with everything except printable ASCII
    /// escaped; empty for all other errors.
    pub fn excerpt(&self) -> &str {
        &self.inner.excerpt
    }

    /// The offset of the error in the input, in bytes; the length of the input if something is
    /// missing.
    pub fn offset(&self) -> usize {
        self.inner.offset
    }
}

impl From<bencode::Error> for Error {
    fn from(source: bencode::Error) -> Error {
        let mut error = Error::new(ErrorKind::Bencode, source.offset());
        error.inner.source = Some(source);
        error
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.inner.place.is_empty() {
            write!(f, "{}: ", self.inner.place)?;
        }
        match &*self.inner {
            Inner { source: Some(source), .. } => write!(f, "{source}"),
            Inner { kind, excerpt, .. } if !excerpt.is_empty() => {
                write!(f, "{kind}: {excerpt}")
            }
            Inner { kind, offset, .. } => write!(f, "{kind} at byte {offset}"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({:?}, \"{self}\")", self.kind())
    }
}

impl core::error::Error for Error {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        self.inner.source.as_ref().map(|source| source as _)
    }
}
