//! Dropping a tree without recursion.

use alloc::vec::Vec;
use core::mem::take;

use super::dict::Entry;
use super::{Dict, List, Value};

impl Drop for List<'_> {
    fn drop(&mut self) {
        let mut pile = Pile { lists: Vec::new(), dicts: Vec::new() };
        while let Some(value) = self.0.pop() {
            pile.drop(value);
        }
    }
}

impl Drop for Dict<'_> {
    fn drop(&mut self) {
        let mut pile = Pile { lists: Vec::new(), dicts: Vec::new() };
        while let Some((_, value)) = self.0.pop() {
            pile.drop(value);
        }
    }
}

/// What is still to be dropped, in no order. One list or dictionary of every level is in it at
/// most, and only while there is more in it.
struct Pile<'a> {
    lists: Vec<Vec<Value<'a>>>,
    dicts: Vec<Vec<Entry<'a>>>,
}

impl<'a> Pile<'a> {
    /// Drops `value` and all that is in it.
    #[inline]
    fn drop(&mut self, value: Value<'a>) {
        if self.add(value) {
            while let Some(value) = self.next() {
                self.add(value);
            }
        }
    }

    /// Drops a leaf; keeps what is inside a list or dictionary, and says so.
    #[inline]
    fn add(&mut self, value: Value<'a>) -> bool {
        match value {
            Value::List(mut list) if !list.is_empty() => self.lists.push(take(&mut list.0)),
            Value::Dict(mut dict) if !dict.is_empty() => self.dicts.push(take(&mut dict.0)),
            _ => return false,
        }
        true
    }

    /// Takes a value off the pile.
    #[inline]
    fn next(&mut self) -> Option<Value<'a>> {
        if let Some(list) = self.lists.last_mut() {
            let value = list.pop();
            if list.is_empty() {
                self.lists.pop();
            }
            return value;
        }
        let dict = self.dicts.last_mut()?;
        let entry = dict.pop();
        if dict.is_empty() {
            self.dicts.pop();
        }
        entry.map(|(_, value)| value)
    }
}
