//! Promises on size and threads.

use std::fmt::{Debug, Display};
use std::mem::size_of;

use bencode::{Error, ErrorKind, Int, Quirk, Reader, Rules, Scanner, Token};

#[test]
fn what_the_hot_paths_hand_about_is_small() {
    assert_eq!(size_of::<Quirk>(), 1);
    assert!(size_of::<Token<'_>>() <= 24);
    assert_eq!(size_of::<Int<'_>>(), 2 * size_of::<usize>());
    assert!(size_of::<ErrorKind>() <= 24);
    if cfg!(feature = "alloc") {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
        assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
    }
}

fn shared<T: Send + Sync + Unpin + Debug>() {}

fn sent<T: Send + Sync + Clone>() {}

fn owned<T: std::error::Error + Display + Clone + PartialEq + Send + Sync + 'static>() {}

#[cfg(feature = "alloc")]
#[test]
fn what_a_tree_holds_is_small() {
    // As wide as `Bytes`, which it may be.
    assert!(size_of::<bencode::ByteStr<'_>>() <= 32);
    assert!(size_of::<bencode::Value<'_>>() <= 40);
}

#[test]
fn everything_may_go_to_another_thread() {
    shared::<ErrorKind>();
    shared::<Int<'_>>();
    shared::<Quirk>();
    shared::<Rules>();
    shared::<Token<'_>>();
    sent::<Reader<'_>>();
    sent::<Scanner>();
    #[cfg(feature = "alloc")]
    {
        shared::<bencode::Document<'_>>();
        shared::<bencode::Item<'_>>();
        shared::<bencode::Value<'_>>();
        shared::<bencode::ByteStr<'_>>();
        sent::<bencode::Tape>();
    }
}

#[test]
fn errors_outlive_their_input() {
    owned::<Error>();
    owned::<bencode::OutOfRange>();
    #[cfg(feature = "alloc")]
    owned::<bencode::hex::HexError>();
}
