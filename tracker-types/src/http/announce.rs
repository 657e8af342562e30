//! Replies to announces.

mod places;
mod write;

pub use write::AnnounceResponseWriter;
pub use write::PeerForm;

use bencode::ByteStr;

use super::reply;
use crate::announce::{AnnounceReply, AnnounceResponse};
use crate::error::Error;
use crate::quirk::{Quirk, Quirks};
use crate::reply::{Failure, Reply};
use crate::sink::Sink;

/// Reads the body of a reply to an announce, and reports its quirks.
///
/// The body is read in one pass. Keys in canonical order are read fastest, any other order costs
/// little more, and every deviation with an unambiguous meaning is accepted and reported. One bad
/// peer does not cost the others. At most 12 times the length of the body is allocated at once. The
/// status of the HTTP response is ignored: some trackers send a failure with 200, others with 400.
///
/// ```
/// use tracker_types::{Quirk, http::announce};
///
/// // chihaya: keys in any order, and a peer to which nobody can connect.
/// let body = b"d5:peersld2:ip7:1.2.3.44:porti51413eed2:ip7:1.2.3.54:porti-1eee8:intervali1800ee";
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
/// [`NotDictionary`](crate::ErrorKind::NotDictionary).
pub fn decode(body: &[u8]) -> Result<(AnnounceReply<'_>, Quirks), Error> {
    if let Some((reason, rest)) = reply::bare_failure(body) {
        let quirks = trailing(rest);
        return Ok((Reply::Failure(Failure::new(ByteStr::borrowed(reason))), quirks));
    }
    decode_more(body)
}

/// Reads anything but a bare failure, which is spared the stack frame of this function.
#[inline(never)]
fn decode_more(body: &[u8]) -> Result<(AnnounceReply<'_>, Quirks), Error> {
    let (mut response, mut failure) = (AnnounceResponse::default(), None);
    let quirks = reply::read(body, &mut response, &mut failure)?;
    match failure {
        None => Ok((Reply::Success(response), quirks)),
        Some(failure) => Ok((Reply::Failure(failure), quirks)),
    }
}

/// Reads the body of a reply to an announce into `response`, as [`decode`] does.
///
/// A response takes more than 200 bytes: returning it moves them, and its list of peers is allocated
/// each time. Reusing one `response` avoids both. Its previous contents are discarded, even if
/// the reply is a failure or an error.
///
/// ```
/// use tracker_types::{AnnounceResponse, http::announce};
///
/// let bodies = [
///     b"d8:intervali1800e5:peers6:\x7f\0\0\x01\x1a\xe1e".as_slice(),
///     b"d14:failure reason20:unregistered torrente",
/// ];
/// let mut response = AnnounceResponse::default();
/// let (reply, _) = announce::decode_into(bodies[0], &mut response)?;
/// assert!(reply.failure().is_none());
/// assert_eq!((response.interval, response.peers.len()), (Some(1800), 1));
///
/// let (reply, _) = announce::decode_into(bodies[1], &mut response)?;
/// assert_eq!(reply.failure().unwrap().to_string(), "unregistered torrent");
/// assert_eq!(response, AnnounceResponse::default());
/// # Ok::<(), tracker_types::Error>(())
/// ```
///
/// # Errors
///
/// As [`decode`].
pub fn decode_into<'a>(
    body: &'a [u8],
    response: &mut AnnounceResponse<'a>,
) -> Result<(Reply<'a, ()>, Quirks), Error> {
    response.clear();
    if let Some((reason, rest)) = reply::bare_failure(body) {
        let failure = Failure::new(ByteStr::borrowed(reason));
        return Ok((Reply::Failure(failure), trailing(rest)));
    }
    let mut failure = None;
    let read = reply::read(body, response, &mut failure);
    let quirks = read.inspect_err(|_| response.clear())?;
    let Some(failure) = failure else { return Ok((Reply::Success(()), quirks)) };
    response.clear();
    Ok((Reply::Failure(failure), quirks))
}

/// The quirks of a canonical reply that is followed by these bytes.
#[inline]
fn trailing(rest: &[u8]) -> Quirks {
    let mut quirks = Quirks::new();
    if !rest.is_empty() {
        quirks.report_times(Quirk::TrailingData, rest.len());
    }
    quirks
}

/// Writes a reply to an announce, in canonical form.
///
/// A missing `interval` becomes the 1800 seconds that clients assume, because BEP 3 requires it.
/// `peers` is always written, without peers that have port 0. A failure's reason becomes UTF-8.
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
pub fn encode(reply: &AnnounceReply<'_>, form: PeerForm, out: &mut impl Sink) {
    match reply {
        Reply::Success(response) => write::response(response, form, out),
        Reply::Failure(failure) => reply::write_failure(failure, out),
    }
}

/// The keys of a reply to an announce that this crate does not interpret, with the exact encodings
/// of their values; none if `body` is not a reply.
///
/// ```
/// use tracker_types::http::announce;
///
/// let body = b"d8:intervali1800e4:hereli7ee5:peers0:e";
/// let unknown: Vec<_> = announce::unknown_keys(body).collect();
/// assert_eq!(unknown, [(&b"here"[..], &b"li7ee"[..])]);
/// ```
pub fn unknown_keys(body: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    reply::unknown(body, reply::is_in_success)
}
