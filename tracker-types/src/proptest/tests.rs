//! The strategies generate every key that is ever written.

use alloc::vec::Vec;

use alloc::collections::BTreeSet;

use bencode::Document;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::http::{PeerForm, announce, written_keys};
use crate::proptest::announce_reply;

#[test]
fn replies_of_any_content_have_all_keys() {
    let (mut runner, mut seen) = (TestRunner::deterministic(), BTreeSet::new());
    for _ in 0..500 {
        let reply = announce_reply().new_tree(&mut runner).unwrap().current();
        let mut body = Vec::new();
        announce::encode(&reply, PeerForm::Compact, &mut body);
        let document = Document::parse(&body).unwrap();
        seen.extend(document.root().entries().map(|(key, _)| key.to_vec()));
    }
    assert!(seen.into_iter().eq(written_keys().map(|key| key.as_bytes().to_vec())));
}
