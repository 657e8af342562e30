//! The vectors of `tests/vectors`: documents with the verdict of many independent decoders.

use std::mem::discriminant;

use bencode::{ErrorKind, Reader, Rules, Token};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::decoders::{self, LAX, STRICT, Verdict};

/// Each class of faults in `tests/vectors/README.md` is one kind of error.
const CLASSES: &[(&str, ErrorKind)] = &[
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
type Fault = (String, usize);

/// A document and what is to be said of it.
struct Vector {
    id: String,
    input: Vec<u8>,
    strict: Option<Fault>,
    lax: Option<Fault>,
    /// How many bytes lack, where the document is cut inside a byte string.
    missing: Option<usize>,
    /// The classes of canonical rules that it breaks.
    breaks: Vec<String>,
    /// The value of the README's form.
    value: Option<Json>,
    canonical: Option<Vec<u8>>,
    depth: usize,
}

fn unhex(text: &Json) -> Vec<u8> {
    bencode::hex::decode(text.as_str().unwrap()).unwrap()
}

fn documents(name: &str) -> Vec<Json> {
    let file = format!("{}/tests/vectors/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(file).unwrap();
    text.lines().map(parse).collect()
}

/// The value of a document may nest deeper than serde_json reads by itself.
fn parse(line: &str) -> Json {
    let mut deserializer = serde_json::Deserializer::from_str(line);
    deserializer.disable_recursion_limit();
    Json::deserialize(&mut deserializer).unwrap()
}

fn fault(verdict: &Json) -> Option<Fault> {
    match verdict.as_str() {
        Some("ok") => None,
        Some(text) => {
            let (class, at) = text.split_once('@').unwrap();
            Some((class.to_owned(), at.parse().unwrap()))
        }
        None if verdict["ok"] == true => None,
        None => Some((verdict["class"].as_str().unwrap().to_owned(), number(&verdict["at"]))),
    }
}

fn number(json: &Json) -> usize {
    json.as_u64().unwrap().try_into().unwrap()
}

fn list(json: &Json) -> &[Json] {
    json.as_array().map_or(&[], Vec::as_slice)
}

impl Vector {
    /// A line of `vectors.jsonl` or `mutants.jsonl`.
    fn new(line: &Json) -> Vector {
        let part = |part: &Json| unhex(&part[0]).repeat(number(&part[1]));
        let parts = || list(&line["parts"]).iter().flat_map(part).collect();
        let class = |broken: &Json| match broken.as_str() {
            Some(text) => text.split('@').next().unwrap().to_owned(),
            None => broken["rule"].as_str().unwrap().to_owned(),
        };
        Vector {
            id: line["id"].as_str().unwrap().to_owned(),
            input: if line["hex"].is_null() { parts() } else { unhex(&line["hex"]) },
            strict: fault(&line["strict"]),
            lax: fault(&line["lax"]),
            missing: line["lax"]["missing"].as_str().map(|missing| missing.parse().unwrap()),
            breaks: list(&line["rules"]).iter().map(class).collect(),
            value: line.get("value").cloned(),
            canonical: line.get("canonical").map(unhex),
            depth: line["depth"].as_u64().map_or(0, |depth| depth.try_into().unwrap()),
        }
    }

    /// The documents of a line of `sweep.jsonl`: one byte between a prefix and a suffix.
    fn sweep(line: &Json) -> Vec<Vector> {
        let case = |(byte, verdict): (&String, &Json)| {
            let both = [verdict.clone(), verdict.clone()];
            let [strict, lax] =
                verdict.as_array().map_or(both, |two| [two[0].clone(), two[1].clone()]);
            let parts = [&line["prefix"], &json!(byte), &line["suffix"]];
            Vector {
                id: format!("{} {byte}", line["context"]),
                input: parts.map(unhex).concat(),
                breaks: fault(&strict)
                    .filter(|_| fault(&lax).is_none())
                    .map(|(class, _)| class)
                    .into_iter()
                    .collect(),
                strict: fault(&strict),
                lax: fault(&lax),
                missing: None,
                value: None,
                canonical: None,
                depth: 0,
            }
        };
        line["cases"].as_object().unwrap().iter().map(case).collect()
    }
}

fn vectors() -> Vec<Vector> {
    let mut all: Vec<Vector> = documents("vectors").iter().map(Vector::new).collect();
    all.extend(documents("mutants").iter().map(Vector::new));
    all.extend(documents("sweep").iter().flat_map(Vector::sweep));
    assert_eq!(all.len(), 318 + 1500 + 15 * 128);
    all
}

/// The kind of error that a class is.
fn kind(class: &str) -> ErrorKind {
    CLASSES.iter().find(|(name, _)| *name == class).expect(class).1
}

fn same(verdict: &Verdict, expected: Option<&Fault>) -> bool {
    match (verdict, expected) {
        (Ok(()), None) => true,
        (Err((found, offset)), Some((class, at))) => {
            discriminant(found) == discriminant(&kind(class)) && offset == at
        }
        _ => false,
    }
}

#[test]
fn every_class_is_one_kind() {
    for (nth, (class, kind)) in CLASSES.iter().enumerate() {
        let others = &CLASSES[nth + 1..];
        assert!(
            others.iter().all(|(_, other)| discriminant(other) != discriminant(kind)),
            "{class}"
        );
    }
    let all = vectors();
    let seen = |class: &str| {
        all.iter().any(|vector| vector.strict.as_ref().is_some_and(|(name, _)| name == class))
    };
    assert!(CLASSES.iter().all(|(class, _)| seen(class)));
}

#[test]
fn verdicts_classes_and_offsets() {
    let mut wrong = Vec::new();
    for vector in vectors() {
        for (rules, expected) in [(STRICT, &vector.strict), (LAX, &vector.lax)] {
            for (name, decode) in decoders::all() {
                let verdict = decode(&vector.input, rules);
                if !same(&verdict, expected.as_ref()) {
                    wrong.push(format!("{} {name}: {verdict:?}, not {expected:?}", vector.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn cut_strings_say_how_many_bytes_lack() {
    let cut = vectors().into_iter().filter(|vector| vector.missing.is_some());
    let mut count = 0;
    for vector in cut {
        let missing = vector.missing.unwrap();
        for (name, decode) in decoders::all() {
            let verdict = decode(&vector.input, LAX);
            let expected = Err((ErrorKind::UnexpectedEnd { missing }, vector.input.len()));
            assert_eq!(verdict, expected, "{} {name}", vector.id);
        }
        count += 1;
    }
    assert_eq!(count, 32);
}

#[test]
fn values_read_token_by_token() {
    let mut count = 0;
    for vector in vectors() {
        let Some(expected) = vector.value else { continue };
        let mut reader = Reader::with_rules(&vector.input, LAX);
        let token = reader.next().unwrap().unwrap();
        assert_eq!(value(&mut reader, token), expected, "{}", vector.id);
        count += 1;
    }
    assert_eq!(count, 149 + 700);
}

/// The value that begins with `token`, in the README's form.
fn value(reader: &mut Reader<'_>, token: Token<'_>) -> Json {
    match token {
        Token::Int(int) => json!({ "int": int.to_string() }),
        Token::Bytes(bytes) => json!({ "bytes": hex(bytes) }),
        Token::List => {
            let mut items = Vec::new();
            while let Some(token) = item(reader) {
                items.push(value(reader, token));
            }
            json!({ "list": items })
        }
        Token::Dict => {
            let mut pairs = Vec::new();
            while let Some(Token::Bytes(key)) = item(reader) {
                let token = item(reader).unwrap();
                pairs.push(json!([hex(key), value(reader, token)]));
            }
            json!({ "dict": pairs })
        }
        Token::End => panic!("an end where a value is due"),
    }
}

fn item<'a>(reader: &mut Reader<'a>) -> Option<Token<'a>> {
    reader.next().unwrap().filter(|token| *token != Token::End)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn deeper_than_the_limit_is_the_limit_error() {
    let deep: Vec<Vector> = vectors().into_iter().filter(|vector| vector.depth > 128).collect();
    assert_eq!(deep.len(), 13);
    for vector in deep {
        for (name, decode) in decoders::all() {
            let verdict = decode(&vector.input, Rules::STRICT);
            let Err((kind, offset)) = verdict else { panic!("{} {name}", vector.id) };
            assert_eq!(kind, ErrorKind::DepthLimit { max: 128 }, "{} {name}", vector.id);
            assert_eq!(depth_before(&vector.input, offset), 128, "{} {name}", vector.id);
            assert_eq!(
                decode(&vector.input, Rules::STRICT.max_depth(vector.depth)).is_ok(),
                vector.strict.is_none()
            );
        }
    }
}

/// How many lists and dictionaries are open in front of the byte at `offset`.
fn depth_before(input: &[u8], offset: usize) -> usize {
    let mut reader = Reader::with_rules(input, LAX);
    while reader.offset() < offset {
        reader.next().unwrap();
    }
    reader.depth()
}
