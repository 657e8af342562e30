//! What replies say. Their keys stand nowhere but where they belong: our documents see to that.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// What every library knows of an announce reply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// Seeds.
    pub complete: Option<u64>,
    /// Leeches.
    pub incomplete: Option<u64>,
    /// Seconds to the next announce.
    pub interval: Option<u64>,
    /// Whom to connect to.
    pub peers: Vec<SocketAddr>,
    /// Why there is nothing else.
    pub failure: Option<String>,
}

/// What an announce reply says.
pub fn reply(body: &[u8]) -> Reply {
    let number_of = |key| Some(number(after(body, key)?));
    Reply {
        complete: number_of("8:completei"),
        incomplete: number_of("10:incompletei"),
        interval: number_of("8:intervali"),
        peers: addresses(body),
        failure: after(body, "14:failure reason").map(text),
    }
}

/// The addresses in an announce reply.
pub fn addresses(body: &[u8]) -> Vec<SocketAddr> {
    match after(body, "5:peers") {
        Some([b'l', list @ ..]) => listed(list),
        Some(peers) => string(peers).chunks(6).map(unpacked).collect(),
        None => Vec::new(),
    }
}

/// The packed peers in an announce reply.
pub fn packed(body: &[u8]) -> &[u8] {
    after(body, "5:peers").map(string).expect("packed peers")
}

/// One number for all the addresses that somebody has looked at.
#[inline]
pub fn checksum(peers: impl IntoIterator<Item = SocketAddr>) -> u32 {
    peers.into_iter().fold(0, |sum, peer| match peer.ip() {
        IpAddr::V4(ip) => seen(sum, ip, peer.port()),
        IpAddr::V6(_) => sum,
    })
}

/// That number when one address more was looked at.
#[inline]
pub fn seen(sum: u32, ip: Ipv4Addr, port: u16) -> u32 {
    sum.wrapping_add(u32::from(ip)).wrapping_add(port.into())
}

/// Torrent, seeds and leeches of each in a scrape reply; not how often it was downloaded, which
/// `aquatic_http_protocol` does not tell.
pub fn scrape_reply(body: &[u8]) -> Vec<(Vec<u8>, u64, u64)> {
    let mut torrents = Vec::new();
    let mut rest = after(body, "5:filesd").expect("files");
    while rest.first() != Some(&b'e') {
        let number_of = |key| number(after(rest, key).expect("a number"));
        let numbers = (number_of("8:completei"), number_of("10:incompletei"));
        torrents.push((string(rest).to_vec(), numbers.0, numbers.1));
        rest = after(rest, "10:incompletei").and_then(|rest| after(rest, "ee")).expect("an end");
    }
    torrents
}

fn listed(mut list: &[u8]) -> Vec<SocketAddr> {
    let mut peers = Vec::new();
    while let Some(ip) = after(list, "2:ip") {
        list = after(ip, "4:porti").expect("a port");
        let ip: IpAddr = text(ip).parse().expect("an address");
        peers.push(SocketAddr::new(ip, number(list).try_into().expect("a port")));
    }
    peers
}

fn unpacked(entry: &[u8]) -> SocketAddr {
    let [a, b, c, d, high, low] = entry.try_into().expect("whole peers");
    SocketAddr::new(Ipv4Addr::new(a, b, c, d).into(), u16::from_be_bytes([high, low]))
}

/// What stands after the first `key`.
pub(super) fn after<'b>(body: &'b [u8], key: &str) -> Option<&'b [u8]> {
    let at = body.windows(key.len()).position(|window| window == key.as_bytes())?;
    Some(&body[at + key.len()..])
}

fn number(body: &[u8]) -> u64 {
    let digits = body.iter().take_while(|byte| byte.is_ascii_digit());
    digits.fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
}

pub(super) fn string(body: &[u8]) -> &[u8] {
    let colon = body.iter().position(|&byte| byte == b':').expect("a byte string");
    let length = usize::try_from(number(body)).expect("a length");
    &body[colon + 1..][..length]
}

fn text(body: &[u8]) -> String {
    String::from_utf8_lossy(string(body)).into_owned()
}
