//! A magnet link or a torrent contains all that a lookup in the DHT needs to start.

use std::net::SocketAddr;

use tracker_types::krpc::{self, Message, Method, NodeId, Query, Want};
use tracker_types::{InfoHash, MagnetLink, Metainfo};

const ID: NodeId = NodeId(*b"abcdefghij0123456789");

/// The datagram of a query.
fn asked(method: Method<'_>) -> Vec<u8> {
    let mut packet = Vec::new();
    krpc::encode(&Message::new(b"aa", Query::new(ID, method)), &mut packet);
    packet
}

/// BEP 46, "Test vectors", 2: the target is the hash of key and salt; the nodes close to it are asked for
/// the item.
#[test]
fn a_link_to_a_key_has_the_target_of_its_item() {
    let link: MagnetLink = "magnet:?xs=urn:btpk:\
        8543d3e6115f0f98c944077a4493dcd543e49c739fd998550a1f614ab36ed63e&s=6e"
        .parse()
        .unwrap();
    let target = NodeId::from(link.mutable.unwrap().target());
    assert_eq!(target.to_string(), "59ee7c2cb9b4f7eb1986ee2d18fd2fdb8a56554f");
    let packet = asked(Method::Get { target, seq: None, want: Want::NONE });
    let (message, quirks) = krpc::decode(&packet).unwrap();
    assert_eq!(message.query().unwrap().method.target(), Some(target));
    assert!(quirks.is_empty());
}

/// BEP 5, "Torrent File Extensions": `nodes` are asked first, host names after they have been resolved; the
/// info-hash is the target.
#[test]
fn a_torrent_has_nodes_and_a_target() {
    let torrent = b"d4:infod6:lengthi7e4:name1:n12:piece lengthi16384e6:pieces20:\
        aaaaaaaaaaaaaaaaaaaae5:nodesll9:127.0.0.1i6881eel21:your.router.node.testi4804eel3:::1i1eeee";
    let (metainfo, quirks) = Metainfo::parse(torrent).unwrap();
    assert!(quirks.is_empty(), "{quirks}");
    let resolved = |name: &str| (name == "your.router.node.test").then(|| [203, 0, 113, 7].into());
    let nodes: Vec<SocketAddr> = metainfo
        .nodes
        .iter()
        .map(|node| {
            let ip = node.host.ip();
            let ip = ip.unwrap_or_else(|| resolved(&node.host.to_string()).unwrap());
            SocketAddr::new(ip, node.port.unwrap())
        })
        .collect();
    let expected = ["127.0.0.1:6881", "203.0.113.7:4804", "[::1]:1"];
    assert_eq!(nodes, expected.map(|node| node.parse().unwrap()));
    let info_hash: InfoHash = metainfo.info_hashes.v1().unwrap();
    let (want, no_seed, scrape) = (Want::BOTH, false, false);
    let packet = asked(Method::GetPeers { info_hash, want, no_seed, scrape });
    let (message, _) = krpc::decode(&packet).unwrap();
    assert_eq!(message.query().unwrap().method.target(), Some(NodeId::from(info_hash)));
}
