//! The most memory that each entry point takes for each byte of input.

use allocation_counter::measure;
use bencode::{Document, Error, Reader, Rules, Scanner, Tape, Value};

use super::cores::on_all_cores;
use super::ratio;
use super::shapes::{Effort, QUICK, WIDE, beyond, worst};

/// The bytes that an entry point may take in addition to [`STATE`], for each byte of input.
struct Entry {
    name: &'static str,
    bound: f64,
    /// Returns the peak while it runs, without memory that existed before.
    peak: fn(&[u8], Rules) -> u64,
}

/// The rules that take the most memory: those that accept what others refuse, and those that look for duplicates.
const RULES: [Rules; 5] = [
    Rules::STRICT,
    Rules::DEFAULT,
    Rules::TOLERANT,
    Rules::DEFAULT.max_depth(usize::MAX),
    Rules::TOLERANT.max_depth(usize::MAX),
];

fn peak(run: impl FnOnce()) -> u64 {
    let used = measure(run);
    assert_eq!(used.bytes_current, 0, "memory is lost");
    used.bytes_max
}

fn read_all(input: &[u8], rules: Rules) -> Option<Error> {
    let mut reader = Reader::with_rules(input, rules);
    loop {
        match reader.next() {
            Ok(Some(_)) => {}
            Ok(None) => return None,
            Err(error) => return Some(error),
        }
    }
}

fn scan_in_pieces(input: &[u8], rules: Rules) {
    let mut scanner = Scanner::with_rules(rules);
    let half = input.len() / 2;
    if scanner.scan(&input[..half]).is_ok() {
        drop(scanner.finish(input));
    }
}

/// A tape that was used before.
fn tape_again(input: &[u8], rules: Rules) {
    let mut tape = Tape::new();
    drop(tape.parse_with(input, rules));
    drop(tape.parse_with(input, rules));
}

fn quirks(input: &[u8], rules: Rules) -> u64 {
    let Ok(document) = Document::parse_with(input, rules) else { return 0 };
    peak(|| drop(document.quirks()))
}

/// All entry points.
fn quirks_said(input: &[u8], rules: Rules) -> u64 {
    let Ok(document) = Document::parse_with(input, rules) else { return 0 };
    let quirks = document.quirks();
    let mut most = 0;
    for quirk in quirks.iter().take(100).chain(quirks.last()) {
        most = most.max(peak(|| {
            assert!(quirk.to_string().len() <= LINE, "{quirk}");
            drop(format!("{quirk:?}"));
            drop(quirk.path());
        }));
    }
    most
}

/// The longest text of an error or a deviation: two ends of a path of 122 characters, two keys of 48 bytes,
/// each byte as an escape of four, and the words around them.
const LINE: usize = 1024;

fn errors_said(input: &[u8], rules: Rules) -> u64 {
    let Err(error) = Document::parse_with(input, rules) else { return 0 };
    peak(|| {
        assert!(error.to_string().len() <= LINE, "{error}");
        drop(format!("{error:?}"));
        drop(error.path(input));
        drop(error.excerpt(input).to_string());
    })
}

#[cfg(feature = "std")]
fn read_events(input: &[u8], rules: Rules) {
    let mut events = bencode::EventReader::with_rules(input, rules);
    while events.next().is_ok_and(|token| token.is_some()) {}
}

#[cfg(feature = "serde")]
fn read_as<'i, T: serde::Deserialize<'i>>(input: &'i [u8], rules: Rules) {
    let mut from = bencode::Deserializer::with_rules(input, rules).into_iter::<T>();
    drop(from.next());
}

#[cfg(all(feature = "serde", feature = "bytes", feature = "std"))]
fn shared_tree(input: &[u8], _: Rules) -> u64 {
    let frame = bytes::Bytes::copy_from_slice(input);
    // The first clone of a frame allocates its reference count.
    drop(frame.clone());
    peak(|| drop(bencode::from_bytes::<Value<'_>>(frame.clone())))
}

const ENTRIES: &[Entry] = &[
    Entry { name: "Reader", bound: 1.25, peak: |i, r| peak(|| drop(read_all(i, r))) },
    Entry {
        name: "Reader::skip_value",
        bound: 1.25,
        peak: |i, r| peak(|| drop(Reader::with_rules(i, r).skip_value())),
    },
    Entry {
        name: "Scanner",
        bound: 1.25,
        peak: |i, r| peak(|| drop(Scanner::with_rules(r).scan(i))),
    },
    Entry { name: "Scanner, twice", bound: 1.25, peak: |i, r| peak(|| scan_in_pieces(i, r)) },
    #[cfg(feature = "std")]
    Entry { name: "EventReader", bound: 8.0, peak: |i, r| peak(|| read_events(i, r)) },
    Entry { name: "Document", bound: 7.0, peak: |i, r| peak(|| drop(Document::parse_with(i, r))) },
    Entry { name: "Tape, twice", bound: 7.0, peak: |i, r| peak(|| tape_again(i, r)) },
    Entry { name: "Value", bound: 26.0, peak: |i, r| peak(|| drop(Value::parse_with(i, r))) },
    Entry { name: "Document::quirks", bound: 16.0, peak: quirks },
    Entry { name: "Deviation, as text", bound: 0.0, peak: quirks_said },
    Entry { name: "Error, as text", bound: 1.25, peak: errors_said },
    #[cfg(feature = "serde")]
    Entry {
        name: "Value, by serde",
        bound: 26.0,
        peak: |i, r| peak(|| read_as::<Value<'_>>(i, r)),
    },
    #[cfg(feature = "serde")]
    Entry {
        name: "Dict, by serde",
        bound: 26.0,
        peak: |i, r| peak(|| read_as::<bencode::Dict<'_>>(i, r)),
    },
    #[cfg(feature = "serde")]
    Entry {
        name: "IgnoredAny",
        bound: 1.25,
        peak: |i, r| peak(|| read_as::<serde::de::IgnoredAny>(i, r)),
    },
    #[cfg(all(feature = "serde", feature = "bytes", feature = "std"))]
    Entry { name: "Value, shared", bound: 26.0, peak: shared_tree },
];

fn search(effort: Effort) {
    let found = on_all_cores(ENTRIES, |Entry { name, bound, peak }| {
        let (cost, shape) = worst(effort, |input| {
            let most = RULES.iter().map(|&rules| peak(input, rules)).max().unwrap_or(0);
            ratio(most, input)
        });
        beyond(name, *bound, cost, &shape)
    });
    assert_eq!(found, [""; 0]);
}

#[test]
fn no_entry_point_takes_more_than_its_share() {
    search(QUICK);
}

#[test]
#[ignore = "a minute in release"]
fn no_entry_point_takes_more_than_its_share_however_long_one_looks() {
    search(WIDE);
}
