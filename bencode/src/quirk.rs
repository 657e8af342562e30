//! Deviations from the canonical form that leave a document readable.

use core::fmt;

/// A deviation from canonical bencode that a decoder can read past.
///
/// The grammar reports quirks and never judges them; [`Rules`](crate::Rules) decide which are refused.
///
/// ```
/// use bencode::{ErrorKind, Quirk, Rules, Reader};
///
/// // chihaya answers announces with keys in random order.
/// let reply = b"d8:intervali1800e8:completei5ee";
/// assert!(Reader::new(reply).skip_value().is_ok());
///
/// let strict = Rules::default().refuse(Quirk::UnsortedKey);
/// let err = Reader::with_rules(reply, strict).skip_value().unwrap_err();
/// assert_eq!((err.kind(), err.offset()), (ErrorKind::UnsortedKey, 17));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[repr(u8)]
pub enum Quirk {
    /// An integer with leading zeros, such as `i03e` or `i-01e`.
    LeadingZeroInteger,
    /// The integer `i-0e`.
    NegativeZero,
    /// A byte string length with leading zeros, such as `03:abc`.
    LeadingZeroLength,
    /// A dictionary key that sorts before the previous key.
    UnsortedKey,
    /// A dictionary key that already occurred in the same dictionary, adjacent or not.
    DuplicateKey,
    /// Bytes after the end of the value.
    TrailingData,
}

impl Quirk {
    /// The place of this quirk in a bit set.
    pub(crate) const fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl fmt::Display for Quirk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Quirk::LeadingZeroInteger => "leading zero in an integer",
            Quirk::NegativeZero => "negative zero",
            Quirk::LeadingZeroLength => "leading zero in a length",
            Quirk::UnsortedKey => "unsorted key",
            Quirk::DuplicateKey => "duplicate key",
            Quirk::TrailingData => "trailing data after the value",
        })
    }
}
