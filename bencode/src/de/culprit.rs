//! The value in a buffer of serde's that an error is about, found again in the input.

use serde::de::Unexpected;

use crate::error::Culprit;
use crate::reader::Reader;
use crate::rules::Rules;
use crate::token::Token;

/// Bytes that are remembered of a byte string.
const KEPT: usize = 64;

impl Culprit {
    pub(super) fn new(found: Unexpected<'_>) -> Option<Culprit> {
        let bytes = |bytes: &[u8]| Culprit::Bytes {
            length: bytes.len(),
            start: bytes.get(..KEPT).unwrap_or(bytes).into(),
        };
        match found {
            Unexpected::Signed(int) => Some(Culprit::Int(int.into())),
            Unexpected::Unsigned(int) => Some(Culprit::Int(int.into())),
            Unexpected::Str(text) => Some(bytes(text.as_bytes())),
            Unexpected::Bytes(text) => Some(bytes(text)),
            _ => None,
        }
    }

    fn is(&self, token: Token<'_>) -> bool {
        match (self, token) {
            (Culprit::Int(int), Token::Int(found)) => found.to_i128() == Ok(*int),
            (Culprit::Bytes { length, start }, Token::Bytes(found)) => {
                found.len() == *length && found.starts_with(start)
            }
            _ => false,
        }
    }

    /// Where it is in the value at the start of `input`, if no other value inside it is equal.
    pub(super) fn find(&self, input: &[u8]) -> Option<usize> {
        let mut reader = Reader::with_rules(input, Rules::TOLERANT.max_depth(usize::MAX));
        let mut found = None;
        loop {
            let (start, is_key) = (reader.offset(), reader.key_is_next());
            let Ok(Some(token)) = reader.next() else { return found };
            if !is_key && self.is(token) && found.replace(start).is_some() {
                return None;
            }
            if reader.depth() == 0 {
                return found;
            }
        }
    }
}
