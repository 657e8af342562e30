//! The tree.

use std::hint::black_box;

use bencode::Value;

use super::RULES;
use crate::documents::Document;
use crate::operation::{Case, Operation};
use crate::path::{self, Step};
use crate::plain::Plain;
use crate::subjects::tree::{self, Node, Tree};

pub(super) fn prepare(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::Document => Some(tree::document::<Value<'static>>(document)),
        Operation::Lookup => lookup(document),
        Operation::TreeEncode => tree::encode::<Value<'static>>(document),
        _ => None,
    }
}

fn lookup(document: &'static Document) -> Option<Case> {
    let tree: &'static Value<'static> = tree::leak(document)?;
    let path: &'static [Step<'_>] = path::to_last_leaf(&document.bytes).leak();
    Some(Case::new(
        move || {
            black_box(follow(black_box(tree), path).expect("a leaf"));
        },
        move || {
            let mut plain = Plain::default();
            tree::write(follow(tree, path)?, &mut plain);
            path::proof(&document.bytes, path, &plain.0)
        },
    ))
}

fn follow<'d>(tree: &'d Value<'static>, path: &[Step<'_>]) -> Option<&'d Value<'static>> {
    path.iter().try_fold(tree, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Index(index) => value.at(*index),
    })
}

impl Tree for Value<'static> {
    fn parse(input: &'static [u8]) -> Option<Self> {
        Value::parse_with(input, RULES).ok()
    }

    fn open(&self) -> Node<'_, Self> {
        match self {
            Value::Int(number) => Node::Int(number.to_i128().expect("64 bits")),
            Value::Bytes(text) => Node::Bytes(text),
            Value::List(items) => Node::List(items.iter().collect()),
            Value::Dict(dict) => {
                Node::Dict(dict.iter().map(|(key, value)| (key.as_ref(), value)).collect())
            }
        }
    }

    fn encode(&self) -> Option<Vec<u8>> {
        Some(self.to_vec())
    }
}
