//! Torrents in JSON, for people.

use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::{File, Metainfo};
use crate::message::{DisplayOf, TextShown, entry};

/// Serializes for people: hashes as hex, names and texts as text, or as `{"$hex":"…"}` if they are
/// not UTF-8.
///
/// The paths of all files are written in full. A v2 torrent names a folder only once, so the output may
/// be longer than the torrent: up to a multiple of the square of its length.
///
/// ```
/// use tracker_types::Metainfo;
///
/// let torrent = b"d4:infod6:lengthi7e4:name5:a.txt12:piece lengthi16384e\
///     6:pieces20:0123456789ABCDEFGHIJee";
/// let (metainfo, _) = Metainfo::parse(torrent)?;
/// assert_eq!(
///     serde_json::to_value(&metainfo)?,
///     serde_json::json!({
///         "info_hash_v1": "177848e478f470ec023daa29028034c92d2e5128",
///         "name": "a.txt",
///         "private": false,
///         "trackers": [],
///         "total_length": 7,
///         "piece_length": 16384,
///         "piece_count": 1,
///         "files": [{"path": ["a.txt"], "length": 7, "offset": 0}],
///     }),
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl Serialize for Metainfo<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        entry(&mut map, "info_hash_v1", self.info_hashes.v1())?;
        entry(&mut map, "info_hash_v2", self.info_hashes.v2())?;
        map.serialize_entry("name", &TextShown(&self.name))?;
        map.serialize_entry("private", &self.private)?;
        map.serialize_entry("trackers", &self.announce_list.tiers)?;
        entry(&mut map, "web_seeds", some(&self.web_seeds))?;
        entry(&mut map, "http_seeds", some(&self.http_seeds))?;
        let nodes: Vec<_> = self.nodes.iter().map(DisplayOf).collect();
        entry(&mut map, "nodes", some(&nodes))?;
        entry(&mut map, "creation_date", self.creation_date)?;
        entry(&mut map, "comment", self.comment.as_deref().map(TextShown))?;
        entry(&mut map, "created_by", self.created_by.as_deref().map(TextShown))?;
        entry(&mut map, "encoding", self.encoding.as_deref().map(TextShown))?;
        entry(&mut map, "source", self.source.as_deref().map(TextShown))?;
        entry(&mut map, "total_length", self.total_length())?;
        entry(&mut map, "piece_length", self.piece_length)?;
        entry(&mut map, "piece_count", self.piece_count())?;
        map.serialize_entry("files", &AllFiles(self))?;
        map.end()
    }
}

fn some<T>(list: &[T]) -> Option<&[T]> {
    (!list.is_empty()).then_some(list)
}

struct AllFiles<'m>(&'m Metainfo<'m>);

impl Serialize for AllFiles<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let files = self.0.files();
        let mut list = serializer.serialize_seq(Some(files.len()))?;
        for file in files {
            list.serialize_element(&file)?;
        }
        list.end()
    }
}

/// Serializes for people, like [`Metainfo`].
impl Serialize for File<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let texts = |path: &[bencode::ByteStr<'_>]| -> Vec<_> {
            path.iter().map(|part| TextOf(part.to_vec())).collect()
        };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("path", &texts(&self.path))?;
        entry(&mut map, "length", self.length)?;
        entry(&mut map, "offset", self.offset)?;
        entry(&mut map, "padding", self.is_padding.then_some(true))?;
        entry(&mut map, "executable", self.is_executable.then_some(true))?;
        entry(&mut map, "hidden", self.is_hidden.then_some(true))?;
        entry(&mut map, "symlink", self.symlink.as_deref().map(texts))?;
        entry(&mut map, "pieces_root", self.pieces_root.map(|root| DisplayOf(Root(root))))?;
        map.end()
    }
}

struct TextOf(Vec<u8>);

impl Serialize for TextOf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        TextShown(&self.0).serialize(serializer)
    }
}

struct Root([u8; 32]);

impl core::fmt::Display for Root {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
