//! A source that provides its bytes in pieces, and an event reader on it.

use std::io::{self, BufRead, Read};

use bencode::{EventReader, Rules};

use crate::decoders::{Verdict, verdict};

/// A source that provides `piece` bytes at a time.
pub(crate) struct Pieces<'a> {
    rest: &'a [u8],
    piece: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(out)?;
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Pieces<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        Ok(&self.rest[..self.piece.min(self.rest.len())])
    }

    fn consume(&mut self, count: usize) {
        assert!(count <= self.piece, "takes what is not at hand");
        self.rest = &self.rest[count..];
    }
}

/// An event reader that holds tokens of any length, as a reader of a slice does.
pub(crate) fn events(rest: &[u8], piece: usize, rules: Rules) -> EventReader<Pieces<'_>> {
    EventReader::with_rules(Pieces { rest, piece }, rules).max_token(usize::MAX)
}

/// Reads token by token, and checks that an error is final.
pub(crate) fn read<const PIECE: usize>(input: &[u8], rules: Rules) -> Verdict {
    let mut events = events(input, PIECE, rules);
    loop {
        match events.next() {
            Ok(Some(_)) => (),
            end => {
                let end = verdict(end);
                assert_eq!(verdict(events.next()), end);
                assert_eq!(verdict(events.skip_value()), end);
                return end;
            }
        }
    }
}

/// Skips the whole value.
pub(crate) fn skip<const PIECE: usize>(input: &[u8], rules: Rules) -> Verdict {
    let mut events = events(input, PIECE, rules);
    verdict(events.skip_value().and_then(|_| events.next().map(drop)))
}
