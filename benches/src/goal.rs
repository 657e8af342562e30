//! A goal: figures of one of our subjects, bounded by a rival's.

/// Figures of one of our subjects, compared with a rival's.
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
    /// Why the goal is missed, according to profilers.
    pub missed: Option<&'static str>,
}

/// A goal that stays below this share of its bound everywhere is too loose.
pub(crate) const LOOSE: f64 = 0.8;

/// The label of the geometric mean, in place of the name of a document.
pub const MEAN: &str = "geometric mean";

impl<R: Copy> Goal<R> {
    /// Which of these ratios, by document, and whether their geometric mean exceed the bound by more than a
    /// factor of `slack`.
    pub(crate) fn above(
        &self,
        ratios: Vec<(&'static str, f64)>,
        slack: f64,
    ) -> Vec<(&'static str, f64)> {
        let known: Vec<f64> = ratios.iter().map(|(_, ratio)| *ratio).collect();
        let above = |bound: Option<f64>, ratio: f64| bound.is_some_and(|it| ratio > it * slack);
        let mean = mean(&known).map(|ratio| (MEAN, ratio));
        let mean = mean.filter(|(_, ratio)| above(self.mean, *ratio));
        let each = ratios.into_iter().filter(|(_, ratio)| above(self.each, *ratio));
        each.chain(mean).collect()
    }

    /// The same goal, marked as missed for this reason.
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

/// The geometric mean of ratios, if there is any.
pub fn mean(ratios: &[f64]) -> Option<f64> {
    let count = f64::from(u32::try_from(ratios.len()).ok().filter(|&count| count > 0)?);
    Some((ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / count).exp())
}

/// All documents.
pub(crate) fn any(_: &str) -> bool {
    true
}

/// Documents of many short tokens.
pub(crate) fn structured(document: &str) -> bool {
    ["ann_dict", "torrent_multi", "krpc", "scrape"].iter().any(|begin| document.starts_with(begin))
}
