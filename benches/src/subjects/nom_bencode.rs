//! `nom_bencode`: a borrowed tree, parsed with nom 7; it does not encode.

use nom_bencode::Value;

use super::Subject;
use super::tree::{self, Node, Tree};
use crate::documents::Document;
use crate::operation::{Case, Operation};

pub(super) const SUBJECT: Subject = Subject { name: "nom_bencode", prepare };

fn prepare(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::Document => Some(tree::document::<Value<'static>>(document)),
        _ => None,
    }
}

impl Tree for Value<'static> {
    fn parse(input: &'static [u8]) -> Option<Self> {
        nom_bencode::parse(input).ok()?.pop()
    }

    fn open(&self) -> Node<'_, Self> {
        match self {
            Value::Integer(number) => Node::Int((*number).into()),
            Value::Bytes(text) => Node::Bytes(text),
            Value::List(items) => Node::List(items.iter().collect()),
            Value::Dictionary(map) => {
                Node::Dict(map.iter().map(|(key, value)| (*key, value)).collect())
            }
        }
    }

    fn encode(&self) -> Option<Vec<u8>> {
        None
    }
}
