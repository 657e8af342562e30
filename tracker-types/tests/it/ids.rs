//! Info-hashes and peer ids: all forms in which they are read and written, and the client of a peer id.

use tracker_types::{ErrorKind, InfoHash, InfoHashV2, InfoHashes, PeerId};

const HEX: &str = "d1101a2b9d202811a05e8c57c557a20bf974dc8a";

#[test]
fn info_hashes_are_read_in_every_form() {
    let hash: InfoHash = HEX.parse().unwrap();
    let forms = [
        HEX.to_uppercase().parse().unwrap(),
        "2EIBUK45EAUBDIC6RRL4KV5CBP4XJXEK".parse().unwrap(),
        "2eibuk45eaubdic6rrl4kv5cbp4xjxek".parse().unwrap(),
        InfoHash::from_percent(hash.to_percent().as_bytes()).unwrap(),
        InfoHash::try_from(&hash.as_bytes()[..]).unwrap(),
        InfoHash::from(hash.0),
    ];
    assert!(forms.iter().all(|form| *form == hash));
    assert_eq!(hash.to_string(), HEX);
    assert_eq!(format!("{hash:?}"), format!("InfoHash({HEX})"));
}

/// Hashes with all characters that are difficult in percent-encoding, as real clients wrote them.
#[test]
fn percent_encoding_of_known_hashes() {
    let rows: [(&str, &[u8]); 5] = [
        // From the test vectors of a tracker: our spelling, then libtorrent's.
        (
            "a2a15537542b22925ad10486bf7a8b2a9c42f0d1",
            b"%A2%A1U7T%2B%22%92Z%D1%04%86%BFz%8B%2A%9CB%F0%D1",
        ),
        (
            "a2a15537542b22925ad10486bf7a8b2a9c42f0d1",
            b"%a2%a1U7T%2b%22%92Z%d1%04%86%bfz%8b*%9cB%f0%d1",
        ),
        // With a NUL byte.
        (
            "6094d6702b00fc2fffcaeb52a7b3e274cfcbd0b0",
            b"%60%94%d6p%2b%00%fc%2f%ff%ca%ebR%a7%b3%e2t%cf%cb%d0%b0",
        ),
        // With unnecessary escapes, as in the article.
        (HEX, b"%D1%10%1A%2B%9D%20%28%11%A0%5E%8C%57%C5%57%A2%0B%F9%74%DC%8A"),
        ("303132333435363738394142434445464748494a", b"0123456789ABCDEFGHIJ"),
    ];
    for (hex, percent) in rows {
        let hash: InfoHash = hex.parse().unwrap();
        assert_eq!(InfoHash::from_percent(percent), Ok(hash), "{hex}");
        assert_eq!(InfoHash::from_percent(hash.to_percent().as_bytes()), Ok(hash));
    }
    let hash: InfoHash = rows[0].0.parse().unwrap();
    assert_eq!(hash.to_percent().as_bytes(), rows[0].1);
}

#[test]
fn v2_hashes_are_truncated_for_trackers() {
    let hex = "9c38422213e30bff212b30c360d26f9a021364228b454d58fecc4894be6d1d56";
    let hash: InfoHashV2 = hex.parse().unwrap();
    assert_eq!(hash.truncate().to_string(), "9c38422213e30bff212b30c360d26f9a02136422");
    assert_eq!(hash.to_multihash(), format!("1220{hex}"));
    assert_eq!(hash.to_multihash().parse(), Ok(hash));
    // 64 digits are a hash even if they begin like a multihash.
    let odd = format!("1220{}", &hex[4..]);
    assert_eq!(odd.parse::<InfoHashV2>().unwrap().to_string(), odd);
}

#[test]
fn a_hybrid_torrent_is_announced_by_two_hashes() {
    let v1: InfoHash = HEX.parse().unwrap();
    let v2 = InfoHashV2([7; 32]);
    let announced = |hashes: InfoHashes| hashes.announced().collect::<Vec<_>>();
    assert_eq!(announced(InfoHashes::hybrid(v1, v2)), [v1, InfoHash([7; 20])]);
    assert_eq!(announced(InfoHashes::only_v1(v1)), [v1]);
    assert_eq!(announced(InfoHashes::only_v2(v2)), [InfoHash([7; 20])]);
    assert_eq!((InfoHashes::only_v2(v2).v1(), InfoHashes::only_v2(v2).v2()), (None, Some(v2)));
}

#[test]
fn invalid_ids_are_errors() {
    let rows: [(Result<InfoHash, _>, ErrorKind, usize); 5] = [
        ("d110".parse(), ErrorKind::WrongDigitCount { expected: 40, found: 4 }, 0),
        (HEX.replace('b', "g").parse(), ErrorKind::InvalidDigit, 7),
        ("2EIBUK45EAUBDIC6RRL4KV5CBP4XJXE1".parse(), ErrorKind::InvalidDigit, 31),
        (InfoHash::from_percent(b"%D1%1"), ErrorKind::BadEscape, 3),
        (
            InfoHash::try_from(&[0_u8; 19][..]),
            ErrorKind::WrongLength { expected: 20, found: 19 },
            0,
        ),
    ];
    for (result, kind, offset) in rows {
        let error = result.unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, offset));
    }
    let broken = format!("1220{}g", "a".repeat(63)).parse::<InfoHashV2>().unwrap_err();
    assert_eq!((broken.kind(), broken.offset()), (ErrorKind::InvalidDigit, 67));
    let short = ErrorKind::WrongLength { expected: 20, found: 8 };
    assert_eq!("-TR2940-".parse::<PeerId>().unwrap_err().kind(), short);
    assert_eq!(PeerId::try_from(&b"-TR2940-"[..]).unwrap_err().kind(), short);
    assert!("12".parse::<InfoHashV2>().is_err());
    assert_eq!(InfoHashV2([7; 32]).as_bytes(), &[7; 32]);
    // As a key of a scrape's `files`, and for functions that take bytes.
    let files = bencode::Document::parse(b"d20:0123456789ABCDEFGHIJi5ee").unwrap();
    let file = files.root().get(InfoHash(*b"0123456789ABCDEFGHIJ"));
    assert_eq!(file.and_then(|file| file.as_u64()), Some(5));
    assert_eq!(InfoHashV2([7; 32]).as_ref(), [7; 32]);
    assert_eq!(PeerId([7; 20]).as_ref(), [7; 20]);
}

/// A peer id, and then its program.
const CLIENTS: &[(&[u8; 20], &str)] = &[
    (b"-TR2940-0890apv0oznf", "Transmission 2.94"),
    (b"-TR3000-jdhxhvxd1o2d", "Transmission 3.00"),
    (b"-TR410B-tq5swdd75ddw", "Transmission 4.1.0-beta"),
    (b"-TR4050-tq5swdd75ddw", "Transmission 4.0.5"),
    (b"-TR111Z-tq5swdd75ddw", "Transmission 1.11-dev"),
    (b"-TR0072-tq5swdd75ddw", "Transmission 0.72"),
    (b"-BT7a5S-tq5swdd75ddw", "BitTorrent 7.10.5"),
    (b"-qB4520-NXeW(aV5x.XF", "qBittorrent 4.5.2"),
    (b"-qB4521-NXeW(aV5x.XF", "qBittorrent 4.5.2.1"),
    (b"-qB5100-NXeW(aV5x.XF", "qBittorrent 5.1"),
    (b"-DE203s-GkIeXkaPQZ*G", "Deluge 2.0.3"),
    (b"-LT20B0-GkIeXkaPQZ*G", "libtorrent (Rasterbar) 2.0.11"),
    (b"-lt0D80-\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c", "libTorrent (rakshasa) 0.13.8"),
    (b"-UT2210-\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c", "\u{b5}Torrent 2.2.1"),
    (b"-CD0303-\x0b\x3c\x40\xcb\x5b\xbc\xdd\xac\xf5\x8f\xab\x6a", "Enhanced CTorrent 3.3"),
    (b"-WW0208-TUNCUod7BWch", "WebTorrent 2.8"),
    (b"-BI3200-TUNCUod7BWch", "BiglyBT 3.2"),
    (b"-AZ5750-TUNCUod7BWch", "Azureus 5.7.5"),
    (b"-ZZ1000-TUNCUod7BWch", "ZZ 1.0"),
    (b"-A~1020-TUNCUod7BWch", "Ares 1.0.2"),
    (b"-S~2400-TUNCUod7BWch", "Shareaza 2.4"),
    (b"-st1000-TUNCUod7BWch", "sharktorrent 1.0"),
    (b"-UT355W-TUNCUod7BWch", "\u{b5}Torrent 3.5.5"),
    (b"-DE13F0-TUNCUod7BWch", "Deluge 1.3.15"),
    (b"-BC0171-TUNCUod7BWch", "BitComet 1.71"),
    (b"-WW0102-TUNCUod7BWch", "WebTorrent 1.2"),
    (b"M7-10-5-TUNCUod7BWch", "Mainline 7.10.5"),
    (b"A2-1-37-0-\xd6\xa6\xb6\x58\x75\x24\xf3\x85\x41\x54", "aria2 1.37.0"),
    (b"M4-3-6--012345678901", "Mainline 4.3.6"),
    (b"M4-20-8-012345678901", "Mainline 4.20.8"),
    (b"M4-20-100-0123456789", "Mainline 4.20.100"),
    (b"Q1-23-0-012345678901", "Queen Bee 1.23.0"),
    (b"T03I-----01234567890", "BitTornado 0.3.18"),
    (b"S58B-----01234567890", "Shadow's client 5.8.11"),
    (b"Sa8------01234567890", "Shadow's client 36.8"),
    (b"Sb8------01234567890", "Shadow's client 37.8"),
    // Versions of three characters, and programs with their own styles.
    (b"-UT170-\xaf\x8b\xc5\xac\xccF1H\x1e\xb3\xebP-", "\u{b5}Torrent 1.7"),
    (b"-KT220-01234567-0123", "KTorrent 2.2"),
    (b"-PT1000-TUNCUod7BWch", "Popcorn Time 1.0"),
    (b"-FG0180-TUNCUod7BWch", "FlashGet 1.80"),
    (b"TIX0196-i6i6f0i5d5b7", "Tixati 1.96"),
    (b"TIX0206-i6i6f0i5d5b7", "Tixati 2.06"),
    (b"Mbrst1-1-32e3c394b43", "Burst! 1.1.3"),
    (b"OP7685f2c1495b1680bf", "Opera 7685"),
    (b"DNA020000\xdd\x01\xc9\xb2\xdah\x9en\x02\x80>", "BitTorrent DNA 2.0.0"),
    (b"XBT054d-012345678901", "XBT Client 0.5.4"),
    (b"S3-1-0-0--0123456789", "Amazon S3 1.0.0"),
    (b"-ML2.7.2-kgjjfkd9876", "MLdonkey 2.7.2"),
    (b"-G3Anonymous01234567", "G3 Torrent"),
    (b"exbc\x00\x38zDc\x10-n\x9a\xd6r;3\x9f5\xa9", "BitComet 0.56"),
    (b"exbc\x00\x38LORD2\0\x04\x8e\xce\xd5{\xd7\x10(", "BitLord 0.56"),
];

#[test]
fn peer_ids_identify_their_client() {
    for (id, client) in CLIENTS {
        let found = PeerId(**id).client().map(|client| client.to_string());
        assert_eq!(found.as_deref(), Some(*client), "{}", id.escape_ascii());
    }
    let nobody: [&[u8; 20]; 20] = [
        b"-~A1020-TUNCUod7BWch",
        b"-AZ10~0-TUNCUod7BWch",
        b"01234567890123456789",
        b"-UL-0001-01060600260",
        b"-TR_940-0890apv0oznf",
        b"Z58B-----01234567890",
        b"M4--6---012345678901",
        b"M4-20-1000-123456789",
        b"M4-2x-8--01234567890",
        b"S5_B-----01234567890",
        b"S58-B----01234567890",
        b"S5-------01234567890",
        b"-UT1~0-0123456789012",
        b"TIX01z6-i6i6f0i5d5b7",
        b"TIX0196xi6i6f0i5d5b7",
        b"Mbrst1-1x32e3c394b43",
        b"OP76x5f2c1495b1680bf",
        b"-ML-7.2-kgjjfkd98765",
        b"-ML2.7.x-kgjjfkd9876",
        &[0; 20],
    ];
    for id in nobody {
        assert_eq!(PeerId(*id).client(), None, "{}", id.escape_ascii());
    }
}

#[test]
fn peer_ids_have_one_text_form() {
    let readable = PeerId(*b"-TR2940-0890apv0oznf");
    let binary = PeerId(*b"A2-1-37-0-\xd6\xa6\xb6Xu$\xf3\x85AT");
    assert_eq!(readable.to_string(), "-TR2940-0890apv0oznf");
    assert_eq!(binary.to_string(), "41322d312d33372d302dd6a6b6587524f3854154");
    for id in [readable, binary] {
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(PeerId::from(*id.as_bytes()), id);
    }
    assert_eq!(PeerId::from_percent(b"A2-1-37-0-%D6%A6%B6Xu%24%F3%85AT"), Ok(binary));
}

#[test]
fn ids_in_json_are_text() {
    let hash: InfoHash = HEX.parse().unwrap();
    let id = PeerId(*b"-TR2940-0890apv0oznf");
    let v2 = InfoHashV2([0xab; 32]);
    let json = serde_json::to_string(&(hash, id, v2)).unwrap();
    assert_eq!(json, format!("[\"{HEX}\",\"-TR2940-0890apv0oznf\",\"{}\"]", "ab".repeat(32)));
    assert_eq!(
        serde_json::from_str::<(InfoHash, PeerId, InfoHashV2)>(&json).unwrap(),
        (hash, id, v2)
    );
    let error = serde_json::from_str::<InfoHash>("\"d110\"").unwrap_err().to_string();
    assert!(error.starts_with("4 digits instead of 40"), "{error}");
    assert!(serde_json::from_str::<InfoHash>("17").is_err());
    let half = format!("\"{}\"", &HEX[..20]);
    let error = serde_json::from_str::<InfoHash>(&half).unwrap_err().to_string();
    assert!(error.starts_with("20 digits instead of 40"), "{error}");
}

/// In serde's buffers, an id has to detect by itself whether it is text.
#[test]
fn ids_survive_flatten_and_untagged_enums() {
    #[derive(serde::Serialize, serde::Deserialize, Debug, PartialEq)]
    struct Ids {
        hash: InfoHash,
        id: PeerId,
        v2: InfoHashV2,
    }
    #[derive(serde::Serialize, serde::Deserialize, Debug, PartialEq)]
    struct Flat {
        #[serde(flatten)]
        ids: Ids,
    }
    #[derive(serde::Serialize, serde::Deserialize, Debug, PartialEq)]
    #[serde(untagged)]
    enum Either {
        Count(u32),
        Ids(Ids),
    }
    for (byte, last) in [(b'x', b'x'), (b'a', b'x'), (b'a', b'a'), (0xff, 0xff)] {
        let [mut v1, mut v2] = [[byte; 20].to_vec(), [byte; 32].to_vec()];
        (v1[19], v2[31]) = (last, last);
        let ids = || Ids {
            hash: InfoHash::try_from(&v1[..]).unwrap(),
            id: PeerId::try_from(&v1[..]).unwrap(),
            v2: InfoHashV2::try_from(&v2[..]).unwrap(),
        };
        let encoded = bencode::to_vec(&ids()).unwrap();
        assert_eq!(bencode::from_slice(&encoded), Ok(Flat { ids: ids() }));
        assert_eq!(bencode::from_slice(&encoded), Ok(Either::Ids(ids())));
        let json = serde_json::to_string(&ids()).unwrap();
        assert_eq!(serde_json::from_str::<Flat>(&json).unwrap(), Flat { ids: ids() });
        assert_eq!(serde_json::from_str::<Either>(&json).unwrap(), Either::Ids(ids()));
    }
    let wrong = |input: &[u8]| bencode::from_slice::<Flat>(input).unwrap_err().to_string();
    assert!(wrong(b"d4:hash5:abcdee").starts_with("5 digits instead of 40"));
    assert!(wrong(b"d4:hash2:\xff\xffe").starts_with("2 digits instead of 40"));
}

#[test]
fn peer_ids_that_are_text_are_shown_as_text() {
    let hex = "2d5452323934302d0a383930617076306f7a6e66";
    assert_eq!(PeerId(*b"-TR2940-0890apv0ozn~").to_string(), "-TR2940-0890apv0ozn~");
    assert_eq!(PeerId(*b"-TR2940-\n890apv0oznf").to_string(), hex);
    assert_eq!(format!("{:?}", PeerId(*b"-TR2940-\n890apv0oznf")), format!("PeerId({hex})"));
}

/// A binary format without byte strings, such as MessagePack as some languages write it.
struct Numbers(Vec<u16>);

impl<'de> serde::Deserializer<'de> for Numbers {
    type Error = serde::de::value::Error;

    fn deserialize_any<V: serde::de::Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_seq(serde::de::value::SeqDeserializer::new(self.0.into_iter()))
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

#[test]
fn ids_are_read_from_lists_of_numbers() {
    use serde::Deserialize;
    let read = |numbers: &[u16]| {
        InfoHash::deserialize(Numbers(numbers.to_vec())).map_err(|error| error.to_string())
    };
    assert_eq!(read(&[7; 20]), Ok(InfoHash([7; 20])));
    assert_eq!(read(&[7; 19]), Err("invalid length 19, expected 20 bytes".to_owned()));
    assert_eq!(read(&[7; 21]), Err("invalid length 21, expected 20 bytes".to_owned()));
    assert_eq!(read(&[256]), Err("invalid value: integer `256`, expected u8".to_owned()));
    let last = [&[7; 20][..], &[256]].concat();
    assert_eq!(read(&last), Err("invalid value: integer `256`, expected u8".to_owned()));
}

/// The error names what was expected in both kinds of formats.
#[test]
fn ids_of_another_type_are_errors() {
    let error = serde_json::from_str::<InfoHash>("1").unwrap_err().to_string();
    assert!(error.contains("integer `1`, expected the text form of 20 bytes"), "{error}");
    let error = bencode::from_slice::<InfoHash>(b"5:abcde").unwrap_err().to_string();
    assert_eq!(error, "expected 20 bytes, found length 5 at byte 0");
}
