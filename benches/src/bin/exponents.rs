//! `exponents [WORD]...`: by which power of the input the work of each entry point grows.
//!
//! Instructions of three inputs, each twice as long as the one before: work that is linear doubles
//! from the first difference to the second, an exponent of 1; quadratic work has 2. It fails where an
//! exponent is above 1.25; sorting, n log n, stays below.
//!
//! A word keeps only the entry points or inputs that have it in their name.

use std::process::ExitCode;
use std::thread;

use benches::valgrind::all_instructions;
use bencode::{Document, EventReader, Path, Reader, Rules, Scanner, Value};
use serde::Deserialize;
use serde::de::IgnoredAny;

const ALL: Rules = Rules::TOLERANT.max_depth(usize::MAX);

/// Inputs by their name: what comes first, what is repeated, what ends each, what comes last.
const INPUTS: [(&str, [&str; 4]); 16] = [
    ("strings", ["l", "0:", "", "e"]),
    ("zeros", ["l", "i00e", "", "e"]),
    ("zeros, deep", ["", "li00e", "e", ""]),
    ("lists", ["", "l", "e", ""]),
    ("open lists", ["", "l", "", ""]),
    ("dictionaries", ["", "d0:", "e", ""]),
    ("open dictionaries", ["", "d0:", "", ""]),
    ("unsorted, deep", ["", "d1:b0:1:a", "e", ""]),
    ("unsorted, open", ["", "d1:b0:1:a", "", ""]),
    ("the same key", ["d", "0:0:", "", "e"]),
    ("zeros in keys", ["d", "00:00:", "", "e"]),
    ("lists of lists", ["l", "ll0:ee", "", "e"]),
    ("dictionaries in a list", ["l", "d1:b0:1:a0:e", "", "e"]),
    ("one integer", ["i", "7777777777777777", "", "e"]),
    ("one integer of zeros", ["i", "0000000000000000", "", "7e"]),
    ("broken", ["l", "d1:ali7e", "", "ie"]),
];

/// What is measured, and its name.
type Entry = (&'static str, fn(&[u8]));

const ENTRIES: [Entry; 15] = [
    ("Reader", |input| {
        let mut reader = Reader::with_rules(input, ALL);
        while reader.next().is_ok_and(|token| token.is_some()) {}
    }),
    ("Scanner", |input| drop(Scanner::with_rules(ALL).scan(input))),
    ("Scanner, byte by byte", |input| {
        let mut scanner = Scanner::with_rules(ALL);
        for end in 0..=input.len() {
            drop(scanner.scan(input.get(..end).unwrap_or_default()));
        }
    }),
    ("EventReader", |input| {
        let mut events = EventReader::with_rules(input, ALL);
        while events.next().is_ok_and(|token| token.is_some()) {}
    }),
    ("Document", |input| drop(Document::parse_with(input, ALL))),
    ("Document, default", |input| {
        drop(Document::parse_with(input, Rules::DEFAULT.max_depth(usize::MAX)));
    }),
    ("quirks", |input| drop(Document::parse_with(input, ALL).map(|it| it.quirks().len()))),
    ("quirks, as text", |input| {
        let Ok(document) = Document::parse_with(input, ALL) else { return };
        document.quirks().iter().map(ToString::to_string).for_each(drop);
    }),
    ("Value", |input| drop(Value::parse_with(input, ALL))),
    ("Value, copied and compared", |input| {
        let Ok(value) = Value::parse_with(input, ALL) else { return };
        assert_eq!(value.clone(), value);
    }),
    ("Value, as JSON and back", |input| {
        let Ok(value) = Value::parse_with(input, ALL) else { return };
        drop(Value::from_json(&value.to_string()));
    }),
    ("Value, by serde", |input| {
        drop(Value::deserialize(&mut bencode::Deserializer::with_rules(input, ALL)));
    }),
    ("IgnoredAny", |input| {
        drop(IgnoredAny::deserialize(&mut bencode::Deserializer::with_rules(input, ALL)));
    }),
    ("error, as text", |input| {
        let strict = Rules::STRICT.max_depth(usize::MAX);
        let Err(error) = Document::parse_with(input, strict) else { return };
        drop(format!("{error} {error:?} {} {}", error.path(input), error.excerpt(input)));
    }),
    ("path", |input| drop(Path::of(input, input.len() / 2).to_string())),
];

/// Units of the three inputs.
const UNITS: [usize; 3] = [1_000, 2_000, 4_000];

/// So few instructions more are none for each unit.
const FEW: u64 = 2_000;

/// Above this, work is not linear, and not n log n.
const MOST: f64 = 1.25;

fn input(parts: [&str; 4], units: usize) -> Vec<u8> {
    let [front, unit, end, back] = parts;
    [front, &unit.repeat(units), &end.repeat(units), back].concat().into_bytes()
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["run", entry, name, units] => run(entry, name, units.parse().unwrap_or(0)),
        ref words => report(words),
    }
}

/// One entry point on one input, for cachegrind.
fn run(entry: &str, name: &str, units: usize) -> ExitCode {
    let entry = ENTRIES.iter().find(|(known, _)| *known == entry);
    let parts = INPUTS.iter().find(|(known, _)| *known == name);
    let (Some((_, run)), Some((_, parts))) = (entry, parts) else { return ExitCode::FAILURE };
    run(&input(*parts, units));
    ExitCode::SUCCESS
}

fn report(words: &[&str]) -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    for (entry, _) in ENTRIES {
        for (name, _) in INPUTS {
            if !words.iter().all(|word| entry.contains(word) || name.contains(word)) {
                continue;
            }
            let Some(exponent) = exponent(entry, name) else {
                eprintln!("exponents: {entry}, {name}: not counted; is valgrind there?");
                return ExitCode::FAILURE;
            };
            let verdict = if exponent > MOST { "  NOT LINEAR" } else { "" };
            println!("{exponent:5.2}  {entry}: {name}{verdict}");
            if exponent > MOST {
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn exponent(entry: &str, name: &str) -> Option<f64> {
    let counts = thread::scope(|scope| {
        let count = |units: usize| {
            scope.spawn(move || all_instructions(&["run", entry, name, &units.to_string()]).ok())
        };
        UNITS.map(count).map(|one| one.join().ok().flatten())
    });
    let [Some(once), Some(twice), Some(four)] = counts else { return None };
    let (first, second) = (twice.saturating_sub(once), four.saturating_sub(twice));
    // What stops early does the same however long the input is.
    if second < FEW { Some(0.0) } else { Some((second as f64 / first as f64).log2()) }
}
