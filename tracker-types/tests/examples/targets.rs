//! URLs, torrent files and magnet links as targets, and an announce from the file to the reply.

use std::fs;
use std::path::PathBuf;

use tracker_types::InfoHash;

use super::loopback::start_tracker;
use crate::client::target::{SOME_TORRENT, Torrent};
use crate::client::{self, Command};

/// Writes a torrent file to a folder for tests.
fn torrent_file(name: &str, trackers: &str) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let info = "d5:filesld6:lengthi7e4:pathl1:aeed6:lengthi5e4:pathl1:beee\
        4:name1:d12:piece lengthi16384e6:pieces20:0123456789ABCDEFGHIJe";
    fs::write(&path, format!("d13:announce-list{trackers}4:info{info}e")).unwrap();
    path.to_str().unwrap().into()
}

#[test]
fn a_torrent_file() {
    let file = torrent_file("two-tiers.torrent", "ll15:http://a.test/xel14:udp://b.test/xee");
    let torrent = Torrent::of(&file, None).unwrap();
    assert_eq!(torrent.left, 12);
    assert_eq!(torrent.info_hashes.len(), 1);
    assert_eq!(torrent.trackers.iter().collect::<Vec<_>>(), ["http://a.test/x", "udp://b.test/x"]);
}

#[test]
fn a_magnet_link() {
    let link = "magnet:?xt=urn:btih:d1101a2b9d202811a05e8c57c557a20bf974dc8a\
        &tr=http%3A%2F%2Fa.test%2Fannounce";
    let torrent = Torrent::of(link, None).unwrap();
    assert_eq!(torrent.info_hashes[0].to_string(), "d1101a2b9d202811a05e8c57c557a20bf974dc8a");
    assert_eq!(torrent.trackers.iter().collect::<Vec<_>>(), ["http://a.test/announce"]);
}

#[test]
fn a_url() {
    let torrent = Torrent::of("http://a.test/announce", None).unwrap();
    assert_eq!(torrent.info_hashes, [SOME_TORRENT]);
    assert_eq!(torrent.trackers.iter().collect::<Vec<_>>(), ["http://a.test/announce"]);
    let hash = InfoHash(*b"0123456789ABCDEFGHIJ");
    let torrent = Torrent::of("HTTP://a.test/announce", Some(hash)).unwrap();
    assert_eq!(torrent.info_hashes, [hash]);
}

#[test]
fn invalid_targets() {
    assert!(Torrent::of("no-such-file.torrent", None).unwrap_err().starts_with("no-such-file"));
    let problem = Torrent::of(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"), None).unwrap_err();
    let words = "README.md: no torrent file: something else instead of bencode: # bencode and ";
    assert!(problem.contains(words), "{problem}");
    assert_eq!(
        Torrent::of("http://a.test:99999/", None),
        Err("http://a.test:99999/: not a tracker URL at byte 14".into())
    );
    assert!(Torrent::of("magnet:?dn=nothing", None).unwrap_err().starts_with("magnet link: "));
}

#[test]
fn an_announce_from_file_to_reply() {
    let tracker = start_tracker();
    let url = format!("http://{}/announce", tracker.address);
    let dead = "http://127.0.0.1:1/announce";
    let run = |name: &str, trackers: &str| {
        let file = torrent_file(name, trackers);
        match Command::parse([file, "--hex".into()].into_iter()) {
            Ok(Command::Announce(errand)) => client::run(&errand),
            _ => panic!("not an announce"),
        }
    };
    let tiers = format!("ll{}:{dead}el{}:{url}ee", dead.len(), url.len());
    assert_eq!(run("dead-then-good.torrent", &tiers), Ok(()));
    let tiers = format!("ll{}:{dead}ee", dead.len());
    assert_eq!(run("dead.torrent", &tiers), Err("no tracker said yes".into()));
}
