//! Every entry point applied to one input, in one form, so that laws can compare the results.

// The tests of bencode also use this file.
#[path = "../../bencode/tests/common/verdict.rs"]
mod verdict;

use std::io::BufReader;

use bencode::{
    Deserializer, Document, Error, EventReader, Progress, Quirk, RawValue, Reader, Rules, Scanner,
    Tape, Value,
};
use serde::Deserialize;
use serde::de::IgnoredAny;

use verdict::framed;
pub(crate) use verdict::{Verdict, by_token, verdict};

/// A way to read an input, and its name.
pub(crate) type Way = (&'static str, fn(&[u8], Rules) -> Verdict);

/// The grammar alone: every quirk is accepted except bytes after the value.
pub(crate) const LAX: Rules = Rules::TOLERANT.refuse(Quirk::TrailingData);

/// The rules, from the strictest to the most tolerant.
pub(crate) const RULES: [Rules; 3] = [Rules::STRICT, Rules::DEFAULT, Rules::TOLERANT];

/// Ways that store nothing: they detect only adjacent duplicate keys.
pub(crate) const STREAMING: &[Way] = &[
    ("reader by token", by_token),
    ("reader skipping", skipping),
    ("scanner all at once", |input, rules| scanned(input, rules, |_| usize::MAX)),
    ("scanner by 1", |input, rules| scanned(input, rules, |_| 1)),
    ("scanner by 7", |input, rules| scanned(input, rules, |_| 7)),
    ("event reader", |input, rules| events(input, rules, 8192)),
    ("event reader by 1", |input, rules| events(input, rules, 1)),
    ("event reader skipping", skipping_events),
    ("scanner by what it reads", |input, rules| scanned(input, rules, |byte| byte as usize % 32)),
];

/// Ways that build a document or a value: they detect every duplicate key.
pub(crate) const BUILDING: &[Way] = &[
    ("document", |input, rules| verdict(Document::parse_with(input, rules))),
    ("tape used before", used_tape),
    ("value", |input, rules| verdict(Value::parse_with(input, rules))),
];

/// Ways through serde: they detect a duplicate key at the end of its dictionary, or not at all.
pub(crate) const SERDE: &[Way] = &[
    ("value through serde", |input, rules| verdict(typed::<Value<'_>>(input, rules))),
    ("ignored by serde", |input, rules| verdict(typed::<IgnoredAny>(input, rules))),
    ("raw value", |input, rules| verdict(typed::<RawValue<'_>>(input, rules))),
];

/// All ways.
pub(crate) fn all() -> impl Iterator<Item = &'static Way> {
    STREAMING.iter().chain(BUILDING).chain(SERDE)
}

/// Reads all of `input` as one value, through serde.
pub(crate) fn typed<'de, T: Deserialize<'de>>(input: &'de [u8], rules: Rules) -> Result<T, Error> {
    let mut deserializer = Deserializer::with_rules(input, rules);
    let value = T::deserialize(&mut deserializer)?;
    deserializer.end().map(|()| value)
}

fn skipping(input: &[u8], rules: Rules) -> Verdict {
    let mut reader = Reader::with_rules(input, rules);
    verdict(reader.raw_value().and_then(|_| reader.next()))
}

/// Reads from a source that provides `at_once` bytes at a time.
fn events(input: &[u8], rules: Rules, at_once: usize) -> Verdict {
    let source = BufReader::with_capacity(at_once, input);
    let mut events = EventReader::with_rules(source, rules).max_token(usize::MAX);
    loop {
        match events.next() {
            Ok(Some(_)) => {}
            Ok(None) => return Ok(()),
            Err(err) => return verdict::<()>(Err(err)),
        }
    }
}

/// Skips values; keys are read as tokens.
fn skipping_events(input: &[u8], rules: Rules) -> Verdict {
    let source = BufReader::with_capacity(3, input);
    let mut events = EventReader::with_rules(source, rules).max_token(usize::MAX);
    verdict(events.skip_value().and_then(|_| events.next().map(drop)))
}

/// Parses with a tape that earlier inputs used, which must not matter.
fn used_tape(input: &[u8], rules: Rules) -> Verdict {
    thread_local!(static TAPE: std::cell::RefCell<Tape> = std::cell::RefCell::default());
    TAPE.with_borrow_mut(|tape| verdict(tape.parse_with(input, rules)))
}

/// Passes the input in pieces, and checks how much the scanner asks for.
///
/// `piece` returns the length of the next piece from the last byte of the previous one.
fn scanned(input: &[u8], rules: Rules, piece: fn(u8) -> usize) -> Verdict {
    let mut scanner = Scanner::with_rules(rules);
    let (mut end, mut needed) = (0, 0);
    while end < input.len() {
        match scanner.scan(&input[..end]) {
            Ok(Progress::Need(more)) => needed = end.saturating_add(more.max(1)),
            Ok(Progress::Frame(length)) => return framed(input, length, needed, rules),
            Err(err) => return verdict::<()>(Err(err)),
        }
        let last = end.checked_sub(1).map_or(0, |last| input[last]);
        end = end.saturating_add(piece(last).max(1)).min(input.len());
    }
    match scanner.finish(input) {
        Ok(length) => framed(input, length, needed, rules),
        Err(err) => verdict::<()>(Err(err)),
    }
}
