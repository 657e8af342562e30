//! Scrape requests.

use alloc::vec::Vec;

use crate::id::InfoHash;
use crate::params::Params;

/// A scrape of some torrents, or of all torrents of the tracker if none is named (BEP 48).
///
/// ```
/// use tracker_types::ScrapeRequest;
///
/// let query = b"info_hash=%D1%10%1A%2B%9D%20%28%11%A0%5E%8C%57%C5%57%A2%0B%F9%74%DC%8A\
///     &info_hash=0123456789ABCDEFGHIJ";
/// let (request, quirks) = ScrapeRequest::parse_query(query)?;
/// assert_eq!(request.info_hashes.len(), 2);
/// assert!(quirks.is_empty());
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScrapeRequest<'a> {
    /// The torrents, in order and with repetitions; empty for a full scrape.
    pub info_hashes: Vec<InfoHash>,
    /// All other parameters.
    pub extra: Params<'a>,
}

impl ScrapeRequest<'_> {
    /// A scrape of these torrents.
    pub const fn new(info_hashes: Vec<InfoHash>) -> ScrapeRequest<'static> {
        ScrapeRequest { info_hashes, extra: Params::from_query(&[]) }
    }

    /// Copies the parameters if they are borrowed.
    pub fn into_owned(self) -> ScrapeRequest<'static> {
        ScrapeRequest { info_hashes: self.info_hashes, extra: self.extra.into_owned() }
    }
}

/// Collects the torrents to scrape.
impl FromIterator<InfoHash> for ScrapeRequest<'_> {
    fn from_iter<I: IntoIterator<Item = InfoHash>>(info_hashes: I) -> Self {
        ScrapeRequest::new(info_hashes.into_iter().collect())
    }
}
