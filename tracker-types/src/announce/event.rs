//! The events of an announce.

use core::fmt;
use core::str::FromStr;

use crate::error::{Error, ErrorKind};

/// The reason why a client announces outside the regular interval (BEP 3; `Paused`: BEP 21).
///
/// A regular announce has no event: `None`.
///
/// ```
/// use tracker_types::Event;
///
/// assert_eq!(Event::from_http_name("completed"), Some(Event::Completed));
/// assert_eq!(Event::Completed.http_name(), "completed");
/// assert_eq!(Event::Completed.udp_code(), 1);
/// assert_eq!("completed".parse(), Ok(Event::Completed));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Event {
    /// The first announce of a session.
    Started,
    /// The download has just become complete.
    Completed,
    /// The client leaves the swarm.
    Stopped,
    /// The client is a partial seed: it wants no more data, but stays (BEP 21).
    Paused,
}

impl Event {
    const ALL: [Event; 4] = [Event::Started, Event::Completed, Event::Stopped, Event::Paused];

    /// The value of the query's `event`.
    pub const fn http_name(self) -> &'static str {
        match self {
            Event::Started => "started",
            Event::Completed => "completed",
            Event::Stopped => "stopped",
            Event::Paused => "paused",
        }
    }

    /// The event with that name.
    pub fn from_http_name(name: &str) -> Option<Event> {
        Event::ALL.into_iter().find(|event| event.http_name() == name)
    }

    /// The number in a UDP announce (BEP 15), where 0 is no event; libtorrent sends 4 for paused.
    pub const fn udp_code(self) -> u32 {
        match self {
            Event::Completed => 1,
            Event::Started => 2,
            Event::Stopped => 3,
            Event::Paused => 4,
        }
    }

    /// The event with that number.
    pub fn from_udp_code(code: u32) -> Option<Event> {
        Event::ALL.into_iter().find(|event| event.udp_code() == code)
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.http_name())
    }
}

/// Reads the value of a query's `event`, as [`from_http_name`](Event::from_http_name) does.
impl FromStr for Event {
    type Err = Error;

    fn from_str(name: &str) -> Result<Event, Error> {
        Event::from_http_name(name).ok_or_else(|| Error::new(ErrorKind::UnknownEvent, 0))
    }
}
