//! The programs that belong to the codes in peer ids.

/// How the four characters of an Azureus-style id are read as a version.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// One number each, with letters after 9; a letter at the end is a mark, not a number.
    Dotted,
    /// Two numbers of two digits.
    Pairs,
    /// Up to version 3, one number and hundredths; from version 4, three numbers; then a release
    /// mark.
    Transmission,
}

/// Codes of two characters between `-` and four version characters (Azureus style, BEP 20).
pub(super) const AZUREUS: &[([u8; 2], &str, Style)] = &[
    (*b"7T", "aTorrent", Style::Dotted),
    (*b"AG", "Ares", Style::Dotted),
    (*b"AN", "Ares", Style::Dotted),
    (*b"AR", "Arctic", Style::Dotted),
    (*b"AT", "Artemis", Style::Dotted),
    (*b"AV", "Avicora", Style::Dotted),
    (*b"AX", "BitPump", Style::Dotted),
    (*b"AZ", "Azureus", Style::Dotted),
    (*b"A~", "Ares", Style::Dotted),
    (*b"BB", "BitBuddy", Style::Dotted),
    (*b"BC", "BitComet", Style::Pairs),
    (*b"BE", "Baretorrent", Style::Dotted),
    (*b"BF", "Bitflu", Style::Dotted),
    (*b"BG", "BTGetit", Style::Dotted),
    (*b"BI", "BiglyBT", Style::Dotted),
    (*b"BL", "BitLord", Style::Dotted),
    (*b"BP", "BitTorrent Pro", Style::Dotted),
    (*b"BR", "BitRocket", Style::Dotted),
    (*b"BS", "BTSlave", Style::Dotted),
    (*b"BT", "BitTorrent", Style::Dotted),
    (*b"BX", "Bittorrent X", Style::Dotted),
    (*b"CB", "Shareaza Plus", Style::Dotted),
    (*b"CD", "Enhanced CTorrent", Style::Pairs),
    (*b"CT", "CTorrent", Style::Dotted),
    (*b"DE", "Deluge", Style::Dotted),
    (*b"DP", "Propagate Data Client", Style::Dotted),
    (*b"EB", "EBit", Style::Dotted),
    (*b"ES", "Electric Sheep", Style::Dotted),
    (*b"FC", "FileCroc", Style::Dotted),
    (*b"FD", "Free Download Manager", Style::Dotted),
    (*b"FG", "FlashGet", Style::Pairs),
    (*b"FT", "FoxTorrent", Style::Dotted),
    (*b"FW", "FrostWire", Style::Dotted),
    (*b"FX", "Freebox BitTorrent", Style::Dotted),
    (*b"GR", "GetRight", Style::Dotted),
    (*b"GS", "GSTorrent", Style::Dotted),
    (*b"GT", "anacrolix/torrent", Style::Dotted),
    (*b"HL", "Halite", Style::Dotted),
    (*b"HN", "Hydranode", Style::Dotted),
    (*b"JS", "Justseed.it", Style::Dotted),
    (*b"KG", "KGet", Style::Dotted),
    (*b"KT", "KTorrent", Style::Dotted),
    (*b"LC", "LeechCraft", Style::Dotted),
    (*b"LH", "LH-ABC", Style::Dotted),
    (*b"LK", "linkage", Style::Dotted),
    (*b"LP", "Lphant", Style::Dotted),
    (*b"LT", "libtorrent (Rasterbar)", Style::Dotted),
    (*b"LW", "LimeWire", Style::Dotted),
    (*b"MG", "MediaGet", Style::Dotted),
    (*b"MO", "MonoTorrent", Style::Dotted),
    (*b"MP", "MooPolice", Style::Dotted),
    (*b"MR", "Miro", Style::Dotted),
    (*b"MT", "MoonlightTorrent", Style::Dotted),
    (*b"NE", "BT Next Evolution", Style::Dotted),
    (*b"NX", "Net Transport", Style::Dotted),
    (*b"OS", "OneSwarm", Style::Dotted),
    (*b"OT", "OmegaTorrent", Style::Dotted),
    (*b"PC", "CacheLogic", Style::Dotted),
    (*b"PD", "Pando", Style::Dotted),
    (*b"PE", "PeerProject", Style::Dotted),
    (*b"PI", "PicoTorrent", Style::Dotted),
    (*b"PT", "Popcorn Time", Style::Dotted),
    (*b"QD", "QQDownload", Style::Dotted),
    (*b"QT", "Qt 4 Torrent example", Style::Dotted),
    (*b"RT", "Retriever", Style::Dotted),
    (*b"RZ", "RezTorrent", Style::Dotted),
    (*b"SB", "Swiftbit", Style::Dotted),
    (*b"SD", "Xunlei", Style::Dotted),
    (*b"SG", "GS Torrent", Style::Dotted),
    (*b"SN", "ShareNet", Style::Dotted),
    (*b"SP", "BitSpirit", Style::Dotted),
    (*b"SS", "SwarmScope", Style::Dotted),
    (*b"ST", "SymTorrent", Style::Dotted),
    (*b"SZ", "Shareaza", Style::Dotted),
    (*b"S~", "Shareaza", Style::Dotted),
    (*b"TL", "Tribler", Style::Dotted),
    (*b"TN", "TorrentDotNET", Style::Dotted),
    (*b"TR", "Transmission", Style::Transmission),
    (*b"TS", "Torrentstorm", Style::Dotted),
    (*b"TT", "TuoTu", Style::Dotted),
    (*b"TX", "Tixati", Style::Dotted),
    (*b"UE", "\u{b5}Torrent Embedded", Style::Dotted),
    (*b"UL", "uLeecher!", Style::Dotted),
    (*b"UM", "\u{b5}Torrent for Mac", Style::Dotted),
    (*b"UT", "\u{b5}Torrent", Style::Dotted),
    (*b"UW", "\u{b5}Torrent Web", Style::Dotted),
    (*b"VG", "Vagaa", Style::Dotted),
    (*b"WD", "WebTorrent Desktop", Style::Pairs),
    (*b"WT", "BitLet", Style::Dotted),
    (*b"WW", "WebTorrent", Style::Pairs),
    (*b"WY", "FireTorrent", Style::Dotted),
    (*b"XC", "Xtorrent", Style::Dotted),
    (*b"XF", "Xfplay", Style::Dotted),
    (*b"XL", "Xunlei", Style::Dotted),
    (*b"XT", "XanTorrent", Style::Dotted),
    (*b"XX", "Xtorrent", Style::Dotted),
    (*b"ZO", "Zona", Style::Dotted),
    (*b"ZT", "ZipTorrent", Style::Dotted),
    (*b"bk", "BitKitten", Style::Dotted),
    (*b"lt", "libTorrent (rakshasa)", Style::Dotted),
    (*b"pX", "pHoeniX", Style::Dotted),
    (*b"qB", "qBittorrent", Style::Dotted),
    (*b"rQ", "rqbit", Style::Dotted),
    (*b"st", "sharktorrent", Style::Dotted),
];

/// First letters of Shadow's style (BEP 20).
pub(super) const SHADOW: &[(u8, &str)] = &[
    (b'A', "ABC"),
    (b'O', "Osprey Permaseed"),
    (b'Q', "BTQueue"),
    (b'R', "Tribler"),
    (b'S', "Shadow's client"),
    (b'T', "BitTornado"),
    (b'U', "UPnP NAT BitTorrent"),
];

/// The prefixes of a version in numbers and dashes (Mainline style, BEP 20).
pub(super) const MAINLINE: &[(&[u8], &str)] =
    &[(b"A2-", "aria2"), (b"M", "Mainline"), (b"Q", "Queen Bee"), (b"S3-", "Amazon S3")];

/// How the characters or bytes of a style that only one program uses are read as a version.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Own {
    /// One number each.
    Dotted,
    /// Two digits each.
    Pairs,
    /// A number of two digits, and hundredths.
    Hundredths,
    /// A build number.
    Build,
    /// Two bytes: a number, and hundredths.
    Bytes,
    /// Digits and dots up to a `-`.
    Text,
    /// The id does not tell the version.
    Unsaid,
}

/// Styles that only one program uses: `#` is a letter or digit of the version, `?` a byte of it,
/// and everything else is literal.
pub(super) const OTHERS: &[(&[u8], &str, Own)] = &[
    (b"exbc??LORD", "BitLord", Own::Bytes),
    (b"exbc??", "BitComet", Own::Bytes),
    (b"DNA######", "BitTorrent DNA", Own::Pairs),
    (b"Mbrst#-#-#", "Burst!", Own::Dotted),
    (b"OP####", "Opera", Own::Build),
    (b"TIX####-", "Tixati", Own::Hundredths),
    (b"XBT###", "XBT Client", Own::Dotted),
    (b"-ML", "MLdonkey", Own::Text),
    (b"-G3", "G3 Torrent", Own::Unsaid),
];
