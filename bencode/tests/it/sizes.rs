//! Promises on size and threads.

use std::fmt::{Debug, Display};
use std::mem::size_of;

use bencode::{Error, ErrorKind, Int, Quirk, Reader, Rules, Token};

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

#[test]
fn everything_may_go_to_another_thread() {
    fn shared<T: Send + Sync + Unpin + Debug>() {}
    shared::<ErrorKind>();
    shared::<Int<'_>>();
    shared::<Quirk>();
    shared::<Rules>();
    shared::<Token<'_>>();
    fn sent<T: Send + Sync + Clone>() {}
    sent::<Reader<'_>>();
}

#[test]
fn errors_outlive_their_input() {
    fn owned<T: std::error::Error + Display + Clone + PartialEq + Send + Sync + 'static>() {}
    owned::<Error>();
    owned::<bencode::OutOfRange>();
    #[cfg(feature = "alloc")]
    owned::<bencode::hex::HexError>();
}
