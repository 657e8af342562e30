//! One grammar: every decoder gives the same verdict on the same bytes.

use bencode::hex::Excerpt;
use bencode::{Document, Error, ErrorKind, Progress, Quirk, Reader, Rules, Scanner, Value};

use crate::ways::{self, BUILDING, LAX, RULES, STREAMING, Verdict, Way};

laws![
    every_way_gives_one_verdict,
    ways_that_build_agree_by_default,
    ways_that_stream_agree_by_default,
    stricter_rules_accept_less,
    quirks_are_what_strict_rules_refuse,
    refusing_a_quirk_finds_the_first_of_its_kind,
    faults_can_be_shown,
    more_bytes_mend_no_fault,
    every_prefix_asks_for_more,
    a_reset_scanner_is_a_new_one,
];

/// Under strict rules, and under the grammar alone, every decoder gives the same verdict: accepted,
/// or the same kind of error at the same byte.
pub fn every_way_gives_one_verdict(input: &[u8]) {
    for rules in [Rules::STRICT, LAX] {
        let _ = one_verdict(ways::all(), input, rules);
    }
}

/// Under the default rules, all ways that build something detect the same duplicates.
pub fn ways_that_build_agree_by_default(input: &[u8]) {
    let _ = one_verdict(BUILDING.iter(), input, Rules::DEFAULT);
}

/// Under the default rules, all ways that hold no memory detect the same duplicates, and no more than those
/// that do.
pub fn ways_that_stream_agree_by_default(input: &[u8]) {
    let streaming = one_verdict(STREAMING.iter(), input, Rules::DEFAULT);
    let building = one_verdict(BUILDING.iter(), input, Rules::DEFAULT);
    if building.map_err(|(kind, _)| kind) != Err(ErrorKind::DuplicateKey) {
        assert_eq!(streaming, building);
    }
}

fn one_verdict<'w>(ways: impl Iterator<Item = &'w Way>, input: &[u8], rules: Rules) -> Verdict {
    let mut first = None;
    for (name, decode) in ways {
        let verdict = decode(input, rules);
        let expected = *first.get_or_insert(verdict);
        assert_eq!(verdict, expected, "{name} on {}", input.escape_ascii());
    }
    first.unwrap()
}

/// The default rules accept whatever strict rules accept, and the tolerant ones whatever the default rules
/// accept; wider rules never stop earlier.
pub fn stricter_rules_accept_less(input: &[u8]) {
    for (_, decode) in [&STREAMING[0], &BUILDING[0], &BUILDING[2]] {
        let stops =
            RULES.map(|rules| decode(input, rules).map_or_else(|(_, at)| at, |()| usize::MAX));
        assert!(stops.is_sorted(), "{stops:?}");
    }
}

/// A document has no quirks if and only if strict rules accept it.
pub fn quirks_are_what_strict_rules_refuse(input: &[u8]) {
    let Ok(document) = Document::parse_with(input, Rules::TOLERANT) else { return };
    let is_strict = Document::parse_with(input, Rules::STRICT).is_ok();
    assert_eq!(document.quirks().is_empty(), is_strict, "{:?}", document.quirks());
}

/// Refusing a single quirk fails at the first deviation of that kind, and succeeds if there is none.
pub fn refusing_a_quirk_finds_the_first_of_its_kind(input: &[u8]) {
    const QUIRKS: [Quirk; 6] = [
        Quirk::LeadingZeroInteger,
        Quirk::NegativeZero,
        Quirk::LeadingZeroLength,
        Quirk::UnsortedKey,
        Quirk::DuplicateKey,
        Quirk::TrailingData,
    ];
    let Ok(document) = Document::parse_with(input, Rules::TOLERANT) else { return };
    let deviations = document.quirks();
    for quirk in QUIRKS {
        let mut alike = deviations.iter().filter(|deviation| deviation.quirk == quirk);
        let refused = Value::parse_with(input, Rules::TOLERANT.refuse(quirk));
        let offset = refused.err().map(|err| err.offset());
        assert_eq!(offset, alike.next().map(|first| first.offset), "{quirk}");
    }
}

/// An error lies inside the input or at its end, is cut short only there, has a path, and can be
/// shown with its surroundings.
pub fn faults_can_be_shown(input: &[u8]) {
    for rules in RULES {
        let faults =
            [Document::parse_with(input, rules).err(), Value::parse_with(input, rules).err()];
        faults.iter().flatten().for_each(|fault| shown(fault, input));
    }
}

fn shown(fault: &Error, input: &[u8]) {
    assert!(fault.offset() <= input.len());
    assert!(!fault.is_eof() || fault.offset() == input.len());
    assert!(!fault.is_data());
    // A message omits the middle of a long path.
    let path: String = fault.path(input).to_string().chars().take(80).collect();
    assert!(fault.to_string().starts_with(&path), "{fault} at {path}");
    let excerpt = Excerpt { input, offset: fault.offset() }.to_string();
    let (rows, carets) = excerpt.rsplit_once('\n').unwrap();
    assert!(rows.lines().count() <= 3 && carets.trim_start().starts_with("^^"));
}

/// An error stays the same error, whatever bytes follow: only an input that is cut short can become valid.
pub fn more_bytes_mend_no_fault(input: &[u8]) {
    for rules in [Rules::STRICT, LAX] {
        let Err((kind, at)) = ways::by_token(input, rules) else { continue };
        if matches!(kind, ErrorKind::UnexpectedEnd { .. }) || is_open_zero(&input[at..], kind) {
            continue;
        }
        for more in [&b"e"[..], b"0", b":", b"d1:ai0e"] {
            assert_eq!(ways::by_token(&[input, more].concat(), rules), Err((kind, at)));
        }
    }
}

/// Whether the input ends in `i-0`, where the next byte decides which kind of zero it is.
fn is_open_zero(rest: &[u8], kind: ErrorKind) -> bool {
    rest == b"0" && matches!(kind, ErrorKind::NegativeZero | ErrorKind::LeadingZeroInteger)
}

/// A value without its end needs more bytes, and the scanner asks for no more than are missing.
pub fn every_prefix_asks_for_more(input: &[u8]) {
    let Ok(Progress::Frame(length)) = Scanner::with_rules(LAX).scan(input) else { return };
    for end in (0..length).rev().take(64) {
        let Err((ErrorKind::UnexpectedEnd { missing }, at)) = ways::by_token(&input[..end], LAX)
        else {
            panic!("{} is no prefix", input[..end].escape_ascii());
        };
        assert!(at == end && (1..=length - end).contains(&missing), "{missing} at {at}");
    }
}

/// A scanner that was reset finds the next frame as a new scanner does, and as a reader does.
pub fn a_reset_scanner_is_a_new_one(input: &[u8]) {
    let mut used = Scanner::new();
    let mut rest = input;
    while let Ok(Progress::Frame(length)) = used.scan(rest) {
        let mut reader = Reader::new(rest);
        assert_eq!(reader.raw_value(), Ok(Some(&rest[..length])));
        assert_eq!(reader.rest(), &rest[length..]);
        rest = &rest[length..];
        used.reset();
    }
    let mut again = used.clone();
    again.reset();
    assert_eq!(again.scan(rest), Scanner::new().scan(rest));
}
