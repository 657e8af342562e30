//! The parameters that an announce defines.

/// A parameter of an announce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Name {
    InfoHash,
    PeerId,
    Port,
    Uploaded,
    Downloaded,
    Left,
    Corrupt,
    Redundant,
    Event,
    Compact,
    NoPeerId,
    Numwant,
    Key,
    TrackerId,
    Ip,
    Ipv4,
    Ipv6,
    SupportCrypto,
    RequireCrypto,
    CryptoPort,
}

impl Name {
    /// The length of the longest name, `requirecrypto`.
    const LONGEST: usize = 13;

    /// The name in the query, with the character after it: they are compared together.
    const fn key(self) -> &'static str {
        match self {
            Name::InfoHash => "info_hash=",
            Name::PeerId => "peer_id=",
            Name::Port => "port=",
            Name::Uploaded => "uploaded=",
            Name::Downloaded => "downloaded=",
            Name::Left => "left=",
            Name::Corrupt => "corrupt=",
            Name::Redundant => "redundant=",
            Name::Event => "event=",
            Name::Compact => "compact=",
            Name::NoPeerId => "no_peer_id=",
            Name::Numwant => "numwant=",
            Name::Key => "key=",
            Name::TrackerId => "trackerid=",
            Name::Ip => "ip=",
            Name::Ipv4 => "ipv4=",
            Name::Ipv6 => "ipv6=",
            Name::SupportCrypto => "supportcrypto=",
            Name::RequireCrypto => "requirecrypto=",
            Name::CryptoPort => "cryptoport=",
        }
    }

    /// The name in the query.
    pub(super) fn text(self) -> &'static str {
        self.key().trim_end_matches('=')
    }

    /// The bit in a set of names.
    pub(super) const fn bit(self) -> u32 {
        1 << self as u32
    }

    /// The parameters that BEP 3 requires, one bit each.
    pub(super) const NEEDED: u32 = Name::InfoHash.bit()
        | Name::PeerId.bit()
        | Name::Port.bit()
        | Name::Uploaded.bit()
        | Name::Downloaded.bit()
        | Name::Left.bit();

    /// Whether the value is 0 or 1.
    pub(super) const fn is_flag(self) -> bool {
        matches!(self, Name::Compact | Name::NoPeerId | Name::SupportCrypto | Name::RequireCrypto)
    }

    /// Takes `name=` off the front of a query and passes the rest to `meet`; `None` if there is no
    /// known name.
    ///
    /// `meet` is compiled into each arm, where the name is known, which saves one of two jumps.
    #[inline]
    pub(super) fn meet<'a, R>(
        query: &'a [u8],
        meet: impl FnOnce(Name, &'a [u8]) -> R,
    ) -> Option<R> {
        macro_rules! first_of {
            ($($name:ident),+) => {
                $(if let Some(value) = Name::$name.strip(query) {
                    Some(meet(Name::$name, value))
                } else)+ {
                    None
                }
            };
        }
        match query.first()? {
            b'c' => first_of!(Compact, Corrupt, CryptoPort),
            b'd' => first_of!(Downloaded),
            b'e' => first_of!(Event),
            b'i' => first_of!(InfoHash, Ip, Ipv4, Ipv6),
            b'k' => first_of!(Key),
            b'l' => first_of!(Left),
            b'n' => first_of!(Numwant, NoPeerId),
            b'p' => first_of!(Port, PeerId),
            b'r' => first_of!(Redundant, RequireCrypto),
            b's' => first_of!(SupportCrypto),
            b't' => first_of!(TrackerId),
            b'u' => first_of!(Uploaded),
            _ => None,
        }
    }

    #[inline]
    fn strip(self, query: &[u8]) -> Option<&[u8]> {
        query.strip_prefix(self.key().as_bytes())
    }

    /// The parameter with that name, decoded.
    pub(super) fn of(name: &[u8]) -> Option<Name> {
        let mut text = [0; Name::LONGEST + 1];
        let (front, tail) = text.split_at_mut_checked(name.len())?;
        front.copy_from_slice(name);
        *tail.first_mut()? = b'=';
        Name::meet(&text, |known, _| known).filter(|known| known.text().len() == name.len())
    }
}
