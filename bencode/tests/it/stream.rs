//! The event reader agrees with a reader of a slice, in whatever pieces the source arrives.

use std::io::{self, BufRead, Read, Write};

use bencode::{Error, ErrorKind, EventReader, Quirk, Reader, Rules, Token};

use crate::decoders::{LAX, STRICT, Verdict, verdict};
use crate::expected::{lines, unhex};
use crate::pieces::{events, read, skip};

/// Reads token by token, and copies byte strings.
fn copy<const PIECE: usize>(input: &[u8], rules: Rules) -> Verdict {
    let mut events = events(input, PIECE, rules);
    loop {
        let step = match events.copy_bytes(&mut Vec::new()) {
            Err(error) if error.kind() == ErrorKind::WrongType => {
                events.next().map(|token| token.is_some())
            }
            copied => copied.map(|_| true),
        };
        match step {
            Ok(true) => (),
            end => return verdict(end),
        }
    }
}

/// The documents of `vectors.jsonl` and `mutants.jsonl` that are given as they are.
fn documents() -> Vec<Vec<u8>> {
    let files = ["vectors/vectors.jsonl", "vectors/mutants.jsonl"];
    let all = files.iter().flat_map(|file| lines(file));
    let documents: Vec<_> =
        all.filter(|line| !line["hex"].is_null()).map(|line| unhex(&line["hex"])).collect();
    assert_eq!(documents.len(), 1_814);
    documents
}

#[test]
fn tokens_offsets_and_depths_are_those_of_a_reader() {
    let mut tokens = 0;
    for document in documents() {
        for (rules, piece) in [(STRICT, 1), (LAX, 7), (LAX, 1460), (Rules::TOLERANT, usize::MAX)] {
            let mut reader = Reader::with_rules(&document, rules);
            let mut events = events(&document, piece, rules);
            while let Ok(Some(token)) = reader.next() {
                assert_eq!(events.peek(), Ok(document.get(offset(&events)).copied()));
                assert_eq!(events.next(), Ok(Some(token)));
                assert_eq!((offset(&events), events.depth()), (reader.offset(), reader.depth()));
                tokens += 1;
            }
            assert_eq!(events.next(), reader.next(), "{}", document.escape_ascii());
            assert_eq!(copy::<7>(&document, rules), verdict(reader.next()));
        }
    }
    assert!(tokens > 40_000, "{tokens}");
}

fn offset<R: BufRead>(events: &EventReader<R>) -> usize {
    events.offset().try_into().unwrap()
}

/// Skips a value after each number of tokens, inside and outside of dictionaries.
#[test]
fn skipping_agrees_with_a_reader() {
    let mut skipped = 0;
    for document in documents().iter().filter(|document| document.len() < 400) {
        for before in 0..12 {
            let mut reader = Reader::with_rules(document, LAX);
            let mut events = events(document, 1, LAX);
            for _ in 0..before {
                let _ = (reader.next(), events.next());
            }
            assert_eq!(events.skip_value(), reader.skip_value(), "{}", document.escape_ascii());
            assert_eq!(events.next(), reader.next());
            skipped += 1;
        }
    }
    assert!(skipped > 20_000, "{skipped}");
}

#[test]
fn keys_are_compared_across_values_that_hold_keys() {
    let cases: &[(&[u8], Verdict)] = &[
        (b"d1:ad1:z0:e1:b0:e", Ok(())),
        (b"d1:ald1:x0:ed1:w0:eee", Ok(())),
        (b"d1:bd1:a0:e1:a0:e", Err((ErrorKind::UnsortedKey, 11))),
        (b"d1:ad1:ad1:ad0:0:eee1:a0:e", Err((ErrorKind::DuplicateKey, 20))),
        (b"d4:infode4:infodee", Err((ErrorKind::DuplicateKey, 9))),
        (b"d12:announce-aaa0:11:announce-aa0:e", Err((ErrorKind::UnsortedKey, 18))),
    ];
    for (document, expected) in cases {
        let mut reader = Reader::with_rules(document, STRICT);
        let found = verdict(reader.skip_value().and_then(|_| reader.next()));
        let found = [found, read::<1>(document, STRICT), skip::<3>(document, STRICT)];
        assert_eq!(found, [*expected; 3], "{}", document.escape_ascii());
    }
}

/// The limits of the rules are the same as for a reader.
#[test]
fn limits_are_those_of_a_reader() {
    let limits: [fn(Rules, usize) -> Rules; 3] =
        [Rules::max_depth, Rules::max_items, Rules::max_length];
    for document in documents().iter().filter(|document| document.len() < 400) {
        for limit in limits {
            for max in 0..6 {
                let rules = limit(LAX, max);
                let mut reader = Reader::with_rules(document, rules);
                let expected = verdict(reader.skip_value().and_then(|_| reader.next()));
                let found = [read::<1>, read::<7>, skip::<1>, copy::<7>];
                let found = found.map(|decode| decode(document, rules));
                assert_eq!(found, [expected; 4], "{}", document.escape_ascii());
            }
        }
    }
}

#[test]
fn the_limit_of_input_is_reported_at_its_offset() {
    let rules = Rules::default().max_input(6);
    assert_eq!(read::<1>(b"4:spam", rules), Ok(()));
    let limit = ErrorKind::InputLimit { max: 6 };
    assert_eq!(read::<1>(b"5:spams", rules), Err((limit, 6)));
    assert_eq!(skip::<9>(b"99999:spamspam", rules), Err((limit, 6)));
    assert_eq!(read::<9>(b"4:spam4:spam", rules), Err((limit, 6)));
}

#[test]
fn tokens_too_long_to_be_held_can_be_skipped_or_copied() {
    let text = "x".repeat(100);
    let negative = format!("l100:{text}i-{}ei3ee", "7".repeat(100));
    let positive = format!("l100:{text}i{}ei3ee", "7".repeat(101));
    for (long, piece) in
        [1, 7, usize::MAX].iter().flat_map(|piece| [(&negative, *piece), (&positive, *piece)])
    {
        let start = || events(long.as_bytes(), piece, STRICT).max_token(99);
        assert_eq!(start().skip_value(), Ok(true));
        let mut events = start();
        assert_eq!(events.next(), Ok(Some(Token::List)));
        let error = events.next().unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::LengthLimit { max: 99 }, 1));
        assert_eq!(error.to_string(), "byte string longer than 99 bytes at byte 1");
        assert_eq!(events.next(), Err(error));
        assert_eq!((events.peek(), events.offset()), (Ok(Some(b'1')), 1));
        let mut copied = Vec::new();
        assert_eq!((events.copy_bytes(&mut copied), copied.len()), (Ok(100), 100));
        let error = events.next().unwrap_err();
        assert_eq!(error.to_string(), "integer longer than 99 bytes at byte 105");
        assert_eq!(events.copy_bytes(&mut copied).unwrap_err().kind(), ErrorKind::WrongType);
        assert_eq!(events.skip_value(), Ok(true));
        assert_eq!(
            events.next().map(|token| token.map(|token| matches!(token, Token::Int(_)))),
            Ok(Some(true))
        );
        assert_eq!((events.skip_value(), events.next()), (Ok(false), Ok(Some(Token::End))));
        assert_eq!(events.next(), Ok(None));
    }
}

#[test]
fn long_integers_that_are_skipped_are_checked() {
    let digits = "7".repeat(100);
    let cases = [
        (format!("i{digits}e"), Ok(())),
        (format!("i{digits}x"), Err((ErrorKind::UnexpectedByte, 101))),
        (format!("i{digits}"), Err((ErrorKind::UnexpectedEnd { missing: 1 }, 101))),
        (format!("i0{digits}e"), Err((ErrorKind::LeadingZeroInteger, 2))),
    ];
    for (text, expected) in cases {
        for piece in [1, 7, usize::MAX] {
            let mut events = events(text.as_bytes(), piece, STRICT).max_token(0);
            assert_eq!(verdict(events.skip_value()), expected, "{text}");
        }
    }
    let zeros = format!("{}1:x", "0".repeat(100));
    let mut events = events(zeros.as_bytes(), 1, LAX).max_token(9);
    let error = events.skip_value().unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::LengthLimit { max: 9 }, 0));
}

/// A source that ends with an error, such as a lost connection.
struct Lost(&'static [u8]);

impl Read for Lost {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self.0.read(out)? {
            0 => Err(io::Error::new(io::ErrorKind::ConnectionReset, "peer is gone")),
            length => Ok(length),
        }
    }
}

#[test]
fn failures_of_the_source_are_reported() {
    let mut events =
        EventReader::new(io::BufReader::new(Lost(b"d8:intervali1800e5:peers6:\x7f\0")));
    for _ in 0..4 {
        assert!(events.next().is_ok());
    }
    let error = events.next().unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Io, 28));
    assert_eq!(error.to_string(), "peer is gone at byte 28");
    assert_eq!(events.skip_value(), Err(error));
}

/// A destination that accepts three bytes and no more.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn failures_of_the_destination_are_reported() {
    let mut events = events(b"4:spam", 1, STRICT);
    let error = events.copy_bytes(&mut Full(3)).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Io, 5));
    assert_eq!(events.next(), Err(error));
}

/// A source that is interrupted before every byte, and that is never asked for one byte too many.
struct Nervous {
    rest: &'static [u8],
    calm: bool,
}

impl Read for Nervous {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.calm = !self.calm;
        if self.calm {
            return Err(io::ErrorKind::Interrupted.into());
        }
        assert!(!self.rest.is_empty(), "waits for bytes that no token needs");
        (&mut self.rest).take(1).read(out)
    }
}

#[test]
fn it_waits_only_for_bytes_that_a_token_needs() {
    let message = b"d1:md11:ut_metadatai3ee12:payload\0\0\0\0\0i-7ee";
    let source = io::BufReader::new(Nervous { rest: message, calm: false });
    let mut events = EventReader::with_rules(source, LAX.accept(Quirk::TrailingData));
    let mut tokens = 0;
    while let Some(token) = events.next().unwrap() {
        tokens += usize::from(token != Token::End);
    }
    assert_eq!((tokens, events.offset(), events.depth()), (7, message.len() as u64, 0));
}

/// Consecutive values, such as DHT messages in a log.
#[test]
fn bytes_after_the_value_stay_in_the_source() {
    let mut source: &[u8] = b"d1:t2:aae4:spami7e";
    let rules = Rules::default().accept(Quirk::TrailingData);
    for rest in [&b"4:spami7e"[..], b"i7e", b""] {
        assert_eq!(EventReader::with_rules(&mut source, rules).skip_value(), Ok(true));
        assert_eq!(source, rest);
    }
}

/// A million digits in reads of one byte: each digit is examined once.
#[test]
fn long_tokens_take_linear_time() {
    let digits = "7".repeat(1 << 20);
    let integer = format!("i{digits}e");
    let mut events = events(integer.as_bytes(), 1, STRICT);
    let Ok(Some(Token::Int(int))) = events.next() else { panic!("no integer") };
    assert_eq!(int.digits(), digits.as_bytes());
    let key = format!("d{}:{digits}0:{}:{digits}0:e", 1 << 20, 1 << 20);
    let second = 1 + 8 + (1 << 20) + 2;
    assert_eq!(read::<1>(key.as_bytes(), STRICT), Err((ErrorKind::DuplicateKey, second)));
}

/// There is a limit even if none is set.
#[test]
fn long_strings_are_limited_by_default() {
    let bomb = b"1000000000:".chain(io::repeat(b'x'));
    let error = EventReader::new(io::BufReader::new(bomb)).next().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::LengthLimit { .. }), "{error}");
}

/// A source of endless open lists.
#[test]
fn nesting_is_limited_by_default() {
    let mut bomb = EventReader::new(io::BufReader::new(io::repeat(b'l')));
    let error = bomb.skip_value().unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::DepthLimit { max: 128 }, 128));
    let million = "l".repeat(1_000_000);
    let end = ErrorKind::UnexpectedEnd { missing: 1 };
    assert_eq!(read::<1460>(million.as_bytes(), LAX), Err((end, 1_000_000)));
    assert!(matches!(bomb.next(), Err::<_, Error>(again) if again == error));
}
