//! The output of the example `lint`.

use std::path::PathBuf;

use crate::lint::lint;

/// The lines for a file with these bytes.
fn lines(name: &str, bytes: &[u8]) -> Result<Vec<String>, String> {
    let path: PathBuf = std::env::temp_dir().join(format!("{}-{name}", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    let lines = lint(path.to_str().unwrap());
    std::fs::remove_file(path).unwrap();
    lines
}

const INFO: &str = "12:piece lengthi16384e6:pieces20:0123456789ABCDEFGHIJ";

#[test]
fn deviations_of_torrents_have_paths_offsets_and_keys() {
    let torrent = format!("d4:infod6:lengthi7e4:name1:x{INFO}ee");
    assert_eq!(lines("clean", torrent.as_bytes()).unwrap(), [""; 0]);
    let odd = format!("d4:infod6:lengthi07e4:name2:..{INFO}7:private1:1ee\n");
    let found = lines("odd", odd.as_bytes()).unwrap();
    let [zero, trailing, private, name] = &found[..] else { panic!("{found:?}") };
    assert!(zero.starts_with("info.length: ") && zero.ends_with("at byte 18"), "{zero}");
    assert!(trailing.ends_with(&format!("at byte {}", odd.len() - 1)), "{trailing}");
    let message = ["info.private: field of the wrong type", "info.name: unsafe path"];
    assert_eq!([private, name], message);
    // Untrusted text is printed without terminal control characters.
    let escape = lines("escape", b"d4:info\x1b[2Je").unwrap_err();
    assert!(!escape.contains('\x1b'), "{escape}");
    assert!(lines("page", b"<html>").unwrap_err().contains("HTML"));
}

#[test]
fn deviations_of_replies_and_links() {
    let announce = lines("announce", b"d8:intervali1800e5:peers0:e").unwrap();
    assert_eq!(announce, [""; 0]);
    assert_eq!(lines("no-interval", b"d5:peers0:e").unwrap(), ["interval is missing"]);
    let scrape = b"d5:filesd20:0123456789ABCDEFGHIJd8:completei1e10:incompletei2eeee";
    assert_eq!(lines("scrape", scrape).unwrap(), ["files: downloaded is missing"]);
    let odd = b"d8:completei-1e8:interval3:9005:peersld2:ip3:a.b4:porti9eee1:zlee";
    let message = [
        "complete: negative number",
        "z: unknown key",
        "interval: number written as text",
        "peers: peer with a host name",
    ];
    assert_eq!(lines("odd-reply", odd).unwrap(), message);
    let foreign = lines("foreign", b"d5:filesde8:intervali7e1:x0:e").unwrap();
    assert_eq!(foreign, ["x: unknown key", "interval: key of another message"]);
    let link = format!("magnet:?xt=urn:btih:{}", "a".repeat(40));
    assert_eq!(lint(&link).unwrap(), [""; 0]);
    assert_eq!(lint(&format!("{link}&amp;dn=x")).unwrap(), ["HTML entity"]);
    assert!(lint("magnet:?dn=x").is_err() && lint("/nowhere.torrent").is_err());
}
