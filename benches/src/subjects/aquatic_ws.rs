//! `aquatic_ws_protocol`: owned messages of WebSocket trackers, read with `simd-json` as by the tracker, and with
//! `serde_json`, with which it writes.

use aquatic_ws_protocol::incoming::InMessage;
use aquatic_ws_protocol::outgoing::OutMessage;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Subject;
use crate::documents::Document;
use crate::facts;
use crate::operation::{Case, Operation};

pub(super) const SIMD: Subject = Subject { name: "aquatic-simd-json", prepare: simd };
pub(super) const SERDE: Subject = Subject { name: "aquatic-serde_json", prepare: serde };

fn simd(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::DecodeClient => Some(decode::<InMessage, _>(document, from_slice)),
        Operation::DecodeTracker => Some(decode::<OutMessage, _>(document, from_slice)),
        _ => None,
    }
}

fn serde(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::DecodeClient => Some(decode::<InMessage, _>(document, plain)),
        Operation::DecodeTracker => Some(decode::<OutMessage, _>(document, plain)),
        Operation::EncodeClient => encode::<InMessage>(document),
        Operation::EncodeTracker => encode::<OutMessage>(document),
        _ => None,
    }
}

fn plain<T: DeserializeOwned>(frame: &[u8]) -> Result<T, serde_json::Error> {
    serde_json::from_slice(frame)
}

/// It modifies its input, so it reads a copy.
fn from_slice<T: DeserializeOwned>(frame: &[u8]) -> Result<T, simd_json::Error> {
    simd_json::serde::from_slice(&mut frame.to_vec())
}

fn decode<T: Serialize + 'static, E: 'static>(
    document: &'static Document,
    read: fn(&'static [u8]) -> Result<T, E>,
) -> Case {
    let said = |it: &T| facts::message(&serde_json::to_vec(it).expect("a message"));
    Case::read_in_place(document, read, said, facts::message)
}

fn encode<T: Serialize + DeserializeOwned + 'static>(document: &'static Document) -> Option<Case> {
    let message: &'static T = Box::leak(Box::new(plain(&document.bytes).ok()?));
    let write = |it: &T, out: &mut Vec<u8>| serde_json::to_writer(&mut *out, it).expect("memory");
    Some(Case::write(document, message, write, facts::message))
}
