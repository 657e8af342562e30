//! `rbit`: messages of the DHT, through its own tree.

use rbit::dht::{DhtMessage, DhtQuery, DhtResponse, Node};

use super::Subject;
use crate::documents::Document;
use crate::facts;
use crate::operation::{Case, Operation};

pub(super) const SUBJECT: Subject = Subject { name: "rbit", prepare };

fn prepare(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::DecodePacket => {
            Some(Case::read_in_place(document, DhtMessage::parse, said, facts::packet))
        }
        _ => None,
    }
}

fn said(message: &DhtMessage) -> facts::Packet {
    let said = facts::Packet {
        transaction: message.transaction_id.to_vec(),
        id: message.sender_id.map(|id| id.0.to_vec()).unwrap_or_default(),
        info_hash: match &message.query {
            Some((_, DhtQuery::GetPeers { info_hash })) => Some(info_hash.to_vec()),
            _ => None,
        },
        ..facts::Packet::default()
    };
    match &message.response {
        Some(DhtResponse::FindNode { nodes, .. }) => facts::Packet { nodes: packed(nodes), ..said },
        Some(DhtResponse::GetPeers { token, peers, nodes, .. }) => facts::Packet {
            nodes: packed(nodes.as_deref().unwrap_or_default()),
            token: Some(token.to_vec()),
            values: peers.iter().flatten().flat_map(|it| facts::octets(*it)).collect(),
            ..said
        },
        _ => said,
    }
}

fn packed(nodes: &[Node]) -> Vec<u8> {
    nodes.iter().flat_map(|node| [node.id.0.to_vec(), facts::octets(node.addr)].concat()).collect()
}
