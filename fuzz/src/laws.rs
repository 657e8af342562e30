//! The laws: what both libraries promise, one function for each promise.

/// Makes the table of the laws in a file, each under the name of its function.
macro_rules! laws {
    ($($law:ident),+ $(,)?) => {
        /// The laws of this file, by name.
        pub const LAWS: &[super::Law] = &[$((stringify!($law), $law as fn(&[u8]))),+];
    };
}

pub mod agreement;
pub mod document;
pub mod krpc;
pub mod limits;
pub mod peers;
pub mod query;
pub mod response;
pub mod text;
pub mod typed;
pub mod udp;
pub mod value;
pub mod websocket;
pub mod writing;

/// A law and its name; the function panics if the law is broken.
pub type Law = (&'static str, fn(&[u8]));

/// All laws by group: a group is a file here, a folder of seeds, and a target of libFuzzer.
pub const GROUPS: &[(&str, &[Law])] = &[
    ("agreement", agreement::LAWS),
    ("document", document::LAWS),
    ("krpc", krpc::LAWS),
    ("limits", limits::LAWS),
    ("peers", peers::LAWS),
    ("query", query::LAWS),
    ("response", response::LAWS),
    ("text", text::LAWS),
    ("typed", typed::LAWS),
    ("udp", udp::LAWS),
    ("value", value::LAWS),
    ("websocket", websocket::LAWS),
    ("writing", writing::LAWS),
];

/// Returns what `write` appends to an empty vector.
pub fn written(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut bytes);
    bytes
}

/// Checks `laws` on one input.
pub fn hold(laws: &[Law], input: &[u8]) {
    for (_, law) in laws {
        law(input);
    }
}

/// Checks every law on one input, whatever group the input was made for.
pub fn hold_all(input: &[u8]) {
    for (_, laws) in GROUPS {
        hold(laws, input);
    }
}
