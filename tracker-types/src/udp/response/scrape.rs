//! Scrape responses over UDP, and their conversion to the model.

use alloc::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;

use crate::compact::{Compact, Packed};
use crate::id::InfoHash;
use crate::quirk::{Quirk, Quirks};
use crate::scrape::{ScrapeResponse, ScrapeStats};
use crate::sink::Sink;
use crate::udp::ids::TransactionId;
use crate::udp::layout::{SCRAPE, append, trailing};
use crate::udp::stats::Stats;

/// A reply to a scrape, with the fields of the wire (BEP 15): numbers in the order of the request,
/// without info-hashes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scrape<'a> {
    /// The transaction id of the request.
    pub transaction: TransactionId,
    /// The numbers, one entry for each torrent.
    pub stats: Compact<'a, Stats>,
}

impl<'a> Scrape<'a> {
    /// A reply with these numbers, limited to `i32::MAX`.
    pub fn new(
        transaction: TransactionId,
        stats: impl IntoIterator<Item = Stats>,
    ) -> Scrape<'static> {
        Scrape { transaction, stats: stats.into_iter().map(Stats::positive).collect() }
    }

    /// Converts a response to a scrape of these torrents, with zeros for torrents that it lacks.
    pub fn from_model(
        transaction: TransactionId,
        asked: &[InfoHash],
        response: &ScrapeResponse<'_>,
    ) -> Scrape<'static> {
        let stats = asked.iter().map(|hash| response.files.get(hash));
        Scrape::new(transaction, stats.map(|stats| stats.map_or_else(Stats::default, Stats::from)))
    }

    /// Converts the reply to a scrape of these torrents, in this order, to the type of the other
    /// wires, and reports the quirks of its numbers.
    ///
    /// The first entry belongs to the first torrent, and so on. What cannot be paired is reported, as
    /// [`Quirk::UnansweredFile`] or byte by byte as [`Quirk::TrailingData`]. If torrents are named
    /// twice and there are fewer entries than names, bittorrent-tracker and torrust have merged them:
    /// nothing is paired from the second of two equal names on.
    ///
    /// torrust 3.0 sends the entries in no particular order, which cannot be detected: if that matters, ask
    /// for one torrent at a time.
    ///
    /// ```
    /// use tracker_types::udp::{Stats, TransactionId, response::Scrape};
    /// use tracker_types::{InfoHash, Quirk};
    ///
    /// let (one, other) = (InfoHash([1; 20]), InfoHash([2; 20]));
    /// let seeded = Stats { seeders: 1, completed: 0, leechers: 0 };
    /// let (response, quirks) = Scrape::new(TransactionId(7), [seeded]).to_response(&[one, other]);
    /// assert_eq!(response.files[&one].complete, Some(1));
    /// assert_eq!(quirks.count(Quirk::UnansweredFile), 1);
    /// ```
    pub fn to_response(&self, asked: &[InfoHash]) -> (ScrapeResponse<'static>, Quirks) {
        let mut quirks = Quirks::new();
        let mut files = BTreeMap::new();
        let paired = if self.stats.len() < asked.len() { distinct(asked) } else { asked.len() };
        for (hash, stats) in asked.iter().zip(self.stats.iter()).take(paired) {
            quirks.report_times(Quirk::NegativeNumber, stats.negative());
            files.insert(*hash, ScrapeStats::from(stats));
        }
        let answered = paired.min(self.stats.len());
        let surplus =
            self.stats.len().saturating_sub(answered).saturating_mul(<Stats as Packed>::SIZE);
        quirks.report_times(Quirk::TrailingData, surplus);
        quirks.report_times(Quirk::UnansweredFile, asked.len().saturating_sub(answered));
        (ScrapeResponse::new(files), quirks)
    }

    /// Reads a reply without a torn entry; `None` for any other.
    #[inline]
    pub(super) fn read_plain(transaction: TransactionId, entries: &'a [u8]) -> Option<Scrape<'a>> {
        let is_whole = entries.len() % <Stats as Packed>::SIZE == 0;
        is_whole.then_some(Scrape { transaction, stats: Compact::of_whole(entries) })
    }

    pub(super) fn read(transaction: TransactionId, entries: &'a [u8]) -> (Scrape<'a>, Quirks) {
        let (stats, torn) = Compact::from_bytes(entries);
        (Scrape { transaction, stats }, trailing(torn))
    }

    #[inline(never)]
    pub(super) fn write(&self, out: &mut impl Sink) {
        append::<8>(out, self.stats.as_bytes(), |fields| {
            fields.u32(SCRAPE);
            fields.u32(self.transaction.0);
        });
    }

    /// Copies the entries if they are borrowed.
    pub fn into_owned(self) -> Scrape<'static> {
        Scrape { stats: self.stats.into_owned(), ..self }
    }

    /// Shares `frame` if the entries are in it, and copies them otherwise.
    pub fn share(&self, frame: &Bytes) -> Scrape<'static> {
        Scrape { stats: self.stats.share(frame), ..*self }
    }
}

/// The number of torrents before the first repetition.
fn distinct(asked: &[InfoHash]) -> usize {
    let mut seen = BTreeSet::new();
    asked.iter().position(|hash| !seen.insert(hash)).unwrap_or(asked.len())
}
