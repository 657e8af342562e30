//! Frames of the crate `bytes`, which both libraries depend on.

use bytes::{Bytes, BytesMut};

pub fn compared(a: &Bytes, b: &BytesMut, text: &str) -> bool {
    let slice: &[u8] = a.as_ref();
    slice == b.as_ref()
        || a.first() == Some(&text.parse().unwrap())
        || a.iter().map(|&byte| usize::from(byte)).sum::<usize>() == text.parse().unwrap()
        || *a < Bytes::default()
        || a.starts_with(b.as_ref())
        || a.len() == text.parse().unwrap()
}

pub fn built(text: &str) -> (Bytes, BytesMut) {
    let mut buffer: BytesMut = text.bytes().collect();
    buffer.extend(text.bytes());
    (text.split(' ').map(|word| word.parse().unwrap()).collect(), buffer)
}
