//! Announce replies, in structs of the shape of `librqbit-tracker-comms`.

use librqbit_bencode::bencode_serialize_to_writer;

use super::Librqbit;
use crate::documents::{Document, Shape};
use crate::facts;
use crate::operation::Case;
use crate::structs::reply::{Refusal, Reply};
use crate::subjects::format::Format;

/// Without the attempt to read a refusal that librqbit makes before each reply, and which costs as much again.
pub(super) fn decode(document: &'static Document) -> Case {
    match document.shape {
        Shape::Failure => {
            Case::read_in_place(document, |it| refusal(it).ok_or(()), refused, facts::reply)
        }
        _ => Case::read_in_place(document, |it| reply(it).ok_or(()), said, facts::reply),
    }
}

pub(super) fn visit(document: &'static Document) -> Case {
    let visit = |input| Some(facts::checksum(reply(input)?.peers.iter()));
    Case::read(document, visit, |sum| *sum, |body| facts::checksum(facts::addresses(body)))
}

pub(super) fn addresses(document: &'static Document) -> Case {
    let addresses = |input| Some(reply(input)?.peers.iter().collect());
    Case::read(document, addresses, Vec::clone, facts::addresses)
}

pub(super) fn encode_failure(document: &'static Document) -> Option<Case> {
    let refusal: &'static _ = Box::leak(Box::new(refusal(&document.bytes)?));
    let write = |refusal: &Refusal<'_>, out: &mut Vec<u8>| {
        bencode_serialize_to_writer(refusal, out).expect("a good reply");
    };
    Some(Case::write(document, refusal, write, facts::reply))
}

fn reply(input: &'static [u8]) -> Option<Reply<'static>> {
    Librqbit::decode(input)
}

fn refusal(input: &'static [u8]) -> Option<Refusal<'static>> {
    Librqbit::decode(input)
}

fn said(reply: &Reply<'_>) -> facts::Reply {
    facts::Reply {
        complete: Some(reply.complete),
        incomplete: Some(reply.incomplete),
        interval: Some(reply.interval),
        peers: reply.peers.iter().collect(),
        failure: None,
    }
}

fn refused(refusal: &Refusal<'_>) -> facts::Reply {
    let reason = String::from_utf8_lossy(refusal.failure_reason).into_owned();
    facts::Reply { failure: Some(reason), ..facts::Reply::default() }
}
