//! What a table takes, and how it gives memory back.

use std::hash::Hash;
use std::mem::size_of;

use indexmap::IndexMap;

/// Tables with fewer places than this keep them.
const SMALL: usize = 32;

/// The fewest places that a table begins with.
const FIRST: usize = 4;

/// What a place takes: an entry with its hash, and 8/7 of a place in the index, which is a number
/// and a byte.
fn place<K, V>() -> usize {
    size_of::<(u64, K, V)>().saturating_add(11)
}

/// The memory that a table holds, in bytes.
pub fn bytes<K, V>(table: &IndexMap<K, V>) -> usize {
    table.capacity().saturating_mul(place::<K, V>())
}

/// The memory that one more entry takes: none, or as much again as there is.
pub fn growth<K, V>(table: &IndexMap<K, V>) -> usize {
    if table.len() < table.capacity() {
        return 0;
    }
    table.capacity().max(FIRST).saturating_mul(place::<K, V>())
}

/// Removes an entry, whose place the last one takes; a table three quarters empty shrinks by half.
pub fn remove_at<K: Hash + Eq, V>(table: &mut IndexMap<K, V>, place: usize) -> Option<V> {
    let (_, removed) = table.swap_remove_index(place)?;
    let room = table.capacity();
    if room > SMALL && table.len() < room / 4 {
        table.shrink_to(room / 2);
    }
    Some(removed)
}
