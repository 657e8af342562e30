//! How often which quirk was met.

use std::fmt;

use super::Quirk;

/// The quirks met on the way through one message, each with its count.
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
    /// Boxed when the first one is met: most messages have none, and pay nothing.
    met: Option<Box<Met>>,
}

#[derive(Clone, PartialEq, Eq)]
struct Met {
    counts: [u16; Quirk::ALL.len()],
    /// Where each quirk was met, without repetition: no more than there are quirks and keys.
    keys: Vec<(Quirk, &'static str)>,
}

impl Quirks {
    /// None met yet.
    pub const fn new() -> Quirks {
        Quirks { met: None }
    }

    /// Counts `quirk` once more.
    pub fn report(&mut self, quirk: Quirk) {
        self.report_times(quirk, 1);
    }

    /// Counts `quirk` that many times more; counts stop at 65,535.
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

    /// These and `more`.
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

    /// Counts `quirk` once more, and remembers the key of the message where it was met.
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

    /// The keys of the message where `quirk` was met, such as `info.private`, each once; none where
    /// its name says it all.
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

    /// How often `quirk` was met.
    pub fn count(&self, quirk: Quirk) -> usize {
        let count = self.met.as_ref().and_then(|met| met.counts.get(quirk.index()));
        count.copied().map_or(0, usize::from)
    }

    /// Whether `quirk` was met.
    pub fn contains(&self, quirk: Quirk) -> bool {
        self.count(quirk) > 0
    }

    /// Whether nothing odd was met.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// What was met and how often, in the order of [`Quirk::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (Quirk, usize)> + '_ {
        Quirk::ALL.iter().map(|&quirk| (quirk, self.count(quirk))).filter(|&(_, count)| count > 0)
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
