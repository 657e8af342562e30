//! `torrust-tracker-contrib-bencode`: a borrowed tree to read, and another tree to write.

use std::borrow::Cow;

use torrust_tracker_contrib_bencode::{
    BDecodeOpt, BMutAccess, BRefAccess, BencodeMut, BencodeRef, RefKind,
};

use super::tree::{self, Node, Tree};
use super::{DEPTH, Subject};
use crate::documents::Document;
use crate::operation::{Case, Operation};

pub(super) const SUBJECT: Subject = Subject { name: "torrust", prepare };

fn prepare(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::Document => Some(tree::document::<BencodeRef<'static>>(document)),
        Operation::TreeEncode => {
            let tree: &'static _ = Box::leak(Box::new(editable(tree::leak(document)?)));
            Some(Case::encode(tree, |tree: &BencodeMut<'_>| Some(tree.encode())))
        }
        _ => None,
    }
}

impl Tree for BencodeRef<'static> {
    fn parse(input: &'static [u8]) -> Option<Self> {
        BencodeRef::decode(input, BDecodeOpt::new(DEPTH, true, true)).ok()
    }

    fn open(&self) -> Node<'_, Self> {
        match self.kind() {
            RefKind::Int(number) => Node::Int(number.into()),
            RefKind::Bytes(text) => Node::Bytes(text),
            RefKind::List(items) => Node::List(items.into_iter().collect()),
            RefKind::Dict(map) => {
                Node::Dict(map.to_list().into_iter().map(|(key, value)| (*key, value)).collect())
            }
        }
    }

    fn encode(&self) -> Option<Vec<u8>> {
        Some(editable(self).encode())
    }
}

/// The same, as a tree that can be written.
fn editable<'t>(tree: &'t BencodeRef<'static>) -> BencodeMut<'t> {
    match tree.open() {
        Node::Int(number) => BencodeMut::new_int(number.try_into().expect("read as an i64")),
        Node::Bytes(text) => BencodeMut::new_bytes(Cow::Borrowed(text)),
        Node::List(items) => {
            let mut list = BencodeMut::new_list();
            let access = list.list_mut().expect("a list");
            for item in items {
                access.push(editable(item));
            }
            list
        }
        Node::Dict(pairs) => {
            let mut dict = BencodeMut::new_dict();
            let access = dict.dict_mut().expect("a dictionary");
            for (key, value) in pairs {
                access.insert(Cow::Borrowed(key), editable(value));
            }
            dict
        }
    }
}
