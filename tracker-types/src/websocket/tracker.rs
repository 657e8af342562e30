//! Messages from a tracker to a client: decoding and encoding.

mod message;
mod read;
mod write;

pub use message::AnswerToPeer;
pub use message::OfferToPeer;
pub use message::TrackerMessage;

use super::fields::Fields;
use super::members::Plain;
use crate::error::Error;
use crate::quirk::Quirks;
use crate::sink::Sink;
use read::Members;

/// Reads a message from a tracker, and reports its quirks.
///
/// With a `failure reason` the message is a failure, whatever else it contains.
///
/// ```
/// use tracker_types::websocket::{TrackerMessage, tracker};
///
/// // bittorrent-tracker 11.2.3.
/// let frame = r#"{"complete":1,"incomplete":0,"action":"announce","interval":120,
///     "info_hash":"0123456789ABCDEFGHIJ"}"#;
/// let (message, quirks) = tracker::decode(frame.as_bytes())?;
/// assert!(quirks.is_empty());
/// let TrackerMessage::Announce { info_hash, response } = message else { unreachable!() };
/// assert_eq!(info_hash.as_bytes(), b"0123456789ABCDEFGHIJ");
/// assert_eq!((response.complete, response.interval), (Some(1), Some(120)));
///
/// // The same server, in answer to a message that it cannot read.
/// let (message, _) = tracker::decode(br#"{"failure reason":"invalid info_hash"}"#)?;
/// let failure = message.into_announce_reply().unwrap().into_result().unwrap_err();
/// assert_eq!(failure.to_string(), "invalid info_hash");
/// # Ok::<(), tracker_types::Error>(())
/// ```
///
/// # Errors
///
/// [`NotJson`](crate::ErrorKind::NotJson) for a message that is not a JSON object,
/// [`InvalidAction`](crate::ErrorKind::InvalidAction) for an unknown `action`,
/// [`MissingParameter`](crate::ErrorKind::MissingParameter) for a required member that is missing, and
/// for ids that cannot be read [`NotString`](crate::ErrorKind::NotString),
/// [`WrongLength`](crate::ErrorKind::WrongLength),
/// [`HexInfoHash`](crate::ErrorKind::HexInfoHash) or
/// [`InvalidBinaryString`](crate::ErrorKind::InvalidBinaryString).
pub fn decode(message: &[u8]) -> Result<(TrackerMessage<'_>, Quirks), Error> {
    let mut fields = Fields::new(message);
    let (mut members, end) = match fields.object::<Plain<Members<'_>>>() {
        Some((Plain(members), end)) => (members, end),
        None => fields.object().ok_or_else(|| fields.no_object())?,
    };
    fields.ends(end);
    let message = read::message(&mut members, &mut fields)?;
    Ok((message, fields.quirks))
}

/// Writes a message of a tracker, in the shortest form and with the order and spelling of
/// bittorrent-tracker's server.
///
/// A missing `interval` is written as 120 seconds, which most trackers send; peers and `external ip` are
/// not written. Text becomes UTF-8.
///
/// ```
/// use tracker_types::{Failure, InfoHash};
/// use tracker_types::websocket::{Action, TrackerMessage, tracker};
///
/// let mut frame = Vec::new();
/// let message = TrackerMessage::Failure {
///     action: Some(Action::Announce),
///     info_hash: Some(InfoHash(*b"0123456789ABCDEFGHIJ")),
///     failure: Failure::new("unregistered torrent"),
/// };
/// tracker::encode(&message, &mut frame);
/// let expected = r#"{"action":"announce","failure reason":"unregistered torrent","info_hash":"0123456789ABCDEFGHIJ"}"#;
/// assert_eq!(frame, expected.as_bytes());
/// ```
pub fn encode(message: &TrackerMessage<'_>, out: &mut impl Sink) {
    write::message(message, out);
}
