//! Real .torrent files, which are not ours to distribute: read from the folder that the
//! environment variable `BENCODE_CORPUS` names, where a `files/` holds them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::plain::tokens;

/// The file of that many bytes and tokens, if it is there.
pub(super) fn find(size: usize, count: usize) -> Option<Vec<u8>> {
    let folder = PathBuf::from(std::env::var_os("BENCODE_CORPUS")?).join("files");
    let paths = fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    let sized = paths.filter(|path| length(path) == Some(size));
    sized.filter_map(|path| fs::read(path).ok()).find(|bytes| tokens(bytes) == count)
}

fn length(path: &Path) -> Option<usize> {
    usize::try_from(path.metadata().ok()?.len()).ok()
}
