//! Any text as a hexdump, as JSON, and as a path.

use bencode::hex::{self, HexErrorKind, MAX_REPEATED};
use bencode::{Document, Value};

laws![
    hexdumps_come_back,
    lists_of_numbers_come_back,
    any_text_is_a_hexdump_or_none,
    any_text_is_json_or_none,
    any_path_finds_or_not
];

/// A tool, and its output.
type Dump = (&'static str, fn(&[u8]) -> String);

/// Bytes in the forms that common tools and languages print are read as these bytes.
pub fn hexdumps_come_back(bytes: &[u8]) {
    let bytes = &bytes[..bytes.len().min(512)];
    let dumps: [Dump; 13] = [
        ("encode", |bytes| hex::encode(bytes)),
        ("dump", |bytes| hex::Dump(bytes).to_string()),
        ("pairs", |bytes| if bytes.len() < 2 { hex::encode(bytes) } else { pairs(bytes) }),
        ("byte string of Rust", |bytes| format!("b\"{}\"", bytes.escape_ascii())),
        ("byte string of Python", |bytes| format!("b'{}'", bytes.escape_ascii())),
        ("array of Go", |bytes| {
            format!("[]byte{{{}}}", each(bytes, |byte| format!("{byte:#04x}, ")))
        }),
        ("buffer of Node.js", |bytes| {
            format!("<Buffer {}>", each(bytes, |byte| format!("{byte:02x} ")))
        }),
        ("plain", |bytes| each(bytes, |byte| format!("{byte:02x}"))),
        ("spaced capitals", |bytes| each(bytes, |byte| format!("{byte:02X} "))),
        ("C array", |bytes| each(bytes, |byte| format!("0x{byte:02x}, "))),
        ("escaped", |bytes| format!("\"{}\"", each(bytes, |byte| format!("\\x{byte:02x}")))),
        ("hexdump -C", canonical),
        ("xxd", xxd),
    ];
    for (name, dump) in dumps {
        assert_eq!(hex::decode(dump(bytes)).as_deref(), Ok(bytes), "{name}:\n{}", dump(bytes));
    }
}

/// A list as `{:?}` prints it is read as its bytes; one without a number of three digits could also be hex,
/// and is refused.
pub fn lists_of_numbers_come_back(bytes: &[u8]) {
    let bytes = &bytes[..bytes.len().min(512)];
    let decoded = hex::decode(format!("{bytes:?}"));
    if bytes.is_empty() || bytes.iter().any(|&byte| byte >= 100) {
        assert_eq!(decoded.as_deref(), Ok(bytes));
    } else {
        assert!(matches!(decoded.unwrap_err().kind(), HexErrorKind::Ambiguous(..)), "{bytes:?}");
    }
}

fn pairs(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

fn each(bytes: &[u8], one: impl Fn(u8) -> String) -> String {
    bytes.iter().map(|&byte| one(byte)).collect()
}

fn printable(bytes: &[u8]) -> String {
    each(bytes, |byte| char::from(if matches!(byte, b' '..=b'~') { byte } else { b'.' }).into())
}

/// The output of `hexdump -C`, with repeated rows squeezed to a star.
fn canonical(bytes: &[u8]) -> String {
    let mut dump = String::new();
    let mut last = None;
    for (row, line) in bytes.chunks(16).enumerate() {
        let squeezed = last == Some(line);
        if squeezed && !dump.ends_with("*\n") {
            dump += "*\n";
        } else if !squeezed {
            let (left, right) = line.split_at(line.len().min(8));
            let digits =
                [left, right].map(|half| each(half, |byte| format!(" {byte:02x}"))).join(" ");
            dump += &format!("{:08x} {digits:<50} |{}|\n", row * 16, printable(line));
        }
        last = Some(line);
    }
    if bytes.is_empty() { dump } else { format!("{dump}{:08x}\n", bytes.len()) }
}

fn xxd(bytes: &[u8]) -> String {
    let row = |(row, line): (usize, &[u8])| {
        let digits: Vec<_> =
            line.chunks(2).map(|pair| each(pair, |byte| format!("{byte:02x}"))).collect();
        format!("{:08x}: {:<40} {}\n", row * 16, digits.join(" "), printable(line))
    };
    bytes.chunks(16).enumerate().map(row).collect()
}

/// Any text is a hexdump of bounded size, or an error with a line and a column in the text.
pub fn any_text_is_a_hexdump_or_none(text: &[u8]) {
    match hex::decode(text) {
        Ok(bytes) => assert!(bytes.len() <= text.len() + MAX_REPEATED),
        Err(error) => {
            let line = text.split(|&byte| byte == b'\n').nth(error.line() - 1).unwrap();
            assert!((1..=line.len() + 1).contains(&error.column()), "{error}");
        }
    }
}

/// Any text is JSON of a value that is read back as printed, or an error with an offset in the text.
pub fn any_text_is_json_or_none(text: &[u8]) {
    let text = String::from_utf8_lossy(text);
    match Value::from_json(&text) {
        Ok(value) => assert_eq!(Value::from_json(&value.to_string()), Ok(value)),
        Err(error) => assert!(error.offset() <= text.len(), "{error}"),
    }
}

/// Any text as a path finds no item, or one whose own path finds the same item.
pub fn any_path_finds_or_not(text: &[u8]) {
    const REPLY: &[u8] = b"d0:le4:infod6:lengthi1ee2:l.l0:lee5:peersld4:porti1eeee";
    let document = Document::parse(REPLY).unwrap();
    let root = document.root();
    if let Some(item) = root.find(&String::from_utf8_lossy(text)) {
        let again = root.find(&item.path().to_string()).unwrap();
        assert_eq!(again.span(), item.span());
    }
}
