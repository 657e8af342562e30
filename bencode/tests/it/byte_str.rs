//! Byte strings: comparison, printing, and memory.

use std::collections::{BTreeMap, HashMap};

use bencode::{ByteArray, ByteStr};

#[test]
fn byte_strings_are_small() {
    let owned = if cfg!(feature = "bytes") { 32 } else { 24 };
    if cfg!(target_pointer_width = "64") {
        assert_eq!(size_of::<ByteStr<'_>>(), owned);
    }
    assert_eq!(size_of::<ByteArray<20>>(), 20);
}

#[test]
fn it_is_equal_to_other_types_with_the_same_bytes() {
    let spam = ByteStr::from("spam");
    assert_eq!(spam, ByteStr::from(vec![b's', b'p', b'a', b'm']));
    assert_eq!(spam, b"spam");
    assert_eq!(spam, *b"spam");
    assert_eq!(spam, b"spam"[..]);
    assert_eq!(spam, &b"spam"[..]);
    assert_eq!(spam, b"spam".to_vec());
    assert_eq!(spam, *"spam");
    assert_eq!(spam, "spam");
    assert_eq!(spam, String::from("spam"));
    assert_ne!(spam, "eggs");
    assert_eq!(spam.clone().into_owned(), spam);
    assert_eq!(Vec::from(spam.clone()), b"spam");
    assert_eq!(Vec::from(spam.into_owned()), b"spam");
}

#[test]
fn it_orders_and_hashes_as_its_bytes() {
    let mut keys = [&b"b"[..], b"", b"a\xff", b"a", b"\xff", b"a\0"].map(ByteStr::from);
    keys.sort();
    assert_eq!(keys, [&b""[..], b"a", b"a\0", b"a\xff", b"b", b"\xff"].map(ByteStr::from));
    let map: HashMap<ByteStr<'_>, u8> = keys.iter().cloned().zip(0..).collect();
    assert_eq!(map.get(&b"a\xff"[..]), Some(&3));
    let map: BTreeMap<ByteStr<'_>, u8> = keys.into_iter().zip(0..).collect();
    assert_eq!(map.get(&b"\xff"[..]), Some(&5));
}

#[test]
fn debug_is_a_literal_and_display_is_text() {
    let table: &[(&[u8], &str, &str)] = &[
        (b"", r#"b"""#, ""),
        (b"udp://a.b:80", r#"b"udp://a.b:80""#, "udp://a.b:80"),
        ("gr\u{fc}n".as_bytes(), r#"b"gr\xc3\xbcn""#, "gr\u{fc}n"),
        (b"a\"\n\x1b[2J", r#"b"a\"\n\x1b[2J""#, "a\"\\n\\u{1b}[2J"),
        (
            b"\x7f\0\0\x01\x1a\xe1",
            r#"b"\x7f\x00\x00\x01\x1a\xe1""#,
            "\\u{7f}\\0\\0\\u{1}\\u{1a}\\xe1",
        ),
        (b"gr\xc3\xbcn \xc3", r#"b"gr\xc3\xbcn \xc3""#, "gr\u{fc}n \\xc3"),
    ];
    for &(bytes, debug, display) in table {
        let text = ByteStr::from(bytes);
        assert_eq!(format!("{text:?}"), debug);
        assert_eq!(text.to_string(), display);
    }
    let peer_id = ByteArray(*b"-TR\xff");
    assert_eq!(format!("{peer_id:?} {peer_id}"), r#"b"-TR\xff" -TR\xff"#);
}

#[test]
fn it_is_text_if_it_is_utf_8() {
    assert_eq!(ByteStr::from("gr\u{fc}n").as_str(), Some("gr\u{fc}n"));
    let torn = ByteStr::from(b"gr\xc3");
    assert_eq!(torn.as_str(), None);
    assert_eq!(torn.to_string_lossy(), "gr\u{fffd}");
}

#[test]
fn an_array_accepts_only_its_length() {
    let hash = ByteArray::<4>::try_from(&b"\xd1\x10\x1a\x2b"[..]).unwrap();
    assert_eq!(hash.0, *b"\xd1\x10\x1a\x2b");
    assert_eq!(<[u8; 4]>::from(hash), *hash);
    assert_eq!(AsRef::<[u8]>::as_ref(&hash), b"\xd1\x10\x1a\x2b");
    assert!(ByteArray::<4>::try_from(&b"\xd1\x10\x1a"[..]).is_err());
    assert!(ByteArray::<4>::try_from(&b"\xd1\x10\x1a\x2b\x2c"[..]).is_err());
    assert_eq!(ByteArray::<2>::default().0, [0, 0]);
    let map = HashMap::from([(hash, 1)]);
    assert_eq!(map.get(&hash[..]), Some(&1));
}

#[cfg(feature = "bytes")]
mod sharing {
    use bencode::ByteStr;
    use bytes::Bytes;

    #[test]
    fn bytes_of_the_frame_become_slices_of_it() {
        let frame = Bytes::from(b"5:peers6:abcdef".to_vec());
        for range in [0..15, 2..7, 9..15, 14..15] {
            let shared = ByteStr::from(&frame[range.clone()]).share(&frame);
            assert_eq!(shared.as_ptr(), frame[range.clone()].as_ptr());
            assert_eq!(shared, frame[range]);
        }
    }

    #[test]
    fn bytes_from_elsewhere_are_copied() {
        let frame = Bytes::from(b"0123456789".to_vec());
        let part = frame.slice(3..6);
        for text in [&frame[..4], &frame[5..], &frame[2..7], b"elsewhere"] {
            let copy = ByteStr::from(text).share(&part);
            assert_eq!(copy, text);
            assert_ne!(copy.as_ptr(), text.as_ptr());
        }
        assert_eq!(ByteStr::from(b"").share(&frame), "");
    }

    #[test]
    fn owned_bytes_stay_where_they_are() {
        let frame = Bytes::from_static(b"frame");
        let owned = ByteStr::from(vec![1, 2, 3]);
        assert_eq!(owned.share(&frame).as_ptr(), owned.as_ptr());
        let bytes = Bytes::from(owned.clone());
        assert_eq!(bytes.as_ptr(), owned.as_ptr());
        assert_eq!(ByteStr::from(bytes).into_owned().as_ptr(), owned.as_ptr());
        assert_eq!(Bytes::from(ByteStr::from("text")), "text");
    }
}
