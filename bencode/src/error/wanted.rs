//! What was expected at a byte that makes no sense there.

use core::fmt;

/// What may stand where something else was found.
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
