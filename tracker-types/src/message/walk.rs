//! The quirks inside a skipped value that is not canonical.

use alloc::vec::Vec;

use super::cursor::{key, skip};
use super::notes::Notes;
use crate::quirk::Quirk;

/// The bytes after a list or a dictionary.
///
/// The function recurses, at most to the depth limit.
#[cold]
pub(super) fn value<'a>(rest: &'a [u8], notes: &mut Notes) -> Option<&'a [u8]> {
    nested(rest, &mut Vec::new(), notes)
}

/// `keys` has the keys of all open dictionaries, so that they share one allocation.
fn nested<'a>(rest: &'a [u8], keys: &mut Vec<&'a [u8]>, notes: &mut Notes) -> Option<&'a [u8]> {
    if !matches!(rest, [b'l' | b'd', ..]) {
        return if let [b'0'..=b'9' | b'i', ..] = rest { skip(rest, notes) } else { None };
    }
    if notes.levels() == 0 {
        return None;
    }
    notes.nested(1, |notes| match rest.split_first()? {
        (b'l', items) => list(items, keys, notes),
        (_, entries) => dictionary(entries, keys, notes),
    })
}

fn list<'a>(mut rest: &'a [u8], keys: &mut Vec<&'a [u8]>, notes: &mut Notes) -> Option<&'a [u8]> {
    loop {
        if let [b'e', tail @ ..] = rest {
            return Some(tail);
        }
        rest = nested(rest, keys, notes)?;
    }
}

fn dictionary<'a>(
    mut rest: &'a [u8],
    keys: &mut Vec<&'a [u8]>,
    notes: &mut Notes,
) -> Option<&'a [u8]> {
    let outer = keys.len();
    let mut unsorted = 0;
    loop {
        if let [b'e', tail @ ..] = rest {
            notes.structure(Quirk::UnsortedKey, unsorted);
            notes.structure(Quirk::DuplicateKey, repeated(keys, outer, unsorted > 0));
            keys.truncate(outer);
            return Some(tail);
        }
        let (name, value) = key(rest, notes)?;
        let is_smaller = |last: &&[u8]| name < *last;
        if keys.get(outer..).and_then(<[_]>::last).is_some_and(is_smaller) {
            unsorted = usize::saturating_add(unsorted, 1);
        }
        push(keys, name, value.len() / 4);
        rest = nested(value, keys, notes)?;
    }
}

/// How many of the keys from `outer` on repeat an earlier one.
fn repeated(keys: &mut [&[u8]], outer: usize, unsorted: bool) -> usize {
    let keys = keys.get_mut(outer..).unwrap_or_default();
    if unsorted {
        keys.sort_unstable();
    }
    keys.windows(2).filter(|pair| matches!(pair, [a, b] if a == b)).count()
}

/// Appends an item, after which at most `most` more can follow: no room is made for others.
#[inline]
pub(crate) fn push<T>(items: &mut Vec<T>, item: T, most: usize) {
    if items.len() == items.capacity() {
        grow(items, most);
    }
    items.push(item);
}

/// Doubles the room, but makes none for more items than can follow the next one.
#[cold]
#[inline(never)]
pub(crate) fn grow<T>(items: &mut Vec<T>, most: usize) {
    items.reserve_exact(items.len().max(4).min(most.saturating_add(1)));
}
