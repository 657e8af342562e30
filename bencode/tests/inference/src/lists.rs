//! Lists, options and results of anything.

use std::borrow::Borrow;
use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

pub fn nested(rows: &[Vec<u32>], text: &str) -> bool {
    rows == [[]]
        || rows[0] == []
        || *rows == [[text.parse().unwrap()]]
        || rows.concat() == []
        || rows.iter().flatten().sum::<u32>() == text.parse().unwrap()
        || rows.iter().map(|row| row.iter().sum()).collect::<Vec<u32>>() == []
        || rows.iter().map(|row| row.iter().sum::<u32>()).sum::<u32>() == rows[0][0].into()
}

pub fn queued(queue: &VecDeque<u16>, set: &BTreeSet<u64>, text: &str) -> bool {
    *queue == []
        || *queue == [text.parse().unwrap()]
        || queue.contains(&text.parse().unwrap())
        || set.contains(&text.parse().unwrap())
        || *set == [text.parse().unwrap()].into()
        || queue.front() == Some(&text.parse().unwrap())
}

pub fn optional(port: Option<u16>, length: Result<u64, ()>, text: &str) -> bool {
    port == text.parse().ok()
        || port == Some(text.parse().unwrap())
        || port == Default::default()
        || port.unwrap_or_default() == text.parse().unwrap()
        || port.map_or(false, |port| port == text.parse().unwrap())
        || length == Ok(text.parse().unwrap())
        || length == text.parse().map_err(|_: std::num::ParseIntError| ())
        || length.iter().sum::<u64>() == length.into_iter().sum()
}

pub fn timed(wait: Duration, all: &[Duration], text: &str) -> bool {
    wait == all.iter().sum()
        || wait == Default::default()
        || wait.as_secs() == text.parse().unwrap()
        || wait > all.iter().copied().sum()
}

pub fn borrowed(items: &Vec<u32>, more: &[u32]) -> bool {
    let slice: &[u32] = items.borrow();
    slice == more.as_ref()
        && items.iter().zip(more).map(|(a, b)| a * b).sum::<u32>() == items[0].into()
}
