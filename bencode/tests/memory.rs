//! Memory is bounded by the input, and parsing one document after the other allocates nothing.
//!
//! A separate test binary, because its allocator counts.
#![cfg(feature = "alloc")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    clippy::unwrap_used
)]

#[path = "common/cores.rs"]
mod cores;
#[path = "memory/search.rs"]
mod search;
#[path = "memory/shapes.rs"]
mod shapes;

use allocation_counter::measure;
#[cfg(feature = "std")]
use bencode::EventReader;
use bencode::{Document, Encoder, FixedBuffer, Reader, Rules, Scanner, Tape, Value};

/// The bytes that may be allocated at once in addition to [`STATE`], for each byte of input.
///
/// Found by trying list and dictionary lengths around powers of two, which are the worst case for memory that
/// doubles; during a move to a larger block, both blocks count.
struct Bounds {
    document: f64,
    value: f64,
    reader: f64,
}

/// The bounds under the default limit of depth. The worst document is `l0:0:0:…e`: a node of 8 bytes for
/// each 2 bytes, and half as many more while they are moved. It is also the worst value: in addition to the
/// nodes, a value of 40 bytes for each 2 bytes.
const BOUNDS: Bounds = Bounds { document: 7.0, value: 26.0, reader: 0.0 };

/// The bounds without a limit of depth, when every level also costs memory, even in a reader.
const DEEP_BOUNDS: Bounds = Bounds { document: 7.0, value: 26.0, reader: 1.25 };

/// The bytes that may be allocated at once whatever the input is: a few levels of nesting, an error with its path.
const STATE: u64 = 2 * 1024;

/// Inputs of about 200 kB that take the most memory for their size, and some that are cut short or malformed.
fn costly() -> Vec<(&'static str, Vec<u8>)> {
    let repeat = |front: &str, item: &str, times, back: &str| {
        [front, &item.repeat(times), back].concat().into_bytes()
    };
    let nested = |front: &str, back: &str, times| repeat("", front, times, &back.repeat(times));
    let keys = |step: usize| {
        let key = |index: usize| format!("5:{:05}le", (index * step) % 20_011);
        format!("d{}e", (0..20_011).map(key).collect::<String>()).into_bytes()
    };
    vec![
        ("empty strings", repeat("l", "0:", 131_072, "e")),
        ("empty lists", repeat("l", "le", 131_072, "e")),
        ("empty dictionaries", repeat("l", "de", 100_000, "e")),
        ("lists of one", repeat("l", "l0:e", 50_000, "e")),
        ("dictionaries of one", repeat("l", "d0:lee", 33_000, "e")),
        ("integers", repeat("l", "i7e", 66_000, "e")),
        ("long integers", repeat("l", "i99999999999999999999e", 9_000, "e")),
        ("sorted keys", keys(1)),
        ("keys in a muddle", keys(7_919)),
        ("the same key", repeat("d", "0:0:", 33_000, "e")),
        ("the same key further in", repeat("ld0:d", "0:0:", 33_000, "eee")),
        ("deep lists", nested("l", "e", 147_457)),
        ("deep lists beyond a power of two", nested("l", "e", 131_073)),
        ("deep dictionaries", nested("d0:", "e", 65_535)),
        ("open lists", nested("l", "", 200_000)),
        ("open dictionaries, unsorted", nested("d1:b0:1:a", "", 22_000)),
        ("open dictionaries", nested("d0:", "", 65_535)),
        ("cut list", repeat("l", "0:", 100_000, "")),
        ("a great length", b"l99999999999:".repeat(15_000)),
        ("the same key, needlessly long", repeat("d", "00:00:", 16_386, "e")),
        (
            "the same, deeper than a path names",
            repeat(&("d0:".repeat(191) + "d"), "00:00:", 16_386, &"e".repeat(192)),
        ),
        ("one long string", repeat("200000:", "x", 200_000, "")),
        ("one long integer", repeat("i", "7", 200_000, "e")),
        ("a length of zeros", repeat("", "0", 200_000, ":")),
        ("broken at the end", repeat("l", "0:", 100_000, "x")),
    ]
}

const RULES: [Rules; 3] = [Rules::STRICT, Rules::DEFAULT, Rules::TOLERANT];

const DEEP: [Rules; 1] = [Rules::TOLERANT.max_depth(usize::MAX)];

/// The bytes allocated at once in addition to [`STATE`], for each byte of input.
fn ratio(bytes: u64, input: &[u8]) -> f64 {
    bytes.saturating_sub(STATE) as f64 / input.len().max(1) as f64
}

/// Runs `decode` on all of them; returns the highest peak for each byte of input.
fn peak(rules: &[Rules], decode: impl Fn(&[u8], Rules)) -> f64 {
    let mut worst = 0f64;
    for (name, input) in costly() {
        for &rules in rules {
            let used = measure(|| decode(&input, rules));
            assert_eq!(used.bytes_current, 0, "{name}: memory is lost");
            let ratio = ratio(used.bytes_max, &input);
            println!("{ratio:6.2} {name}");
            worst = worst.max(ratio);
        }
    }
    worst
}

#[test]
fn documents_are_bounded() {
    let parse = |input: &[u8], rules| drop(Document::parse_with(input, rules));
    let (worst, deepest) = (peak(&RULES, parse), peak(&DEEP, parse));
    assert!(worst <= BOUNDS.document && deepest <= DEEP_BOUNDS.document, "{worst} {deepest}");
}

#[test]
fn values_are_bounded() {
    let parse = |input: &[u8], rules| drop(Value::parse_with(input, rules));
    let (worst, deepest) = (peak(&RULES, parse), peak(&DEEP, parse));
    assert!(worst <= BOUNDS.value && deepest <= DEEP_BOUNDS.value, "{worst} {deepest}");
}

/// The bound in the docs of [`Document::quirks`].
#[test]
fn deviations_are_bounded() {
    for (name, input) in costly() {
        let Ok(document) = Document::parse_with(&input, DEEP[0]) else { continue };
        let used = measure(|| drop(document.quirks()));
        let ratio = ratio(used.bytes_max, &input);
        assert!(ratio <= 16.0, "{ratio} {name}");
    }
}

#[test]
fn a_value_holds_no_more_than_it_needs() {
    let input = [&b"l"[..], &b"0:".repeat(100_000), b"e"].concat();
    let mut value = None;
    let used = measure(|| value = Value::parse(&input).ok());
    assert_eq!(value.unwrap().as_list().unwrap().capacity(), 100_000);
    assert_eq!(used.bytes_current.unsigned_abs(), 100_000 * size_of::<Value<'_>>() as u64);
}

#[test]
fn readers_and_scanners_are_bounded() {
    let read = |input: &[u8], rules| drop(Reader::with_rules(input, rules).skip_value());
    let scan = |input: &[u8], rules| drop(Scanner::with_rules(rules).scan(input));
    for decode in [&read as &dyn Fn(&[u8], Rules), &scan] {
        let (worst, deepest) = (peak(&RULES, decode), peak(&DEEP, decode));
        assert!(worst <= BOUNDS.reader && deepest <= DEEP_BOUNDS.reader, "{worst} {deepest}");
    }
}

/// The bytes that an event reader may hold whatever the input is: the token, the longest key of each open
/// dictionary, and both blocks during a move to a larger one.
#[cfg(feature = "std")]
const fn events_bound(max_token: u64, dictionaries: u64) -> u64 {
    3 * max_token * (1 + dictionaries) + STATE
}

#[cfg(feature = "std")]
#[test]
fn event_readers_are_bounded_whatever_the_input() {
    let max_token = 1024;
    for (name, input) in costly() {
        for rules in RULES {
            let read = || {
                let mut events = EventReader::with_rules(&input[..], rules).max_token(max_token);
                while events.next().is_ok_and(|token| token.is_some()) {}
            };
            let skip = || {
                let mut events = EventReader::with_rules(&input[..], rules).max_token(max_token);
                drop(events.skip_value());
            };
            for decode in [&read as &dyn Fn(), &skip] {
                let used = measure(decode);
                // The keys of these inputs are of five bytes at most.
                assert!(used.bytes_max <= events_bound(1024, 0), "{name}: {}", used.bytes_max);
                assert_eq!(used.bytes_current, 0, "{name}: memory is lost");
            }
        }
    }
}

/// The longest keys in as many dictionaries as the rules allow.
#[cfg(feature = "std")]
#[test]
fn event_readers_hold_one_key_for_each_open_dictionary() {
    let key = "k".repeat(1024);
    let input = format!("d1024:{key}").repeat(200);
    let used = measure(|| {
        let mut events = EventReader::new(input.as_bytes()).max_token(1024);
        assert!(events.skip_value().unwrap_err().is_limit());
        assert_eq!(events.depth(), 128);
    });
    assert!(used.bytes_max > 128 * 1024, "{}", used.bytes_max);
    assert!(used.bytes_max <= events_bound(1024, 128), "{}", used.bytes_max);
}

/// The keys of dictionaries that have ended are dropped.
#[cfg(feature = "std")]
#[test]
fn event_readers_hold_no_key_of_a_dictionary_that_ended() {
    let input = format!("l{}e", "d1:a0:1:b0:e".repeat(10_000));
    let used = measure(|| {
        let mut events = EventReader::new(input.as_bytes());
        assert_eq!(events.skip_value(), Ok(true));
    });
    assert!(used.bytes_max <= events_bound(1, 2), "{}", used.bytes_max);
}

/// A payload of a gigabyte costs nothing but time, skipped or copied.
#[cfg(feature = "std")]
#[test]
#[ignore = "a second in release"]
fn a_payload_of_a_gigabyte_passes_in_constant_memory() {
    use std::io::{self, BufReader, Read};
    let length = 1_000_000_000;
    let front = &b"d7:payload1000000000:"[..];
    let source = || front.chain(io::repeat(b'x').take(length)).chain(&b"3:tag0:e"[..]);
    let used = measure(|| {
        let mut events = EventReader::new(BufReader::new(source()));
        assert_eq!(events.skip_value(), Ok(true));
        assert_eq!(events.next(), Ok(None));
        assert_eq!(events.offset(), length + 29);
        drop(events);
        let mut events = EventReader::new(BufReader::new(source()));
        assert!(events.next().is_ok() && events.skip_value() == Ok(true));
        assert_eq!(events.copy_bytes(&mut io::sink()), Ok(length));
        assert_eq!(events.next(), Ok(Some(bencode::Token::Bytes(b"tag"))));
    });
    // 8 KiB are the buffer of the source.
    assert!(used.bytes_max <= 12 * 1024, "{}", used.bytes_max);
}

/// An announce reply, a DHT message and a torrent.
const MESSAGES: [&[u8]; 3] = [
    include_bytes!("dumps/reply.bin"),
    b"d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe",
    include_bytes!("corpus/files/gen--torf-many.torrent"),
];

#[test]
fn a_tape_used_before_allocates_nothing() {
    let mut tape = Tape::new();
    let mut parse = || MESSAGES.iter().all(|message| tape.parse(message).is_ok());
    assert!(parse());
    let used = measure(|| assert!(parse()));
    assert_eq!(used.count_total, 0);
    // Lists and dictionaries that were open when an input failed are also forgotten.
    let cut = "d1:a".repeat(100);
    let (mut tape, mut scanner) = (Tape::new(), Scanner::new());
    let mut fail = || {
        scanner.reset();
        tape.parse(cut.as_bytes()).is_err() && scanner.scan(cut.as_bytes()).is_ok()
    };
    assert!(fail());
    let used = measure(|| assert!((0..100).all(|_| fail())));
    // A hundred errors, of which nothing stays allocated.
    assert_eq!(used.bytes_current, 0);
}

/// The memory for a small document is allocated at once; that for a large one as its items are read.
#[test]
fn a_document_takes_little_where_it_has_few_items() {
    for message in &MESSAGES[..2] {
        let used = measure(|| drop(Document::parse(message).unwrap()));
        assert_eq!(used.count_total, 1);
        assert!(used.bytes_max <= 2 * message.len() as u64, "{}", used.bytes_max);
    }
    let payload = ["200000:", &"x".repeat(200_000)].concat().into_bytes();
    let used = measure(|| drop(Document::parse(&payload).unwrap()));
    assert!(used.bytes_max <= 32 * 1024, "{}", used.bytes_max);
}

#[test]
fn reading_and_scanning_allocate_nothing() {
    let used = measure(|| {
        for message in MESSAGES {
            assert_eq!(Reader::new(message).raw_value(), Ok(Some(message)));
            assert_eq!(Scanner::new().finish(message), Ok(message.len()));
        }
    });
    assert_eq!(used.count_total, 0);
}

/// The numbers in the docs of [`Reader`]; one more level is stored on the heap.
#[test]
fn nine_dictionaries_or_63_levels_take_no_heap() {
    for (front, inside, levels) in [("d0:", "de", 9), ("l", "le", 63)] {
        let allocations = |levels: usize| {
            let around = levels - 1;
            let input = [&front.repeat(around), inside, &"e".repeat(around)].concat();
            let used = measure(|| {
                assert_eq!(Reader::new(input.as_bytes()).skip_value(), Ok(true));
                assert_eq!(Scanner::new().finish(input.as_bytes()), Ok(input.len()));
            });
            used.count_total
        };
        assert_eq!((allocations(levels), allocations(levels + 1)), (0, 2), "{front}");
    }
}

#[test]
fn writing_into_a_buffer_allocates_nothing() {
    let mut space = [0; 64];
    let used = measure(|| {
        let mut encoder = Encoder::new(FixedBuffer::new(&mut space));
        encoder.dict().unwrap();
        encoder.key(b"interval").unwrap();
        encoder.int(1800).unwrap();
        encoder.key(b"peers").unwrap();
        encoder.bytes(b"\x7f\0\0\x01\x1a\xe1").unwrap();
        encoder.end().unwrap();
        let written = encoder.finish().unwrap().into_written();
        assert_eq!(written, b"d8:intervali1800e5:peers6:\x7f\0\0\x01\x1a\xe1e");
    });
    assert_eq!(used.count_total, 0);
}
