//! Replies to announces.

mod literal;
mod peers;
mod general;
mod places;
mod write;

pub use write::AnnounceResponseWriter;
pub use write::PeerForm;

use bencode::{ByteStr, Reader, Rules, Token};

use super::failure;
use crate::announce::{AnnounceReply, AnnounceResponse};
use crate::error::Error;
use crate::quirk::{Quirk, Quirks};
use crate::reply::{Failure, Reply};

/// Reads the body of a reply to an announce, and says what is odd about it.
///
/// What is canonical is recognised literally; anything else goes through the grammar, and every
/// deviation that has one readable meaning is read past and reported. The status of the HTTP
/// response does not count: some trackers send a failure with 200, others with 400.
///
/// ```
/// use tracker_types::{Quirk, http::announce};
///
/// // chihaya: keys in any order, and a peer nobody can connect to among others.
/// let body = b"d5:peersld2:ip7:1.2.3.44:porti51413eed2:ip7:1.2.3.54:porti0eee8:intervali1800ee";
/// let (reply, quirks) = announce::decode(body)?;
/// let response = reply.into_result().unwrap();
/// assert_eq!((response.interval, response.peers.len()), (Some(1800), 1));
/// assert_eq!((quirks.count(Quirk::UnsortedKey), quirks.count(Quirk::SkippedPeer)), (1, 1));
///
/// let error = announce::decode(b"<html>\n<h1>Gone</h1>").unwrap_err();
/// assert_eq!(error.to_string(), r"an HTML page instead of bencode: <html>\n<h1>Gone</h1>");
/// # Ok::<(), tracker_types::Error>(())
/// ```
///
/// # Errors
///
/// [`NotBencode`](crate::ErrorKind::NotBencode), [`Bencode`](crate::ErrorKind::Bencode),
/// [`NotDictionary`](crate::ErrorKind::NotDictionary); and
/// [`UnreadablePeers`](crate::ErrorKind::UnreadablePeers) where a list has peers and not one of
/// them can be read.
pub fn decode(body: &[u8]) -> Result<(AnnounceReply<'_>, Quirks), Error> {
    if let Some((reason, behind)) = failure::bare(body) {
        let quirks = trailing(behind);
        return Ok((Reply::Failure(Failure::new(ByteStr::borrowed(reason))), quirks));
    }
    decode_more(body)
}

/// Anything but a bare failure, which does not pay for the frame of this function.
///
/// A response is filled in where it is returned: to move one, 240 bytes, takes 40 instructions.
#[inline(never)]
fn decode_more(body: &[u8]) -> Result<(AnnounceReply<'_>, Quirks), Error> {
    let mut decoded = Ok((Reply::Success(AnnounceResponse::default()), Quirks::new()));
    let behind = match &mut decoded {
        Ok((Reply::Success(response), _)) => literal::decode(body, response),
        _ => None,
    };
    match (behind, &mut decoded) {
        (Some([]), _) => {}
        (Some(behind), Ok((_, quirks))) => *quirks = trailing(behind),
        _ => decoded = decode_odd(body),
    }
    decoded
}

#[cold]
fn decode_odd(body: &[u8]) -> Result<(AnnounceReply<'_>, Quirks), Error> {
    if let Some((failure, behind)) = failure::literal(body) {
        return Ok((Reply::Failure(failure), trailing(behind)));
    }
    general::decode(body)
}

/// What is odd about a canonical reply with these bytes behind it.
#[inline]
pub(super) fn trailing(behind: &[u8]) -> Quirks {
    let mut quirks = Quirks::new();
    if !behind.is_empty() {
        quirks.report_times(Quirk::TrailingData, behind.len());
    }
    quirks
}

/// Writes a reply to an announce, in canonical form.
///
/// An `interval` that is not said becomes the 1800 seconds that clients take for granted, for
/// BEP 3 requires it; `peers` is always there, without the peers that have no port to connect to; a
/// failure's reason becomes UTF-8.
///
/// ```
/// use tracker_types::{AnnounceResponse, Failure, Peers, Reply};
/// use tracker_types::http::{PeerForm, announce};
///
/// let mut body = Vec::new();
/// let response = AnnounceResponse::new(1800, Peers::default());
/// announce::encode(&Reply::Success(response), PeerForm::Compact, &mut body);
/// assert_eq!(body, b"d8:intervali1800e5:peers0:e");
///
/// body.clear();
/// let failure = Failure::new("unregistered torrent");
/// announce::encode(&Reply::Failure(failure), PeerForm::Compact, &mut body);
/// assert_eq!(body, b"d14:failure reason20:unregistered torrente");
/// ```
pub fn encode(reply: &AnnounceReply<'_>, form: PeerForm, out: &mut Vec<u8>) {
    match reply {
        Reply::Success(response) => write::response(response, form, out),
        Reply::Failure(failure) => failure::encode(failure, out),
    }
}

/// The keys of a reply to an announce that this crate gives no meaning to, with their values'
/// exact encodings; none where `body` is no reply.
///
/// ```
/// use tracker_types::http::announce;
///
/// let body = b"d8:intervali1800e4:hereli7ee5:peers0:e";
/// let unknown: Vec<_> = announce::unknown_keys(body).collect();
/// assert_eq!(unknown, [(&b"here"[..], &b"li7ee"[..])]);
/// ```
pub fn unknown_keys(body: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    unknown(body, KNOWN)
}

const KNOWN: &[&[u8]] = &[
    b"complete",
    b"downloaded",
    b"external ip",
    b"incomplete",
    b"interval",
    b"min interval",
    b"peers",
    b"peers6",
    b"tracker id",
    b"warning message",
];

/// The keys that have no meaning in a reply; a success has one for those that are `known`.
pub(super) fn unknown<'a>(
    body: &'a [u8],
    known: &'static [&'static [u8]],
) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
    let failed = failure::is_one(entries(body));
    let is_known = move |key| if failed { failure::knows(key) } else { known.contains(&key) };
    entries(body).filter(move |(key, _)| !is_known(key))
}

/// The keys of a dictionary and the encodings of their values, up to its end or a mistake in it.
fn entries(body: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut reader = Reader::with_rules(body, Rules::TOLERANT);
    let is_dictionary = matches!(reader.next(), Ok(Some(Token::Dict)));
    std::iter::from_fn(move || match reader.next() {
        Ok(Some(Token::Bytes(key))) if is_dictionary => Some((key, reader.raw_value().ok()??)),
        _ => None,
    })
}
