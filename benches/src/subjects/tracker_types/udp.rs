//! Datagrams.

use tracker_types::Quirks;
use tracker_types::udp::{Family, Request, Response, request, response};

use crate::documents::Document;
use crate::facts;
use crate::operation::Case;

type Asked = (Request<'static>, Quirks);
type Answered = (Response<'static>, Quirks);

pub(super) fn decode_request(document: &'static Document) -> Case {
    let said = |(request, _): &Asked| facts::datagram(&super::to_vec(request, request::encode));
    Case::read_in_place(document, request::decode, said, facts::datagram)
}

pub(super) fn encode_request(document: &'static Document) -> Option<Case> {
    let (request, _) = request::decode(&document.bytes).ok()?;
    let request: &'static _ = Box::leak(Box::new(request));
    Some(Case::write(document, request, request::encode, <[u8]>::to_vec))
}

pub(super) fn decode_response(document: &'static Document) -> Case {
    let said = |(response, _): &Answered| super::to_vec(response, response::encode);
    let decode = |it| response::decode(it, Family::V4);
    Case::read_in_place(document, decode, said, <[u8]>::to_vec)
}

pub(super) fn encode_response(document: &'static Document) -> Option<Case> {
    let (response, _) = response::decode(&document.bytes, Family::V4).ok()?;
    let response: &'static _ = Box::leak(Box::new(response));
    Some(Case::write(document, response, response::encode, <[u8]>::to_vec))
}
