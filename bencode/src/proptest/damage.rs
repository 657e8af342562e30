//! Inputs that strict rules must refuse, and the error for each.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::tree::{canonical, key};
use crate::error::ErrorKind;

/// An input with one fault: [`damaged`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Damaged {
    /// Canonical up to the fault.
    pub input: Vec<u8>,
    /// The kind of the error under [`Rules::STRICT`](crate::Rules::STRICT).
    pub kind: ErrorKind,
    /// The byte at fault.
    pub offset: usize,
}

/// Bytes that strict rules refuse, with the kind of the error and the byte it is at.
///
/// The fault is inside some lists and dictionaries, after valid values.
pub fn damaged() -> impl Strategy<Value = Damaged> + Clone {
    prop_oneof![
        8 => (vec(level(), 0..6), fault()).prop_map(|(levels, fault)| fault.inside(&levels)),
        1 => (canonical(), "[ -~]{1,4}").prop_map(|(value, more)| trailing(&value, &more)),
    ]
}

/// What precedes the fault on one level.
fn level() -> impl Strategy<Value = Vec<u8>> + Clone {
    let list = vec(canonical(), 0..3).prop_map(|items| [&b"l"[..], &items.concat()].concat());
    let dict = key().prop_map(|key| [format!("d{}:", key.len()).as_bytes(), &key].concat());
    prop_oneof![list, dict].boxed()
}

fn trailing(value: &[u8], more: &str) -> Damaged {
    let offset = value.len();
    Damaged { input: [value, more.as_bytes()].concat(), kind: ErrorKind::TrailingData, offset }
}

/// A wrong value.
#[derive(Clone, Debug)]
struct Fault {
    text: Vec<u8>,
    kind: ErrorKind,
    /// The byte at fault in the text.
    place: usize,
}

impl Fault {
    fn new(text: impl Into<Vec<u8>>, kind: ErrorKind, place: usize) -> Fault {
        Fault { text: text.into(), kind, place }
    }

    /// Makes a fault where the input ends with the text.
    fn cut(text: impl Into<Vec<u8>>, missing: usize) -> Fault {
        let text = text.into();
        Fault { kind: ErrorKind::UnexpectedEnd { missing }, place: text.len(), text }
    }

    /// Puts the fault inside `levels`. What follows a fault does not matter, but nothing follows a cut.
    fn inside(self, levels: &[Vec<u8>]) -> Damaged {
        let front = levels.concat();
        let ends =
            if matches!(self.kind, ErrorKind::UnexpectedEnd { .. }) { 0 } else { levels.len() };
        let back: Vec<u8> = core::iter::repeat_n(b'e', ends).collect();
        let offset = front.len().saturating_add(self.place);
        Damaged { input: [front, self.text, back].concat(), kind: self.kind, offset }
    }
}

fn fault() -> impl Strategy<Value = Fault> + Clone {
    let digits = "[1-9][0-9]{0,20}";
    let bytes = vec(any::<u8>(), 0..12);
    prop_oneof![
        select(fixed()),
        digits.prop_map(|digits| Fault::cut(format!("i{digits}"), 1)),
        digits.prop_map(|digits| zero("i0", &digits, ErrorKind::LeadingZeroInteger, 2)),
        digits.prop_map(|digits| zero("i-0", &digits, ErrorKind::LeadingZeroInteger, 2)),
        (1..100usize, bytes.clone()).prop_map(|(missing, there)| short(missing, &there)),
        bytes.prop_map(|text| zero_length(&text)),
        (canonical(), key()).prop_map(|(value, key)| twice(&value, &key)),
        select(b"\0\n :-+ABDEILXZabcfjkmxyz~\xff".to_vec()).prop_map(|byte| Fault::new(
            [byte],
            ErrorKind::UnexpectedByte,
            0
        )),
    ]
    .boxed()
}

/// The faults without variable parts.
fn fixed() -> Vec<Fault> {
    use ErrorKind::{
        ExpectedDigit, KeyNotString, LengthOverflow, MissingValue, NegativeZero, UnexpectedByte,
        UnsortedKey,
    };
    // A run of nines overflows at the digit that is the last of the greatest length.
    let last_digit = usize::MAX.ilog10() as usize;
    Vec::from([
        Fault::cut("", 1),
        Fault::cut("l", 1),
        Fault::cut("d", 1),
        Fault::cut("d1:a", 1),
        Fault::cut("12", 1),
        Fault::cut("i-", 1),
        Fault::new("ie", ExpectedDigit, 1),
        Fault::new("i-e", ExpectedDigit, 2),
        Fault::new("i+3e", UnexpectedByte, 1),
        Fault::new("i1.5e", UnexpectedByte, 2),
        Fault::new("1x", UnexpectedByte, 1),
        Fault::new("i-0e", NegativeZero, 2),
        Fault::new("99999999999999999999:", LengthOverflow, last_digit),
        Fault::new("di1ei2ee", KeyNotString, 1),
        Fault::new("d1:ai1elee", KeyNotString, 7),
        Fault::new("d1:ae", MissingValue, 4),
        Fault::new("d1:bi1e1:ai2ee", UnsortedKey, 7),
        Fault::new("d1:ai1e0:i2ee", UnsortedKey, 7),
    ])
}

fn zero(front: &str, digits: &str, kind: ErrorKind, place: usize) -> Fault {
    Fault::new(String::from_iter([front, digits, "e"]), kind, place)
}

fn zero_length(text: &[u8]) -> Fault {
    let front = format!("0{}:", text.len());
    Fault::new([front.as_bytes(), text].concat(), ErrorKind::LeadingZeroLength, 1)
}

/// A byte string that lacks `missing` of its bytes.
fn short(missing: usize, there: &[u8]) -> Fault {
    let front = format!("{}:", there.len().saturating_add(missing));
    Fault::cut([front.as_bytes(), there].concat(), missing)
}

/// A dictionary with a repeated key.
fn twice(value: &[u8], key: &[u8]) -> Fault {
    let key = [format!("{}:", key.len()).as_bytes(), key].concat();
    let second = key.len().saturating_add(value.len()).saturating_add(1);
    let text = [b"d", &key[..], value, &key, value, b"e"].concat();
    Fault::new(text, ErrorKind::DuplicateKey, second)
}
