//! `bencode-minimal`: only a borrowed tree, the fastest of the trees.

use bencode_minimal::Value;

use super::Subject;
use super::tree::{self, Node, Tree};
use crate::documents::Document;
use crate::operation::{Case, Operation};

pub(super) const SUBJECT: Subject = Subject { name: "bencode-minimal", prepare };

/// More allocations than any document needs.
const ALLOCATIONS: usize = 1_000_000;

fn prepare(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::Document => Some(tree::document::<Value<'static>>(document)),
        Operation::TreeEncode => tree::encode::<Value<'static>>(document),
        _ => None,
    }
}

impl Tree for Value<'static> {
    fn parse(input: &'static [u8]) -> Option<Self> {
        Value::decode(input, ALLOCATIONS)
    }

    fn open(&self) -> Node<'_, Self> {
        match self {
            Value::Int(number) => Node::Int((*number).into()),
            Value::Str(text) => Node::Bytes(text),
            Value::List(items) => Node::List(items.iter().collect()),
            Value::Dict(map) => {
                Node::Dict(map.iter().map(|(key, value)| (key.as_ref(), value)).collect())
            }
        }
    }

    fn encode(&self) -> Option<Vec<u8>> {
        Some(Value::encode(self))
    }
}
