//! `librqbit-bencode`: the fastest peer; checks neither order nor zeros, and wraps integers.

mod packet;
mod reply;

use librqbit_bencode::{
    BencodeDeserializer, BencodeValue, BencodeValueBorrowed, bencode_serialize_to_writer,
};
use serde::{Deserialize, Serialize};

use super::format::{self, Format};
use super::tree::{self, Node, Tree};
use super::{DEPTH, Subject};
use crate::documents::Document;
use crate::operation::{Case, Operation};

pub(super) const SUBJECT: Subject = Subject { name: "librqbit", prepare };

struct Librqbit;

fn prepare(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::Validate => Some(format::validate::<Librqbit>(document)),
        Operation::Document => Some(tree::document::<BencodeValueBorrowed<'static>>(document)),
        Operation::Borrowed => format::borrowed::<Librqbit>(document),
        Operation::Owned => format::owned::<Librqbit>(document),
        Operation::Encode => format::encode::<Librqbit>(document),
        Operation::TreeEncode => tree::encode::<BencodeValueBorrowed<'static>>(document),
        Operation::EncodePacked => format::encode_packed::<Librqbit>(document),
        Operation::DecodeReply => Some(reply::decode(document)),
        Operation::VisitPeers => Some(reply::visit(document)),
        Operation::DecodeAddresses => Some(reply::addresses(document)),
        Operation::EncodeFailure => reply::encode_failure(document),
        Operation::DecodePacket => Some(packet::decode(document)),
        Operation::EncodePacket => packet::encode(document),
        _ => None,
    }
}

impl Format for Librqbit {
    fn decode<'de, T: Deserialize<'de>>(input: &'de [u8]) -> Option<T> {
        let mut deserializer = BencodeDeserializer::new_from_buf(input).with_max_depth(DEPTH);
        let value = T::deserialize(&mut deserializer).ok()?;
        deserializer.into_remaining().is_empty().then_some(value)
    }

    fn encode<T: Serialize>(value: &T) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        bencode_serialize_to_writer(value, &mut bytes).ok()?;
        Some(bytes)
    }
}

impl Tree for BencodeValueBorrowed<'static> {
    fn parse(input: &'static [u8]) -> Option<Self> {
        Librqbit::decode(input)
    }

    fn open(&self) -> Node<'_, Self> {
        match self {
            BencodeValue::Integer(number) => Node::Int((*number).into()),
            BencodeValue::Bytes(text) => Node::Bytes(text.as_ref()),
            BencodeValue::List(items) => Node::List(items.iter().collect()),
            BencodeValue::Dict(map) => {
                Node::Dict(map.iter().map(|(key, value)| (key.as_ref(), value)).collect())
            }
        }
    }

    fn encode(&self) -> Option<Vec<u8>> {
        Librqbit::encode(self)
    }
}
