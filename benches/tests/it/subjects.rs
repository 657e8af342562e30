//! No subject is counted for an operation that it does not perform correctly.

use benches::documents::{self, Document};
use benches::operation::Operation;
use benches::subjects::{OURS, PEERS, SUBJECTS};

/// Cases in which a subject's result is wrong, so that it has no figure.
const GAPS: &[(&str, &str, &str)] = &[
    // It writes `Some(x)` as a list of one item, and expects that.
    ("bendy", "borrowed", "krpc_"),
    ("bendy", "owned", "krpc_"),
    ("bendy", "borrowed", "real_"),
    ("bendy", "owned", "real_"),
    // It reads only packed peers.
    ("aquatic", "decode-reply", "ann_dict_"),
    ("aquatic", "visit-peers", "ann_dict_"),
    ("aquatic", "decode-addresses", "ann_dict_"),
    // It leaves out a `numwant` of 0.
    ("typebit", "build-query", "query_tr"),
    // Keys of a map must be text.
    ("serde_bencoded", "encode", "scrape"),
];

fn is_a_gap(subject: &str, operation: Operation, document: &Document) -> bool {
    GAPS.iter().any(|(who, what, begin)| {
        *who == subject && *what == operation.name() && document.name.starts_with(begin)
    })
}

fn small_documents() -> impl Iterator<Item = &'static Document> {
    let documents = documents::names().filter_map(documents::document);
    documents
        .filter(|document| document.bytes.len() < 20_000 && document.tokens < 1_000)
        .map(|document| &*Box::leak(Box::new(document)))
}

#[test]
fn subjects_return_every_document() {
    for document in small_documents() {
        for operation in Operation::ALL.into_iter().filter(|one| one.takes(document.shape)) {
            for subject in SUBJECTS.iter().filter(|one| !is_a_gap(one.name, operation, document)) {
                let case = (subject.prepare)(operation, document);
                let proven = case.is_none_or(|case| case.proves(document));
                assert!(proven, "{} {} {}", subject.name, operation.name(), document.name);
            }
        }
    }
}

#[test]
fn subjects_run_as_often_as_asked() {
    for document in small_documents().take(2) {
        for operation in Operation::ALL.into_iter().filter(|one| one.takes(document.shape)) {
            for subject in SUBJECTS {
                let Some(mut case) = (subject.prepare)(operation, document) else { continue };
                case.run(3);
            }
        }
    }
}

#[test]
fn subjects_are_in_the_lists_of_names() {
    let listed: Vec<_> = OURS.into_iter().chain(PEERS).collect();
    let built: Vec<_> = SUBJECTS.iter().map(|subject| subject.name).collect();
    assert!(listed.starts_with(&built), "{built:?}");
}
