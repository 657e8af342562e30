//! A question to a tracker, its answer, and its failures, over any wire.

use std::fmt;
use std::io;
use std::net::SocketAddr;

use tracker_types::{
    AnnounceRequest, AnnounceResponse, Error, Failure, InfoHash, Quirks, ScrapeResponse,
};

/// A question to a tracker.
#[derive(Clone, Copy, Debug)]
pub enum Question<'a> {
    Announce(&'a AnnounceRequest<'a>),
    Scrape(&'a [InfoHash]),
}

/// A tracker's answer.
#[derive(Clone, Debug)]
pub enum Answer {
    Announce(AnnounceResponse<'static>),
    Scrape(ScrapeResponse<'static>),
}

/// A question and its answer, as sent over the wire.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// A request line, a datagram in hex, or JSON.
    pub asked: String,
    /// The body of a response, a datagram or a message.
    pub body: Vec<u8>,
}

/// A tracker's answer, and where it came from.
#[derive(Clone, Debug)]
pub struct Answered {
    pub url: String,
    /// The address that answered; `None` if a proxy made the connection.
    pub address: Option<SocketAddr>,
    pub exchange: Exchange,
    pub answer: Answer,
    pub quirks: Quirks,
}

/// Why a tracker gave no answer that can be used.
#[derive(Debug)]
pub enum Problem {
    /// A scheme that this client does not support.
    Scheme(String),
    Url(Error),
    /// A UDP URL without a port, which it has to have.
    NoPort,
    Io(io::Error),
    Http(ureq::Error),
    WebSocket(Box<tungstenite::Error>),
    Silent,
    /// An HTTP status other than 200, and a body that cannot be decoded.
    Status(u16, Error),
    Unreadable(Error),
    Refused(Failure<'static>),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Scheme(scheme) => write!(f, "skipped: trackers are not reached over {scheme}"),
            Problem::Url(error) | Problem::Unreadable(error) => error.fmt(f),
            Problem::NoPort => f.write_str("the URL names no port"),
            Problem::Io(error) => error.fmt(f),
            Problem::Http(error) => error.fmt(f),
            Problem::WebSocket(error) => error.fmt(f),
            Problem::Silent => f.write_str("no answer"),
            Problem::Status(status, error) => write!(f, "HTTP status {status}: {error}"),
            Problem::Refused(failure) => write!(f, "refused: {failure}"),
        }
    }
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Problem {
        Problem::Io(error)
    }
}

impl From<tungstenite::Error> for Problem {
    fn from(error: tungstenite::Error) -> Problem {
        Problem::WebSocket(Box::new(error))
    }
}
