//! The client tries one tracker after the other (BEP 12).

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::thread::{self, JoinHandle};

use tracker_types::{AnnounceList, AnnounceRequest, Event, InfoHash, PeerId};

use super::loopback::start_tracker;
use crate::client::http::Http;
use crate::client::session::Session;
use crate::client::show::success_line;
use crate::client::udp::Udp;
use crate::client::watch::watch;

fn request() -> AnnounceRequest<'static> {
    let id = PeerId(*b"-TR2940-0890apv0oznf");
    AnnounceRequest::new(InfoHash(*b"0123456789ABCDEFGHIJ"), id, 51413, 0)
}

fn session<const N: usize>(tiers: [Vec<String>; N]) -> Session {
    Session::new(Http::direct(), Udp::new(None), AnnounceList::new(tiers.into()))
}

/// A tracker that answers one request with each of these bodies, and returns the targets of the requests.
fn start_fake(responses: Vec<String>) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/announce", listener.local_addr().unwrap());
    let fake = thread::spawn(move || {
        let answer = |response: String| {
            let (mut connection, _) = listener.accept().unwrap();
            let target = read_target(&connection);
            connection.write_all(response.as_bytes()).unwrap();
            target
        };
        responses.into_iter().map(answer).collect()
    });
    (url, fake)
}

/// Reads a request up to the end of its head.
fn read_target(connection: &TcpStream) -> String {
    let mut head = BufReader::new(connection).lines().map(Result::unwrap);
    let line = head.next().unwrap();
    assert!(head.any(|line| line.is_empty()), "the head ends");
    line.split(' ').nth(1).unwrap().into()
}

fn response(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

/// A port on which nothing listens any more.
fn dead_url() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}/announce", listener.local_addr().unwrap())
}

/// Trackers of four tiers, of which the last one answers, over each wire in turn.
#[test]
fn the_first_tracker_that_accepts_moves_to_the_front_of_its_tier() {
    for scheme in ["http", "udp", "ws"] {
        let tracker = start_tracker();
        let good = format!("{scheme}://{}/announce", tracker.address);
        let ftp = String::from("ftp://127.0.0.1:6969/announce");
        let dead = dead_url();
        let others = [dead.replace("http", "ws"), dead_udp_url()];
        let tiers = [vec![ftp.clone()], others.to_vec(), vec![dead.clone(), good.clone()]];
        let mut session = session(tiers);

        let outcome = session.announce(&request());
        let failed: Vec<&str> = outcome.failed.iter().map(|(url, _)| url.as_str()).collect();
        assert_eq!(failed, [&ftp, &others[0], &others[1], &dead]);
        assert_eq!(outcome.failed[0].1.to_string(), "skipped: trackers are not reached over ftp");
        assert_eq!(outcome.answered.len(), 1);
        assert_eq!(outcome.answered[0].url, good);
        assert_eq!(session.trackers.tiers, [vec![ftp], others.to_vec(), vec![good, dead]]);
        let again = session.announce(&request());
        assert_eq!((again.failed.len(), again.answered.len()), (3, 1));
    }
}

#[test]
fn scrapes_are_answered_over_each_wire() {
    let tracker = start_tracker();
    for scheme in ["http", "udp", "ws"] {
        let url = format!("{scheme}://{}/announce", tracker.address);
        let mut session = session([vec![url]]);
        assert_eq!(session.announce(&request()).answered.len(), 1, "{scheme}");
        let outcome = session.scrape(&[request().info_hash]);
        let failed: Vec<String> = outcome.failed.iter().map(|(_, it)| it.to_string()).collect();
        assert_eq!(failed, [""; 0], "{scheme}");
        let line = success_line(&outcome.answered[0]);
        assert!(line.contains(r#""scrape":{"files":{"30313233"#), "{line}");
        assert!(line.contains(r#""quirks":{}"#), "{line}");
    }
}

/// A UDP port on which nothing listens any more.
fn dead_udp_url() -> String {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    format!("udp://{}/announce", socket.local_addr().unwrap())
}

#[test]
fn failures_are_reported() {
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
        assert!(outcome.answered.is_empty());
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
        assert!(!session.announce(&request()).answered.is_empty());
    }
    let targets = fake.join().unwrap();
    assert!(targets.iter().all(|target| target.starts_with("/announce?passkey=0123&info_hash=")));
    let sent: Vec<bool> = targets.iter().map(|t| t.ends_with("&trackerid=a%26b")).collect();
    assert_eq!(sent, [false, true, true], "kept where a later reply does not say it");
}

#[test]
fn a_watch_waits_for_the_intervals() {
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

/// A tracker that says `never` is not asked again; one with an unknown scheme is never asked.
#[test]
fn a_watch_ends_when_no_tracker_wants_another_announce() {
    let never = "d14:failure reason20:Unregistered torrent8:retry in5:nevere";
    let (url, fake) = start_fake(vec![response("200 OK", never)]);
    let trackers = [vec!["ftp://127.0.0.1:1/announce".to_owned()], vec![url]];
    watch(&mut session(trackers), vec![request()], |_| {}, |_| panic!("nothing to wait for"));
    assert_eq!(fake.join().unwrap().len(), 1);
}
