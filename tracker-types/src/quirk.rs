//! Quirks: deviations that leave the meaning of a message readable.

use core::fmt;

mod set;
mod json;

pub use set::Quirks;
pub use set::QuirksIter;

/// Generates the enum, the list of all variants and their descriptions from one table.
macro_rules! quirks {
    ($($(#[$doc:meta])* $variant:ident => $words:literal,)+) => {
        /// A deviation from the specification, or a habit that some programs refuse, which a decoder
        /// accepted.
        ///
        /// Decoders fail for one of these only if their options refuse it: otherwise they succeed
        /// and report it in a [`Quirks`] set, where a lint tool, a test or a stricter program can
        /// see it.
        ///
        /// ```
        /// use tracker_types::{AnnounceRequest, Quirk};
        ///
        /// let query = b"info_hash=%D1%10%1A%2B%9D%20%28%11%A0%5E%8C%57%C5%57%A2%0B%F9%74%DC%8A\
        ///     &peer_id=01234567890123456789&port=12345&uploaded=0&downloaded=0&left=0&event=complete";
        /// let (_, quirks) = AnnounceRequest::parse_query(query)?;
        /// assert!(quirks.contains(Quirk::CompleteEvent));
        /// # Ok::<(), tracker_types::Error>(())
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        #[repr(u8)]
        pub enum Quirk {
            $($(#[$doc])* $variant,)+
        }

        impl Quirk {
            /// All quirks, requests first.
            pub const ALL: &'static [Quirk] = &[$(Quirk::$variant,)+];

            const fn words(self) -> &'static str {
                match self {
                    $(Quirk::$variant => $words,)+
                }
            }
        }
    };
}

quirks! {
    // Requests: what clients send.
    /// `event=paused`: BEP 21, for partial seeds; some trackers refuse it.
    PausedEvent => "event is paused",
    /// `event` is empty, `empty`, `none` or `update`: a regular announce, stated explicitly.
    RegularEvent => "event empty, none or update",
    /// The name of an event in capitals.
    EventCase => "event in capitals",
    /// `event=complete`, meaning `completed` (BEP 3).
    CompleteEvent => "event complete instead of completed",
    /// An unknown event, ignored because the options allow it.
    UnknownEvent => "unknown event",
    /// A parameter without `=`, such as a bare `no_peer_id`.
    BareParameter => "parameter without a value",
    /// Nothing between two `&`, or an `&` first or last.
    EmptySegment => "empty parameter",
    /// A raw `=` in a value, as lftp sends it and base64 keys contain it.
    EqualsInValue => "raw = in a value",
    /// A raw `+` in a value: some trackers read it as a space.
    RawPlus => "raw + in a value",
    /// A raw byte that has to be escaped: one that is not printable ASCII, or a `#` in a magnet
    /// link.
    RawByte => "raw byte in a value",
    /// A `%` without two hex digits after it, taken literally: in an unknown parameter, or because
    /// the options allow it.
    BadEscape => "bad percent escape",
    /// An escape in the name of a parameter, such as `info%5Fhash`.
    EscapedName => "escaped parameter name",
    /// `numwant` is negative or empty: the tracker chooses the number.
    DefaultNumwant => "numwant left to the tracker",
    /// `uploaded`, `downloaded` or `left` is missing (BEP 3 requires them).
    MissingCounter => "uploaded, downloaded or left is missing",
    /// A known parameter that is repeated; the first one counts, the others are dropped.
    DuplicateParameter => "parameter given twice",
    /// A parameter whose value is empty although it needs one, such as `trackerid=`.
    EmptyValue => "empty value",
    /// A flag that is neither 0 nor 1.
    OddFlag => "flag neither 0 nor 1",
    /// `ip`, `ipv4` or `ipv6` is neither an address nor a host name; kept as an extra parameter.
    UnreadableAddress => "address not readable",
    /// `ip`, `ipv4` or `ipv6` with a port after it, as in `[::]:6881`.
    AddressPort => "address with a port",
    /// `compact=0`: a preference (BEP 23), but some trackers refuse the announce.
    NotCompact => "compact peers not wanted",
    /// A `key` that is not printable ASCII, or longer than 100 bytes.
    OddKey => "binary or long key",
    /// A port of 0, to which nobody can connect; a peer that has it is kept.
    PortZero => "port is 0",
    /// A path that is empty, does not begin with `/`, or contains `//` or a raw byte that is not
    /// printable ASCII.
    OddPath => "odd path",
    /// A `#fragment`, which is for the client and not sent to a tracker.
    Fragment => "fragment in the target",
    /// A second `?` in place of an `&`, as in `?uid=42?info_hash=…`.
    SecondQuestionMark => "second question mark",

    // Numbers, on either side.
    /// A negative number in a field that cannot be negative; read as unknown, except a torrent's
    /// creation date.
    NegativeNumber => "negative number",
    /// A number too large for its field; the field gets its maximum, except in torrents and for sequence
    /// numbers, where it is ignored.
    LargeNumber => "number too large",
    /// A number with leading zeros.
    LeadingZero => "leading zero in a number",

    // Replies: what trackers send.
    /// Dictionary keys out of order (BEP 3 sorts them as raw bytes).
    UnsortedKey => "unsorted key",
    /// A dictionary key that is repeated; the last one counts.
    DuplicateKey => "duplicate key",
    /// An unknown key; skipped.
    UnknownKey => "unknown key",
    /// A key that belongs to another message, such as `interval` in a reply to a scrape; skipped.
    ForeignKey => "key of another message",
    /// A field of the wrong type; ignored.
    WrongType => "field of the wrong type",
    /// A number written as a byte string.
    NumberAsText => "number written as text",
    /// No `interval` (BEP 3 requires it).
    MissingInterval => "interval is missing",
    /// Neither `peers` (BEP 3) nor a failure.
    MissingPeers => "peers is missing",
    /// `peers` is a dictionary.
    PeersDictionary => "peers is a dictionary",
    /// `peers` is a list of packed addresses.
    PackedPeerList => "peers is a list of packed addresses",
    /// `peers6` is neither packed addresses nor a list; ignored.
    Peers6Type => "peers6 of the wrong type",
    /// `peers6` is a list (BEP 7 has packed addresses).
    Peers6List => "peers6 is a list",
    /// Packed peers whose length is not a multiple of an entry's; the remainder is dropped.
    RaggedPeers => "packed peers end inside an entry",
    /// A peer without a readable address or port; skipped, one count each.
    SkippedPeer => "peer skipped",
    /// A peer with a host name instead of an IP address.
    DnsPeer => "peer with a host name",
    /// The key `id` or `peer_id` instead of, or in addition to, `peer id`.
    PeerIdAlias => "another key than peer id",
    /// A `peer id` that is not 20 bytes long; dropped.
    PeerIdLength => "peer id of the wrong length",
    /// An IPv4 address mapped into IPv6 (`::ffff:1.2.3.4`); read as IPv4.
    MappedAddress => "IPv4 address mapped into IPv6",
    /// A `failure reason` together with fields of a success, such as `peers`; the failure counts.
    FailureWithOthers => "failure beside other fields",
    /// A `failure reason` that is not UTF-8.
    FailureNotUtf8 => "failure reason is not UTF-8",
    /// A `failure reason` that is not a byte string.
    FailureNotText => "failure reason is not text",
    /// The key `failure` instead of, or in addition to, `failure reason`.
    FailureAlias => "failure instead of failure reason",
    /// `retry in` (BEP 31) as decimal text.
    RetryInText => "retry in written as text",
    /// Bytes after the message, one count each.
    TrailingData => "trailing data after the message",
    /// `external ip` (BEP 24) as text instead of 4 or 16 bytes.
    ExternalIpText => "external ip written as text",
    /// `external ip` that is not an address; ignored.
    ExternalIpUnreadable => "external ip not readable",
    /// Scraped files under `host` instead of `files`.
    HostAlias => "host instead of files",
    /// Neither `files` (BEP 48) nor a failure.
    MissingFiles => "files is missing",
    /// A scraped file that was not asked for; dropped.
    UnaskedFile => "file not asked for",
    /// A file that was asked for and is missing.
    UnansweredFile => "file asked for is missing",
    /// A scraped file without `downloaded`.
    MissingDownloaded => "downloaded is missing",
    /// A key of `files` that is not 20 bytes long; skipped.
    ScrapeKeyLength => "scrape key of the wrong length",
    /// Bytes treated as Latin-1 and encoded as UTF-8, as bittorrent-tracker does; decoded again.
    DoubleEncoded => "bytes encoded as UTF-8",

    // UDP (BEP 15, BEP 41).
    /// Action 4 with a 16-byte address, an abandoned way (2007) to announce over IPv6.
    OldIpv6Action => "old IPv6 action 4",
    /// The action of an error in little-endian order, as opentracker sent it until 2014.
    SwappedAction => "action in little-endian order",
    /// Info-hashes whose length is not a multiple of 20; the remainder is dropped.
    RaggedHashes => "info-hashes end inside an entry",
    /// An option of BEP 41 that ends within its length or its data; dropped.
    TornOption => "option ends inside its data",
    /// An option that BEP 41 does not define; skipped.
    UnknownOption => "unknown option",

    // WebSocket.
    /// An offer id that is not 20 bytes long; kept as it is.
    OfferIdLength => "offer id of the wrong length",
    /// A number with a fraction, which is cut off, or with an exponent.
    FractionalNumber => "number with a fraction or an exponent",
    /// A session description without `type`, or whose `type` does not fit the member it is in.
    SdpType => "session description of the wrong type",
    /// No `action`; the other members tell which one it is.
    MissingAction => "action is missing",
    /// An `event` together with an `answer`; the answer counts.
    AnswerWithEvent => "event beside an answer",
    /// The key `min_interval` instead of `min interval`.
    UnderscoreKey => "underscore in a key",
    /// A byte order mark before the message.
    ByteOrderMark => "byte order mark",

    // KRPC, the DHT's protocol (BEP 5, BEP 32, BEP 42, BEP 44).
    /// No transaction id, or an empty one.
    MissingTransaction => "transaction id is missing",
    /// A transaction id of more than 20 bytes.
    LongTransaction => "long transaction id",
    /// No `y`; the other keys tell what kind of message it is.
    MissingType => "message type is missing",
    /// An error that is not a list of a number and text.
    OddError => "error of another form than code and text",
    /// Packed nodes whose length is not a multiple of an entry's; the remainder is dropped.
    RaggedNodes => "packed nodes end inside an entry",
    /// A reply without a node id of 20 bytes.
    MissingNodeId => "node id is missing",
    /// `ip` without its port.
    IpWithoutPort => "address without a port",
    /// Only some of `k`, `sig` and `seq`, or one of the wrong length: not a signed item.
    IncompleteItem => "incomplete signed item",
    /// `num` is less than the number of info-hashes in `samples`; the latter counts.
    SampleCount => "fewer info-hashes counted than sent",

    // Torrents and magnet links (BEP 3, BEP 9, BEP 12, BEP 46, BEP 47, BEP 52).
    /// `announce-list` holds a URL where a tier belongs; the URL is a tier of its own.
    FlatAnnounceList => "announce-list with a URL outside of a tier",
    /// A list inside a tier of `announce-list`; its URLs belong to the tier.
    NestedAnnounceList => "announce-list with lists inside a tier",
    /// `announce` is not among the trackers of `announce-list`, and is not used (BEP 12).
    AnnounceNotListed => "announce is not in announce-list",
    /// White space around a URL, cut off.
    UrlWhiteSpace => "white space around a URL",
    /// A URL that is not UTF-8; the bytes that are not are escaped.
    UrlNotUtf8 => "URL is not UTF-8",
    /// An empty URL, left out.
    EmptyUrl => "empty URL",
    /// A node of the DHT whose host or port is unreadable; left out.
    UnreadableNode => "node not readable",
    /// A key of `info` next to `info`, where it has no meaning.
    MisplacedKey => "key beside info instead of inside",
    /// No `name` (BEP 3 requires it).
    MissingName => "name is missing",
    /// A name or a part of a path that is not UTF-8.
    NameNotUtf8 => "name is not UTF-8",
    /// `name.utf-8` or `path.utf-8` that differs from `name` or `path`; it counts if it is UTF-8.
    DifferentUtf8Name => "UTF-8 name differs from the name beside it",
    /// A name or a part of a path that is empty, `.` or `..`, or contains a separator or a NUL;
    /// kept as it is.
    UnsafePath => "unsafe path",
    /// A file without a path.
    MissingPath => "path is missing",
    /// A symlink with a length other than 0 (BEP 47); its length is 0.
    SymlinkLength => "symlink with a length",
    /// A file without a length.
    MissingLength => "length is missing",
    /// `length` and `files` in one `info` (BEP 3 allows one of them); the files count.
    LengthAndFiles => "length beside files",
    /// A `meta version` other than 2, or a `file tree` without one (BEP 52): the torrent is read as
    /// v1.
    MetaVersion => "unknown meta version",
    /// `piece length` is missing or 0, or, in a v2 torrent, not a power of two of at least 16 KiB.
    OddPieceLength => "piece length missing or not allowed",
    /// `pieces` whose length is not a multiple of 20.
    RaggedPieces => "pieces end inside a hash",
    /// More or fewer hashes in `pieces` than there are pieces.
    PieceCount => "number of pieces does not match the length",
    /// A node of the `file tree` that is neither a file nor a directory; left out.
    OddFileTree => "file tree with something else than files and directories",
    /// A file of a v2 torrent that is not empty and has no `pieces root` of 32 bytes.
    MissingPiecesRoot => "pieces root is missing",
    /// The `files` and the `file tree` of a hybrid torrent differ; the `files` count.
    DifferentFileTree => "file tree differs from files",
    /// A bare hash instead of a magnet link.
    BareHash => "hash without a magnet link around it",
    /// A magnet link that does not begin with `magnet:?`, or is surrounded by other text.
    OddScheme => "magnet link in an unusual frame",
    /// An HTML entity, such as `&amp;` for `&`.
    HtmlEntity => "HTML entity",
    /// White space or a line end in a magnet link.
    LinkWhiteSpace => "white space in a magnet link",
    /// A magnet link or a tracker's URL that is percent-encoded once too often.
    TwiceEncoded => "percent-encoded twice",
    /// The name of a parameter in capitals.
    ParameterCase => "parameter name in capitals",
    /// A BitTorrent topic in a magnet link that is unreadable; kept as an extra parameter.
    UnreadableTopic => "topic not readable",
}

// One bit for each quirk.
const _: () = assert!(Quirk::ALL.len() <= 128);

impl Quirk {
    /// The bit of this quirk in a set.
    pub(crate) const fn bit(self) -> u128 {
        1 << self as u8
    }

    /// The index of this quirk in a table of all quirks.
    const fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Quirk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}
