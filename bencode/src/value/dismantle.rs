//! Dropping a tree without recursion.

use alloc::vec::{self, Vec};

use super::dict::Entry;
use super::{Dict, List, Value};

impl Drop for List<'_> {
    fn drop(&mut self) {
        dismantle(Level::List(core::mem::take(&mut self.0).into_iter()));
    }
}

impl Drop for Dict<'_> {
    fn drop(&mut self) {
        dismantle(Level::Dict(core::mem::take(&mut self.0).into_iter()));
    }
}

/// The values of a list or dictionary that are still to be dropped.
enum Level<'a> {
    List(vec::IntoIter<Value<'a>>),
    Dict(vec::IntoIter<Entry<'a>>),
}

impl<'a> Level<'a> {
    #[inline]
    fn next(&mut self) -> Option<Value<'a>> {
        match self {
            Level::List(items) => items.next(),
            Level::Dict(entries) => entries.next().map(|(_, value)| value),
        }
    }

    /// What there is inside `value`; a leaf, or what is empty, is dropped here.
    #[inline]
    fn inside(value: Value<'a>) -> Option<Level<'a>> {
        match value {
            Value::List(list) if !list.is_empty() => Some(Level::List(list.into_iter())),
            Value::Dict(dict) if !dict.is_empty() => Some(Level::Dict(dict.into_iter())),
            _ => None,
        }
    }
}

fn dismantle(mut inner: Level<'_>) {
    let mut outer = Vec::new();
    loop {
        match inner.next() {
            Some(value) => {
                if let Some(level) = Level::inside(value) {
                    outer.push(core::mem::replace(&mut inner, level));
                }
            }
            None => match outer.pop() {
                Some(level) => inner = level,
                None => return,
            },
        }
    }
}
