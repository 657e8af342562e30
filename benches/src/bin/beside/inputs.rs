//! Inputs on which libraries differ.

/// An input, and how it may be read.
pub(crate) struct Input {
    pub name: &'static str,
    pub bytes: fn() -> Vec<u8>,
    pub sense: Sense,
}

/// The verdict on an input.
pub(crate) enum Sense {
    /// Canonical bencode.
    Valid,
    /// Not bencode, or not canonical: it may be refused, or read as this and nothing else. Empty if it has no
    /// meaning at all.
    Invalid(&'static [u8]),
    /// Nested so deeply that a limit may refuse it.
    Deep,
}

macro_rules! input {
    ($name:expr, $bytes:expr, $sense:expr) => {
        Input { name: $name, bytes: || $bytes.to_vec(), sense: $sense }
    };
}

/// Valid, non-canonical and malformed inputs, and attacks.
pub(crate) const INPUTS: &[Input] = &[
    input!("`0:`, an empty string", b"0:", Sense::Valid),
    input!("a key that is not UTF-8", b"d2:\xff\xfei1ee", Sense::Valid),
    input!("−2<sup>63</sup>", b"i-9223372036854775808e", Sense::Valid),
    input!("2<sup>64</sup> − 1", b"i18446744073709551615e", Sense::Valid),
    input!("an integer of 40 digits", b"i1234567890123456789012345678901234567890e", Sense::Valid),
    input!("`i-0e`", b"i-0e", Sense::Invalid(b"i0e")),
    input!("`i03e`", b"i03e", Sense::Invalid(b"i3e")),
    input!("`i+3e`", b"i+3e", Sense::Invalid(b"i3e")),
    input!("`i-e`", b"i-e", Sense::Invalid(b"")),
    input!("`03:abc`", b"03:abc", Sense::Invalid(b"3:abc")),
    input!("keys out of order", b"d1:bi1e1:ai2ee", Sense::Invalid(b"d1:ai2e1:bi1ee")),
    input!("a key twice", b"d1:ai1e1:ai2ee", Sense::Invalid(b"d1:ai2ee")),
    input!("a key that is an integer", b"di1ei2ee", Sense::Invalid(b"")),
    input!("a key without a value", b"d1:ae", Sense::Invalid(b"")),
    input!("a line feed after the value", b"i1e\n", Sense::Invalid(b"i1e")),
    input!("text after the value", b"i1exyz", Sense::Invalid(b"i1e")),
    input!("no input", b"", Sense::Invalid(b"")),
    input!("a string cut short", b"3:ab", Sense::Invalid(b"")),
    input!("a length of 2<sup>64</sup> − 1", b"18446744073709551615:a", Sense::Invalid(b"")),
    input!("the same in a list", b"l18446744073709551614:ae", Sense::Invalid(b"")),
    input!("a length of 2<sup>64</sup> + 1", b"18446744073709551617:a", Sense::Invalid(b"")),
    Input { name: "100 lists nested", bytes: || nested(100), sense: Sense::Deep },
    Input { name: "10,000 lists nested", bytes: || nested(10_000), sense: Sense::Deep },
    Input { name: "1,000,000 lists nested", bytes: || nested(1_000_000), sense: Sense::Deep },
];

fn nested(depth: usize) -> Vec<u8> {
    [b"l".repeat(depth), b"e".repeat(depth)].concat()
}
