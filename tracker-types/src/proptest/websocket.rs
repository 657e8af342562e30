//! Messages of WebSocket trackers of any content.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec;

use bencode::ByteStr;
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::announce::{AnnounceRequest, AnnounceResponse, Event};
use crate::id::{InfoHash, PeerId};
use crate::reply::{Failure, RetryIn};
use crate::scrape::{ScrapeResponse, ScrapeStats};
use crate::websocket::{
    Action, Announce, Answer, AnswerToPeer, ClientMessage, Offer, OfferId, OfferToPeer, Scrape,
    Sdp, TrackerMessage,
};

/// Generates messages of a client: an announce with offers, an answer or a scrape.
pub fn client_message() -> impl Strategy<Value = ClientMessage<'static>> + Clone {
    prop_oneof![
        4 => announce().prop_map(ClientMessage::Announce),
        2 => answer().prop_map(ClientMessage::Answer),
        1 => scrape().prop_map(ClientMessage::Scrape),
    ]
}

/// Generates messages of a tracker: a reply, a relayed offer or answer, or a failure.
pub fn tracker_message() -> impl Strategy<Value = TrackerMessage<'static>> + Clone {
    prop_oneof![
        2 => (info_hash(), response())
            .prop_map(|(info_hash, response)| TrackerMessage::Announce { info_hash, response }),
        2 => offer_to_peer().prop_map(TrackerMessage::Offer),
        2 => (offer_to_peer(), sdp(Sdp::answer)).prop_map(|(offer, sdp)| {
            TrackerMessage::Answer(AnswerToPeer::new(
                offer.info_hash,
                offer.peer_id,
                offer.offer.id,
                sdp,
            ))
        }),
        1 => (files(), any::<Option<u32>>()).prop_map(|(files, min_request_interval)| {
            let response = ScrapeResponse::new(files);
            TrackerMessage::Scrape(ScrapeResponse { min_request_interval, ..response })
        }),
        1 => failure(),
    ]
}

fn info_hash() -> impl Strategy<Value = InfoHash> + Clone {
    any::<[u8; 20]>().prop_map(InfoHash)
}

fn peer_id() -> impl Strategy<Value = PeerId> + Clone {
    any::<[u8; 20]>().prop_map(PeerId)
}

/// Generates text with characters that JSON escapes.
fn text() -> impl Strategy<Value = String> + Clone {
    "(\\PC|[\"\\\\\r\n\t\0\u{1f}\u{7f}]){0,40}".boxed()
}

fn byte_str() -> impl Strategy<Value = ByteStr<'static>> + Clone {
    text().prop_map(ByteStr::from)
}

fn sdp(make: fn(&str) -> Sdp<'static>) -> impl Strategy<Value = Sdp<'static>> + Clone {
    text().prop_map(move |text| make(&text))
}

fn offer() -> impl Strategy<Value = Offer<'static>> + Clone {
    let id = prop_oneof![
        4 => any::<[u8; 20]>().prop_map(OfferId::from),
        1 => vec(any::<u8>(), 0..40).prop_map(|bytes| OfferId::from(&bytes[..])),
    ];
    (id, sdp(Sdp::offer)).prop_map(|(id, sdp)| Offer::new(id, sdp))
}

fn offer_to_peer() -> impl Strategy<Value = OfferToPeer<'static>> + Clone {
    (info_hash(), peer_id(), offer())
        .prop_map(|(info_hash, peer_id, offer)| OfferToPeer::new(info_hash, peer_id, offer))
}

fn announce() -> impl Strategy<Value = Announce<'static>> + Clone {
    let events = [Event::Started, Event::Completed, Event::Stopped, Event::Paused];
    let event = option::of(select(events.to_vec()));
    let texts = (option::of(text()), option::of(text()));
    let counters = any::<([Option<u64>; 4], Option<u32>)>();
    (info_hash(), peer_id(), counters, event, texts, vec(offer(), 0..4)).prop_map(
        |(info_hash, peer_id, (counters, numwant), event, (key, tracker_id), offers)| {
            let mut request = AnnounceRequest::new(info_hash, peer_id, 0, 0);
            [request.uploaded, request.downloaded, request.left, request.corrupt] = counters;
            request.event = event;
            request.key = key.map(|text| text.into_bytes().into());
            request.tracker_id = tracker_id.map(|text| text.into_bytes().into());
            let mut announce = Announce::new(request, offers);
            announce.request.numwant = numwant;
            announce
        },
    )
}

fn answer() -> impl Strategy<Value = Answer<'static>> + Clone {
    (peer_id(), offer_to_peer(), sdp(Sdp::answer), option::of(text())).prop_map(
        |(peer_id, offer, sdp, tracker_id)| {
            let mut answer = Answer::new(peer_id, &offer, sdp);
            answer.tracker_id = tracker_id.map(|text| text.into_bytes().into());
            answer
        },
    )
}

fn scrape() -> impl Strategy<Value = Scrape> + Clone {
    option::of(vec(info_hash(), 0..6)).prop_map(|info_hashes| Scrape { info_hashes })
}

fn response() -> impl Strategy<Value = AnnounceResponse<'static>> + Clone {
    let text = byte_str().prop_map(Box::new);
    let texts = (option::of(text.clone()), option::of(text));
    (any::<u32>(), any::<[Option<u32>; 4]>(), texts).prop_map(|(interval, numbers, texts)| {
        let [complete, downloaded, incomplete, min_interval] = numbers;
        let (tracker_id, warning_message) = texts;
        AnnounceResponse {
            complete,
            downloaded,
            incomplete,
            interval: Some(interval),
            min_interval,
            tracker_id,
            warning_message,
            ..AnnounceResponse::default()
        }
    })
}

fn files() -> impl Strategy<Value = BTreeMap<InfoHash, ScrapeStats<'static>>> + Clone {
    let stats = (any::<[Option<u32>; 4]>(), option::of(byte_str())).prop_map(|(numbers, name)| {
        let [complete, downloaded, downloaders, incomplete] = numbers;
        ScrapeStats { complete, downloaded, downloaders, incomplete, name }
    });
    btree_map(info_hash(), stats, 0..6)
}

fn failure() -> impl Strategy<Value = TrackerMessage<'static>> + Clone {
    let retry = prop_oneof![any::<u32>().prop_map(RetryIn::Minutes), Just(RetryIn::Never)];
    let action = option::of(select(vec![Action::Announce, Action::Scrape]));
    (action, option::of(info_hash()), byte_str(), option::of(retry), any::<[Option<u32>; 2]>())
        .prop_map(|(action, info_hash, reason, retry_in, [interval, min_interval])| {
            let failure = Failure { retry_in, interval, min_interval, ..Failure::new(reason) };
            TrackerMessage::Failure { action, info_hash, failure }
        })
        .boxed()
}
