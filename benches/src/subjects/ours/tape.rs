//! The document: parsed into new memory and into a tape, searched, and written canonically.

use std::hint::black_box;

use bencode::{Encoder, Error, Item, Sink, Tape};

use super::RULES;
use crate::documents::Document;
use crate::operation::Case;
use crate::path::{self, Step};
use crate::plain::Plain;

type Tree = bencode::Document<'static>;

pub(super) fn fresh(document: &'static Document) -> Case {
    Case::parse(document, parse, |tree, plain| write(tree.root(), plain))
}

pub(super) fn reused(document: &'static Document) -> Case {
    let input = document.bytes.as_slice();
    let mut tape = Tape::new();
    Case::new(
        move || {
            black_box(tape.parse_with(black_box(input), RULES).expect("good"));
        },
        move || {
            let (mut plain, mut tape) = (Plain::default(), Tape::new());
            tape.parse_with(input, RULES).ok()?;
            write(tape.parse_with(input, RULES).ok()?.root(), &mut plain);
            Some(plain.0)
        },
    )
}

/// From the root to the last leaf, step by step.
pub(super) fn lookup(document: &'static Document) -> Case {
    let tree: &'static Tree = leak(document);
    let path: &'static [Step<'_>] = path::to_last_leaf(&document.bytes).leak();
    Case::new(
        move || {
            black_box(follow(black_box(tree), path).expect("a leaf"));
        },
        move || path::proof(&document.bytes, path, follow(tree, path)?.raw()),
    )
}

fn follow<'d>(tree: &'d Tree, path: &[Step<'_>]) -> Option<Item<'d>> {
    path.iter().try_fold(tree.root(), |item, step| match step {
        Step::Key(key) => item.get(key),
        Step::Index(index) => item.at(*index),
    })
}

pub(super) fn encode(document: &'static Document) -> Case {
    Case::encode(leak(document), |tree| Some(tree.root().to_vec()))
}

pub(super) fn encode_into(document: &'static Document) -> Case {
    Case::encode_into(leak(document), |tree: &Tree, buffer| {
        let mut encoder = Encoder::new(buffer);
        tree.root().write(&mut encoder).ok()?;
        encoder.finish().ok().map(drop)
    })
}

pub(super) fn encode_by_hand(document: &'static Document) -> Case {
    Case::encode_into(leak(document), |tree: &Tree, buffer| {
        let mut encoder = Encoder::new(buffer);
        encode_item(tree.root(), &mut encoder).ok()?;
        encoder.finish().ok().map(drop)
    })
}

fn encode_item<S: Sink>(item: Item<'_>, encoder: &mut Encoder<S>) -> Result<(), Error> {
    if let Some(text) = item.as_bytes() {
        return encoder.bytes(text);
    }
    if let Some(number) = item.as_int() {
        return encoder.int(number);
    }
    if item.is_list() {
        encoder.list()?;
        item.iter().try_for_each(|inner| encode_item(inner, encoder))?;
    } else {
        encoder.dict()?;
        for (key, value) in item.entries() {
            encoder.key(key)?;
            encode_item(value, encoder)?;
        }
    }
    encoder.end()
}

fn write(item: Item<'_>, plain: &mut Plain) {
    if let Some(text) = item.as_bytes() {
        plain.string(text);
    } else if let Some(number) = item.as_int() {
        plain.int(number.to_i128().expect("64 bits"));
    } else if item.is_list() {
        plain.list(|list| item.iter().for_each(|inner| write(inner, list)));
    } else {
        plain.dict(|dict| item.entries().for_each(|(key, value)| write(value, dict.string(key))));
    }
}

fn parse(input: &'static [u8]) -> Option<Tree> {
    bencode::Document::parse_with(input, RULES).ok()
}

fn leak(document: &'static Document) -> &'static Tree {
    Box::leak(Box::new(parse(&document.bytes).expect("a good document")))
}
