//! The top-level dictionary of a reply or a torrent file.

use bencode::{Document, Rules};

use crate::body::BodyKind;
use crate::error::{Error, ErrorKind};

/// Parses the dictionary at the start of `body`, whatever follows it.
pub(crate) fn open(body: &[u8]) -> Result<Document<'_>, Error> {
    match Document::parse_with(body, Rules::TOLERANT) {
        Err(error) if is_bencode(body) => Err(Error::from(error)),
        Ok(document) if !document.root().is_dict() => Err(Error::new(ErrorKind::NotDictionary, 0)),
        Ok(document) => open_empty(body).map(|()| document),
        _ => Err(Error::not_bencode(body)),
    }
}

/// Returns the error for a `body` that a message decoder could not read as a dictionary.
#[cold]
pub(crate) fn mistake(body: &[u8]) -> Error {
    open(body).err().unwrap_or_else(|| Error::new(ErrorKind::Bencode, 0))
}

/// Refuses text that begins like an empty dictionary, such as `denied`.
pub(crate) fn open_empty(body: &[u8]) -> Result<(), Error> {
    if body.starts_with(b"de") && !is_bencode(body) {
        return Err(Error::not_bencode(body));
    }
    Ok(())
}

fn is_bencode(body: &[u8]) -> bool {
    BodyKind::sniff(body) == BodyKind::Bencode
}
