//! `bt_bencode`: serde format and owned tree; checks neither order nor zeros.

use bt_bencode::Value;
use bt_bencode::value::Number;
use serde::{Deserialize, Serialize};

use super::Subject;
use super::format::{self, Format};
use super::tree::{self, Node, Tree};
use crate::documents::Document;
use crate::operation::{Case, Operation};

pub(super) const SUBJECT: Subject = Subject { name: "bt_bencode", prepare };

struct BtBencode;

fn prepare(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::Validate => Some(format::validate::<BtBencode>(document)),
        Operation::Document => Some(tree::document::<Value>(document)),
        Operation::Borrowed => format::borrowed::<BtBencode>(document),
        Operation::Owned => format::owned::<BtBencode>(document),
        Operation::Encode => format::encode::<BtBencode>(document),
        Operation::EncodePacked => format::encode_packed::<BtBencode>(document),
        Operation::TreeEncode => tree::encode::<Value>(document),
        _ => None,
    }
}

impl Format for BtBencode {
    fn decode<'de, T: Deserialize<'de>>(input: &'de [u8]) -> Option<T> {
        bt_bencode::from_slice(input).ok()
    }

    fn encode<T: Serialize>(value: &T) -> Option<Vec<u8>> {
        bt_bencode::to_vec(value).ok()
    }
}

impl Tree for Value {
    fn parse(input: &'static [u8]) -> Option<Self> {
        bt_bencode::from_slice(input).ok()
    }

    fn open(&self) -> Node<'_, Self> {
        match self {
            Value::Int(Number::Signed(number)) => Node::Int((*number).into()),
            Value::Int(Number::Unsigned(number)) => Node::Int((*number).into()),
            Value::ByteStr(text) => Node::Bytes(text),
            Value::List(items) => Node::List(items.iter().collect()),
            Value::Dict(map) => {
                Node::Dict(map.iter().map(|(key, value)| (key.as_slice(), value)).collect())
            }
        }
    }

    fn encode(&self) -> Option<Vec<u8>> {
        bt_bencode::to_vec(self).ok()
    }
}
