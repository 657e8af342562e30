//! Real .torrent files, which we may not distribute: they are read from `files/` in the folder that the environment
//! variable `BENCODE_CORPUS` names.

use std::fs;
use std::path::{Path, PathBuf};

use crate::plain::tokens;

/// The file with this number of bytes and tokens, if it is present.
pub(super) fn find(size: usize, count: usize) -> Option<Vec<u8>> {
    let folder = PathBuf::from(std::env::var_os("BENCODE_CORPUS")?).join("files");
    let paths = fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    let sized = paths.filter(|path| length(path) == Some(size));
    sized.filter_map(|path| fs::read(path).ok()).find(|bytes| tokens(bytes) == count)
}

fn length(path: &Path) -> Option<usize> {
    usize::try_from(path.metadata().ok()?.len()).ok()
}
