//! The list of a tree.

use alloc::vec::{self, Vec};
use core::ops::{Deref, DerefMut};

use super::Value;

/// A list of values: a `Vec` that may nest to any depth.
///
/// It derefs to `Vec<Value>`. Unlike with a `Vec`, cloning, comparing, printing and dropping a list
/// use bounded stack, however deep it nests.
///
/// ```
/// use bencode::{Value, bencode};
///
/// let Value::List(mut path) = bencode!(["music"]) else { panic!("not a list") };
/// path.push("song.flac".into());
/// assert_eq!(path[1], "song.flac");
/// ```
#[derive(Default)]
pub struct List<'a>(pub(super) Vec<Value<'a>>);

impl<'a> List<'a> {
    /// An empty list.
    pub const fn new() -> List<'a> {
        List(Vec::new())
    }

    /// Whether there are no values; usable as a path in `#[serde(skip_serializing_if)]`.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of values.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The values as a vector.
    pub fn into_vec(mut self) -> Vec<Value<'a>> {
        core::mem::take(&mut self.0)
    }
}

impl<'a> Deref for List<'a> {
    type Target = Vec<Value<'a>>;

    #[inline]
    fn deref(&self) -> &Vec<Value<'a>> {
        &self.0
    }
}

impl<'a> DerefMut for List<'a> {
    fn deref_mut(&mut self) -> &mut Vec<Value<'a>> {
        &mut self.0
    }
}

impl<'a> From<Vec<Value<'a>>> for List<'a> {
    fn from(values: Vec<Value<'a>>) -> Self {
        List(values)
    }
}

impl<'a, const N: usize> From<[Value<'a>; N]> for List<'a> {
    fn from(values: [Value<'a>; N]) -> Self {
        List(values.into())
    }
}

impl<'a, T: Into<Value<'a>>> FromIterator<T> for List<'a> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        List(values.into_iter().map(Into::into).collect())
    }
}

impl<'a, T: Into<Value<'a>>> Extend<T> for List<'a> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, values: I) {
        self.0.extend(values.into_iter().map(Into::into));
    }
}

impl<'a> IntoIterator for List<'a> {
    type Item = Value<'a>;
    type IntoIter = vec::IntoIter<Value<'a>>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_vec().into_iter()
    }
}

impl<'v, 'a> IntoIterator for &'v List<'a> {
    type Item = &'v Value<'a>;
    type IntoIter = core::slice::Iter<'v, Value<'a>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<'v, 'a> IntoIterator for &'v mut List<'a> {
    type Item = &'v mut Value<'a>;
    type IntoIter = core::slice::IterMut<'v, Value<'a>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter_mut()
    }
}
