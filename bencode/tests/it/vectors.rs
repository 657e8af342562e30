//! The vectors of `tests/vectors`: documents with the verdict of many independent decoders.

use std::mem::discriminant;

use bencode::{Encoder, ErrorKind, Quirk, Reader, Rules, Value};
use serde_json::{Value as Json, json};

use crate::decoders::{self, LAX, MEMORY, STRICT};
use crate::expected::{CLASSES, Fault, fault, lines, list, number, same, unhex};
use crate::values;

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
    let mut all: Vec<Vector> = lines("vectors/vectors.jsonl").iter().map(Vector::new).collect();
    all.extend(lines("vectors/mutants.jsonl").iter().map(Vector::new));
    all.extend(lines("vectors/sweep.jsonl").iter().flat_map(Vector::sweep));
    assert_eq!(all.len(), 318 + 1500 + 15 * 128);
    all
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
        assert_eq!(values::read(&mut reader), expected, "{}", vector.id);
        count += 1;
    }
    assert_eq!(count, 149 + 700);
}

#[test]
fn values_as_trees() {
    for vector in vectors() {
        let Some(expected) = vector.value else { continue };
        let rules = LAX.accept(Quirk::TrailingData);
        let tree = Value::parse_with(&vector.input, rules).unwrap();
        assert_eq!(values::tree(&tree), values::canonical(&expected), "{}", vector.id);
    }
}

/// A canonical document is written as it was, any other in the canonical form that goes with it.
#[test]
fn trees_are_written_in_canonical_form() {
    let mut count = [0; 2];
    for vector in vectors().iter().filter(|vector| vector.lax.is_none() && vector.depth <= 128) {
        let expected = match (&vector.strict, &vector.canonical) {
            (None, _) => &vector.input,
            (Some(_), Some(canonical)) => canonical,
            (Some(_), None) => continue,
        };
        let tree = Value::parse_with(&vector.input, LAX).unwrap();
        let mut encoder = Encoder::new(Vec::new());
        values::encode(&tree, &mut encoder).unwrap();
        assert_eq!(encoder.finish().as_ref(), Ok(expected), "{}", vector.id);
        count[usize::from(vector.strict.is_some())] += 1;
    }
    assert_eq!(count, [620, 36]);
}

/// What comes in tokens goes out the same, or is refused if keys are not in order.
#[test]
fn tokens_are_written_in_canonical_form() {
    for vector in vectors().iter().filter(|vector| vector.lax.is_none()) {
        let written = values::transcode(&mut Reader::with_rules(&vector.input, LAX));
        let disorder = |class: &String| class.starts_with("keys_");
        match written.map_err(|err| err.kind()) {
            Ok(bytes) if vector.strict.is_none() => {
                assert_eq!(bytes, vector.input, "{}", vector.id)
            }
            Ok(bytes) => {
                assert!(!vector.breaks.iter().any(disorder), "{}", vector.id);
                assert!(
                    vector.canonical.as_ref().is_none_or(|expected| bytes == *expected),
                    "{}",
                    vector.id
                );
            }
            Err(ErrorKind::UnsortedKey | ErrorKind::DuplicateKey) => {
                assert!(vector.breaks.iter().any(disorder), "{}", vector.id);
            }
            Err(kind) => panic!("{}: {kind}", vector.id),
        }
    }
}

/// Unsorted keys alone are no reason to refuse what is held in memory.
#[test]
fn default_rules() {
    for vector in vectors().iter().filter(|vector| vector.depth <= 128) {
        let unsorted_at_most = vector.breaks.iter().all(|class| class == "keys_unsorted");
        let expected = vector.lax.is_none() && unsorted_at_most;
        for (name, decode) in MEMORY {
            let verdict = decode(&vector.input, Rules::default());
            assert_eq!(verdict.is_ok(), expected, "{} {name}: {verdict:?}", vector.id);
        }
    }
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
