//! What is counted: a subject performing one operation on one document.

use std::hint::black_box;

use serde::Serialize;

use crate::documents::{Document, Shape};
use crate::{plain, written};

/// An operation that subjects perform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    /// Walk every token, build nothing.
    Validate,
    /// Parse to something that can be searched: a tape or a tree.
    Document,
    /// Find the last leaf in the parsed document.
    Lookup,
    /// Typed decode into structs that borrow.
    Borrowed,
    /// Typed decode into structs that own.
    Owned,
    /// Typed encode.
    Encode,
    /// Tape or tree back to bytes.
    TreeEncode,
    /// Query of an announce to a request.
    ParseQuery,
    /// A request to the query of an announce.
    BuildQuery,
    /// Query of a scrape to a request.
    ParseScrape,
    /// HTTP request with an announce to a request.
    ParseRequest,
    /// Announce reply to the library's type for it, with peers borrowed where possible.
    DecodeReply,
    /// The same, then visit every peer.
    VisitPeers,
    /// Announce reply to a list of addresses.
    DecodeAddresses,
    /// Packed peers to an announce reply.
    EncodePacked,
    /// Addresses of peers to an announce reply.
    EncodeAddresses,
    /// A failure reason to its reply.
    EncodeFailure,
    /// Numbers of torrents to a scrape reply.
    EncodeScrape,
    /// Message of the DHT to the library's type for it.
    DecodePacket,
    /// Message of the DHT to bytes.
    EncodePacket,
    /// Datagram of a client to the library's type for it.
    DecodeRequestUdp,
    /// A client's message to its datagram.
    EncodeRequestUdp,
    /// Datagram of a tracker to the library's type for it, with peers borrowed where possible.
    DecodeResponseUdp,
    /// A tracker's message to its datagram.
    EncodeResponseUdp,
    /// A client's message to a WebSocket tracker to the library's type for it.
    DecodeClient,
    /// The same back to JSON.
    EncodeClient,
    /// A WebSocket tracker's message to the library's type for it.
    DecodeTracker,
    /// The same back to JSON.
    EncodeTracker,
}

impl Operation {
    /// All of them, in the order of the tables.
    pub const ALL: [Operation; 28] = [
        Operation::Validate,
        Operation::Document,
        Operation::Lookup,
        Operation::Borrowed,
        Operation::Owned,
        Operation::Encode,
        Operation::TreeEncode,
        Operation::ParseQuery,
        Operation::BuildQuery,
        Operation::ParseScrape,
        Operation::ParseRequest,
        Operation::DecodeReply,
        Operation::VisitPeers,
        Operation::DecodeAddresses,
        Operation::EncodePacked,
        Operation::EncodeAddresses,
        Operation::EncodeFailure,
        Operation::EncodeScrape,
        Operation::DecodePacket,
        Operation::EncodePacket,
        Operation::DecodeRequestUdp,
        Operation::EncodeRequestUdp,
        Operation::DecodeResponseUdp,
        Operation::EncodeResponseUdp,
        Operation::DecodeClient,
        Operation::EncodeClient,
        Operation::DecodeTracker,
        Operation::EncodeTracker,
    ];

    /// Name in commands and tables.
    pub fn name(self) -> &'static str {
        match self {
            Operation::Validate => "validate",
            Operation::Document => "document",
            Operation::Lookup => "lookup",
            Operation::Borrowed => "borrowed",
            Operation::Owned => "owned",
            Operation::Encode => "encode",
            Operation::TreeEncode => "tree-encode",
            Operation::ParseQuery => "parse-query",
            Operation::BuildQuery => "build-query",
            Operation::ParseScrape => "parse-scrape",
            Operation::ParseRequest => "parse-request",
            Operation::DecodeReply => "decode-reply",
            Operation::VisitPeers => "visit-peers",
            Operation::DecodeAddresses => "decode-addresses",
            Operation::EncodePacked => "encode-packed",
            Operation::EncodeAddresses => "encode-addresses",
            Operation::EncodeFailure => "encode-failure",
            Operation::EncodeScrape => "encode-scrape",
            Operation::DecodePacket => "decode-packet",
            Operation::EncodePacket => "encode-packet",
            Operation::DecodeRequestUdp => "udp-decode-request",
            Operation::EncodeRequestUdp => "udp-encode-request",
            Operation::DecodeResponseUdp => "udp-decode-response",
            Operation::EncodeResponseUdp => "udp-encode-response",
            Operation::DecodeClient => "decode-client",
            Operation::EncodeClient => "encode-client",
            Operation::DecodeTracker => "decode-tracker",
            Operation::EncodeTracker => "encode-tracker",
        }
    }

    /// Whether it applies to documents of this shape.
    pub fn takes(self, shape: Shape) -> bool {
        match self {
            Operation::ParseQuery | Operation::BuildQuery => shape == Shape::AnnounceQuery,
            Operation::ParseScrape => shape == Shape::ScrapeQuery,
            Operation::ParseRequest => shape == Shape::Request,
            Operation::DecodeReply => {
                matches!(shape, Shape::Reply | Shape::OddReply | Shape::Peers | Shape::Failure)
            }
            Operation::VisitPeers | Operation::DecodeAddresses => {
                matches!(shape, Shape::Reply | Shape::Peers)
            }
            Operation::EncodePacked | Operation::EncodeAddresses => shape == Shape::Reply,
            Operation::EncodeFailure => shape == Shape::Failure,
            Operation::EncodeScrape => shape == Shape::ScrapeReply,
            Operation::DecodePacket => matches!(shape, Shape::Packet | Shape::OddPacket),
            Operation::EncodePacket => shape == Shape::Packet,
            Operation::DecodeRequestUdp | Operation::EncodeRequestUdp => shape == Shape::UdpRequest,
            Operation::DecodeResponseUdp | Operation::EncodeResponseUdp => {
                shape == Shape::UdpResponse
            }
            Operation::DecodeClient | Operation::EncodeClient => shape == Shape::ClientMessage,
            Operation::DecodeTracker | Operation::EncodeTracker => shape == Shape::TrackerMessage,
            _ => !shape.is_wire(),
        }
    }

    /// Whether its figures are reported for the whole document rather than per token.
    pub fn is_whole(self) -> bool {
        self >= Operation::ParseQuery || self == Operation::Lookup
    }

    /// The operation with this name.
    pub fn named(name: &str) -> Option<Operation> {
        Operation::ALL.into_iter().find(|operation| operation.name() == name)
    }
}

/// A subject ready to do one operation on one document, again and again.
pub struct Case {
    run: Box<dyn FnMut(u64)>,
    proof: Box<dyn Fn() -> Option<Vec<u8>>>,
}

impl Case {
    /// The operation to repeat, and the document as the subject understood it, written out plainly.
    ///
    /// The repetition belongs to the case, and the compiler knows what is repeated: nothing is called through a
    /// pointer, just as in a program that uses the library.
    pub fn new(
        mut run: impl FnMut() + 'static,
        proof: impl Fn() -> Option<Vec<u8>> + 'static,
    ) -> Case {
        let run = move |times| (0..times).for_each(|_| run());
        Case { run: Box::new(run), proof: Box::new(proof) }
    }

    /// Repeats the operation `times` times.
    pub fn run(&mut self, times: u64) {
        (self.run)(times);
    }

    /// Whether the subject got the whole document, nothing more and nothing else.
    pub fn proves(&self, document: &Document) -> bool {
        (self.proof)().is_some_and(|bytes| bytes == document.bytes)
    }

    /// A walk that only reports whether the input is valid; also proven by a document cut short.
    pub fn validate(
        document: &'static Document,
        accepts: impl Fn(&'static [u8]) -> bool + Copy + 'static,
    ) -> Case {
        let input = document.bytes.as_slice();
        let sees_a_cut = move || !accepts(&input[..input.len() - 1]);
        Case::new(
            move || assert!(accepts(black_box(input))),
            move || (accepts(input) && sees_a_cut()).then(|| input.to_vec()),
        )
    }

    /// Bytes to a tape or a tree, which `write` walks.
    pub fn parse<T: 'static>(
        document: &'static Document,
        parse: impl Fn(&'static [u8]) -> Option<T> + Copy + 'static,
        write: fn(&T, &mut plain::Plain),
    ) -> Case {
        let input = document.bytes.as_slice();
        Case::new(repeat(input, parse), move || {
            let mut plain = plain::Plain::default();
            write(&parse(input)?, &mut plain);
            Some(plain.0)
        })
    }

    /// Bytes to a struct.
    pub fn decode<T: Serialize + 'static>(
        document: &'static Document,
        decode: impl Fn(&'static [u8]) -> Option<T> + Copy + 'static,
    ) -> Case {
        let input = document.bytes.as_slice();
        Case::new(repeat(input, decode), move || Some(written::to_vec(&decode(input)?)))
    }

    /// Bytes to some type; `said` extracts its content, which must equal the `facts` of the bytes.
    pub fn read<T: 'static, F: PartialEq + 'static>(
        document: &'static Document,
        read: impl Fn(&'static [u8]) -> Option<T> + Copy + 'static,
        said: fn(&T) -> F,
        facts: fn(&[u8]) -> F,
    ) -> Case {
        let input = document.bytes.as_slice();
        Case::new(repeat(input, read), move || {
            (said(&read(input)?) == facts(input)).then(|| input.to_vec())
        })
    }

    /// The same for a message so short that moving the result costs as much as reading it: the result is
    /// inspected in place.
    pub fn read_in_place<T: 'static, E: 'static, F: PartialEq + 'static>(
        document: &'static Document,
        read: impl Fn(&'static [u8]) -> Result<T, E> + Copy + 'static,
        said: fn(&T) -> F,
        facts: fn(&[u8]) -> F,
    ) -> Case {
        let input = document.bytes.as_slice();
        Case::new(
            move || {
                let message = read(black_box(input));
                assert!(black_box(&message).is_ok(), "a good document");
            },
            move || (said(&read(input).ok()?) == facts(input)).then(|| input.to_vec()),
        )
    }

    /// Some type to bytes, into a reused vector; the `facts` of the bytes must be the document's.
    pub fn write<T, F: PartialEq + 'static>(
        document: &'static Document,
        value: &'static T,
        write: impl Fn(&T, &mut Vec<u8>) + Copy + 'static,
        facts: fn(&[u8]) -> F,
    ) -> Case {
        let mut buffer = Vec::new();
        Case::new(
            move || {
                buffer.clear();
                write(black_box(value), &mut buffer);
                black_box(&buffer);
            },
            move || {
                let mut written = Vec::new();
                write(value, &mut written);
                (facts(&written) == facts(&document.bytes)).then(|| document.bytes.clone())
            },
        )
    }

    /// A struct, a tape or a tree to bytes, each time into a new vector.
    pub fn encode<T>(
        value: &'static T,
        encode: impl Fn(&'static T) -> Option<Vec<u8>> + Copy + 'static,
    ) -> Case {
        Case::new(
            move || {
                black_box(encode(black_box(value)).expect("a good document"));
            },
            move || encode(value),
        )
    }

    /// The same into a reused vector.
    pub fn encode_into<T>(
        value: &'static T,
        encode: impl Fn(&T, &mut Vec<u8>) -> Option<()> + Copy + 'static,
    ) -> Case {
        let mut buffer = Vec::new();
        Case::new(
            move || {
                buffer.clear();
                encode(black_box(value), &mut buffer).expect("a good document");
                black_box(&buffer);
            },
            move || {
                let mut proof = Vec::new();
                encode(value, &mut proof)?;
                Some(proof)
            },
        )
    }
}

/// Reads the input, and drops the result.
fn repeat<T: 'static>(
    input: &'static [u8],
    read: impl Fn(&'static [u8]) -> Option<T> + 'static,
) -> impl FnMut() + 'static {
    move || {
        black_box(read(black_box(input)).expect("a good document"));
    }
}
