//! Percent-encoding on its own.

use std::borrow::Cow;

use tracker_types::{ErrorKind, percent};

#[test]
fn every_byte_is_read_as_written() {
    for byte in 0..=u8::MAX {
        let text = percent::encode(&[byte]);
        let literal = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let expected = if literal { char::from(byte).into() } else { format!("%{byte:02X}") };
        assert_eq!(text, expected);
        for spelling in [text.clone(), format!("%{byte:02x}"), format!("%{byte:02X}")] {
            assert_eq!(percent::decode(spelling.as_bytes()).unwrap(), &[byte][..]);
            assert_eq!(percent::decode_array(spelling.as_bytes()), Ok([byte]));
        }
    }
}

#[test]
fn long_texts_are_written_whole() {
    let bytes: Vec<u8> = (0..=u8::MAX).cycle().take(1_000).collect();
    let text = percent::encode(&bytes);
    assert_eq!(percent::decode(text.as_bytes()).unwrap(), bytes);
    let mut out = b"key=".to_vec();
    percent::encode_into(b"a b", &mut out);
    assert_eq!(out, b"key=a%20b");
}

#[test]
fn plain_text_is_borrowed() {
    assert!(matches!(percent::decode(b"a+b\xff"), Ok(Cow::Borrowed(b"a+b\xff"))));
    assert!(matches!(percent::decode(b"%20"), Ok(Cow::Owned(_))));
}

#[test]
fn bad_escapes_are_errors() {
    for (text, offset) in [("%", 0), ("a%", 1), ("%4", 0), ("%zz", 0), ("%4g", 0), ("%20%2", 3)] {
        let error = percent::decode(text.as_bytes()).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::BadEscape, offset), "{text}");
        let error = percent::decode_array::<1>(text.as_bytes()).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::BadEscape, offset), "{text}");
    }
    // A character of several bytes is not a digit.
    assert!(percent::decode("%\u{130}0".as_bytes()).is_err());
}
