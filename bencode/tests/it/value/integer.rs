//! Integers of a tree: exact, of any size, and with one form for each value.

use bencode::{Document, Integer, Value, bencode};

use super::hash;

fn parsed(digits: &str) -> Integer<'static> {
    let input = format!("i{digits}e");
    let rules = bencode::Rules::TOLERANT;
    let Value::Int(int) = Value::parse_with(input.as_bytes(), rules).unwrap() else { panic!() };
    int.into_owned()
}

#[test]
fn conversions_are_exact_or_refused() {
    let edges = [
        0,
        1,
        -1,
        i128::from(i64::MAX),
        i128::from(i64::MIN),
        i128::from(i64::MAX) + 1,
        i128::from(i64::MIN) - 1,
        i128::from(u64::MAX),
        i128::from(u64::MAX) + 1,
        i128::MAX,
        i128::MIN,
    ];
    for n in edges {
        for int in [Integer::from(n), parsed(&n.to_string())] {
            assert_eq!(int.to_i64().ok(), i64::try_from(n).ok(), "{n}");
            assert_eq!(int.to_u64().ok(), u64::try_from(n).ok(), "{n}");
            assert_eq!(int.to_i128(), Ok(n));
            assert_eq!(int.to_u128().ok(), u128::try_from(n).ok(), "{n}");
            assert_eq!(int.is_negative(), n < 0);
            assert_eq!((int.to_string(), format!("{int:?}")), (n.to_string(), n.to_string()));
            assert_eq!(int, n);
        }
        assert_eq!(Value::from(n).to_vec(), format!("i{n}e").as_bytes());
    }
    assert_eq!(Integer::from(u128::MAX).to_u128(), Ok(u128::MAX));
    assert_eq!(Integer::from(u128::MAX).to_i128().unwrap_err().range(), "i128");
    assert_eq!(Integer::from(-1).to_u64().unwrap_err().range(), "u64");
    assert_eq!(Integer::from(-1).to_u128().unwrap_err().range(), "u128");
    assert_eq!((Integer::from(7usize), Integer::default()), (7u8.into(), 0.into()));
}

#[test]
fn every_type_takes_what_fits_it() {
    macro_rules! check {
        ($($type:ident)*) => {$(
            for text in ["0", "-1", "127", "128", "-128", "-129", "255", "256", "32768", "-32769",
                "65536", "4294967295", "4294967296", "-2147483649", "9223372036854775808",
                "-9223372036854775809", "18446744073709551616",
                "340282366920938463463374607431768211455",
                "340282366920938463463374607431768211456"]
            {
                let (int, says) = (parsed(text), text.parse::<$type>().ok());
                assert_eq!($type::try_from(&int).ok(), says, "{text}");
                let input = format!("i{text}e");
                let document = Document::parse(input.as_bytes()).unwrap();
                let int = document.root().as_int().unwrap();
                match $type::try_from(int) {
                    Ok(exact) => assert_eq!(Some(exact), says, "{text}"),
                    Err(error) => assert_eq!((error.range(), says), (stringify!($type), None)),
                }
            }
        )*};
    }
    check! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }
}

#[test]
fn one_value_has_one_form() {
    let table = [
        ("007", "7"),
        ("-0", "0"),
        ("-000", "0"),
        ("-007", "-7"),
        ("0000000000000000000000001", "1"),
        ("-000000000000000000000000000000009", "-9"),
        ("00018446744073709551616", "18446744073709551616"),
        ("-00018446744073709551616", "-18446744073709551616"),
    ];
    for (odd, plain) in table {
        let (odd, plain) = (parsed(odd), parsed(plain));
        assert_eq!((&odd, hash(&odd)), (&plain, hash(&plain)));
        assert_eq!(Value::from(odd).to_vec(), Value::from(plain).to_vec());
    }
}

#[test]
fn the_order_is_by_value() {
    let ascending = [
        "-100000000000000000000000000000000000000000",
        "-99999999999999999999",
        "-9223372036854775809",
        "-9223372036854775808",
        "-10",
        "-9",
        "0",
        "9",
        "10",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551616",
        "100000000000000000000000000000000000000000",
    ]
    .map(parsed);
    for (i, a) in ascending.iter().enumerate() {
        for (j, b) in ascending.iter().enumerate() {
            assert_eq!((a.cmp(b), a.partial_cmp(b)), (i.cmp(&j), Some(i.cmp(&j))), "{a} {b}");
        }
    }
}

#[test]
fn comparisons_with_primitives_never_wrap() {
    assert_eq!(bencode!(300), 300i16);
    assert_ne!(bencode!(300), 44u8);
    assert_ne!(bencode!(u64::MAX), -1);
    assert_eq!(bencode!(u64::MAX), u128::from(u64::MAX));
    assert_eq!(bencode!(1800u32), 1800);
    assert_ne!(bencode!("1"), 1);
    assert_eq!(bencode!("1"), "1");
}

#[test]
fn ten_million_digits_take_linear_time() {
    let digits = "9".repeat(10_000_000);
    let input = format!("i{digits}e");
    let value = Value::parse(input.as_bytes()).unwrap();
    assert!(value.to_vec() == input.as_bytes());
    let printed = value.to_string();
    assert!(printed == digits);
    assert!(Value::from_json(&digits).unwrap() == value);
    assert_eq!(value.as_int().unwrap().to_u128().unwrap_err().range(), "u128");
}
