//! The results of readers and items for each kind of value.

use bencode::{Document, ErrorKind, Reader, Rules, Token, Value};

#[test]
fn a_reader_peeks_and_takes_whole_values() {
    let mut reader = Reader::new(b"d1:ali1ee1:b0:e");
    assert_eq!(reader.peek(), Some(b'd'));
    assert_eq!(reader.next(), Ok(Some(Token::Dict)));
    assert_eq!(reader.peek(), Some(b'1'));
    assert_eq!(reader.next(), Ok(Some(Token::Bytes(b"a"))));
    assert_eq!(reader.raw_value(), Ok(Some(&b"li1ee"[..])));
    assert_eq!((reader.offset(), reader.depth(), reader.rest()), (9, 1, &b"1:b0:e"[..]));
    assert_eq!(reader.next(), Ok(Some(Token::Bytes(b"b"))));
    assert_eq!(reader.skip_value(), Ok(true));
    // There is no value where a dictionary ends.
    assert_eq!((reader.peek(), reader.skip_value()), (Some(b'e'), Ok(false)));
    assert_eq!(reader.raw_value(), Ok(None));
    assert_eq!(reader.next(), Ok(Some(Token::End)));
    assert_eq!((reader.peek(), reader.next(), reader.raw_value()), (None, Ok(None), Ok(None)));
    assert_eq!(reader.depth(), 0);
}

#[test]
fn an_item_is_of_one_kind() {
    let document =
        Document::parse(b"l1:xi7ei-7ei99999999999999999999eli1eed1:ai1ee1:\xffe").unwrap();
    let root = document.root();
    let shown: Vec<_> = root
        .iter()
        .map(|item| {
            let int = item.as_int().map(|int| int.to_string());
            let kinds = (item.is_list(), item.is_dict(), item.as_bytes(), item.as_str());
            (kinds, int.unwrap_or_default(), item.as_u64(), item.as_i64())
        })
        .collect();
    let none = (false, false, None, None);
    let expected = [
        ((false, false, Some(&b"x"[..]), Some("x")), String::new(), None, None),
        (none, "7".into(), Some(7), Some(7)),
        (none, "-7".into(), None, Some(-7)),
        (none, "99999999999999999999".into(), None, None),
        ((true, false, None, None), String::new(), None, None),
        ((false, true, None, None), String::new(), None, None),
        ((false, false, Some(b"\xff"), None), String::new(), None, None),
    ];
    assert_eq!(shown, expected);
    let (list, dict) = (root.at(4).unwrap(), root.at(5).unwrap());
    assert_eq!(
        (list.raw(), list.span(), list.at(0).unwrap().as_u64()),
        (&b"li1ee"[..], 33..38, Some(1))
    );
    assert!(list.at(1).is_none() && list.get("a").is_none() && list.entries().next().is_none());
    assert_eq!(
        (dict.get("a").unwrap().as_u64(), dict.find("a").unwrap().span()),
        (Some(1), 42..45)
    );
    let twice = Document::parse_with(b"d1:b0:1:ai1e1:ai2ee", Rules::TOLERANT).unwrap();
    assert_eq!(twice.root().get("a").unwrap().as_u64(), Some(2));
    assert!(dict.get("b").is_none() && dict.at(0).is_none() && dict.iter().next().is_none());
}

/// A repeated key that is not adjacent is reported before a later error, in its own dictionary.
#[test]
fn the_leftmost_fault_is_reported() {
    use ErrorKind::{DuplicateKey, UnexpectedByte};
    let rows: [(&[u8], ErrorKind, usize); 6] = [
        (b"d1:b0:1:a0:1:b0:x", DuplicateKey, 11),
        (b"d1:b0:1:a0:x", UnexpectedByte, 11),
        (b"d1:z0:1:ad1:x0:e1:x0:x", UnexpectedByte, 21),
        (b"d1:z0:1:ale1:zx", DuplicateKey, 11),
        (b"d1:z0:1:ad1:y0:1:x0:1:y0:", DuplicateKey, 20),
        (b"d1:z0:1:ad1:z0:e1:b1:zx", UnexpectedByte, 22),
    ];
    for (input, kind, offset) in rows {
        let expected = Some((kind, offset));
        let document = Document::parse(input).err().map(|error| (error.kind(), error.offset()));
        assert_eq!(document, expected, "{}", input.escape_ascii());
        let value = Value::parse(input).err().map(|error| (error.kind(), error.offset()));
        assert_eq!(value, expected, "{}", input.escape_ascii());
    }
}

/// A quirk is shown with its path, if it is inside a list or dictionary.
#[test]
fn deviations_are_shown_with_path_and_offset() {
    let input = b"d1:bi-0e1:ali01eee\n";
    let document = Document::parse_with(input, Rules::TOLERANT).unwrap();
    let shown: Vec<_> = document.quirks().iter().map(ToString::to_string).collect();
    let expected = [
        "b: negative zero at byte 6",
        "unsorted key `a` at byte 8",
        "a[0]: leading zero in an integer at byte 14",
        "trailing data after the value at byte 18",
    ];
    assert_eq!(shown, expected);
    let quirks = document.quirks();
    assert_eq!(format!("{:?}", quirks[0]), format!("Deviation({})", shown[0]));
    assert_eq!(quirks, document.quirks());
    assert!(quirks.windows(2).all(|two| two[0] != two[1] && two[0].offset < two[1].offset));
    assert_eq!(document.input(), input);
    // What follows a dictionary is not one of its keys.
    let document = Document::parse_with(b"ld1:b0:1:a0:e1:ae", Rules::TOLERANT).unwrap();
    let shown: Vec<_> = document.quirks().iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["[0]: unsorted key `a` at byte 7"]);
}

#[test]
fn a_document_is_shown_as_its_value() {
    let document = Document::parse(b"d1:bli1e1:\xffe1:a0:e").unwrap();
    assert_eq!(format!("{document:?}"), r#"{b"b": [1, b"\xff"], b"a": b""}"#);
}

/// The document nests as deep as the integer inside is long: spans that read its digits would take hours.
#[test]
fn spans_of_deep_documents_do_not_read_digits() {
    const DEEP: usize = 1 << 17;
    let (opens, digits, ends) = ("l".repeat(DEEP), "7".repeat(8 * DEEP), "e".repeat(DEEP));
    let rules = Rules::TOLERANT.max_depth(usize::MAX);
    for (before, after, rest) in
        [("", "", ""), ("l", "0:e", ""), ("l", "i1ee", ""), ("", "", "23ee")]
    {
        let input = format!("{before}{opens}i{digits}e{ends}{after}{rest}");
        let document = Document::parse_with(input.as_bytes(), rules).unwrap();
        assert_eq!(document.root().raw().len(), input.len() - rest.len());
        let mut start = before.len();
        let mut end = input.len() - rest.len() - after.len();
        let mut item = document.root();
        if !before.is_empty() {
            item = item.at(0).unwrap();
        }
        for _ in 0..=DEEP {
            assert_eq!(item.span(), start..end);
            (start, end) = (start + 1, end - 1);
            let Some(inner) = item.at(0) else { break };
            item = inner;
        }
        assert_eq!(item.raw().len(), 8 * DEEP + 2);
    }
}
