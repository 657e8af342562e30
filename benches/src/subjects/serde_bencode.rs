//! `serde_bencode`: the most widely used; copies everything, so it has no borrowed structs.

use serde::{Deserialize, Serialize};
use serde_bencode::value::Value;

use super::Subject;
use super::format::{self, Format};
use super::tree::{self, Node, Tree};
use crate::documents::Document;
use crate::facts;
use crate::operation::{Case, Operation};
use crate::structs::packet::Tagged;

pub(super) const SUBJECT: Subject = Subject { name: "serde_bencode", prepare };

struct SerdeBencode;

fn prepare(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::Validate => Some(format::validate::<SerdeBencode>(document)),
        Operation::Document => Some(tree::document::<Value>(document)),
        Operation::Owned => format::owned::<SerdeBencode>(document),
        Operation::Encode => format::encode::<SerdeBencode>(document),
        Operation::EncodePacked => format::encode_packed::<SerdeBencode>(document),
        Operation::TreeEncode => tree::encode::<Value>(document),
        Operation::DecodePacket => Some(Case::read_in_place(
            document,
            serde_bencode::from_bytes,
            Tagged::said,
            facts::packet,
        )),
        Operation::EncodePacket => encode_packet(document),
        _ => None,
    }
}

/// A new vector each time.
fn encode_packet(document: &'static Document) -> Option<Case> {
    let message: Tagged = serde_bencode::from_bytes(&document.bytes).ok()?;
    let write = |message: &Tagged, out: &mut Vec<u8>| {
        out.extend_from_slice(&serde_bencode::to_bytes(message).expect("a good message"));
    };
    Some(Case::write(document, Box::leak(Box::new(message)), write, facts::packet))
}

impl Format for SerdeBencode {
    fn decode<'de, T: Deserialize<'de>>(input: &'de [u8]) -> Option<T> {
        serde_bencode::from_bytes(input).ok()
    }

    fn encode<T: Serialize>(value: &T) -> Option<Vec<u8>> {
        serde_bencode::to_bytes(value).ok()
    }
}

impl Tree for Value {
    fn parse(input: &'static [u8]) -> Option<Self> {
        serde_bencode::from_bytes(input).ok()
    }

    fn open(&self) -> Node<'_, Self> {
        match self {
            Value::Int(number) => Node::Int((*number).into()),
            Value::Bytes(text) => Node::Bytes(text),
            Value::List(items) => Node::List(items.iter().collect()),
            Value::Dict(map) => {
                Node::Dict(map.iter().map(|(key, value)| (key.as_slice(), value)).collect())
            }
        }
    }

    fn encode(&self) -> Option<Vec<u8>> {
        serde_bencode::to_bytes(self).ok()
    }
}
