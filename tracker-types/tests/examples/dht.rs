//! The DHT node: what it prints, and its answers.

use std::net::SocketAddr;
use std::str;
use std::time::Duration;

use bencode::RawValue;
use tokio::runtime::Runtime;
use tracker_types::InfoHash;
use tracker_types::krpc::{self, ErrorCode, Item, Message, Method, NodeId, Query, Want};

use crate::node::state::State;
use crate::node::{self, Node};

const TORRENT: InfoHash = InfoHash(*b"0123456789ABCDEFGHIJ");
const MINUTE: Duration = Duration::from_secs(60);

#[test]
fn without_arguments_the_example_prints_what_is_committed() {
    let mut out = Vec::new();
    Runtime::new().unwrap().block_on(node::story(&mut out)).unwrap();
    assert_eq!(str::from_utf8(&out).unwrap(), include_str!("dht.txt"));
}

/// A read-only node finds what others know, and others do not name it.
#[test]
fn a_read_only_node_is_in_no_table() {
    Runtime::new().unwrap().block_on(async {
        let start =
            |id, read_only| Node::start(NodeId([id; 20]), ([127, 0, 0, 1], 0).into(), read_only);
        let (entry, other) = (start(1, false).await.unwrap(), start(2, false).await.unwrap());
        let guest = start(3, true).await.unwrap();
        assert_eq!(other.join(&[entry.address().unwrap()]).await, 1);
        assert_eq!(guest.join(&[entry.address().unwrap()]).await, 1);
        assert_eq!((entry.known(), other.known(), guest.known()), (1, 1, 2));
        assert_eq!(guest.announce(TORRENT, 7).await, 2);
        let found = other.find_peers(TORRENT).await;
        assert_eq!(found.peers.into_iter().collect::<Vec<_>>(), ["127.0.0.1:7".parse().unwrap()]);
    });
}

/// A node that knows no others, and a function that asks it.
struct Asked(State);

impl Asked {
    fn new() -> Asked {
        Asked(State::new(NodeId(*b"abcdefghij0123456789"), *b"sixteen secrets."))
    }

    fn ask(&mut self, method: Method<'_>, now: Duration) -> Vec<u8> {
        let from: SocketAddr = "192.0.2.7:6881".parse().unwrap();
        let message = Message::new(b"aa", Query::new(NodeId(*b"mnopqrstuvwxyz123456"), method));
        let answer = self.0.answer(&message, message.query().unwrap(), from, now);
        let (read, quirks) = krpc::decode(&answer).unwrap();
        assert_eq!((read.transaction.unwrap(), read.ip), (b"aa".into(), Some(from)));
        assert!(quirks.is_empty(), "{quirks}");
        answer
    }

    fn error(&mut self, method: Method<'_>) -> Option<ErrorCode> {
        let answer = self.ask(method, Duration::ZERO);
        krpc::decode(&answer).unwrap().0.error().map(|error| error.code)
    }

    fn token(&mut self, method: Method<'_>) -> Vec<u8> {
        let answer = self.ask(method, Duration::ZERO);
        krpc::decode(&answer).unwrap().0.reply().unwrap().token.as_ref().unwrap().to_vec()
    }

    fn peers(&mut self, now: Duration) -> Vec<SocketAddr> {
        let answer = self.ask(get_peers(), now);
        krpc::decode(&answer).unwrap().0.reply().unwrap().values.iter().collect()
    }
}

fn get_peers() -> Method<'static> {
    Method::GetPeers { info_hash: TORRENT, want: Want::NONE, no_seed: false, scrape: false }
}

fn announce(token: &[u8], port: u16, implied_port: bool) -> Method<'_> {
    let token = token.into();
    Method::AnnouncePeer { info_hash: TORRENT, port, implied_port, seed: false, token, name: None }
}

fn put<'a>(token: &'a [u8], value: &'a [u8]) -> Method<'a> {
    let item = Some(Item::immutable(RawValue::new(value).unwrap()));
    Method::Put { token: token.into(), item, salt: b"".into(), cas: None }
}

#[test]
fn peers_need_a_token_and_a_port_and_expire() {
    let mut node = Asked::new();
    let token = node.token(get_peers());
    assert_eq!(node.error(announce(b"", 1, false)), Some(ErrorCode::PROTOCOL));
    assert_eq!(node.error(announce(b"stranger", 1, false)), Some(ErrorCode::PROTOCOL));
    assert_eq!(node.error(announce(&token, 0, false)), Some(ErrorCode::PROTOCOL));
    assert!(node.peers(Duration::ZERO).is_empty());
    assert_eq!(node.error(announce(&token, 1, false)), None);
    assert_eq!(node.error(announce(&token, 1, true)), None);
    let peers: [SocketAddr; 2] =
        ["192.0.2.7:1".parse().unwrap(), "192.0.2.7:6881".parse().unwrap()];
    assert_eq!(node.peers(Duration::ZERO), peers);
    node.0.storage.expire(30 * MINUTE);
    assert!(node.peers(30 * MINUTE).is_empty());
}

#[test]
fn items_must_be_small_and_canonical_and_need_a_token() {
    let mut node = Asked::new();
    let value = b"12:Hello World!";
    let target = NodeId::of_value(&RawValue::new(value).unwrap());
    let get = || Method::Get { target, seq: None, want: Want::NONE };
    let token = node.token(get());
    assert_eq!(node.error(put(b"stranger", value)), Some(ErrorCode::PROTOCOL));
    assert_eq!(node.error(put(&token, b"13:Hello, World!")), Some(ErrorCode::PROTOCOL), "its own");
    let long = bencode::to_vec(&"a".repeat(1_000)).unwrap();
    assert_eq!(node.error(put(&token, &long)), Some(ErrorCode::VALUE_TOO_BIG));
    let answer = node.ask(get(), Duration::ZERO);
    assert!(krpc::decode(&answer).unwrap().0.reply().unwrap().item.is_none());
    assert_eq!(node.error(put(&token, value)), None);
    let answer = node.ask(get(), Duration::ZERO);
    let (message, _) = krpc::decode(&answer).unwrap();
    assert_eq!(message.reply().unwrap().item.as_ref().unwrap().value.as_bytes(), value);
}

#[test]
fn unknown_methods_get_nodes_if_there_is_a_target() {
    let mut node = Asked::new();
    let unknown = |target| Method::Unknown { name: b"vote".into(), target };
    assert_eq!(node.error(unknown(None)), Some(ErrorCode::UNKNOWN_METHOD));
    assert_eq!(node.error(unknown(Some(NodeId([0; 20])))), None);
    assert_eq!(node.error(Method::Ping), None);
}
