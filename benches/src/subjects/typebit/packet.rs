//! Messages of the DHT, through its own tree.

use typebit::dht::{KrpcBody, KrpcMsg, NodeEntry, Resp, decode as read, encode as write};
use typebit::platform::NetAddr;

use crate::documents::Document;
use crate::facts;
use crate::operation::Case;

pub(super) fn decode(document: &'static Document) -> Case {
    Case::read_in_place(document, read, said, facts::packet)
}

/// Writes a new vector each time. It writes no version and no address, and peers in one string: so the contents
/// are compared, except the peers.
pub(super) fn encode(document: &'static Document) -> Option<Case> {
    let message: &'static _ = Box::leak(Box::new(read(&document.bytes).ok()?));
    let write = |message: &KrpcMsg, out: &mut Vec<u8>| out.extend_from_slice(&write(message));
    let but_peers = |body: &[u8]| facts::Packet { values: Vec::new(), ..facts::packet(body) };
    Some(Case::write(document, message, write, but_peers))
}

fn said(message: &KrpcMsg) -> facts::Packet {
    let transaction = message.t.clone();
    let said = facts::Packet { transaction, ..facts::Packet::default() };
    match &message.body {
        KrpcBody::Query { args, .. } => facts::Packet {
            id: args.id.0.to_vec(),
            info_hash: args.info_hash.map(|hash| hash.to_vec()),
            ..said
        },
        KrpcBody::Response { id, resp, .. } => {
            returned(facts::Packet { id: id.0.to_vec(), ..said }, resp)
        }
        KrpcBody::Error { .. } => said,
    }
}

fn returned(said: facts::Packet, resp: &Resp) -> facts::Packet {
    let packed = |nodes: &[NodeEntry]| {
        nodes.iter().flat_map(|node| [node.id.0.to_vec(), address(&node.addr)].concat()).collect()
    };
    match resp {
        Resp::FindNode { nodes, .. } => facts::Packet { nodes: packed(nodes), ..said },
        Resp::GetPeers { token, values, nodes, .. } => facts::Packet {
            nodes: packed(nodes),
            token: Some(token.clone()),
            values: values.iter().flat_map(address).collect(),
            ..said
        },
        _ => said,
    }
}

fn address(address: &NetAddr) -> Vec<u8> {
    match address {
        NetAddr::V4(ip, port) => [&ip[..], &port.to_be_bytes()].concat(),
        NetAddr::V6(ip, port) => [&ip[..], &port.to_be_bytes()].concat(),
    }
}
