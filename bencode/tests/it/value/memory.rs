//! Memory of a tree: at any moment at most a constant times the input.

use bencode::{Rules, Value};

/// Bytes live at once for each byte of input, at most; measured 41.6 for a dictionary that
/// has the same key over and over, 40.2 for empty strings.
const MOST: f64 = 42.0;

const ANY: Rules = Rules::TOLERANT.max_depth(usize::MAX);

/// The worst inputs of about `size` bytes, by what they are made of.
fn inputs(size: usize) -> Vec<(&'static str, Vec<u8>)> {
    let list = |item: &str| format!("l{}e", item.repeat(size / item.len())).into_bytes();
    let nested = |open: &str, close: &str| {
        let depth = size / (open.len() + close.len());
        (open.repeat(depth) + &close.repeat(depth)).into_bytes()
    };
    let dict = |value: &str, descending: bool| {
        let count = (size / (6 + value.len())) as u32;
        let key = |n: u32| if descending { count - n } else { n }.to_be_bytes();
        let mut bytes = b"d".to_vec();
        for n in 0..count {
            bytes.extend([b"4:", &key(n)[..], value.as_bytes()].concat());
        }
        [&bytes[..], b"e"].concat()
    };
    vec![
        ("empty strings", list("0:")),
        ("empty lists", list("le")),
        ("empty dictionaries", list("de")),
        ("lists of one", list("l0:e")),
        ("dictionaries of one", list("d0:0:e")),
        ("small integers", list("i0e")),
        ("big integers", list("i9999999999999999999e")),
        ("zeros in front", list("i00e")),
        ("big behind zeros", list("i09999999999999999999e")),
        ("nested lists", nested("l", "e")),
        ("nested dictionaries", nested("d0:", "e")),
        ("nested lists, cut", vec![b'l'; size]),
        ("nested dictionaries, cut", b"d0:".repeat(size / 3)),
        ("nested unsorted dictionaries, cut", b"d1:b0:1:a".repeat(size / 9)),
        (
            "strings, cut",
            b"0:".repeat(size / 2).into_iter().fold(b"l".to_vec(), |mut all, byte| {
                all.push(byte);
                all
            }),
        ),
        ("sorted keys", dict("0:", false)),
        ("unsorted keys", dict("0:", true)),
        ("the same key", format!("d{}e", "0:0:".repeat(size / 4)).into_bytes()),
        ("the same key, further in", format!("d0:d{}ee", "0:0:".repeat(size / 4)).into_bytes()),
        ("list in a dictionary", format!("d0:l{}ee", "0:".repeat(size / 2)).into_bytes()),
        ("list behind a list", format!("ll0:el{}ee", "0:".repeat(size / 2)).into_bytes()),
    ]
}

fn peak(input: &[u8], rules: Rules) -> f64 {
    let info = allocation_counter::measure(|| drop(Value::parse_with(input, rules)));
    assert_eq!(info.bytes_current, 0);
    info.bytes_max as f64 / input.len() as f64
}

#[test]
fn parsing_takes_at_most_a_constant_times_the_input() {
    for size in [1_000, 65_536, 100_000, 131_071, 300_000] {
        for (name, input) in inputs(size) {
            for rules in [ANY, Rules::default().max_depth(usize::MAX), Rules::STRICT] {
                let factor = peak(&input, rules);
                assert!(factor <= MOST, "{name} of {size}: {factor:.1}");
            }
        }
    }
}

#[test]
fn what_stays_is_exactly_as_large_as_needed() {
    let input = format!("l{}e", "0:".repeat(100_000));
    let mut value = None;
    let info = allocation_counter::measure(|| value = Value::parse(input.as_bytes()).ok());
    let value = value.unwrap();
    assert_eq!(value.as_list().unwrap().capacity(), 100_000);
    assert_eq!(info.bytes_current, 100_000 * size_of::<Value<'_>>() as i64);
}

#[test]
fn a_value_is_as_small_as_promised() {
    if cfg!(target_pointer_width = "64") {
        assert_eq!(size_of::<Value<'_>>(), if cfg!(feature = "bytes") { 40 } else { 32 });
    }
    fn shared<T: Send + Sync + Unpin + 'static>() {}
    shared::<Value<'static>>();
    shared::<bencode::Dict<'static>>();
    shared::<bencode::Integer<'static>>();
}
