//! `serde_bencode`: the one most used; copies everything, so it has no borrowed structs.

use serde::{Deserialize, Serialize};
use serde_bencode::value::Value;

use super::Subject;
use super::format::{self, Format};
use super::tree::{self, Node, Tree};
use crate::documents::Document;
use crate::operation::{Case, Operation};

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
        _ => None,
    }
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
