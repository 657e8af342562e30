//! Messages of WebSocket trackers.

use tracker_types::Quirks;
use tracker_types::websocket::{ClientMessage, TrackerMessage, client, tracker};

use crate::documents::Document;
use crate::facts;
use crate::operation::Case;

pub(super) fn decode_client(document: &'static Document) -> Case {
    let said =
        |it: &(ClientMessage<'_>, Quirks)| facts::message(&super::to_vec(&it.0, client::encode));
    Case::read_in_place(document, client::decode, said, facts::message)
}

pub(super) fn encode_client(document: &'static Document) -> Option<Case> {
    let message: &'static ClientMessage<'_> =
        Box::leak(Box::new(client::decode(&document.bytes).ok()?.0));
    Some(Case::write(document, message, |it, out| client::encode(it, out), facts::message))
}

pub(super) fn decode_tracker(document: &'static Document) -> Case {
    let said =
        |it: &(TrackerMessage<'_>, Quirks)| facts::message(&super::to_vec(&it.0, tracker::encode));
    Case::read_in_place(document, tracker::decode, said, facts::message)
}

pub(super) fn encode_tracker(document: &'static Document) -> Option<Case> {
    let message: &'static TrackerMessage<'_> =
        Box::leak(Box::new(tracker::decode(&document.bytes).ok()?.0));
    Some(Case::write(document, message, |it, out| tracker::encode(it, out), facts::message))
}
