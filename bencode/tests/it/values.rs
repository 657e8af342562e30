//! Values as JSON, in the form of `tests/vectors/README.md`: pairs in document order, bytes in hex.

use bencode::{Reader, Token};
use serde_json::{Value as Json, json};

/// The next value of `reader`.
pub(crate) fn read(reader: &mut Reader<'_>) -> Json {
    let token = reader.next().unwrap().unwrap();
    value(reader, token)
}

/// The value that begins with `token`.
fn value(reader: &mut Reader<'_>, token: Token<'_>) -> Json {
    match token {
        Token::Int(int) => json!({ "int": int.to_string() }),
        Token::Bytes(bytes) => json!({ "bytes": hex(bytes) }),
        Token::List => {
            let mut items = Vec::new();
            while let Some(token) = item(reader) {
                items.push(value(reader, token));
            }
            json!({ "list": items })
        }
        Token::Dict => {
            let mut pairs = Vec::new();
            while let Some(Token::Bytes(key)) = item(reader) {
                let token = item(reader).unwrap();
                pairs.push(json!([hex(key), value(reader, token)]));
            }
            json!({ "dict": pairs })
        }
        Token::End => panic!("an end where a value is due"),
    }
}

fn item<'a>(reader: &mut Reader<'a>) -> Option<Token<'a>> {
    reader.next().unwrap().filter(|token| *token != Token::End)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The form of `tests/captures`: a byte string is text if it is printable ASCII, else
/// `{"$hex":"…"}`; of a key that is there twice the last value stays.
pub(crate) fn readable(value: &Json) -> Json {
    if let Some(int) = value["int"].as_str() {
        return Json::Number(int.parse().unwrap());
    }
    if let Some(items) = value["list"].as_array() {
        return items.iter().map(readable).collect();
    }
    if let Some(pairs) = value["dict"].as_array() {
        let pair = |pair: &Json| {
            (text(&pair[0]).unwrap_or_else(|hex| format!("$hex:{hex}")), readable(&pair[1]))
        };
        return Json::Object(pairs.iter().map(pair).collect());
    }
    text(&value["bytes"]).map_or_else(|hex| json!({ "$hex": hex }), Json::String)
}

/// Printable ASCII, or the hex as it is.
fn text(hex: &Json) -> Result<String, String> {
    let bytes = bencode::hex::decode(hex.as_str().unwrap()).unwrap();
    let printable = bytes.iter().all(|byte| (b' '..=b'~').contains(byte));
    if printable {
        Ok(String::from_utf8(bytes).unwrap())
    } else {
        Err(hex.as_str().unwrap().to_owned())
    }
}
