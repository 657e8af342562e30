//! Messages of WebSocket trackers: read from a frame and written again, and compared with `serde_json`.

use bencode::ByteStr;
use bytes::Bytes;
use serde::de::IgnoredAny;
use serde_json::Value;
use tracker_types::websocket::{
    Announce, AnswerToPeer, ClientMessage, OfferToPeer, Scrape, Sdp, TrackerMessage, client,
    tracker,
};
use tracker_types::{Error, ErrorKind, InfoHash, Quirk, Quirks, ScrapeResponse};

use super::written;

laws![
    a_clients_message_comes_back,
    a_trackers_message_comes_back,
    what_is_passed_on_stays_as_it_came,
    messages_own_or_share_alike,
    messages_are_json_objects,
    clients_messages_say_what_json_says,
    trackers_messages_say_what_json_says,
    offers_are_alike_in_one_pass_and_in_two,
];

/// Quirks that remain when a message is written: most of them are inside session descriptions, which are
/// written unchanged.
const KEPT: [Quirk; 8] = [
    Quirk::FailureWithOthers,
    Quirk::OfferIdLength,
    Quirk::PausedEvent,
    Quirk::MissingDownloaded,
    Quirk::SdpType,
    Quirk::WrongType,
    Quirk::UnknownKey,
    Quirk::DuplicateKey,
];

fn nothing_odd(quirks: &Quirks, frame: &[u8]) {
    let is_kept = quirks.iter().all(|(quirk, _)| KEPT.contains(&quirk));
    assert!(is_kept, "{quirks} in {}", frame.escape_ascii());
}

fn from_client(message: &ClientMessage<'_>) -> Vec<u8> {
    written(|frame| client::encode(message, frame))
}

fn from_tracker(message: &TrackerMessage<'_>) -> Vec<u8> {
    written(|frame| tracker::encode(message, frame))
}

/// Every message of a client is written as JSON that is read as the same message. The offset of an error is
/// within the frame.
pub fn a_clients_message_comes_back(frame: &[u8]) {
    let message = match client::decode(frame) {
        Ok((message, _)) => message,
        Err(error) => return assert!(error.offset() <= frame.len(), "{error}"),
    };
    let written = from_client(&message);
    let (again, quirks) = client::decode(&written).unwrap();
    assert_eq!(again, message);
    nothing_odd(&quirks, &written);
    assert_eq!(from_client(&again), written);
}

/// Every message of a tracker is written as JSON that is read as the same message, with an interval. The offset
/// of an error is within the frame.
pub fn a_trackers_message_comes_back(frame: &[u8]) {
    let mut message = match tracker::decode(frame) {
        Ok((message, _)) => message,
        Err(error) => return assert!(error.offset() <= frame.len(), "{error}"),
    };
    let written = from_tracker(&message);
    let (again, quirks) = tracker::decode(&written).unwrap();
    if let TrackerMessage::Announce { response, .. } = &mut message {
        response.interval.get_or_insert(120);
    }
    assert_eq!(again, message);
    nothing_odd(&quirks, &written);
    assert_eq!(from_tracker(&again), written);
}

/// Offers and answers are forwarded with their descriptions byte for byte, borrowed from the frame, and the
/// peer reads them unchanged.
pub fn what_is_passed_on_stays_as_it_came(frame: &[u8]) {
    let Ok((message, _)) = client::decode(frame) else { return };
    let count = match &message {
        ClientMessage::Announce(announce) => announce.offers.len(),
        other => usize::from(matches!(other, ClientMessage::Answer(_))),
    };
    assert_eq!(message.forward(count), None);
    for n in 0..count {
        let passed = message.forward(n).unwrap();
        let sdp = match &passed {
            TrackerMessage::Offer(offer) => offer.offer.sdp.as_json(),
            TrackerMessage::Answer(answer) => answer.sdp.as_json(),
            other => panic!("{other:?}"),
        };
        assert!(frame.as_ptr_range().contains(&sdp.as_ptr()));
        // The written message has the same description, byte for byte.
        assert_eq!(tracker::decode(&from_tracker(&passed)).unwrap().0, passed);
    }
}

/// An owned message and one that shares its frame are equal to the borrowed one.
pub fn messages_own_or_share_alike(frame: &[u8]) {
    let frame = Bytes::copy_from_slice(frame);
    if let Ok((message, _)) = client::decode(&frame) {
        assert_eq!(message.share(&frame), message);
        assert_eq!(message.clone().into_owned(), message);
    }
    if let Ok((message, _)) = tracker::decode(&frame) {
        assert_eq!(message.share(&frame), message);
        assert_eq!(message.clone().into_owned(), message);
    }
}

/// A frame is read as a JSON object, with or without a message in it, if and only if `serde_json` accepts it as
/// one, apart from a byte order mark and data after the object.
pub fn messages_are_json_objects(frame: &[u8]) {
    let text = std::str::from_utf8(frame).ok();
    let is_json = text.is_some_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok());
    let is_object = is_json && frame.trim_ascii_start().starts_with(b"{");
    let verdicts = [client::decode(frame).map(|it| it.1), tracker::decode(frame).map(|it| it.1)];
    for verdict in verdicts {
        match verdict {
            Ok(quirks) => {
                let is_odd =
                    [Quirk::ByteOrderMark, Quirk::TrailingData].map(|it| quirks.contains(it));
                assert_eq!(is_object, is_odd == [false; 2], "{}", frame.escape_ascii());
            }
            Err(error) if is_no_json(&error) => assert!(!is_object, "{}", frame.escape_ascii()),
            Err(_) => {}
        }
    }
}

fn is_no_json(error: &Error) -> bool {
    error.kind() == ErrorKind::NotJson && error.place().is_empty()
}

/// Whether a value is a string of these bytes, one character each.
fn says(value: &Value, bytes: impl AsRef<[u8]>) -> bool {
    let text: String = bytes.as_ref().iter().map(|&byte| char::from(byte)).collect();
    value.as_str() == Some(&text)
}

fn describes(value: &Value, sdp: &Sdp<'_>) -> bool {
    // With `arbitrary_precision`, numbers are equal only if they are written the same.
    let same = serde_json::from_slice::<Value>(sdp.as_json()).is_ok_and(|sdp| sdp == *value);
    same && sdp.text().as_deref() == value.get("sdp").and_then(Value::as_str)
}

/// Whether a plain number was read as its value, or as the largest of its type.
fn counts<N: TryFrom<u64> + PartialEq + Copy>(value: &Value, read: Option<N>, max: N) -> bool {
    value.as_u64().is_none_or(|plain| read == Some(N::try_from(plain).unwrap_or(max)))
}

/// The frame as read by `serde_json`, if there is nothing around the object.
fn value(frame: &[u8], quirks: &Quirks) -> Option<Value> {
    let is_bare = !quirks.contains(Quirk::ByteOrderMark) && !quirks.contains(Quirk::TrailingData);
    // `serde_json` refuses lone surrogates and deep nesting.
    is_bare.then(|| serde_json::from_slice(frame).ok()).flatten()
}

/// The contents of a client's message are those that `serde_json` reads.
pub fn clients_messages_say_what_json_says(frame: &[u8]) {
    let Ok((message, quirks)) = client::decode(frame) else { return };
    let Some(value) = value(frame, &quirks) else { return };
    assert_eq!(value["action"].is_null(), quirks.contains(Quirk::MissingAction));
    match message {
        ClientMessage::Announce(announce) => announces(&announce, &value),
        ClientMessage::Answer(answer) => {
            assert!(says(&value["info_hash"], answer.info_hash.0));
            assert!(says(&value["peer_id"], answer.peer_id.0));
            assert!(says(&value["to_peer_id"], answer.to_peer_id.0));
            assert!(says(&value["offer_id"], answer.offer_id));
            assert!(describes(&value["answer"], &answer.sdp));
        }
        ClientMessage::Scrape(scrape) => asks(&scrape, &value["info_hash"]),
        other => panic!("{other:?}"),
    }
}

fn announces(announce: &Announce<'_>, value: &Value) {
    let request = &announce.request;
    assert!(value["answer"].is_null());
    assert!(says(&value["info_hash"], request.info_hash.0));
    assert!(says(&value["peer_id"], request.peer_id.0));
    assert!(counts(&value["uploaded"], request.uploaded, u64::MAX));
    assert!(counts(&value["downloaded"], request.downloaded, u64::MAX));
    assert!(counts(&value["left"], request.left, u64::MAX));
    assert!(counts(&value["numwant"], request.numwant, u32::MAX));
    let text = |text: &Option<ByteStr<'_>>| {
        text.as_ref().map(|it| String::from_utf8(it.to_vec()).unwrap())
    };
    assert_eq!(text(&request.tracker_id).as_deref(), value["trackerid"].as_str());
    assert_eq!(text(&request.key).as_deref(), value["key"].as_str());
    if let Some(event) = request.event {
        let name = value["event"].as_str().unwrap().to_ascii_lowercase();
        assert!(event.http_name().starts_with(&name));
    }
    let offers = value["offers"].as_array().map_or(&[][..], |offers| offers);
    assert_eq!(announce.offers.len(), offers.len());
    for (offer, value) in announce.offers.iter().zip(offers) {
        assert!(says(&value["offer_id"], &offer.id));
        assert!(describes(&value["offer"], &offer.sdp));
    }
}

fn asks(scrape: &Scrape, value: &Value) {
    let hashes = scrape.info_hashes.as_deref();
    match value {
        Value::Null => assert_eq!(hashes, None),
        Value::Array(values) => {
            assert_eq!(hashes.map(<[InfoHash]>::len), Some(values.len()));
            assert!(hashes.unwrap().iter().zip(values).all(|(hash, value)| says(value, hash.0)));
        }
        value => assert!(says(value, hashes.unwrap()[0].0)),
    }
}

/// The contents of a tracker's message are those that `serde_json` reads.
pub fn trackers_messages_say_what_json_says(frame: &[u8]) {
    let Ok((message, quirks)) = tracker::decode(frame) else { return };
    let Some(value) = value(frame, &quirks) else { return };
    let is_failure = matches!(message, TrackerMessage::Failure { .. });
    assert_eq!(!value["failure reason"].is_null(), is_failure);
    match message {
        TrackerMessage::Announce { info_hash, response } => {
            assert!(says(&value["info_hash"], info_hash.0));
            assert!(counts(&value["complete"], response.complete, u32::MAX));
            assert!(counts(&value["incomplete"], response.incomplete, u32::MAX));
            assert!(counts(&value["downloaded"], response.downloaded, u32::MAX));
            assert!(counts(&value["interval"], response.interval, u32::MAX));
            assert!(counts(&value["min interval"], response.min_interval, u32::MAX));
            let warning = response.warning_message.as_ref().and_then(|it| it.as_str());
            assert_eq!(warning, value["warning message"].as_str());
        }
        TrackerMessage::Offer(OfferToPeer { info_hash, peer_id, offer, .. }) => {
            assert!(says(&value["info_hash"], info_hash.0) && says(&value["peer_id"], peer_id.0));
            assert!(says(&value["offer_id"], offer.id) && describes(&value["offer"], &offer.sdp));
        }
        TrackerMessage::Answer(AnswerToPeer { info_hash, peer_id, offer_id, sdp, .. }) => {
            assert!(says(&value["info_hash"], info_hash.0) && says(&value["peer_id"], peer_id.0));
            assert!(says(&value["offer_id"], offer_id) && describes(&value["answer"], &sdp));
        }
        TrackerMessage::Scrape(response) => scraped(&response, &value),
        TrackerMessage::Failure { info_hash, failure, .. } => {
            assert!(info_hash.is_none_or(|hash| says(&value["info_hash"], hash.0)));
            let reason = value["failure reason"].as_str();
            assert!(reason.is_none_or(|reason| *failure.reason == *reason.as_bytes()));
        }
        other => panic!("{other:?}"),
    }
}

fn scraped(response: &ScrapeResponse<'_>, value: &Value) {
    let files = value.get("files").or(value.get("host")).and_then(Value::as_object);
    for (hash, stats) in &response.files {
        let name: String = hash.0.iter().map(|&byte| char::from(byte)).collect();
        let value = &files.unwrap()[&name];
        assert!(counts(&value["complete"], stats.complete, u32::MAX));
        assert!(counts(&value["downloaded"], stats.downloaded, u32::MAX));
        assert!(counts(&value["incomplete"], stats.incomplete, u32::MAX));
    }
    let of_hashes =
        |name: &&String| name.chars().count() == 20 && name.chars().all(|it| it < '\u{100}');
    let names = files.map_or(0, |files| files.keys().filter(of_hashes).count());
    assert_eq!(response.files.len(), names);
}

/// An announce is read the same whether its offers are parsed in one pass with the rest, or in a second pass
/// because of an earlier `offers` that is ignored.
pub fn offers_are_alike_in_one_pass_and_in_two(frame: &[u8]) {
    let Ok((ClientMessage::Announce(message), mut expected)) = client::decode(frame) else {
        return;
    };
    if message.offers.is_empty() {
        return;
    }
    let start = 1 + frame.iter().position(|&byte| byte == b'{').unwrap();
    let twice = [&frame[..start], br#""offers":0,"#, &frame[start..]].concat();
    let (again, quirks) = client::decode(&twice).unwrap();
    expected.report(Quirk::DuplicateKey);
    assert_eq!((again, quirks), (ClientMessage::Announce(message), expected));
}
