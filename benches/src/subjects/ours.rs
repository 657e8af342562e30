//! `bencode`, this workspace's own.

use bencode::{Reader, Rules};

use super::{DEPTH, Subject};
use crate::documents::Document;
use crate::operation::{Case, Operation};

/// Under the default rules, nothing kept between two runs.
pub(super) const DEFAULT: Subject = Subject { name: "bencode", prepare: default };

/// Under the strict rules: every check there is.
pub(super) const STRICT: Subject = Subject { name: "bencode-strict", prepare: strict };

fn default(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::Validate => {
            Some(Case::validate(document, |input| walks(input, Rules::DEFAULT.max_depth(DEPTH))))
        }
        _ => None,
    }
}

fn strict(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::Validate => {
            Some(Case::validate(document, |input| walks(input, Rules::STRICT.max_depth(DEPTH))))
        }
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
