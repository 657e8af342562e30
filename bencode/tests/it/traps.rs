//! Inputs on which other decoders crash, hang, wrap or guess: one row each.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

#[cfg(feature = "alloc")]
use bencode::{Dict, Document, Value};
use bencode::{Encoder, ErrorKind, FixedBuffer, Int, Quirk, Reader, Rules, Token};

use crate::decoders::{self, LAX, MEMORY, STRICT, Verdict};

/// The verdict of BEP 3 on an input.
#[derive(Clone, Copy)]
enum Says {
    /// Canonical.
    Fine,
    /// Readable but not canonical, at this byte.
    Odd(Quirk, usize),
    /// Not bencode, at this byte.
    Wrong(ErrorKind, usize),
}

use ErrorKind::{ExpectedDigit, KeyNotString, LengthOverflow, MissingValue, UnexpectedByte};
use Quirk::UnsortedKey;
use Quirk::{DuplicateKey, LeadingZeroInteger, LeadingZeroLength, NegativeZero, TrailingData};
use Says::{Fine, Odd, Wrong};

const fn cut(missing: usize, len: usize) -> Says {
    Wrong(ErrorKind::UnexpectedEnd { missing }, len)
}

const TRAPS: &[(&[u8], Says)] = &[
    (b"i0e", Fine),
    (b"i-1e", Fine),
    (b"0:", Fine),
    (b"4:spam", Fine),
    (b"le", Fine),
    (b"de", Fine),
    (b"d8:announce3:url4:infod6:lengthi1e4:name1:aee", Fine),
    // "Integers have no size limitation": the limits of each width, and one more.
    (b"i9223372036854775807e", Fine),
    (b"i-9223372036854775808e", Fine),
    (b"i18446744073709551615e", Fine),
    (b"i9223372036854775808e", Fine),
    (b"i-9223372036854775809e", Fine),
    (b"i1234567890123456789012345678901234567890e", Fine),
    // Byte strings may have any bytes, also as keys, and may be empty.
    (b"4:\xff\xfe\x00\x80", Fine),
    (
        b"d20:\xd1\x10\x1a\x2b\x9d\x20\x28\x11\xa0\x5e\x8c\x57\xc5\x57\xa2\x0b\xf9\x74\xdc\x8ai1ee",
        Fine,
    ),
    (b"d0:i1ee", Fine),
    (b"d1:a0:e", Fine),
    // Integers.
    (b"i03e", Odd(LeadingZeroInteger, 2)),
    (b"i00e", Odd(LeadingZeroInteger, 2)),
    (b"i-0e", Odd(NegativeZero, 2)),
    (b"i-03e", Odd(LeadingZeroInteger, 2)),
    (b"ie", Wrong(ExpectedDigit, 1)),
    (b"i-e", Wrong(ExpectedDigit, 2)),
    (b"i+3e", Wrong(UnexpectedByte, 1)),
    (b"i 3e", Wrong(UnexpectedByte, 1)),
    (b"i3 e", Wrong(UnexpectedByte, 2)),
    (b"i1.5e", Wrong(UnexpectedByte, 2)),
    (b"i-4.6386732960808E+18e", Wrong(UnexpectedByte, 3)),
    (b"i--1e", Wrong(UnexpectedByte, 2)),
    (b"i1x4e", Wrong(UnexpectedByte, 2)),
    (b"i1", cut(1, 2)),
    (b"i", cut(1, 1)),
    // Lengths.
    (b"03:abc", Odd(LeadingZeroLength, 1)),
    (b"00:", Odd(LeadingZeroLength, 1)),
    (b"003:abc", Odd(LeadingZeroLength, 1)),
    (b"-1:", Wrong(UnexpectedByte, 0)),
    (b"-1:a", Wrong(UnexpectedByte, 0)),
    (b"-0:", Wrong(UnexpectedByte, 0)),
    (b"+3:abc", Wrong(UnexpectedByte, 0)),
    (b"3 :abc", Wrong(UnexpectedByte, 1)),
    (b"3:ab", cut(1, 4)),
    (b"3", cut(1, 1)),
    (b"3:", cut(3, 2)),
    (b"3abc", Wrong(UnexpectedByte, 1)),
    (b":abc", Wrong(UnexpectedByte, 0)),
    (b"l+3:abce", Wrong(UnexpectedByte, 1)),
    (b"l-1:e", Wrong(UnexpectedByte, 1)),
    (b"1x:aaaaaaaaaaaaaaaa", Wrong(UnexpectedByte, 1)),
    (b"2147483647:a", cut(2_147_483_646, 12)),
];

/// Lengths that only a machine with 64-bit addresses can represent.
#[cfg(target_pointer_width = "64")]
const LONG: &[(&[u8], Says)] = &[
    (b"4294967296:a", cut(4_294_967_295, 12)),
    (b"400000000000:a", cut(399_999_999_999, 14)),
    (b"9223372036854775807:a", cut(9_223_372_036_854_775_806, 21)),
    (b"18446744073709551615:a", cut(18_446_744_073_709_551_614, 22)),
    (b"l18446744073709551614:ae", cut(18_446_744_073_709_551_612, 24)),
    (b"d8:intervali1800e5:peers18446744073709551615:xe", cut(18_446_744_073_709_551_613, 47)),
    // 2^64 and 2^64+1, which wrap to 0 and 1; and more digits than 2^64 has.
    (b"18446744073709551616:a", Wrong(LengthOverflow, 19)),
    (b"18446744073709551617:a", Wrong(LengthOverflow, 19)),
    (b"99999999999999999999:", Wrong(LengthOverflow, 19)),
    (b"184467440737095516150:a", Wrong(LengthOverflow, 20)),
];

#[cfg(not(target_pointer_width = "64"))]
const LONG: &[(&[u8], Says)] = &[];

const STRUCTURE: &[(&[u8], Says)] = &[
    // Dictionaries.
    (b"d1:bi1e1:ai2ee", Odd(UnsortedKey, 7)),
    (b"d1:ai1e1:ai2ee", Odd(DuplicateKey, 7)),
    // Keys are sorted by raw bytes, not by length and not by UTF-16 unit: U+FFFD sorts before U+10000.
    (b"d2:aai1e1:bi2ee", Fine),
    (b"d5:baaaai1e5:azzzzi2ee", Odd(UnsortedKey, 11)),
    (b"d1:ble1:ai1ee", Odd(UnsortedKey, 6)),
    (b"d1:bde1:ai1ee", Odd(UnsortedKey, 6)),
    (b"d1:bi1e2:aai2ee", Odd(UnsortedKey, 7)),
    (b"d3:\xef\xbf\xbdi1e4:\xf0\x90\x80\x80i2ee", Fine),
    (b"d1:ai1e2:aai2e1:bi3ee", Fine),
    (b"d1:\x7fi1e1:\x80i2ee", Fine),
    (b"d1:\x80i1e1:\x7fi2ee", Odd(UnsortedKey, 7)),
    (b"di1ei2ee", Wrong(KeyNotString, 1)),
    (b"dlei1ee", Wrong(KeyNotString, 1)),
    (b"ddei1ee", Wrong(KeyNotString, 1)),
    (b"d1:ae", Wrong(MissingValue, 4)),
    (b"d1:ai1e", cut(1, 7)),
    (b"d1:a", cut(1, 4)),
    (b"d", cut(1, 1)),
    // Ends.
    (b"l", cut(1, 1)),
    (b"li1e", cut(1, 4)),
    (b"e", Wrong(UnexpectedByte, 0)),
    (b"lee", Odd(TrailingData, 2)),
    (b"lle", cut(1, 3)),
    (b"", cut(1, 0)),
    (b"x", Wrong(UnexpectedByte, 0)),
    (b"\0", Wrong(UnexpectedByte, 0)),
    (b"lxe", Wrong(UnexpectedByte, 1)),
    (b"i1ei2e", Odd(TrailingData, 3)),
    (b"i1e\n", Odd(TrailingData, 3)),
    (b"d1:ai1eexyz", Odd(TrailingData, 8)),
    (b" i1e", Wrong(UnexpectedByte, 0)),
    (b"l i1ee", Wrong(UnexpectedByte, 1)),
    (b"1:ab", Odd(TrailingData, 3)),
    (b"<!DOCTYPE html>", Wrong(UnexpectedByte, 0)),
];

/// The verdict under rules that refuse quirks, or under rules that accept them.
fn expected(says: Says, rules: Rules) -> Verdict {
    match says {
        Fine => Ok(()),
        Odd(quirk, _) if rules.accepts(quirk) => Ok(()),
        Odd(quirk, at) => Err((refusal(quirk), at)),
        Wrong(kind, at) => Err((kind, at)),
    }
}

fn refusal(quirk: Quirk) -> ErrorKind {
    match quirk {
        LeadingZeroInteger => ErrorKind::LeadingZeroInteger,
        NegativeZero => ErrorKind::NegativeZero,
        LeadingZeroLength => ErrorKind::LeadingZeroLength,
        UnsortedKey => ErrorKind::UnsortedKey,
        DuplicateKey => ErrorKind::DuplicateKey,
        TrailingData => ErrorKind::TrailingData,
        other => panic!("{other} is new"),
    }
}

/// Each quirk under rules that accept or refuse it and no other.
#[test]
fn each_quirk_is_accepted_or_refused_separately() {
    let rows: [(&[u8], Quirk, usize); 8] = [
        (b"i-0e", NegativeZero, 2),
        (b"i-00e", LeadingZeroInteger, 2),
        (b"i00e", LeadingZeroInteger, 2),
        (b"li-07ee", LeadingZeroInteger, 3),
        (b"03:abc", LeadingZeroLength, 1),
        (b"d1:bi0e1:ai0ee", UnsortedKey, 7),
        (b"d1:ai0e1:ai0ee", DuplicateKey, 7),
        (b"i0e\n", TrailingData, 3),
    ];
    for (input, quirk, at) in rows {
        let text = input.escape_ascii();
        for (name, decode) in decoders::all() {
            let accepted = decode(input, Rules::STRICT.accept(quirk));
            assert_eq!(accepted, Ok(()), "{name}: {text}");
            let refused = decode(input, Rules::TOLERANT.refuse(quirk));
            assert_eq!(refused, Err((refusal(quirk), at)), "{name}: {text}");
        }
    }
}

#[test]
fn rules_are_equal_if_they_accept_the_same() {
    let quirks = [
        LeadingZeroInteger,
        NegativeZero,
        LeadingZeroLength,
        UnsortedKey,
        DuplicateKey,
        TrailingData,
    ];
    assert_eq!(quirks.into_iter().fold(Rules::STRICT, Rules::accept), Rules::TOLERANT);
    assert_eq!(quirks.into_iter().fold(Rules::TOLERANT, Rules::refuse), Rules::STRICT);
}

/// Whatever the first token is, it is not `UnexpectedEnd`, which would make the caller wait for more.
#[test]
fn an_input_that_is_too_long_is_not_read() {
    for input in [&b"9:abcdef"[..], b"i1234567", b"i-01234e", b"99999999999999999999:", b"x1234567"]
    {
        for (name, decode) in decoders::all().filter(|(name, _)| !name.starts_with("events")) {
            let verdict = decode(input, Rules::default().max_input(7));
            // In pieces, an invalid token is found before the input is too long.
            let early = name.starts_with("scanner, by 1") || name.starts_with("scanner, by 7");
            let says = Err((ErrorKind::InputLimit { max: 7 }, 0));
            assert!(verdict == says || early && verdict.is_err(), "{name}: {verdict:?}");
        }
    }
}

#[test]
fn every_decoder_agrees_with_the_spec() {
    for &(input, says) in [TRAPS, LONG, STRUCTURE].into_iter().flatten() {
        for rules in [STRICT, Rules::default(), LAX, Rules::TOLERANT] {
            for (name, decode) in decoders::all() {
                let text = input.escape_ascii();
                assert_eq!(decode(input, rules), expected(says, rules), "{name}: {text} {rules:?}");
            }
        }
    }
}

/// Bytes after a token, enough to be loaded with it, and a list around it do not change the verdict.
#[test]
fn bytes_around_a_token_do_not_change_its_verdict() {
    for &(input, says) in TRAPS {
        let says = match says {
            Fine => Fine,
            Odd(quirk, at) => Odd(quirk, at + 1),
            Wrong(ErrorKind::UnexpectedEnd { .. }, _) => continue,
            Wrong(kind, at) => Wrong(kind, at + 1),
        };
        let list = [b"l", input, b"16:0123456789abcdefe"].concat();
        for rules in [STRICT, LAX] {
            for (name, decode) in decoders::all() {
                let text = list.escape_ascii();
                assert_eq!(decode(&list, rules), expected(says, rules), "{name}: {text} {rules:?}");
            }
        }
    }
}

#[test]
fn duplicates_that_are_not_adjacent() {
    let input = b"d1:ai1e1:bi2e1:ai3ee";
    for (name, decode) in decoders::all() {
        assert_eq!(decode(input, STRICT), Err((ErrorKind::UnsortedKey, 13)), "{name}");
        assert_eq!(decode(input, LAX), Ok(()), "{name}");
    }
    for (name, decode) in MEMORY {
        let verdict = decode(input, Rules::default());
        assert_eq!(verdict, Err((ErrorKind::DuplicateKey, 13)), "{name}");
    }
}

/// `front` × `times`, then `back` × `times`.
fn nested(front: &str, back: &str, times: usize) -> Vec<u8> {
    [front.repeat(times), back.repeat(times)].concat().into_bytes()
}

const MILLION: usize = 1_000_000;

#[cfg(feature = "alloc")]
#[test]
fn nesting_is_refused_at_the_limit_and_read_under_a_higher_one() {
    // Recursion would overflow the stack at a much smaller depth.
    let (deep, end) = (MILLION / 5, ErrorKind::UnexpectedEnd { missing: 1 });
    let open = |depth| nested("d1:a", "", depth);
    let rows: &[(&str, Vec<u8>, Verdict)] = &[
        ("lists", nested("l", "e", deep), Ok(())),
        ("open lists", nested("l", "", deep), Err((end, deep))),
        (
            "dictionaries",
            [open(deep / 10), nested("de", "", 1), nested("e", "", deep / 10)].concat(),
            Ok(()),
        ),
        ("open dictionaries", open(deep / 10), Err((end, deep * 4 / 10))),
    ];
    for (what, input, verdict) in rows {
        let step = input.iter().position(|&byte| byte == b'a').map_or(1, |_| 4);
        let limit = ErrorKind::DepthLimit { max: 128 };
        for (name, decode) in decoders::all() {
            assert_eq!(decode(input, Rules::default()), Err((limit, 128 * step)), "{name}, {what}");
            assert_eq!(decode(input, LAX), *verdict, "{name}, {what}");
        }
    }
}

/// Few levels, so that the limit can be higher.
#[test]
fn levels_of_every_kind_are_counted() {
    let limit = Err((ErrorKind::DepthLimit { max: 2 }, 8));
    let rows: [(&[u8], Verdict); 5] = [
        (b"d1:ad1:ad1:ai1eeee", limit),
        (b"d1:ad1:aleee", limit),
        (b"d1:al0:0:leee", Err((ErrorKind::DepthLimit { max: 2 }, 9))),
        (b"ld2:aadeeee", Err((ErrorKind::DepthLimit { max: 2 }, 6))),
        (b"d1:ad1:ai1eee", Ok(())),
    ];
    for (input, expected) in rows {
        for (name, decode) in decoders::all() {
            let found = decode(input, Rules::STRICT.max_depth(2));
            assert_eq!(found, expected, "{name}: {}", input.escape_ascii());
        }
    }
}

#[test]
fn nesting_within_the_limit_is_read() {
    for (depth, fits) in [(100, true), (128, true), (129, false), (1000, false)] {
        for (name, decode) in decoders::all() {
            assert_eq!(
                decode(&nested("l", "e", depth), Rules::STRICT).is_ok(),
                fits,
                "{name} {depth}"
            );
        }
    }
}

/// After a value of any depth, the previous key is compared, at any depth.
#[test]
fn keys_are_compared_at_every_depth() {
    const LEVELS: usize = 40;
    for depth in 1..=LEVELS {
        let front = ["d3:key".repeat(LEVELS), "de".into(), "e".repeat(LEVELS - depth)].concat();
        let rows = [("3:kex", Some(UnsortedKey)), ("3:key", Some(DuplicateKey)), ("3:kez", None)];
        for (key, quirk) in rows {
            let whole = [&front, key, "i1e", &"e".repeat(depth)].concat();
            let expected = quirk.map_or(Ok(()), |quirk| Err((refusal(quirk), front.len())));
            for (name, decode) in decoders::all() {
                let found = decode(whole.as_bytes(), STRICT);
                assert_eq!(found, expected, "{name}: {key} in level {depth}");
            }
        }
    }
}

fn int(text: &[u8]) -> Int<'_> {
    match Reader::with_rules(text, LAX).next() {
        Ok(Some(Token::Int(int))) => int,
        other => panic!("{other:?}"),
    }
}

#[test]
fn integers_are_exact_or_an_error() {
    let min = int(b"i-9223372036854775808e");
    assert_eq!(min.to_i64(), Ok(i64::MIN));
    assert_eq!(min.to_u64().unwrap_err().range(), "u64");
    assert_eq!(int(b"i-9223372036854775809e").to_i64().unwrap_err().range(), "i64");
    assert_eq!(int(b"i9223372036854775808e").to_i64().unwrap_err().range(), "i64");
    assert_eq!(int(b"i18446744073709551615e").to_u64(), Ok(u64::MAX));
    assert_eq!(int(b"i18446744073709551616e").to_u64().unwrap_err().range(), "u64");
    assert_eq!(int(b"i4294968296e").to_u64(), Ok(4_294_968_296));
    assert_eq!(int(format!("i{}e", i128::MIN).as_bytes()).to_i128(), Ok(i128::MIN));
    assert_eq!(int(format!("i{}e", u128::MAX).as_bytes()).to_u128(), Ok(u128::MAX));
    assert_eq!(int(b"i-0e").to_u64(), Ok(0));
    assert_eq!(int(b"i00000000000000000000000000000000000000000007e").to_u64(), Ok(7));
    let error = int(b"i-1e").to_u128().unwrap_err();
    assert_eq!(error.to_string(), "integer does not fit u128");
}

/// Leading zeros and the sign of zero do not change the value.
#[test]
fn integers_are_ordered_as_numbers() {
    let rising: [&[&[u8]]; 7] = [
        &[b"i-99999999999999999999e", b"i-099999999999999999999e"],
        &[b"i-10e", b"i-010e"],
        &[b"i-9e"],
        &[b"i0e", b"i-0e", b"i00e"],
        &[b"i9e", b"i0009e"],
        &[b"i10e"],
        &[b"i99999999999999999999e"],
    ];
    let hash = |int: Int<'_>| {
        let mut hasher = DefaultHasher::new();
        int.hash(&mut hasher);
        hasher.finish()
    };
    let all = || {
        rising
            .iter()
            .enumerate()
            .flat_map(|(rank, same)| same.iter().map(move |&it| (rank, int(it))))
    };
    for (rank, a) in all() {
        for (other, b) in all() {
            assert_eq!(a.cmp(&b), rank.cmp(&other), "{a} {b}");
            assert_eq!(a.partial_cmp(&b), Some(rank.cmp(&other)), "{a} {b}");
            assert_eq!((a == b, hash(a) == hash(b)), (rank == other, rank == other), "{a} {b}");
        }
    }
    assert_eq!(format!("{0:?} {0}", int(b"i-007e")), "Int(-7) -7");
}

#[test]
fn ten_million_digits_take_linear_time() {
    let text = format!("i{}e", "7".repeat(10 * MILLION));
    let started = std::time::Instant::now();
    let long = int(text.as_bytes());
    assert_eq!(long.digits().len(), 10 * MILLION);
    assert!(long.to_u128().is_err() && long > int(b"i1e"));
    // Quadratic work would take 10^14 steps, which is hours.
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

/// A stack of this many bytes is enough for any value, because calls are only a few levels deep.
#[cfg(feature = "alloc")]
const STACK: usize = 128 * 1024;

#[cfg(feature = "alloc")]
#[test]
fn deep_values_need_no_stack() {
    let lists = nested("l", "e", MILLION / 10);
    let dictionaries =
        [nested("d0:", "", MILLION / 10), nested("le", "", 1), nested("e", "", MILLION / 10)]
            .concat();
    for input in [lists, dictionaries] {
        let work = move || {
            let value = Value::parse_with(&input, LAX).unwrap();
            let copy = value.clone();
            assert!(copy == value && copy.cmp(&value).is_eq());
            let mut hasher = std::hash::DefaultHasher::new();
            std::hash::Hash::hash(&value, &mut hasher);
            assert!(format!("{value}").len() >= input.len() / 2 && !format!("{copy:?}").is_empty());
            drop(copy);
            drop(value.into_owned());
            let document = Document::parse_with(&input, LAX).unwrap();
            assert_eq!(document.root().raw(), input);
            assert!(document.quirks().is_empty());
        };
        std::thread::Builder::new().stack_size(STACK).spawn(work).unwrap().join().unwrap();
    }
}

/// bt_bencode returns the raw encoding if bytes are expected and there is a dictionary.
#[cfg(feature = "alloc")]
#[test]
fn a_dictionary_is_not_a_byte_string() {
    let input = b"d4:infod6:lengthi7eee";
    let document = Document::parse(input).unwrap();
    let info = document.root().get("info").unwrap();
    assert_eq!((info.as_bytes(), info.as_int(), info.is_dict()), (None, None, true));
    let value = Value::parse(input).unwrap();
    assert_eq!((value["info"].as_bytes(), value["info"].as_i64()), (None, None));
}

/// lava_torrent gives bytes that happen to be UTF-8 another type than other bytes.
#[cfg(feature = "alloc")]
#[test]
fn text_and_other_bytes_are_one_type() {
    for bytes in [&b"4:name"[..], b"4:\xffame"] {
        let value = Value::parse(bytes).unwrap();
        assert_eq!(value.as_bytes(), Some(&bytes[2..]));
    }
}

/// bende and irontide write `i-1e`; node's sort is by UTF-16 unit.
#[cfg(feature = "alloc")]
#[test]
fn output_is_exact_and_in_raw_order() {
    let mut encoder = Encoder::new(Vec::new());
    encoder.list().unwrap();
    encoder.int(u64::MAX).unwrap();
    encoder.int(i64::MIN).unwrap();
    encoder.end().unwrap();
    let written = encoder.finish().unwrap();
    assert_eq!(written, b"li18446744073709551615ei-9223372036854775808ee");

    let keys = ["b", "aa", "\u{10000}", "\u{fffd}", ""];
    let dict: Dict<'_> = keys.into_iter().map(|key| (key, 0u8)).collect();
    let order: Vec<&[u8]> = dict.keys().map(AsRef::as_ref).collect();
    assert_eq!(order, [&b""[..], b"aa", b"b", b"\xef\xbf\xbd", b"\xf0\x90\x80\x80"]);
}

#[test]
fn keys_out_of_order_are_not_written() {
    for (first, second, kind) in [
        (&b"b"[..], &b"aa"[..], ErrorKind::UnsortedKey),
        (b"\xf0\x90\x80\x80", b"\xef\xbf\xbd", ErrorKind::UnsortedKey),
        (b"a", b"a", ErrorKind::DuplicateKey),
        // Keys that differ in the first byte, or in the last.
        (b"baa", b"azz", ErrorKind::UnsortedKey),
        (b"baaaa", b"azzzz", ErrorKind::UnsortedKey),
        (b"baaaaaa", b"azzzzzz", ErrorKind::UnsortedKey),
        (b"aaaaaab", b"aaaaaaa", ErrorKind::UnsortedKey),
        (b"aaaaaaaab", b"aaaaaaaaa", ErrorKind::UnsortedKey),
    ] {
        let mut space = [0; 32];
        let mut encoder = Encoder::new(FixedBuffer::new(&mut space));
        encoder.dict().unwrap();
        encoder.key(first).unwrap();
        encoder.int(0).unwrap();
        assert_eq!(encoder.key(second).unwrap_err().kind(), kind);
    }
}

#[cfg(feature = "alloc")]
#[test]
fn raw_values_of_any_depth() {
    let inner = nested("l", "e", MILLION);
    let input = [b"d4:info", inner.as_slice(), b"e"].concat();
    let mut reader = Reader::with_rules(&input, LAX);
    assert_eq!(reader.next(), Ok(Some(Token::Dict)));
    assert_eq!(reader.raw_value(), Ok(Some(&b"4:info"[..])));
    assert!(reader.raw_value() == Ok(Some(&inner)), "a million lists, kept as they are");
}
