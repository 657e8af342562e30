//! Other libraries read the same, except where [`disagreements`](crate::disagreements) say why not.

use aquatic_http_protocol::request::{
    AnnounceRequest as TheirAnnounce, ScrapeRequest as TheirScrape,
};
use aquatic_http_protocol::response::Response;
use bencode::{ErrorKind, Reader, Rules, Token, Value};
use bendy::decoding::Decoder;
use bendy::state_tracker::Token as BendyToken;
use bt_bencode::value::Number;
use tracker_types::http::{PeerForm, announce};
use tracker_types::{AnnounceReply, AnnounceRequest, Event, Params, ScrapeRequest};

use crate::ways::{self, LAX};

laws![
    bendy_agrees_under_strict_rules,
    bt_bencode_agrees_under_the_grammar,
    aquatic_reads_what_we_write,
    what_aquatic_reads_we_read_alike,
    what_aquatic_scrapes_we_scrape_alike,
    aquatic_reads_the_replies_we_write,
];

/// bendy, the strict one, gives the same tokens, and refuses what strict rules refuse.
pub fn bendy_agrees_under_strict_rules(input: &[u8]) {
    let theirs: Result<Vec<_>, _> = Decoder::new(input).with_max_depth(128).tokens().collect();
    match ways::by_token(input, Rules::STRICT) {
        Err((ErrorKind::TrailingData, _) | (ErrorKind::UnexpectedEnd { .. }, 0)) => {}
        Err(_) => assert!(theirs.is_err(), "bendy reads {}", input.escape_ascii()),
        Ok(()) => {
            let mut reader = Reader::with_rules(input, Rules::STRICT);
            for token in theirs.unwrap() {
                same_token(reader.next().unwrap().unwrap(), token);
            }
            assert_eq!(reader.next(), Ok(None));
        }
    }
}

fn same_token(ours: Token<'_>, theirs: BendyToken<'_>) {
    match (ours, theirs) {
        (Token::List, BendyToken::List)
        | (Token::Dict, BendyToken::Dict)
        | (Token::End, BendyToken::End) => {}
        (Token::Bytes(ours), BendyToken::String(theirs)) => assert_eq!(ours, theirs),
        (Token::Int(ours), BendyToken::Num(theirs)) => assert_eq!(ours.to_string(), theirs),
        _ => panic!("{ours:?} is {theirs:?} to bendy"),
    }
}

/// bt_bencode, which checks neither order nor zeros, gives the same tree as the grammar alone.
pub fn bt_bencode_agrees_under_the_grammar(input: &[u8]) {
    let opened = input.iter().filter(|byte| matches!(byte, b'l' | b'd')).count();
    if opened > 200 || has_long_number(input) {
        return;
    }
    let theirs = bt_bencode::from_slice::<bt_bencode::Value>(input);
    match Value::parse_with(input, LAX.max_depth(usize::MAX)) {
        Err(error) => assert!(theirs.is_err(), "bt_bencode reads what has {error}"),
        Ok(ours) => same_tree(&ours, &theirs.unwrap()),
    }
}

/// Numbers and lengths at the bounds of 64 bits, where bt_bencode returns an error, or panics.
fn has_long_number(input: &[u8]) -> bool {
    input.split(|byte| !byte.is_ascii_digit()).any(|digits| digits.len() >= 19)
}

fn same_tree(ours: &Value<'_>, theirs: &bt_bencode::Value) {
    match (ours, theirs) {
        (Value::Int(ours), bt_bencode::Value::Int(Number::Signed(theirs))) => {
            assert_eq!(ours.to_i64(), Ok(*theirs));
        }
        (Value::Int(ours), bt_bencode::Value::Int(Number::Unsigned(theirs))) => {
            assert_eq!(ours.to_u64(), Ok(*theirs));
        }
        (Value::Bytes(ours), bt_bencode::Value::ByteStr(theirs)) => {
            assert_eq!(&ours[..], theirs.as_slice());
        }
        (Value::List(ours), bt_bencode::Value::List(theirs)) => {
            assert_eq!(ours.len(), theirs.len());
            ours.iter().zip(theirs).for_each(|(ours, theirs)| same_tree(ours, theirs));
        }
        (Value::Dict(ours), bt_bencode::Value::Dict(theirs)) => {
            assert!(ours.keys().map(|key| &key[..]).eq(theirs.keys().map(|key| key.as_slice())));
            ours.values().zip(theirs.values()).for_each(|(ours, theirs)| same_tree(ours, theirs));
        }
        _ => panic!("{ours} is {theirs:?} to bt_bencode"),
    }
}

/// aquatic reads the announces written here, and finds the same in them.
pub fn aquatic_reads_what_we_write(query: &[u8]) {
    let Ok((mut request, _)) = AnnounceRequest::parse_query(query) else { return };
    // Fields that it does not have, or is strict about.
    (request.compact, request.key, request.extra) = (None, None, Params::default());
    request.event = request.event.filter(|event| event.http_name() != "paused");
    (request.uploaded, request.downloaded) =
        (request.uploaded.or(Some(0)), request.downloaded.or(Some(0)));
    request.left = request.left.or(Some(0));
    let mut written = Vec::new();
    request.write_query(&mut written);
    let theirs = TheirAnnounce::parse_query_string(std::str::from_utf8(&written).unwrap()).unwrap();
    same_announce(&request, &theirs);
}

fn same_announce(ours: &AnnounceRequest<'_>, theirs: &TheirAnnounce) {
    assert_eq!((ours.info_hash.0, ours.peer_id.0), (theirs.info_hash.0, theirs.peer_id.0));
    assert_eq!(ours.port, theirs.port);
    assert_eq!(ours.uploaded, Some(theirs.bytes_uploaded as u64));
    assert_eq!(ours.downloaded, Some(theirs.bytes_downloaded as u64));
    assert_eq!(ours.left, Some(theirs.bytes_left as u64));
    assert_eq!(ours.event.map(Event::http_name), theirs.event.as_str());
    assert_eq!(ours.numwant.map(u64::from), theirs.numwant.map(|number| number as u64));
}

/// The parameters that both know and read alike.
const SHARED: [&str; 7] =
    ["info_hash", "peer_id", "port", "uploaded", "downloaded", "left", "event"];

/// The query, unless it contains anything that the table of disagreements names.
fn plain(query: &[u8], may_repeat: bool) -> Option<&str> {
    let query = std::str::from_utf8(query).ok().filter(|query| query.is_ascii())?;
    let params: Option<Vec<_>> = query.split('&').map(|param| param.split_once('=')).collect();
    let params = params?;
    let is_plain = |&(name, value): &(&str, &str)| {
        let once = params.iter().filter(|(other, _)| *other == name).count() == 1;
        let odd = value.contains(['=', '+', '#']);
        let shared = match name {
            "compact" => value == "1",
            "numwant" => value.len() <= 9,
            name => SHARED.contains(&name),
        };
        shared && (once || may_repeat) && !odd
    };
    params.iter().all(is_plain).then_some(query)
}

/// Announces that aquatic reads are read here, and mean the same.
pub fn what_aquatic_reads_we_read_alike(query: &[u8]) {
    let Some(text) = plain(query, false) else { return };
    let Ok(theirs) = TheirAnnounce::parse_query_string(text) else { return };
    let (ours, _) = AnnounceRequest::parse_query(query).unwrap();
    same_announce(&ours, &theirs);
}

/// Scrapes that aquatic reads are read here, and name the same torrents.
pub fn what_aquatic_scrapes_we_scrape_alike(query: &[u8]) {
    let Some(text) = plain(query, true) else { return };
    let Ok(theirs) = TheirScrape::parse_query_string(text) else { return };
    let (ours, _) = ScrapeRequest::parse_query(query).unwrap();
    assert!(
        ours.info_hashes.iter().map(|hash| hash.0).eq(theirs.info_hashes.iter().map(|hash| hash.0))
    );
}

/// aquatic reads the packed replies written here, and finds the same peers.
pub fn aquatic_reads_the_replies_we_write(body: &[u8]) {
    let Ok((AnnounceReply::Success(mut response), _)) = announce::decode(body) else { return };
    // It requires the counters, and expects UTF-8 text.
    response.complete = response.complete.or(Some(0));
    response.incomplete = response.incomplete.or(Some(0));
    response.warning_message = None;
    let mut written = Vec::new();
    announce::encode(&AnnounceReply::Success(response), PeerForm::Compact, &mut written);
    let (ours, _) = announce::decode(&written).unwrap();
    let ours = ours.into_result().unwrap();
    let Ok(Response::Announce(theirs)) = Response::parse_bytes(&written) else {
        panic!("aquatic does not read {}", written.escape_ascii());
    };
    assert_eq!(ours.interval.map(|it| it as usize), Some(theirs.announce_interval));
    assert_eq!(ours.complete.map(|it| it as usize), Some(theirs.complete));
    let v4 = theirs.peers.0.iter().map(|peer| (peer.ip_address, peer.port));
    assert!(ours.peers.v4.iter().map(|peer| (*peer.ip(), peer.port())).eq(v4));
    let v6 = theirs.peers6.0.iter().map(|peer| (peer.ip_address, peer.port));
    assert!(ours.peers.v6.iter().map(|peer| (*peer.ip(), peer.port())).eq(v6));
}
