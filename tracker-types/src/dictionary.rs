//! The one dictionary that a reply or a torrent file is.

use bencode::{Document, Rules};

use crate::body::BodyKind;
use crate::error::{Error, ErrorKind};

/// Parses `body`: one dictionary, whatever follows it.
pub(crate) fn open(body: &[u8]) -> Result<Document<'_>, Error> {
    let is_bencode = || BodyKind::sniff(body) == BodyKind::Bencode;
    match Document::parse_with(body, Rules::TOLERANT) {
        Err(error) if is_bencode() => Err(Error::from(error)),
        Ok(document) if !document.root().is_dict() => Err(Error::new(ErrorKind::NotDictionary, 0)),
        // `denied` is no empty dictionary with something behind it.
        Ok(document) if !body.starts_with(b"de") || is_bencode() => Ok(document),
        _ => Err(Error::not_bencode(body)),
    }
}
