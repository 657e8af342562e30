//! Decoding of a client's message from its members.

use alloc::vec;
use alloc::vec::Vec;

use super::message::{Announce, Answer, ClientMessage, Scrape};
use crate::announce::{AnnounceRequest, Event};
use crate::error::{Error, ErrorKind};
use crate::id::InfoHash;
use crate::quirk::Quirk;
use crate::websocket::action::Action;
use crate::websocket::fields::{Element, Fields};
use crate::websocket::members::{OfferMembers, Span, members};
use crate::websocket::offer::{Offer, SdpKind};

members! {
    /// The members of all messages of a client. `O` is the form of the offers: parsed, or a span of any
    /// type.
    Members<'a, O> {
        action: Span<'a> = "action",
        answer: Span<'a> = "answer",
        corrupt: Span<'a> = "corrupt",
        downloaded: Span<'a> = "downloaded",
        event: Span<'a> = "event",
        info_hash: Span<'a> = "info_hash",
        key: Span<'a> = "key",
        left: Span<'a> = "left",
        numwant: Span<'a> = "numwant",
        offer_id: Span<'a> = "offer_id",
        offers: O = "offers",
        peer_id: Span<'a> = "peer_id",
        to_peer_id: Span<'a> = "to_peer_id",
        tracker_id: Span<'a> = "trackerid",
        uploaded: Span<'a> = "uploaded",
    }
}

type Offers<'a> = Option<Vec<OfferMembers<'a>>>;

/// Reads a message from its members, and reports members that do not belong to such a message.
#[inline]
pub(super) fn message<'a, O>(
    members: &mut Members<'a, O>,
    mut offers: Offers<'a>,
    fields: &mut Fields<'a>,
) -> Result<ClientMessage<'a>, Error> {
    let message = read(members, &mut offers, fields)?;
    let left = members.left().saturating_add(usize::from(offers.is_some()));
    fields.leftovers(members.duplicates, left);
    Ok(message)
}

fn read<'a, O>(
    members: &mut Members<'a, O>,
    offers: &mut Offers<'a>,
    fields: &mut Fields<'a>,
) -> Result<ClientMessage<'a>, Error> {
    let is_announce = members.answer.is_some() || offers.is_some();
    let action = match members.action.take() {
        Some(action) => fields.action(action)?,
        None if is_announce => {
            fields.report(Quirk::MissingAction);
            Action::Announce
        }
        None => return Err(fields.missing("action")),
    };
    if action == Action::Scrape {
        return scrape(members.info_hash.take(), fields).map(ClientMessage::Scrape);
    }
    match fields.unless_null(&mut members.answer) {
        Some(sdp) => answer(sdp, members, fields).map(ClientMessage::Answer),
        None => announce(members, offers, fields).map(ClientMessage::Announce),
    }
}

fn announce<'a, O>(
    members: &mut Members<'a, O>,
    offers: &mut Offers<'a>,
    fields: &mut Fields<'a>,
) -> Result<Announce<'a>, Error> {
    let mut request = AnnounceRequest::blank();
    let info_hash = fields.required(members.info_hash.take(), "info_hash")?;
    request.info_hash = fields.info_hash(info_hash, "info_hash")?;
    let peer_id = fields.required(members.peer_id.take(), "peer_id")?;
    request.peer_id = fields.peer_id(peer_id, "peer_id")?;
    request.uploaded = members.uploaded.take().and_then(|it| fields.number(it));
    request.downloaded = members.downloaded.take().and_then(|it| fields.number(it));
    // JavaScript writes `null` for infinity, which means that the size is not known yet.
    let left = members.left.take().filter(|left| !left.is_null());
    request.left = left.and_then(|it| fields.number(it));
    request.corrupt = members.corrupt.take().and_then(|it| fields.number(it));
    request.event = members.event.take().and_then(|it| event(it, fields));
    request.numwant = members.numwant.take().and_then(|it| fields.number(it));
    request.key = members.key.take().and_then(|it| fields.byte_str(it));
    request.tracker_id = members.tracker_id.take().and_then(|it| fields.byte_str(it));
    let offers = offers.take().unwrap_or_default();
    Ok(Announce { request, offers: read_offers(offers, fields)? })
}

fn read_offers<'a>(
    offers: Vec<OfferMembers<'a>>,
    fields: &mut Fields<'a>,
) -> Result<Vec<Offer<'a>>, Error> {
    let mut read = Vec::with_capacity(offers.len());
    for (index, offer) in offers.into_iter().enumerate() {
        read.push(read_offer(index, offer, fields)?);
    }
    Ok(read)
}

fn read_offer<'a>(
    index: usize,
    mut offer: OfferMembers<'a>,
    fields: &mut Fields<'a>,
) -> Result<Offer<'a>, Error> {
    let place = |member| Element("offers", index, member);
    let id = fields.required(offer.offer_id.take(), place("offer_id"))?;
    let id = fields.offer_id(id, place("offer_id"))?;
    let sdp = fields.required(offer.offer.take(), place("offer"))?;
    let sdp = fields.sdp(sdp, SdpKind::Offer);
    fields.leftovers(offer.duplicates, offer.left());
    Ok(Offer { id, sdp })
}

/// Reads the offers of an unusual message, which may not be a list of objects.
#[cold]
pub(super) fn odd_offers<'a>(
    offers: Span<'a>,
    fields: &mut Fields<'a>,
) -> Result<Vec<OfferMembers<'a>>, Error> {
    let Ok(elements) = serde_json::from_str::<Vec<Span<'_>>>(offers.0) else {
        fields.report(Quirk::WrongType);
        return Ok(Vec::new());
    };
    let elements = elements.into_iter().enumerate();
    let taken_apart = elements.map(|(index, element)| {
        let place = Element("offers", index, "");
        let wrong = |_| fields.error(ErrorKind::NotJson, element, place);
        serde_json::from_str(element.0).map_err(wrong)
    });
    taken_apart.collect()
}

fn event<'a>(value: Span<'a>, fields: &mut Fields<'a>) -> Option<Event> {
    let usual = match value.0 {
        "\"started\"" => Some(Event::Started),
        "\"completed\"" => Some(Event::Completed),
        "\"stopped\"" => Some(Event::Stopped),
        _ => None,
    };
    usual.or_else(|| odd_event(value, fields))
}

#[cold]
fn odd_event<'a>(value: Span<'a>, fields: &mut Fields<'a>) -> Option<Event> {
    let text = fields.text(value)?.into_owned();
    let name = text.to_ascii_lowercase();
    let (event, quirk) = match &*name {
        "" | "empty" | "none" | "update" => (None, Some(Quirk::RegularEvent)),
        "complete" => (Some(Event::Completed), Some(Quirk::CompleteEvent)),
        "paused" => (Some(Event::Paused), Some(Quirk::PausedEvent)),
        name => match Event::from_http_name(name) {
            Some(event) => (Some(event), None),
            None => (None, Some(Quirk::UnknownEvent)),
        },
    };
    if event.is_some() && name != text {
        fields.report(Quirk::EventCase);
    }
    if let Some(quirk) = quirk {
        fields.report(quirk);
    }
    event
}

#[cold]
fn answer<'a, O>(
    sdp: Span<'a>,
    members: &mut Members<'a, O>,
    fields: &mut Fields<'a>,
) -> Result<Answer<'a>, Error> {
    let info_hash = fields.required(members.info_hash.take(), "info_hash")?;
    let peer_id = fields.required(members.peer_id.take(), "peer_id")?;
    let to_peer_id = fields.required(members.to_peer_id.take(), "to_peer_id")?;
    let offer_id = fields.required(members.offer_id.take(), "offer_id")?;
    if members.event.take().is_some() {
        fields.report(Quirk::AnswerWithEvent);
    }
    Ok(Answer {
        info_hash: fields.info_hash(info_hash, "info_hash")?,
        peer_id: fields.peer_id(peer_id, "peer_id")?,
        to_peer_id: fields.peer_id(to_peer_id, "to_peer_id")?,
        offer_id: fields.offer_id(offer_id, "offer_id")?,
        sdp: fields.sdp(sdp, SdpKind::Answer),
        tracker_id: members.tracker_id.take().and_then(|it| fields.byte_str(it)),
    })
}

/// Reads a scrape of one torrent, a list of torrents, or all.
#[cold]
fn scrape(info_hash: Option<Span<'_>>, fields: &Fields<'_>) -> Result<Scrape, Error> {
    let Some(info_hash) = info_hash.filter(|hash| !hash.is_null()) else {
        return Ok(Scrape::all());
    };
    let Ok(elements) = serde_json::from_str::<Vec<Span<'_>>>(info_hash.0) else {
        return fields.info_hash(info_hash, "info_hash").map(|hash| Scrape::new(vec![hash]));
    };
    let elements = elements.into_iter().enumerate();
    let hashes =
        elements.map(|(index, hash)| fields.info_hash(hash, Element("info_hash", index, "")));
    hashes.collect::<Result<Vec<InfoHash>, Error>>().map(Scrape::new)
}
