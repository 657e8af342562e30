//! The vectors of `tests/vectors`: documents with the verdict of many independent decoders.

use std::mem::discriminant;

use bencode::{Document, Encoder, ErrorKind, Item, Quirk, Reader, Rules, Value};
use serde_json::{Value as Json, json};

use crate::decoders::{self, LAX, MEMORY, STRICT};
use crate::expected::{CLASSES, Fault, fault, lines, list, number, quirk_class, same, unhex};
use crate::values;

/// A document and its verdicts.
struct Vector {
    id: String,
    input: Vec<u8>,
    strict: Option<Fault>,
    lax: Option<Fault>,
    /// The number of missing bytes, if the document is cut inside a byte string.
    missing: Option<usize>,
    /// The canonical rules that it breaks, and where.
    breaks: Vec<Fault>,
    /// The value in the form of the README.
    value: Option<Json>,
    canonical: Option<Vec<u8>>,
    depth: usize,
}

impl Vector {
    /// A line of `vectors.jsonl` or `mutants.jsonl`.
    fn new(line: &Json) -> Vector {
        let part = |part: &Json| unhex(&part[0]).repeat(number(&part[1]));
        let parts = || list(&line["parts"]).iter().flat_map(part).collect();
        Vector {
            id: line["id"].as_str().unwrap().to_owned(),
            input: if line["hex"].is_null() { parts() } else { unhex(&line["hex"]) },
            strict: fault(&line["strict"]),
            lax: fault(&line["lax"]),
            missing: line["lax"]["missing"].as_str().map(|missing| missing.parse().unwrap()),
            breaks: list(&line["rules"]).iter().filter_map(fault).collect(),
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
                breaks: fault(&strict).filter(|_| fault(&lax).is_none()).into_iter().collect(),
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
fn cut_strings_report_how_many_bytes_are_missing() {
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
fn values_as_documents() {
    for vector in vectors() {
        let Some(expected) = vector.value else { continue };
        let document =
            Document::parse_with(&vector.input, LAX.accept(Quirk::TrailingData)).unwrap();
        assert_eq!(values::item(document.root()), expected, "{}", vector.id);
        check_spans(document.root(), &vector.input);
    }
}

/// Every item ends where a reader ends that starts at it.
fn check_spans(item: Item<'_>, input: &[u8]) {
    let span = item.span();
    let mut reader = Reader::with_rules(&input[span.start..], LAX);
    assert_eq!(reader.raw_value(), Ok(Some(item.raw())));
    assert_eq!(span.len(), item.raw().len());
    item.iter().for_each(|item| check_spans(item, input));
    item.entries().for_each(|(_, item)| check_spans(item, input));
}

#[test]
fn deviations_are_the_broken_rules() {
    let mut count = 0;
    // For a document with data after it, the file names the broken rules only if there are none.
    let named = |vector: &Vector| vector.lax.is_none() || vector.lax == vector.strict;
    for vector in vectors().into_iter().filter(named) {
        let rules = LAX.accept(Quirk::TrailingData);
        let Ok(document) = Document::parse_with(&vector.input, rules) else { continue };
        let mut expected: Vec<&Fault> = vector.breaks.iter().chain(&vector.lax).collect();
        expected.sort_by_key(|(_, at)| *at);
        let found = document.quirks();
        let found: Vec<_> = found.iter().map(|odd| (quirk_class(odd.quirk), odd.offset)).collect();
        let expected: Vec<_> =
            expected.into_iter().map(|(class, at)| (class.as_str(), *at)).collect();
        assert_eq!(found, expected, "{}", vector.id);
        count += found.len();
    }
    assert_eq!(count, 645);
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

/// A canonical document is written unchanged, any other in its canonical form.
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

/// Tokens that are read and written give the canonical form, or are refused if keys are not in order.
#[test]
fn tokens_are_written_in_canonical_form() {
    for vector in vectors().iter().filter(|vector| vector.lax.is_none()) {
        let written = values::transcode(&mut Reader::with_rules(&vector.input, LAX));
        let disorder = |(class, _): &Fault| class.starts_with("keys_");
        match written.map_err(|err| err.kind()) {
            Ok(bytes) if vector.strict.is_none() => {
                assert_eq!(bytes, vector.input, "{}", vector.id);
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

/// Unsorted keys alone are not a reason to refuse input in memory.
#[test]
fn default_rules() {
    for vector in vectors().iter().filter(|vector| vector.depth <= 128) {
        let unsorted_at_most = vector.breaks.iter().all(|(class, _)| class == "keys_unsorted");
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

/// How many lists and dictionaries are open before the byte at `offset`.
fn depth_before(input: &[u8], offset: usize) -> usize {
    let mut reader = Reader::with_rules(input, LAX);
    while reader.offset() < offset {
        reader.next().unwrap();
    }
    reader.depth()
}
