//! All strings over the ten letters that matter to bencode.

use std::ops::Range;

const LETTERS: &[u8] = b"01:ielda-";

/// The number of strings of `length` letters.
pub(crate) fn how_many(length: usize) -> usize {
    LETTERS.len().pow(length.try_into().unwrap())
}

/// Calls `visit` with the strings of `length` letters that have these numbers.
pub(crate) fn strings(length: usize, numbers: Range<usize>, mut visit: impl FnMut(&[u8])) {
    let mut string = vec![0; length];
    for number in numbers {
        let mut rest = number;
        for letter in &mut string {
            *letter = LETTERS[rest % LETTERS.len()];
            rest /= LETTERS.len();
        }
        visit(&string);
    }
}
