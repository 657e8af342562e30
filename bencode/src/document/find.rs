//! By path.

use super::item::Item;
use crate::locate::{Path, Step, steps};

impl<'d> Item<'d> {
    /// The value at a path such as `info.files[3].length`, as [`Path`] writes it: a key that contains a
    /// dot, a bracket or a quote, or is empty, stands in quotes.
    ///
    /// ```
    /// let reply = b"d5:peersld2:ip7:1.2.3.44:porti51413eeee";
    /// let document = bencode::Document::parse(reply)?;
    /// let port = document.root().find("peers[0].port").unwrap();
    /// assert_eq!(port.as_u64(), Some(51413));
    /// assert_eq!(port.path().to_string(), "peers[0].port");
    ///
    /// let torrent = bencode::Document::parse(b"d4:infod10:name.utf-84:spamee")?;
    /// assert!(torrent.find(r#"info."name.utf-8""#).is_some_and(|name| name == "spam"));
    /// # Ok::<(), bencode::Error>(())
    /// ```
    pub fn find(&self, path: &str) -> Option<Item<'d>> {
        steps(path).try_fold(*self, |item, step| match step? {
            Step::Key(key) => item.get(key),
            Step::Index(index) => item.at(index),
        })
    }

    /// The path from the root to this value; reads the input up to here.
    pub fn path(&self) -> Path<'d> {
        Path::of(self.input(), self.span().start)
    }
}
