//! Replies to scrapes.

mod table;
mod json;
mod write;

pub use write::ScrapeResponseWriter;

use super::reply;
use crate::error::Error;
use crate::message::Scope;
use crate::quirk::{Quirk, Quirks};
use crate::reply::Reply;
use crate::scrape::{ScrapeReply, ScrapeRequest};
use crate::sink::Sink;

/// Reads the body of a reply to a scrape, and says what is odd about it.
///
/// ```
/// use tracker_types::{InfoHash, Quirk, http::scrape};
///
/// // opentracker, asked for the same torrent twice.
/// let body = b"d5:filesd\
///     20:0123456789ABCDEFGHIJd8:completei5e10:downloadedi50e10:incompletei10ee\
///     20:0123456789ABCDEFGHIJd8:completei5e10:downloadedi50e10:incompletei10eeee";
/// let (reply, quirks) = scrape::decode(body)?;
/// assert_eq!(reply.into_result().unwrap().files.len(), 1);
/// assert_eq!(quirks.count(Quirk::DuplicateKey), 1);
/// # Ok::<(), tracker_types::Error>(())
/// ```
///
/// # Errors
///
/// [`NotBencode`](crate::ErrorKind::NotBencode), [`Bencode`](crate::ErrorKind::Bencode) or
/// [`NotDictionary`](crate::ErrorKind::NotDictionary).
pub fn decode(body: &[u8]) -> Result<(ScrapeReply<'_>, Quirks), Error> {
    if body.starts_with(b"d14:failure reason") {
        if let Some((failure, quirks)) = reply::read_failure(body)? {
            return Ok((Reply::Failure(failure), quirks));
        }
    }
    let (response, notes) = table::read(body)?;
    // A failure that begins with another key is read again, as one.
    if notes.foreign & reply::REASONS != 0 {
        if let Some((failure, quirks)) = reply::read_failure(body)? {
            return Ok((Reply::Failure(failure), quirks));
        }
    }
    Ok((Reply::Success(response), notes.quirks(Scope::Success)))
}

/// Reads the answer to `request`: torrents that it does not name are dropped and reported, and so
/// are those that it names in vain. A full scrape is answered by anything.
///
/// ```
/// use tracker_types::{InfoHash, Quirk, ScrapeRequest, http::scrape};
///
/// let request = ScrapeRequest::new(vec![InfoHash(*b"ABCDEFGHIJ0123456789")]);
/// let body = b"d5:filesd20:0123456789ABCDEFGHIJd8:completei5e10:downloadedi50e10:incompletei10eeee";
/// let (reply, quirks) = scrape::decode_for(&request, body)?;
/// assert!(reply.into_result().unwrap().files.is_empty());
/// assert!(quirks.contains(Quirk::UnaskedFile) && quirks.contains(Quirk::UnansweredFile));
/// # Ok::<(), tracker_types::Error>(())
/// ```
///
/// # Errors
///
/// As [`decode`].
pub fn decode_for<'a>(
    request: &ScrapeRequest<'_>,
    body: &'a [u8],
) -> Result<(ScrapeReply<'a>, Quirks), Error> {
    let (mut reply, mut quirks) = decode(body)?;
    if let (Reply::Success(response), false) = (&mut reply, request.info_hashes.is_empty()) {
        let before = response.files.len();
        let mut asked = request.info_hashes.clone();
        asked.sort_unstable();
        asked.dedup();
        response.files.retain(|hash, _| asked.binary_search(hash).is_ok());
        let answered = response.files.len();
        quirks.report_times(Quirk::UnaskedFile, before.saturating_sub(answered));
        quirks.report_times(Quirk::UnansweredFile, asked.len().saturating_sub(answered));
    }
    Ok((reply, quirks))
}

/// Writes a reply to a scrape, in canonical form.
///
/// ```
/// use tracker_types::{InfoHash, Reply, ScrapeResponse, ScrapeStats, http::scrape};
///
/// let mut response = ScrapeResponse::default();
/// response.files.insert(InfoHash(*b"0123456789ABCDEFGHIJ"), ScrapeStats::new(5, 50, 10));
/// let mut body = Vec::new();
/// scrape::encode(&Reply::Success(response), &mut body);
/// assert_eq!(
///     body,
///     b"d5:filesd20:0123456789ABCDEFGHIJd8:completei5e10:downloadedi50e10:incompletei10eeee",
/// );
/// ```
pub fn encode(reply: &ScrapeReply<'_>, out: &mut impl Sink) {
    match reply {
        Reply::Success(response) => write::response(response, out),
        Reply::Failure(failure) => reply::write_failure(failure, out),
    }
}

/// The keys of a reply to a scrape that this crate gives no meaning to, with their values' exact
/// encodings; none where `body` is no reply.
///
/// Those that have one in a reply to an announce are reported as
/// [`ForeignKey`](Quirk::ForeignKey) and not among them.
pub fn unknown_keys(body: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    reply::unknown(body, table::is_known)
}
