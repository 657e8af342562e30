//! The results of a scanner from call to call.

use bencode::{ErrorKind, Progress, Rules, Scanner};

use Progress::{Frame, Need};

/// It asks for the missing bytes, counts down as bytes arrive, and returns the same again for a complete value.
#[test]
fn missing_bytes_are_counted_down() {
    let buffer = b"d3:key5:valuee rest";
    let mut scanner = Scanner::new();
    let answers = [
        (0, Need(1)),
        (1, Need(1)),
        (2, Need(1)),
        (3, Need(3)),
        (4, Need(2)),
        (6, Need(1)),
        (6, Need(1)),
        (8, Need(5)),
        (12, Need(1)),
        (13, Need(1)),
        (14, Frame(14)),
        (14, Frame(14)),
        (19, Frame(14)),
    ];
    for (length, answer) in answers {
        assert_eq!(scanner.scan(&buffer[..length]), Ok(answer), "{length}");
    }
}

/// There may be many digits; each call examines only the new ones.
#[test]
fn digits_are_requested_one_by_one() {
    let mut scanner = Scanner::with_rules(Rules::TOLERANT);
    for length in 1..40 {
        assert_eq!(
            scanner.scan(&b"i-0000000000000000000000000000000000000000"[..length]),
            Ok(Need(1))
        );
    }
    let mut whole = b"i-".to_vec();
    whole.extend([b'0'; 60]);
    whole.extend(b"1e");
    assert_eq!(scanner.scan(&whole), Ok(Frame(64)));
}

/// With this number of digits, examining all of them in each call would take minutes.
#[test]
fn digits_are_read_once() {
    for front in ["i", "i-", "l0"] {
        let mut scanner = Scanner::with_rules(Rules::TOLERANT);
        let mut buffer = front.as_bytes().to_vec();
        for _ in 0..400_000 {
            buffer.push(b'0');
            assert_eq!(scanner.scan(&buffer), Ok(Need(1)));
        }
    }
}

/// Digits of a text are not digits of a token, and too many digits of a length are an error.
#[test]
fn only_digits_of_tokens_count_as_digits() {
    let mut scanner = Scanner::new();
    assert_eq!(scanner.scan(b"l5:ab"), Ok(Need(3)));
    assert_eq!(scanner.scan(b"l5:ab123"), Ok(Need(1)));
    assert_eq!(scanner.scan(b"l5:ab12311:1"), Ok(Need(10)));
    assert_eq!(scanner.scan(b"l5:ab12311:12345678901e"), Ok(Frame(23)));
    scanner.reset();
    assert_eq!(scanner.scan(b"9"), Ok(Need(1)));
    let error = scanner.scan(&[b'9'; 21]).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::LengthOverflow, 19));
    scanner.reset();
    assert!(scanner.scan(&[b'9'; 21]).is_err());
}

#[test]
fn a_reset_scanner_starts_again() {
    let mut scanner = Scanner::default();
    assert_eq!(scanner.scan(b"li1e"), Ok(Need(1)));
    scanner.reset();
    assert_eq!(scanner.scan(b"0:x"), Ok(Frame(2)));
    scanner.reset();
    assert_eq!(scanner.scan(b"3:a"), Ok(Need(2)));
    scanner.reset();
    assert_eq!(scanner.scan(b"i"), Ok(Need(1)));
    assert_eq!(scanner.scan(b"i7e"), Ok(Frame(3)));
    scanner.reset();
    assert!(scanner.scan(b"x").is_err());
    scanner.reset();
    assert_eq!(scanner.finish(b"de"), Ok(2));
}
