//! Dictionaries: keys are sorted and unique after any edit.

use std::time::{Duration, Instant};

use bencode::{ByteStr, Dict, ErrorKind, Value, bencode};

fn assert_sorted(dict: &Dict<'_>) {
    assert!(dict.keys().zip(dict.keys().skip(1)).all(|(a, b)| a < b), "{dict:?}");
}

#[test]
fn inserting_keeps_the_order_and_replaces() {
    let mut dict = Dict::new();
    for key in ["m", "b", "z", "a", "\u{ff}", "", "m", "q"] {
        dict.insert(key, key);
        assert_sorted(&dict);
    }
    assert_eq!(dict.len(), 7);
    assert_eq!(dict.insert("m", 1), Some(Value::from("m")));
    assert_eq!(dict.get("m"), Some(&Value::from(1)));
    assert_eq!(dict.get(ByteStr::from("q")), Some(&Value::from("q")));
    assert_eq!((dict.get("c"), dict.contains_key("c"), dict.contains_key("")), (None, false, true));
    assert_eq!(dict.remove(""), Some(Value::from("")));
    dict.retain(|key, _| key.as_bytes() < &b"n"[..]);
    assert_eq!(Value::Dict(dict).to_vec(), b"d1:a1:a1:b1:b1:mi1ee");
}

#[test]
fn raw_bytes_decide_the_order() {
    let dict: Dict<'_> =
        [(&b"\xff"[..], 1), (b"a\xff", 2), (b"a", 3), (b"B", 4), (b"\0", 5), (b"a\0", 6)]
            .into_iter()
            .collect();
    assert!(dict.values().eq([5, 4, 3, 6, 2, 1].map(Value::from).iter()));
}

#[test]
fn the_last_value_of_equal_keys_is_kept() {
    let pairs = [("b", 1), ("a", 2), ("b", 3), ("c", 4), ("a", 5), ("b", 6)];
    let mut dict: Dict<'_> = pairs.into_iter().collect();
    assert_eq!(dict, [("a", 5), ("b", 6), ("c", 4)].into_iter().collect());
    dict.extend([("c", 7), ("0", 8), ("c", 9)]);
    assert!(dict.iter().map(|(key, value)| (key.to_vec(), value.as_i64().unwrap())).eq([
        (b"0".to_vec(), 8),
        (b"a".to_vec(), 5),
        (b"b".to_vec(), 6),
        (b"c".to_vec(), 9),
    ]));
    let refused = Dict::try_from_pairs(pairs).unwrap_err();
    assert_eq!(
        (refused.kind(), refused.to_string().as_str()),
        (ErrorKind::DuplicateKey, "duplicate key `a`")
    );
    assert_eq!(Dict::try_from_pairs([("b", 1), ("a", 2)]).unwrap().len(), 2);
}

#[test]
fn entries_are_made_and_edited_in_place() {
    let mut dict = Dict::new();
    for word in ["x", "a", "x", "x"] {
        let count = dict.entry(word).or_insert(0);
        *count = (count.as_i64().unwrap() + 1).into();
    }
    for (key, value) in dict.iter_mut() {
        *value = bencode!([key.to_vec(), value.take()]);
    }
    assert_eq!(Value::from(dict), bencode!({ "a": ["a", 1], "x": ["x", 3] }));
}

#[test]
fn it_is_iterated_from_either_end() {
    let dict: Dict<'_> = [("a", 1), ("b", 2), ("c", 3)].into_iter().collect();
    assert_eq!(
        dict.iter().rev().map(|(_, value)| value.as_i64().unwrap()).collect::<Vec<_>>(),
        [3, 2, 1]
    );
    assert_eq!((dict.iter().len(), dict.keys().len(), dict.values().len()), (3, 3, 3));
    for (key, value) in &dict {
        assert_eq!(dict[key], *value);
    }
    assert_eq!(dict["absent"], Value::default());
    assert!(!dict.is_empty() && Dict::new().is_empty());
}

/// Keys in descending order are the worst case for a sorted vector.
#[test]
fn building_from_unsorted_keys_is_not_quadratic() {
    let count = 200_000_u32;
    let start = Instant::now();
    let dict: Dict<'_> = (0..count).rev().map(|n| (n.to_be_bytes(), n)).collect();
    let input: Vec<u8> = (0..count).rev().fold(b"d".to_vec(), |mut input, n| {
        input.extend_from_slice(b"4:");
        input.extend_from_slice(&n.to_be_bytes());
        input.extend_from_slice(b"0:");
        input
    });
    let parsed = Value::parse(&[&input[..], b"e"].concat()).map(Value::into_owned).unwrap();
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert_sorted(&dict);
    assert!(parsed.as_dict().unwrap().keys().eq(dict.keys()));
}
