//! Messages of WebSocket trackers.

use tracker_types::websocket::{ClientMessage, TrackerMessage, client, tracker};

use crate::documents::Document;
use crate::facts;
use crate::operation::Case;

pub(super) fn decode_client(document: &'static Document) -> Case {
    Case::read(
        document,
        from_client,
        |it| facts::message(&to_vec(it, client::encode)),
        facts::message,
    )
}

pub(super) fn encode_client(document: &'static Document) -> Option<Case> {
    let message: &'static ClientMessage<'_> = Box::leak(Box::new(from_client(&document.bytes)?));
    Some(Case::write(document, message, |it, out| client::encode(it, out), facts::message))
}

pub(super) fn decode_tracker(document: &'static Document) -> Case {
    let said = |it: &TrackerMessage<'_>| facts::message(&to_vec(it, tracker::encode));
    Case::read(document, from_tracker, said, facts::message)
}

pub(super) fn encode_tracker(document: &'static Document) -> Option<Case> {
    let message: &'static TrackerMessage<'_> = Box::leak(Box::new(from_tracker(&document.bytes)?));
    Some(Case::write(document, message, |it, out| tracker::encode(it, out), facts::message))
}

fn from_client(frame: &'static [u8]) -> Option<ClientMessage<'static>> {
    Some(client::decode(frame).ok()?.0)
}

fn from_tracker(frame: &'static [u8]) -> Option<TrackerMessage<'static>> {
    Some(tracker::decode(frame).ok()?.0)
}

fn to_vec<T>(message: &T, encode: fn(&T, &mut Vec<u8>)) -> Vec<u8> {
    let mut frame = Vec::new();
    encode(message, &mut frame);
    frame
}
