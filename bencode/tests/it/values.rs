//! Values as JSON, in the form of `tests/vectors/README.md`: pairs in document order, bytes in hex.

use std::collections::BTreeMap;

use bencode::{ByteStr, Encoder, Error, Item, Reader, Token, Value};
use serde_json::{Value as Json, json};

use crate::expected::hex;

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
            while let Some(token) = next(reader) {
                items.push(value(reader, token));
            }
            json!({ "list": items })
        }
        Token::Dict => {
            let mut pairs = Vec::new();
            while let Some(Token::Bytes(key)) = next(reader) {
                let token = next(reader).unwrap();
                pairs.push(json!([hex(key), value(reader, token)]));
            }
            json!({ "dict": pairs })
        }
        Token::End => panic!("an end where a value is expected"),
    }
}

fn next<'a>(reader: &mut Reader<'a>) -> Option<Token<'a>> {
    reader.next().unwrap().filter(|token| *token != Token::End)
}

/// An item of a document.
pub(crate) fn item(item: Item<'_>) -> Json {
    if let Some(int) = item.as_int() {
        json!({ "int": int.to_string() })
    } else if let Some(bytes) = item.as_bytes() {
        json!({ "bytes": hex(bytes) })
    } else if item.is_list() {
        json!({ "list": item.iter().map(self::item).collect::<Vec<_>>() })
    } else {
        let pair = |(key, value)| json!([hex(key), self::item(value)]);
        json!({ "dict": item.entries().map(pair).collect::<Vec<_>>() })
    }
}

/// A tree.
pub(crate) fn tree(value: &Value<'_>) -> Json {
    match value {
        Value::Int(int) => json!({ "int": int.to_string() }),
        Value::Bytes(bytes) => json!({ "bytes": hex(bytes) }),
        Value::List(list) => json!({ "list": list.iter().map(tree).collect::<Vec<_>>() }),
        Value::Dict(dict) => {
            let pair = |(key, value): (&ByteStr<'_>, &Value<'_>)| json!([hex(key), tree(value)]);
            json!({ "dict": dict.iter().map(pair).collect::<Vec<_>>() })
        }
    }
}

/// The same with each dictionary sorted, and the last value of each key.
pub(crate) fn canonical(value: &Json) -> Json {
    if let Some(items) = value["list"].as_array() {
        return json!({ "list": items.iter().map(canonical).collect::<Vec<_>>() });
    }
    let Some(pairs) = value["dict"].as_array() else { return value.clone() };
    // Hex sorts as the bytes do.
    let pair = |pair: &Json| (pair[0].as_str().unwrap().to_owned(), canonical(&pair[1]));
    let sorted: BTreeMap<String, Json> = pairs.iter().map(pair).collect();
    json!({ "dict": sorted.into_iter().map(|(key, value)| json!([key, value])).collect::<Vec<_>>() })
}

/// Writes the tokens of `reader`, one by one.
pub(crate) fn transcode(reader: &mut Reader<'_>) -> Result<Vec<u8>, Error> {
    let mut encoder = Encoder::new(Vec::new());
    // Whether a key is expected, for each open list (never) and dictionary.
    let mut open = Vec::new();
    while let Some(token) = reader.next()? {
        let key_is_next = open.last_mut().is_some_and(|is_key: &mut Option<bool>| match is_key {
            Some(is_key) => std::mem::replace(is_key, !*is_key),
            None => false,
        });
        match token {
            Token::Bytes(key) if key_is_next => encoder.key(key)?,
            Token::Bytes(bytes) => encoder.bytes(bytes)?,
            Token::Int(int) => encoder.int(int)?,
            Token::List => encoder.list()?,
            Token::Dict => encoder.dict()?,
            Token::End => encoder.end()?,
        }
        match token {
            Token::List => open.push(None),
            Token::Dict => open.push(Some(true)),
            Token::End => drop(open.pop()),
            _ => (),
        }
    }
    encoder.finish()
}

/// Writes a tree.
pub(crate) fn encode(value: &Value<'_>, encoder: &mut Encoder<Vec<u8>>) -> Result<(), Error> {
    match value {
        Value::Int(int) => number(&int.to_string(), encoder),
        Value::Bytes(bytes) => encoder.bytes(bytes),
        Value::List(list) => {
            encoder.list()?;
            list.iter().try_for_each(|item| encode(item, encoder))?;
            encoder.end()
        }
        Value::Dict(dict) => {
            encoder.dict()?;
            for (key, value) in dict {
                encoder.key(key)?;
                encode(value, encoder)?;
            }
            encoder.end()
        }
    }
}

fn number(digits: &str, encoder: &mut Encoder<Vec<u8>>) -> Result<(), Error> {
    encoder.raw(format!("i{digits}e").as_bytes())
}

/// The form of `tests/captures`: a byte string is text if it is printable ASCII, else `{"$hex":"…"}`, and
/// of a repeated key the last value is kept.
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
