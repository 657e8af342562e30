//! Messages from a client to a tracker: decoding and encoding.

mod message;
mod read;
mod write;

pub use message::Announce;
pub use message::Answer;
pub use message::ClientMessage;
pub use message::Scrape;

use alloc::vec::Vec;

use super::fields::Fields;
use super::members::{OfferList, Plain, Span};
use crate::error::Error;
use crate::quirk::Quirks;
use crate::sink::Sink;
use read::Members;

/// Reads a message from a client, and reports its quirks.
///
/// ```
/// use tracker_types::websocket::{ClientMessage, client};
/// use tracker_types::{Event, Quirk};
///
/// // WebTorrent 2.8.5 leaves a swarm.
/// let frame = r#"{"numwant":50,"uploaded":0,"downloaded":0,"event":"stopped","action":"announce",
///     "info_hash":"0123456789ABCDEFGHIJ","peer_id":"-WW0208-HbhAax52hZyX"}"#;
/// let (message, quirks) = client::decode(frame.as_bytes())?;
/// assert!(quirks.is_empty());
/// let ClientMessage::Announce(announce) = message else { unreachable!() };
/// assert_eq!((announce.request.event, announce.request.left), (Some(Event::Stopped), None));
///
/// let error = client::decode(
///     br#"{"action":"announce","info_hash":"c7d46abc2a5f4293cf4234f29f0c645b9842df5a"}"#,
/// ).unwrap_err();
/// assert_eq!(error.to_string(), "info_hash: info-hash as hex digits, not as 20 bytes at byte 33");
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
pub fn decode(message: &[u8]) -> Result<(ClientMessage<'_>, Quirks), Error> {
    let mut fields = Fields::new(message);
    // Offers are parsed in the same pass as the rest; only an unusual message takes a second pass.
    match fields.object::<Plain<Members<'_, OfferList<'_>>>>() {
        Some((Plain(mut members), end)) => {
            fields.ends(end);
            let offers = members.offers.take().map(|OfferList(offers)| offers);
            let message = read::message(&mut members, offers, &mut fields)?;
            Ok((message, fields.quirks))
        }
        None => decode_odd(fields),
    }
}

#[cold]
fn decode_odd(mut fields: Fields<'_>) -> Result<(ClientMessage<'_>, Quirks), Error> {
    let Some((mut members, end)) = fields.object::<Members<'_, Span<'_>>>() else {
        return Err(fields.no_object());
    };
    fields.ends(end);
    let offers = match members.offers.take() {
        Some(offers) if offers.is_null() => Some(Vec::new()),
        Some(offers) => Some(read::odd_offers(offers, &mut fields)?),
        None => None,
    };
    let message = read::message(&mut members, offers, &mut fields)?;
    Ok((message, fields.quirks))
}

/// Writes a message of a client, in the shortest form and with the order and spelling of WebTorrent.
///
/// This wire has no members for an announce's port, addresses, `redundant`, form of peers, encryption
/// and `extra`. Text becomes UTF-8. An unknown `left` is left out: bittorrent-tracker's server reads
/// `null` as 0, and so takes the client for a seeder.
///
/// ```
/// use tracker_types::websocket::{Announce, ClientMessage, Offer, Sdp, client};
/// use tracker_types::{AnnounceRequest, InfoHash, PeerId};
///
/// let torrent = InfoHash(*b"0123456789ABCDEFGHI\xff");
/// let request = AnnounceRequest::new(torrent, PeerId(*b"-WW0208-HbhAax52hZyX"), 0, 0);
/// let offer = Offer::new(*b"abcdefghijklmnopqrst", Sdp::offer("v=0\r\n"));
/// let message = ClientMessage::Announce(Announce::new(request, vec![offer]));
/// let mut frame = Vec::new();
/// client::encode(&message, &mut frame);
/// assert_eq!(
///     String::from_utf8(frame).unwrap(),
///     r#"{"numwant":1,"uploaded":0,"downloaded":0,"left":0,"action":"announce","#.to_owned()
///         + r#""info_hash":"0123456789ABCDEFGHIÿ","peer_id":"-WW0208-HbhAax52hZyX","#
///         + r#""offers":[{"offer":{"type":"offer","sdp":"v=0\r\n"},"#
///         + r#""offer_id":"abcdefghijklmnopqrst"}]}"#,
/// );
/// ```
pub fn encode(message: &ClientMessage<'_>, out: &mut impl Sink) {
    write::message(message, out);
}
