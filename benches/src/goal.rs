//! A goal: figures of one of our subjects, bounded by a rival's.

/// Figures of one of our subjects, held against a rival's.
#[derive(Clone, Copy, Debug)]
pub struct Goal<R> {
    /// Name of the operation.
    pub operation: &'static str,
    /// Our subject.
    pub subject: &'static str,
    /// At most this times the rival, on each document that counts.
    pub each: Option<f64>,
    /// At most this times the rival, on the geometric mean of them.
    pub mean: Option<f64>,
    /// The rival.
    pub rival: R,
    /// Which documents count.
    pub counts: fn(&str) -> bool,
    /// Why it is missed, as profilers say.
    pub missed: Option<&'static str>,
}

impl<R: Copy> Goal<R> {
    /// The same goal, which is missed for this reason.
    pub(crate) const fn missed(self, why: &'static str) -> Goal<R> {
        Goal { missed: Some(why), ..self }
    }
}

/// A bound on each document that counts.
pub(crate) const fn each<R>(
    operation: &'static str,
    subject: &'static str,
    factor: f64,
    rival: R,
    counts: fn(&str) -> bool,
) -> Goal<R> {
    Goal { operation, subject, each: Some(factor), mean: None, rival, counts, missed: None }
}

/// All documents.
pub(crate) fn any(_: &str) -> bool {
    true
}

/// Documents of many short tokens.
pub(crate) fn structured(document: &str) -> bool {
    ["ann_dict", "torrent_multi", "krpc", "scrape"].iter().any(|begin| document.starts_with(begin))
}
