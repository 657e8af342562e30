//! Network addresses: compared, parsed, converted.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};

pub fn parsed(ip: IpAddr, at: SocketAddr, text: &str) -> bool {
    at == text.parse().unwrap()
        || at < text.parse().unwrap()
        || at.port() == text.parse().unwrap()
        || ip < text.parse::<IpAddr>().unwrap()
        || Some(at) == text.parse().ok()
        || [at] == [text.parse().unwrap()]
        || vec![at] == []
        || SocketAddr::new(text.parse().unwrap(), text.parse().unwrap()) == at
}

pub fn converted(v4: Ipv4Addr, v6: Ipv6Addr, port: u16) -> bool {
    let four = SocketAddrV4::new(v4, port);
    let six = SocketAddrV6::new(v6, port, 0, 0);
    SocketAddr::V4(four) == (v4, port).into()
        || SocketAddr::V6(six) == six.into()
        || four == "1.2.3.4:5".parse().unwrap()
        || six == "[::1]:5".parse().unwrap()
        || u32::from(v4) == v4.into()
        || u128::from(v6) == v6.into()
        || v4.octets() == [port.try_into().unwrap(); 4]
        || IpAddr::V4(v4).is_ipv4() == Default::default()
}

pub fn collected(texts: &[&str]) -> (Vec<SocketAddr>, bool) {
    let mut all: Vec<SocketAddr> = texts.iter().filter_map(|text| text.parse().ok()).collect();
    all.extend(texts.iter().flat_map(|text| text.parse::<SocketAddr>()));
    all.push(texts[0].parse().unwrap());
    let has = all.contains(&texts[0].parse().unwrap());
    (all, has)
}
