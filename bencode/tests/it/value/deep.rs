//! Nesting takes memory, never stack: a million levels in a thread with a stack of 2 MiB.

use std::thread;

use bencode::{Dict, List, Rules, Value};

use super::hash;

const DEPTH: usize = 1_000_000;
const ANY_DEPTH: Rules = Rules::DEFAULT.max_depth(usize::MAX);

fn in_small_thread(test: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(2 << 20).spawn(test).unwrap().join().unwrap();
}

fn bytes(depth: usize, open: &str, leaf: &str, close: &str) -> Vec<u8> {
    [open.repeat(depth), leaf.to_owned(), close.repeat(depth)].concat().into_bytes()
}

fn survives(depth: usize, open: &'static str, leaf: &'static str, close: &'static str) {
    in_small_thread(move || {
        let input = bytes(depth, open, leaf, close);
        let value = Value::parse_with(&input, ANY_DEPTH).unwrap();
        assert!(value.to_vec() == input);
        let copy = value.clone();
        assert!(copy == value);
        assert!(copy.cmp(&value).is_eq());
        assert!(copy.partial_cmp(&value).is_some_and(std::cmp::Ordering::is_eq));
        assert_eq!(hash(&copy), hash(&value));
        let json = copy.to_string();
        assert!(Value::from_json(&json).unwrap() == value);
        assert!(format!("{value:?}").len() >= 2 * depth);
        drop(copy);
        let owned = value.into_owned();
        drop(json);
        assert!(owned.to_vec() == input);
    });
}

#[test]
fn lists() {
    survives(DEPTH, "l", "", "e");
}

#[test]
fn dictionaries() {
    survives(DEPTH / 4, "d1:a", "i1e", "e");
}

#[test]
fn lists_in_dictionaries() {
    survives(DEPTH / 4, "d0:l", "1:x", "ee");
}

#[test]
fn levels_with_siblings() {
    survives(DEPTH / 4, "l", "", "1:xe");
    survives(DEPTH / 4, "d1:al", "", "e1:bi1ee");
}

#[test]
fn values_that_are_taken_out_are_dropped_without_recursion() {
    in_small_thread(|| {
        let input = bytes(DEPTH, "l", "", "e");
        let deep = || Value::parse_with(&input, ANY_DEPTH).unwrap();
        let Value::List(list) = deep() else { panic!() };
        drop(list.into_iter());
        let mut dict = Dict::new();
        dict.insert("a", deep());
        assert!(dict.insert("a", deep()).is_some());
        dict.extend([("a", deep()), ("b", deep())]);
        drop(dict);
        drop(List::from(vec![deep(), deep()]).into_vec());
        let mut value = deep();
        drop(value.take());
        assert_eq!(value, Value::default());
    });
}

#[cfg(feature = "bytes")]
#[test]
fn sharing() {
    in_small_thread(|| {
        let frame = bytes::Bytes::from(bytes(DEPTH, "l", "1:x", "e"));
        let value = Value::parse_with(&frame, ANY_DEPTH).unwrap().share(&frame);
        assert!(value.to_vec() == frame);
    });
}

#[test]
fn indentation_stays_linear() {
    let depth = 10_000;
    let input = ["l".repeat(depth), "e".repeat(depth)].concat();
    let value = Value::parse_with(input.as_bytes(), ANY_DEPTH).unwrap();
    let pretty = format!("{value:#}");
    assert!(pretty.len() < 2 * depth * 260);
    assert!(Value::from_json(&pretty).unwrap() == value);
}

#[test]
fn errors() {
    in_small_thread(|| {
        for open in ["l", "d1:a", "d1:b0:1:a"] {
            let input = open.repeat(DEPTH);
            let err = Value::parse_with(input.as_bytes(), ANY_DEPTH).unwrap_err();
            assert!(err.is_eof());
            assert_eq!(err.offset(), input.len());
        }
        let err = Value::from_json(&"[".repeat(DEPTH)).unwrap_err();
        assert_eq!(err.offset(), DEPTH);
    });
}
