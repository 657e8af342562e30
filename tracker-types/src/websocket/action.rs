//! The action of a message.

use core::fmt;
use core::str::FromStr;

use crate::error::{Error, ErrorKind};

/// The `action` of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// An announce, a reply to it, an offer or an answer.
    Announce,
    /// A scrape or its reply.
    Scrape,
}

impl Action {
    /// The value of `action`.
    pub const fn name(self) -> &'static str {
        match self {
            Action::Announce => "announce",
            Action::Scrape => "scrape",
        }
    }

    /// The action with this name.
    pub fn from_name(name: &str) -> Option<Action> {
        match name {
            "announce" => Some(Action::Announce),
            "scrape" => Some(Action::Scrape),
            _ => None,
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Action {
    type Err = Error;

    fn from_str(name: &str) -> Result<Action, Error> {
        Action::from_name(name).ok_or_else(|| Error::new(ErrorKind::InvalidAction, 0))
    }
}
