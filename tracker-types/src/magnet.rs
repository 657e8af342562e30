//! Magnet links: a torrent's name and where to ask for it (BEP 9, BEP 53).

use std::fmt;
use std::str::FromStr;

use crate::announce_list::AnnounceList;
use crate::error::{Error, ErrorKind};
use crate::id::{InfoHash, InfoHashV2, InfoHashes};
use crate::params::{Param, Params};
use crate::peer::{Address, Peer};
use crate::percent;

/// A magnet link.
///
/// ```
/// use tracker_types::MagnetLink;
///
/// let link: MagnetLink = "magnet:?xt=urn:btih:D1101A2B9D202811A05E8C57C557A20BF974DC8A\
///     &dn=ubuntu+desktop&tr=https%3A%2F%2Ftorrent.ubuntu.com%2Fannounce&ws=http://x.example/"
///     .parse()?;
/// assert_eq!(link.name.as_deref(), Some("ubuntu desktop"));
/// assert_eq!(link.trackers, ["https://torrent.ubuntu.com/announce"]);
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
    /// What the torrent is called (`xt`, `xt.1` and so on): v1, v2 or both.
    pub info_hashes: InfoHashes,
    /// What to show until the metadata is there (`dn`).
    pub name: Option<String>,
    /// Announce URLs (`tr`, `tr.1` and so on), in order.
    pub trackers: Vec<String>,
    /// All other parameters, such as `ws`, `x.pe`, `so`, and topics that are unreadable or not the
    /// first of their kind.
    pub extra: Params<'static>,
}

impl MagnetLink {
    /// A link to a torrent by its name alone.
    pub const fn new(info_hashes: InfoHashes) -> MagnetLink {
        let extra = Params::from_query(&[]);
        MagnetLink { info_hashes, name: None, trackers: Vec::new(), extra }
    }

    /// The trackers as a list of tiers, each tracker in one of its own, as most clients take them.
    pub fn announce_list(&self) -> AnnounceList {
        self.trackers.iter().map(|url| [url.as_str()]).collect()
    }

    /// The peers to begin with (`x.pe`), those whose address and port can be read.
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
        named.filter_map(|param| {
            let address = Address::from_bytes(&param.value())?.into_owned();
            Some(Peer::new(address.host, address.port.filter(|&port| port > 0)?))
        })
    }
}

impl FromStr for MagnetLink {
    type Err = Error;

    /// Reads a link. Names of parameters may be in capitals. A topic that is unreadable is an error
    /// only if no other one names the torrent.
    ///
    /// A name that is not UTF-8 is shown with replacement characters, and kept as it came in
    /// [`extra`](MagnetLink::extra); in a tracker's URL, what is not UTF-8 stays escaped.
    fn from_str(link: &str) -> Result<MagnetLink, Error> {
        let query = query_of(link).ok_or_else(|| Error::new(ErrorKind::InvalidMagnet, 0))?;
        let mut parts = Parts::default();
        let mut place = SCHEME.len();
        for segment in query.split('&') {
            place = place.saturating_add(segment.len());
            for param in Params::from_query(segment.as_bytes()).iter() {
                parts.take(param, place);
            }
            place = place.saturating_add(1);
        }
        let Parts { v1, v2, name, trackers, extra, unreadable } = parts;
        let nothing = || Error::new(ErrorKind::InvalidMagnet, link.len());
        let info_hashes = InfoHashes::from_parts(v1, v2);
        let info_hashes = info_hashes.ok_or_else(|| unreadable.unwrap_or_else(nothing))?;
        Ok(MagnetLink { info_hashes, name, trackers, extra })
    }
}

const SCHEME: &str = "magnet:?";

/// What follows `magnet:?`, in capitals or not, up to a fragment.
fn query_of(link: &str) -> Option<&str> {
    let (scheme, query) = link.split_at_checked(SCHEME.len())?;
    scheme.eq_ignore_ascii_case(SCHEME).then(|| query.split('#').next())?
}

/// A link while it is read.
#[derive(Default)]
struct Parts {
    v1: Option<InfoHash>,
    v2: Option<InfoHashV2>,
    name: Option<String>,
    trackers: Vec<String>,
    extra: Params<'static>,
    /// What is wrong with the first topic that cannot be read.
    unreadable: Option<Error>,
}

impl Parts {
    /// Takes a parameter that ends at `end` in the link.
    fn take(&mut self, param: Param<'_>, end: usize) {
        let value = param.value();
        match &*param.name().to_ascii_lowercase() {
            name if is(b"xt", name) => self.topic(param, end),
            b"dn" if self.name.is_none() => self.name(param),
            name if is(b"tr", name) && !value.is_empty() => self.trackers.push(url(&value)),
            _ => self.extra.push_param(param),
        }
    }

    /// An exact topic; one that is unreadable, of another network, by another hash function or of
    /// another torrent than the first is kept among the rest.
    fn topic(&mut self, param: Param<'_>, end: usize) {
        let value = param.value();
        let value = String::from_utf8_lossy(&value);
        let found = if let Some(digits) = strip_urn(&value, "btih") {
            hash(&mut self.v1, digits, end)
        } else if let Some(digits) = strip_urn(&value, "btmh").filter(is_sha256) {
            hash(&mut self.v2, digits, end)
        } else {
            Ok(false)
        };
        match found {
            Ok(true) => return,
            Ok(false) => {}
            Err(error) => self.unreadable = self.unreadable.take().or(Some(error)),
        }
        self.extra.push_param(param);
    }

    /// A name is written by people's tools: `+` is a space, as in HTML forms.
    fn name(&mut self, param: Param<'_>) {
        let raw = param.raw_value().unwrap_or_default();
        let spaced: Vec<u8> = raw.iter().map(|&b| if b == b'+' { b' ' } else { b }).collect();
        let name = percent::decode_literal(&spaced);
        if std::str::from_utf8(&name).is_err() {
            self.extra.push_param(param);
        }
        self.name = Some(String::from_utf8_lossy(&name).into_owned());
    }
}

/// Whether a multihash is by the one function that BEP 52 has, or digits without a multihash's front.
fn is_sha256(digits: &&str) -> bool {
    digits.starts_with("1220") || digits.len() == 64
}

/// Reads a hash whose digits end at `end` in the link; whether it is the one found first.
fn hash<T>(found: &mut Option<T>, digits: &str, end: usize) -> Result<bool, Error>
where
    T: FromStr<Err = Error> + PartialEq + Copy,
{
    // What is escaped mostly stands in front of the digits.
    let start = end.saturating_sub(digits.len());
    let hash = digits.parse().map_err(|error: Error| error.in_place("xt").behind(start))?;
    Ok(*found.get_or_insert(hash) == hash)
}

/// What follows `urn:btih:` or another URN's name, which is not case-sensitive (RFC 8141).
fn strip_urn<'a>(value: &'a str, namespace: &str) -> Option<&'a str> {
    let mut parts = value.splitn(3, ':');
    let urn = parts.next()?.eq_ignore_ascii_case("urn");
    let named = parts.next()?.eq_ignore_ascii_case(namespace);
    if urn && named { parts.next() } else { None }
}

/// Whether `name` is this parameter, perhaps with a number behind it: `tr`, `tr.1`.
fn is(parameter: &[u8], name: &[u8]) -> bool {
    match name.strip_prefix(parameter) {
        Some([]) => true,
        Some([b'.', digits @ ..]) => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

/// A URL out of a parameter: what is not UTF-8 means the same when it is escaped.
fn url(bytes: &[u8]) -> String {
    let mut url = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        url.push_str(chunk.valid());
        let escapes = chunk.invalid().iter().flat_map(|&byte| percent::escape(byte));
        url.extend(escapes.map(char::from));
    }
    url
}

impl fmt::Display for MagnetLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let v1 = self.info_hashes.v1().map(|hash| format!("xt=urn:btih:{hash}"));
        let v2 = self.info_hashes.v2().map(|hash| format!("xt=urn:btmh:{}", hash.to_multihash()));
        let name = self.name.iter().map(|name| format!("dn={}", percent::encode(name.as_bytes())));
        let trackers = self.trackers.iter();
        let trackers = trackers.map(|url| format!("tr={}", percent::encode(url.as_bytes())));
        let extra = (!self.extra.is_empty()).then(|| self.extra.to_text());
        let parameters = v1.into_iter().chain(v2).chain(name).chain(trackers).chain(extra);
        write!(f, "magnet:?{}", parameters.collect::<Vec<_>>().join("&"))
    }
}
