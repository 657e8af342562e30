//! Without arguments: five nodes on loopback ports show what the DHT does.

use std::io::{self, Write};

use bencode::{Document, RawValue};
use tracker_types::InfoHash;
use tracker_types::krpc::{self, Message, Method, NodeId, Query, Want};

use super::lookup::Found;
use super::socket::Node;

/// The torrent that the nodes are asked for.
const TORRENT: &str = "d1101a2b9d202811a05e8c57c557a20bf974dc8a";

/// The id of a node: far from the others, as random ids are.
fn id(number: u8) -> NodeId {
    NodeId([number.wrapping_mul(51); 20])
}

/// Shows how nodes join, announce and store.
pub async fn story(out: &mut impl Write) -> io::Result<()> {
    let mut nodes = Vec::new();
    for number in 1..=5 {
        nodes.push(Node::start(id(number), ([127, 0, 0, 1], 0).into(), false).await?);
    }
    let [first, second, third, fourth, fifth] = nodes.as_slice() else { return Ok(()) };
    let entry = [first.address()?];
    for node in [second, third, fourth, fifth] {
        node.join(&entry).await;
    }
    writeln!(
        out,
        "Five nodes run on loopback ports. Four of them know only the first, and join through it."
    )?;
    writeln!(out, "The last one has found {} others.\n", fifth.known())?;

    let info_hash: InfoHash = TORRENT.parse().map_err(io::Error::other)?;
    writeln!(out, "It asks them for peers of a torrent:\n\n{}\n", query(info_hash)?)?;
    writeln!(out, "It finds {}.", peers(&fifth.find_peers(info_hash).await))?;
    let told = second.announce(info_hash, 6881).await;
    writeln!(out, "The second node announces the torrent to {told} nodes.")?;
    writeln!(
        out,
        "The last one asks again and finds {}.\n",
        peers(&fifth.find_peers(info_hash).await)
    )?;

    let value = RawValue::new(b"12:Hello World!").map_err(io::Error::other)?;
    let (target, stored) = third.put(&value).await;
    writeln!(out, "The third node stores a text at {stored} nodes, under its hash {target}.")?;
    let found = fourth.get(target).await.value.unwrap_or_default();
    writeln!(out, "The fourth node reads {}.", Document::parse(&found).map_err(io::Error::other)?)
}

/// The query as JSON.
fn query(info_hash: InfoHash) -> io::Result<String> {
    let (want, no_seed, scrape) = (Want::NONE, false, false);
    let query = Query::new(id(5), Method::GetPeers { info_hash, want, no_seed, scrape });
    let mut datagram = Vec::new();
    krpc::encode(&Message::new(b"aa", query), &mut datagram);
    Ok(Document::parse(&datagram).map_err(io::Error::other)?.to_string())
}

fn peers(found: &Found) -> String {
    let peers: Vec<String> = found.peers.iter().map(ToString::to_string).collect();
    if peers.is_empty() { "no peers".into() } else { peers.join(", ") }
}
