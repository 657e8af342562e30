//! All strings over the ten letters that matter, and all other bytes: one verdict from every decoder.

use bencode::{ErrorKind, Rules};

use crate::decoders::{self, Decoder, LAX, MEMORY, STREAMING, STRICT, Verdict};

const LETTERS: &[u8] = b"01:ielda-";

/// Calls `visit` with every string of `length` letters.
pub(crate) fn strings(length: usize, mut visit: impl FnMut(&[u8])) {
    let total = LETTERS.len().pow(length.try_into().unwrap());
    let mut string = vec![0; length];
    for number in 0..total {
        let mut rest = number;
        for letter in &mut string {
            *letter = LETTERS[rest % LETTERS.len()];
            rest /= LETTERS.len();
        }
        visit(&string);
    }
}

/// Pieces longer than these strings would be whole strings.
fn decoders() -> Vec<Decoder> {
    let whole = ["scanner, by 7", "scanner, by 1460", "events, by 7", "events, by 1460"];
    decoders::all().filter(|(name, _)| !whole.contains(name)).copied().collect()
}

/// How many strings of up to `longest` letters are accepted under STRICT, and by the grammar alone.
fn count(longest: usize) -> [usize; 2] {
    let (decoders, mut accepted) = (decoders(), [0; 2]);
    for length in 0..=longest {
        strings(length, |input| {
            let [strict, lax] = [STRICT, LAX].map(|rules| verdict(&decoders, input, rules));
            accepted[0] += usize::from(strict.is_ok());
            accepted[1] += usize::from(lax.is_ok());
            // What no rule decides is the same under all of them.
            if strict != lax {
                for group in [STREAMING, MEMORY] {
                    let _ = verdict(group, input, Rules::DEFAULT);
                }
            }
        });
    }
    accepted
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
    // These counts come from other programs than this crate.
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
