//! Encoding of replies to scrapes.

use super::table;
use crate::id::InfoHash;
use crate::message::Output;
use crate::scrape::{ScrapeResponse, ScrapeStats};
use crate::sink::Sink;

/// Writes a success directly from a tracker's counters.
///
/// ```
/// use tracker_types::{InfoHash, ScrapeStats, http::ScrapeResponseWriter};
///
/// let mut files = [
///     (InfoHash(*b"bcdefghij0123456789a"), ScrapeStats::new(1, 2, 3)),
///     (InfoHash(*b"0123456789ABCDEFGHIJ"), ScrapeStats::new(5, 50, 10)),
/// ];
/// let mut body = Vec::new();
/// ScrapeResponseWriter::default().write(&mut files, &mut body);
/// assert!(body.starts_with(b"d5:filesd20:0123456789ABCDEFGHIJd8:completei5e"));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScrapeResponseWriter {
    /// Seconds that a client should wait at least before it scrapes again, written in `flags`.
    pub min_request_interval: Option<u32>,
}

/// Room for one file: its hash, three keys and their numbers.
const ROOM: usize = 104;

impl ScrapeResponseWriter {
    /// A writer that states the time to the next scrape.
    pub const fn new(min_request_interval: Option<u32>) -> ScrapeResponseWriter {
        ScrapeResponseWriter { min_request_interval }
    }

    /// Sorts `files` and writes a reply with each of them once.
    pub fn write(&self, files: &mut [(InfoHash, ScrapeStats<'_>)], out: &mut impl Sink) {
        let mut out = Output::new(out, ROOM.saturating_mul(files.len()));
        if files.is_sorted_by(|(a, _), (b, _)| a < b) {
            return self.write_sorted(files.iter().map(|(hash, stats)| (hash, stats)), &mut out);
        }
        files.sort_by_key(|(hash, _)| *hash);
        let once = files.chunk_by(|(a, _), (b, _)| a == b).filter_map(|same| same.first());
        self.write_sorted(once.map(|(hash, stats)| (hash, stats)), &mut out);
    }

    fn write_sorted<'s, I>(self, files: I, out: &mut Output<'_, impl Sink>)
    where
        I: Iterator<Item = (&'s InfoHash, &'s ScrapeStats<'s>)>,
    {
        table::write(files, self.min_request_interval, out);
    }
}

/// Writes a whole response.
pub(super) fn response(response: &ScrapeResponse<'_>, out: &mut impl Sink) {
    let mut out = Output::new(out, ROOM.saturating_mul(response.files.len()));
    let writer = ScrapeResponseWriter::new(response.min_request_interval);
    writer.write_sorted(response.files.iter(), &mut out);
}
