//! Failures and answers that outlive the input from which they were read.

use std::error::Error;
use std::net::SocketAddr;

use tracker_types::http::{announce, scrape};
use tracker_types::krpc;
use tracker_types::udp::{self, Answer, Family, response};
use tracker_types::websocket::{self, TrackerMessage};
use tracker_types::{Failure, InfoHash, ScrapeResponse};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync + 'static>>;

fn over_http(body: &[u8]) -> Outcome<Vec<SocketAddr>> {
    let (reply, _) = announce::decode(body)?;
    Ok(reply.into_result()?.peers.socket_addrs())
}

fn scraped(body: &[u8]) -> Outcome<usize> {
    Ok(scrape::decode(body)?.0.into_result()?.files.len())
}

fn over_udp(datagram: &[u8]) -> Outcome<Vec<SocketAddr>> {
    let (answer, _) = response::decode(datagram, Family::V4)?;
    let (reply, _) = answer.into_announce_reply().ok_or("another answer")?;
    Ok(reply.into_result()?.peers.socket_addrs())
}

fn raw_udp(datagram: &[u8]) -> Outcome<()> {
    match response::decode(datagram, Family::V4)?.0.into_owned() {
        udp::Response::Failure(failure) => Err(failure.into()),
        _ => Ok(()),
    }
}

fn over_websocket(frame: &[u8]) -> Outcome<Option<u32>> {
    let (message, _) = websocket::tracker::decode(frame)?;
    let reply = message.into_announce_reply().ok_or("another message")?;
    Ok(reply.into_result()?.complete)
}

fn over_krpc(datagram: &[u8]) -> Outcome<Vec<SocketAddr>> {
    let (message, _) = krpc::decode(datagram)?;
    let reply = message.into_reply().ok_or("a query")??;
    Ok(reply.values.iter().collect())
}

#[test]
fn failures_convert_with_the_question_mark() {
    let failed = b"d14:failure reason4:gonee";
    let mut refused = b"\0\0\0\x03\0\0\0\x07gone".to_vec();
    let rows: [(Option<String>, &str); 10] = [
        (words(over_http(failed)), "gone"),
        (words(scraped(failed)), "gone"),
        (words(over_udp(&refused)), "gone"),
        (words(raw_udp(&refused)), "gone"),
        (words(over_websocket(br#"{"failure reason":"gone"}"#)), "gone"),
        (words(over_krpc(b"d1:eli203e4:gonee1:t1:a1:y1:ee")), "203 (protocol error): gone"),
        (words(over_krpc(b"d1:eli203e0:e1:t1:a1:y1:ee")), "203 (protocol error)"),
        (words(over_krpc(b"d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t1:a1:y1:qe")), "a query"),
        (words(over_http(b"x")), "something else instead of bencode: x"),
        (words(over_krpc(b"d1:eli203e2:\x1b[e1:t1:a1:y1:ee")), r"203 (protocol error): \u{1b}["),
    ];
    for (found, expected) in rows {
        assert_eq!(found.as_deref(), Some(expected));
    }
    refused.truncate(8);
    assert_eq!(words(raw_udp(&refused)).as_deref(), Some("no reason given"));
    assert_eq!(over_http(b"d8:intervali9e5:peers6:\x01\x02\x03\x04\0\x05e").unwrap().len(), 1);
}

fn words<T>(outcome: Outcome<T>) -> Option<String> {
    outcome.err().map(|error| error.to_string())
}

#[test]
fn answers_outlive_their_datagrams() {
    let datagram =
        b"\0\0\0\x01\0\0\0\x07\0\0\x07\x08\0\0\0\0\0\0\0\0\x01\x02\x03\x04\0\x05".to_vec();
    let frame = bytes::Bytes::from(datagram);
    let (response, _) = response::decode(&frame, Family::V4).unwrap();
    let (reply, _) = response.into_announce_reply().unwrap();
    let answer = Answer::from(reply);
    let shared: Answer<'static> = answer.share(&frame);
    let owned: Answer<'static> = answer.clone().into_owned();
    assert_eq!((&shared, &owned), (&answer, &answer));
    assert!(owned.clone().into_scrape_reply().is_none());
    assert_eq!(owned.into_announce_reply().unwrap().success().unwrap().peers.len(), 1);

    let failure = Answer::Failure(Failure::new("gone"));
    assert_eq!(failure.share(&frame), failure);
    assert!(failure.clone().into_owned().into_scrape_reply().unwrap().failure().is_some());
    let scraped = Answer::Scrape(ScrapeResponse::from_iter([(InfoHash([1; 20]), <_>::default())]));
    assert_eq!(
        (scraped.share(&frame), scraped.clone().into_owned()),
        (scraped.clone(), scraped.clone())
    );
    assert!(scraped.clone().into_announce_reply().is_none());
    assert_eq!(scraped.into_scrape_reply().unwrap().success().unwrap().files.len(), 1);
}

/// A refusal is not an answer with peers.
#[test]
fn messages_of_another_kind_are_none() {
    let message = TrackerMessage::Scrape(ScrapeResponse::default());
    assert!(message.into_announce_reply().is_none());
    let (message, _) = krpc::decode(b"d1:rd2:id20:abcdefghij0123456789e1:t1:a1:y1:re").unwrap();
    assert!(message.into_reply().unwrap().unwrap().id.is_some());
}
