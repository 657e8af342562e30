//! The path to the last leaf of a document: the longest lookup.

use crate::plain::width;

/// One step down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'d> {
    /// Into a dictionary.
    Key(&'d [u8]),
    /// Into a list.
    Index(usize),
}

/// Steps from the root to the last item of its last item, and so on; a leaf is a scalar or empty.
pub fn to_last_leaf(document: &[u8]) -> Vec<Step<'_>> {
    let mut path = Vec::new();
    let mut value = document;
    while let Some((step, inside)) = last(value) {
        path.push(step);
        value = inside;
    }
    path
}

/// The document, if `leaf` is at its end, after the given path.
pub fn proof(document: &[u8], path: &[Step<'_>], leaf: &[u8]) -> Option<Vec<u8>> {
    let rest = &document[..document.len() - path.len()];
    (path == to_last_leaf(document) && rest.ends_with(leaf) && !leaf.is_empty())
        .then(|| document.to_vec())
}

/// The last item of a list or dictionary, and the step to it.
fn last(value: &[u8]) -> Option<(Step<'_>, &[u8])> {
    let items = match value.first()? {
        b'l' | b'd' => items(&value[1..]),
        _ => return None,
    };
    let &inside = items.last()?;
    let step = match (value.first()?, items.len()) {
        (b'l', count) => Step::Index(count - 1),
        (_, count) => Step::Key(content(items[count - 2])),
    };
    Some((step, inside))
}

/// The encoded items before the matching end, including keys.
fn items(mut rest: &[u8]) -> Vec<&[u8]> {
    let mut items = Vec::new();
    while rest.first() != Some(&b'e') {
        let (item, tail) = rest.split_at(extent(rest));
        items.push(item);
        rest = tail;
    }
    items
}

/// Bytes of the first value.
fn extent(value: &[u8]) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    loop {
        match value[at] {
            b'l' | b'd' => depth += 1,
            b'e' => depth -= 1,
            _ => {}
        }
        at += width(&value[at..]);
        if depth == 0 {
            return at;
        }
    }
}

fn content(string: &[u8]) -> &[u8] {
    let colon = string.iter().position(|&byte| byte == b':').expect("a byte string");
    &string[colon + 1..]
}
