//! One key of a dictionary, to fill in or to change.

use super::{Dict, Value};
use crate::byte_str::ByteStr;

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
    pub(super) fn new(dict: &'d mut Dict<'a>, key: ByteStr<'a>) -> Entry<'d, 'a> {
        Entry { place: dict.place(&key), dict, key }
    }

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

    /// The value, after setting it to `value` if there is none.
    pub fn or_insert(self, value: impl Into<Value<'a>>) -> &'d mut Value<'a> {
        self.or_insert_with(|| value.into())
    }

    /// The value, after setting it to an empty dictionary if there is none.
    pub fn or_default(self) -> &'d mut Value<'a> {
        self.or_insert_with(Value::default)
    }

    /// The value, after setting it to `make()` if there is none.
    #[expect(clippy::indexing_slicing, reason = "the place was found, or made just now")]
    pub fn or_insert_with(self, make: impl FnOnce() -> Value<'a>) -> &'d mut Value<'a> {
        let place = self.place.unwrap_or_else(|place| {
            self.dict.0.insert(place, (self.key, make()));
            place
        });
        &mut self.dict.0[place].1
    }
}
