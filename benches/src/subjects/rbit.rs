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

#[cfg(test)]
#[allow(clippy::expect_used, clippy::panic, reason = "tests")]
mod tests {
    use std::net::SocketAddr;

    use tracker_types::krpc::{self, Body, Method};

    use super::{DhtMessage, DhtQuery, DhtResponse, packed};

    const CAPTURES: &str = include_str!("../../../tracker-types/tests/captures/krpc.jsonl");

    /// Packets of real programs, of which `rbit` says the same where it reads them.
    #[test]
    fn captured_packets_are_read_alike() {
        let mut alike = 0;
        for line in CAPTURES.lines() {
            let capture: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let hex = capture["packet"]["$hex"].as_str().expect("hex digits");
            let packet = bencode::hex::decode(hex).expect("hex digits");
            if let Ok(theirs) = DhtMessage::parse(&packet) {
                let (ours, _) = krpc::decode(&packet).expect("a message");
                compare(&ours, &theirs);
                alike += 1;
            }
        }
        // It does not read the queries that it has no variant for, and replies without an id.
        assert!(alike > 100, "{alike}");
    }

    fn compare(ours: &krpc::Message<'_>, theirs: &DhtMessage) {
        assert_eq!(ours.transaction.as_deref().unwrap_or_default(), &theirs.transaction_id[..]);
        let sender = theirs.sender_id.map(|id| krpc::NodeId(id.0));
        match (&ours.body, &theirs.query, &theirs.response) {
            (Body::Query(query), Some((name, arguments)), None) => {
                assert_eq!((Some(query.id), query.method.name()), (sender, name.as_bytes()));
                same_arguments(&query.method, arguments);
            }
            (Body::Reply(reply), None, Some(response)) => {
                assert_eq!(reply.id, sender);
                same_reply(reply, response);
            }
            (Body::Error(error), None, Some(DhtResponse::Error { code, message })) => {
                assert_eq!((error.code.0, &error.text[..]), (*code, message.as_bytes()));
            }
            _ => panic!("{ours:?} is not {theirs:?}"),
        }
    }

    fn same_arguments(ours: &Method<'_>, theirs: &DhtQuery) {
        match (ours, theirs) {
            (Method::Ping, DhtQuery::Ping) => {}
            (Method::FindNode { target, .. }, DhtQuery::FindNode { target: theirs }) => {
                assert_eq!(target.0, theirs.0);
            }
            (Method::GetPeers { info_hash, .. }, DhtQuery::GetPeers { info_hash: theirs }) => {
                assert_eq!(info_hash.0, *theirs);
            }
            (
                Method::AnnouncePeer { info_hash, port, token, implied_port, .. },
                DhtQuery::AnnouncePeer {
                    info_hash: hash,
                    port: at,
                    token: proof,
                    implied_port: flag,
                },
            ) => {
                assert_eq!((info_hash.0, port, implied_port), (*hash, at, flag));
                assert_eq!(&token[..], &proof[..]);
            }
            _ => panic!("{ours:?} is not {theirs:?}"),
        }
    }

    fn same_reply(ours: &krpc::Reply<'_>, theirs: &DhtResponse) {
        let (nodes, token, peers) = match theirs {
            DhtResponse::GetPeers { nodes, token, peers, .. } => {
                (nodes.as_deref(), &token[..], peers.as_deref())
            }
            DhtResponse::FindNode { nodes, .. } => (Some(&nodes[..]), &b""[..], None),
            _ => (None, &b""[..], None),
        };
        assert_eq!(ours.nodes.as_ref().map(|nodes| nodes.as_bytes().to_vec()), nodes.map(packed));
        assert_eq!(ours.token.as_deref().unwrap_or_default(), token);
        // It has no peers of IPv6.
        let values: Vec<_> = ours.values.iter().filter(SocketAddr::is_ipv4).collect();
        assert_eq!(values, peers.unwrap_or_default());
    }
}
