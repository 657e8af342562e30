//! The dictionary of a tree: pairs, sorted by the raw bytes of the key.

use alloc::vec;
use alloc::vec::Vec;
use core::iter::Map;
use core::ops::{Index, IndexMut};
use core::slice;

use super::{NOTHING, Value};
use crate::byte_str::ByteStr;
use crate::duplicate::repeated;
use crate::error::{Error, ErrorKind, NOWHERE};

pub(super) type KeyValue<'a> = (ByteStr<'a>, Value<'a>);
type Pair<'v, 'a> = (&'v ByteStr<'a>, &'v Value<'a>);
type Pairs<'v, 'a> = Map<slice::Iter<'v, KeyValue<'a>>, fn(&'v KeyValue<'a>) -> Pair<'v, 'a>>;
type PairMut<'v, 'a> = (&'v ByteStr<'a>, &'v mut Value<'a>);
type PairsMut<'v, 'a> =
    Map<slice::IterMut<'v, KeyValue<'a>>, fn(&'v mut KeyValue<'a>) -> PairMut<'v, 'a>>;

/// A dictionary: unique keys in raw byte order.
///
/// It is a sorted vector: cheap to build from sorted keys, to search and to iterate over. Collecting n pairs in
/// any order takes one sort; if a key is repeated, the last value wins. To refuse repeated keys, use
/// [`try_from_pairs`](Dict::try_from_pairs).
///
/// ```
/// use bencode::{ByteStr, Dict};
///
/// let mut reply = Dict::from([("interval", 1800), ("complete", 2068)]);
/// reply.insert("incomplete", 177);
/// assert!(reply.keys().map(ByteStr::as_bytes).eq(["complete", "incomplete", "interval"].map(str::as_bytes)));
/// assert_eq!(reply["complete"], 2068);
/// ```
#[derive(Default)]
pub struct Dict<'a>(pub(super) Vec<KeyValue<'a>>);

impl<'a> Dict<'a> {
    /// An empty dictionary.
    pub const fn new() -> Dict<'a> {
        Dict(Vec::new())
    }

    /// Collects pairs in any order, refusing repeated keys.
    ///
    /// ```
    /// use bencode::Dict;
    ///
    /// let twice = [("port", 6881), ("ip", 4), ("port", 6882)];
    /// assert_eq!(Dict::try_from_pairs(twice).unwrap_err().to_string(), "duplicate key `port`");
    /// ```
    ///
    /// # Errors
    /// [`DuplicateKey`](ErrorKind::DuplicateKey), naming the first repeated key in byte order.
    pub fn try_from_pairs<K, V, I>(pairs: I) -> Result<Dict<'a>, Error>
    where
        K: Into<ByteStr<'a>>,
        V: Into<Value<'a>>,
        I: IntoIterator<Item = (K, V)>,
    {
        let mut dict = Dict(pairs.into_iter().map(entry).collect());
        dict.sort();
        let error = repeated(&dict.0, |(a, _), (b, _)| a == b).next().map(|(key, _)| twice(key));
        error.map_or(Ok(dict), Err)
    }

    /// The number of keys.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no keys.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of `key`.
    pub fn get(&self, key: impl AsRef<[u8]>) -> Option<&Value<'a>> {
        self.0.get(self.place(key.as_ref()).ok()?).map(|(_, value)| value)
    }

    /// The value of `key`, to edit.
    pub fn get_mut(&mut self, key: impl AsRef<[u8]>) -> Option<&mut Value<'a>> {
        let place = self.place(key.as_ref()).ok()?;
        self.0.get_mut(place).map(|(_, value)| value)
    }

    /// Whether `key` is present.
    pub fn contains_key(&self, key: impl AsRef<[u8]>) -> bool {
        self.place(key.as_ref()).is_ok()
    }

    /// Sets the value of `key` and returns the previous one.
    ///
    /// Inserting a key that sorts after all others takes constant time; any other key moves the pairs after it.
    /// To add many keys in any order, use [`extend`](Extend::extend).
    pub fn insert(
        &mut self,
        key: impl Into<ByteStr<'a>>,
        value: impl Into<Value<'a>>,
    ) -> Option<Value<'a>> {
        let (key, value) = (key.into(), value.into());
        match self.place(&key) {
            Ok(place) => self.0.get_mut(place).map(|(_, old)| core::mem::replace(old, value)),
            Err(place) => {
                self.0.insert(place, (key, value));
                None
            }
        }
    }

    /// The place of `key`, to insert or change its value.
    pub fn entry(&mut self, key: impl Into<ByteStr<'a>>) -> Entry<'_, 'a> {
        let key = key.into();
        Entry { place: self.place(&key), dict: self, key }
    }

    /// Removes `key` and returns its value.
    pub fn remove(&mut self, key: impl AsRef<[u8]>) -> Option<Value<'a>> {
        let place = self.place(key.as_ref()).ok()?;
        Some(self.0.remove(place).1)
    }

    /// Keeps the pairs for which `keep` returns `true`.
    pub fn retain(&mut self, mut keep: impl FnMut(&ByteStr<'a>, &mut Value<'a>) -> bool) {
        self.0.retain_mut(|(key, value)| keep(key, value));
    }

    /// The pairs, in the order of keys.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Pair<'_, 'a>> + ExactSizeIterator {
        self.into_iter()
    }

    /// The pairs in the order of keys, with mutable values.
    pub fn iter_mut(
        &mut self,
    ) -> impl DoubleEndedIterator<Item = PairMut<'_, 'a>> + ExactSizeIterator {
        self.into_iter()
    }

    /// The keys, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &ByteStr<'a>> + ExactSizeIterator {
        self.0.iter().map(|(key, _)| key)
    }

    /// The values, in the order of keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Value<'a>> + ExactSizeIterator {
        self.0.iter().map(|(_, value)| value)
    }

    /// Finds where `key` is, or where it belongs. Keys mostly arrive in order, so the end is tried first.
    fn place(&self, key: &[u8]) -> Result<usize, usize> {
        match self.0.last() {
            Some((last, _)) if **last < *key => Err(self.0.len()),
            _ => self.0.binary_search_by(|(other, _)| (**other).cmp(key)),
        }
    }

    /// Sorts pairs just added; equal keys keep their order.
    fn sort(&mut self) {
        if self.0.len() <= FEW {
            self.0.sort_by(|(a, _), (b, _)| a.cmp(b));
        } else if !self.0.is_sorted_by(|(a, _), (b, _)| a <= b) {
            sort_many(&mut self.0);
        }
    }

    /// Turns `entries`, in any order, into a dictionary; of equal keys the last one wins.
    pub(super) fn from_unsorted(entries: Vec<KeyValue<'a>>) -> Dict<'a> {
        let mut dict = Dict(entries);
        dict.sort();
        dict.0.dedup_by(|later, earlier| {
            let equal = later.0 == earlier.0;
            if equal {
                core::mem::swap(later, earlier);
            }
            equal
        });
        dict
    }

    fn into_entries(mut self) -> Vec<KeyValue<'a>> {
        core::mem::take(&mut self.0)
    }
}

/// The most pairs that the standard library sorts without the heap.
const FEW: usize = 20;

/// Sorts through the positions, in a ninth of the memory that a copy of the pairs takes.
fn sort_many(entries: &mut [KeyValue<'_>]) {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    let key = |place: usize| entries.get(place).map(|(key, _)| key);
    order.sort_unstable_by(|&a, &b| key(a).cmp(&key(b)).then(a.cmp(&b)));
    for first in 0..entries.len() {
        // A cycle of pairs that take each other's place; a finished place points to itself.
        let mut to = first;
        while let Some(from) = order.get_mut(to).map(|from| core::mem::replace(from, to)) {
            if from == first {
                break;
            }
            entries.swap(to, from);
            to = from;
        }
    }
}

#[cold]
fn twice(key: &[u8]) -> Error {
    Error::new(ErrorKind::DuplicateKey, NOWHERE).naming(key)
}

fn entry<'a>((key, value): (impl Into<ByteStr<'a>>, impl Into<Value<'a>>)) -> KeyValue<'a> {
    (key.into(), value.into())
}

/// Pairs in any order; if a key is repeated, the last value wins.
impl<'a, K: Into<ByteStr<'a>>, V: Into<Value<'a>>, const N: usize> From<[(K, V); N]> for Dict<'a> {
    fn from(pairs: [(K, V); N]) -> Self {
        pairs.into_iter().collect()
    }
}

/// Pairs in any order; if a key is repeated, the last value wins.
impl<'a, K: Into<ByteStr<'a>>, V: Into<Value<'a>>> FromIterator<(K, V)> for Dict<'a> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Dict::from_unsorted(pairs.into_iter().map(entry).collect())
    }
}

impl<'a, K: Into<ByteStr<'a>>, V: Into<Value<'a>>> Extend<(K, V)> for Dict<'a> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, pairs: I) {
        let mut entries = core::mem::take(&mut self.0);
        entries.extend(pairs.into_iter().map(entry));
        *self = Dict::from_unsorted(entries);
    }
}

/// The value of a key; for an absent key, an empty dictionary.
impl<'a, K: AsRef<[u8]>> Index<K> for Dict<'a> {
    type Output = Value<'a>;

    fn index(&self, key: K) -> &Value<'a> {
        self.get(key).unwrap_or(&NOTHING)
    }
}

/// The value of a key; an absent key is inserted first, with an empty dictionary.
///
/// ```
/// let mut torrent = bencode::Dict::new();
/// torrent["info"]["length"] = 7.into();
/// assert_eq!(torrent.get("info"), Some(&bencode::bencode!({ length: 7 })));
/// ```
impl<'a, K: AsRef<[u8]>> IndexMut<K> for Dict<'a> {
    fn index_mut(&mut self, key: K) -> &mut Value<'a> {
        self.entry(key.as_ref().to_vec()).or_default()
    }
}

impl<'v, 'a> IntoIterator for &'v Dict<'a> {
    type Item = Pair<'v, 'a>;
    type IntoIter = Pairs<'v, 'a>;

    fn into_iter(self) -> Pairs<'v, 'a> {
        self.0.iter().map(|(key, value)| (key, value))
    }
}

impl<'v, 'a> IntoIterator for &'v mut Dict<'a> {
    type Item = (&'v ByteStr<'a>, &'v mut Value<'a>);
    type IntoIter = PairsMut<'v, 'a>;

    fn into_iter(self) -> PairsMut<'v, 'a> {
        self.0.iter_mut().map(|(key, value)| (key, value))
    }
}

impl<'a> IntoIterator for Dict<'a> {
    type Item = KeyValue<'a>;
    type IntoIter = vec::IntoIter<KeyValue<'a>>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_entries().into_iter()
    }
}

/// The place of one key in a [`Dict`], with or without a value: [`Dict::entry`].
///
/// ```
/// use bencode::Dict;
///
/// let mut torrent = Dict::new();
/// torrent.entry("info").or_default().insert("private", 1);
/// torrent.entry("info").or_default().insert("length", 7);
/// assert_eq!(torrent.entry("comment").or_insert("none"), "none");
/// assert_eq!(torrent["info"]["private"], 1);
/// ```
#[derive(Debug)]
pub struct Entry<'d, 'a> {
    dict: &'d mut Dict<'a>,
    key: ByteStr<'a>,
    /// Where the key is, or where it belongs.
    place: Result<usize, usize>,
}

impl<'d, 'a> Entry<'d, 'a> {
    /// The key.
    pub fn key(&self) -> &ByteStr<'a> {
        &self.key
    }

    /// Changes the value, if there is one.
    #[must_use]
    pub fn and_modify(self, change: impl FnOnce(&mut Value<'a>)) -> Entry<'d, 'a> {
        if let Some((_, value)) = self.place.ok().and_then(|place| self.dict.0.get_mut(place)) {
            change(value);
        }
        self
    }

    /// The value, after setting it to `value` if it is absent.
    pub fn or_insert(self, value: impl Into<Value<'a>>) -> &'d mut Value<'a> {
        self.or_insert_with(|| value.into())
    }

    /// The value, after setting it to an empty dictionary if it is absent.
    pub fn or_default(self) -> &'d mut Value<'a> {
        self.or_insert_with(Value::default)
    }

    /// The value, after setting it to `make()` if it is absent.
    #[expect(clippy::indexing_slicing, reason = "the place was found, or made just now")]
    pub fn or_insert_with(self, make: impl FnOnce() -> Value<'a>) -> &'d mut Value<'a> {
        let place = self.place.unwrap_or_else(|place| {
            self.dict.0.insert(place, (self.key, make()));
            place
        });
        &mut self.dict.0[place].1
    }
}
