//! Which quirks were found, how often, and where.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::iter::FusedIterator;
use core::{mem, slice};

use super::Quirk;

/// The quirks found in one message, each with its count.
///
/// ```
/// use tracker_types::{Quirk, Quirks};
///
/// let mut quirks = Quirks::new();
/// quirks.report(Quirk::SkippedPeer);
/// quirks.report(Quirk::SkippedPeer);
/// assert_eq!(quirks.count(Quirk::SkippedPeer), 2);
/// assert_eq!(quirks.to_string(), "peer skipped (2)");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Quirks {
    /// Allocated for the first quirk: most messages have none, and cost nothing.
    met: Option<Box<Met>>,
}

#[derive(Clone, PartialEq, Eq)]
struct Met {
    counts: [u16; Quirk::ALL.len()],
    /// Where each quirk was found, without repetition: bounded by the number of quirks and keys.
    keys: Vec<(Quirk, &'static str)>,
}

impl Quirks {
    /// An empty set.
    pub const fn new() -> Quirks {
        Quirks { met: None }
    }

    /// Adds one to the count of `quirk`.
    pub fn report(&mut self, quirk: Quirk) {
        self.report_times(quirk, 1);
    }

    /// Adds `times` to the count of `quirk`; counts stop at 65,535.
    #[cold]
    pub fn report_times(&mut self, quirk: Quirk, times: usize) {
        if times == 0 {
            return;
        }
        let met = self.met.get_or_insert_with(|| {
            Box::new(Met { counts: [0; Quirk::ALL.len()], keys: Vec::new() })
        });
        if let Some(count) = met.counts.get_mut(quirk.index()) {
            *count = count.saturating_add(u16::try_from(times).unwrap_or(u16::MAX));
        }
    }

    /// This set with the quirks of `more` added.
    pub(crate) fn plus(self, more: Quirks) -> Quirks {
        match (&self.met, &more.met) {
            (_, None) => self,
            (None, _) => more,
            _ => self.sum(&more),
        }
    }

    #[cold]
    fn sum(mut self, more: &Quirks) -> Quirks {
        more.iter().for_each(|(quirk, times)| self.report_times(quirk, times));
        let keys = more.met.iter().flat_map(|met| &met.keys);
        keys.for_each(|&(quirk, key)| self.remember(quirk, key));
        self
    }

    /// Adds one to the count of `quirk`, and records the key of the message where it was found.
    #[cold]
    pub fn report_at(&mut self, quirk: Quirk, key: &'static str) {
        self.report(quirk);
        self.remember(quirk, key);
    }

    fn remember(&mut self, quirk: Quirk, key: &'static str) {
        let keys = self.met.as_mut().map(|met| &mut met.keys);
        if let Some(keys) = keys.filter(|keys| !keys.contains(&(quirk, key))) {
            keys.push((quirk, key));
        }
    }

    /// The keys of a torrent or the parameters of a request where `quirk` was found, such as
    /// `info.private`, each once. Empty for a quirk whose name already tells the key, and for
    /// replies, whose quirks are only counted.
    ///
    /// ```
    /// use tracker_types::{Metainfo, Quirk};
    ///
    /// let torrent = b"d4:infod6:lengthi7e4:name5:a.txt12:piece lengthi16384e\
    ///     6:pieces20:0123456789ABCDEFGHIJ7:private1:1ee";
    /// let (metainfo, quirks) = Metainfo::parse(torrent)?;
    /// assert!(!metainfo.private);
    /// assert!(quirks.keys(Quirk::WrongType).eq(["info.private"]));
    /// # Ok::<(), tracker_types::Error>(())
    /// ```
    pub fn keys(&self, quirk: Quirk) -> impl Iterator<Item = &'static str> + '_ {
        let keys = self.met.iter().flat_map(|met| &met.keys);
        keys.filter(move |(met, _)| *met == quirk).map(|(_, key)| *key)
    }

    /// How often `quirk` was found.
    pub fn count(&self, quirk: Quirk) -> usize {
        let count = self.met.as_ref().and_then(|met| met.counts.get(quirk.index()));
        count.copied().map_or(0, usize::from)
    }

    /// Whether `quirk` was found.
    pub fn contains(&self, quirk: Quirk) -> bool {
        self.count(quirk) > 0
    }

    /// Whether no quirk was found.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The quirks found and their counts, in the order of [`Quirk::ALL`].
    pub fn iter(&self) -> QuirksIter<'_> {
        QuirksIter { quirks: self, rest: Quirk::ALL.iter() }
    }

    /// Adds the quirks of another message, with the keys where they were found.
    ///
    /// ```
    /// use tracker_types::{Quirk, Quirks};
    ///
    /// let mut all = Quirks::from_iter([Quirk::SkippedPeer]);
    /// all.merge(&Quirks::from_iter([Quirk::SkippedPeer, Quirk::UnsortedKey]));
    /// assert_eq!(all.to_string(), "unsorted key, peer skipped (2)");
    /// for (quirk, times) in &all {
    ///     assert_eq!(all.count(quirk), times);
    /// }
    /// ```
    pub fn merge(&mut self, more: &Quirks) {
        if !more.is_empty() {
            *self = mem::take(self).sum(more);
        }
    }
}

/// An iterator over the quirks found and their counts, in the order of [`Quirk::ALL`].
#[derive(Clone, Debug)]
pub struct QuirksIter<'q> {
    quirks: &'q Quirks,
    rest: slice::Iter<'static, Quirk>,
}

impl Iterator for QuirksIter<'_> {
    type Item = (Quirk, usize);

    fn next(&mut self) -> Option<(Quirk, usize)> {
        let quirks = self.quirks;
        let mut counts = self.rest.by_ref().map(|&quirk| (quirk, quirks.count(quirk)));
        counts.find(|&(_, count)| count > 0)
    }
}

impl FusedIterator for QuirksIter<'_> {}

impl<'q> IntoIterator for &'q Quirks {
    type Item = (Quirk, usize);
    type IntoIter = QuirksIter<'q>;

    fn into_iter(self) -> QuirksIter<'q> {
        self.iter()
    }
}

/// Counts each quirk as often as it occurs.
impl FromIterator<Quirk> for Quirks {
    fn from_iter<I: IntoIterator<Item = Quirk>>(met: I) -> Quirks {
        let mut quirks = Quirks::new();
        quirks.extend(met);
        quirks
    }
}

/// Counts each quirk as often as it occurs.
impl Extend<Quirk> for Quirks {
    fn extend<I: IntoIterator<Item = Quirk>>(&mut self, met: I) {
        met.into_iter().for_each(|quirk| self.report(quirk));
    }
}

impl fmt::Debug for Quirks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl fmt::Display for Quirks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (quirk, count)) in self.iter().enumerate() {
            let comma = if place > 0 { ", " } else { "" };
            match count {
                1 => write!(f, "{comma}{quirk}")?,
                _ => write!(f, "{comma}{quirk} ({count})")?,
            }
        }
        Ok(())
    }
}
