//! `peer NAME`: reads bencode from standard input with one of the other libraries and writes it back, for the
//! scorecards of `bencode/tests/vectors`; exits with 1 if the library refuses it.
//!
//! ```text
//! cargo build --release -p benches --features peers --bin peer
//! cargo run -p bencode --example conform -- target/release/peer bendy
//! ```

use std::io::{Read, Write};
use std::process::ExitCode;

/// Reads a document and writes it back; `None` if it is refused.
type Peer = fn(&[u8]) -> Option<Vec<u8>>;

const PEERS: &[(&str, Peer)] = &[
    ("bencode", ours),
    #[cfg(feature = "peers")]
    ("bendy", |input| {
        use bendy::value::Value;
        bendy::serde::to_bytes(&bendy::serde::from_bytes::<Value<'_>>(input).ok()?).ok()
    }),
    #[cfg(feature = "peers")]
    ("bt_bencode", |input| {
        bt_bencode::to_vec(&bt_bencode::from_slice::<bt_bencode::Value>(input).ok()?).ok()
    }),
    #[cfg(feature = "peers")]
    ("serde_bencode", |input| {
        use serde_bencode::value::Value;
        serde_bencode::to_bytes(&serde_bencode::from_bytes::<Value>(input).ok()?).ok()
    }),
    #[cfg(feature = "peers")]
    ("librqbit-bencode", |input| {
        use librqbit_bencode::{BencodeValueBorrowed, bencode_serialize_to_writer, from_bytes};
        let mut bytes = Vec::new();
        let value = from_bytes::<BencodeValueBorrowed<'_>>(input).ok()?;
        bencode_serialize_to_writer(value, &mut bytes).ok()?;
        Some(bytes)
    }),
];

fn ours(input: &[u8]) -> Option<Vec<u8>> {
    let rules = bencode::Rules::STRICT.max_depth(usize::MAX);
    Some(bencode::Value::parse_with(input, rules).ok()?.to_vec())
}

fn main() -> ExitCode {
    let name = std::env::args().nth(1).unwrap_or_default();
    let Some((_, peer)) = PEERS.iter().find(|(known, _)| *known == name) else {
        let known: Vec<_> = PEERS.iter().map(|(known, _)| *known).collect();
        eprintln!("peer: no `{name}` in this build, only {}", known.join(", "));
        return ExitCode::from(2);
    };
    let mut input = Vec::new();
    if let Err(error) = std::io::stdin().lock().read_to_end(&mut input) {
        eprintln!("peer: {error}");
        return ExitCode::from(2);
    }
    match peer(&input) {
        Some(bytes) if std::io::stdout().lock().write_all(&bytes).is_ok() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}
