//! The verdict on an input, in the same form for every way to read it; also used by `fuzz`.

use bencode::{Error, ErrorKind, Quirk, Reader, Rules};

/// Accepted, or the kind of the error and the byte at fault.
pub(crate) type Verdict = Result<(), (ErrorKind, usize)>;

pub(crate) fn verdict<T>(result: Result<T, Error>) -> Verdict {
    result.map(drop).map_err(|err| (err.kind(), err.offset()))
}

/// The verdict of a reader, token by token.
pub(crate) fn by_token(input: &[u8], rules: Rules) -> Verdict {
    let mut reader = Reader::with_rules(input, rules);
    loop {
        match reader.next() {
            Ok(Some(_)) => {}
            end => return verdict(end),
        }
    }
}

/// The verdict of a scanner that asked for `needed` bytes. A scanner leaves bytes after the value to its
/// caller; the other ways check them.
pub(crate) fn framed(input: &[u8], length: usize, needed: usize, rules: Rules) -> Verdict {
    assert!(needed <= length, "asked for {needed} bytes, took {length}");
    if length < input.len() && !rules.accepts(Quirk::TrailingData) {
        return Err((ErrorKind::TrailingData, length));
    }
    Ok(())
}
