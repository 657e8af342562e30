//! All strings over the ten letters that matter, and all other bytes: one verdict from every decoder.
//!
//! A separate test binary: seven letters need a release build, which takes little time for so small a program.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)]

#[path = "common/cores.rs"]
mod cores;
#[path = "common/decoders.rs"]
mod decoders;
#[cfg(feature = "std")]
#[path = "common/pieces.rs"]
mod pieces;
#[path = "common/strings.rs"]
mod strings;

use bencode::{ErrorKind, Rules};

use crate::cores::on_all_cores;
use crate::decoders::{Decoder, LAX, MEMORY, STREAMING, STRICT, Verdict};
use crate::strings::{how_many, strings};

/// Pieces longer than these strings would be whole strings.
fn decoders() -> Vec<Decoder> {
    let whole = ["scanner, by 7", "scanner, by 1460", "events, by 7", "events, by 1460"];
    decoders::all().filter(|(name, _)| !whole.contains(name)).copied().collect()
}

/// How many strings of up to `longest` letters are accepted under STRICT, and by the grammar only.
fn count(longest: usize) -> [usize; 2] {
    let decoders = decoders();
    let parts: Vec<_> = (0..=longest)
        .flat_map(|length| {
            let all = how_many(length);
            (0..all).step_by(100_000).map(move |from| (length, from..all.min(from + 100_000)))
        })
        .collect();
    let counts = on_all_cores(&parts, |(length, numbers)| {
        let mut accepted = [0; 2];
        strings(*length, numbers.clone(), |input| {
            for (accepted, is_accepted) in accepted.iter_mut().zip(is_accepted(&decoders, input)) {
                *accepted += usize::from(is_accepted);
            }
        });
        Some(accepted)
    });
    counts.iter().fold([0; 2], |[strict, lax], part| [strict + part[0], lax + part[1]])
}

/// Whether `input` is accepted under STRICT, and by the grammar only; all `decoders` have to agree.
fn is_accepted(decoders: &[Decoder], input: &[u8]) -> [bool; 2] {
    let [strict, lax] = [STRICT, LAX].map(|rules| verdict(decoders, input, rules));
    // A verdict that does not depend on the rules is the same under all of them.
    if strict != lax {
        for group in [STREAMING, MEMORY] {
            let _ = verdict(group, input, Rules::DEFAULT);
        }
    }
    [strict.is_ok(), lax.is_ok()]
}

/// The one verdict of all `decoders`.
fn verdict(decoders: &[Decoder], input: &[u8], rules: Rules) -> Verdict {
    let mut verdicts = decoders.iter().map(|(name, decode)| (name, decode(input, rules)));
    let Some((first, verdict)) = verdicts.next() else { return Ok(()) };
    for (name, other) in verdicts {
        assert_eq!(verdict, other, "{first} and {name}: {}", input.escape_ascii());
    }
    verdict
}

#[test]
fn up_to_five_letters() {
    // These counts come from programs other than this crate.
    assert_eq!(count(5), [37, 68]);
}

#[test]
#[ignore = "half a minute in release"]
fn up_to_seven_letters() {
    assert_eq!(count(6), [67, 133]);
    assert_eq!(count(7), [212, 339]);
}

#[test]
fn no_other_byte_begins_a_value() {
    for byte in (0..=255u8).filter(|byte| !b"0123456789ilde".contains(byte)) {
        for (front, at) in [(&b""[..], 0), (b"l", 1), (b"d1:a", 4)] {
            let input = [front, &[byte], b"16:0123456789abcdefe"].concat();
            for (name, decode) in decoders::all() {
                let found = decode(&input, LAX);
                assert_eq!(
                    found,
                    Err((ErrorKind::UnexpectedByte, at)),
                    "{name}: {}",
                    input.escape_ascii()
                );
            }
        }
    }
}
