//! Announce responses.

use alloc::boxed::Box;
use core::net::IpAddr;
use core::time::Duration;

use bencode::ByteStr;
use bytes::Bytes;

use crate::interval::clamp_interval;
use crate::peer::Peers;
use crate::reply::{Reply, owned_reply};

/// A tracker's answer to an announce.
pub type AnnounceReply<'a> = Reply<'a, AnnounceResponse<'a>>;

/// The state of a swarm and some of its peers, as a tracker reports them (BEP 3).
///
/// A number that is missing or invalid is `None`.
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
    /// The number of peers that have everything: seeders.
    pub complete: Option<u32>,
    /// The number of completed downloads.
    pub downloaded: Option<u32>,
    /// The client's address as seen by the tracker (BEP 24).
    pub external_ip: Option<IpAddr>,
    /// The number of peers that lack something: leechers.
    pub incomplete: Option<u32>,
    /// Seconds until the next regular announce (BEP 3).
    pub interval: Option<u32>,
    /// Seconds that a client should wait at least before it announces again.
    pub min_interval: Option<u32>,
    /// The peers to connect to.
    pub peers: Peers<'a>,
    /// The value to send back as `trackerid` in the next announce.
    ///
    /// It is boxed, as the message below is, because both are rare: a response stays small.
    pub tracker_id: Option<Box<ByteStr<'a>>>,
    /// A message for people, sent although the announce was accepted.
    pub warning_message: Option<Box<ByteStr<'a>>>,
}

impl<'a> AnnounceResponse<'a> {
    /// A response with what BEP 3 requires: seconds until the next announce, and peers.
    pub fn new(interval: u32, peers: Peers<'a>) -> AnnounceResponse<'a> {
        AnnounceResponse { interval: Some(interval), peers, ..AnnounceResponse::default() }
    }

    /// Resets all fields, and keeps the capacity of the list of peers.
    pub(crate) fn clear(&mut self) {
        // All fields by name, so that a new one is not forgotten.
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

    /// Returns the time to wait before the next announce: the tracker's, within limits.
    ///
    /// See [`clamp_interval`].
    pub fn wait(&self) -> Duration {
        clamp_interval(self.interval.map(i64::from), self.min_interval.map(i64::from))
    }

    /// Copies everything that is borrowed.
    pub fn into_owned(self) -> AnnounceResponse<'static> {
        let own = |text: Box<ByteStr<'a>>| Box::new(text.into_owned());
        AnnounceResponse {
            peers: self.peers.into_owned(),
            tracker_id: self.tracker_id.map(own),
            warning_message: self.warning_message.map(own),
            ..self
        }
    }

    /// Shares `frame`, and copies only what is not in it.
    pub fn share(&self, frame: &Bytes) -> AnnounceResponse<'static> {
        let share = |text: &ByteStr<'a>| Box::new(text.share(frame));
        AnnounceResponse {
            peers: self.peers.share(frame),
            tracker_id: self.tracker_id.as_deref().map(share),
            warning_message: self.warning_message.as_deref().map(share),
            ..*self
        }
    }
}

owned_reply!(AnnounceResponse);
