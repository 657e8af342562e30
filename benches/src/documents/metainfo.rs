//! Metainfo files, BEP 3 and 12.

use crate::plain::{self, Plain};
use crate::random::Random;

/// One file of 5,000 pieces, eleven trackers.
pub(super) fn single() -> Vec<u8> {
    let mut random = Random::new(5_000);
    let pieces = random.bytes(20 * 5_000);
    fitted(100_830, |comment| {
        torrent(comment, 11, |info| {
            info.string("length").int(1_310_720_000).string("name").string("archlinux.iso");
            info.string("piece length").int(262_144).string("pieces").string(&pieces);
            info.string("private").int(1);
        })
    })
}

/// 10,000 files, each one to five folders deep, 59,550 pieces, three trackers.
pub(super) fn multi() -> Vec<u8> {
    let mut random = Random::new(10_000);
    let mut files = Plain::default();
    files.list(|list| (0..10_000).for_each(|index| file(list, index, &mut random)));
    let pieces = random.bytes(20 * 59_550);
    fitted(1_805_316, |comment| {
        torrent(comment, 3, |info| {
            info.string("files").raw(&files.0).string("name").string("collection");
            info.string("piece length").int(1_048_576).string("pieces").string(&pieces);
        })
    })
}

fn torrent(comment: &str, tiers: usize, info: impl FnOnce(&mut Plain)) -> Vec<u8> {
    let trackers: Vec<_> = (1..=tiers)
        .map(|number| format!("udp://tracker{number:02}.example.org:6969/announce"))
        .collect();
    plain::dict(|torrent| {
        torrent.string("announce").string(&trackers[0]).string("announce-list");
        torrent.list(|list| {
            for tracker in &trackers {
                list.strings([tracker]);
            }
        });
        torrent.string("comment").string(comment).string("created by").string("mktorrent 1.1");
        torrent.string("creation date").int(1_700_000_000).string("encoding").string("UTF-8");
        torrent.string("info").dict(info);
    })
}

fn file(list: &mut Plain, index: usize, random: &mut Random) {
    let folders = index % 4 + usize::from(index < 528 && index.is_multiple_of(4));
    let length = random.between(1, 200_000_000);
    list.dict(|file| {
        file.string("length").int(length).string("path");
        file.strings((0..=folders).map(|_| {
            let letters = random.between(6, 16);
            random.letters(usize::try_from(letters).expect("a small number"))
        }));
    });
}

/// Makes a torrent of exactly `size` bytes by the length of its comment.
fn fitted(size: usize, torrent: impl Fn(&str) -> Vec<u8>) -> Vec<u8> {
    let mut comment = String::from("made by hand");
    // Twice, because the length of the comment has digits too.
    for _ in 0..2 {
        let length = (comment.len() + size).checked_sub(torrent(&comment).len());
        comment = "c".repeat(length.expect("a smaller torrent"));
    }
    torrent(&comment)
}
