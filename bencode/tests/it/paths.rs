//! Paths: their targets, their text, and finding them again.

use bencode::{Document, Path, Rules, Segment, Value};

#[test]
fn a_byte_belongs_to_the_innermost_value_that_holds_it() {
    let rows: &[(&[u8], usize, &str)] = &[
        (b"i1e", 0, ""),
        (b"i1e", 9, ""),
        (b"d1:ai1ee", 0, ""),
        // A key belongs to its dictionary, an end to the list or dictionary that it ends.
        (b"d1:ai1ee", 1, ""),
        (b"d1:ai1ee", 4, "a"),
        (b"d1:ai1ee", 7, ""),
        (b"ll1:aee", 2, "[0][0]"),
        (b"ll1:aee", 5, "[0]"),
        (b"ll1:aee", 6, ""),
        (b"lledei1e1:xi2ee", 5, "[2]"),
        (b"lledei1e1:xi2ee", 8, "[3]"),
        (b"lledei1e1:xi2ee", 11, "[4]"),
        (b"d1:ad1:bl1:c1:deee", 13, "a.b[1]"),
        (b"d1:ai1e1:bi2ee", 10, "b"),
    ];
    for &(input, offset, path) in rows {
        let found = Path::of(input, offset);
        assert_eq!(found.to_string(), path, "{} at {offset}", input.escape_ascii());
        assert_eq!(found.is_root(), path.is_empty());
        assert_eq!(format!("{found:?}"), format!("Path({path})"));
    }
}

#[test]
fn segments_are_those_of_the_written_path() {
    let path = Path::of(b"d5:filesl0:d6:lengthi7eeee", 20);
    let segments: Vec<_> = path.segments().collect();
    assert_eq!(segments, [Segment::Key(b"files"), Segment::Index(1), Segment::Key(b"length")]);
}

#[test]
fn paths_are_equal_where_their_steps_are() {
    let last = |input: &'static str| Path::of(input.as_bytes(), input.len() - 1);
    assert_eq!(last("d1:ai1e1:bli7e"), last("d1:bl3:xyz"));
    assert_ne!(last("d1:ali7e"), last("d1:bli7e"));
    assert_ne!(last("d1:ali7e"), last("d1:al"));
    // Below 128 levels, the number counts.
    let deep = "l".repeat(140);
    let level = |depth| Path::of(deep.as_bytes(), depth);
    assert_eq!(level(130), level(130));
    assert_ne!(level(130), level(131));
}

/// 128 levels have names, those below are counted; on the way back up, naming resumes where it was.
#[test]
fn deep_levels_are_counted() {
    let named = "[0]".repeat(128);
    let rows = [
        ("l".repeat(128) + "i1e", named.clone()),
        ("l".repeat(130) + "i1e", named.clone() + "…2 levels deeper"),
        ("l".repeat(130) + "lelei1e", named.clone() + "…2 levels deeper"),
        ("l".repeat(130) + "eei1e", "[0]".repeat(127) + "[1]"),
        ("l".repeat(130) + "eeei1e", "[0]".repeat(126) + "[1]"),
    ];
    for (input, path) in rows {
        assert_eq!(Path::of(input.as_bytes(), input.len() - 1).to_string(), path);
    }
}

/// Keys with the characters of paths, or that cannot be shown, are quoted, and are found again.
#[test]
fn odd_keys_are_quoted_and_found() {
    let rows: &[(&[u8], &str)] = &[
        (b"plain key-1", "plain key-1"),
        ("é".as_bytes(), "é"),
        (b"", r#""""#),
        (b"a.b", r#""a.b""#),
        (b"a[b", r#""a[b""#),
        (b"a]b", r#""a]b""#),
        (b"a\"b", r#""a\"b""#),
        (b"a'b", "a'b"),
        (b"a\\b", r#""a\\b""#),
        (b"\t\r\n", r#""\t\r\n""#),
        (b"\x01\x7f", r#""\x01\x7f""#),
        (b"\xd1\x10\xff", r#""\xd1\x10\xff""#),
        (b"\xff'", r#""\xff\'""#),
    ];
    for &(key, path) in rows {
        let head = format!("d{}:", key.len());
        let input = [b"d1:a", head.as_bytes(), key, b"i7eee"].concat();
        let document = Document::parse(&input).unwrap();
        let item = document.root().get("a").unwrap().get(key).unwrap();
        assert_eq!(item.path().to_string(), format!("a.{path}"));
        assert_eq!(document.root().find(&format!("a.{path}")).unwrap().as_u64(), Some(7));
        assert_eq!(Value::parse(&input).unwrap().find(&format!("a.{path}")), Some(&7.into()));
    }
}

#[test]
fn a_meaningless_path_finds_nothing() {
    let document = Document::parse(b"d1:ali1ei2ee1:bd1:ci3eee").unwrap();
    let root = document.root();
    assert_eq!(root.find("").unwrap().span(), root.span());
    assert_eq!(root.find("a[1]").unwrap().as_u64(), Some(2));
    assert_eq!(root.find(r#""b"."c""#).unwrap().as_u64(), Some(3));
    let none = [
        "x",
        "a[2]",
        "a[",
        "a[]",
        "a[+1]",
        "a[-1]",
        "a[1",
        "a1]",
        "a.0",
        ".a",
        "a.",
        "b..c",
        "b[0]",
        "a[0]x",
        r#"b."c"#,
        r#"b."\xzz""#,
        r#"b."\x6"#,
        r#"b."\"#,
        "[0]",
        "b.c.d",
        "b.c[0]",
    ];
    for path in none {
        assert!(root.find(path).is_none(), "{path}");
    }
}

/// In a message the middle of a long path, and the end of a long key, are left out.
#[test]
fn messages_stay_readable() {
    let message =
        |input: &[u8]| Document::parse_with(input, Rules::STRICT).unwrap_err().to_string();
    let nested = |length: usize| {
        // Two keys and a dot.
        let (first, second) = ("a".repeat(length / 2), "b".repeat(length - length / 2 - 1));
        format!("d{}:{first}d{}:{second}i-e", first.len(), second.len()).into_bytes()
    };
    let whole = ["a".repeat(80), "b".repeat(79)].join(".");
    assert!(message(&nested(160)).starts_with(&format!("{whole}: ")), "{}", message(&nested(160)));
    let cut = format!("{}…{}: ", "a".repeat(80), "b".repeat(41));
    assert!(message(&nested(161)).starts_with(&cut), "{}", message(&nested(161)));

    let twice = |key: &[u8]| {
        let pair = [format!("{}:", key.len()).as_bytes(), key, b"0:"].concat();
        message(&[b"d", &pair[..], &pair, b"e"].concat())
    };
    let long = "k".repeat(49);
    let rows: [(&[u8], &str); 6] = [
        (b"key", "duplicate key `key` at byte 8"),
        ("clé".as_bytes(), "duplicate key `clé` at byte 9"),
        (b"a\nb", r"duplicate key `a\nb` at byte 8"),
        (b"a\xffb", r"duplicate key `a\xffb` at byte 8"),
        (&long.as_bytes()[..48], &format!("duplicate key `{}` at byte 54", &long[..48])),
        (long.as_bytes(), &format!("duplicate key `{}…` at byte 55", &long[..48])),
    ];
    for (key, expected) in rows {
        assert_eq!(twice(key), expected);
    }
    assert_eq!(message(b"d1:b0:1:a0:e"), "unsorted key `a` after `b` at byte 6");
    assert_eq!(message(b"d1:xd1:b0:1:a0:ee"), "x: unsorted key `a` after `b` at byte 10");
}
