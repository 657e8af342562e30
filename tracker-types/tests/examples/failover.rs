//! From tracker to tracker (BEP 12).

use std::io::{BufReader, Write};
use std::net::TcpListener;
use std::thread::{self, JoinHandle};

use tracker_types::{AnnounceList, AnnounceRequest, Event, InfoHash, PeerId};

use super::loopback::start_tracker;
use crate::client::http::Http;
use crate::client::session::Session;
use crate::client::watch::watch;
use crate::server::framing::read_request;

fn request() -> AnnounceRequest<'static> {
    let id = PeerId(*b"-TR2940-0890apv0oznf");
    AnnounceRequest::new(InfoHash(*b"0123456789ABCDEFGHIJ"), id, 51413, 0)
}

fn session<const N: usize>(tiers: [Vec<String>; N]) -> Session {
    Session::new(Http::direct(), AnnounceList::new(tiers.into()))
}

/// A tracker that answers each of these requests with these bytes, and returns their targets.
fn start_fake(responses: Vec<String>) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/announce", listener.local_addr().unwrap());
    let fake = thread::spawn(move || {
        let answer = |response: String| {
            let (mut connection, _) = listener.accept().unwrap();
            let line = read_request(&mut BufReader::new(&connection)).unwrap();
            connection.write_all(response.as_bytes()).unwrap();
            String::from_utf8(line.target).unwrap()
        };
        responses.into_iter().map(answer).collect()
    });
    (url, fake)
}

fn response(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

/// A port on which nobody listens any more.
fn dead_url() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}/announce", listener.local_addr().unwrap())
}

#[test]
fn the_first_tracker_that_says_yes_moves_to_the_front_of_its_tier() {
    let good = format!("http://{}/announce", start_tracker());
    let udp = String::from("udp://127.0.0.1:6969/announce");
    let dead = dead_url();
    let mut session = session([vec![udp.clone()], vec![dead.clone(), good.clone()]]);

    let outcome = session.announce(&request());
    let failed: Vec<&str> = outcome.failed.iter().map(|(url, _)| url.as_str()).collect();
    assert_eq!(failed, [&udp, &dead]);
    assert_eq!(outcome.failed[0].1.to_string(), "skipped, udp is not spoken here yet");
    assert_eq!(outcome.answered.unwrap().url, good);
    assert_eq!(session.trackers.tiers, [vec![udp], vec![good, dead]]);
    assert_eq!(session.announce(&request()).failed.len(), 1);
}

#[test]
fn what_is_no_success_is_named() {
    let refusal = "d14:failure reason20:Unregistered torrent8:retry in5:nevere";
    let said = [
        (response("200 OK", refusal), "refused: Unregistered torrent (never retry)"),
        (response("403 Forbidden", refusal), "refused: Unregistered torrent (never retry)"),
        (response("200 OK", "<html>Parked"), "an HTML page instead of bencode: <html>Parked"),
        (response("502 Bad Gateway", ""), "HTTP status 502: nothing instead of bencode at byte 0"),
    ];
    let (responses, problems): (Vec<String>, Vec<&str>) = said.into_iter().unzip();
    let (url, fake) = start_fake(responses);
    let mut session = session([vec![url]]);
    for problem in problems {
        let outcome = session.announce(&request());
        assert!(outcome.answered.is_none());
        assert_eq!(outcome.failed[0].1.to_string(), problem);
    }
    fake.join().unwrap();
}

#[test]
fn a_tracker_gets_its_id_back() {
    let first = response("200 OK", "d8:intervali1800e5:peers0:10:tracker id3:a&be");
    let later = response("200 OK", "d8:intervali1800e5:peers0:e");
    let (url, fake) = start_fake(vec![first, later.clone(), later]);
    let mut session = session([vec![format!("{url}?passkey=0123")]]);
    for _ in 0..3 {
        assert!(session.announce(&request()).answered.is_some());
    }
    let targets = fake.join().unwrap();
    assert!(targets.iter().all(|target| target.starts_with("/announce?passkey=0123&info_hash=")));
    let sent: Vec<bool> = targets.iter().map(|t| t.ends_with("&trackerid=a%26b")).collect();
    assert_eq!(sent, [false, true, true], "kept where a later reply does not say it");
}

#[test]
fn a_watch_keeps_to_the_intervals() {
    let (url, fake) = start_fake(vec![
        response("200 OK", "d14:failure reason4:busy8:retry ini5ee"),
        response("200 OK", "d8:intervali1e5:peers0:e"),
        response("200 OK", "d8:intervali1800e12:min intervali2000e5:peers0:e"),
    ]);
    let mut started = request();
    started.event = Some(Event::Started);
    let mut pauses = Vec::new();
    watch(
        &mut session([vec![url]]),
        vec![started],
        |_| {},
        |pause| {
            pauses.push(pause.as_secs());
            pauses.len() < 3
        },
    );
    assert_eq!(pauses, [300, 30, 2000], "refused for five minutes; too soon; as the tracker says");
    let targets = fake.join().unwrap();
    let started: Vec<bool> = targets.iter().map(|t| t.ends_with("&event=started")).collect();
    assert_eq!(started, [true, true, false], "said until a tracker has taken it");
}

/// A tracker that says `never` is not asked again, and one that speaks no HTTP never was.
#[test]
fn a_watch_ends_where_nobody_wants_it() {
    let never = "d14:failure reason20:Unregistered torrent8:retry in5:nevere";
    let (url, fake) = start_fake(vec![response("200 OK", never)]);
    let trackers = [vec!["udp://127.0.0.1:1/announce".to_owned()], vec![url]];
    watch(&mut session(trackers), vec![request()], |_| {}, |_| panic!("nothing to wait for"));
    assert_eq!(fake.join().unwrap().len(), 1);
}
