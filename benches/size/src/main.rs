//! Decodes a metainfo file or an announce reply from standard input: a typical user of a format.
//!
//! Without a feature nothing is decoded: the size of all the rest.

use std::io::Read;
use std::process::ExitCode;

use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
struct Metainfo {
    announce: String,
    #[serde(rename = "announce-list", default)]
    tiers: Vec<Vec<String>>,
    comment: Option<String>,
    info: Info,
}

#[derive(Deserialize)]
struct Info {
    name: String,
    #[serde(rename = "piece length")]
    piece_length: u32,
    #[serde(with = "serde_bytes")]
    pieces: Vec<u8>,
    length: Option<u64>,
    #[serde(default)]
    files: Vec<File>,
    private: Option<u8>,
}

#[derive(Deserialize)]
struct File {
    length: u64,
    path: Vec<String>,
}

#[derive(Deserialize)]
struct Announce {
    interval: u32,
    complete: Option<u32>,
    incomplete: Option<u32>,
    #[serde(with = "serde_bytes")]
    peers: Vec<u8>,
    #[serde(rename = "tracker id")]
    tracker_id: Option<String>,
}

fn main() -> ExitCode {
    let mut input = Vec::new();
    if let Err(error) = std::io::stdin().read_to_end(&mut input) {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    let metainfo = decode::<Metainfo>(&input).map(|metainfo| metainfo.tell());
    match metainfo.or_else(|_| decode::<Announce>(&input).map(|announce| announce.tell())) {
        Ok(text) => println!("{text}"),
        Err(text) => {
            eprintln!("{text}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

impl Metainfo {
    fn tell(self) -> String {
        let Metainfo { announce, tiers, comment, info } = self;
        let length =
            info.files.iter().fold(info.length.unwrap_or(0), |sum, file| sum + file.length);
        let depth = info.files.iter().map(|file| file.path.len()).max().unwrap_or(0);
        format!(
            "{} {length} {depth} {} {} {:?} {announce} {tiers:?} {comment:?}",
            info.name,
            info.piece_length,
            info.pieces.len(),
            info.private,
        )
    }
}

impl Announce {
    fn tell(self) -> String {
        let Announce { interval, complete, incomplete, peers, tracker_id } = self;
        format!("{interval} {complete:?} {incomplete:?} {} {tracker_id:?}", peers.len())
    }
}

#[cfg(feature = "bencode")]
fn decode<T: DeserializeOwned>(input: &[u8]) -> Result<T, String> {
    bencode::from_slice(input).map_err(|error| error.to_string())
}

#[cfg(feature = "bt_bencode")]
fn decode<T: DeserializeOwned>(input: &[u8]) -> Result<T, String> {
    bt_bencode::from_slice(input).map_err(|error| error.to_string())
}

#[cfg(feature = "librqbit-bencode")]
fn decode<T: DeserializeOwned>(input: &[u8]) -> Result<T, String> {
    let mut deserializer = librqbit_bencode::BencodeDeserializer::new_from_buf(input);
    T::deserialize(&mut deserializer).map_err(|error| error.to_string())
}

#[cfg(feature = "serde_bencode")]
fn decode<T: DeserializeOwned>(input: &[u8]) -> Result<T, String> {
    serde_bencode::from_bytes(input).map_err(|error| error.to_string())
}

/// Refuses all input, and lets nobody know beforehand.
#[cfg(not(any(
    feature = "bencode",
    feature = "bt_bencode",
    feature = "librqbit-bencode",
    feature = "serde_bencode"
)))]
fn decode<T: DeserializeOwned>(input: &[u8]) -> Result<T, String> {
    Err(format!("{} bytes", std::hint::black_box(input).len()))
}
