//! `bencode` of this workspace, in several ways of using it.

mod tape;
mod typed;
mod value;

use bencode::{Reader, Rules};

use super::{DEPTH, Subject, format};
use crate::documents::Document;
use crate::operation::{Case, Operation};

/// Default rules; nothing is kept from one run to the next.
pub(super) const DEFAULT: Subject = Subject { name: "bencode", prepare: default };

/// The same, with reused memory.
pub(super) const REUSED: Subject = Subject { name: "bencode-reused", prepare: reused };

/// Through the tree.
pub(super) const VALUE: Subject = Subject { name: "bencode-value", prepare: value::prepare };

/// The encoder, called directly.
pub(super) const ENCODER: Subject = Subject { name: "bencode-encoder", prepare: encoder };

/// Strict rules, in one call: a reader that skips the whole value.
pub(super) const SKIP: Subject = Subject { name: "bencode-skip", prepare: skip };

/// Strict rules, with every check.
pub(super) const STRICT: Subject = Subject { name: "bencode-strict", prepare: strict };

const RULES: Rules = Rules::DEFAULT.max_depth(DEPTH);
const STRICT_RULES: Rules = Rules::STRICT.max_depth(DEPTH);

fn default(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::Validate => Some(Case::validate(document, |input| walks(input, RULES))),
        Operation::Document => Some(tape::fresh(document)),
        Operation::Lookup => Some(tape::lookup(document)),
        Operation::Borrowed => format::borrowed::<typed::Default>(document),
        Operation::Owned => format::owned::<typed::Default>(document),
        Operation::Encode => format::encode::<typed::Default>(document),
        Operation::TreeEncode => Some(tape::encode(document)),
        _ => None,
    }
}

fn reused(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::Document => Some(tape::reused(document)),
        Operation::Encode => format::encode_into::<typed::Default>(document),
        Operation::TreeEncode => Some(tape::encode_into(document)),
        _ => None,
    }
}

fn encoder(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::TreeEncode => Some(tape::encode_by_hand(document)),
        _ => None,
    }
}

fn skip(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::Validate => Some(Case::validate(document, |input| {
            let mut reader = Reader::with_rules(input, STRICT_RULES);
            reader.skip_value() == Ok(true) && reader.next() == Ok(None)
        })),
        _ => None,
    }
}

fn strict(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::Validate => Some(Case::validate(document, |input| walks(input, STRICT_RULES))),
        Operation::Borrowed => format::borrowed::<typed::Strict>(document),
        Operation::Owned => format::owned::<typed::Strict>(document),
        _ => None,
    }
}

fn walks(input: &[u8], rules: Rules) -> bool {
    let mut reader = Reader::with_rules(input, rules);
    loop {
        match reader.next() {
            Ok(Some(_)) => {}
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
}
