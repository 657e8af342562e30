//! Scrape responses.

use alloc::collections::BTreeMap;

use bencode::ByteStr;
use bytes::Bytes;

use crate::id::InfoHash;
use crate::reply::{Reply, owned_reply};

/// A tracker's answer to a scrape.
pub type ScrapeReply<'a> = Reply<'a, ScrapeResponse<'a>>;

/// The numbers of some swarms, or of all swarms of the tracker (BEP 48).
///
/// ```
/// use tracker_types::InfoHash;
/// use tracker_types::http::scrape;
///
/// let body = b"d5:filesd20:0123456789ABCDEFGHIJ\
///     d8:completei5e10:downloadedi50e10:incompletei10eeee";
/// let (reply, quirks) = scrape::decode(body)?;
/// assert!(quirks.is_empty());
/// let response = reply.into_result().unwrap();
/// let stats = &response.files[&InfoHash(*b"0123456789ABCDEFGHIJ")];
/// assert_eq!((stats.complete, stats.downloaded), (Some(5), Some(50)));
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScrapeResponse<'a> {
    /// The swarms, by info-hash; v2 hashes are truncated to 20 bytes.
    pub files: BTreeMap<InfoHash, ScrapeStats<'a>>,
    /// Seconds that a client should wait at least before it scrapes again, from the dictionary
    /// `flags`.
    pub min_request_interval: Option<u32>,
}

/// The numbers of one swarm.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScrapeStats<'a> {
    /// The number of peers that have everything: seeders.
    pub complete: Option<u32>,
    /// The number of completed downloads.
    pub downloaded: Option<u32>,
    /// The number of peers that are downloading, if different from `incomplete` (BEP 21).
    pub downloaders: Option<u32>,
    /// The number of peers that lack something: leechers.
    pub incomplete: Option<u32>,
    /// The torrent's name, if the tracker sends it.
    pub name: Option<ByteStr<'a>>,
}

impl<'a> ScrapeResponse<'a> {
    /// A response with these swarms.
    pub fn new(files: BTreeMap<InfoHash, ScrapeStats<'a>>) -> ScrapeResponse<'a> {
        ScrapeResponse { files, min_request_interval: None }
    }

    /// Copies everything that is borrowed.
    pub fn into_owned(self) -> ScrapeResponse<'static> {
        let files = self.files.into_iter();
        let files = files.map(|(hash, stats)| (hash, stats.into_owned())).collect();
        ScrapeResponse { files, ..self }
    }

    /// Shares `frame`, and copies only what is not in it.
    pub fn share(&self, frame: &Bytes) -> ScrapeResponse<'static> {
        let files = self.files.iter();
        let files = files.map(|(hash, stats)| (*hash, stats.share(frame))).collect();
        ScrapeResponse { files, min_request_interval: self.min_request_interval }
    }
}

/// Collects swarms.
impl<'a> FromIterator<(InfoHash, ScrapeStats<'a>)> for ScrapeResponse<'a> {
    fn from_iter<I: IntoIterator<Item = (InfoHash, ScrapeStats<'a>)>>(files: I) -> Self {
        ScrapeResponse::new(files.into_iter().collect())
    }
}

impl<'a> ScrapeStats<'a> {
    /// The three numbers of BEP 48.
    pub fn new(complete: u32, downloaded: u32, incomplete: u32) -> ScrapeStats<'a> {
        ScrapeStats {
            complete: Some(complete),
            downloaded: Some(downloaded),
            incomplete: Some(incomplete),
            ..ScrapeStats::default()
        }
    }

    /// Copies the name if it is borrowed.
    pub fn into_owned(self) -> ScrapeStats<'static> {
        ScrapeStats { name: self.name.map(ByteStr::into_owned), ..self }
    }

    /// Shares `frame` if the name is in it, and copies the name otherwise.
    pub fn share(&self, frame: &Bytes) -> ScrapeStats<'static> {
        ScrapeStats { name: self.name.as_ref().map(|name| name.share(frame)), ..*self }
    }
}

owned_reply!(ScrapeResponse);
