//! Walks a tree depth-first without recursion; equality, order and hash are defined by the walk.

use alloc::vec::Vec;
use core::cmp::Ordering;
use core::hash::{Hash, Hasher};
use core::mem::replace;
use core::slice;

use super::dict::KeyValue;
use super::{Dict, Integer, List, Value};
use crate::byte_str::ByteStr;

/// A token of a walk. The order of variants defines the order of values: see [`Value`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum TreeToken<'v, 'a> {
    End,
    Int(&'v Integer<'a>),
    Bytes(&'v ByteStr<'a>),
    List,
    Dict,
    Key(&'v ByteStr<'a>),
}

/// The tokens of a tree, in the order in which they are written.
///
/// The walk through a [`List`] or [`Dict`] begins inside it: there is no opening step, but an `End`.
pub(crate) struct TreeWalk<'v, 'a> {
    pending: Option<&'v Value<'a>>,
    inner: TreeLevel<'v, 'a>,
    outer: Vec<TreeLevel<'v, 'a>>,
}

enum TreeLevel<'v, 'a> {
    Root,
    List(slice::Iter<'v, Value<'a>>),
    Dict(slice::Iter<'v, KeyValue<'a>>),
}

impl<'v, 'a> TreeLevel<'v, 'a> {
    /// Returns the step into `value`, and the level inside it, if any.
    #[inline]
    fn open(value: &'v Value<'a>) -> (TreeToken<'v, 'a>, Option<TreeLevel<'v, 'a>>) {
        match value {
            Value::Int(int) => (TreeToken::Int(int), None),
            Value::Bytes(text) => (TreeToken::Bytes(text), None),
            Value::List(list) => (TreeToken::List, Some(TreeLevel::List(list.0.iter()))),
            Value::Dict(dict) => (TreeToken::Dict, Some(TreeLevel::Dict(dict.0.iter()))),
        }
    }
}

impl<'v, 'a> TreeWalk<'v, 'a> {
    #[inline]
    fn enter(&mut self, value: &'v Value<'a>) -> TreeToken<'v, 'a> {
        let (step, inside) = TreeLevel::open(value);
        if let Some(level) = inside {
            self.outer.push(replace(&mut self.inner, level));
        }
        step
    }

    /// The number of items or pairs left in the innermost list or dictionary.
    pub(super) fn left(&self) -> usize {
        match &self.inner {
            TreeLevel::Root => 0,
            TreeLevel::List(items) => items.len(),
            TreeLevel::Dict(entries) => entries.len(),
        }
    }

    /// Leaves an exhausted level; `None` at the root.
    #[inline]
    fn ascend(&mut self) -> Option<TreeToken<'v, 'a>> {
        match replace(&mut self.inner, self.outer.pop().unwrap_or(TreeLevel::Root)) {
            TreeLevel::Root => None,
            TreeLevel::List(_) | TreeLevel::Dict(_) => Some(TreeToken::End),
        }
    }
}

impl<'v, 'a> Iterator for TreeWalk<'v, 'a> {
    type Item = TreeToken<'v, 'a>;

    #[inline]
    fn next(&mut self) -> Option<TreeToken<'v, 'a>> {
        if let Some(value) = self.pending.take() {
            return Some(self.enter(value));
        }
        match &mut self.inner {
            TreeLevel::Root => None,
            TreeLevel::List(items) => match items.next() {
                Some(value) => Some(self.enter(value)),
                None => self.ascend(),
            },
            TreeLevel::Dict(entries) => match entries.next() {
                Some((key, value)) => {
                    self.pending = Some(value);
                    Some(TreeToken::Key(key))
                }
                None => self.ascend(),
            },
        }
    }
}

impl<'a> Value<'a> {
    pub(crate) fn walk(&self) -> TreeWalk<'_, 'a> {
        TreeWalk { pending: Some(self), inner: TreeLevel::Root, outer: Vec::new() }
    }
}

impl<'a> List<'a> {
    pub(crate) fn walk(&self) -> TreeWalk<'_, 'a> {
        TreeWalk { pending: None, inner: TreeLevel::List(self.iter()), outer: Vec::new() }
    }
}

impl<'a> Dict<'a> {
    pub(crate) fn walk(&self) -> TreeWalk<'_, 'a> {
        TreeWalk { pending: None, inner: TreeLevel::Dict(self.0.iter()), outer: Vec::new() }
    }
}

macro_rules! compare_by_walk {
    ($($tree:ident)*) => {$(
        impl PartialEq for $tree<'_> {
            fn eq(&self, other: &Self) -> bool {
                self.walk().eq(other.walk())
            }
        }

        impl Eq for $tree<'_> {}

        impl PartialOrd for $tree<'_> {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $tree<'_> {
            fn cmp(&self, other: &Self) -> Ordering {
                self.walk().cmp(other.walk())
            }
        }

        impl Hash for $tree<'_> {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.walk().for_each(|step| step.hash(state));
            }
        }
    )*};
}

compare_by_walk! { Value List Dict }
