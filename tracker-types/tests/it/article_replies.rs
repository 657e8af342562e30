//! The statements of the article "Decoding tracker responses" about replies, with one test each. Where it
//! deviates from BEP 3, both forms are read and that of BEP 3 is written.

use tracker_types::http::{PeerForm, announce};
use tracker_types::{AnnounceReply, Failure, Host, PeerId, Quirk, Quirks, Reply};

/// The reply of the article, as its hexdump prints it.
const HEXDUMP: &str = "64383a636f6d706c65746569323036386531303a696e636f6d706c657465693137376538\
    3a696e74657276616c693138303065353a70656572736c64323a6970373a312e322e332e34373a7065657220696432\
    303a2d5452323934302d30383930617076306f7a6e66343a706f727469353134313365656565";

const JSON: &str = r#"{"complete":2068,"incomplete":177,"interval":1800,"peers":[{"ip":"1.2.3.4","peer id":"-TR2940-0890apv0oznf","port":51413}]}"#;

fn body() -> Vec<u8> {
    bencode::hex::decode(HEXDUMP).unwrap()
}

fn decoded(body: &[u8]) -> (AnnounceReply<'static>, Quirks) {
    let (reply, quirks) = announce::decode(body).unwrap();
    (reply.into_owned(), quirks)
}

fn encoded(reply: &AnnounceReply<'_>, form: PeerForm) -> Vec<u8> {
    let mut body = Vec::new();
    announce::encode(reply, form, &mut body);
    body
}

#[test]
fn the_response_is_a_dictionary_of_interval_and_peers() {
    let (reply, quirks) = decoded(b"d8:intervali1800e5:peerslee");
    let response = reply.success().unwrap();
    assert_eq!((response.interval, response.peers.len()), (Some(1800), 0));
    assert!(quirks.is_empty());
}

#[test]
fn a_peer_has_ip_port_and_peer_id() {
    let (reply, _) = decoded(&body());
    let peers: Vec<_> = reply.success().unwrap().peers.iter().collect();
    let [peer] = &peers[..] else { panic!("{peers:?}") };
    assert_eq!((&peer.host, peer.port), (&Host::V4([1, 2, 3, 4].into()), 51413));
    assert_eq!(peer.id, Some(PeerId(*b"-TR2940-0890apv0oznf")));
    assert_eq!(peer.id.unwrap().client().unwrap().name, "Transmission");
}

#[test]
fn the_ip_of_a_peer_may_be_a_dns_name() {
    let named = b"d8:intervali1800e5:peersld2:ip16:seed.example.org4:porti6881eeee";
    let (reply, quirks) = decoded(named);
    let peers: Vec<_> = reply.success().unwrap().peers.iter().collect();
    assert_eq!(peers[0].host, Host::Dns("seed.example.org".into()));
    assert_eq!(quirks.iter().collect::<Vec<_>>(), [(Quirk::DnsPeer, 1)]);
    assert_eq!(encoded(&reply, PeerForm::List), named);
}

/// The article says `failure`, BEP 3 `failure reason`: both are read, the latter is written.
#[test]
fn an_error_is_a_single_key_failure() {
    let canonical = b"d14:failure reason20:unregistered torrente";
    let (alias, quirks) = decoded(b"d7:failure20:unregistered torrente");
    assert_eq!(quirks.iter().collect::<Vec<_>>(), [(Quirk::FailureAlias, 1)]);
    assert_eq!(decoded(canonical), (alias.clone(), Quirks::new()));
    assert_eq!(alias, Reply::Failure(Failure::new("unregistered torrent")));
    assert_eq!(encoded(&alias, PeerForm::Compact), canonical);
}

/// The article says "seeders and peers": `incomplete` counts the peers that do not have everything.
#[test]
fn complete_and_incomplete_are_optional() {
    let (reply, _) = decoded(&body());
    let response = reply.success().unwrap();
    assert_eq!((response.complete, response.incomplete), (Some(2068), Some(177)));
    let (reply, quirks) = decoded(b"d8:intervali1800e5:peers0:e");
    let response = reply.success().unwrap();
    assert_eq!((response.complete, response.incomplete), (None, None));
    assert!(quirks.is_empty());
}

#[test]
fn the_hexdump_of_the_reply_is_that_json() {
    let (reply, quirks) = decoded(&body());
    assert_eq!(serde_json::to_string(&reply).unwrap(), JSON);
    assert!(quirks.is_empty());
    assert_eq!(encoded(&reply, PeerForm::List), body());
}

/// The article's command does not ask for a form: trackers may pack the peers (BEP 23) or list them.
#[test]
fn peers_come_packed_or_listed() {
    let (listed, _) = decoded(&body());
    let packed = encoded(&listed, PeerForm::Compact);
    assert!(packed.ends_with(b"5:peers6:\x01\x02\x03\x04\xc8\xd5e"));
    let (packed, quirks) = decoded(&packed);
    assert!(quirks.is_empty());
    let json = serde_json::to_string(&packed).unwrap();
    assert_eq!(json, JSON.replace(r#""peer id":"-TR2940-0890apv0oznf","#, ""));
}

/// The client asks again after `interval`; an absurd value does not make it ask more often.
#[test]
fn the_client_asks_again_after_the_interval() {
    let (reply, _) = decoded(&body());
    assert_eq!(reply.success().unwrap().wait().as_secs(), 1800);
    let (reply, quirks) = decoded(b"d8:intervali-5e5:peers0:e");
    let response = reply.success().unwrap();
    assert_eq!((response.interval, response.wait().as_secs()), (None, 1800));
    assert!(quirks.contains(Quirk::NegativeNumber));
}
