//! Edits a torrent without changing its info-hash.

use std::collections::BTreeMap;

use bencode::{ByteStr, RawValue, Rules, from_slice_with, to_raw_value};

/// Replaces the trackers, one tier for each (BEP 12), without changing the bytes of `info`, from which the
/// info-hash is computed.
pub fn set_trackers(torrent: &[u8], trackers: &[&str]) -> Result<Vec<u8>, bencode::Error> {
    // Real files have repeated keys, or data after the end.
    let mut torrent: BTreeMap<ByteStr, RawValue> = from_slice_with(torrent, Rules::TOLERANT)?;
    let tiers: Vec<_> = trackers.iter().map(|tracker| [tracker]).collect();
    torrent.insert("announce-list".into(), to_raw_value(&tiers)?);
    if let Some(first) = trackers.first() {
        torrent.insert("announce".into(), to_raw_value(first)?);
    }
    bencode::to_vec(&torrent)
}

#[cfg(test)]
mod tests {
    use tracker_types::Metainfo;

    #[test]
    fn the_info_hash_stays() {
        // Encoding each `info` again would change its hash: keys are out of order, or repeated. The second torrent
        // has bytes after its end.
        let torrents: [&[u8]; 2] = [
            b"d8:announce11:udp://a.b:84:infod6:pieces20:0123456789ABCDEFGHIJ4:name4:spam6:lengthi1eee",
            b"d8:announce11:udp://a.b:84:infod6:lengthi1e4:name1:a4:name4:spam6:pieces20:0123456789ABCDEFGHIJee\r\n",
        ];
        for torrent in torrents {
            let edited = super::set_trackers(torrent, &["udp://tracker.example:6969"]).unwrap();
            let hashes = |torrent| Metainfo::parse(torrent).unwrap().0.info_hashes;
            assert_eq!(hashes(&edited), hashes(torrent));
            assert!(edited.starts_with(b"d8:announce26:udp://tracker.example:6969"));
        }
    }
}
