//! All ways to read an input, in one form so that tests can compare them.

#[path = "verdict.rs"]
mod verdict;

#[cfg(feature = "alloc")]
use bencode::{Document, Tape, Value};
use bencode::{Progress, Quirk, Reader, Rules, Scanner};

#[cfg(feature = "std")]
use crate::pieces;

pub(crate) use verdict::{Verdict, verdict};
use verdict::{by_token, framed};

/// The grammar only: every quirk is accepted except bytes after the value, at any depth.
pub(crate) const LAX: Rules = Rules::TOLERANT.refuse(Quirk::TrailingData).max_depth(DEPTH);

/// Canonical bencode at any depth.
pub(crate) const STRICT: Rules = Rules::STRICT.max_depth(DEPTH);

/// Without an allocator there is room for 128 levels only.
pub(crate) const DEPTH: usize = if cfg!(feature = "alloc") { usize::MAX } else { 128 };

/// A way to read an input, and its name.
pub(crate) type Decoder = (&'static str, fn(&[u8], Rules) -> Verdict);

/// Those that store nothing: they detect only adjacent duplicate keys.
pub(crate) const STREAMING: &[Decoder] = &[
    ("reader, skipping", skip),
    ("reader, by token", by_token),
    ("scanner, all at once", scan::<{ usize::MAX }>),
    ("scanner, by 1", scan::<1>),
    ("scanner, by 7", scan::<7>),
    ("scanner, by 1460", scan::<1460>),
    #[cfg(feature = "std")]
    ("events, all at once", pieces::read::<{ usize::MAX }>),
    #[cfg(feature = "std")]
    ("events, by 1", pieces::read::<1>),
    #[cfg(feature = "std")]
    ("events, by 7", pieces::read::<7>),
    #[cfg(feature = "std")]
    ("events, by 1460", pieces::read::<1460>),
    #[cfg(feature = "std")]
    ("events, skipping", pieces::skip::<1>),
];

/// Those that build a document or a value: they detect every duplicate key.
pub(crate) const MEMORY: &[Decoder] = &[
    #[cfg(feature = "alloc")]
    ("document", |input, rules| verdict(Document::parse_with(input, rules))),
    #[cfg(feature = "alloc")]
    ("tape, used before", tape),
    #[cfg(feature = "alloc")]
    ("value", |input, rules| verdict(Value::parse_with(input, rules))),
];

/// All ways.
pub(crate) fn all() -> impl Iterator<Item = &'static Decoder> {
    STREAMING.iter().chain(MEMORY)
}

fn skip(input: &[u8], rules: Rules) -> Verdict {
    let mut reader = Reader::with_rules(input, rules);
    verdict(reader.skip_value().and_then(|_| reader.next()))
}

/// Passes the input in pieces of `PIECE` bytes, and checks how much the scanner asks for.
fn scan<const PIECE: usize>(input: &[u8], rules: Rules) -> Verdict {
    let mut scanner = Scanner::with_rules(rules);
    let mut needed = 0;
    for end in (0..input.len()).step_by(PIECE).skip(1) {
        match scanner.scan(&input[..end]) {
            Ok(Progress::Need(more)) => {
                assert!(more > 0, "asks for nothing");
                needed = end.saturating_add(more);
            }
            Ok(Progress::Frame(length)) => return framed(input, length, needed, rules),
            Err(err) => return verdict::<()>(Err(err)),
        }
    }
    match scanner.finish(input) {
        Ok(length) => framed(input, length, needed, rules),
        Err(err) => verdict::<()>(Err(err)),
    }
}

/// Parses with a tape that earlier inputs used, which must not matter.
#[cfg(feature = "alloc")]
fn tape(input: &[u8], rules: Rules) -> Verdict {
    thread_local!(static TAPE: std::cell::RefCell<Tape> = std::cell::RefCell::default());
    TAPE.with_borrow_mut(|tape| verdict(tape.parse_with(input, rules)))
}
