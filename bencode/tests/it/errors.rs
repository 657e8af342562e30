//! The text of each kind of error, and the predicates that are true for it.

use bencode::{Encoder, Error, ErrorKind, FixedBuffer, Reader, Rules};

#[test]
fn every_kind_has_its_text() {
    use ErrorKind as Kind;
    let rows = [
        (
            Kind::UnexpectedEnd { missing: 1 },
            "unexpected end of input (at least 1 more byte needed)",
        ),
        (
            Kind::UnexpectedEnd { missing: 2 },
            "unexpected end of input (at least 2 more bytes needed)",
        ),
        (Kind::UnexpectedByte, "unexpected byte"),
        (Kind::ExpectedDigit, "expected a digit"),
        (Kind::LengthOverflow, "length of a byte string too large"),
        (Kind::KeyNotString, "expected a key that is a byte string"),
        (Kind::MissingValue, "expected a value, found `e`"),
        (Kind::TrailingData, "trailing data after the value"),
        (Kind::LeadingZeroInteger, "leading zero in an integer"),
        (Kind::NegativeZero, "negative zero"),
        (Kind::LeadingZeroLength, "leading zero in a length"),
        (Kind::UnsortedKey, "unsorted key"),
        (Kind::DuplicateKey, "duplicate key"),
        (Kind::DepthLimit { max: 3 }, "nesting deeper than 3 levels"),
        (Kind::ItemLimit { max: 3 }, "more than 3 items"),
        (Kind::LengthLimit { max: 3 }, "byte string longer than 3 bytes"),
        (Kind::InputLimit { max: 3 }, "input longer than 3 bytes"),
        (Kind::OutOfRange { range: "u8" }, "integer does not fit u8"),
        (Kind::WrongType, "wrong type"),
        (Kind::WrongValue, "wrong value"),
        (Kind::WrongLength, "wrong length"),
        (Kind::MissingField, "missing field"),
        (Kind::UnknownField, "unknown field"),
        (Kind::UnknownVariant, "unknown variant"),
        (Kind::DuplicateField, "duplicate field"),
        (Kind::NotUtf8, "expected text, found bytes that are not UTF-8"),
        (Kind::Unsupported, "cannot be represented in bencode"),
        (Kind::Unbalanced, "unexpected call"),
        (Kind::BufferFull, "buffer full"),
        (Kind::Io, "input or output failed"),
        (Kind::Custom, "invalid value"),
    ];
    for (kind, words) in rows {
        assert_eq!(kind.to_string(), words);
    }
}

/// `is_eof`, `is_syntax`, `is_limit`, `is_data`: at most one of them holds.
fn classes(error: &Error) -> [bool; 4] {
    [error.is_eof(), error.is_syntax(), error.is_limit(), error.is_data()]
}

#[test]
fn an_error_of_the_input_is_of_one_class() {
    let (eof, syntax, limit) =
        ([true, false, false, false], [false, true, false, false], [false, false, true, false]);
    let rows = [
        (&b"li1e"[..], Rules::default(), eof),
        (b"x", Rules::TOLERANT, syntax),
        (b"i-0e", Rules::default(), syntax),
        (b"d1:b0:1:a0:e", Rules::STRICT, syntax),
        (b"i1ei2e", Rules::default(), syntax),
        (b"li1ee", Rules::default().max_depth(0), limit),
        (b"li1ee", Rules::default().max_items(1), limit),
        (b"1:x", Rules::default().max_length(0), limit),
        (b"1:x", Rules::default().max_input(2), limit),
    ];
    for (input, rules, class) in rows {
        let mut reader = Reader::with_rules(input, rules);
        let error = reader.skip_value().and_then(|_| reader.next()).unwrap_err();
        assert_eq!(classes(&error), class, "{error}");
        assert_eq!(format!("{error:?}"), format!("Error({:?}, \"{error}\")", error.kind()));
        assert!(error.to_string().contains(&format!(" at byte {}", error.offset())), "{error}");
    }
    let mut encoder = Encoder::new(FixedBuffer::new(&mut []));
    for error in [encoder.list().unwrap_err(), encoder.end().unwrap_err()] {
        assert_eq!(classes(&error), [false; 4]);
        assert!(error.to_string().ends_with(" at byte 0 of the output"), "{error}");
    }
}

#[cfg(feature = "serde")]
#[test]
fn an_error_of_a_type_is_of_the_class_of_data() {
    let data = [false, false, false, true];
    assert_eq!(classes(&bencode::from_slice::<u8>(b"i256e").unwrap_err()), data);
    assert_eq!(classes(&bencode::from_slice::<u8>(b"le").unwrap_err()), data);
    assert_eq!(classes(&bencode::to_vec(&1.5).unwrap_err()), data);
}
