//! Messages between peers: the extension handshake (BEP 10), pieces of metadata (BEP 9), and peers
//! that a peer knows (BEP 11).

use std::collections::BTreeMap;

use bencode::ByteStr;
use serde::{Deserialize, Serialize};
use tracker_types::{CompactPeers, CompactPeers6};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Handshake<'a> {
    /// The number of each extension in messages to the sender.
    #[serde(default)]
    pub m: BTreeMap<String, u8>,
    pub metadata_size: Option<u32>,
    pub reqq: Option<u32>,
    #[serde(borrow)]
    pub v: Option<ByteStr<'a>>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Metadata {
    /// 0 is a request, 1 a piece, which follows the dictionary, 2 a refusal.
    pub msg_type: u8,
    pub piece: u32,
    pub total_size: Option<u32>,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PeerExchange<'a> {
    #[serde(borrow)]
    pub added: CompactPeers<'a>,
    #[serde(borrow, rename = "added.f")]
    pub added_flags: ByteStr<'a>,
    #[serde(borrow)]
    pub added6: CompactPeers6<'a>,
    #[serde(borrow)]
    pub dropped: CompactPeers<'a>,
}

/// Returns the header of a metadata message, and the piece after it.
pub fn metadata(message: &[u8]) -> Result<(Metadata, &[u8]), bencode::Error> {
    bencode::take_from_slice(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_real_clients() {
        let handshake =
            b"d1:md11:ut_metadatai3e6:ut_pexi1ee13:metadata_sizei34e4:reqqi250e1:v5:uT1.2e";
        let read: Handshake = bencode::from_slice(handshake).unwrap();
        assert_eq!((read.m["ut_pex"], read.metadata_size), (1, Some(34)));
        assert_eq!(bencode::to_vec(&read).unwrap(), handshake);

        let piece = b"d8:msg_typei1e5:piecei0e10:total_sizei34eed6:lengthi1e4:name4:spam6:piecese";
        let (header, payload) = metadata(piece).unwrap();
        assert_eq!((header.msg_type, header.total_size), (1, Some(34)));
        assert_eq!(payload, b"d6:lengthi1e4:name4:spam6:piecese");

        let peers =
            b"d5:added12:\x01\x02\x03\x04\x1a\xe1\x05\x06\x07\x08\x1a\xe27:added.f2:\x01\x02e";
        let read: PeerExchange = bencode::from_slice(peers).unwrap();
        let expected = ["1.2.3.4:6881", "5.6.7.8:6882"].map(|text| text.parse().unwrap());
        assert!(read.added.iter().eq(expected));
        assert_eq!(read.added_flags, b"\x01\x02");
    }
}
