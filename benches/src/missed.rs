//! Goals that are missed somewhere, and what their profiles say.

use crate::goals::Goal;

/// Operation, subject, rival, and why.
const MISSED: [(&str, &str, &str, &str); 6] = [
    (
        "validate",
        "bencode-strict",
        "hand-written",
        "a call for each token keeps its state in memory, two stores and four loads that a run over \
         all of them (bencode-skip) does without",
    ),
    (
        "document",
        "bencode-reused",
        "best peer",
        "strs8_100k takes what the hand-written floor takes; the small ones pay 200 instructions \
         before the first token",
    ),
    (
        "document",
        "bencode-reused",
        "hand-written",
        "200 instructions before the first token: an empty dictionary takes 278",
    ),
    (
        "document",
        "bencode-value",
        "bencode-minimal",
        "malloc and free are 44 % of nested_1k: a list or dictionary has no room to spare, and is \
         moved there when it is complete",
    ),
    (
        "tree-encode",
        "bencode-value",
        "best peer",
        "the long way of numbers of 9 digits and more is 36 % of ints_100k; levels are kept in a \
         list and not on the stack, which a deep tree would exhaust",
    ),
    (
        "encode-scrape",
        "tracker-types",
        "1500",
        "180 a file, of which its three numbers are 92; the bar was a guess",
    ),
];

/// Why a goal is missed, if somebody found out.
pub fn why(goal: &Goal) -> Option<&'static str> {
    let rival = goal.rival.name();
    let about = |row: &&(&str, &str, &str, &str)| {
        (row.0, row.1, row.2) == (goal.operation, goal.subject, rival.as_str())
    };
    MISSED.iter().find(about).map(|row| row.3)
}
