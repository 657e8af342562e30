//! From readers of `std::io`.

use alloc::string::ToString;
use alloc::vec::Vec;
use std::io::{self, Read};

use serde::Deserialize;

use super::decoder::Deserializer;
use crate::cursor::MAX_INPUT;
use crate::error::{Error, ErrorKind};
use crate::rules::Rules;

/// Reads one value from everything in `reader`, under [`Rules::default`].
///
/// The bytes are collected first; for input from a peer, set a limit with [`from_reader_with`].
///
/// ```
/// #[derive(serde::Deserialize)]
/// struct Torrent {
///     announce: String,
/// }
///
/// # let file = &b"d8:announce30:http://127.0.0.1:6969/announce4:infodee"[..];
/// // let file = std::fs::File::open("a.torrent")?;
/// let torrent: Torrent = bencode::from_reader(file)?;
/// assert_eq!(torrent.announce, "http://127.0.0.1:6969/announce");
/// # Ok::<(), bencode::Error>(())
/// ```
///
/// # Errors
/// [`Io`](ErrorKind::Io) if reading fails; otherwise as [`from_slice`](crate::from_slice).
pub fn from_reader<R: Read, T: Deserialize<'static>>(reader: R) -> Result<T, Error> {
    from_reader_with(reader, Rules::DEFAULT)
}

/// Reads one value from everything in `reader`, under `rules`.
///
/// At most [`Rules::max_input`] bytes are read, and one more to see whether there are more.
///
/// ```
/// use bencode::{ErrorKind, Rules};
///
/// let endless = std::io::repeat(b'l');
/// let rules = Rules::default().max_input(1 << 16);
/// let err = bencode::from_reader_with::<_, bencode::Value>(endless, rules).unwrap_err();
/// assert_eq!(err.kind(), ErrorKind::InputLimit { max: 65_536 });
/// ```
///
/// # Errors
/// [`Io`](ErrorKind::Io) if reading fails; otherwise as [`from_slice`](crate::from_slice).
pub fn from_reader_with<R: Read, T: Deserialize<'static>>(
    reader: R,
    rules: Rules,
) -> Result<T, Error> {
    let cap = rules.input().min(MAX_INPUT);
    let mut input = Vec::new();
    let mut reader = reader.take((cap as u64).saturating_add(1));
    reader.read_to_end(&mut input).map_err(|error| failed(&error, input.len()))?;
    Deserializer::shared(&input, rules).whole()
}

#[cold]
fn failed(error: &io::Error, read: usize) -> Error {
    Error::new(ErrorKind::Io, read).with_text(error.to_string())
}
