//! Datagrams of UDP trackers: nothing is invented, lost or allocated.

use std::net::SocketAddr;
use std::time::Duration;

use allocation_counter::measure;
use aquatic_udp_protocol::{Request as TheirRequest, Response as TheirResponse};
use tracker_types::udp::{
    ConnectionId, ConnectionIds, Exchange, Family, Options, Request, Response, Step, TransactionId,
    request, response,
};
use tracker_types::{AnnounceRequest, AnnounceResponse, QueryOptions};

use super::query::announced;
use super::written;

laws![
    udp_requests_are_fixed_points,
    udp_responses_are_fixed_points,
    a_cut_datagram_fails_or_shows_it,
    udp_decoding_allocates_nothing,
    udp_announces_survive_the_model,
    refusals_never_amplify,
    exchanges_take_any_datagram,
    connection_ids_are_for_one_address,
    what_aquatic_asks_we_ask_alike,
    what_aquatic_answers_we_answer_alike,
    aquatic_reads_the_datagrams_we_write,
];

pub(crate) const FAMILIES: [Family; 2] = [Family::V4, Family::V6];

fn asked(request: &Request<'_>) -> Vec<u8> {
    written(|datagram| request::encode(request, datagram))
}

fn answered(response: &Response<'_>) -> Vec<u8> {
    written(|datagram| response::encode(response, datagram))
}

/// A request that is read and written is read again as the same request, and written again as the same bytes.
pub fn udp_requests_are_fixed_points(datagram: &[u8]) {
    let Ok((mut request, _)) = request::decode(datagram) else { return };
    let once = asked(&request);
    let (again, _) = request::decode(&once).unwrap();
    assert_eq!(asked(&again), once);
    if let Request::Announce(announce) = &mut request {
        // Pieces may be joined, and unknown options left out.
        let data = announce.options.url_data().map(std::borrow::Cow::into_owned);
        announce.options = data.map_or_else(Options::default, |data| Options::from_url_data(&data));
    }
    assert_eq!(again, request);
}

/// A response that is read and written is read again as the same response, except numbers that were negative.
pub fn udp_responses_are_fixed_points(datagram: &[u8]) {
    for family in FAMILIES {
        let Ok((mut response, _)) = response::decode(datagram, family) else { continue };
        let once = answered(&response);
        let (again, _) = response::decode(&once, family).unwrap();
        assert_eq!(answered(&again), once);
        match &mut response {
            Response::Announce(announce) => {
                let numbers =
                    [&mut announce.interval, &mut announce.leechers, &mut announce.seeders];
                for number in numbers {
                    *number = (*number).min(u32::MAX / 2);
                }
            }
            Response::Failure(failure) => {
                failure.reason = failure.reason.to_string_lossy().into_owned().into_bytes().into();
            }
            _ => {}
        }
        assert_eq!(again, response);
    }
}

/// A datagram that is cut short is an error, has quirks, or is a valid shorter one: no byte of it is skipped
/// without a report, except at the end of options and of text.
pub fn a_cut_datagram_fails_or_shows_it(datagram: &[u8]) {
    let cuts =
        (0..datagram.len().min(150)).chain(datagram.len().saturating_sub(20)..=datagram.len());
    for cut in cuts.map(|cut| &datagram[..cut]) {
        if let Ok((request, quirks)) = request::decode(cut) {
            let whole = asked(&request);
            let options = matches!(request, Request::Announce(_)) && cut.len() >= whole.len();
            assert!(!quirks.is_empty() || options || whole == cut, "{}", cut.escape_ascii());
        }
        for family in FAMILIES {
            if let Ok((response, quirks)) = response::decode(cut, family) {
                let whole = answered(&response);
                let padded =
                    cut.strip_prefix(&whole[..]).is_some_and(|rest| rest.iter().all(|&it| it == 0));
                assert!(!quirks.is_empty() || padded, "{}", cut.escape_ascii());
            }
        }
    }
}

/// Decoding allocates nothing, except for an error and for the counts of quirks.
pub fn udp_decoding_allocates_nothing(datagram: &[u8]) {
    let mut odd = false;
    let taken =
        measure(|| odd = request::decode(datagram).map_or(true, |(_, odd)| !odd.is_empty()));
    assert!(odd || taken.count_total == 0);
    for family in FAMILIES {
        let read =
            |datagram| response::decode(datagram, family).map_or(true, |(_, odd)| !odd.is_empty());
        let taken = measure(|| odd = read(datagram));
        assert!(odd || taken.count_total == 0);
        // One set of counts, however many quirks there are.
        assert!(taken.count_total <= 4 && taken.bytes_total <= 4_096);
    }
}

/// An announce keeps its meaning when it is written and read again, as far as the wire can carry it, and also
/// over HTTP.
pub fn udp_announces_survive_the_model(datagram: &[u8]) {
    if let Ok((Request::Announce(announce), _)) = request::decode(datagram) {
        let model = announce.to_request();
        announced(&model, &QueryOptions::new());
        let again = request::Announce::new(announce.connection, announce.transaction, &model);
        let mut model = model.clone();
        // Unknown numbers become numbers, and only the old form has room for an IPv6 address.
        (model.downloaded, model.uploaded) =
            (model.downloaded.or(Some(0)), model.uploaded.or(Some(0)));
        model.left = model.left.or(Some(u64::MAX / 2));
        model.ip = model.ip.filter(|ip| ip.host.ip().is_some_and(|ip| ip.is_ipv4()));
        assert_eq!(again.to_request(), model);
    }
    for family in FAMILIES {
        let Ok((Response::Announce(announce), _)) = response::decode(datagram, family) else {
            continue;
        };
        let (transaction, family) = (announce.transaction, announce.peers.family());
        let model = AnnounceResponse::from(announce);
        let once = response::Announce::from_model(transaction, family, &model);
        let model = AnnounceResponse::from(once.clone());
        assert_eq!(response::Announce::from_model(transaction, family, &model), once);
        assert!(model.peers.iter().all(|peer| peer.port > 0));
    }
}

/// A refusal is never longer than the request, and can be read.
pub fn refusals_never_amplify(datagram: &[u8]) {
    let reason = String::from_utf8_lossy(datagram);
    let mut refusal = Vec::new();
    if response::refuse(datagram, &reason, &mut refusal) {
        assert!(refusal.len() <= datagram.len());
        let (read, _) = response::decode(&refusal, Family::V4).unwrap();
        assert_eq!(Some(read.transaction()), request::ids(datagram).map(|(_, id)| id));
        assert!(matches!(read, Response::Failure(_)));
    } else {
        assert!(refusal.is_empty() && request::decode(datagram).is_err());
    }
}

/// After any datagram an exchange ends with an answer or an error, or continues to wait within its schedule.
pub fn exchanges_take_any_datagram(datagram: &[u8]) {
    let trackers: [SocketAddr; 2] = [([192, 0, 2, 1], 6969).into(), ([0x2001; 8], 6969).into()];
    for (tracker, scrapes) in trackers.into_iter().zip([false, true]) {
        let mut exchange = Exchange::new(tracker);
        let model = AnnounceRequest::new([1; 20].into(), [2; 20].into(), 6881, 0);
        let announce = request::Announce::new(ConnectionId(0), TransactionId(0), &model);
        exchange.announce(&announce);
        if scrapes {
            exchange.scrape(&[[1; 20].into(), [2; 20].into()]);
        }
        // The transaction id that it waits for, as if the sender had guessed it.
        let random =
            datagram.get(4..8).and_then(|it| it.try_into().ok()).map_or(7, u32::from_be_bytes);
        let mut sent = Vec::new();
        for second in 0..8 {
            let now = Duration::from_secs(second);
            match exchange.poll(now, random, &mut sent) {
                Step::Send => assert!(request::decode(&sent).unwrap().1.is_empty()),
                Step::WaitUntil(until) => assert!(until > now),
                _ => break,
            }
            // First a connection id, so that the datagram is also received as an answer to the request.
            let connected = answered(&Response::Connect {
                transaction: TransactionId(random),
                connection: ConnectionId(9),
            });
            let reply = if second == 1 { &connected } else { datagram };
            if exchange.receive(reply, tracker, now).is_ok_and(|answer| answer.is_none()) {
                continue;
            }
            assert_eq!(exchange.poll(now, random, &mut sent), Step::Idle);
        }
    }
}

/// An id is accepted only from the address to which it was issued.
pub fn connection_ids_are_for_one_address(input: &[u8]) {
    let Some((key, rest)) = input.split_first_chunk::<16>() else { return };
    let Some((address, rest)) = rest.split_first_chunk::<16>() else { return };
    let Some((time, _)) = rest.split_first_chunk::<8>() else { return };
    let Some((high, low)) = key.split_first_chunk::<8>() else { return };
    let Ok(low) = low.try_into() else { return };
    let ids = ConnectionIds::new([u64::from_be_bytes(*high), u64::from_be_bytes(low)]);
    let now = Duration::from_secs(u64::from_be_bytes(*time));
    let mut other = *address;
    other[15] ^= 1;
    let [ip, other] =
        [*address, other].map(|it| std::net::IpAddr::from(std::net::Ipv6Addr::from(it)));
    let id = ids.issue(ip, now);
    assert!(id.0 != 0 && ids.accepts(id, ip, now) && ids.accepts(id, ip.to_canonical(), now));
    assert!(ids.accepts(id, ip, now.saturating_add(Duration::from_mins(2))));
    assert!(!ids.accepts(id, other, now));
}

/// Requests that aquatic reads are read here with the same meaning: both write them as the same bytes.
pub fn what_aquatic_asks_we_ask_alike(datagram: &[u8]) {
    let Ok(theirs) = TheirRequest::parse_bytes(datagram, u8::MAX) else { return };
    let (mut ours, _) = request::decode(datagram).unwrap();
    match &mut ours {
        // aquatic ignores them.
        Request::Announce(announce) => announce.options = Options::default(),
        Request::Scrape(scrape) if scrape.info_hashes.len() > usize::from(u8::MAX) => return,
        _ => {}
    }
    let mut bytes = Vec::new();
    theirs.write_bytes(&mut bytes).unwrap();
    assert_eq!(asked(&ours), bytes);
}

/// Responses that aquatic reads are read here with the same meaning, except those in the table of
/// disagreements.
pub fn what_aquatic_answers_we_answer_alike(datagram: &[u8]) {
    for family in FAMILIES {
        let Ok(theirs) = TheirResponse::parse_bytes(datagram, family == Family::V4) else {
            continue;
        };
        let (ours, _) = response::decode(datagram, family).unwrap();
        let disagrees = match &ours {
            Response::Announce(it) => (it.interval | it.leechers | it.seeders) > u32::MAX / 2,
            Response::Failure(_) => datagram.ends_with(b"\0"),
            _ => false,
        };
        let mut bytes = Vec::new();
        theirs.write_bytes(&mut bytes).unwrap();
        assert!(disagrees || answered(&ours) == bytes, "{}", datagram.escape_ascii());
    }
}

/// aquatic reads the datagrams that are written here, except those that it refuses.
pub fn aquatic_reads_the_datagrams_we_write(datagram: &[u8]) {
    if let Ok((ours, _)) = request::decode(datagram) {
        let refused = match &ours {
            Request::Announce(it) => {
                it.old_ipv6 || it.port == 0 || it.event.is_some_and(|event| event.udp_code() > 3)
            }
            Request::Scrape(it) => it.info_hashes.is_empty(),
            _ => false,
        };
        assert!(refused || TheirRequest::parse_bytes(&asked(&ours), u8::MAX).is_ok());
    }
    for family in FAMILIES {
        let Ok((ours, _)) = response::decode(datagram, family) else { continue };
        let old = matches!(&ours, Response::Announce(announce) if announce.old_ipv6);
        let theirs = TheirResponse::parse_bytes(&answered(&ours), family == Family::V4);
        assert!(old || theirs.is_ok());
    }
}
