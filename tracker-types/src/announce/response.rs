//! Announce responses.

use core::net::IpAddr;
use core::time::Duration;

use bencode::ByteStr;
use bytes::Bytes;

use crate::interval::clamp_interval;
use crate::peer::Peers;
use crate::reply::{Reply, owned_reply};

/// A tracker's answer to an announce.
pub type AnnounceReply<'a> = Reply<'a, AnnounceResponse<'a>>;

/// What a tracker says about a swarm, and some of its peers (BEP 3).
///
/// A number that a tracker does not say, or says in a way that makes no sense, is `None`.
///
/// ```
/// use tracker_types::http::announce;
///
/// // opentracker 2021, asked by the article's curl line.
/// let body = b"d8:completei2e10:downloadedi0e10:incompletei2e8:intervali1939e\
///     12:min intervali969e5:peers12:\x7f\0\0\x03\xc8\xd6\x7f\0\0\x04\xc8\xd7e";
/// let (reply, quirks) = announce::decode(body)?;
/// assert!(quirks.is_empty());
/// let response = reply.into_result().unwrap();
/// assert_eq!((response.complete, response.incomplete), (Some(2), Some(2)));
/// let peers: Vec<_> = response.peers.iter().filter_map(|peer| peer.socket_addr()).collect();
/// assert_eq!(peers, ["127.0.0.3:51414".parse().unwrap(), "127.0.0.4:51415".parse().unwrap()]);
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AnnounceResponse<'a> {
    /// How many have everything: seeders.
    pub complete: Option<u32>,
    /// How many ever completed.
    pub downloaded: Option<u32>,
    /// Where the tracker sees the client (BEP 24).
    pub external_ip: Option<IpAddr>,
    /// How many lack something: leechers.
    pub incomplete: Option<u32>,
    /// Seconds until the next regular announce (BEP 3).
    pub interval: Option<u32>,
    /// Seconds before which no client should announce again.
    pub min_interval: Option<u32>,
    /// Whom to connect to.
    pub peers: Peers<'a>,
    /// What to send back as `trackerid` in the next announce.
    pub tracker_id: Option<ByteStr<'a>>,
    /// Something for people to read, though the announce was taken.
    pub warning_message: Option<ByteStr<'a>>,
}

impl<'a> AnnounceResponse<'a> {
    /// What BEP 3 requires: seconds to the next announce, and peers.
    pub fn new(interval: u32, peers: Peers<'a>) -> AnnounceResponse<'a> {
        AnnounceResponse { interval: Some(interval), peers, ..AnnounceResponse::default() }
    }

    /// Forgets what it says, but keeps the room of its list of peers.
    pub(crate) fn clear(&mut self) {
        // All fields by name: a new one is not forgotten.
        let AnnounceResponse {
            complete,
            downloaded,
            external_ip,
            incomplete,
            interval,
            min_interval,
            peers,
            tracker_id,
            warning_message,
        } = self;
        (*complete, *downloaded, *incomplete) = (None, None, None);
        (*interval, *min_interval, *external_ip) = (None, None, None);
        (*tracker_id, *warning_message) = (None, None);
        peers.clear();
    }

    /// How long to wait before the next announce: what the tracker says, within reason.
    ///
    /// See [`clamp_interval`].
    pub fn wait(&self) -> Duration {
        clamp_interval(self.interval.map(i64::from), self.min_interval.map(i64::from))
    }

    /// The same response, owned.
    pub fn into_owned(self) -> AnnounceResponse<'static> {
        AnnounceResponse {
            peers: self.peers.into_owned(),
            tracker_id: self.tracker_id.map(ByteStr::into_owned),
            warning_message: self.warning_message.map(ByteStr::into_owned),
            ..self
        }
    }

    /// The same response without a copy of what lies in `frame`.
    pub fn share(&self, frame: &Bytes) -> AnnounceResponse<'static> {
        let share = |text: &ByteStr<'a>| text.share(frame);
        AnnounceResponse {
            peers: self.peers.share(frame),
            tracker_id: self.tracker_id.as_ref().map(share),
            warning_message: self.warning_message.as_ref().map(share),
            ..*self
        }
    }
}

owned_reply!(AnnounceResponse);
