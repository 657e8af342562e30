//! All strings over the ten letters that matter: every decoder gives every one of them one verdict.

use bencode::Rules;

use crate::decoders::{self, LAX, MEMORY, STREAMING};

const LETTERS: &[u8] = b"01:ielda-";

/// Calls `visit` with every string of `length` letters.
fn strings(length: usize, mut visit: impl FnMut(&[u8])) {
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

/// How many strings of up to `longest` letters are accepted under STRICT, and by the grammar alone.
fn count(longest: usize) -> [usize; 2] {
    let mut accepted = [0; 2];
    for length in 0..=longest {
        strings(length, |input| {
            for (count, rules) in accepted.iter_mut().zip([Rules::STRICT, LAX]) {
                let verdict = STREAMING[0].1(input, rules);
                *count += usize::from(verdict.is_ok());
                for (name, decode) in decoders::all().skip(1) {
                    assert_eq!(decode(input, rules), verdict, "{name}: {}", input.escape_ascii());
                }
            }
            agree_by_default(input);
        });
    }
    accepted
}

/// Under the default rules those with memory agree among each other, and those without too.
fn agree_by_default(input: &[u8]) {
    for group in [STREAMING, MEMORY] {
        let verdicts = group.iter().map(|(_, decode)| decode(input, Rules::default()));
        let verdicts: Vec<_> = verdicts.collect();
        let same = verdicts.windows(2).all(|pair| pair[0] == pair[1]);
        assert!(same, "{}: {verdicts:?}", input.escape_ascii());
    }
}

#[test]
fn up_to_six_letters() {
    // Both counts come from a program that writes documents of the grammar, and reads none.
    assert_eq!(count(6), [67, 133]);
}

#[test]
#[ignore = "half a minute in release"]
fn up_to_seven_letters() {
    assert_eq!(count(7), [212, 339]);
}
