//! `lava_torrent`: an owned tree that distinguishes text and bytes; checks order.

use lava_torrent::bencode::BencodeElem;

use super::Subject;
use super::tree::{self, Node, Tree};
use crate::documents::Document;
use crate::operation::{Case, Operation};

pub(super) const SUBJECT: Subject = Subject { name: "lava_torrent", prepare };

fn prepare(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::Document => Some(tree::document::<BencodeElem>(document)),
        Operation::TreeEncode => tree::encode::<BencodeElem>(document),
        _ => None,
    }
}

impl Tree for BencodeElem {
    fn parse(input: &'static [u8]) -> Option<Self> {
        BencodeElem::from_bytes(input).ok()?.pop()
    }

    fn open(&self) -> Node<'_, Self> {
        match self {
            BencodeElem::Integer(number) => Node::Int((*number).into()),
            BencodeElem::String(text) => Node::Bytes(text.as_bytes()),
            BencodeElem::Bytes(text) => Node::Bytes(text),
            BencodeElem::List(items) => Node::List(items.iter().collect()),
            BencodeElem::Dictionary(map) => {
                Node::Dict(map.iter().map(|(key, value)| (key.as_bytes(), value)).collect())
            }
            BencodeElem::RawDictionary(map) => {
                Node::Dict(map.iter().map(|(key, value)| (key.as_slice(), value)).collect())
            }
        }
    }

    fn encode(&self) -> Option<Vec<u8>> {
        Some(BencodeElem::encode(self))
    }
}
