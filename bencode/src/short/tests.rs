//! The functions for common tokens match them and agree with the grammar.

extern crate std;
use std::format;
use std::string::String;
use std::vec::Vec;

use super::{quick_string, short_integer, short_string};
use crate::grammar::{integer, string};

/// Bytes after a token, such as follow most tokens.
const AFTER: &str = "e6:pieces";

/// Tokens that are left to the grammar, with [`AFTER`] or nothing after them.
fn left<'a>(texts: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    texts.iter().flat_map(|text| [format!("{text}{AFTER}"), String::from(*text)])
}

#[test]
fn integers_are_read_to_their_end() {
    let numbers = ["0", "7", "-7", "1800", "-1800", "12345678", "123456789", "1234567890123456"];
    let long = "9".repeat(50);
    for number in numbers.into_iter().chain([&*long]) {
        let body = format!("{number}e{AFTER}");
        let (int, rest) = short_integer(body.as_bytes()).unwrap();
        assert_eq!((int.digits(), rest), (number.as_bytes(), AFTER.as_bytes()));
        let whole = format!("i{body}");
        let Ok((rest, int)) = integer(whole.as_bytes()) else { panic!("{whole}") };
        assert_eq!((int.digits(), rest), (number.as_bytes(), AFTER.as_bytes()));
    }
    for body in
        left(&["", "e", "-", "-e", "--1e", "00e", "-0e", "-01e", "01e", "1x", "1-", "12345678x"])
    {
        assert!(short_integer(body.as_bytes()).is_none(), "{body}");
    }
}

#[cfg(feature = "serde")]
#[test]
fn numbers_have_the_value_of_their_digits() {
    let around = (0..15).map(|power| 10i64.pow(power)).flat_map(|ten| [ten - 1, ten, ten + 1]);
    let numbers = around.chain([1800, 12_345_678, 123_456_789, 999_999_999_999_999]);
    for number in numbers.flat_map(|number| [number, -number]) {
        let body = format!("{number}e{AFTER}");
        let taken = super::short_number(body.as_bytes());
        assert_eq!(taken, Some((number, AFTER.as_bytes())), "{number}");
    }
    for body in left(&[
        "",
        "e",
        "-",
        "-e",
        "-0e",
        "--1e",
        "00e",
        "01e",
        "1x",
        "12345678x",
        "1234567890123456e",
    ]) {
        assert_eq!(super::short_number(body.as_bytes()), None, "{body}");
    }
}

#[test]
fn strings_are_read_to_their_end() {
    for length in [0, 1, 9, 10, 99, 100, 999, 1_000, 12_345, 123_456, 1_234_567, 10_000_000] {
        let input = format!("{length}:{}{AFTER}", "x".repeat(length));
        let input = input.as_bytes();
        let Ok((rest, text)) = string(input) else { panic!("{length}") };
        assert_eq!((text.len(), rest), (length, AFTER.as_bytes()));
        for taken in [short_string(input), quick_string(input)] {
            let taken = taken.unwrap();
            assert_eq!((taken.text, taken.rest), (text, rest));
            assert_eq!(taken.body, [text, rest].concat());
        }
    }
    for input in
        left(&["", ":", "x", "-1:x", "00:", "01:x", "1x", "10x", "100x", "99999999", "99999999:"])
    {
        for taken in [short_string(input.as_bytes()), quick_string(input.as_bytes())] {
            assert!(taken.is_none(), "{input}");
        }
    }
}

#[test]
fn a_length_without_digits_is_refused() {
    let wrong: Vec<_> = [":", ":x", "x", "-1:x"]
        .into_iter()
        .filter(|text| string(text.as_bytes()).is_ok())
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}
