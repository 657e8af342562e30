//! Common to all trees: one view of them, so that one walk checks all of them.

use crate::documents::Document;
use crate::operation::Case;
use crate::plain::Plain;

/// One level of a value in some library's tree.
pub(super) enum Node<'t, T> {
    Int(i128),
    Bytes(&'t [u8]),
    List(Vec<&'t T>),
    /// The entries, in any order, because a hash map has none.
    Dict(Vec<(&'t [u8], &'t T)>),
}

/// A library's tree; `None` is an error.
pub(super) trait Tree: Sized + 'static {
    fn parse(input: &'static [u8]) -> Option<Self>;

    fn open(&self) -> Node<'_, Self>;

    fn encode(&self) -> Option<Vec<u8>>;
}

/// Converts bytes to a tree.
pub(super) fn document<T: Tree>(document: &'static Document) -> Case {
    Case::parse(document, T::parse, write)
}

/// Converts a tree to bytes, each time in a new vector.
pub(super) fn encode<T: Tree>(document: &'static Document) -> Option<Case> {
    Some(Case::encode(leak::<T>(document)?, T::encode))
}

pub(super) fn leak<T: Tree>(document: &'static Document) -> Option<&'static T> {
    Some(Box::leak(Box::new(T::parse(&document.bytes)?)))
}

/// The contents of the input as a library reads them, written plainly; `None` if it refuses the input.
#[cfg(feature = "peers")]
pub(super) fn plainly<T: Tree>(input: &'static [u8]) -> Option<Vec<u8>> {
    let mut plain = Plain::default();
    write(&T::parse(input)?, &mut plain);
    Some(plain.0)
}

/// Whether a library reads the input; the tree is dropped without a walk.
#[cfg(feature = "peers")]
pub(super) fn reads<T: Tree>(input: &'static [u8]) -> bool {
    T::parse(input).is_some()
}

pub(super) fn write<T: Tree>(tree: &T, plain: &mut Plain) {
    match tree.open() {
        Node::Int(number) => plain.int(number),
        Node::Bytes(text) => plain.string(text),
        Node::List(items) => plain.list(|list| items.into_iter().for_each(|it| write(it, list))),
        Node::Dict(pairs) => plain.dict(|dict| write_pairs(pairs, dict)),
    };
}

fn write_pairs<T: Tree>(mut pairs: Vec<(&[u8], &T)>, dict: &mut Plain) {
    pairs.sort_unstable_by_key(|pair| pair.0);
    for (key, value) in pairs {
        write(value, dict.string(key));
    }
}
