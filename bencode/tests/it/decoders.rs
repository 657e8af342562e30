//! Every way through an input, brought to one form so that tests can compare them.

use bencode::{ErrorKind, Quirk, Reader, Rules};

/// Accepted, or the kind of the error and the byte at fault.
pub(crate) type Verdict = Result<(), (ErrorKind, usize)>;

/// The grammar alone: every quirk is read past but bytes behind the value, at any depth.
pub(crate) const LAX: Rules = Rules::TOLERANT.refuse(Quirk::TrailingData).max_depth(usize::MAX);

/// Canonical bencode at any depth.
pub(crate) const STRICT: Rules = Rules::STRICT.max_depth(usize::MAX);

/// A way through an input, and what to call it.
pub(crate) type Decoder = (&'static str, fn(&[u8], Rules) -> Verdict);

/// Those that hold no memory: of duplicate keys they see the adjacent ones.
pub(crate) const STREAMING: &[Decoder] = &[("reader, skipping", skip), ("reader, by token", read)];

/// Those that build something: they see every duplicate key.
pub(crate) const MEMORY: &[Decoder] = &[];

/// Every way there is.
pub(crate) fn all() -> impl Iterator<Item = &'static Decoder> {
    STREAMING.iter().chain(MEMORY)
}

fn plain<T>(result: Result<T, bencode::Error>) -> Result<T, (ErrorKind, usize)> {
    result.map_err(|err| (err.kind(), err.offset()))
}

fn skip(input: &[u8], rules: Rules) -> Verdict {
    let mut reader = Reader::with_rules(input, rules);
    plain(reader.skip_value())?;
    plain(reader.next()).map(drop)
}

fn read(input: &[u8], rules: Rules) -> Verdict {
    let mut reader = Reader::with_rules(input, rules);
    while plain(reader.next())?.is_some() {}
    Ok(())
}
