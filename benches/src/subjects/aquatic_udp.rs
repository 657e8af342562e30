//! `aquatic_udp_protocol`: the codec of the fastest UDP tracker in Rust. It ignores options.

use std::io;

use aquatic_udp_protocol::{Request, RequestParseError, Response};

use super::Subject;
use crate::documents::Document;
use crate::facts;
use crate::operation::{Case, Operation};

pub(super) const SUBJECT: Subject = Subject { name: "aquatic-udp", prepare };

fn prepare(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::DecodeRequestUdp => {
            let said = |request: &Request| facts::datagram(&asked(request));
            Some(Case::read_in_place(document, request, said, facts::datagram))
        }
        Operation::EncodeRequestUdp => {
            let request: &'static _ = Box::leak(Box::new(request(&document.bytes).ok()?));
            let write = |it: &Request, out: &mut Vec<u8>| it.write_bytes(out).expect("room");
            Some(Case::write(document, request, write, facts::datagram))
        }
        Operation::DecodeResponseUdp => {
            Some(Case::read_in_place(document, response, answered, <[u8]>::to_vec))
        }
        Operation::EncodeResponseUdp => {
            let response: &'static _ = Box::leak(Box::new(response(&document.bytes).ok()?));
            let write = |it: &Response, out: &mut Vec<u8>| it.write_bytes(out).expect("room");
            Some(Case::write(document, response, write, <[u8]>::to_vec))
        }
        _ => None,
    }
}

fn request(datagram: &[u8]) -> Result<Request, RequestParseError> {
    Request::parse_bytes(datagram, 74)
}

fn response(datagram: &[u8]) -> io::Result<Response> {
    Response::parse_bytes(datagram, true)
}

fn asked(request: &Request) -> Vec<u8> {
    let mut datagram = Vec::new();
    request.write_bytes(&mut datagram).expect("room");
    datagram
}

fn answered(response: &Response) -> Vec<u8> {
    let mut datagram = Vec::new();
    response.write_bytes(&mut datagram).expect("room");
    datagram
}
