//! Dropping a tree with bounded stack.

use alloc::vec::Vec;

use super::{Dict, List, Value};

/// Levels that are emptied by recursion; what nests deeper waits on the heap.
const RECURSION: usize = 32;

impl Drop for List<'_> {
    #[inline]
    fn drop(&mut self) {
        empty_all(self.0.iter_mut());
    }
}

impl Drop for Dict<'_> {
    #[inline]
    fn drop(&mut self) {
        empty_all(self.0.iter_mut().map(|(_, value)| value));
    }
}

/// Empties every list and dictionary, so that nothing is left to do for the drops within.
#[inline]
fn empty_all<'v, 'a: 'v>(values: impl Iterator<Item = &'v mut Value<'a>>) {
    let mut pile = Vec::new();
    for value in values.filter(|value| has_inside(value)) {
        empty(value, RECURSION, &mut pile);
    }
    while let Some(mut value) = pile.pop() {
        empty(&mut value, RECURSION, &mut pile);
    }
}

/// Empties a list or dictionary and all that is in it down to some levels; what has more of them
/// goes on the pile.
fn empty<'a>(value: &mut Value<'a>, levels: usize, pile: &mut Vec<Value<'a>>) {
    let Some(deeper) = levels.checked_sub(1) else {
        return put_off(value, pile);
    };
    match value {
        Value::Int(_) | Value::Bytes(_) => {}
        Value::List(list) => {
            let inside = list.0.iter_mut().filter(|value| has_inside(value));
            inside.for_each(|value| empty(value, deeper, pile));
            list.0.clear();
        }
        Value::Dict(dict) => {
            let values = dict.0.iter_mut().map(|(_, value)| value);
            values.filter(|value| has_inside(value)).for_each(|value| empty(value, deeper, pile));
            dict.0.clear();
        }
    }
}

#[cold]
fn put_off<'a>(value: &mut Value<'a>, pile: &mut Vec<Value<'a>>) {
    let nests = match value {
        Value::Int(_) | Value::Bytes(_) => false,
        Value::List(list) => list.iter().any(has_inside),
        Value::Dict(dict) => dict.values().any(has_inside),
    };
    if nests {
        pile.push(value.take());
    }
}

#[inline(always)]
fn has_inside(value: &Value<'_>) -> bool {
    match value {
        Value::Int(_) | Value::Bytes(_) => false,
        Value::List(list) => !list.0.is_empty(),
        Value::Dict(dict) => !dict.0.is_empty(),
    }
}
