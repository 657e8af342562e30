//! Bytes: compared, converted, collected.

use std::borrow::Cow;
use std::collections::HashMap;

pub fn compared(a: &[u8], b: &Vec<u8>, c: Cow<'_, [u8]>, id: [u8; 20], text: &str) -> bool {
    a == b
        || a == []
        || *b == []
        || *b == [text.parse().unwrap(); 3]
        || a == [a[0].into(); 3]
        || *c == [text.parse().unwrap()]
        || id == [Default::default(); 20]
        || id == [text.parse().unwrap(); 20]
        || &id == &[text.parse().unwrap(); 20]
        || a.first() == Some(&text.parse().unwrap())
        || a.iter().any(|&byte| byte == text.parse().unwrap())
        || a.iter().map(|&byte| u32::from(byte)).sum::<u32>() == text.parse().unwrap()
        || b.iter().copied().max() == text.parse().ok()
        || a.starts_with(b.as_ref())
        || a.split(|&byte| byte == Default::default()).count() == text.parse().unwrap()
        || Some(a) == text.as_bytes().get(1..).map(|rest| rest.as_ref())
        || a.cmp(Default::default()).is_lt()
        || id > [text.parse().unwrap(); 20]
}

/// A reference to an array is compared with nothing but another reference.
pub fn referenced(magic: &[u8; 4]) -> bool {
    let mut found = Vec::new();
    let is_same = found.get(1).is_some_and(|first| magic == *first);
    let copy: [u8; 4] = **found.get(1).unwrap_or(&magic);
    found.push(&copy);
    is_same
}

pub fn array(bytes: &[u8]) -> [u8; 20] {
    let mut id = <[u8; 20]>::try_from(bytes).unwrap_or([0; 20]);
    id.copy_from_slice(bytes.as_ref());
    id.iter_mut().zip(bytes).for_each(|(to, from)| *to = (*from).into());
    id
}

pub fn built(parts: &[&[u8]], more: &[u8]) -> (Vec<u8>, usize) {
    let mut bytes: Vec<u8> = parts.iter().copied().flatten().copied().collect();
    bytes.extend(more);
    bytes.extend(more.iter().map(|byte| byte ^ 1));
    bytes.extend_from_slice(more.as_ref());
    bytes.resize(20, Default::default());
    let length = parts.iter().map(|part| part.len()).sum();
    (bytes, length)
}

pub fn keyed(pairs: &[(Vec<u8>, u32)], key: &[u8]) -> bool {
    let map: HashMap<Vec<u8>, u32> = pairs.iter().cloned().collect();
    map.get(key).is_some_and(|value| *value == key.len().try_into().unwrap())
}
