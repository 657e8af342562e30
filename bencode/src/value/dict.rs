//! The dictionary of a tree: pairs, sorted by the raw bytes of the key.

use alloc::vec::{self, Vec};
use core::iter::Map;
use core::ops::Index;
use core::slice;

use super::{NOTHING, Value};
use crate::byte_str::ByteStr;
use crate::error::{Error, ErrorKind, NOWHERE};

pub(super) type Entry<'a> = (ByteStr<'a>, Value<'a>);
type Pair<'v, 'a> = (&'v ByteStr<'a>, &'v Value<'a>);
type Pairs<'v, 'a> = Map<slice::Iter<'v, Entry<'a>>, fn(&'v Entry<'a>) -> Pair<'v, 'a>>;

/// A dictionary: keys in raw byte order, each once.
///
/// It is a sorted vector: cheap to build from keys in order, to search and to walk. Collecting n
/// pairs in any order takes one sort; of a key that comes twice the last value stays. To refuse
/// repeated keys, use [`try_from_pairs`](Dict::try_from_pairs).
///
/// ```
/// use bencode::{ByteStr, Dict};
///
/// let mut reply: Dict = [("interval", 1800), ("complete", 2068)].into_iter().collect();
/// reply.insert("incomplete", 177);
/// assert!(reply.keys().map(ByteStr::as_bytes).eq(["complete", "incomplete", "interval"].map(str::as_bytes)));
/// assert_eq!(reply["complete"], 2068);
/// ```
#[derive(Default)]
pub struct Dict<'a>(pub(super) Vec<Entry<'a>>);

impl<'a> Dict<'a> {
    /// An empty dictionary.
    pub const fn new() -> Dict<'a> {
        Dict(Vec::new())
    }

    /// Collects pairs in any order, each key once.
    ///
    /// ```
    /// use bencode::Dict;
    ///
    /// let twice = [("port", 6881), ("ip", 4), ("port", 6882)];
    /// assert_eq!(Dict::try_from_pairs(twice).unwrap_err().to_string(), "duplicate key `port`");
    /// ```
    ///
    /// # Errors
    /// [`DuplicateKey`](ErrorKind::DuplicateKey), naming the first key, in byte order, that comes twice.
    pub fn try_from_pairs<K, V, I>(pairs: I) -> Result<Dict<'a>, Error>
    where
        K: Into<ByteStr<'a>>,
        V: Into<Value<'a>>,
        I: IntoIterator<Item = (K, V)>,
    {
        let mut dict = Dict(pairs.into_iter().map(entry).collect());
        dict.sort();
        match dict.0.iter().zip(dict.0.iter().skip(1)).find(|((a, _), (b, _))| a == b) {
            Some(((key, _), _)) => Err(twice(key)),
            None => Ok(dict),
        }
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
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

    /// Whether `key` is there.
    pub fn contains_key(&self, key: impl AsRef<[u8]>) -> bool {
        self.place(key.as_ref()).is_ok()
    }

    /// Sets the value of `key` and returns the one it had.
    ///
    /// A key behind all others takes constant time, others move what is behind them: to add many
    /// in no order, [`extend`](Extend::extend).
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

    /// The value of `key`, which is set to `make()` first if it is not there.
    ///
    /// ```
    /// use bencode::{Dict, Value};
    ///
    /// let mut torrent = Dict::new();
    /// let info = torrent.get_or_insert_with("info", || Dict::new().into());
    /// info.as_dict_mut().map(|info| info.insert("private", 1));
    /// assert_eq!(torrent["info"]["private"], 1);
    /// ```
    #[expect(clippy::indexing_slicing, reason = "the place was found, or made just now")]
    pub fn get_or_insert_with(
        &mut self,
        key: impl Into<ByteStr<'a>>,
        make: impl FnOnce() -> Value<'a>,
    ) -> &mut Value<'a> {
        let key = key.into();
        let place = self.place(&key).unwrap_or_else(|place| {
            self.0.insert(place, (key, make()));
            place
        });
        &mut self.0[place].1
    }

    /// Takes `key` out and returns its value.
    pub fn remove(&mut self, key: impl AsRef<[u8]>) -> Option<Value<'a>> {
        let place = self.place(key.as_ref()).ok()?;
        Some(self.0.remove(place).1)
    }

    /// Keeps the pairs for which `keep` answers `true`.
    pub fn retain(&mut self, mut keep: impl FnMut(&ByteStr<'a>, &mut Value<'a>) -> bool) {
        self.0.retain_mut(|(key, value)| keep(key, value));
    }

    /// The pairs, in the order of keys.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Pair<'_, 'a>> + ExactSizeIterator {
        self.into_iter()
    }

    /// The pairs, in the order of keys, the values to edit.
    pub fn iter_mut(
        &mut self,
    ) -> impl DoubleEndedIterator<Item = (&ByteStr<'a>, &mut Value<'a>)> + ExactSizeIterator {
        self.0.iter_mut().map(|(key, value)| (&*key, value))
    }

    /// The keys, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &ByteStr<'a>> + ExactSizeIterator {
        self.0.iter().map(|(key, _)| key)
    }

    /// The values, in the order of keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Value<'a>> + ExactSizeIterator {
        self.0.iter().map(|(_, value)| value)
    }

    /// Where `key` is, or where it belongs. Keys mostly come in order: the end is tried first.
    fn place(&self, key: &[u8]) -> Result<usize, usize> {
        match self.0.last() {
            Some((last, _)) if **last < *key => Err(self.0.len()),
            _ => self.0.binary_search_by(|(other, _)| (**other).cmp(key)),
        }
    }

    /// Sorts pairs just added; equal keys stay in the order they came in.
    fn sort(&mut self) {
        if self.0.len() <= FEW {
            self.0.sort_by(|(a, _), (b, _)| a.cmp(b));
        } else if !self.0.is_sorted_by(|(a, _), (b, _)| a <= b) {
            sort_many(&mut self.0);
        }
    }

    /// Makes `entries`, in any order, a dictionary; of equal keys the last one stays.
    pub(super) fn from_unsorted(entries: Vec<Entry<'a>>) -> Dict<'a> {
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

    fn into_entries(mut self) -> Vec<Entry<'a>> {
        core::mem::take(&mut self.0)
    }
}

/// So many pairs are sorted by the standard library without the heap.
const FEW: usize = 20;

/// Sorts by way of the positions, in a ninth of the memory that a copy of the pairs takes.
fn sort_many(entries: &mut [Entry<'_>]) {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    let key = |place: usize| entries.get(place).map(|(key, _)| key);
    order.sort_unstable_by(|&a, &b| key(a).cmp(&key(b)).then(a.cmp(&b)));
    for first in 0..entries.len() {
        // A cycle of pairs that take each other's place; a place done with stands for itself.
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

fn entry<'a>((key, value): (impl Into<ByteStr<'a>>, impl Into<Value<'a>>)) -> Entry<'a> {
    (key.into(), value.into())
}

impl<'a, const N: usize> From<[Entry<'a>; N]> for Dict<'a> {
    fn from(entries: [Entry<'a>; N]) -> Self {
        Dict::from_unsorted(entries.into())
    }
}

/// Pairs in any order; of a key that comes twice the last value stays.
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

/// The value of a key; for an absent key an empty dictionary, in which everything else is absent.
impl<'a, K: AsRef<[u8]>> Index<K> for Dict<'a> {
    type Output = Value<'a>;

    fn index(&self, key: K) -> &Value<'a> {
        self.get(key).unwrap_or(&NOTHING)
    }
}

impl<'v, 'a> IntoIterator for &'v Dict<'a> {
    type Item = Pair<'v, 'a>;
    type IntoIter = Pairs<'v, 'a>;

    fn into_iter(self) -> Pairs<'v, 'a> {
        self.0.iter().map(|(key, value)| (key, value))
    }
}

impl<'a> IntoIterator for Dict<'a> {
    type Item = Entry<'a>;
    type IntoIter = vec::IntoIter<Entry<'a>>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_entries().into_iter()
    }
}
