//! Replies to scrapes on the way out.

use crate::http::number::{put_number, put_string};
use crate::id::InfoHash;
use crate::scrape::{ScrapeResponse, ScrapeStats};

/// Writes a success straight from a tracker's counters.
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
    /// Seconds before which no client should scrape again, to be said in `flags`.
    pub min_request_interval: Option<u32>,
}

/// Room for one file: its hash, three keys and their numbers.
const ROOM: usize = 104;

impl ScrapeResponseWriter {
    /// Says when the next scrape may come.
    pub const fn new(min_request_interval: Option<u32>) -> ScrapeResponseWriter {
        ScrapeResponseWriter { min_request_interval }
    }

    /// Sorts `files` and writes a reply with each of them once.
    pub fn write(&self, files: &mut [(InfoHash, ScrapeStats<'_>)], out: &mut Vec<u8>) {
        files.sort_by_key(|(hash, _)| *hash);
        let mut last = None;
        let once = files.iter().filter(|(hash, _)| last.replace(*hash) != Some(*hash));
        out.reserve(ROOM.saturating_mul(files.len().saturating_add(1)));
        self.write_sorted(once.map(|(hash, stats)| (hash, stats)), out);
    }

    fn write_sorted<'s, I>(&self, files: I, out: &mut Vec<u8>)
    where
        I: Iterator<Item = (&'s InfoHash, &'s ScrapeStats<'s>)>,
    {
        out.extend_from_slice(b"d5:filesd");
        for (hash, stats) in files {
            put_file(out, hash, stats);
        }
        if let Some(seconds) = self.min_request_interval {
            put_number(out, b"e5:flagsd20:min_request_intervali", Some(seconds));
        }
        out.extend_from_slice(b"ee");
    }
}

#[inline]
fn put_file(out: &mut Vec<u8>, hash: &InfoHash, stats: &ScrapeStats<'_>) {
    out.extend_from_slice(b"20:");
    out.extend_from_slice(&hash.0);
    out.push(b'd');
    put_number(out, b"8:completei", stats.complete);
    put_number(out, b"10:downloadedi", stats.downloaded);
    put_number(out, b"11:downloadersi", stats.downloaders);
    put_number(out, b"10:incompletei", stats.incomplete);
    put_string(out, b"4:name", stats.name.as_deref());
    out.push(b'e');
}

/// Writes a whole response.
pub(super) fn response(response: &ScrapeResponse<'_>, out: &mut Vec<u8>) {
    out.reserve(ROOM.saturating_mul(response.files.len().saturating_add(1)));
    let writer = ScrapeResponseWriter::new(response.min_request_interval);
    writer.write_sorted(response.files.iter(), out);
}
