//! Strategies, which say what values there are, leave out no key that is written.

use std::collections::BTreeSet;

use bencode::Document;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::{KEYS, NOT_IN_SUCCESS, RETRY_IN};
use crate::http::{PeerForm, announce};
use crate::message::Keys;
use crate::proptest::announce_reply;

#[test]
fn replies_of_any_content_have_all_keys() {
    let (mut runner, mut seen) = (TestRunner::deterministic(), BTreeSet::new());
    for _ in 0..500 {
        let reply = announce_reply().new_tree(&mut runner).unwrap().current();
        let mut body = Vec::new();
        announce::encode(&reply, PeerForm::Compact, &mut body);
        let document = Document::parse(&body).unwrap();
        seen.extend(document.root().entries().filter_map(|(key, _)| KEYS.find(key).ok()));
    }
    let is_written = |index: &usize| {
        let bit = Keys::bit_of(*index);
        bit & NOT_IN_SUCCESS == 0 || bit == RETRY_IN
    };
    let written: BTreeSet<usize> = (0..KEYS.len()).filter(is_written).collect();
    assert_eq!(seen, written);
}
