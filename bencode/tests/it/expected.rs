//! The verdicts in the data files of the tests, and their comparison with other verdicts.

use std::mem::discriminant;

use bencode::{ErrorKind, Quirk};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::decoders::Verdict;

/// Each class of faults in `tests/vectors/README.md` is one kind of error.
pub(crate) const CLASSES: &[(&str, ErrorKind)] = &[
    ("int_leading_zero", ErrorKind::LeadingZeroInteger),
    ("int_negative_zero", ErrorKind::NegativeZero),
    ("length_leading_zero", ErrorKind::LeadingZeroLength),
    ("keys_unsorted", ErrorKind::UnsortedKey),
    ("keys_duplicate", ErrorKind::DuplicateKey),
    ("eof", ErrorKind::UnexpectedEnd { missing: 1 }),
    ("unexpected_byte", ErrorKind::UnexpectedByte),
    ("int_no_digits", ErrorKind::ExpectedDigit),
    ("length_overflow", ErrorKind::LengthOverflow),
    ("key_not_string", ErrorKind::KeyNotString),
    ("missing_value", ErrorKind::MissingValue),
    ("trailing_data", ErrorKind::TrailingData),
];

/// The class of a fault and the byte at which it is found.
pub(crate) type Fault = (String, usize);

/// The lines of a file next to the tests.
pub(crate) fn lines(file: &str) -> Vec<Json> {
    let file = format!("{}/tests/{file}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(file).unwrap().lines().map(parse).collect()
}

pub(crate) fn unhex(text: &Json) -> Vec<u8> {
    bencode::hex::decode(text.as_str().unwrap()).unwrap()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// Reads a line without serde_json's default depth limit, because a document's value may nest deeper.
pub(crate) fn parse(line: &str) -> Json {
    let mut deserializer = serde_json::Deserializer::from_str(line);
    deserializer.disable_recursion_limit();
    Json::deserialize(&mut deserializer).unwrap()
}

/// `"ok"` or `"class@at"`, or an object with `class` or `rule`, and `at`.
pub(crate) fn fault(verdict: &Json) -> Option<Fault> {
    let object = |class: &Json| Some((class.as_str()?.to_owned(), number(&verdict["at"])));
    match verdict.as_str() {
        Some("ok") => None,
        Some(text) => {
            let (class, at) = text.split_once('@').unwrap();
            Some((class.to_owned(), at.parse().unwrap()))
        }
        None => object(&verdict["class"]).or_else(|| object(&verdict["rule"])),
    }
}

pub(crate) fn number(json: &Json) -> usize {
    json.as_u64().unwrap().try_into().unwrap()
}

pub(crate) fn list(json: &Json) -> &[Json] {
    json.as_array().map_or(&[], Vec::as_slice)
}

/// The kind of error for a class.
pub(crate) fn kind(class: &str) -> ErrorKind {
    CLASSES.iter().find(|(name, _)| *name == class).expect(class).1
}

/// The class of a quirk.
pub(crate) fn quirk_class(quirk: Quirk) -> &'static str {
    match quirk {
        Quirk::LeadingZeroInteger => "int_leading_zero",
        Quirk::NegativeZero => "int_negative_zero",
        Quirk::LeadingZeroLength => "length_leading_zero",
        Quirk::UnsortedKey => "keys_unsorted",
        Quirk::DuplicateKey => "keys_duplicate",
        Quirk::TrailingData => "trailing_data",
        other => panic!("{other} is new"),
    }
}

pub(crate) fn same(verdict: &Verdict, expected: Option<&Fault>) -> bool {
    match (verdict, expected) {
        (Ok(()), None) => true,
        (Err((found, offset)), Some((class, at))) => {
            discriminant(found) == discriminant(&kind(class)) && offset == at
        }
        _ => false,
    }
}
