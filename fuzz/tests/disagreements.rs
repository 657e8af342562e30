//! Every known disagreement still exists: a row that no longer holds has to be removed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a row that cannot be shown fails the test")]

use std::panic;

use aquatic_http_protocol::request::AnnounceRequest as TheirAnnounce;
use aquatic_udp_protocol::{Request as TheirRequest, Response as TheirResponse};
use bencode::{Reader, Rules, Value};
use bendy::decoding::Decoder;
use bendy::state_tracker::Token as BendyToken;
use fuzz::disagreements::KNOWN;
use tracker_types::udp::{Family, request, response};
use tracker_types::{AnnounceRequest, Event};

/// The contents of an input as one library reads them, as text; `None` if it refuses the input.
type View = Option<String>;

#[test]
fn every_known_disagreement_exists() {
    let alike = KNOWN.iter().filter(|row| {
        let (ours, theirs): (View, fn(&[u8]) -> View) = match row.peer {
            "bendy" => (tokens(row.example), bendy),
            "bt_bencode" => (tree(row.example), bt_bencode),
            "aquatic" => (announce(row.example), aquatic),
            "aquatic_udp asked" => (asked(row.example), aquatic_asked),
            "aquatic_udp answered" => (answered(row.example), aquatic_answered),
            peer => panic!("{peer} is no peer"),
        };
        // A panic also counts as a disagreement.
        let theirs = panic::catch_unwind(|| theirs(row.example));
        theirs.is_ok_and(|theirs| theirs == ours)
    });
    let alike: Vec<_> = alike.map(|row| (row.peer, row.what)).collect();
    assert!(alike.is_empty(), "{alike:?}");
}

/// Inputs on which all agree have equal views.
#[test]
fn agreeing_views_are_equal() {
    let token = b"d1:ali-1e2:bcee";
    assert!(tokens(token).is_some());
    assert_eq!(tokens(token), bendy(token));
    assert_eq!(tree(token), bt_bencode(token));
    let query = b"info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=bbbbbbbbbbbbbbbbbbbb&port=1&uploaded=2\
        &downloaded=3&left=4&event=started&numwant=5&key=k";
    assert!(announce(query).is_some());
    assert_eq!(announce(query), aquatic(query));
    let datagram = b"\0\0\0\0\0\0\0\x01\0\0\0\x02\0\0\0\x02aaaaaaaaaaaaaaaaaaaa";
    assert!(asked(datagram).is_some());
    assert_eq!(asked(datagram), aquatic_asked(datagram));
    let datagram = b"\0\0\0\x01\0\0\0\x02\0\0\x07\x08\0\0\0\0\0\0\0\x01\x01\x02\x03\x04\x1a\x21";
    assert!(answered(datagram).is_some());
    assert_eq!(answered(datagram), aquatic_answered(datagram));
}

fn tokens(input: &[u8]) -> View {
    let mut reader = Reader::with_rules(input, Rules::STRICT);
    let mut words = Vec::new();
    while let Some(token) = reader.next().ok()? {
        words.push(match token {
            bencode::Token::Bytes(text) => text.escape_ascii().to_string(),
            bencode::Token::Int(int) => format!("i{int}"),
            other => format!("{other:?}"),
        });
    }
    Some(words.join(" "))
}

fn bendy(input: &[u8]) -> View {
    let words = Decoder::new(input).with_max_depth(128).tokens().map(|token| {
        Ok(match token? {
            BendyToken::String(text) => text.escape_ascii().to_string(),
            BendyToken::Num(digits) => format!("i{digits}"),
            other => format!("{other:?}"),
        })
    });
    words.collect::<Result<Vec<_>, bendy::decoding::Error>>().ok().map(|words| words.join(" "))
}

fn tree(input: &[u8]) -> View {
    let tree = Value::parse_with(input, Rules::TOLERANT.refuse(bencode::Quirk::TrailingData));
    tree.ok().map(|tree| tree.to_vec().escape_ascii().to_string())
}

fn bt_bencode(input: &[u8]) -> View {
    let tree = bt_bencode::from_slice::<bt_bencode::Value>(input).ok()?;
    Some(bt_bencode::to_vec(&tree).unwrap().escape_ascii().to_string())
}

fn announce(query: &[u8]) -> View {
    let (it, _) = AnnounceRequest::parse_query(query).ok()?;
    let counters = (it.uploaded?, it.downloaded?, it.left?, it.numwant.map(u64::from));
    let event = it.event.map(Event::http_name);
    let key = it.key.map(|key| key.escape_ascii().to_string());
    Some(format!("{:?}", (it.info_hash.0, it.peer_id.0, it.port, counters, event, key)))
}

fn aquatic(query: &[u8]) -> View {
    let it = TheirAnnounce::parse_query_string(std::str::from_utf8(query).ok()?).ok()?;
    let counters = (it.bytes_uploaded, it.bytes_downloaded, it.bytes_left, it.numwant);
    let key = it.key.map(|key| key.as_bytes().escape_ascii().to_string());
    Some(format!("{:?}", (it.info_hash.0, it.peer_id.0, it.port, counters, it.event.as_str(), key)))
}

/// A datagram, read and written again.
fn asked(datagram: &[u8]) -> View {
    let mut again = Vec::new();
    request::encode(&request::decode(datagram).ok()?.0, &mut again);
    Some(again.escape_ascii().to_string())
}

fn aquatic_asked(datagram: &[u8]) -> View {
    let mut again = Vec::new();
    TheirRequest::parse_bytes(datagram, 74).ok()?.write_bytes(&mut again).unwrap();
    Some(again.escape_ascii().to_string())
}

fn answered(datagram: &[u8]) -> View {
    let mut again = Vec::new();
    response::encode(&response::decode(datagram, Family::V4).ok()?.0, &mut again);
    Some(again.escape_ascii().to_string())
}

fn aquatic_answered(datagram: &[u8]) -> View {
    let mut again = Vec::new();
    TheirResponse::parse_bytes(datagram, true).ok()?.write_bytes(&mut again).unwrap();
    Some(again.escape_ascii().to_string())
}
