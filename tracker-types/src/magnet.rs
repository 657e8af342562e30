//! Magnet links: a torrent's identifiers and where to find it (BEP 9, BEP 46, BEP 53).

use alloc::borrow::Cow;
use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use crate::announce_list::AnnounceList;
use crate::error::Error;
use crate::id::InfoHashes;
use crate::metainfo::Metainfo;
use crate::params::Params;
use crate::peer::{Address, Peer};
use crate::percent;
use crate::quirk::Quirks;

mod frame;
mod parts;
mod mutable;

pub use mutable::MutableTorrent;

/// A magnet link.
///
/// ```
/// use tracker_types::MagnetLink;
///
/// let (link, quirks) = MagnetLink::parse(
///     "magnet:?xt=urn:btih:D1101A2B9D202811A05E8C57C557A20BF974DC8A\
///      &dn=ubuntu+desktop&tr=https%3A%2F%2Ftorrent.ubuntu.com%2Fannounce&ws=http://x.example/",
/// )?;
/// assert_eq!(link.name.as_deref(), Some("ubuntu desktop"));
/// assert_eq!(link.trackers, ["https://torrent.ubuntu.com/announce"]);
/// assert!(quirks.is_empty());
/// assert_eq!(
///     link.to_string(),
///     "magnet:?xt=urn:btih:d1101a2b9d202811a05e8c57c557a20bf974dc8a&dn=ubuntu%20desktop\
///      &tr=https%3A%2F%2Ftorrent.ubuntu.com%2Fannounce&ws=http://x.example/",
/// );
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MagnetLink {
    /// The info-hashes of the torrent (`xt`, `xt.1` and so on): v1, v2 or both. `None` only if
    /// [`mutable`](MagnetLink::mutable) tells how to look them up.
    pub info_hashes: Option<InfoHashes>,
    /// The key under which the DHT stores the torrent's current info-hash (`xs=urn:btpk:` and `s`,
    /// BEP 46).
    pub mutable: Option<MutableTorrent>,
    /// The name to show until the metadata is available (`dn`).
    pub name: Option<String>,
    /// Announce URLs (`tr`, `tr.1` and so on), in order.
    pub trackers: Vec<String>,
    /// All other parameters, such as `ws`, `x.pe`, `so`, and topics that are unreadable or not the
    /// first of their kind.
    pub extra: Params<'static>,
}

impl MagnetLink {
    /// A link that consists of info-hashes only.
    pub const fn new(info_hashes: InfoHashes) -> MagnetLink {
        MagnetLink::blank(Some(info_hashes), None)
    }

    /// A link to the torrent that the owner of a key currently publishes in the DHT (BEP 46).
    pub const fn of_mutable(mutable: MutableTorrent) -> MagnetLink {
        MagnetLink::blank(None, Some(mutable))
    }

    const fn blank(info_hashes: Option<InfoHashes>, mutable: Option<MutableTorrent>) -> MagnetLink {
        MagnetLink {
            info_hashes,
            mutable,
            name: None,
            trackers: Vec::new(),
            extra: Params::from_query(&[]),
        }
    }

    /// Reads a link as people paste it, and reports its quirks.
    ///
    /// The names of parameters may be in capitals. An unreadable topic is an error only if nothing
    /// else identifies the torrent. The following is accepted, and reported:
    ///
    /// - white space and line ends around and inside the link, and quotes or `<>` around it;
    /// - `magnet://?`, `magnet:` without `?`, a missing `magnet:` before `xt=` or `urn:btih:`, and
    ///   a bare hash of 40 or 64 hex or 32 base32 digits;
    /// - HTML entities, as in `&amp;dn=`;
    /// - a link that is percent-encoded as a whole, and trackers that are encoded twice;
    /// - a raw `#`, which is part of the value that contains it. Only after a topic does it begin a
    ///   fragment, which is ignored.
    ///
    /// A name that is not UTF-8 is shown with replacement characters, and its original bytes are
    /// kept in [`extra`](MagnetLink::extra); in a tracker's URL, bytes that are not UTF-8 are
    /// escaped.
    ///
    /// ```
    /// use tracker_types::{MagnetLink, Quirk};
    ///
    /// let pasted = "magnet:?xt=urn:btih:d1101a2b9d202811a05e8c57c557a20bf974dc8a\
    ///     &amp;dn=Some Show #1 of 3&amp;tr=udp://tracker.example:6969\n";
    /// let (link, quirks) = MagnetLink::parse(pasted)?;
    /// assert_eq!(link.name.as_deref(), Some("Some Show #1 of 3"));
    /// assert_eq!(link.trackers, ["udp://tracker.example:6969"]);
    /// assert!(quirks.contains(Quirk::HtmlEntity) && quirks.contains(Quirk::LinkWhiteSpace));
    /// # Ok::<(), tracker_types::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidMagnet`](crate::ErrorKind::InvalidMagnet) for text that is not a magnet
    /// link or has no BitTorrent topic, and the error of the first topic if none is readable.
    /// Offsets count bytes of the link, or, if entities, line ends or escapes had to be removed
    /// first, bytes of the result.
    pub fn parse(link: &str) -> Result<(MagnetLink, Quirks), Error> {
        let mut quirks = Quirks::new();
        let frame = frame::open(link, &mut quirks)?;
        let read = parts::read(&frame, &mut quirks).map_err(|error| error.within(link.len()))?;
        Ok((read, quirks))
    }

    /// The trackers as a list of tiers, each tracker in its own tier, as in most clients.
    pub fn announce_list(&self) -> AnnounceList {
        self.trackers.iter().map(|url| [url.as_str()]).collect()
    }

    /// The initial peers (`x.pe`) whose address and port are readable.
    ///
    /// ```
    /// use tracker_types::MagnetLink;
    ///
    /// let link: MagnetLink = "magnet:?xt=urn:btih:d1101a2b9d202811a05e8c57c557a20bf974dc8a\
    ///     &x.pe=seed.example.org:6881&x.pe=[2001:db8::7]:6882".parse()?;
    /// let peers: Vec<String> = link.peers().map(|peer| peer.to_string()).collect();
    /// assert_eq!(peers, ["seed.example.org:6881", "[2001:db8::7]:6882"]);
    /// # Ok::<(), tracker_types::Error>(())
    /// ```
    pub fn peers(&self) -> impl Iterator<Item = Peer<'static>> + '_ {
        let named = self.extra.iter().filter(|param| param.name().eq_ignore_ascii_case(b"x.pe"));
        named.filter_map(|param| peer(&param.value()))
    }
}

/// Reads a peer of `x.pe`: `host:port`.
fn peer(text: &[u8]) -> Option<Peer<'static>> {
    let address = Address::from_bytes(text)?.into_owned();
    Some(Peer::new(address.host, address.port.filter(|&port| port > 0)?))
}

impl FromStr for MagnetLink {
    type Err = Error;

    /// As [`MagnetLink::parse`], without the quirks.
    fn from_str(link: &str) -> Result<MagnetLink, Error> {
        MagnetLink::parse(link).map(|(link, _)| link)
    }
}

impl Metainfo<'_> {
    /// Returns a magnet link to the torrent, with its name, trackers and web seeds.
    ///
    /// ```
    /// use tracker_types::Metainfo;
    ///
    /// let torrent = b"d8:announce30:http://127.0.0.1:6969/announce4:info\
    ///     d6:lengthi7e4:name5:a.txt12:piece lengthi16384e6:pieces20:0123456789ABCDEFGHIJee";
    /// let (metainfo, _) = Metainfo::parse(torrent)?;
    /// assert_eq!(
    ///     metainfo.magnet_link().to_string(),
    ///     "magnet:?xt=urn:btih:177848e478f470ec023daa29028034c92d2e5128&dn=a.txt\
    ///      &tr=http%3A%2F%2F127.0.0.1%3A6969%2Fannounce",
    /// );
    /// # Ok::<(), tracker_types::Error>(())
    /// ```
    pub fn magnet_link(&self) -> MagnetLink {
        let mut link = MagnetLink::new(self.info_hashes);
        let name = (!self.name.is_empty()).then(|| String::from_utf8_lossy(&self.name));
        link.name = name.map(Cow::into_owned);
        link.trackers = self.announce_list.iter().map(str::to_owned).collect();
        for url in &self.web_seeds {
            link.extra.push(b"ws", url.as_bytes());
        }
        link
    }
}

/// Writes the topics, the name, the trackers and the other parameters, in this order.
impl fmt::Display for MagnetLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hashes = self.info_hashes.iter();
        let v1 = hashes.clone().filter_map(InfoHashes::v1);
        let v2 = hashes.filter_map(InfoHashes::v2);
        let topics = v1.map(|hash| format!("xt=urn:btih:{hash}"));
        let topics = topics.chain(v2.map(|hash| format!("xt=urn:btmh:{}", hash.to_multihash())));
        let mutable = self.mutable.iter().map(ToString::to_string);
        let name = self.name.iter().map(|name| format!("dn={}", percent::encode(name.as_bytes())));
        let trackers = self.trackers.iter();
        let trackers = trackers.map(|url| format!("tr={}", percent::encode(url.as_bytes())));
        let extra = (!self.extra.is_empty()).then(|| self.extra.to_text());
        let parameters = topics.chain(mutable).chain(name).chain(trackers).chain(extra);
        for (place, parameter) in parameters.enumerate() {
            write!(f, "{}{parameter}", if place == 0 { "magnet:?" } else { "&" })?;
        }
        Ok(())
    }
}
