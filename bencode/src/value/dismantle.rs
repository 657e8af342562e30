//! Drops a tree with bounded stack and without allocating.

use core::mem::replace;

use super::{Dict, List, Value};

/// Levels that are emptied by recursion; deeper ones are unwound.
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

/// Empties every list and dictionary, so that the drops of the values have nothing left to do.
#[inline]
fn empty_all<'v, 'a: 'v>(values: impl Iterator<Item = &'v mut Value<'a>>) {
    for value in values.filter(|value| has_inside(value)) {
        empty(value, RECURSION);
    }
}

/// Empties a list or dictionary with everything in it.
fn empty(value: &mut Value<'_>, levels: usize) {
    let Some(deeper) = levels.checked_sub(1) else {
        return unwind(value);
    };
    match value {
        Value::Int(_) | Value::Bytes(_) => {}
        Value::List(list) => {
            let inside = list.0.iter_mut().filter(|value| has_inside(value));
            inside.for_each(|value| empty(value, deeper));
            list.0.clear();
        }
        Value::Dict(dict) => {
            let values = dict.0.iter_mut().map(|(_, value)| value);
            values.filter(|value| has_inside(value)).for_each(|value| empty(value, deeper));
            dict.0.clear();
        }
    }
}

/// Empties a list or dictionary of any depth without recursion: the container around the current one is stored
/// in it, in the place of its first item.
///
/// ```text
/// outer [ a [ b c ] ]     a is dropped; outer waits where b was:
/// [ outer c ]             b and c are dropped; then outer is next
/// ```
#[cold]
fn unwind(value: &mut Value<'_>) {
    let mut at = value.take();
    let mut depth = 0usize;
    loop {
        let floor = usize::from(depth > 0);
        let Some(mut item) = pop_above(&mut at, floor) else {
            if depth == 0 {
                return;
            }
            // Only the container around it is left.
            match pop_above(&mut at, 0) {
                Some(around) => at = around,
                None => return,
            }
            depth = depth.saturating_sub(1);
            continue;
        };
        while has_inside(&item) {
            let Some(first) = first_mut(&mut item) else { break };
            let held = replace(first, at.take());
            at = replace(&mut item, held);
            depth = depth.saturating_add(1);
        }
    }
}

/// The last item of `value`, if there are more than `floor`.
fn pop_above<'a>(value: &mut Value<'a>, floor: usize) -> Option<Value<'a>> {
    match value {
        Value::List(list) if list.0.len() > floor => list.0.pop(),
        Value::Dict(dict) if dict.0.len() > floor => dict.0.pop().map(|(_, value)| value),
        _ => None,
    }
}

fn first_mut<'v, 'a>(value: &'v mut Value<'a>) -> Option<&'v mut Value<'a>> {
    match value {
        Value::List(list) => list.0.first_mut(),
        Value::Dict(dict) => dict.0.first_mut().map(|(_, value)| value),
        _ => None,
    }
}

#[inline]
fn has_inside(value: &Value<'_>) -> bool {
    match value {
        Value::Int(_) | Value::Bytes(_) => false,
        Value::List(list) => !list.0.is_empty(),
        Value::Dict(dict) => !dict.0.is_empty(),
    }
}
