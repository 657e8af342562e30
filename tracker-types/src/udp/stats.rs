//! The counts of a swarm in a scrape response.

use super::layout::{Fields, LARGEST, header};
use crate::compact::{Packed, sealed};
use crate::scrape::ScrapeStats;
use crate::sink::Sink;

/// One entry of a scrape reply, 12 bytes (BEP 15): three numbers in this order.
///
/// ```
/// use tracker_types::{Compact, udp::Stats};
///
/// let (stats, _) = Compact::<Stats>::from_bytes(b"\0\0\0\x05\0\0\0\x32\0\0\0\x0a");
/// assert_eq!(stats.get(0), Some(Stats { seeders: 5, completed: 50, leechers: 10 }));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Stats {
    /// The number of peers that have everything.
    pub seeders: u32,
    /// The number of completed downloads.
    pub completed: u32,
    /// The number of peers that lack something.
    pub leechers: u32,
}

impl sealed::Sealed for Stats {}

impl Packed for Stats {
    const SIZE: usize = 12;
    const EMPTY: Stats = Stats { seeders: 0, completed: 0, leechers: 0 };

    #[inline]
    fn unpack(entry: &[u8]) -> Stats {
        let Some((mut fields, [])) = Fields::split::<12>(entry) else { return Self::EMPTY };
        let (seeders, completed, leechers) = (fields.u32(), fields.u32(), fields.u32());
        Stats { seeders, completed, leechers }
    }

    fn pack(self, out: &mut impl Sink) {
        out.append(&self.to_bytes());
    }
}

impl Stats {
    /// The same numbers, limited to `i32::MAX`.
    #[inline]
    pub(super) fn positive(self) -> Stats {
        Stats {
            seeders: self.seeders.min(LARGEST),
            completed: self.completed.min(LARGEST),
            leechers: self.leechers.min(LARGEST),
        }
    }

    /// The entry as on the wire.
    #[inline]
    pub(super) fn to_bytes(self) -> [u8; 12] {
        header(|fields| {
            fields.u32(self.seeders);
            fields.u32(self.completed);
            fields.u32(self.leechers);
        })
    }

    /// Counts the numbers above `i32::MAX`: negative numbers of trackers with signed integers.
    pub(super) fn negative(self) -> usize {
        [self.seeders, self.completed, self.leechers].iter().filter(|&&it| it > LARGEST).count()
    }
}

/// A number above `i32::MAX`, a negative one, becomes `None`.
impl From<Stats> for ScrapeStats<'_> {
    fn from(stats: Stats) -> Self {
        ScrapeStats {
            complete: known(stats.seeders),
            downloaded: known(stats.completed),
            incomplete: known(stats.leechers),
            ..ScrapeStats::default()
        }
    }
}

/// An unknown number becomes 0, since this wire cannot express it.
impl From<&ScrapeStats<'_>> for Stats {
    fn from(scraped: &ScrapeStats<'_>) -> Stats {
        Stats {
            seeders: scraped.complete.unwrap_or(0),
            completed: scraped.downloaded.unwrap_or(0),
            leechers: scraped.incomplete.unwrap_or(0),
        }
    }
}

/// The number, unless it is negative.
pub(super) const fn known(number: u32) -> Option<u32> {
    if number > LARGEST { None } else { Some(number) }
}
