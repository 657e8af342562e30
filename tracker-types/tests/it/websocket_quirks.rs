//! Deviations with one clear meaning are accepted and reported, for the messages of both sides.

use tracker_types::websocket::{
    Action, Announce, Answer, ClientMessage, Scrape, TrackerMessage, client, tracker,
};
use tracker_types::{AnnounceResponse, Event, Failure, InfoHash, Quirk, RetryIn, ScrapeResponse};

const HASH: &str = r#""info_hash":"0123456789ABCDEFGHIJ""#;
const PEER: &str = r#""peer_id":"-WW0208-HbhAax52hZyX""#;
const ID: &str = r#""offer_id":"abcdefghijklmnopqrst""#;

type Reported<'a> = &'a [(Quirk, usize)];

fn from_client(text: &str, reported: Reported<'_>) -> ClientMessage<'static> {
    let (message, quirks) =
        client::decode(text.as_bytes()).unwrap_or_else(|it| panic!("{it}: {text}"));
    assert_eq!(quirks.iter().collect::<Vec<_>>(), reported, "{text}");
    message.into_owned()
}

fn from_tracker(text: &str, reported: Reported<'_>) -> TrackerMessage<'static> {
    let (message, quirks) =
        tracker::decode(text.as_bytes()).unwrap_or_else(|it| panic!("{it}: {text}"));
    assert_eq!(quirks.iter().collect::<Vec<_>>(), reported, "{text}");
    message.into_owned()
}

fn announce(members: &str, reported: Reported<'_>) -> Announce<'static> {
    let text = format!(r#"{{"action":"announce",{HASH},{PEER}{members}}}"#);
    match from_client(&text, reported) {
        ClientMessage::Announce(announce) => announce,
        other => panic!("{other:?}"),
    }
}

fn answer(members: &str, reported: Reported<'_>) -> Answer<'static> {
    let text = format!(
        r#"{{"action":"announce",{HASH},{PEER},{ID},"to_peer_id":"-WW0208-Iz0PmSRIZJvY"{members}}}"#
    );
    match from_client(&text, reported) {
        ClientMessage::Answer(answer) => answer,
        other => panic!("{other:?}"),
    }
}

fn scrape(members: &str, reported: Reported<'_>) -> Scrape {
    match from_client(&format!(r#"{{"action":"scrape"{members}}}"#), reported) {
        ClientMessage::Scrape(scrape) => scrape,
        other => panic!("{other:?}"),
    }
}

fn reply(members: &str, reported: Reported<'_>) -> AnnounceResponse<'static> {
    match from_tracker(&format!(r#"{{"action":"announce",{HASH}{members}}}"#), reported) {
        TrackerMessage::Announce { response, .. } => response,
        other => panic!("{other:?}"),
    }
}

fn failure(
    text: &str,
    reported: Reported<'_>,
) -> (Option<Action>, Option<InfoHash>, Failure<'static>) {
    match from_tracker(text, reported) {
        TrackerMessage::Failure { action, info_hash, failure } => (action, info_hash, failure),
        other => panic!("{other:?}"),
    }
}

fn scraped(members: &str, reported: Reported<'_>) -> ScrapeResponse<'static> {
    match from_tracker(&format!(r#"{{"action":"scrape"{members}}}"#), reported) {
        TrackerMessage::Scrape(response) => response,
        other => panic!("{other:?}"),
    }
}

#[test]
fn numbers_of_any_kind() {
    use Quirk::{
        FractionalNumber as Fraction, LargeNumber as Large, LeadingZero as Zero,
        NegativeNumber as Negative, NumberAsText as Text, WrongType as Type,
    };
    let rows: &[(&str, Option<u64>, Reported<'_>)] = &[
        ("0", Some(0), &[]),
        ("18446744073709551615", Some(u64::MAX), &[]),
        ("18446744073709551616", Some(u64::MAX), &[(Large, 1)]),
        // JavaScript's infinity, for a size that is not known yet.
        ("null", None, &[]),
        (r#""Infinity""#, None, &[(Text, 1)]),
        (r#""-Infinity""#, None, &[(Text, 1)]),
        (r#""--Infinity""#, None, &[(Type, 1)]),
        ("-1", None, &[(Negative, 1)]),
        ("-0", None, &[(Negative, 1)]),
        ("1.5", Some(1), &[(Fraction, 1)]),
        ("1e3", Some(1000), &[(Fraction, 1)]),
        ("1E+3", Some(1000), &[(Fraction, 1)]),
        ("1500e-3", Some(1), &[(Fraction, 1)]),
        ("1e400", Some(u64::MAX), &[(Large, 1), (Fraction, 1)]),
        ("-1e400", None, &[(Negative, 1), (Fraction, 1)]),
        ("1e-400", Some(0), &[(Fraction, 1)]),
        ("0e999999999999999999999", Some(0), &[(Fraction, 1)]),
        (r#""123""#, Some(123), &[(Text, 1)]),
        (r#""\u0031""#, Some(1), &[(Text, 1)]),
        (r#""-1""#, None, &[(Negative, 1), (Text, 1)]),
        (r#""1.5""#, Some(1), &[(Text, 1), (Fraction, 1)]),
        (r#""007""#, Some(7), &[(Zero, 1), (Text, 1)]),
        (r#""""#, None, &[(Type, 1)]),
        (r#""NaN""#, None, &[(Type, 1)]),
        (r#"" 1""#, None, &[(Type, 1)]),
        ("true", None, &[(Type, 1)]),
        ("[1]", None, &[(Type, 1)]),
        (r#"{"$serde_json::private::Number":"1"}"#, None, &[(Type, 1)]),
    ];
    for (value, expected, reported) in rows {
        let read = announce(&format!(r#","left":{value}"#), reported);
        assert_eq!(read.request.left, *expected, "{value}");
        // Infinity is not accepted for other numbers.
        let others: &[(Quirk, usize)] = if *value == "null" { &[(Type, 1)] } else { reported };
        let read = announce(&format!(r#","uploaded":{value}"#), others).request;
        assert_eq!((read.uploaded, read.left), (*expected, None), "{value}");
    }
    assert_eq!(announce("", &[]).request.left, None);
    for (value, expected, reported) in [
        ("4294967295", u32::MAX, &[][..]),
        ("4294967296", u32::MAX, &[(Large, 1)]),
        ("999999999", 999_999_999, &[]),
        ("1000000000", 1_000_000_000, &[]),
    ] {
        let read = announce(&format!(r#","numwant":{value}"#), reported);
        assert_eq!(read.request.numwant, Some(expected));
        let response = reply(&format!(r#","interval":{value}"#), reported);
        assert_eq!(response.interval, Some(expected));
    }
}

#[test]
fn events_of_any_name() {
    use Quirk::{CompleteEvent, EventCase, PausedEvent, RegularEvent, UnknownEvent, WrongType};
    let rows: &[(&str, Option<Event>, Reported<'_>)] = &[
        (r#""started""#, Some(Event::Started), &[]),
        (r#""completed""#, Some(Event::Completed), &[]),
        (r#""stopped""#, Some(Event::Stopped), &[]),
        (r#""\u0073topped""#, Some(Event::Stopped), &[]),
        (r#""paused""#, Some(Event::Paused), &[(PausedEvent, 1)]),
        (r#""update""#, None, &[(RegularEvent, 1)]),
        (r#""empty""#, None, &[(RegularEvent, 1)]),
        (r#""none""#, None, &[(RegularEvent, 1)]),
        (r#""""#, None, &[(RegularEvent, 1)]),
        (r#""Started""#, Some(Event::Started), &[(EventCase, 1)]),
        (r#""complete""#, Some(Event::Completed), &[(CompleteEvent, 1)]),
        (r#""COMPLETE""#, Some(Event::Completed), &[(EventCase, 1), (CompleteEvent, 1)]),
        (r#""resumed""#, None, &[(UnknownEvent, 1)]),
        ("2", None, &[(WrongType, 1)]),
        ("null", None, &[(WrongType, 1)]),
    ];
    for (value, expected, reported) in rows {
        let read = announce(&format!(r#","event":{value}"#), reported);
        assert_eq!(read.request.event, *expected, "{value}");
    }
}

/// Only the ids of offers may have any length.
#[test]
fn offer_ids_of_any_length() {
    for (id, bytes, is_odd) in [
        ("abcdefghijklmnopqrst", &b"abcdefghijklmnopqrst"[..], false),
        (
            r#"\u00ff\u0000ÿ\"\\\/\b\f\n\r\tjklmnopqr"#,
            b"\xff\0\xff\"\\/\x08\x0c\n\r\tjklmnopqr",
            false,
        ),
        // From libtorrent before 2.1.
        ("abcdefghijklmnop", b"abcdefghijklmnop", true),
        ("123456", b"123456", true),
        ("", b"", true),
        ("abcdefghijklmnopqrstu", b"abcdefghijklmnopqrstu", true),
    ] {
        let reported: &[(Quirk, usize)] = if is_odd { &[(Quirk::OfferIdLength, 1)] } else { &[] };
        let offer = format!(r#"{{"offer":{{"type":"offer","sdp":""}},"offer_id":"{id}"}}"#);
        let read = announce(&format!(r#","offers":[{offer}]"#), reported);
        assert_eq!(read.offers[0].id.as_bytes(), bytes);
        let text = format!(
            r#"{{"action":"announce",{HASH},{PEER},"offer":{{"type":"offer","sdp":""}},"offer_id":"{id}"}}"#
        );
        let TrackerMessage::Offer(offer) = from_tracker(&text, reported) else { panic!("{text}") };
        assert_eq!(offer.offer.id.as_bytes(), bytes);
    }
}

#[test]
fn offers_in_any_form() {
    let usual = r#"{"offer":{"type":"offer","sdp":"v=0"},"offer_id":"abcdefghijklmnopqrst"}"#;
    let odd = r#"{"x":[1e400],"offer":{"type":"offer","sdp":"v=0"},"offer_id":"1","offer_id":"abcdefghijklmnopqrst"}"#;
    let rows: &[(String, usize, Reported<'_>)] = &[
        ("[]".into(), 0, &[]),
        ("null".into(), 0, &[]),
        // More than `numwant` says, which servers ignore.
        (format!(r#"[{usual},{usual}],"numwant":1"#), 2, &[]),
        (format!("[ {odd} ]"), 1, &[(Quirk::DuplicateKey, 1), (Quirk::UnknownKey, 1)]),
        ("5".into(), 0, &[(Quirk::WrongType, 1)]),
        ("1e400".into(), 0, &[(Quirk::WrongType, 1)]),
        (r#""offers""#.into(), 0, &[(Quirk::WrongType, 1)]),
        (usual.into(), 0, &[(Quirk::WrongType, 1)]),
        // The last of two counts, as in JavaScript.
        (format!(r#"[{usual}],"offers":[]"#), 0, &[(Quirk::DuplicateKey, 1)]),
        (format!(r#"7,"offers":[{usual}]"#), 1, &[(Quirk::DuplicateKey, 1)]),
        (format!(r#"[7],"offers":[{usual}]"#), 1, &[(Quirk::DuplicateKey, 1)]),
    ];
    for (offers, count, reported) in rows {
        let read = announce(&format!(r#","offers":{offers}"#), reported);
        assert_eq!(read.offers.len(), *count, "{offers}");
    }
}

/// A description is kept byte for byte, whatever it contains.
#[test]
fn descriptions_of_any_kind() {
    use Quirk::{DuplicateKey, SdpType, UnknownKey, WrongType};
    let rows: &[(&str, Option<&str>, Reported<'_>)] = &[
        (r#"{"type":"KIND","sdp":"v=0\r\n"}"#, Some("v=0\r\n"), &[]),
        (r#"{"type":"KIND","sdp":"say \"hi\""}"#, Some("say \"hi\""), &[]),
        (r#"{ "sdp" : "v=0", "type" : "KIND" }"#, Some("v=0"), &[]),
        (r#"{"type":"KIND","sdp":"lone \ud83d, \ud83d\ude00"}"#, Some("lone \u{fffd}, 😀"), &[]),
        (r#"{"sdp":"v=0"}"#, Some("v=0"), &[(SdpType, 1)]),
        (r#"{"type":"pranswer","sdp":"v=0"}"#, Some("v=0"), &[(SdpType, 1)]),
        (r#"{"type":7,"sdp":"v=0"}"#, Some("v=0"), &[(SdpType, 1)]),
        (r#"{"type":"KIND","sdp":"v=0","renegotiate":true}"#, Some("v=0"), &[(UnknownKey, 1)]),
        (r#"{"type":"KIND","sdp":"v=0","type":"KIND"}"#, Some("v=0"), &[(DuplicateKey, 1)]),
        (
            r#"{"type":"KIND","sdp":"v=0","type":"x"}"#,
            Some("v=0"),
            &[(DuplicateKey, 1), (SdpType, 1)],
        ),
        (r#"{"type":"KIND","sdp":"","x\u0022":""}"#, Some(""), &[(UnknownKey, 1)]),
        (r#"{"type":"KIND"}"#, None, &[(WrongType, 1)]),
        (r#"{"type":"KIND","sdp":null}"#, None, &[(WrongType, 1)]),
        (r"{}", None, &[(WrongType, 1), (SdpType, 1)]),
        (r#""v=0""#, None, &[(WrongType, 1)]),
        ("1e400", None, &[(WrongType, 1)]),
        ("[[]]", None, &[(WrongType, 1)]),
    ];
    for (json, text, reported) in rows {
        let (offer, answered) = (json.replace("KIND", "offer"), json.replace("KIND", "answer"));
        let members = format!(r#","offers":[{{"offer":{offer},{ID}}}]"#);
        let message = ClientMessage::Announce(announce(&members, reported));
        let Some(TrackerMessage::Offer(it)) = message.forward(0) else { panic!("{json}") };
        assert_eq!(it.offer.sdp.as_json(), offer.as_bytes());
        assert_eq!(it.offer.sdp.text().as_deref(), *text);
        assert_eq!(message.forward(1), None);
        let mut written = Vec::new();
        tracker::encode(&TrackerMessage::Offer(it.clone()), &mut written);
        let again = from_tracker(std::str::from_utf8(&written).unwrap(), reported);
        assert_eq!(again, TrackerMessage::Offer(it));

        let message = ClientMessage::Answer(answer(&format!(r#","answer":{answered}"#), reported));
        let Some(TrackerMessage::Answer(it)) = message.forward(0) else { panic!("{json}") };
        assert_eq!((it.sdp.as_json(), it.sdp.text().as_deref()), (answered.as_bytes(), *text));
        assert_eq!(message.forward(1), None);
        let mut written = Vec::new();
        tracker::encode(&TrackerMessage::Answer(it.clone()), &mut written);
        let again = from_tracker(std::str::from_utf8(&written).unwrap(), reported);
        assert_eq!(again, TrackerMessage::Answer(it));
    }
    // Deeper than any stack.
    let deep = ["[".repeat(200_000), "]".repeat(200_000)].concat();
    let read = answer(&format!(r#","answer":{deep}"#), &[(WrongType, 1)]);
    assert_eq!(read.sdp.as_json(), deep.as_bytes());
    announce(&format!(r#","offers":[{{"offer":{deep},{ID}}}]"#), &[(WrongType, 1)]);
}

#[test]
fn kinds_of_messages() {
    use Quirk::{AnswerWithEvent, MissingAction, UnknownKey, WrongType};
    let sdp = r#"{"type":"answer","sdp":""}"#;
    // Older clients do not send an action.
    let text = format!(r#"{{{HASH},{PEER},"offers":null}}"#);
    assert!(matches!(from_client(&text, &[(MissingAction, 1)]), ClientMessage::Announce(_)));
    let text =
        format!(r#"{{{HASH},{PEER},{ID},"to_peer_id":"-WW0208-Iz0PmSRIZJvY","answer":{sdp}}}"#);
    assert!(matches!(from_client(&text, &[(MissingAction, 1)]), ClientMessage::Answer(_)));
    let text = text.replace('{', r#"{"action":"\u0061nnounce","#).replacen(
        r#"{"action":"\u0061nnounce","type"#,
        r#"{"type"#,
        1,
    );
    assert!(matches!(from_client(&text, &[]), ClientMessage::Answer(_)));

    let answered =
        answer(&format!(r#","answer":{sdp},"event":"started""#), &[(AnswerWithEvent, 1)]);
    assert_eq!(answered.to_peer_id.as_bytes(), b"-WW0208-Iz0PmSRIZJvY");
    let answered = answer(
        &format!(r#","answer":{sdp},"trackerid":"t\u00e9","left":0,"offers":[]"#),
        &[(UnknownKey, 2)],
    );
    assert_eq!(answered.tracker_id.as_deref(), Some("té".as_bytes()));
    announce(r#","answer":null,"to_peer_id":7"#, &[(UnknownKey, 1), (WrongType, 1)]);

    // Messages of a tracker.
    let offer = r#""offer":{"type":"offer","sdp":""}"#;
    for (members, reported) in [
        (format!("{HASH},{PEER},{ID},{offer}"), &[(MissingAction, 1)][..]),
        (format!(r#"{HASH},{PEER},{ID},"answer":{sdp}"#), &[(MissingAction, 1)]),
        (format!(r#"{HASH},"interval":5"#), &[(MissingAction, 1)]),
        (r#""files":{}"#.into(), &[(MissingAction, 1)]),
        (r#""host":{}"#.into(), &[(Quirk::HostAlias, 1), (MissingAction, 1)]),
        // openwebtorrent and wt-tracker pass on all members of an answer.
        (
            format!(r#""action":"announce",{HASH},{PEER},{ID},"answer":{sdp},"trackerid":"x""#),
            &[(UnknownKey, 1)],
        ),
    ] {
        from_tracker(&format!("{{{members}}}"), reported);
    }
}

#[test]
fn repeated_and_unknown_members() {
    use Quirk::{DuplicateKey, UnknownKey};
    // libtorrent also sends these.
    let read = announce(r#","corrupt":3,"key":"5AB1C2F0""#, &[]).request;
    assert_eq!((read.corrupt, read.key.as_deref()), (Some(3), Some(&b"5AB1C2F0"[..])));
    let read = announce(r#","left":1,"left":2,"left":3"#, &[(DuplicateKey, 2)]).request;
    assert_eq!(read.left, Some(3));
    // Repeated members that do not count may have any value.
    let text = format!(r#"{{"info_hash":7,"action":"bogus","action":"announce",{HASH},{PEER}}}"#);
    from_client(&text, &[(DuplicateKey, 2)]);
    announce(
        r#","compact":1,"ip":"1.2.3.4","port":6881,"":[{"a":null}],"\ud800":1e400"#,
        &[(UnknownKey, 5)],
    );
    announce(r#","\u006cefT":1,"\u006ceft":1"#, &[(UnknownKey, 1)]);
    reply(r#","interval":1,"peers":[{"ip":"1.2.3.4"}]"#, &[(UnknownKey, 1)]);
    scrape(r#","peer_id":"","numwant":1"#, &[(UnknownKey, 2)]);
    for (member, value) in [("trackerid", "5"), ("key", "{}"), ("key", "null")] {
        let read = announce(&format!(r#","{member}":{value}"#), &[(Quirk::WrongType, 1)]).request;
        assert_eq!((read.key, read.tracker_id), (None, None));
    }
}

#[test]
fn scrapes_of_any_number() {
    let hash = InfoHash(*b"0123456789ABCDEFGHI\xff");
    for (members, expected) in [
        (r#","info_hash":"0123456789ABCDEFGHIÿ""#, Some(vec![hash])),
        (r#","info_hash":["0123456789ABCDEFGHI\u00fF"]"#, Some(vec![hash])),
        (r#","info_hash":["0123456789ABCDEFGHIÿ","0123456789ABCDEFGHIÿ"]"#, Some(vec![hash; 2])),
        (r#","info_hash":[]"#, Some(vec![])),
        (r#","info_hash":null"#, None),
        ("", None),
    ] {
        let read = scrape(members, &[]);
        assert_eq!(read.info_hashes, expected);
        let request = read.clone().into_request();
        assert_eq!(request.is_none(), expected == Some(vec![]));
        if let Some(request) = request {
            assert_eq!(request.info_hashes, expected.unwrap_or_default());
            assert_eq!(Scrape::from(&request), read);
        }
        let mut written = Vec::new();
        client::encode(&ClientMessage::Scrape(read.clone()), &mut written);
        let again = from_client(std::str::from_utf8(&written).unwrap(), &[]);
        assert_eq!(again, ClientMessage::Scrape(read));
    }
}

#[test]
fn bytes_around_a_message() {
    use Quirk::{ByteOrderMark, TrailingData};
    let text = format!(r#"{{"action":"announce",{HASH},{PEER}}}"#);
    let rows: &[(&str, &[u8], Reported<'_>)] = &[
        (" \t\r\n", b" \t\r\n", &[]),
        ("\u{feff}", b"", &[(ByteOrderMark, 1)]),
        ("", b"\0", &[(TrailingData, 1)]),
        ("", b" \0 ", &[(TrailingData, 2)]),
        ("", b"{}", &[(TrailingData, 2)]),
        ("", b",", &[(TrailingData, 1)]),
        ("", b"\xff\xff", &[(TrailingData, 2)]),
        ("", b"\n\xe2\x82", &[(TrailingData, 2)]),
        ("\u{feff}\n", b"\n x\xff", &[(TrailingData, 2), (ByteOrderMark, 1)]),
    ];
    for (before, after, reported) in rows {
        for inside in [text.clone(), text.replace('}', r#","offers":null}"#)] {
            let frame = [before.as_bytes(), inside.as_bytes(), after].concat();
            let (message, quirks) = client::decode(&frame).unwrap();
            assert_eq!(quirks.iter().collect::<Vec<_>>(), *reported);
            assert!(matches!(message, ClientMessage::Announce(_)));
        }
        let inside = r#"{"failure reason":""}"#;
        let frame = [before.as_bytes(), inside.as_bytes(), after].concat();
        let (_, quirks) = tracker::decode(&frame).unwrap();
        assert_eq!(quirks.iter().collect::<Vec<_>>(), *reported);
    }
}

#[test]
fn replies_in_any_form() {
    use Quirk::{MissingInterval, UnderscoreKey, WrongType};
    let read = reply(
        r#","interval":120,"min interval":60,"tracker id":"a\nb","warning message":"slow","downloaded":9"#,
        &[],
    );
    assert_eq!((read.interval, read.min_interval, read.downloaded), (Some(120), Some(60), Some(9)));
    assert_eq!(read.tracker_id, Some(b"a\nb".into()));
    assert_eq!(read.warning_message, Some(b"slow".into()));
    let read = reply(r#","interval":1,"min_interval":60"#, &[(UnderscoreKey, 1)]);
    assert_eq!(read.min_interval, Some(60));
    let read = reply(r#","interval":1,"min_interval":60,"min interval":7"#, &[(UnderscoreKey, 1)]);
    assert_eq!(read.min_interval, Some(7));
    assert_eq!(reply("", &[(MissingInterval, 1)]), AnnounceResponse::default());
    reply(
        r#","interval":true,"tracker id":1,"failure reason":null,"offer":null"#,
        &[(WrongType, 4)],
    );
}

#[test]
fn failures_in_any_form() {
    use Quirk::{FailureNotText, FailureWithOthers, NumberAsText, UnknownKey, WrongType};
    let hash = Some(InfoHash(*b"0123456789ABCDEFGHIJ"));
    let (action, named, failure_) = failure(r#"{"failure reason":"Invalid request"}"#, &[]);
    assert_eq!((action, named, failure_.to_string().as_str()), (None, None, "Invalid request"));
    let text = format!(
        r#"{{"action":"scrape",{HASH},"failure reason":"no","interval":7,"retry in":"never"}}"#
    );
    let (action, named, read) = failure(&text, &[]);
    assert_eq!((action, named), (Some(Action::Scrape), hash));
    assert_eq!((read.interval, read.retry_in), (Some(7), Some(RetryIn::Never)));
    // Other members that a tracker sends with a failure are kept.
    let (_, _, read) = failure(
        r#"{"failure reason":"no","interval":1,"min interval":2,"tracker id":"t","complete":3,"downloaded":4,"incomplete":5}"#,
        &[(FailureWithOthers, 1)],
    );
    assert_eq!((read.interval, read.min_interval), (Some(1), Some(2)));
    assert_eq!(read.tracker_id.as_deref(), Some(&b"t"[..]));
    assert_eq!((read.complete, read.downloaded, read.incomplete), (Some(3), Some(4), Some(5)));
    for (members, reported) in [
        (r#""failure reason":"","complete":1"#, &[(FailureWithOthers, 1)][..]),
        (r#""failure reason":"","files":{},"host":1,"offer":2"#, &[(FailureWithOthers, 1)]),
        (r#""failure reason":"","warning message":"x""#, &[(FailureWithOthers, 1)]),
        // From bittorrent-tracker's server, when asked for several torrents.
        (r#""failure reason":"","info_hash":"""#, &[(WrongType, 1)]),
        (r#""failure reason":"","action":"bogus","info_hash":["x"]"#, &[(WrongType, 2)]),
        (r#""failure reason":"","retry in":5"#, &[]),
        (r#""failure reason":"","retry in":"5""#, &[(NumberAsText, 1)]),
        (r#""failure reason":"","x":5"#, &[(UnknownKey, 1)]),
        (r#""failure reason":"lone \ud800""#, &[]),
        (r#""failure reason":{"code":5}"#, &[(FailureNotText, 1)]),
    ] {
        failure(&format!("{{{members}}}"), reported);
    }
    assert_eq!(&*failure(r#"{"failure reason":"\ud800"}"#, &[]).2.reason, "\u{fffd}".as_bytes());
    let (_, _, read) = failure(r#"{"failure reason":{"code":5}}"#, &[(FailureNotText, 1)]);
    assert_eq!(&*read.reason, br#"{"code":5}"#);
}

#[test]
fn scraped_torrents_in_any_form() {
    use Quirk::{
        DuplicateKey, HostAlias, MissingDownloaded, MissingFiles, ScrapeKeyLength, UnknownKey,
        WrongType,
    };
    let stats = r#"{"complete":5,"incomplete":10,"downloaded":50}"#;
    let read = scraped(
        &format!(
            r#","files":{{"0123456789ABCDEFGHI\u00FF":{stats}}},"flags":{{"min_request_interval":20}}"#
        ),
        &[],
    );
    let hash = InfoHash(*b"0123456789ABCDEFGHI\xff");
    assert_eq!((read.files[&hash].complete, read.min_request_interval), (Some(5), Some(20)));
    let rows: &[(String, usize, Reported<'_>)] = &[
        (r#","files":{}"#.into(), 0, &[]),
        (String::new(), 0, &[(MissingFiles, 1)]),
        (r#","files":[]"#.into(), 0, &[(WrongType, 1)]),
        (format!(r#","host":{{"0123456789ABCDEFGHIJ":{stats}}}"#), 1, &[(HostAlias, 1)]),
        (format!(r#","host":{{}},"files":{{"0123456789ABCDEFGHIJ":{stats}}}"#), 1, &[(UnknownKey, 1)]),
        (
            format!(r#","files":{{"0123456789ABCDEFGHIJ":{stats},"0123456789\u0041BCDEFGHIJ":{stats}}}"#),
            1,
            &[(DuplicateKey, 1)],
        ),
        (
            format!(
                r#","files":{{"":{stats},"0123456789ABCDEFGHIJK":{stats},"0123456789ABCDEFGHI\u0100":1,
                "c7d46abc2a5f4293cf4234f29f0c645b9842df5a":{stats},"\ud800123456789ABCDEFGHIJ":{stats}}}"#
            ),
            0,
            &[(ScrapeKeyLength, 5)],
        ),
        (r#","files":{"0123456789ABCDEFGHIJ":{}}"#.into(), 1, &[(MissingDownloaded, 1)]),
        (r#","files":{"0123456789ABCDEFGHIJ":7}"#.into(), 1, &[(WrongType, 1)]),
        (
            r#","files":{"0123456789ABCDEFGHIJ":{"downloaded":1,"downloaded":2,"x":3,"name":"n","downloaders":4}}"#.into(),
            1,
            &[(DuplicateKey, 1), (UnknownKey, 1)],
        ),
        (r#","files":{},"flags":7"#.into(), 0, &[(WrongType, 1)]),
        (r#","files":{},"flags":{"x":7}"#.into(), 0, &[(UnknownKey, 1)]),
    ];
    for (members, count, reported) in rows {
        assert_eq!(scraped(members, reported).files.len(), *count, "{members}");
    }
}
