//! Tests of a small message with another message inside.

use alloc::vec::Vec;

use bencode::{Document, Rules};

use super::{Bytes, Kind, Notes, Number, Output, Raw, Scope, Text, Written, message};
use crate::quirk::{Quirk, Quirks};
use crate::sink::Sink;

#[derive(Debug, Default, PartialEq)]
struct Outer<'a> {
    inner: Inner<'a>,
    number: Option<u32>,
    name: Option<bencode::ByteStr<'a>>,
    value: Option<&'a [u8]>,
}

#[derive(Debug, Default, PartialEq)]
struct Inner<'a> {
    id: Option<&'a [u8]>,
}

message!(mod outer, read Outer<'a>, write Outer<'_> [whole] = {
    "a" => inner: Nested,
    "download" => number: Number,
    "downloaded" rare => name: Text,
    "v" => value: Raw,
});

message!(mod inner, read Inner<'a>, write Inner<'_> [whole] = {
    "id" => id: Bytes,
});

struct Nested;

impl<'a> Kind<'a> for Nested {
    type Place = Inner<'a>;

    fn read(rest: &'a [u8], place: &mut Inner<'a>, notes: &mut Notes) -> Option<&'a [u8]> {
        notes.nested(1, |notes| inner::read(rest, place, notes))
    }
}

impl Written<Inner<'_>> for Nested {
    fn write<const N: usize>(place: &Inner<'_>, key: &[u8; N], out: &mut Output<'_, impl Sink>) {
        out.put(key);
        inner::write(place, out);
    }
}

fn read(body: &[u8]) -> Option<(Outer<'_>, &[u8], Quirks)> {
    let (mut found, mut notes) = (Outer::default(), Notes::new());
    let rest = outer::read(body, &mut found, &mut notes)?;
    Some((found, rest, notes.quirks(Scope::Any)))
}

#[test]
fn every_form_is_read_and_reported() {
    use Quirk::{DuplicateKey, LeadingZero, NumberAsText, UnknownKey, UnsortedKey, WrongType};
    let rows: &[(&[u8], &[Quirk])] = &[
        (b"d1:ad2:id2:xye8:downloadi7e10:downloaded1:n1:vli1eee", &[]),
        (b"d8:downloadi7e1:ad2:id2:xye10:downloaded1:n1:vli1eee", &[UnsortedKey]),
        (b"d10:downloaded1:n1:vli1ee8:downloadi7e1:ad2:id2:xyee", &[UnsortedKey, UnsortedKey]),
        (b"d1:ad2:id2:xye8:download1:710:downloaded01:n1:vli1eee", &[LeadingZero, NumberAsText]),
        (b"d0:0:1:ad0:0:2:id2:xye8:downloadi7e10:downloaded1:n1:vli1eee", &[UnknownKey; 2]),
        (b"d1:ad2:id1:ne1:ad2:id2:xye8:downloadi7e10:downloaded1:n1:vli1eee", &[DuplicateKey]),
        (
            b"d1:ad2:id2:xye8:downloadi7e9:downloade0:10:downloaded1:n1:vli1ee1:v0:1:vli1eee",
            &[DuplicateKey, DuplicateKey, UnknownKey],
        ),
        (
            b"d1:zi1e1:y0:1:zde1:ad2:id2:xye8:downloadi07e10:downloaded1:n1:vli1eee",
            &[
                LeadingZero,
                UnsortedKey,
                UnsortedKey,
                DuplicateKey,
                UnknownKey,
                UnknownKey,
                UnknownKey,
            ],
        ),
        (
            b"d1:ad2:id2:xye8:downloadde8:downloadi7e10:downloaded1:n1:vli1eee",
            &[DuplicateKey, WrongType],
        ),
        (
            b"d1:ad2:id2:xye8:downloadi7e10:downloaded1:n1:vli1ee1:xd1:bi00e1:a0:ee",
            &[LeadingZero, UnsortedKey, UnknownKey],
        ),
        // Unknown keys that sort together, and a known one that sorts before them.
        (
            b"d1:y0:1:z0:1:ad2:id2:xye8:downloadi7e10:downloaded1:n1:vli1eee",
            &[UnsortedKey, UnknownKey, UnknownKey],
        ),
        // Inside a skipped value: a key twice in a row, and twice in a dictionary out of order.
        (
            b"d1:ad2:id2:xye8:downloadi7e10:downloaded1:n1:vli1ee1:xd1:a0:1:a0:ee",
            &[DuplicateKey, UnknownKey],
        ),
        (
            b"d1:ad2:id2:xye8:downloadi7e10:downloaded1:n1:vli1ee1:xd1:bi0e1:a0:1:b0:ee",
            &[UnsortedKey, DuplicateKey, UnknownKey],
        ),
    ];
    for (body, expected) in rows {
        let (found, rest, quirks) = read(body).unwrap();
        let mut all = Quirks::new();
        expected.iter().for_each(|&quirk| all.report(quirk));
        assert_eq!((&quirks, rest), (&all, &b""[..]), "{}", body.escape_ascii());
        let mut written = Vec::new();
        let mut out = Output::new(&mut written, 0);
        outer::write(&found, &mut out);
        out.finish();
        assert_eq!(
            written,
            b"d1:ad2:id2:xye8:downloadi7e10:downloaded1:n1:vli1eee",
            "{}",
            body.escape_ascii()
        );
    }
}

#[test]
fn refuses_exactly_what_a_document_refuses() {
    let deep = |levels: usize| {
        [b"d1:x".as_slice(), &b"l".repeat(levels), &b"e".repeat(levels), b"e"].concat()
    };
    let bodies: [&[u8]; 14] = [
        b"",
        b"d",
        b"de",
        b"d1:a",
        b"d1:ae",
        b"d1:ade",
        b"di1e0:e",
        b"d1:xi1-e",
        b"d1:v3:ab",
        b"d1:xd1:y",
        b"d0:1:ee",
        b"d8:downloadi7ee\r\n",
        // Bytes that are digits except for their high bit.
        b"d8:downloadi1\xb5e1:v1:ae",
        b"d8:downloadi15e1:v1:ae",
    ];
    let deep = [deep(127), deep(128)];
    for body in bodies.into_iter().chain(deep.iter().map(Vec::as_slice)) {
        let is_read = read(body).is_some();
        let document = Document::parse_with(body, Rules::TOLERANT);
        assert_eq!(is_read, document.is_ok(), "{}", body.escape_ascii());
    }
}

#[test]
fn bits_and_places_follow_the_names() {
    assert_eq!(outer::KEYS.name(2), "downloaded");
    assert_eq!([outer::KEYS.bit("a"), outer::KEYS.bit("v")], [0b10, 0b1000_0000]);
    let places = ["", "a", "b", "download", "downloade", "downloaded", "downloader", "v", "w"];
    let found = places.map(|name| outer::KEYS.find(name.as_bytes()));
    assert_eq!(found, [Err(0), Ok(0), Err(1), Ok(1), Err(2), Ok(2), Err(3), Ok(3), Err(4)],);
}
