//! The leftmost of duplicate keys, which readers without memory do not see.

use alloc::vec::Vec;

use crate::cursor::Cursor;
use crate::error::{Error, ErrorKind};
use crate::grammar;
use crate::quirk::Quirk;
use crate::rules::Rules;
use crate::structure::{Expect, Structure};
use crate::token::Token;

/// A key, by the number of its dictionary and its own place. Offsets fit 32 bits: longer inputs
/// are refused at their first token.
type Key = (u32, u32);

/// What is wrong with `input` first: `error`, or a duplicate that stands further left.
///
/// A tree or document counts the keys of a dictionary when it ends, but whoever reads left to right
/// stops at the second of two equal keys: before an error inside its value, and whether or not
/// the dictionary ever ends. Reads `input` again, twice, unless all keys came in order.
#[cold]
pub(crate) fn leftmost(error: Error, input: &[u8], rules: Rules) -> Error {
    if rules.accepts(Quirk::DuplicateKey) {
        return error;
    }
    match first_duplicate(Cursor::new(input, rules)) {
        Some(place) if place < error.offset() => Error::new(ErrorKind::DuplicateKey, place),
        _ => error,
    }
}

fn first_duplicate(cursor: Cursor<'_>) -> Option<usize> {
    let (mut count, mut unsorted) = (0usize, false);
    each_key(cursor, |_, quirk| {
        count = count.saturating_add(1);
        unsorted |= quirk == Some(Quirk::UnsortedKey);
    });
    if !unsorted {
        return None;
    }
    let mut keys = Vec::with_capacity(count);
    each_key(cursor, |key, _| keys.push(key));
    let text = |&(_, place): &Key| {
        let input = cursor.input.get(place as usize..)?;
        grammar::string(input).ok().map(|(_, odd)| odd.token)
    };
    keys.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| text(a).cmp(&text(b))).then(a.cmp(b)));
    let pairs = keys.iter().zip(keys.iter().skip(1));
    let again = pairs.filter(|(a, b)| a.0 == b.0 && text(a) == text(b));
    again.map(|(_, second)| second.1 as usize).min()
}

/// Visits the keys of a document up to its end or its first error.
#[expect(clippy::cast_possible_truncation, reason = "inputs of 4 GiB are refused")]
fn each_key(mut cursor: Cursor<'_>, mut visit: impl FnMut(Key, Option<Quirk>)) {
    let mut structure = Structure::new(&cursor);
    let (mut open, mut dicts) = (Vec::new(), 0u32);
    while structure.expect() != Expect::Done {
        let place = cursor.offset() as u32;
        let is_key = structure.expect() == Expect::Key;
        let Ok(step) = structure.step(&mut cursor) else { return };
        let depth = structure.depth() as u32;
        match (step.token, open.last()) {
            (Token::Dict, _) => {
                dicts = dicts.wrapping_add(1);
                open.push((dicts, depth));
            }
            (Token::End, Some(&(_, level))) if level > depth => {
                open.pop();
            }
            (Token::Bytes(_), Some(&(dict, _))) if is_key => visit((dict, place), step.quirk),
            _ => {}
        }
    }
}
