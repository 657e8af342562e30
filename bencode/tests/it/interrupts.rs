//! Readers and writers that are interrupted by signals, at every call and any number of times.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read, Write};

use bencode::{ErrorKind, EventReader, Rules, Token, Value, from_reader, from_reader_with};

const INPUT: &[u8] =
    b"d3:bigi-123456789012345678901234567890e4:listl0:1:xi0ee4:text12:abcdefghijkle";

/// Returns `piece` bytes at a time when `calls`, which repeats, is `true`; is interrupted when it is `false`,
/// even if it was asked for the same bytes before.
struct Nervous<'a> {
    rest: &'a [u8],
    piece: usize,
    calls: VecDeque<bool>,
}

impl<'a> Nervous<'a> {
    fn new(rest: &'a [u8], piece: usize, calls: &[bool]) -> Nervous<'a> {
        Nervous { rest, piece, calls: calls.iter().copied().collect() }
    }

    fn call(&mut self) -> io::Result<()> {
        self.calls.rotate_left(1);
        if self.calls[0] { Ok(()) } else { Err(io::ErrorKind::Interrupted.into()) }
    }
}

impl BufRead for Nervous<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.call()?;
        Ok(&self.rest[..self.piece.min(self.rest.len())])
    }

    fn consume(&mut self, count: usize) {
        self.rest = &self.rest[count..];
    }
}

impl Read for Nervous<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(out)?;
        self.consume(length);
        Ok(length)
    }
}

/// A destination that takes one byte every other time.
struct Slow(Vec<u8>, bool);

impl Write for Slow {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.1 = !self.1;
        if self.1 {
            return Err(io::ErrorKind::Interrupted.into());
        }
        self.0.extend_from_slice(&bytes[..1]);
        Ok(1)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Every pattern of up to five calls of which at least one succeeds.
fn patterns() -> impl Iterator<Item = Vec<bool>> {
    let pattern = |(length, bits): (u32, u32)| (0..length).map(|i| bits >> i & 1 == 1).collect();
    (1..6).flat_map(|length| (1..1 << length).map(move |bits| (length, bits))).map(pattern)
}

#[test]
fn an_interrupted_source_is_asked_again() {
    let canonical = Value::parse(INPUT).unwrap();
    for (calls, piece) in
        patterns().flat_map(|calls| [1, 3, 99].map(|piece| (calls.clone(), piece)))
    {
        let source = || Nervous::new(INPUT, piece, &calls);
        let mut events = EventReader::new(source());
        let mut tokens = 0;
        while events.peek().unwrap().is_some() {
            tokens += usize::from(events.next().unwrap().is_some());
        }
        assert_eq!((tokens, events.offset()), (12, INPUT.len() as u64), "{calls:?} {piece}");
        let mut events = EventReader::new(source()).max_token(8);
        assert_eq!(events.skip_value(), Ok(true));
        assert_eq!(events.next(), Ok(None));
        assert_eq!(from_reader(source()), Ok(canonical.clone()));
        let rules = Rules::default().max_input(INPUT.len());
        assert_eq!(EventReader::with_rules(source(), rules).skip_value(), Ok(true));
        let error = EventReader::with_rules(source(), rules.max_input(9)).skip_value().unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::InputLimit { max: 9 }, 9));
        assert!(from_reader_with::<_, Value<'_>>(source(), rules.max_input(9)).is_err());
    }
}

#[test]
fn copying_survives_interruptions_on_either_side() {
    for calls in patterns() {
        let mut events = EventReader::new(Nervous::new(INPUT, 5, &calls)).max_token(4);
        let mut out = Slow(Vec::new(), false);
        while let Some(token) = events.next().unwrap() {
            match token {
                Token::Bytes(b"text") => assert_eq!(events.copy_bytes(&mut out), Ok(12)),
                Token::Bytes(b"big") => assert_eq!(events.skip_value(), Ok(true)),
                _ => (),
            }
        }
        assert_eq!(out.0, b"abcdefghijkl", "{calls:?}");
    }
}

#[test]
fn writing_survives_interruptions() {
    let mut out = Slow(Vec::new(), false);
    bencode::to_writer(&mut out, &Value::parse(INPUT).unwrap()).unwrap();
    assert_eq!(out.0, INPUT);
}
