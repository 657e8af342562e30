//! Messages between WebTorrent and bittorrent-tracker's server, compared with what Python reads from them.

use serde_json::Value;
use tracker_types::websocket::{
    Action, ClientMessage, Offer, Sdp, TrackerMessage, client, tracker,
};
use tracker_types::{AnnounceRequest, InfoHash, PeerId, Quirk, Reply};

use crate::captures::bytes;

const MESSAGES: &str = include_str!("../captures/websocket.jsonl");

fn messages(from: &str) -> impl Iterator<Item = (String, Value)> + use<'_> {
    let lines = MESSAGES.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let lines = lines.filter(move |line| line["from"] == from);
    lines.map(|line| (line["message"].as_str().unwrap().to_owned(), line["decoded"].clone()))
}

fn number<N: TryFrom<u64, Error: std::fmt::Debug>>(value: &Value) -> Option<N> {
    value.as_u64().map(|value| value.try_into().unwrap())
}

fn hash(value: &Value) -> InfoHash {
    InfoHash::try_from(&bytes(value)[..]).unwrap()
}

fn peer(value: &Value) -> PeerId {
    PeerId::try_from(&bytes(value)[..]).unwrap()
}

/// The captures contain the length of a description instead of its text.
fn describes(sdp: &Sdp<'_>, decoded: &Value) {
    let text = sdp.text().unwrap();
    let words = format!("SDP text of {} characters", text.chars().count());
    assert_eq!(decoded["sdp"], words);
    assert!(text.starts_with("v=0\r\n") && text.ends_with("\r\n"));
}

fn offers(offers: &[Offer<'_>], decoded: &Value) {
    let Some(decoded) = decoded.as_array() else { return assert!(offers.is_empty()) };
    let (count, decoded) = decoded.split_last().unwrap();
    assert_eq!(*count, format!("... {} in all", offers.len()));
    for (offer, decoded) in offers.iter().zip(decoded) {
        assert_eq!(offer.id.as_bytes(), bytes(&decoded["offer_id"]));
        describes(&offer.sdp, &decoded["offer"]);
    }
}

fn announces(request: &AnnounceRequest<'_>, decoded: &Value) {
    let mut expected =
        AnnounceRequest::new(hash(&decoded["info_hash"]), peer(&decoded["peer_id"]), 0, 0);
    expected.uploaded = number(&decoded["uploaded"]);
    expected.downloaded = number(&decoded["downloaded"]);
    expected.left = number(&decoded["left"]);
    expected.numwant = number(&decoded["numwant"]);
    expected.event = decoded["event"].as_str().and_then(tracker_types::Event::from_http_name);
    assert_eq!(*request, expected);
}

#[test]
fn client_messages_are_read_as_by_python() {
    let mut seen = [0; 2];
    for (text, decoded) in messages("client") {
        let (message, quirks) = client::decode(text.as_bytes()).unwrap();
        assert!(quirks.is_empty(), "{quirks} in {text}");
        match &message {
            ClientMessage::Announce(announce) => {
                announces(&announce.request, &decoded);
                offers(&announce.offers, &decoded["offers"]);
                seen[0] += 1;
            }
            ClientMessage::Answer(answer) => {
                assert_eq!(answer.info_hash, hash(&decoded["info_hash"]));
                assert_eq!(answer.peer_id, peer(&decoded["peer_id"]));
                assert_eq!(answer.to_peer_id, peer(&decoded["to_peer_id"]));
                assert_eq!(answer.offer_id.as_bytes(), bytes(&decoded["offer_id"]));
                describes(&answer.sdp, &decoded["answer"]);
                seen[1] += 1;
            }
            other => panic!("{other:?}"),
        }
        // WebTorrent's own spelling and order.
        let mut written = Vec::new();
        client::encode(&message, &mut written);
        assert_eq!(String::from_utf8(written).unwrap(), text);
    }
    assert_eq!(seen, [12, 2]);
}

#[test]
fn tracker_messages_are_read_as_by_python() {
    let mut seen = [0; 5];
    for (text, decoded) in messages("tracker") {
        let (message, quirks) = tracker::decode(text.as_bytes()).unwrap();
        assert!(quirks.is_empty(), "{quirks} in {text}");
        let kind = match &message {
            TrackerMessage::Announce { info_hash, response } => {
                assert_eq!(*info_hash, hash(&decoded["info_hash"]));
                assert_eq!(response.complete, number(&decoded["complete"]));
                assert_eq!(response.incomplete, number(&decoded["incomplete"]));
                assert_eq!(response.interval, number(&decoded["interval"]));
                0
            }
            TrackerMessage::Offer(it) => {
                assert_eq!(it.info_hash, hash(&decoded["info_hash"]));
                assert_eq!(it.peer_id, peer(&decoded["peer_id"]));
                assert_eq!(it.offer.id.as_bytes(), bytes(&decoded["offer_id"]));
                describes(&it.offer.sdp, &decoded["offer"]);
                1
            }
            TrackerMessage::Answer(it) => {
                assert_eq!(it.info_hash, hash(&decoded["info_hash"]));
                assert_eq!(it.peer_id, peer(&decoded["peer_id"]));
                assert_eq!(it.offer_id.as_bytes(), bytes(&decoded["offer_id"]));
                describes(&it.sdp, &decoded["answer"]);
                2
            }
            TrackerMessage::Scrape(response) => {
                let files = decoded["files"].as_object().unwrap();
                assert_eq!(response.files.len(), files.len());
                for (hash, stats) in &response.files {
                    let decoded = &files[&format!("$hex:{hash}")];
                    assert_eq!(stats.complete, number(&decoded["complete"]));
                    assert_eq!(stats.incomplete, number(&decoded["incomplete"]));
                    assert_eq!(stats.downloaded, number(&decoded["downloaded"]));
                }
                let flag = &decoded["flags"]["min_request_interval"];
                assert_eq!(response.min_request_interval, number(flag));
                3
            }
            TrackerMessage::Failure { action, info_hash, failure } => {
                assert_eq!(&*failure.reason, bytes(&decoded["failure reason"]));
                assert_eq!(action.map(Action::name), decoded["action"].as_str());
                let named = &decoded["info_hash"];
                assert_eq!(*info_hash, (!named.is_null()).then(|| hash(named)));
                4
            }
            other => panic!("{other:?}"),
        };
        seen[kind] += 1;
        // The server's own spelling and order.
        let mut written = Vec::new();
        tracker::encode(&message, &mut written);
        assert_eq!(String::from_utf8(written).unwrap(), text);
    }
    assert_eq!(seen, [2, 2, 2, 2, 6]);
}

/// The server forwards offers and answers in the same form as `forward`.
#[test]
fn messages_are_forwarded_as_by_the_server() {
    let sent: Vec<_> = messages("tracker").map(|(text, _)| text).collect();
    let mut met = 0;
    for (text, _) in messages("client") {
        let (message, _) = client::decode(text.as_bytes()).unwrap();
        for n in 0.. {
            let Some(forwarded) = message.forward(n) else { break };
            let mut written = Vec::new();
            tracker::encode(&forwarded, &mut written);
            met += usize::from(sent.iter().any(|sent| sent.as_bytes() == written));
            let (again, quirks) = tracker::decode(&written).unwrap();
            assert!(quirks.is_empty());
            assert_eq!(again, forwarded);
        }
    }
    assert_eq!(met, 2);
}

/// Replies convert to the types of the other wires.
#[test]
fn replies_convert_to_the_model() {
    let mut seen = [0; 3];
    for (text, _) in messages("tracker") {
        let (message, _) = tracker::decode(text.as_bytes()).unwrap();
        let announced = message.clone().into_announce_reply();
        match (announced, message.clone().into_scrape_reply()) {
            (Some(Reply::Success(_)), None) => seen[0] += 1,
            (None, Some(Reply::Success(_))) => seen[1] += 1,
            (Some(Reply::Failure(one)), Some(Reply::Failure(other))) => {
                assert_eq!(one, other);
                seen[2] += 1;
            }
            (None, None) => {
                assert!(matches!(message, TrackerMessage::Offer(_) | TrackerMessage::Answer(_)));
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(seen, [2, 2, 6]);
}

/// A message that is cut anywhere is an error with a place, or reported: half a message is never accepted.
#[test]
fn no_prefix_is_a_message() {
    for (from, (text, _)) in ["client", "tracker"]
        .into_iter()
        .flat_map(|from| messages(from).map(move |message| (from, message)))
    {
        for end in (0..text.len()).filter(|end| text.len() < 1000 || end % 97 == 0) {
            let cut = &text.as_bytes()[..end];
            let error = match from {
                "client" => client::decode(cut).unwrap_err(),
                _ => tracker::decode(cut).unwrap_err(),
            };
            assert_eq!(error.kind(), tracker_types::ErrorKind::NotJson);
            assert!(error.offset() <= end, "{error}");
        }
        let more = [text.as_bytes(), b"\0"].concat();
        let quirks = match from {
            "client" => client::decode(&more).unwrap().1,
            _ => tracker::decode(&more).unwrap().1,
        };
        assert_eq!(quirks.iter().collect::<Vec<_>>(), [(Quirk::TrailingData, 1)]);
    }
}
