//! A tree to build and to edit.

pub(crate) mod build;
mod convert;
mod dict;
mod dismantle;
mod integer;
mod list;
mod macros;
mod parse;
mod stacks;
pub(crate) mod walk;
mod write;

use crate::byte_str::ByteStr;
use crate::path::{WrittenStep, steps};

pub use dict::Dict;
pub use dict::Entry;
pub use integer::Integer;
pub use list::List;
#[cfg(feature = "serde")]
pub(crate) use parse::tree;

/// Any bencode value, as a tree to build and to edit.
///
/// To inspect bytes without building a tree, use a [`Document`](crate::Document).
///
/// `value["key"]` and `value[0]` read; an absent value reads as an empty dictionary, while [`get`](Value::get)
/// and [`at`](Value::at) return `None` for it. `value["key"] = …`, [`insert`](Value::insert),
/// [`get_mut`](Value::get_mut) and [`at_mut`](Value::at_mut) edit. Nothing panics.
///
/// No operation on a value recurses: parsing, cloning, comparing, hashing, printing, writing and dropping use
/// bounded stack, so hostile nesting only costs memory. Parsing, also through serde, takes at most 26 times the
/// memory of the input plus 2 KiB; lists in lists and lists of empty strings take the most.
///
/// A value does not keep the bytes it was parsed from: [`to_vec`](Value::to_vec) is canonical, whatever the
/// input looked like. **Do not edit a torrent as a value**: if its `info` is not canonical, the info-hash
/// changes without an error. Edit it as
/// a [map of raw values](crate::RawValue#editing-a-torrent-without-changing-its-info-hash).
///
/// Values have a total order: integers, then byte strings, then lists, then dictionaries. Integers compare by
/// value and byte strings by their raw bytes. Lists compare item by item and dictionaries pair by pair, the key
/// first; if one is a prefix of the other, the shorter one is less.
///
/// ```
/// use bencode::{Value, bencode};
///
/// let mut reply = Value::parse(b"d8:completei2068e10:incompletei177e8:intervali1800ee")?;
/// assert_eq!(reply["interval"], 1800);
/// reply.insert("peers", bencode!([{ ip: "1.2.3.4", port: 51413 }]));
/// reply.remove("incomplete");
/// reply["interval"] = 900.into();
/// assert_eq!(reply["peers"][0]["port"].as_u64(), Some(51413));
/// assert_eq!(
///     reply.to_vec(),
///     b"d8:completei2068e8:intervali900e5:peersld2:ip7:1.2.3.44:porti51413eeee"
/// );
/// # Ok::<(), bencode::Error>(())
/// ```
pub enum Value<'a> {
    /// An integer of any size.
    Int(Integer<'a>),
    /// A byte string: text or binary, which bencode does not distinguish.
    Bytes(ByteStr<'a>),
    /// A list.
    List(List<'a>),
    /// A dictionary.
    Dict(Dict<'a>),
}

/// The value that an absent key or index reads as.
static NOTHING: Value<'static> = Value::Dict(Dict::new());

impl<'a> Value<'a> {
    /// The integer, if it is one.
    pub fn as_int(&self) -> Option<&Integer<'a>> {
        match self {
            Value::Int(int) => Some(int),
            _ => None,
        }
    }

    /// The integer, if it is one and fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_int()?.to_i64().ok()
    }

    /// The integer, if it is one and fits.
    pub fn as_u64(&self) -> Option<u64> {
        self.as_int()?.to_u64().ok()
    }

    /// `false` for the integer 0 and `true` for 1, as `private` in a torrent (BEP 27).
    pub fn as_bool(&self) -> Option<bool> {
        match self.as_u64()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    /// The bytes, if it is a byte string.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The text, if it is a byte string and UTF-8.
    pub fn as_str(&self) -> Option<&str> {
        core::str::from_utf8(self.as_bytes()?).ok()
    }

    /// The list, if it is one.
    pub fn as_list(&self) -> Option<&List<'a>> {
        match self {
            Value::List(list) => Some(list),
            _ => None,
        }
    }

    /// The list, to edit.
    pub fn as_list_mut(&mut self) -> Option<&mut List<'a>> {
        match self {
            Value::List(list) => Some(list),
            _ => None,
        }
    }

    /// The dictionary, if it is one.
    pub fn as_dict(&self) -> Option<&Dict<'a>> {
        match self {
            Value::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    /// The dictionary, to edit.
    pub fn as_dict_mut(&mut self) -> Option<&mut Dict<'a>> {
        match self {
            Value::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    /// Whether it is an integer.
    pub fn is_int(&self) -> bool {
        matches!(self, Value::Int(_))
    }

    /// Whether it is a byte string.
    pub fn is_bytes(&self) -> bool {
        matches!(self, Value::Bytes(_))
    }

    /// Whether it is a list.
    pub fn is_list(&self) -> bool {
        matches!(self, Value::List(_))
    }

    /// Whether it is a dictionary.
    pub fn is_dict(&self) -> bool {
        matches!(self, Value::Dict(_))
    }

    /// The number of bytes of a byte string, of items of a list, or of keys of a dictionary; 0 for an
    /// integer.
    pub fn len(&self) -> usize {
        match self {
            Value::Int(_) => 0,
            Value::Bytes(bytes) => bytes.len(),
            Value::List(list) => list.len(),
            Value::Dict(dict) => dict.len(),
        }
    }

    /// Whether it is an empty byte string, list or dictionary; never for an integer.
    pub fn is_empty(&self) -> bool {
        !self.is_int() && self.len() == 0
    }

    /// The value of `key`, if it is a dictionary that has one.
    pub fn get(&self, key: impl AsRef<[u8]>) -> Option<&Value<'a>> {
        self.as_dict()?.get(key)
    }

    /// The value of `key`, to edit.
    pub fn get_mut(&mut self, key: impl AsRef<[u8]>) -> Option<&mut Value<'a>> {
        self.as_dict_mut()?.get_mut(key)
    }

    /// Sets the value of `key` and returns the previous one. A value that is not a dictionary is
    /// replaced by one.
    ///
    /// ```
    /// let mut query = bencode::bencode!({ y: "q" });
    /// query.insert("q", "ping");
    /// assert_eq!(query.to_vec(), b"d1:q4:ping1:y1:qe");
    /// ```
    pub fn insert(
        &mut self,
        key: impl Into<ByteStr<'a>>,
        value: impl Into<Value<'a>>,
    ) -> Option<Value<'a>> {
        if let Value::Dict(dict) = self {
            return dict.insert(key, value);
        }
        *self = Dict::from([(key, value)]).into();
        None
    }

    /// Removes `key` and returns its value, if it is a dictionary that has one.
    pub fn remove(&mut self, key: impl AsRef<[u8]>) -> Option<Value<'a>> {
        self.as_dict_mut()?.remove(key)
    }

    /// The item at `index`, if it is a list that long.
    pub fn at(&self, index: usize) -> Option<&Value<'a>> {
        self.as_list()?.get(index)
    }

    /// The item at `index`, to edit.
    pub fn at_mut(&mut self, index: usize) -> Option<&mut Value<'a>> {
        self.as_list_mut()?.get_mut(index)
    }

    /// The value at a path such as `info.files[3].length`, as [`Path`](crate::Path) writes it: a key
    /// that contains a dot, a bracket or a quote, or is empty, is in quotes.
    ///
    /// ```
    /// let reply = bencode::bencode!({ "peers": [{ "ip": "1.2.3.4", "port": 51413 }] });
    /// assert_eq!(reply.find("peers[0].port").and_then(|port| port.as_u64()), Some(51413));
    /// assert_eq!(reply.find("peers[1].port"), None);
    ///
    /// let torrent = bencode::bencode!({ info: { "name.utf-8": "spam" } });
    /// assert!(torrent.find(r#"info."name.utf-8""#).is_some_and(|name| name == "spam"));
    /// ```
    pub fn find(&self, path: &str) -> Option<&Value<'a>> {
        steps(path).try_fold(self, |value, step| match step? {
            WrittenStep::Key(key) => value.get(key),
            WrittenStep::Index(index) => value.at(index),
        })
    }

    /// Replaces this value by `value`, and returns the old one.
    #[must_use = "to drop the old value, assign the new one"]
    pub fn replace(&mut self, value: impl Into<Value<'a>>) -> Value<'a> {
        core::mem::replace(self, value.into())
    }

    /// Takes the value out and leaves an empty dictionary.
    #[must_use = "to drop the value, assign `Value::default()`"]
    pub fn take(&mut self) -> Value<'a> {
        core::mem::take(self)
    }
}

/// An empty dictionary, which reads like an absent value.
impl Default for Value<'_> {
    fn default() -> Self {
        Value::Dict(Dict::new())
    }
}
