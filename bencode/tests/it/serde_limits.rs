//! Limits hold on every path through serde, and the stack is bounded.
#![allow(clippy::format_collect, clippy::zero_sized_map_values)]

use std::collections::BTreeMap;

use bencode::{
    Deserializer, ErrorKind, Integer, RawValue, Rules, Value, WithRaw, from_reader_with,
    from_slice, to_vec,
};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Deserialize, Serialize)]
struct Tree {
    #[serde(rename = "")]
    inside: Option<Box<Tree>>,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(untagged)]
enum Loose {
    Int(i64),
    List(Vec<Loose>),
    Dict(BTreeMap<String, Loose>),
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
struct List(Vec<List>);

/// The depth limit of serde's own recursion.
const CEILING: usize = if cfg!(debug_assertions) { 256 } else { 1024 };

fn lists(depth: usize) -> Vec<u8> {
    ["l".repeat(depth), "e".repeat(depth)].concat().into_bytes()
}

fn dicts(depth: usize) -> Vec<u8> {
    let open = ["d".to_owned(), "0:d".repeat(depth - 1)].concat();
    [open, "e".repeat(depth)].concat().into_bytes()
}

fn kind<'de, T: Deserialize<'de>>(input: &'de [u8]) -> Result<(), ErrorKind> {
    from_slice::<T>(input).map(drop).map_err(|error| error.kind())
}

fn kind_with<'de, T: Deserialize<'de>>(input: &'de [u8], rules: Rules) -> Result<(), ErrorKind> {
    let mut de = Deserializer::with_rules(input, rules);
    T::deserialize(&mut de).map(drop).map_err(|error| error.kind())
}

/// The stack size of threads in std and in tokio.
fn in_two_mebibytes(test: impl FnOnce() + Send + 'static) {
    let builder = std::thread::Builder::new().stack_size(2 << 20);
    builder.spawn(test).unwrap().join().unwrap();
}

#[test]
fn the_default_depth_fits_a_small_thread_on_every_path() {
    in_two_mebibytes(|| {
        let (lists, dicts) = (lists(128), dicts(128));
        assert_eq!(kind::<List>(&lists), Ok(()));
        assert_eq!(kind::<Tree>(&dicts), Ok(()));
        for input in [&lists, &dicts] {
            assert_eq!(kind::<Loose>(input), Ok(()));
            assert_eq!(kind::<Value<'_>>(input), Ok(()));
            assert_eq!(kind::<IgnoredAny>(input), Ok(()));
            assert_eq!(kind::<RawValue<'_>>(input), Ok(()));
            assert_eq!(kind::<WithRaw<'_, Loose>>(input), Ok(()));
            let value: Value<'_> = from_slice(input).unwrap();
            assert_eq!(to_vec(&value).unwrap(), *input);
            let loose: Loose = from_slice(input).unwrap();
            assert_eq!(to_vec(&loose).unwrap(), *input);
        }
        let tree: Tree = from_slice(&dicts).unwrap();
        assert_eq!(to_vec(&tree).unwrap(), dicts);
    });
}

#[test]
fn one_level_more_is_an_error_on_every_path() {
    let limit = Err(ErrorKind::DepthLimit { max: 128 });
    for (lists, dicts) in
        [(lists(129), dicts(129)), (vec![b'l'; 1_000_000], b"d0:".repeat(300_000))]
    {
        assert_eq!(kind::<List>(&lists), limit);
        assert_eq!(kind::<Tree>(&dicts), limit);
        for input in [&lists, &dicts] {
            assert_eq!(kind::<Loose>(input), limit);
            assert_eq!(kind::<Value<'_>>(input), limit);
            assert_eq!(kind::<IgnoredAny>(input), limit);
            assert_eq!(kind::<RawValue<'_>>(input), limit);
            let field = [b"d1:x", input.as_slice()].concat();
            assert_eq!(kind::<BTreeMap<String, IgnoredAny>>(&field), limit);
        }
    }
    let error = from_slice::<Value<'_>>(&lists(129)).unwrap_err();
    assert_eq!(error.offset(), 128);
    assert!(error.is_limit());
}

#[test]
fn code_without_recursion_reads_as_deep_as_the_rules_allow() {
    let deep = lists(100_000);
    let rules = Rules::default().max_depth(100_000);
    assert_eq!(kind_with::<IgnoredAny>(&deep, rules), Ok(()));
    assert_eq!(kind_with::<RawValue<'_>>(&deep, rules), Ok(()));
    let limit = Err(ErrorKind::DepthLimit { max: 99_999 });
    assert_eq!(kind_with::<IgnoredAny>(&deep, rules.max_depth(99_999)), limit);
}

#[test]
fn recursion_has_a_ceiling_whatever_the_rules_allow() {
    let rules = Rules::default().max_depth(usize::MAX);
    in_two_mebibytes(move || {
        let input = vec![b'l'; 10_000_000];
        let limit = Err(ErrorKind::DepthLimit { max: CEILING });
        assert_eq!(kind_with::<Value<'_>>(&input, rules), limit);
        assert_eq!(kind_with::<Loose>(&input, rules), limit);
        assert_eq!(kind_with::<Value<'_>>(&lists(CEILING), rules), Ok(()));
        assert_eq!(kind_with::<Loose>(&lists(CEILING), rules), Ok(()));
        assert_eq!(kind_with::<Value<'_>>(&lists(CEILING + 1), rules), limit);
    });
}

#[test]
fn a_deep_tree_is_not_written_and_not_given_to_other_formats() {
    let rules = Rules::default().max_depth(usize::MAX);
    in_two_mebibytes(move || {
        let input = lists(100_000);
        let deep = Value::parse_with(&input, rules).unwrap();
        assert_eq!(to_vec(&deep).unwrap_err().kind(), ErrorKind::DepthLimit { max: CEILING });
        let json = serde_json::to_string(&deep).unwrap_err();
        assert_eq!(json.to_string(), format!("nesting deeper than {CEILING}"));
        let edge = lists(CEILING);
        let edge = Value::parse_with(&edge, rules).unwrap();
        assert_eq!(to_vec(&edge).unwrap().len(), 2 * CEILING);
        assert_eq!(serde_json::to_string(&edge).unwrap().len(), 2 * CEILING);
        let beyond = lists(CEILING + 1);
        let beyond = Value::parse_with(&beyond, rules).unwrap();
        assert_eq!(to_vec(&beyond).unwrap_err().kind(), ErrorKind::DepthLimit { max: CEILING });
        assert!(serde_json::to_string(&beyond).is_err());
    });
}

#[test]
fn items_are_counted_on_every_path() {
    let input = b"d1:ali1ei2ee1:bi3ee";
    let limited = |items| Rules::default().max_items(items);
    for items in 0..7 {
        let limit = Err(ErrorKind::ItemLimit { max: items });
        assert_eq!(kind_with::<Value<'_>>(input, limited(items)), limit);
        assert_eq!(kind_with::<IgnoredAny>(input, limited(items)), limit);
        assert_eq!(kind_with::<RawValue<'_>>(input, limited(items)), limit);
        assert_eq!(kind_with::<Loose>(input, limited(items)), limit);
        assert_eq!(kind_with::<BTreeMap<&str, IgnoredAny>>(input, limited(items)), limit);
    }
    assert_eq!(kind_with::<Value<'_>>(input, limited(7)), Ok(()));
    assert_eq!(kind_with::<IgnoredAny>(input, limited(7)), Ok(()));
    assert_eq!(kind_with::<BTreeMap<&str, IgnoredAny>>(input, limited(7)), Ok(()));
    // Integers of the usual types have a separate fast path.
    for items in 0..4 {
        let limit = Err(ErrorKind::ItemLimit { max: items });
        assert_eq!(kind_with::<Vec<u64>>(b"li1ei2ei12345678ee", limited(items)), limit);
    }
    assert_eq!(kind_with::<Vec<u64>>(b"li1ei2ei12345678ee", limited(4)), Ok(()));
}

/// A key that exceeds the limit and is also out of order is reported as by a reader.
#[test]
fn errors_in_a_key_come_before_the_limit() {
    let rules = Rules::STRICT.max_items(3);
    for (input, kind) in [
        (b"d1:bi1e1:ai2ee", ErrorKind::UnsortedKey),
        (b"d1:ai1e1:ai2ee", ErrorKind::DuplicateKey),
        (b"d1:ai1e1:bi2ee", ErrorKind::ItemLimit { max: 3 }),
    ] {
        assert_eq!(kind_with::<Value<'_>>(input, rules), Err(kind));
        assert_eq!(kind_with::<IgnoredAny>(input, rules), Err(kind));
        assert_eq!(kind_with::<Loose>(input, rules), Err(kind));
        assert_eq!(kind_with::<BTreeMap<&str, i64>>(input, rules), Err(kind));
    }
}

#[test]
fn lengths_are_limited_on_every_path() {
    let rules = Rules::default().max_length(4);
    let limit = Err(ErrorKind::LengthLimit { max: 4 });
    assert_eq!(kind_with::<&str>(b"4:spam", rules), Ok(()));
    assert_eq!(kind_with::<&str>(b"5:spams", rules), limit);
    assert_eq!(kind_with::<IgnoredAny>(b"l5:spamse", rules), limit);
    assert_eq!(kind_with::<Value<'_>>(b"d5:spams", rules), limit);
    assert_eq!(kind_with::<Tree>(b"d5:spams", rules), limit);
    assert_eq!(kind_with::<RawValue<'_>>(b"5:spams", rules), limit);
}

#[test]
fn input_is_limited_before_anything_is_read() {
    let rules = Rules::default().max_input(5);
    let limit = Err(ErrorKind::InputLimit { max: 5 });
    assert_eq!(kind_with::<&str>(b"3:abc", rules), Ok(()));
    assert_eq!(kind_with::<&str>(b"4:abcd", rules), limit);
    assert_eq!(kind_with::<u64>(b"i1234e", rules), limit);
    assert_eq!(kind_with::<Value<'_>>(b"l3:abc", rules), limit);
    assert_eq!(kind_with::<IgnoredAny>(b"l3:abc", rules), limit);
    assert_eq!(kind_with::<Tree>(b"d3:abc", rules), limit);
    assert_eq!(kind_with::<u64>(b"4:abcd", rules), limit);
    assert_eq!(kind_with::<&str>(b"9:abcd", rules), limit);
    assert_eq!(kind_with::<Value<'_>>(b"i-0123", rules), limit);
    assert_eq!(kind_with::<Vec<u8>>(b"li12ee", rules.max_depth(0)), limit);
    let read = |input: &'static [u8]| from_reader_with::<_, String>(input, rules);
    assert_eq!(read(b"3:abc").unwrap(), "abc");
    assert_eq!(read(b"4:abcd").unwrap_err().kind(), ErrorKind::InputLimit { max: 5 });
}

#[test]
fn long_integers_cost_nothing_where_they_are_ignored() {
    let input = format!("d1:ai{}e1:bi7ee", "9".repeat(10_000_000));
    let map: BTreeMap<&str, IgnoredAny> = from_slice(input.as_bytes()).unwrap();
    assert_eq!(map.len(), 2);
    let map: BTreeMap<&str, Integer<'_>> = from_slice(input.as_bytes()).unwrap();
    assert_eq!(map["b"], 7);
    assert!(kind::<BTreeMap<&str, u128>>(input.as_bytes()).is_err());
}

#[test]
fn duplicates_are_found_everywhere_and_early() {
    let dict = |keys: &[usize]| {
        let entries = keys.iter().map(|key| format!("6:{key:06}le")).collect::<String>();
        format!("d{entries}e")
    };
    let mut keys: Vec<_> = (0..200_000).map(|key| key * 7_919 % 200_003).collect();
    let input = dict(&keys);
    assert_eq!(kind::<BTreeMap<&str, IgnoredAny>>(input.as_bytes()), Ok(()));
    keys.push(keys[17]);
    keys.push(keys[3]);
    let input = dict(&keys);
    let error = from_slice::<BTreeMap<&str, IgnoredAny>>(input.as_bytes()).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::DuplicateKey, 1 + 200_000 * 10));
    assert_eq!(kind_with::<BTreeMap<&str, IgnoredAny>>(input.as_bytes(), Rules::TOLERANT), Ok(()));
}

#[test]
fn nested_unsorted_dictionaries_take_no_quadratic_time() {
    // 100 levels of 1,000 unsorted keys each; keys before the nested dictionary and after it.
    let side = |from: usize| {
        (from..from + 500).rev().map(|key| format!("3:{key:03}0:")).collect::<String>()
    };
    let (front, after) = (side(500), side(0));
    let input = (0..100).fold("de".to_owned(), |inner, _| format!("d{front}1:x{inner}{after}e"));
    let start = std::time::Instant::now();
    assert_eq!(kind::<Value<'_>>(input.as_bytes()), Ok(()));
    assert_eq!(kind::<Loose2>(input.as_bytes()), Ok(()));
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    let twice = input.replacen("3:0000:", "3:0010:", 1);
    assert_eq!(kind::<Value<'_>>(twice.as_bytes()), Err(ErrorKind::DuplicateKey));
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
#[expect(dead_code)]
enum Loose2 {
    Text(String),
    Dict(BTreeMap<String, Loose2>),
}

#[test]
fn the_last_duplicate_is_kept_if_duplicates_are_accepted() {
    let input = b"d1:ai1e1:bi2e1:ai3ee";
    let mut de = Deserializer::with_rules(input, Rules::TOLERANT);
    let map = BTreeMap::<&str, i64>::deserialize(&mut de).unwrap();
    assert_eq!(map, BTreeMap::from([("a", 3), ("b", 2)]));
    let mut de = Deserializer::with_rules(input, Rules::TOLERANT);
    assert_eq!(Value::deserialize(&mut de).unwrap()["a"], 3);
}

#[test]
fn strict_rules_check_everything_everywhere() {
    #[derive(Debug, Deserialize)]
    struct Known {
        #[expect(dead_code)]
        b: Option<i64>,
    }
    let rows: &[(&[u8], ErrorKind)] = &[
        (b"d1:xi1e1:bi2ee", ErrorKind::UnsortedKey),
        (b"d1:xi1e1:xi2ee", ErrorKind::DuplicateKey),
        (b"d1:xd1:bi1e1:ai2eee", ErrorKind::UnsortedKey),
        (b"d1:xi03ee", ErrorKind::LeadingZeroInteger),
        (b"d1:xl02:abee", ErrorKind::LeadingZeroLength),
        (b"d1:xi-0ee", ErrorKind::NegativeZero),
    ];
    for (input, expected) in rows {
        assert_eq!(kind_with::<Known>(input, Rules::STRICT), Err(*expected));
        assert_eq!(kind_with::<IgnoredAny>(input, Rules::STRICT), Err(*expected));
        assert_eq!(kind_with::<Value<'_>>(input, Rules::STRICT), Err(*expected));
        assert_eq!(kind_with::<RawValue<'_>>(input, Rules::STRICT), Err(*expected));
        assert_eq!(kind_with::<BTreeMap<&str, IgnoredAny>>(input, Rules::STRICT), Err(*expected));
    }
}
