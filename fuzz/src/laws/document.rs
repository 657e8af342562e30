//! Documents: views of their bytes.

use bencode::{Document, Encoder, Item, Reader, Rules, Tape, Value};
use bytes::Bytes;

use crate::ways::LAX;

laws![
    document_and_value_hold_the_same,
    spans_tile_the_input,
    raw_bytes_are_the_value,
    items_are_written_as_trees_are,
    paths_lead_back,
    positions_and_keys_find_what_iterators_give,
    documents_are_alike_however_they_keep_their_bytes,
];

/// Calls `visit` with an item and every item inside it, no deeper than the rules allow.
fn each<'d>(item: Item<'d>, visit: &mut dyn FnMut(Item<'d>)) {
    visit(item);
    item.iter().for_each(|inner| each(inner, visit));
    item.entries().for_each(|(_, inner)| each(inner, visit));
}

/// A document has the same content as the tree of the same bytes; of a repeated key, the last value.
pub fn document_and_value_hold_the_same(input: &[u8]) {
    let Ok(document) = Document::parse_with(input, Rules::TOLERANT) else { return };
    let value = Value::parse_with(input, Rules::TOLERANT).unwrap();
    same(document.root(), &value);
}

fn same(item: Item<'_>, value: &Value<'_>) {
    match value {
        Value::Int(int) => assert_eq!(item.as_int().unwrap().to_string(), int.to_string()),
        Value::Bytes(text) => assert_eq!(item.as_bytes(), Some(&text[..])),
        Value::List(items) => {
            assert!(item.is_list() && item.iter().count() == items.len());
            item.iter().zip(items).for_each(|(item, value)| same(item, value));
        }
        Value::Dict(dict) => {
            assert!(item.is_dict() && item.entries().all(|(key, _)| dict.contains_key(key)));
            dict.iter().for_each(|(key, value)| same(item.get(key).unwrap(), value));
        }
    }
}

/// The spans inside a list or dictionary cover it without a gap, from after its first byte to before its end.
pub fn spans_tile_the_input(input: &[u8]) {
    let Ok(document) = Document::parse_with(input, LAX) else { return };
    assert_eq!(document.root().span(), 0..input.len());
    each(document.root(), &mut |item| {
        let span = item.span();
        assert_eq!(item.raw(), &input[span.clone()]);
        if !item.is_list() && !item.is_dict() {
            return;
        }
        let mut next = span.start + 1;
        item.iter().map(|inner| inner.span()).for_each(|inner| {
            assert_eq!(inner.start, next);
            next = inner.end;
        });
        for (key, value) in item.entries() {
            assert!(input[next..value.span().start].ends_with(key));
            next = value.span().end;
        }
        assert_eq!(next + 1, span.end);
    });
}

/// The raw bytes of an item are those that a reader finds there, and are exactly one value.
pub fn raw_bytes_are_the_value(input: &[u8]) {
    let Ok(document) = Document::parse_with(input, LAX) else { return };
    each(document.root(), &mut |item| {
        let mut reader = Reader::with_rules(&input[item.span().start..], LAX);
        assert_eq!(reader.raw_value(), Ok(Some(item.raw())));
        let alone = Document::parse_with(item.raw(), LAX).unwrap();
        assert_eq!(alone.root().raw(), item.raw());
    });
}

/// The canonical encoding of an item is that of the tree of its bytes.
pub fn items_are_written_as_trees_are(input: &[u8]) {
    let Ok(document) = Document::parse_with(input, Rules::TOLERANT) else { return };
    each(document.root(), &mut |item| {
        let value = Value::parse_with(item.raw(), Rules::TOLERANT).unwrap();
        assert_eq!(item.to_vec(), value.to_vec());
        let mut encoder = Encoder::new(Vec::new());
        encoder.list().unwrap();
        item.write(&mut encoder).unwrap();
        encoder.end().unwrap();
        assert_eq!(encoder.finish().unwrap(), [b"l", &value.to_vec()[..], b"e"].concat());
    });
}

/// The path of an item, as printed, finds that item again.
pub fn paths_lead_back(input: &[u8]) {
    let Ok(document) = Document::parse(input) else { return };
    each(document.root(), &mut |item| {
        let path = item.path().to_string();
        let found = document.root().find(&path).unwrap_or_else(|| panic!("{path} is nowhere"));
        assert_eq!(found.span(), item.span(), "{path}");
    });
}

/// Items are found by position and by key where the iterators have them.
pub fn positions_and_keys_find_what_iterators_give(input: &[u8]) {
    let Ok(document) = Document::parse(input) else { return };
    each(document.root(), &mut |item| {
        for (position, inner) in item.iter().enumerate().take(16) {
            assert_eq!(item.at(position).unwrap().span(), inner.span());
        }
        for (key, inner) in item.entries().take(16) {
            assert_eq!(item.get(key).unwrap().span(), inner.span());
        }
        assert!(item.at(item.iter().count()).is_none());
    });
}

/// A document that borrows, one that owns its frame and one on a reused tape have the same content, and the
/// frame is not copied.
pub fn documents_are_alike_however_they_keep_their_bytes(input: &[u8]) {
    let frame = Bytes::copy_from_slice(input);
    let owning = Document::from_bytes_with(frame.clone(), Rules::TOLERANT);
    let mut tape = Tape::new();
    let _ = tape.parse(b"ld1:ali1eeee");
    let reused = tape.parse_with(input, Rules::TOLERANT);
    match Document::parse_with(input, Rules::TOLERANT) {
        Err(err) => assert_eq!([owning.err(), reused.err()], [Some(err.clone()), Some(err)]),
        Ok(document) => {
            let (owning, reused) = (owning.unwrap(), reused.unwrap());
            assert_eq!(owning.input().as_ptr(), frame.as_ptr());
            let print = |document: &Document<'_>| {
                let mut spans = Vec::new();
                each(document.root(), &mut |item| spans.push(format!("{item:?}")));
                (spans, format!("{:?}", document.quirks()))
            };
            assert_eq!(print(&owning), print(&document));
            assert_eq!(print(&reused), print(&document));
        }
    }
}
