//! The output of an encoder, call by call.

use bencode::{Encoder, Error, ErrorKind, FixedBuffer, Int, Reader, Rules, Token};

type Buffer<'a> = Encoder<FixedBuffer<'a>>;

type Call = fn(&mut Buffer<'_>) -> Result<(), Error>;

fn int(text: &[u8]) -> Int<'_> {
    match Reader::with_rules(text, Rules::TOLERANT).next() {
        Ok(Some(Token::Int(int))) => int,
        other => panic!("{other:?}"),
    }
}

const VALUES: &[(Call, &[u8])] = &[
    (|e| e.bytes(b""), b"0:"),
    (|e| e.bytes(b"\0\xff"), b"2:\0\xff"),
    (|e| e.int(0), b"i0e"),
    (|e| e.int(-1), b"i-1e"),
    (|e| e.int(i128::MIN), b"i-170141183460469231731687303715884105728e"),
    (|e| e.int(u128::MAX), b"i340282366920938463463374607431768211455e"),
    (|e| e.int(i64::MIN), b"i-9223372036854775808e"),
    (|e| e.int(u64::MAX), b"i18446744073709551615e"),
    (|e| e.int(isize::MIN + 1 - isize::MIN), b"i1e"),
    (|e| e.int([0; 300].len()), b"i300e"),
    (|e| e.int(i8::MIN), b"i-128e"),
    (|e| e.int(int(b"i-00e")), b"i0e"),
    (|e| e.int(int(b"i-007e")), b"i-7e"),
    (|e| e.int(int(b"i0123456789012345678901234567890e")), b"i123456789012345678901234567890e"),
    (|e| e.raw(b"i-00e"), b"i-00e"),
    (|e| e.raw(b"d1:b0:1:a0:e"), b"d1:b0:1:a0:e"),
    (|e| e.list().and_then(|()| e.end()), b"le"),
    (|e| e.dict().and_then(|()| e.end()), b"de"),
];

/// Alone, in a list, and after a key.
#[test]
fn values_are_written_wherever_one_is_expected() {
    for (call, value) in VALUES {
        let around: [(Call, &[u8], Call, &[u8]); 3] = [
            (|_| Ok(()), b"", |_| Ok(()), b""),
            (|e| e.list(), b"l", |e| e.end(), b"e"),
            (|e| e.dict().and_then(|()| e.key(b"k")), b"d1:k", |e| e.end(), b"e"),
        ];
        for (before, front, after, back) in around {
            let mut space = [0; 64];
            let mut encoder = Encoder::new(FixedBuffer::new(&mut space));
            before(&mut encoder).and_then(|()| call(&mut encoder)).unwrap();
            after(&mut encoder).unwrap();
            let expected: Vec<u8> = [front, value, back].concat();
            assert_eq!(encoder.finish().unwrap().written(), expected);
        }
    }
}

/// Nothing is written after something that did not fit.
#[test]
fn a_full_buffer_stays_full() {
    let mut space = [0; 8];
    let mut encoder = Encoder::new(FixedBuffer::new(&mut space));
    for call in [|e| e.list(), |e| e.bytes(b"spam, eggs"), |e| e.int(1), |e| e.end()] as [Call; 4] {
        let _ = call(&mut encoder);
    }
    assert_eq!(encoder.finish().unwrap_err().kind(), ErrorKind::BufferFull);
    let mut encoder = Encoder::new(FixedBuffer::new(&mut space));
    assert_eq!(encoder.bytes(b"spam, eggs").unwrap_err().kind(), ErrorKind::BufferFull);
    assert_eq!(encoder.finish().unwrap_err().kind(), ErrorKind::BufferFull);
}

/// Two keys that share their first bytes, shorter than eight bytes or not.
#[test]
fn keys_are_compared_to_their_last_byte() {
    let rows: &[(&str, &str, Result<(), ErrorKind>)] = &[
        ("abcdz", "abcdefgh", Err(ErrorKind::UnsortedKey)),
        ("abcdefz", "abcdefgh", Err(ErrorKind::UnsortedKey)),
        ("abcdefgh", "abcde", Err(ErrorKind::UnsortedKey)),
        ("abcdefgh", "abcdefgh", Err(ErrorKind::DuplicateKey)),
        ("abcdefgh1", "abcdefgh0", Err(ErrorKind::UnsortedKey)),
        ("abc", "ab", Err(ErrorKind::UnsortedKey)),
        ("b", "ab", Err(ErrorKind::UnsortedKey)),
        ("a\0", "a", Err(ErrorKind::UnsortedKey)),
        ("a", "a\0", Ok(())),
        ("abcde", "abcdefgh", Ok(())),
        ("abcdefgh", "abcdz", Ok(())),
        ("abcdefgh0", "abcdefgh1", Ok(())),
    ];
    for (first, second, expected) in rows {
        let mut space = [0; 64];
        let mut encoder = Encoder::new(FixedBuffer::new(&mut space));
        encoder.dict().and_then(|()| encoder.key(first.as_bytes())).unwrap();
        encoder.int(1).unwrap();
        let found = encoder.key(second.as_bytes()).map_err(|error| error.kind());
        assert_eq!(found, *expected, "{first} {second}");
    }
}

/// Calls, and the result of the last one.
#[cfg(feature = "alloc")]
type Turn = (&'static [Call], &'static str);

/// Every message says what was expected instead, or names the key.
#[cfg(feature = "alloc")]
#[test]
fn unexpected_calls_are_reported() {
    const TURNS: &[Turn] = &[
        (&[|e| e.key(b"a")], "unexpected call: a value was expected at byte 0 of the output"),
        (&[|e| e.end()], "unexpected call: a value was expected at byte 0 of the output"),
        (
            &[|e| e.list(), |e| e.key(b"a")],
            "unexpected call: an item or the end of the list was expected at byte 1 of the output",
        ),
        (
            &[|e| e.dict(), |e| e.int(1)],
            "unexpected call: a key or the end of the dictionary was expected at byte 1 of the output",
        ),
        (
            &[|e| e.dict(), |e| e.key(b"a"), |e| e.end()],
            "unexpected call: the value of a key was expected at byte 4 of the output",
        ),
        (
            &[|e| e.int(1), |e| e.int(2)],
            "unexpected call: the value is complete at byte 3 of the output",
        ),
        (
            &[|e| e.dict(), |e| e.key(b"b"), |e| e.int(1), |e| e.key(b"a")],
            "unsorted key `a` at byte 7 of the output",
        ),
        (
            &[|e| e.dict(), |e| e.key(b"\x1b"), |e| e.int(1), |e| e.key(b"\x1b")],
            "duplicate key `\\x1b` at byte 7 of the output",
        ),
    ];
    for (calls, text) in TURNS {
        let mut space = [0; 64];
        let mut encoder = Encoder::new(FixedBuffer::new(&mut space));
        let (last, before) = calls.split_last().unwrap();
        for call in before {
            call(&mut encoder).unwrap();
        }
        assert_eq!(last(&mut encoder).unwrap_err().to_string(), *text);
    }
    let unfinished = Encoder::new(Vec::new()).finish().unwrap_err();
    assert_eq!(
        unfinished.to_string(),
        "unexpected call: a value was expected at byte 0 of the output"
    );
}

#[cfg(feature = "alloc")]
#[test]
fn integers_of_a_tree_are_integers() {
    let digits = "9".repeat(50);
    for text in ["0", "-7", "-9223372036854775809", &digits] {
        let input = format!("i{text}e");
        let tree = bencode::Value::parse(input.as_bytes()).unwrap();
        let mut encoder = Encoder::new(Vec::new());
        encoder.int(tree.as_int().unwrap()).unwrap();
        assert_eq!(encoder.finish().unwrap(), input.as_bytes());
    }
}

/// Nothing is written where no value is expected, nor anything that is not a value.
#[test]
fn refused_values_are_not_written() {
    let places: [(Call, &[u8]); 2] = [(|e| e.bytes(b"x"), b"1:x"), (|e| e.dict(), b"d")];
    for (place, front) in places {
        for (call, value) in VALUES {
            let mut space = [0; 64];
            let mut encoder = Encoder::new(FixedBuffer::new(&mut space));
            place(&mut encoder).unwrap();
            let error = call(&mut encoder).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Unbalanced, "{}", value.escape_ascii());
            assert_eq!(error.offset(), front.len());
        }
    }
    for broken in [&b""[..], b"i1", b"i1ei2e", b"x", b"l", b"e"] {
        let mut space = [0; 8];
        let mut encoder = Encoder::new(FixedBuffer::new(&mut space));
        assert!(encoder.raw(broken).is_err(), "{}", broken.escape_ascii());
        encoder.int(7).unwrap();
        assert_eq!(encoder.finish().unwrap().written(), b"i7e");
    }
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct Unsorted {
    z: &'static str,
    a: u8,
}

/// The sink may also be borrowed.
#[cfg(feature = "serde")]
#[test]
fn a_message_is_appended_to_a_borrowed_buffer() {
    let mut buffer = b"front".to_vec();
    let mut encoder = Encoder::new(&mut buffer);
    encoder.dict().and_then(|()| encoder.key(b"a")).and_then(|()| encoder.int(-7)).unwrap();
    encoder.key(b"b").and_then(|()| encoder.bytes(&[b'x'; 10])).unwrap();
    encoder.end().unwrap();
    assert_eq!(encoder.finish().unwrap(), b"frontd1:ai-7e1:b10:xxxxxxxxxxe");
    let mut serializer = bencode::Serializer::new(&mut buffer);
    serde::Serialize::serialize(&Unsorted { z: "x", a: 7 }, &mut serializer).unwrap();
    assert_eq!(serializer.finish().unwrap(), b"frontd1:ai-7e1:b10:xxxxxxxxxxed1:ai7e1:z1:xe");
}
