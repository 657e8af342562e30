//! What an encoder writes, call by call.

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
    (|e| e.number(int(b"i-00e")), b"i0e"),
    (|e| e.number(int(b"i-007e")), b"i-7e"),
    (|e| e.number(int(b"i0123456789012345678901234567890e")), b"i123456789012345678901234567890e"),
    (|e| e.raw(b"i-00e"), b"i-00e"),
    (|e| e.raw(b"d1:b0:1:a0:e"), b"d1:b0:1:a0:e"),
    (|e| e.list().and_then(|()| e.end()), b"le"),
    (|e| e.dict().and_then(|()| e.end()), b"de"),
];

/// Alone, in a list, and behind a key.
#[test]
fn values_are_written_wherever_one_is_due() {
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

/// Nothing is written where no value is due, nor what is no value.
#[test]
fn what_is_refused_is_not_written() {
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
