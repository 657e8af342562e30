//! Which program a peer id's code stands for.

/// How four characters of an Azureus-style id make a version.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// One number each, letters going on behind 9; a letter at the end is a mark, not a number.
    Dotted,
    /// Two numbers of two digits.
    Pairs,
    /// Up to version 3 one number and hundredths, from 4 on three numbers; then a release mark.
    Transmission,
}

/// Two-letter codes between `-` and four characters of version (Azureus style, BEP 20).
pub(super) const AZUREUS: &[([u8; 2], &str, Style)] = &[
    (*b"AG", "Ares", Style::Dotted),
    (*b"AR", "Arctic", Style::Dotted),
    (*b"AZ", "Azureus", Style::Dotted),
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
    (*b"CD", "Enhanced CTorrent", Style::Pairs),
    (*b"CT", "CTorrent", Style::Dotted),
    (*b"DE", "Deluge", Style::Dotted),
    (*b"EB", "EBit", Style::Dotted),
    (*b"ES", "Electric Sheep", Style::Dotted),
    (*b"FC", "FileCroc", Style::Dotted),
    (*b"FD", "Free Download Manager", Style::Dotted),
    (*b"FT", "FoxTorrent", Style::Dotted),
    (*b"FW", "FrostWire", Style::Dotted),
    (*b"GR", "GetRight", Style::Dotted),
    (*b"GT", "anacrolix/torrent", Style::Dotted),
    (*b"HL", "Halite", Style::Dotted),
    (*b"JS", "Justseed.it", Style::Dotted),
    (*b"KG", "KGet", Style::Dotted),
    (*b"KT", "KTorrent", Style::Dotted),
    (*b"LH", "LH-ABC", Style::Dotted),
    (*b"LP", "Lphant", Style::Dotted),
    (*b"LT", "libtorrent (Rasterbar)", Style::Dotted),
    (*b"LW", "LimeWire", Style::Dotted),
    (*b"MG", "MediaGet", Style::Dotted),
    (*b"MO", "MonoTorrent", Style::Dotted),
    (*b"MP", "MooPolice", Style::Dotted),
    (*b"MR", "Miro", Style::Dotted),
    (*b"MT", "MoonlightTorrent", Style::Dotted),
    (*b"NX", "Net Transport", Style::Dotted),
    (*b"PD", "Pando", Style::Dotted),
    (*b"PI", "PicoTorrent", Style::Dotted),
    (*b"QD", "QQDownload", Style::Dotted),
    (*b"QT", "Qt 4 Torrent example", Style::Dotted),
    (*b"RT", "Retriever", Style::Dotted),
    (*b"SB", "Swiftbit", Style::Dotted),
    (*b"SD", "Xunlei", Style::Dotted),
    (*b"SN", "ShareNet", Style::Dotted),
    (*b"SS", "SwarmScope", Style::Dotted),
    (*b"ST", "SymTorrent", Style::Dotted),
    (*b"SZ", "Shareaza", Style::Dotted),
    (*b"TL", "Tribler", Style::Dotted),
    (*b"TN", "TorrentDotNET", Style::Dotted),
    (*b"TR", "Transmission", Style::Transmission),
    (*b"TT", "TuoTu", Style::Dotted),
    (*b"TX", "Tixati", Style::Dotted),
    (*b"UL", "uLeecher!", Style::Dotted),
    (*b"UM", "\u{b5}Torrent for Mac", Style::Dotted),
    (*b"UT", "\u{b5}Torrent", Style::Dotted),
    (*b"UW", "\u{b5}Torrent Web", Style::Dotted),
    (*b"VG", "Vagaa", Style::Dotted),
    (*b"WD", "WebTorrent Desktop", Style::Pairs),
    (*b"WT", "BitLet", Style::Dotted),
    (*b"WW", "WebTorrent", Style::Pairs),
    (*b"WY", "FireTorrent", Style::Dotted),
    (*b"XL", "Xunlei", Style::Dotted),
    (*b"XT", "XanTorrent", Style::Dotted),
    (*b"XX", "Xtorrent", Style::Dotted),
    (*b"ZT", "ZipTorrent", Style::Dotted),
    (*b"lt", "libTorrent (rakshasa)", Style::Dotted),
    (*b"qB", "qBittorrent", Style::Dotted),
    (*b"rQ", "rqbit", Style::Dotted),
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

/// What stands before a version in numbers and dashes (Mainline style, BEP 20).
pub(super) const MAINLINE: &[(&[u8], &str)] =
    &[(b"A2-", "aria2"), (b"M", "Mainline"), (b"Q", "Queen Bee")];
