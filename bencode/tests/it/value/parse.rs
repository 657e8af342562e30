//! Parsing bytes to trees: what the rules accept, the resulting tree, and the offset of errors.

use bencode::{Document, Encoder, ErrorKind, Quirk, Rules, Value};

/// The bytes that a value is written as, or the error and its offset.
type Verdict<'a> = Result<&'a [u8], (ErrorKind, usize)>;

fn verdict(input: &[u8], rules: Rules) -> Result<Vec<u8>, (ErrorKind, usize)> {
    Value::parse_with(input, rules)
        .map(|value| value.to_vec())
        .map_err(|err| (err.kind(), err.offset()))
}

fn check(rules: Rules, table: &[(&[u8], Verdict<'_>)]) {
    for (input, expected) in table {
        assert_eq!(verdict(input, rules), expected.map(<[u8]>::to_vec), "{}", input.escape_ascii());
    }
}

const DUPLICATE: ErrorKind = ErrorKind::DuplicateKey;
const CUT: ErrorKind = ErrorKind::UnexpectedEnd { missing: 1 };

#[test]
fn the_default_sorts_keys_and_refuses_every_duplicate() {
    check(
        Rules::default(),
        &[
            (b"d1:bi1e1:ai2ee", Ok(b"d1:ai2e1:bi1ee")),
            (b"d1:bd1:bi1e1:ai2ee1:ai3ee", Ok(b"d1:ai3e1:bd1:ai2e1:bi1eee")),
            (b"d1:ai1e1:ai2ee", Err((DUPLICATE, 7))),
            (b"d1:bi1e1:ai2e1:bi3ee", Err((DUPLICATE, 13))),
            (b"d1:ai1e1:bi2e1:ai3ee", Err((DUPLICATE, 13))),
            (b"d1:b1:91:a1:91:b1:9e", Err((DUPLICATE, 13))),
            // The leftmost duplicate is reported, whichever dictionary ends first.
            (b"d1:b0:1:a0:1:bd1:y0:1:x0:1:y0:eee", Err((DUPLICATE, 11))),
            (b"d1:b0:1:ad1:y0:1:x0:1:y0:e1:b0:e", Err((DUPLICATE, 20))),
            // It is reported before a later error of syntax.
            (b"d1:b0:1:a0:1:b0:x", Err((DUPLICATE, 11))),
            (b"d1:b0:1:a0:1:b0:", Err((DUPLICATE, 11))),
            (b"d1:b0:1:a0:1:b", Err((DUPLICATE, 11))),
            (b"d1:b0:1:a0:1:b0:ee", Err((DUPLICATE, 11))),
            // Or further right.
            (b"d1:b0:1:a0:x1:b0:e", Err((ErrorKind::UnexpectedByte, 11))),
            (b"d1:b0:1:a0:1:", Err((CUT, 13))),
            (b"d1:b0:1:a0:", Err((CUT, 11))),
            (b"d1:b0:1:a0:ex", Err((ErrorKind::TrailingData, 12))),
            // The same key of two dictionaries is not a duplicate.
            (b"ld1:b0:1:a0:ed1:b0:1:a0:ee", Ok(b"ld1:a0:1:b0:ed1:a0:1:b0:ee")),
            (b"i03e", Err((ErrorKind::LeadingZeroInteger, 2))),
            (b"i1ei03e", Err((ErrorKind::TrailingData, 3))),
            (b"", Err((CUT, 0))),
            (b"di1e1:ae", Err((ErrorKind::KeyNotString, 1))),
        ],
    );
}

#[test]
fn strict_requires_keys_in_order() {
    check(
        Rules::STRICT,
        &[
            (b"d1:ai1e1:bi2ee", Ok(b"d1:ai1e1:bi2ee")),
            (b"d1:bi1e1:ai2e1:bi3ee", Err((ErrorKind::UnsortedKey, 7))),
            (b"d1:ai1e1:ai2ee", Err((DUPLICATE, 7))),
        ],
    );
}

#[test]
fn tolerant_keeps_the_last_of_equal_keys() {
    check(
        Rules::TOLERANT,
        &[
            (b"d1:ai1e1:ai2ee", Ok(b"d1:ai2ee")),
            (b"d1:bi1e1:ai2e1:bi3ee", Ok(b"d1:ai2e1:bi3ee")),
            (b"d1:ai1e1:bi2e1:ai3e1:ai4ee", Ok(b"d1:ai4e1:bi2ee")),
            (b"d01:ai-0e1:b03:abcetail", Ok(b"d1:ai0e1:b3:abce")),
            (b"d1:ad1:ali1eeee", Ok(b"d1:ad1:ali1eeee")),
            (b"d1:a", Err((CUT, 4))),
        ],
    );
    let sorted_only = Rules::TOLERANT.refuse(Quirk::UnsortedKey);
    check(
        sorted_only,
        &[(b"d1:a0:1:a1:xe", Ok(b"d1:a1:xe")), (b"d1:b0:1:a0:e", Err((ErrorKind::UnsortedKey, 6)))],
    );
    let zeros = Rules::default().accept(Quirk::LeadingZeroLength);
    check(zeros, &[(b"d01:b0:1:a0:01:b0:e", Err((DUPLICATE, 12)))]);
}

#[test]
fn limits_hold() {
    let depth = |max| ErrorKind::DepthLimit { max };
    check(
        Rules::default().max_depth(2),
        &[
            (b"llee", Ok(b"llee")),
            (b"lllee", Err((depth(2), 2))),
            (b"d1:b0:1:a0:1:b0:1:clleee", Err((DUPLICATE, 11))),
        ],
    );
    check(Rules::default(), &[(&[b'l'; 200], Err((depth(128), 128)))]);
    check(
        Rules::default().max_items(3),
        &[(b"li1e0:e", Ok(b"li1e0:e")), (b"li1e0:0:e", Err((ErrorKind::ItemLimit { max: 3 }, 6)))],
    );
    check(
        Rules::default().max_length(2),
        &[
            (b"3:abc", Err((ErrorKind::LengthLimit { max: 2 }, 0))),
            (b"d2:bb0:2:aa0:e", Ok(b"d2:aa0:2:bb0:e")),
            (b"d2:bb0:3:aaa0:e", Err((ErrorKind::LengthLimit { max: 2 }, 7))),
        ],
    );
    check(Rules::default().max_input(2), &[(b"i1e", Err((ErrorKind::InputLimit { max: 2 }, 0)))]);
}

#[test]
fn errors_say_where() {
    let err = Value::parse(b"d5:peersld4:porti6881eed4:porti68x1eeee").unwrap_err();
    assert_eq!(err.to_string(), "peers[1].port: expected a digit or `e`, found `x` at byte 33");
    let err = Value::parse(b"d4:infod4:name1:x6:lengthi1e4:name1:yee").unwrap_err();
    assert_eq!(err.to_string(), "info: duplicate key `name` at byte 28");
}

/// All inputs of six pieces after a `d`, under rules that refuse duplicate keys.
#[test]
fn trees_and_documents_agree_on_every_short_dictionary() {
    const PIECES: [&str; 7] = ["d", "e", "l", "1:a", "1:b", "01:a", "x"];
    let zeros = Rules::default().accept(Quirk::LeadingZeroLength);
    let mut accepted = 0;
    for number in 0..7usize.pow(6) {
        let piece = |place: u32| PIECES[number / 7usize.pow(place) % 7];
        let input: String = ["d"].into_iter().chain((0..6).map(piece)).collect();
        for rules in [Rules::default(), zeros, Rules::TOLERANT] {
            let tree = Value::parse_with(input.as_bytes(), rules).map(drop);
            let document = Document::parse_with(input.as_bytes(), rules).map(drop);
            accepted += u32::from(tree.is_ok());
            assert_eq!(tree, document, "{input} {rules:?}");
        }
    }
    assert!(accepted > 1_000, "{accepted}");
}

/// Canonical items are copied, and quirks anywhere in an item are corrected.
#[test]
fn items_are_written_canonically() {
    for (input, written) in [
        (&b"d1:ali1e2:xxleee"[..], &b"d1:ali1e2:xxleee"[..]),
        (b"i0e", b"i0e"),
        (b"0:", b"0:"),
        (b"i-10e", b"i-10e"),
        (b"li-0ee", b"li0ee"),
        (b"li007ee", b"li7ee"),
        (b"li-07ee", b"li-7ee"),
        (b"l02:xxe", b"l2:xxe"),
        (b"d02:xxlee", b"d2:xxlee"),
        (b"ld1:bi1e1:ai2eee", b"ld1:ai2e1:bi1eee"),
        (b"d1:ai1e1:ai2ee", b"d1:ai2ee"),
        (b"i1etrailing", b"i1e"),
    ] {
        let document = Document::parse_with(input, Rules::TOLERANT).unwrap();
        assert_eq!(document.root().to_vec(), written);
        let mut encoder = Encoder::new(Vec::new());
        document.root().write(&mut encoder).unwrap();
        let again = document.root().write(&mut encoder).unwrap_err();
        assert_eq!(again.kind(), ErrorKind::Unbalanced);
        assert_eq!(encoder.finish().unwrap(), written);
    }
}

/// Items before a long list or dictionary are not part of it.
#[test]
fn long_lists_and_dictionaries_do_not_include_what_is_before_them() {
    for length in [63, 64, 65, 100, 1_000] {
        let items: Vec<_> = (0..length).map(|item| format!("i{item}e")).collect();
        let keys: Vec<_> = (0..length).map(|key| format!("4:{key:04}i{key}e")).collect();
        let (items, keys) = (items.concat(), keys.concat());
        for (front, inside) in
            [("li7ei8e", format!("l{items}e")), ("d1:ai7e1:b", format!("d{keys}e"))]
        {
            let input = format!("{front}{inside}e");
            let tree = Value::parse(input.as_bytes()).unwrap();
            assert_eq!(tree.to_vec(), input.as_bytes(), "{length}");
        }
    }
}
