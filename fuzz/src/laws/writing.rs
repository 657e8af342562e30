//! Encoders write canonical bencode, whatever calls they get.
//!
//! Inputs are programs: each byte is an operation, with its operands after it.

use std::collections::BTreeMap;

use bencode::{
    Dict, Encoder, Error, ErrorKind, FixedBuffer, Int, Quirk, Reader, Rules, Sink, Token, Value,
};
use bytes::BytesMut;

use crate::ways::LAX;

laws![
    an_encoder_writes_a_value_or_refuses,
    what_was_refused_was_not_written,
    sinks_hold_the_same,
    copied_tokens_give_the_canonical_form,
    dictionaries_are_sorted_maps,
];

/// One call of an encoder.
#[derive(Clone, Copy, Debug)]
enum Call<'a> {
    List,
    Dict,
    End,
    Key(&'a [u8]),
    Bytes(&'a [u8]),
    Int(i64),
    Raw(&'a [u8]),
}

/// The calls in `program`: of each byte, three bits are the call, and five the length of its operand.
fn calls(mut program: &[u8]) -> Vec<Call<'_>> {
    let mut calls = Vec::new();
    while let Some((&byte, rest)) = program.split_first() {
        let (text, tail) = rest.split_at(usize::from(byte >> 3).min(rest.len()));
        let (call, tail) = match byte & 7 {
            0 => (Call::List, rest),
            1 => (Call::Dict, rest),
            2 | 3 => (Call::End, rest),
            4 => (Call::Key(text), tail),
            5 => (Call::Bytes(text), tail),
            6 => (Call::Int(number(text)), tail),
            _ => (Call::Raw(text), tail),
        };
        calls.push(call);
        program = tail;
    }
    calls
}

fn number(text: &[u8]) -> i64 {
    let mut bytes = [0; 8];
    bytes.iter_mut().zip(text).for_each(|(byte, given)| *byte = *given);
    i64::from_le_bytes(bytes)
}

fn run<S: Sink>(encoder: &mut Encoder<S>, call: Call<'_>) -> Result<(), Error> {
    match call {
        Call::List => encoder.list(),
        Call::Dict => encoder.dict(),
        Call::End => encoder.end(),
        Call::Key(key) => encoder.key(key),
        Call::Bytes(text) => encoder.bytes(text),
        Call::Int(value) => encoder.int(value),
        Call::Raw(value) => encoder.raw(value),
    }
}

/// Runs a program, and closes lists and dictionaries that are still open; returns the output and the calls that
/// succeeded.
fn written<'a, S: Sink>(sink: S, calls: &[Call<'a>]) -> (Result<S, Error>, Vec<Call<'a>>) {
    let mut encoder = Encoder::new(sink);
    let mut done = Vec::new();
    for &call in calls {
        if run(&mut encoder, call).is_ok() {
            done.push(call);
        }
    }
    let close = [Call::End, Call::Bytes(b"")];
    while let Some(call) = close.into_iter().find(|&call| run(&mut encoder, call).is_ok()) {
        done.push(call);
    }
    (encoder.finish(), done)
}

/// After any calls in any order, and once everything is closed, the output is one value, which is canonical
/// unless a raw value is not.
pub fn an_encoder_writes_a_value_or_refuses(program: &[u8]) {
    let (output, done) = written(Vec::new(), &calls(program));
    let output = output.unwrap();
    let is_strict = |value| Value::parse_with(value, Rules::STRICT.max_depth(usize::MAX)).is_ok();
    let deep = LAX.max_depth(usize::MAX);
    assert!(Value::parse_with(&output, deep).is_ok());
    let raws_are = done.iter().all(|call| !matches!(call, Call::Raw(value) if !is_strict(value)));
    assert_eq!(is_strict(&output), raws_are, "{}", output.escape_ascii());
}

/// Calls that are refused leave no trace: without them the output is the same.
pub fn what_was_refused_was_not_written(program: &[u8]) {
    let (output, done) = written(Vec::new(), &calls(program));
    let mut encoder = Encoder::new(Vec::new());
    for call in done {
        run(&mut encoder, call).unwrap();
    }
    assert_eq!(encoder.finish(), output);
}

/// Every sink gets the same bytes; a slice that is too short is reported as full.
pub fn sinks_hold_the_same(program: &[u8]) {
    let (output, done) = written(Vec::new(), &calls(program));
    let output = output.unwrap();
    assert_eq!(written(BytesMut::new(), &done).0.unwrap(), output);
    let mut space = vec![0; output.len()];
    let exact = written(FixedBuffer::new(&mut space), &done).0.unwrap();
    assert_eq!(exact.written(), output);
    for length in [output.len() - 1, output.len() / 2] {
        let mut encoder = Encoder::new(FixedBuffer::new(&mut space[..length]));
        let full = done.iter().find_map(|&call| run(&mut encoder, call).err()).unwrap();
        assert_eq!(full.kind(), ErrorKind::BufferFull);
    }
}

/// The tokens of a document with sorted keys, written one by one, are the same value in canonical form.
pub fn copied_tokens_give_the_canonical_form(input: &[u8]) {
    let sorted = LAX.refuse(Quirk::UnsortedKey).refuse(Quirk::DuplicateKey);
    if Reader::with_rules(input, sorted).skip_value() != Ok(true) {
        return;
    }
    let mut reader = Reader::with_rules(input, sorted);
    let mut encoder = Encoder::new(Vec::new());
    while let Ok(Some(token)) = reader.next() {
        copy(&mut encoder, token).unwrap();
    }
    let (written, length) = (encoder.finish().unwrap(), reader.offset());
    assert_eq!(
        Value::parse_with(&written, Rules::STRICT),
        Value::parse_with(&input[..length], LAX)
    );
}

/// Writes a token; a byte string is a key if the encoder expects one.
fn copy(encoder: &mut Encoder<Vec<u8>>, token: Token<'_>) -> Result<(), Error> {
    match token {
        Token::List => encoder.list(),
        Token::Dict => encoder.dict(),
        Token::End => encoder.end(),
        Token::Int(int) => number_of(encoder, int),
        Token::Bytes(text) => encoder.key(text).or_else(|_| encoder.bytes(text)),
    }
}

/// Writes a small integer as a Rust integer and a larger one as a token.
fn number_of(encoder: &mut Encoder<Vec<u8>>, int: Int<'_>) -> Result<(), Error> {
    match int.to_i128() {
        Ok(small) => encoder.int(small),
        Err(_) => encoder.int(int),
    }
}

/// After the same edits, a dictionary has the same entries as a sorted map.
pub fn dictionaries_are_sorted_maps(program: &[u8]) {
    let (mut dict, mut map) = (Dict::new(), BTreeMap::new());
    for call in calls(program) {
        match call {
            Call::Key(key) | Call::Raw(key) => {
                let before = dict.insert(key, 1u8).is_some();
                assert_eq!(before, map.insert(key, 1).is_some());
            }
            Call::Bytes(key) => {
                assert_eq!(dict.contains_key(key), map.contains_key(key));
                assert_eq!(dict.remove(key).is_some(), map.remove(key).is_some());
            }
            Call::Int(value) => dict.retain(|key, _| {
                let keep = i64::try_from(key.len()) != Ok(value);
                if !keep {
                    map.remove(&key[..]);
                }
                keep
            }),
            Call::List | Call::Dict | Call::End => {}
        }
    }
    assert_eq!(dict.len(), map.len());
    assert!(dict.keys().map(|key| &key[..]).eq(map.keys().copied()));
    let rebuilt: Dict<'_> = map.into_iter().rev().collect();
    assert_eq!(rebuilt, dict);
}
