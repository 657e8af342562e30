//! The entry points of `bencode`, and the shapes of documents on which each of them is run.

use bencode::{Document, EventReader, Path, Reader, Rules, Scanner, Value};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::{Entry, Input};

const ALL: Rules = Rules::TOLERANT.max_depth(usize::MAX);

pub(crate) const INPUTS: &[Input] = &[
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

pub(crate) const ENTRIES: &[Entry] = &[
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
