//! Summarizes a torrent.

use std::fmt::Write;

use tracker_types::{Error, Metainfo};

/// A torrent in a few lines.
pub fn summary(torrent: &[u8]) -> Result<String, Error> {
    let (metainfo, quirks) = Metainfo::parse(torrent)?;
    let mut text = format!("{}\n", metainfo.magnet_link());
    for file in metainfo.files() {
        let _ = writeln!(text, "{:>12} {file}", file.length.unwrap_or(0));
    }
    for tracker in &metainfo.announce_list {
        let _ = writeln!(text, "tracker {tracker}");
    }
    if !quirks.is_empty() {
        let _ = writeln!(text, "odd: {quirks}");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_torrent_of_one_file() {
        let torrent = b"d8:announce30:http://127.0.0.1:6969/announce4:info\
            d6:lengthi7e4:name5:a.txt12:piece lengthi16384e6:pieces20:0123456789ABCDEFGHIJee";
        assert_eq!(
            super::summary(torrent).unwrap(),
            "magnet:?xt=urn:btih:177848e478f470ec023daa29028034c92d2e5128&dn=a.txt\
             &tr=http%3A%2F%2F127.0.0.1%3A6969%2Fannounce\n\
             \u{20}          7 a.txt\n\
             tracker http://127.0.0.1:6969/announce\n"
        );
    }
}
