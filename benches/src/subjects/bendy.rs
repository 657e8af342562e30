//! `bendy`: strict, with all checks. Its token iterator validates; its serde layer is typed and reads the borrowed
//! tree. It writes an `Option` as a list, so that structs with one fail.

use bendy::decoding::Decoder;
use bendy::encoding::Encoder;
use bendy::value::Value;
use serde::{Deserialize, Serialize};

use super::format::{self, Format};
use super::tree::{self, Node, Tree};
use super::{DEPTH, Subject};
use crate::documents::Document;
use crate::operation::{Case, Operation};

pub(super) const SUBJECT: Subject = Subject { name: "bendy", prepare };

struct Bendy;

fn prepare(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::Validate => Some(Case::validate(document, walks)),
        Operation::Document => Some(tree::document::<Value<'static>>(document)),
        Operation::Borrowed => format::borrowed::<Bendy>(document),
        Operation::Owned => format::owned::<Bendy>(document),
        Operation::Encode => format::encode::<Bendy>(document),
        Operation::EncodePacked => format::encode_packed::<Bendy>(document),
        Operation::TreeEncode => tree::encode::<Value<'static>>(document),
        _ => None,
    }
}

fn walks(input: &[u8]) -> bool {
    Decoder::new(input).with_max_depth(DEPTH).tokens().all(|token| token.is_ok())
}

impl Format for Bendy {
    fn decode<'de, T: Deserialize<'de>>(input: &'de [u8]) -> Option<T> {
        let deserializer = bendy::serde::Deserializer::from_bytes(input);
        deserializer.with_forbid_trailing_bytes(true).deserialize().ok()
    }

    fn encode<T: Serialize>(value: &T) -> Option<Vec<u8>> {
        bendy::serde::to_bytes(value).ok()
    }
}

impl Tree for Value<'static> {
    fn parse(input: &'static [u8]) -> Option<Self> {
        Bendy::decode(input)
    }

    fn open(&self) -> Node<'_, Self> {
        match self {
            Value::Integer(number) => Node::Int((*number).into()),
            Value::Bytes(text) => Node::Bytes(text),
            Value::List(items) => Node::List(items.iter().collect()),
            Value::Dict(map) => {
                Node::Dict(map.iter().map(|(key, value)| (key.as_ref(), value)).collect())
            }
        }
    }

    fn encode(&self) -> Option<Vec<u8>> {
        let mut encoder = Encoder::new().with_max_depth(DEPTH);
        encoder.emit(self).ok()?;
        encoder.get_output().ok()
    }
}
