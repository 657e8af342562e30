//! Tiers of trackers for one torrent (BEP 12).

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::iter::{Flatten, FusedIterator};
use core::slice;

/// Trackers in tiers: the trackers of a tier are tried before those of the next, and the first to
/// answer moves to the front of its tier.
///
/// BEP 12 asks for each tier to be shuffled once after reading. This crate has no source of
/// randomness: shuffle [`tiers`](AnnounceList::tiers) yourself.
///
/// ```
/// use tracker_types::AnnounceList;
///
/// let mut list = AnnounceList::from_iter([
///     vec!["http://one.example/announce", "http://two.example/announce"],
///     vec!["http://backup.example/announce"],
/// ]);
/// list.promote("http://two.example/announce");
/// let order: Vec<&str> = list.iter().collect();
/// assert_eq!(order[0], "http://two.example/announce");
/// assert_eq!(order[2], "http://backup.example/announce");
///
/// list.extend([["udp://last.example:6969"]]);
/// for url in &list {
///     println!("{url}");
/// }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AnnounceList {
    /// The announce URLs of each tier, in the order in which to try them.
    pub tiers: Vec<Vec<String>>,
}

impl AnnounceList {
    /// Creates a list of tiers; white space around a URL is cut off, empty URLs and tiers are left
    /// out.
    pub fn new(tiers: Vec<Vec<String>>) -> AnnounceList {
        AnnounceList::from_iter(tiers)
    }

    /// The announce URLs in the order in which to try them.
    pub fn iter(&self) -> AnnounceListIter<'_> {
        AnnounceListIter { urls: self.tiers.iter().flatten() }
    }

    /// Whether there are no trackers.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Moves the tracker that answered to the front of its tier.
    pub fn promote(&mut self, announce_url: &str) {
        for tier in &mut self.tiers {
            let found = tier.iter().position(|url| url == announce_url.trim());
            if let Some(front) = found.and_then(|place| tier.get_mut(..=place)) {
                front.rotate_right(1);
                return;
            }
        }
    }
}

/// An iterator over the announce URLs of an [`AnnounceList`], in the order in which to try them.
#[derive(Clone, Debug)]
pub struct AnnounceListIter<'l> {
    urls: Flatten<slice::Iter<'l, Vec<String>>>,
}

impl<'l> Iterator for AnnounceListIter<'l> {
    type Item = &'l str;

    fn next(&mut self) -> Option<&'l str> {
        self.urls.next().map(String::as_str)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.urls.size_hint()
    }
}

impl DoubleEndedIterator for AnnounceListIter<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.urls.next_back().map(String::as_str)
    }
}

impl FusedIterator for AnnounceListIter<'_> {}

/// Iterates over the announce URLs, as [`AnnounceList::iter`] does.
impl<'l> IntoIterator for &'l AnnounceList {
    type Item = &'l str;
    type IntoIter = AnnounceListIter<'l>;

    fn into_iter(self) -> AnnounceListIter<'l> {
        self.iter()
    }
}

impl<T> FromIterator<T> for AnnounceList
where
    T: IntoIterator,
    T::Item: Into<String>,
{
    /// Collects tiers; white space around a URL is cut off, empty URLs and tiers are left out.
    fn from_iter<I: IntoIterator<Item = T>>(tiers: I) -> AnnounceList {
        // Collected, not extended, so that the caller's vector may be reused.
        AnnounceList { tiers: cleaned(tiers).collect() }
    }
}

impl<T> Extend<T> for AnnounceList
where
    T: IntoIterator,
    T::Item: Into<String>,
{
    /// Appends tiers; white space around a URL is cut off, empty URLs and tiers are left out.
    fn extend<I: IntoIterator<Item = T>>(&mut self, tiers: I) {
        self.tiers.extend(cleaned(tiers));
    }
}

/// Yields the tiers without white space around URLs, empty URLs and empty tiers.
fn cleaned<T>(tiers: impl IntoIterator<Item = T>) -> impl Iterator<Item = Vec<String>>
where
    T: IntoIterator,
    T::Item: Into<String>,
{
    let url = |url: T::Item| trimmed(url.into());
    let tier = move |urls: T| urls.into_iter().map(url).filter(|url| !url.is_empty());
    let tiers = tiers.into_iter().map(move |urls| tier(urls).collect::<Vec<String>>());
    tiers.filter(|tier| !tier.is_empty())
}

/// Cuts off white space around the text, which is rare.
fn trimmed(text: String) -> String {
    let inner = text.trim();
    if inner.len() == text.len() { text } else { inner.to_owned() }
}
