//! `retry in`: the time to the next attempt after a failure (BEP 31).

use core::fmt;

/// When a client may ask again (BEP 31).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RetryIn {
    /// After this number of minutes.
    Minutes(u32),
    /// Not at all: `never`.
    Never,
}

impl fmt::Display for RetryIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RetryIn::Minutes(1) => f.write_str("retry in 1 minute"),
            RetryIn::Minutes(minutes) => write!(f, "retry in {minutes} minutes"),
            RetryIn::Never => f.write_str("never retry"),
        }
    }
}
