//! Messages from a tracker to a client.

use bytes::Bytes;

use crate::announce::{AnnounceReply, AnnounceResponse};
use crate::id::{InfoHash, PeerId};
use crate::reply::{Failure, Reply};
use crate::scrape::{ScrapeReply, ScrapeResponse};
use crate::websocket::action::Action;
use crate::websocket::offer::{Offer, OfferId, Sdp};

/// A message from a tracker to a client.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TrackerMessage<'a> {
    /// The reply to an announce.
    Announce {
        /// The torrent: one socket serves many.
        info_hash: InfoHash,
        /// The state of the swarm. Peers follow later, each as an offer or an answer.
        response: AnnounceResponse<'a>,
    },
    /// An offer from another peer, to be answered.
    Offer(OfferToPeer<'a>),
    /// Another peer's answer to an offer.
    Answer(AnswerToPeer<'a>),
    /// The reply to a scrape.
    Scrape(ScrapeResponse<'a>),
    /// A refusal.
    Failure {
        /// The action that was refused, if the tracker sends it.
        action: Option<Action>,
        /// The torrent, if the tracker sends it.
        info_hash: Option<InfoHash>,
        /// The reason.
        failure: Failure<'a>,
    },
}

impl<'a> TrackerMessage<'a> {
    /// Converts the answer to an announce to the type of the other wires; `None` for offers,
    /// answers and scrapes.
    pub fn into_announce_reply(self) -> Option<AnnounceReply<'a>> {
        match self {
            TrackerMessage::Announce { response, .. } => Some(Reply::Success(response)),
            TrackerMessage::Failure { failure, .. } => Some(Reply::Failure(failure)),
            _ => None,
        }
    }

    /// Converts the answer to a scrape to the type of the other wires; `None` for replies to
    /// announces, offers and answers.
    pub fn into_scrape_reply(self) -> Option<ScrapeReply<'a>> {
        match self {
            TrackerMessage::Scrape(response) => Some(Reply::Success(response)),
            TrackerMessage::Failure { failure, .. } => Some(Reply::Failure(failure)),
            _ => None,
        }
    }

    /// Copies everything that is borrowed.
    pub fn into_owned(self) -> TrackerMessage<'static> {
        match self {
            TrackerMessage::Announce { info_hash, response } => {
                TrackerMessage::Announce { info_hash, response: response.into_owned() }
            }
            TrackerMessage::Offer(offer) => TrackerMessage::Offer(offer.into_owned()),
            TrackerMessage::Answer(answer) => TrackerMessage::Answer(answer.into_owned()),
            TrackerMessage::Scrape(response) => TrackerMessage::Scrape(response.into_owned()),
            TrackerMessage::Failure { action, info_hash, failure } => {
                TrackerMessage::Failure { action, info_hash, failure: failure.into_owned() }
            }
        }
    }

    /// Shares `frame`, the buffer from which the message was decoded, and copies only what is not in it.
    pub fn share(&self, frame: &Bytes) -> TrackerMessage<'static> {
        match self {
            &TrackerMessage::Announce { info_hash, ref response } => {
                TrackerMessage::Announce { info_hash, response: response.share(frame) }
            }
            TrackerMessage::Offer(offer) => TrackerMessage::Offer(offer.share(frame)),
            TrackerMessage::Answer(answer) => TrackerMessage::Answer(answer.share(frame)),
            TrackerMessage::Scrape(response) => TrackerMessage::Scrape(response.share(frame)),
            &TrackerMessage::Failure { action, info_hash, ref failure } => {
                TrackerMessage::Failure { action, info_hash, failure: failure.share(frame) }
            }
        }
    }
}

/// An offer, in the form in which the peer that the tracker chose gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OfferToPeer<'a> {
    /// The torrent.
    pub info_hash: InfoHash,
    /// The peer that made the offer.
    pub peer_id: PeerId,
    /// The offer.
    pub offer: Offer<'a>,
}

impl<'a> OfferToPeer<'a> {
    /// An offer of this peer.
    pub const fn new(info_hash: InfoHash, peer_id: PeerId, offer: Offer<'a>) -> OfferToPeer<'a> {
        OfferToPeer { info_hash, peer_id, offer }
    }

    /// Copies the description if it is borrowed.
    pub fn into_owned(self) -> OfferToPeer<'static> {
        OfferToPeer::new(self.info_hash, self.peer_id, self.offer.into_owned())
    }

    /// Shares `frame` if the description is in it, and copies it otherwise.
    pub fn share(&self, frame: &Bytes) -> OfferToPeer<'static> {
        OfferToPeer::new(self.info_hash, self.peer_id, self.offer.share(frame))
    }
}

/// An answer, in the form in which the peer that made the offer gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AnswerToPeer<'a> {
    /// The torrent.
    pub info_hash: InfoHash,
    /// The peer that answers.
    pub peer_id: PeerId,
    /// The id of the offer that is answered.
    pub offer_id: OfferId,
    /// The answer.
    pub sdp: Sdp<'a>,
}

impl<'a> AnswerToPeer<'a> {
    /// An answer of this peer.
    pub fn new(
        info_hash: InfoHash,
        peer_id: PeerId,
        offer_id: impl Into<OfferId>,
        sdp: Sdp<'a>,
    ) -> AnswerToPeer<'a> {
        AnswerToPeer { info_hash, peer_id, offer_id: offer_id.into(), sdp }
    }

    /// Copies the description if it is borrowed.
    pub fn into_owned(self) -> AnswerToPeer<'static> {
        AnswerToPeer { sdp: self.sdp.into_owned(), ..self }
    }

    /// Shares `frame` if the description is in it, and copies it otherwise.
    pub fn share(&self, frame: &Bytes) -> AnswerToPeer<'static> {
        let sdp = self.sdp.share(frame);
        AnswerToPeer::new(self.info_hash, self.peer_id, self.offer_id.clone(), sdp)
    }
}
