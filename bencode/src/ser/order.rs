//! Puts the entries of a dictionary in order, in the buffer they were written to.

use alloc::vec::Vec;

use super::error::duplicate;
use super::serializer::Serializer;
use crate::error::Error;
use crate::reader::Reader;
use crate::rules::Rules;
use crate::sink::Sink;
use crate::token::Token;

/// A key, and the bytes of it and its value.
struct Entry<'a> {
    key: &'a [u8],
    text: &'a [u8],
}

/// Sorts the dictionary that starts at `start` and is complete but for its end.
#[cold]
#[inline(never)]
pub(super) fn sort<S: Sink>(serializer: &mut Serializer<S>, start: usize) -> Result<(), Error> {
    let written = serializer.sink.written();
    let mut entries = entries(written.get(start..).unwrap_or_default())?;
    entries.sort_unstable_by_key(|entry| entry.key);
    let mut pairs = entries.iter().zip(entries.iter().skip(1));
    if let Some((twice, _)) = pairs.find(|(a, b)| a.key == b.key) {
        return Err(duplicate(twice.key, written.len()));
    }
    let mut sorted = Vec::with_capacity(written.len().saturating_sub(start));
    sorted.push(b'd');
    for entry in &entries {
        sorted.extend_from_slice(entry.text);
    }
    if let Some(place) = serializer.sink.written_mut().get_mut(start..) {
        place.copy_from_slice(&sorted);
    }
    Ok(())
}

/// The entries as they were written. Spliced raw values need not be canonical.
fn entries(dictionary: &[u8]) -> Result<Vec<Entry<'_>>, Error> {
    let mut reader = Reader::with_rules(dictionary, Rules::TOLERANT.max_depth(usize::MAX));
    let mut entries = Vec::new();
    reader.next()?;
    while reader.offset() < dictionary.len() {
        let start = reader.offset();
        let Some(Token::Bytes(key)) = reader.next()? else { break };
        reader.skip_value()?;
        let text = dictionary.get(start..reader.offset()).unwrap_or_default();
        entries.push(Entry { key, text });
    }
    Ok(entries)
}
