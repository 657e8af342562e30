//! Messages from a client to a tracker.

use alloc::vec::Vec;

use bencode::ByteStr;
use bytes::Bytes;

use crate::announce::AnnounceRequest;
use crate::id::{InfoHash, PeerId};
use crate::scrape::ScrapeRequest;
use crate::websocket::offer::{Offer, OfferId, Sdp};
use crate::websocket::tracker::{AnswerToPeer, OfferToPeer, TrackerMessage};

/// A message from a client to a tracker.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant, reason = "most messages are announces")]
pub enum ClientMessage<'a> {
    /// An announce, with offers for peers.
    Announce(Announce<'a>),
    /// An answer to the offer of another peer.
    Answer(Answer<'a>),
    /// A request for the counts of torrents.
    Scrape(Scrape),
}

impl ClientMessage<'_> {
    /// Returns the message that the tracker forwards to another peer: the `n`-th offer of an
    /// announce, or an answer, whose `n` is 0. Nothing is copied, and descriptions are not
    /// interpreted.
    ///
    /// ```
    /// use tracker_types::websocket::{client, tracker};
    ///
    /// let frame = br#"{"action":"announce","info_hash":"0123456789ABCDEFGHIJ",
    ///     "peer_id":"-WW0208-HbhAax52hZyX","to_peer_id":"-WW0208-Iz0PmSRIZJvY",
    ///     "answer":{"type":"answer","sdp":"v=0\r\n"},"offer_id":"abcdefghijklmnopqrst"}"#;
    /// let (message, _) = client::decode(frame)?;
    /// let mut forwarded = Vec::new();
    /// tracker::encode(&message.forward(0).unwrap(), &mut forwarded);
    /// assert_eq!(
    ///     String::from_utf8(forwarded).unwrap(),
    ///     r#"{"action":"announce","answer":{"type":"answer","sdp":"v=0\r\n"},"#.to_owned()
    ///         + r#""offer_id":"abcdefghijklmnopqrst","peer_id":"-WW0208-HbhAax52hZyX","#
    ///         + r#""info_hash":"0123456789ABCDEFGHIJ"}"#,
    /// );
    /// # Ok::<(), tracker_types::Error>(())
    /// ```
    pub fn forward(&self, n: usize) -> Option<TrackerMessage<'_>> {
        match self {
            ClientMessage::Announce(announce) => announce.forward(n).map(TrackerMessage::Offer),
            ClientMessage::Answer(answer) if n == 0 => {
                Some(TrackerMessage::Answer(answer.forward()))
            }
            _ => None,
        }
    }

    /// Copies everything that is borrowed.
    pub fn into_owned(self) -> ClientMessage<'static> {
        match self {
            ClientMessage::Announce(announce) => ClientMessage::Announce(announce.into_owned()),
            ClientMessage::Answer(answer) => ClientMessage::Answer(answer.into_owned()),
            ClientMessage::Scrape(scrape) => ClientMessage::Scrape(scrape),
        }
    }

    /// Shares `frame`, the buffer from which the message was decoded, and copies only what is not
    /// in it.
    pub fn share(&self, frame: &Bytes) -> ClientMessage<'static> {
        match self {
            ClientMessage::Announce(announce) => ClientMessage::Announce(announce.share(frame)),
            ClientMessage::Answer(answer) => ClientMessage::Answer(answer.share(frame)),
            ClientMessage::Scrape(scrape) => ClientMessage::Scrape(scrape.clone()),
        }
    }
}

/// An announce, and an offer for each peer that the client would like to meet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Announce<'a> {
    /// The announce as on the other wires; its port and addresses have no meaning here.
    pub request: AnnounceRequest<'a>,
    /// Offers that the tracker distributes to other peers, one to each.
    pub offers: Vec<Offer<'a>>,
}

impl<'a> Announce<'a> {
    /// An announce with these offers; `numwant` is set to their number.
    pub fn new(mut request: AnnounceRequest<'a>, offers: Vec<Offer<'a>>) -> Announce<'a> {
        request.numwant = Some(u32::try_from(offers.len()).unwrap_or(u32::MAX));
        Announce { request, offers }
    }

    /// The `n`-th offer, in the form in which another peer gets it.
    pub fn forward(&self, n: usize) -> Option<OfferToPeer<'_>> {
        let AnnounceRequest { info_hash, peer_id, .. } = self.request;
        let offer = self.offers.get(n)?;
        Some(OfferToPeer::new(info_hash, peer_id, offer.lend()))
    }

    /// Copies everything that is borrowed.
    pub fn into_owned(self) -> Announce<'static> {
        let offers = self.offers.into_iter().map(Offer::into_owned).collect();
        Announce { request: self.request.into_owned(), offers }
    }

    /// Shares `frame` for the offers that are in it, and copies everything else.
    pub fn share(&self, frame: &Bytes) -> Announce<'static> {
        let offers = self.offers.iter().map(|offer| offer.share(frame)).collect();
        Announce { request: self.request.clone().into_owned(), offers }
    }
}

/// An answer to an offer, for the peer that made the offer. The tracker does not reply.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer<'a> {
    /// The torrent.
    pub info_hash: InfoHash,
    /// The peer that answers.
    pub peer_id: PeerId,
    /// The peer that made the offer.
    pub to_peer_id: PeerId,
    /// The id of the offer.
    pub offer_id: OfferId,
    /// The answer.
    pub sdp: Sdp<'a>,
    /// The `tracker id` of an earlier reply.
    pub tracker_id: Option<ByteStr<'a>>,
}

impl<'a> Answer<'a> {
    /// An answer of `peer_id` to `offer`.
    pub fn new(peer_id: PeerId, offer: &OfferToPeer<'_>, sdp: Sdp<'a>) -> Answer<'a> {
        Answer {
            info_hash: offer.info_hash,
            peer_id,
            to_peer_id: offer.peer_id,
            offer_id: offer.offer.id.clone(),
            sdp,
            tracker_id: None,
        }
    }

    /// The answer, in the form in which the peer that made the offer, `to_peer_id`, gets it.
    pub fn forward(&self) -> AnswerToPeer<'_> {
        let offer_id = self.offer_id.clone();
        AnswerToPeer::new(self.info_hash, self.peer_id, offer_id, self.sdp.lend())
    }

    /// Copies everything that is borrowed.
    pub fn into_owned(self) -> Answer<'static> {
        Answer {
            sdp: self.sdp.into_owned(),
            tracker_id: self.tracker_id.map(ByteStr::into_owned),
            ..self
        }
    }

    /// Shares `frame`, the buffer from which the answer was decoded, and copies only what is not in it.
    pub fn share(&self, frame: &Bytes) -> Answer<'static> {
        Answer {
            info_hash: self.info_hash,
            peer_id: self.peer_id,
            to_peer_id: self.to_peer_id,
            offer_id: self.offer_id.clone(),
            sdp: self.sdp.share(frame),
            tracker_id: self.tracker_id.as_ref().map(|id| id.share(frame)),
        }
    }
}

/// A scrape of some torrents, or of all torrents of the tracker.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scrape {
    /// The torrents, in order and with repetitions, perhaps none; `None` for all.
    pub info_hashes: Option<Vec<InfoHash>>,
}

impl Scrape {
    /// A scrape of these torrents.
    pub const fn new(info_hashes: Vec<InfoHash>) -> Scrape {
        Scrape { info_hashes: Some(info_hashes) }
    }

    /// A scrape of all torrents.
    pub const fn all() -> Scrape {
        Scrape { info_hashes: None }
    }

    /// Converts the scrape to the type of the other wires; `None` for a scrape of no torrents,
    /// which they cannot express.
    pub fn into_request(self) -> Option<ScrapeRequest<'static>> {
        match self.info_hashes {
            Some(none) if none.is_empty() => None,
            hashes => Some(ScrapeRequest::new(hashes.unwrap_or_default())),
        }
    }
}

impl From<&ScrapeRequest<'_>> for Scrape {
    fn from(request: &ScrapeRequest<'_>) -> Scrape {
        let hashes = &request.info_hashes;
        Scrape { info_hashes: (!hashes.is_empty()).then(|| hashes.clone()) }
    }
}
