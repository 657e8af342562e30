//! What reaches a terminal.

use crate::client::show::printable;

/// What a tracker or a torrent may say, and what is shown of it.
const TEXTS: &[(&str, &str)] = &[
    ("Unregistered torrent", "Unregistered torrent"),
    ("two\nlines", "two\nlines"),
    ("Grüße, 日本語", "Grüße, 日本語"),
    ("\u{1b}[2J\u{1b}]0;title\u{7}", "\\u001b[2J\\u001b]0;title\\u0007"),
    ("back\u{8}\rover\u{7f}", "back\\u0008\\u000dover\\u007f"),
    // Control characters of one byte in other encodings, and those that turn text around.
    ("\u{9b}2J \u{202e}gnp.exe\u{2066}", "\\u009b2J \\u202egnp.exe\\u2066"),
];

#[test]
fn nothing_moves_the_cursor() {
    for (text, shown) in TEXTS {
        assert_eq!(printable(text), *shown);
    }
}
