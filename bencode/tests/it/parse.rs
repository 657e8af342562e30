//! The nom parsers, in both forms.

use bencode::parse::{complete, streaming};
use nom::error::{Error, ErrorKind};
use nom::{Err, IResult, Needed};

use crate::strings::{how_many, strings};

type Answer<'a, T> = IResult<&'a [u8], T, Error<&'a [u8]>>;

#[test]
fn whole_values_are_split_off_in_both_forms() {
    for raw_value in [streaming::raw_value::<Error<_>>, complete::raw_value::<Error<_>>] {
        assert_eq!(raw_value(b"d1:ai1eerest"), Ok((&b"rest"[..], &b"d1:ai1ee"[..])));
    }
    for byte_string in [streaming::byte_string::<Error<_>>, complete::byte_string::<Error<_>>] {
        assert_eq!(byte_string(b"4:spamrest"), Ok((&b"rest"[..], &b"spam"[..])));
        assert_eq!(byte_string(b"0:"), Ok((&b""[..], &b""[..])));
    }
    for integer in [streaming::integer::<Error<_>>, complete::integer::<Error<_>>] {
        let (rest, int) = integer(b"i-42erest").unwrap();
        assert_eq!((rest, int.to_i64()), (&b"rest"[..], Ok(-42)));
    }
    for value in [streaming::value::<Error<_>>, complete::value::<Error<_>>] {
        let (rest, value) = value(b"li1e1:xerest").unwrap();
        assert_eq!((rest, value), (&b"rest"[..], bencode::bencode!([1, "x"])));
    }
}

#[test]
fn streaming_says_how_much_is_missing() {
    let rows: &[(&[u8], usize)] =
        &[(b"", 1), (b"1", 1), (b"20:abc", 17), (b"d1:a12:xyz", 9), (b"i12", 1)];
    for &(input, missing) in rows {
        let answer: Answer<'_, &[u8]> = streaming::raw_value(input);
        assert_eq!(answer, Err(Err::Incomplete(Needed::new(missing))), "{}", input.escape_ascii());
    }
}

#[test]
fn complete_reports_a_cut_input_at_its_end() {
    let answer: Answer<'_, &[u8]> = complete::byte_string(b"20:abc");
    assert_eq!(answer, Err(Err::Error(Error::new(&b""[..], ErrorKind::Eof))));
}

#[test]
fn errors_are_at_the_byte_at_fault() {
    let verify = |rest: &'static [u8]| Err::Error(Error::new(rest, ErrorKind::Verify));
    assert_eq!(streaming::integer(b"4:spam").unwrap_err(), verify(b"4:spam"));
    assert_eq!(complete::byte_string(b"i1e").unwrap_err(), verify(b"i1e"));
    assert_eq!(complete::byte_string(b":a").unwrap_err(), verify(b":a"));
    assert_eq!(complete::integer(b"i1x4e").unwrap_err(), verify(b"x4e"));
    assert_eq!(streaming::raw_value(b"d1:ai1e1:ai2ee").unwrap_err(), verify(b"1:ai2ee"));
    assert_eq!(complete::value(b"d1:bi1e1:ai1e1:bi2ee").unwrap_err(), verify(b"1:bi2ee"));
}

#[test]
fn tokens_are_split_off_where_a_scanner_finds_their_end() {
    let ends = |text: &[u8]| {
        let whole: Answer<'_, &[u8]> = streaming::raw_value(text);
        let token = match text.first() {
            Some(b'i') => streaming::integer(text).map(|(rest, _)| rest),
            Some(b'0'..=b'9') => streaming::byte_string(text).map(|(rest, _)| rest),
            _ => return,
        };
        assert_eq!(token, whole.map(|(rest, _)| rest), "{}", text.escape_ascii());
    };
    for length in 1..=5 {
        strings(length, 0..how_many(length), ends);
    }
    ends(b"99999999999999999999");
    ends(b"00000000000000000000099:");
}
