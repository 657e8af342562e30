//! Integers and lengths of any number of digits, with every reader and writer.

use bencode::{Encoder, ErrorKind, Integer, Reader, Value, from_slice, to_slice, to_vec};

/// Where the number of digits changes, digits carry, and eight digits are not enough.
#[test]
fn integers_of_every_length_are_written_exactly() {
    let powers = (0..=38).map(|exponent| 10i128.pow(exponent));
    for number in powers.flat_map(|power| [power - 1, power, power / 3 * 2, -power, 1 - power]) {
        let expected = format!("i{number}e").into_bytes();
        let mut encoder = Encoder::new(Vec::new());
        encoder.int(number).unwrap();
        assert_eq!(encoder.finish().unwrap(), expected);
        assert_eq!(Value::from(number).to_vec(), expected);
        assert_eq!(to_vec(&number).unwrap(), expected);
        if let Ok(number) = i64::try_from(number) {
            assert_eq!(to_vec(&number).unwrap(), expected);
        }
        if let Ok(number) = u64::try_from(number) {
            assert_eq!(to_vec(&number).unwrap(), expected);
        }
        let mut space = [0; 42];
        let (space, rest) = space.split_at_mut(expected.len());
        assert_eq!(to_slice(space, &number).unwrap(), expected);
        let error = to_slice(&mut space[1..], &number).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BufferFull);
        assert!(rest.iter().all(|&byte| byte == 0));
    }
}

/// However many digits are read at once, an `e` must end them.
#[test]
fn digits_without_an_end_are_not_an_integer() {
    for count in 1..=24 {
        let input = format!("i{}x{}", "1".repeat(count), "e".repeat(24));
        for error in [
            from_slice::<u64>(input.as_bytes()).unwrap_err(),
            from_slice::<Integer<'_>>(input.as_bytes()).unwrap_err(),
            Reader::new(input.as_bytes()).next().unwrap_err(),
        ] {
            assert_eq!((error.kind(), error.offset()), (ErrorKind::UnexpectedByte, count + 1));
        }
    }
}

#[test]
fn strings_of_every_length_of_length_are_written_exactly() {
    for length in [0, 9, 10, 99, 100, 9_999_999, 10_000_000, 10_000_001] {
        let text = "x".repeat(length);
        let expected = format!("{length}:{text}").into_bytes();
        assert!(to_vec(&text).unwrap() == expected);
        assert!(Value::from(text).to_vec() == expected);
    }
}

/// Whether little follows, or enough to read eight digits at once.
#[test]
fn integers_of_every_length_are_read_exactly() {
    for exponent in 0..=19 {
        let power = 10u64.pow(exponent);
        for number in [power - 1, power, power / 7 * 5] {
            for after in ["0:", "16:0123456789abcdef"] {
                let list = format!("li{number}e{after}e");
                let (read, _): (u64, &[u8]) = bencode::from_slice(list.as_bytes()).unwrap();
                assert_eq!(read, number, "{list}");
            }
        }
    }
}
