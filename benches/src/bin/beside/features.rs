//! The features of the libraries, according to the sources of these versions.

/// Libraries with serde support; the others have only trees.
pub(crate) const TABLE: &str = "\
| | bencode (this one) | serde_bencode | bt_bencode | librqbit-bencode | bendy | serde_bencoded |
|---|---|---|---|---|---|---|
| structs that borrow `&str`, `&[u8]` | yes | no | yes | yes | yes | yes |
| the exact bytes of a value (info-hash) | yes | no | no | yes, with a typed value | in its own decoder | no |
| errors say where | offset and path | no | offset, of syntax | first 4 keys | some | no |
| limit of depth | yes | no | no | yes | yes | no |
| other limits: items, input | yes | no | no | no | no | no |
| rules: strict or tolerant | both | tolerant | tolerant | tolerant | strict | tolerant |
| what is odd is reported | yes | no | no | no | no | no |
| integers beyond 64 bits | any length | no | no | no | 128 bits | no |
| enums, tuples, newtypes | yes | yes | no enums | no | yes | no tuple variants |
| `None` in a struct field | left out | left out | error | error | a list | error |
| incomplete input: how much is missing | yes | no | no | no | no | no |
| `no_std` | yes, also without `alloc` | no | with `alloc` | no | with `alloc` | no |
| `unsafe` code | forbidden | none | none | 1 place | 1 place | none |
";
