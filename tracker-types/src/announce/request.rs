//! Announce requests.

use core::fmt;

use bencode::ByteStr;

use super::event::Event;
use crate::id::{InfoHash, PeerId};
use crate::params::Params;
use crate::peer::Address;

/// An announce: a client's state in one swarm, and its request for peers (BEP 3).
///
/// ```
/// use tracker_types::{AnnounceRequest, Event, InfoHash, PeerId};
///
/// let hash: InfoHash = "d1101a2b9d202811a05e8c57c557a20bf974dc8a".parse()?;
/// let mut request = AnnounceRequest::new(hash, PeerId(*b"-TR2940-0890apv0oznf"), 51413, 1_000);
/// request.event = Some(Event::Started);
/// assert_eq!(
///     request.to_url("http://tracker.example/announce?passkey=0123456789abcdef")?,
///     "http://tracker.example/announce?passkey=0123456789abcdef\
///      &info_hash=%D1%10%1A%2B%9D%20%28%11%A0%5E%8CW%C5W%A2%0B%F9t%DC%8A\
///      &peer_id=-TR2940-0890apv0oznf&port=51413&uploaded=0&downloaded=0&left=1000&event=started",
/// );
/// # Ok::<(), tracker_types::Error>(())
/// ```
/// The next announce sends the `tracker id` of the reply back:
///
/// ```
/// # use tracker_types::{AnnounceRequest, Event, InfoHash, PeerId};
/// # let mut request = AnnounceRequest::new(InfoHash([0; 20]), PeerId([0; 20]), 51413, 0);
/// request.event = Some(Event::Started);
/// request.key = Some(b"B572D4C4".into());
///
/// let body = b"d8:intervali1800e5:peers0:10:tracker id3:a&be";
/// let (reply, _) = tracker_types::http::announce::decode(body)?;
/// let response = reply.into_result().expect("no failure");
/// request.event = None;
/// // A reply without an id leaves the previous one in force.
/// if let Some(id) = response.tracker_id.as_deref() {
///     request.tracker_id = Some(id.clone());
/// }
/// let url = request.to_url("http://tracker.example/announce")?;
/// assert!(url.ends_with("&key=B572D4C4&trackerid=a%26b"));
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AnnounceRequest<'a> {
    /// The torrent.
    pub info_hash: InfoHash,
    /// The client.
    pub peer_id: PeerId,
    /// The port on which the client listens; 0 if it does not listen.
    pub port: u16,
    /// Bytes uploaded since the event `started`.
    pub uploaded: Option<u64>,
    /// Bytes downloaded since the event `started`.
    pub downloaded: Option<u64>,
    /// Bytes still to download; 0 means that the client is a seeder. `None` omits the parameter,
    /// which BEP 3 requires and without which some trackers refuse the announce.
    ///
    /// A client that does not know the number yet, for example with a magnet link, sends
    /// [`UNKNOWN_LEFT`](AnnounceRequest::UNKNOWN_LEFT).
    pub left: Option<u64>,
    /// Bytes that failed their hash check.
    pub corrupt: Option<u64>,
    /// Bytes that were received more than once.
    pub redundant: Option<u64>,
    /// The event, unless this is a regular announce.
    pub event: Option<Event>,
    /// Whether packed peers are preferred (BEP 23); if `None`, the tracker chooses.
    pub compact: Option<bool>,
    /// Whether listed peers may be sent without their ids.
    pub no_peer_id: bool,
    /// The number of peers that the client would like.
    pub numwant: Option<u32>,
    /// A secret by which the tracker recognizes the client when its address changes (BEP 7);
    /// opaque, and binary in aria2's announces.
    pub key: Option<ByteStr<'a>>,
    /// The `tracker id` of an earlier reply.
    pub tracker_id: Option<ByteStr<'a>>,
    /// The address that the client states (BEP 3).
    pub ip: Option<Address<'a>>,
    /// Its other address, IPv4 (BEP 7 before 2020).
    pub ipv4: Option<Address<'a>>,
    /// Its other address, IPv6 (BEP 7 before 2020).
    pub ipv6: Option<Address<'a>>,
    /// Whether the client can encrypt connections.
    pub support_crypto: bool,
    /// Whether the client insists on encrypted connections.
    pub require_crypto: bool,
    /// A port for encrypted connections only.
    pub crypto_port: Option<u16>,
    /// All other parameters.
    pub extra: Params<'a>,
}

impl<'a> AnnounceRequest<'a> {
    /// The `left` of a client that does not know yet how much there is to download: 2^63-1, as in
    /// Transmission. No tracker counts such a client as a seeder, and the number fits the signed
    /// integers that some trackers use. (libtorrent sends 16384.)
    ///
    /// ```
    /// use tracker_types::{AnnounceRequest, InfoHash, PeerId};
    ///
    /// let left = AnnounceRequest::UNKNOWN_LEFT;
    /// let request = AnnounceRequest::new(InfoHash([0; 20]), PeerId([0; 20]), 51413, left);
    /// let url = request.to_url("http://tracker.example/announce")?;
    /// assert!(url.ends_with("&left=9223372036854775807"));
    /// # Ok::<(), tracker_types::Error>(())
    /// ```
    pub const UNKNOWN_LEFT: u64 = i64::MAX.unsigned_abs();

    /// A regular announce with the parameters that BEP 3 requires, and nothing uploaded or
    /// downloaded yet.
    ///
    /// `left` is the number of bytes still to download: 0 announces a seeder. Without metadata, use
    /// [`UNKNOWN_LEFT`](AnnounceRequest::UNKNOWN_LEFT).
    pub const fn new(
        info_hash: InfoHash,
        peer_id: PeerId,
        port: u16,
        left: u64,
    ) -> AnnounceRequest<'a> {
        let mut request = AnnounceRequest::blank();
        request.info_hash = info_hash;
        request.peer_id = peer_id;
        request.port = port;
        request.uploaded = Some(0);
        request.downloaded = Some(0);
        request.left = Some(left);
        request
    }

    /// An empty request for a decoder to fill in.
    pub(crate) const fn blank() -> AnnounceRequest<'a> {
        AnnounceRequest {
            info_hash: InfoHash([0; 20]),
            peer_id: PeerId([0; 20]),
            port: 0,
            uploaded: None,
            downloaded: None,
            left: None,
            corrupt: None,
            redundant: None,
            event: None,
            compact: None,
            no_peer_id: false,
            numwant: None,
            key: None,
            tracker_id: None,
            ip: None,
            ipv4: None,
            ipv6: None,
            support_crypto: false,
            require_crypto: false,
            crypto_port: None,
            extra: Params::from_query(&[]),
        }
    }

    /// Copies texts that are borrowed.
    pub fn into_owned(self) -> AnnounceRequest<'static> {
        AnnounceRequest {
            key: self.key.map(ByteStr::into_owned),
            tracker_id: self.tracker_id.map(ByteStr::into_owned),
            ip: self.ip.map(Address::into_owned),
            ipv4: self.ipv4.map(Address::into_owned),
            ipv6: self.ipv6.map(Address::into_owned),
            extra: self.extra.into_owned(),
            ..self
        }
    }
}

/// As derived, but with bytes shown as text if they are text.
impl fmt::Debug for AnnounceRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnnounceRequest")
            .field("info_hash", &self.info_hash)
            .field("peer_id", &self.peer_id)
            .field("port", &self.port)
            .field("uploaded", &self.uploaded)
            .field("downloaded", &self.downloaded)
            .field("left", &self.left)
            .field("corrupt", &self.corrupt)
            .field("redundant", &self.redundant)
            .field("event", &self.event)
            .field("compact", &self.compact)
            .field("no_peer_id", &self.no_peer_id)
            .field("numwant", &self.numwant)
            .field("key", &self.key)
            .field("tracker_id", &self.tracker_id)
            .field("ip", &self.ip)
            .field("ipv4", &self.ipv4)
            .field("ipv6", &self.ipv6)
            .field("support_crypto", &self.support_crypto)
            .field("require_crypto", &self.require_crypto)
            .field("crypto_port", &self.crypto_port)
            .field("extra", &self.extra)
            .finish()
    }
}
