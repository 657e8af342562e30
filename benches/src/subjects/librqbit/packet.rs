//! Messages of the DHT, in structs of the shape of `librqbit-dht`.

use librqbit_bencode::bencode_serialize_to_writer;

use super::Librqbit;
use crate::documents::Document;
use crate::facts;
use crate::operation::Case;
use crate::structs::packet::Flat;
use crate::subjects::format::Format;

pub(super) fn decode(document: &'static Document) -> Case {
    Case::read_in_place(document, |it| read(it).ok_or(()), Flat::said, facts::packet)
}

pub(super) fn encode(document: &'static Document) -> Option<Case> {
    let message: &'static _ = Box::leak(Box::new(read(&document.bytes)?));
    let write = |message: &Flat<'_>, out: &mut Vec<u8>| {
        bencode_serialize_to_writer(message, out).expect("a good message");
    };
    Some(Case::write(document, message, write, <[u8]>::to_vec))
}

fn read(input: &'static [u8]) -> Option<Flat<'static>> {
    Librqbit::decode(input)
}
