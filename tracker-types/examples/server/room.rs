//! How much memory a table takes, and how it gives memory back.

use std::hash::Hash;
use std::mem::size_of;

use indexmap::IndexMap;

/// Tables with at most this capacity do not shrink.
const SMALL: usize = 32;

/// The capacity that an empty table is assumed to get for its first entry.
const FIRST: usize = 4;

/// The bytes that one place takes: an entry with its hash, and 8/7 of a place in the index, which is a
/// `usize` and a byte.
fn place<K, V>() -> usize {
    size_of::<(u64, K, V)>().saturating_add(11)
}

/// The memory that a table holds, in bytes.
pub fn bytes<K, V>(table: &IndexMap<K, V>) -> usize {
    table.capacity().saturating_mul(place::<K, V>())
}

/// The memory that one more entry takes, in bytes: none, or as much again as there is.
pub fn growth<K, V>(table: &IndexMap<K, V>) -> usize {
    if table.len() < table.capacity() {
        return 0;
    }
    table.capacity().max(FIRST).saturating_mul(place::<K, V>())
}

/// Removes an entry, whose place the last one takes. A table more than three quarters empty shrinks by half.
pub fn remove_at<K: Hash + Eq, V>(table: &mut IndexMap<K, V>, place: usize) -> Option<V> {
    let (_, removed) = table.swap_remove_index(place)?;
    let room = table.capacity();
    if room > SMALL && table.len() < room / 4 {
        table.shrink_to(room / 2);
    }
    Some(removed)
}
