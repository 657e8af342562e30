//! `bip_utracker`: the only other UDP tracker library that reads options.

use std::fmt::Debug;

use bip_utracker::request::TrackerRequest;
use bip_utracker::response::TrackerResponse;

use super::Subject;
use crate::documents::Document;
use crate::operation::{Case, Operation};

pub(super) const SUBJECT: Subject = Subject { name: "bip_utracker", prepare };

fn prepare(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::DecodeRequestUdp => {
            Some(Case::read_in_place(document, request, asked, <[u8]>::to_vec))
        }
        Operation::EncodeRequestUdp => {
            let request: &'static _ = Box::leak(Box::new(request(&document.bytes).ok()?));
            let write = |it: &TrackerRequest<'_>, out: &mut Vec<u8>| {
                it.write_bytes(out).expect("room");
            };
            Some(Case::write(document, request, write, <[u8]>::to_vec))
        }
        Operation::DecodeResponseUdp => {
            Some(Case::read_in_place(document, response, answered, <[u8]>::to_vec))
        }
        Operation::EncodeResponseUdp => {
            let response: &'static _ = Box::leak(Box::new(response(&document.bytes).ok()?));
            let write = |it: &TrackerResponse<'_>, out: &mut Vec<u8>| {
                it.write_bytes(out).expect("room");
            };
            Some(Case::write(document, response, write, <[u8]>::to_vec))
        }
        _ => None,
    }
}

fn request(datagram: &'static [u8]) -> Result<TrackerRequest<'static>, impl Debug> {
    TrackerRequest::from_bytes(datagram).to_result()
}

fn response(datagram: &'static [u8]) -> Result<TrackerResponse<'static>, impl Debug> {
    TrackerResponse::from_bytes(datagram).to_result()
}

fn asked(request: &TrackerRequest<'_>) -> Vec<u8> {
    let mut datagram = Vec::new();
    request.write_bytes(&mut datagram).expect("room");
    datagram
}

fn answered(response: &TrackerResponse<'_>) -> Vec<u8> {
    let mut datagram = Vec::new();
    response.write_bytes(&mut datagram).expect("room");
    datagram
}
