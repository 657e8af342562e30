//! The command line of `announce`.

use crate::client::{Command, HELP};

fn parse(line: &str) -> Result<Command, String> {
    Command::parse(line.split_whitespace().map(String::from))
}

#[test]
fn without_arguments_the_demo_runs() {
    assert!(matches!(parse(""), Ok(Command::Demo)));
    assert!(matches!(parse("--wires"), Ok(Command::Wires)));
    assert!(matches!(parse("http://x.example/announce --help"), Ok(Command::Help)));
}

#[test]
fn every_option_is_accepted_and_documented() {
    let line = "http://tracker.example/announce \
        --info-hash d1101a2b9d202811a05e8c57c557a20bf974dc8a --peer-id -TR2940-0890apv0oznf \
        --port 6881 --left 7 --numwant 3 --event started --dictionaries --scrape --json --hex --stay \
        --watch";
    let Ok(Command::Announce(errand)) = parse(line) else { panic!("not an announce") };
    assert_eq!(errand.target, "http://tracker.example/announce");
    assert_eq!((errand.port, errand.left, errand.numwant), (Some(6881), Some(7), Some(3)));
    assert_eq!(errand.event.unwrap().http_name(), "started");
    assert_eq!(errand.compact, Some(false));
    assert!(errand.hex && errand.stay && errand.watch && errand.scrape && errand.json);
    assert!(errand.info_hash.is_some() && errand.peer_id.is_some());
    for option in line.split_whitespace().filter(|word| word.starts_with("--")) {
        assert!(HELP.contains(option), "{option}");
    }
}

/// The messages for wrong command lines.
const WRONG: &[(&str, &str)] = &[
    ("--hex", "an announce URL, a .torrent file or a magnet link is missing"),
    ("a b", "one target, not another: b"),
    ("--wires --hex", "--wires stands alone"),
    ("--unheard-of", "unknown option --unheard-of"),
    ("--port", "--port: a value is missing"),
    ("--port 65536", "--port 65536: not a number, or too large"),
    ("--left -1", "--left -1: not a number, or too large"),
    ("--event complete", "--event complete: not started, completed, stopped or paused"),
    ("--info-hash d110", "--info-hash d110: 4 digits instead of 40 at byte 0"),
];

#[test]
fn wrong_arguments_are_named() {
    for (line, expected) in WRONG {
        assert_eq!(parse(line).err().as_deref(), Some(*expected), "{line}");
    }
}
