//! The parameters that an announce gives a meaning to.

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
    /// The longest, `requirecrypto`.
    const LONGEST: usize = 13;

    /// As it stands in the query.
    pub(super) const fn text(self) -> &'static str {
        match self {
            Name::InfoHash => "info_hash",
            Name::PeerId => "peer_id",
            Name::Port => "port",
            Name::Uploaded => "uploaded",
            Name::Downloaded => "downloaded",
            Name::Left => "left",
            Name::Corrupt => "corrupt",
            Name::Redundant => "redundant",
            Name::Event => "event",
            Name::Compact => "compact",
            Name::NoPeerId => "no_peer_id",
            Name::Numwant => "numwant",
            Name::Key => "key",
            Name::TrackerId => "trackerid",
            Name::Ip => "ip",
            Name::Ipv4 => "ipv4",
            Name::Ipv6 => "ipv6",
            Name::SupportCrypto => "supportcrypto",
            Name::RequireCrypto => "requirecrypto",
            Name::CryptoPort => "cryptoport",
        }
    }

    /// The place in a set of names.
    pub(super) const fn bit(self) -> u32 {
        1 << self as u32
    }

    /// Whether it is 0 or 1.
    pub(super) const fn is_flag(self) -> bool {
        matches!(self, Name::Compact | Name::NoPeerId | Name::SupportCrypto | Name::RequireCrypto)
    }

    /// Takes `name=` off the front of a query.
    #[inline(always)]
    pub(super) fn take(query: &[u8]) -> Option<(Name, &[u8])> {
        match query.first()? {
            b'c' => take_any(query, [Name::Compact, Name::Corrupt, Name::CryptoPort]),
            b'd' => take_any(query, [Name::Downloaded]),
            b'e' => take_any(query, [Name::Event]),
            b'i' => take_any(query, [Name::InfoHash, Name::Ip, Name::Ipv4, Name::Ipv6]),
            b'k' => take_any(query, [Name::Key]),
            b'l' => take_any(query, [Name::Left]),
            b'n' => take_any(query, [Name::Numwant, Name::NoPeerId]),
            b'p' => take_any(query, [Name::Port, Name::PeerId]),
            b'r' => take_any(query, [Name::Redundant, Name::RequireCrypto]),
            b's' => take_any(query, [Name::SupportCrypto]),
            b't' => take_any(query, [Name::TrackerId]),
            b'u' => take_any(query, [Name::Uploaded]),
            _ => None,
        }
    }

    /// The parameter of that name, decoded.
    pub(super) fn of(name: &[u8]) -> Option<Name> {
        let mut text = [0; Name::LONGEST + 1];
        let (front, behind) = text.split_at_mut_checked(name.len())?;
        front.copy_from_slice(name);
        *behind.first_mut()? = b'=';
        Name::take(&text).map(|(name, _)| name).filter(|known| known.text().len() == name.len())
    }
}

#[inline(always)]
fn take_any<const N: usize>(query: &[u8], names: [Name; N]) -> Option<(Name, &[u8])> {
    names.into_iter().find_map(|name| {
        let value = query.strip_prefix(name.text().as_bytes())?.strip_prefix(b"=")?;
        Some((name, value))
    })
}
