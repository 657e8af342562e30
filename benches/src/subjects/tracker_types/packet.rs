//! Messages of the DHT.

use std::hint::black_box;

use tracker_types::krpc::{self, Body, Message, Method};

use crate::documents::Document;
use crate::facts;
use crate::operation::Case;

pub(super) fn decode(document: &'static Document) -> Case {
    Case::read_in_place(document, krpc::decode, |(message, _)| said(message), facts::packet)
}

/// Decodes into a reused message.
pub(super) fn decode_into(document: &'static Document) -> Case {
    let input = document.bytes.as_slice();
    let mut message = Message::default();
    let run = move || {
        black_box(krpc::decode_into(black_box(input), &mut message)).expect("a good packet");
        black_box(&message);
    };
    Case::new(run, move || {
        let mut message = Message::default();
        krpc::decode_into(input, &mut message).ok()?;
        (said(&message) == facts::packet(input)).then(|| input.to_vec())
    })
}

pub(super) fn encode(document: &'static Document) -> Option<Case> {
    let message: &'static _ = Box::leak(Box::new(krpc::decode(&document.bytes).ok()?.0));
    let write = |message: &Message<'_>, out: &mut Vec<u8>| krpc::encode(message, out);
    Some(Case::write(document, message, write, <[u8]>::to_vec))
}

fn said(message: &Message<'_>) -> facts::Packet {
    let transaction = message.transaction.as_deref().unwrap_or_default().to_vec();
    let said = facts::Packet { transaction, ..facts::Packet::default() };
    match &message.body {
        Body::Query(query) => facts::Packet {
            id: query.id.0.to_vec(),
            info_hash: match &query.method {
                Method::GetPeers { info_hash, .. } => Some(info_hash.0.to_vec()),
                _ => None,
            },
            ..said
        },
        Body::Reply(reply) => facts::Packet {
            id: reply.id.map(|id| id.0.to_vec()).unwrap_or_default(),
            nodes: reply.nodes.as_ref().map(|it| it.as_bytes().to_vec()).unwrap_or_default(),
            token: reply.token.as_deref().map(<[u8]>::to_vec),
            values: reply.values.iter().flat_map(facts::octets).collect(),
            ..said
        },
        Body::Error(_) => said,
    }
}
