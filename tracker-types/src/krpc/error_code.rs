//! Error codes.

use core::fmt;

/// The number of an error message; any number is possible, because some programs use their own.
///
/// ```
/// use tracker_types::krpc::ErrorCode;
///
/// assert_eq!(ErrorCode(203), ErrorCode::PROTOCOL);
/// assert_eq!(ErrorCode::PROTOCOL.to_string(), "203 (protocol error)");
/// // From bittorrent-dht 11, if it cannot verify signatures.
/// assert_eq!(ErrorCode(400).to_string(), "400");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ErrorCode(pub i64);

impl ErrorCode {
    /// The code of an error that was sent without a number.
    pub const NONE: ErrorCode = ErrorCode(0);
    /// Generic error (BEP 5).
    pub const GENERIC: ErrorCode = ErrorCode(201);
    /// Server error (BEP 5).
    pub const SERVER: ErrorCode = ErrorCode(202);
    /// Protocol error: a malformed message, a bad token; with libtorrent also an id that is not
    /// bound to the address (BEP 5, BEP 42).
    pub const PROTOCOL: ErrorCode = ErrorCode(203);
    /// Unknown method (BEP 5).
    pub const UNKNOWN_METHOD: ErrorCode = ErrorCode(204);
    /// The value of an item is larger than 1000 bytes (BEP 44).
    pub const VALUE_TOO_BIG: ErrorCode = ErrorCode(205);
    /// The signature of an item does not match (BEP 44).
    pub const INVALID_SIGNATURE: ErrorCode = ErrorCode(206);
    /// The salt of an item is longer than 64 bytes (BEP 44).
    pub const SALT_TOO_BIG: ErrorCode = ErrorCode(207);
    /// The item is not at the sequence number in `cas`; read it again (BEP 44).
    pub const CAS_MISMATCH: ErrorCode = ErrorCode(301);
    /// The item has a higher sequence number than the one to be stored (BEP 44).
    pub const SEQUENCE_TOO_LOW: ErrorCode = ErrorCode(302);

    const fn words(self) -> Option<&'static str> {
        Some(match self {
            ErrorCode::GENERIC => "generic error",
            ErrorCode::SERVER => "server error",
            ErrorCode::PROTOCOL => "protocol error",
            ErrorCode::UNKNOWN_METHOD => "unknown method",
            ErrorCode::VALUE_TOO_BIG => "value too big",
            ErrorCode::INVALID_SIGNATURE => "invalid signature",
            ErrorCode::SALT_TOO_BIG => "salt too big",
            ErrorCode::CAS_MISMATCH => "cas mismatch",
            ErrorCode::SEQUENCE_TOO_LOW => "sequence number too low",
            _ => return None,
        })
    }
}

/// Writes the number, and its meaning if a BEP defines it.
impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.words() {
            Some(words) => write!(f, "{} ({words})", self.0),
            None => write!(f, "{}", self.0),
        }
    }
}
