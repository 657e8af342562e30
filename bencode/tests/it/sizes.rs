//! The promised sizes and auto traits of types.

use std::fmt::{Debug, Display};
use std::mem::size_of;

use bencode::{Encoder, Error, ErrorKind, FixedBuffer, Int, Quirk, Reader, Rules, Scanner, Token};

#[test]
fn types_of_the_hot_paths_are_small() {
    assert_eq!(size_of::<Quirk>(), 1);
    assert!(size_of::<Token<'_>>() <= 24);
    assert_eq!(size_of::<Int<'_>>(), 2 * size_of::<usize>());
    assert!(size_of::<ErrorKind>() <= 24);
    if cfg!(feature = "alloc") {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
        assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
        assert!(size_of::<bencode::Path<'_>>() <= 6 * size_of::<usize>());
    }
}

fn shared<T: Send + Sync + Unpin + Debug>() {}

fn sent<T: Send + Sync + Clone>() {}

fn owned<T: std::error::Error + Display + Clone + PartialEq + Send + Sync + 'static>() {}

#[cfg(feature = "alloc")]
#[test]
fn types_of_trees_are_small() {
    // As large as `Bytes`, which it may contain.
    assert!(size_of::<bencode::ByteStr<'_>>() <= 32);
    assert!(size_of::<bencode::Value<'_>>() <= 40);
}

#[test]
fn all_types_are_send_and_sync() {
    shared::<ErrorKind>();
    shared::<Int<'_>>();
    shared::<Quirk>();
    shared::<Rules>();
    shared::<Token<'_>>();
    sent::<Reader<'_>>();
    sent::<Scanner>();
    shared::<Reader<'_>>();
    shared::<Scanner>();
    shared::<Encoder<FixedBuffer<'_>>>();
    #[cfg(feature = "std")]
    shared::<bencode::EventReader<&[u8]>>();
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

/// A struct with one of these may derive `Debug`, which shows their position.
#[test]
fn debug_of_readers_and_writers_shows_their_position() {
    let mut reader = Reader::new(b"li1ee");
    assert!(reader.next().is_ok());
    assert_eq!(format!("{reader:?}"), "Reader { offset: 1, depth: 1, .. }");
    let mut scanner = Scanner::new();
    assert!(scanner.scan(b"li1el").is_ok());
    assert_eq!(format!("{scanner:?}"), "Scanner { offset: 5, depth: 2, .. }");
    let mut space = [0; 4];
    let mut encoder = Encoder::new(FixedBuffer::new(&mut space));
    assert!(encoder.list().and_then(|()| encoder.int(7)).is_ok());
    assert_eq!(format!("{encoder:?}"), "Encoder { offset: 4, depth: 1, .. }");
    #[cfg(feature = "alloc")]
    {
        let document = bencode::Document::parse(b"li1e0:leli1eeded0:0:ed1:b0:0:0:ee").unwrap();
        let items: Vec<_> = document.root().iter().map(|item| format!("{item:?}")).collect();
        let kinds = [
            "Int at 1..4",
            "Bytes at 4..6",
            "EmptyList at 6..8",
            "List at 8..13",
            "EmptyDict at 13..15",
            "Dict at 15..21",
            "UnsortedDict at 21..32",
        ];
        assert_eq!(items, kinds.map(|kind| format!("Item({kind})")));
    }
    #[cfg(feature = "serde")]
    {
        let mut values = bencode::Deserializer::from_slice(b"i1ei2e").into_iter::<u8>();
        assert_eq!(values.next(), Some(Ok(1)));
        assert_eq!(format!("{values:?}"), "StreamDeserializer { offset: 3, .. }");
        let de = bencode::Deserializer::from_slice(b"i1e");
        assert_eq!(format!("{de:?}"), "Deserializer { offset: 0, .. }");
        let to = bencode::Serializer::new(b"i1e".to_vec());
        assert_eq!(format!("{to:?}"), "Serializer { written: 3, .. }");
        let raw = bencode::RawValue::new(b"1:\xff").unwrap();
        assert_eq!(format!("{raw:?}"), r#"RawValue(b"1:\xff")"#);
    }
    #[cfg(feature = "std")]
    {
        let mut events = bencode::EventReader::new(&b"de"[..]);
        assert!(events.next().is_ok());
        assert_eq!(format!("{events:?}"), "EventReader { offset: 1, depth: 1, .. }");
    }
}
