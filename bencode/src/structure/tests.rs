//! The tokens that the quick steps read, and those that they leave to the general steps.

extern crate std;
use std::format;
use std::string::String;

use super::{Next, Structure, Visitor};
use crate::cursor::Cursor;
use crate::error::Defect;
use crate::rules::Rules;

/// A visitor that accepts everything.
struct All;

impl Visitor<'_> for All {
    type Stop = Defect;
}

/// How far the quick steps get, both in one run and one by one.
fn left_at(document: &str, rules: Rules) -> (usize, Next) {
    let mut cursor = Cursor::new(document.as_bytes(), rules);
    let mut structure = Structure::new(&cursor);
    structure.state.quick_run(&mut structure.levels, &mut cursor, &mut All).unwrap();
    let run = (cursor.offset(), structure.expect());
    let mut cursor = Cursor::new(document.as_bytes(), rules);
    let mut structure = Structure::new(&cursor);
    while structure.quick_step(&mut cursor).is_some() {}
    assert_eq!((cursor.offset(), structure.expect()), run, "{document}");
    run
}

/// Dictionaries nested to a depth, with a key before each and a longer one after it.
fn dictionaries(levels: usize) -> String {
    (0..levels).fold(String::from("de"), |inner, _| format!("d4:info{inner}6:source0:e"))
}

#[test]
fn usual_documents_are_read_to_the_end() {
    for document in [
        "le",
        "de",
        "d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz123456e1:q9:get_peers1:t2:aa1:y1:qe",
        "d8:completei2068e10:incompletei177e8:intervali1800e5:peersld2:ip9:127.0.0.14:porti6881eeee",
        "ld1:ali1el0:eeed1:aleei0ei-12345678901234567890e12:123456789012e",
        &dictionaries(8),
        &format!("{}{}", "l".repeat(63), "e".repeat(63)),
        &format!("d1:a{}{}e", "l".repeat(62), "e".repeat(62)),
    ] {
        assert_eq!(left_at(document, Rules::STRICT), (document.len(), Next::Done), "{document}");
    }
}

#[test]
fn rare_tokens_are_left_to_the_general_way() {
    let strict = Rules::STRICT;
    let deep = format!("{}{}", "l".repeat(64), "e".repeat(64));
    let rows: &[(&str, Rules, usize, Next)] = &[
        // Whole values that nest nothing.
        ("i1e", strict, 0, Next::Start),
        ("4:spam", strict, 0, Next::Start),
        // Keys whose order eight bytes cannot tell, and keys out of order.
        ("d8:announcei1e13:announce-list0:e", strict, 14, Next::Key),
        ("d1:bi1e1:ai2e3:eggi3ee", Rules::TOLERANT, 7, Next::Key),
        ("d0:i1ee", strict, 1, Next::Key),
        // Unusual, wrong and cut short.
        ("l01:aei1234567e", Rules::TOLERANT, 1, Next::Item),
        ("li-0ei1234567ee", Rules::TOLERANT, 1, Next::Item),
        ("lxe", strict, 1, Next::Item),
        ("li1xe", strict, 1, Next::Item),
        ("l9:spame", strict, 1, Next::Item),
        ("di1e4:spame", strict, 1, Next::Key),
        ("d4:spame", strict, 7, Next::Value),
        ("d4:spamx", strict, 7, Next::Value),
        ("e", strict, 0, Next::Start),
        ("", strict, 0, Next::Start),
        // An integer too close to the end to be read eight bytes at a time.
        ("li17ee", strict, 1, Next::Item),
        // Limits.
        ("lli12345678eee", strict.max_depth(1), 1, Next::Item),
        ("d1:ald1:bleeee", strict.max_depth(2), 5, Next::Item),
        ("d1:ade3:egg0:e", strict.max_depth(1), 4, Next::Value),
        ("li12345678e9:123456789e", strict.max_items(22), 0, Next::Start),
        ("l12:123456789012e", strict.max_length(12), 0, Next::Start),
        // Nothing to count.
        ("li12345678e9:123456789e", strict.max_items(23), 23, Next::Done),
        ("l12:123456789012e", strict.max_length(17), 17, Next::Done),
        // One level more than a word holds.
        (&deep, strict, 63, Next::Item),
    ];
    for (document, rules, offset, expect) in rows {
        assert_eq!(left_at(document, *rules), (*offset, *expect), "{document}");
    }
}

/// While eight keys wait for inner dictionaries to end, a ninth goes to the heap.
#[cfg(feature = "alloc")]
#[test]
fn documents_that_need_the_heap_are_left_to_the_general_way() {
    assert_eq!(left_at(&dictionaries(9), Rules::STRICT), (9 * 7, Next::Value));
}
