//! How the tracker handles the messages of browsers.

use std::time::Duration;

use tokio::sync::mpsc::{self, Receiver};

use crate::server::websocket::Browser;
use crate::server::{Settings, Tracker};

fn browser() -> (Browser, Receiver<String>) {
    let (contact, inbox) = mpsc::channel(4);
    (Browser::new(contact), inbox)
}

fn announce(id: char, rest: &str) -> String {
    let id = id.to_string().repeat(20);
    let start = r#"{"action":"announce","info_hash":"0123456789ABCDEFGHIJ""#;
    format!(r#"{start},"peer_id":"{id}"{rest}}}"#)
}

fn offer(id: char) -> String {
    let offer = r#"{"offer":{"type":"offer","sdp":"v=0"},"offer_id":"abcdefghijklmnopqrst"}"#;
    announce(id, &format!(r#","left":1,"numwant":1,"offers":[{offer}]"#))
}

/// The numbers of seeders and of others that a browser gets.
fn told(browser: &mut Browser, tracker: &Tracker, message: &str) -> String {
    browser.answer(tracker, message.as_bytes(), Duration::ZERO).unwrap_or_default()
}

#[test]
fn offers_and_answers_are_forwarded() {
    let tracker = Tracker::new(Settings::default());
    let ((mut a, mut to_a), (mut b, mut to_b)) = (browser(), browser());
    assert!(told(&mut a, &tracker, &offer('a')).contains(r#""incomplete":1"#));
    assert!(told(&mut b, &tracker, &offer('b')).contains(r#""incomplete":2"#));
    let forwarded = to_a.try_recv().unwrap();
    assert!(forwarded.contains(r#""offer":{"type":"offer","sdp":"v=0"}"#), "{forwarded}");
    assert!(forwarded.contains(r#""peer_id":"bbbbbbbbbbbbbbbbbbbb""#), "{forwarded}");
    assert!(to_b.try_recv().is_err(), "nobody gets an offer of its own");

    let answer = r#","to_peer_id":"bbbbbbbbbbbbbbbbbbbb","offer_id":"abcdefghijklmnopqrst",
        "answer":{"type":"answer","sdp":"v=0"}"#;
    assert_eq!(told(&mut a, &tracker, &announce('a', answer)), "");
    assert!(to_b.try_recv().unwrap().contains(r#""answer":{"type":"answer","sdp":"v=0"}"#));
    let nobody = answer.replace("bbb", "ccc");
    assert_eq!(told(&mut a, &tracker, &announce('a', &nobody)), "");
}

#[test]
fn a_browser_that_disconnects_is_removed() {
    let tracker = Tracker::new(Settings::default());
    let ((mut a, _to_a), (mut b, mut to_b)) = (browser(), browser());
    told(&mut a, &tracker, &offer('a'));
    told(&mut b, &tracker, &offer('b'));
    a.leave(&tracker);
    assert!(told(&mut b, &tracker, &announce('b', "")).contains(r#""incomplete":1"#));
    assert!(told(&mut b, &tracker, &announce('b', r#","event":"stopped""#)).contains(r":0,"));
    assert!(tracker.scrape(&[]).unwrap().files.is_empty());
    assert!(to_b.try_recv().is_err());
}

/// Knowing the id of a browser is not enough to remove it.
#[test]
fn a_browser_is_removed_only_through_its_own_connection() {
    let tracker = Tracker::new(Settings::default());
    let ((mut a, _to_a), (mut b, _to_b)) = (browser(), browser());
    told(&mut a, &tracker, &offer('a'));
    let said = told(&mut b, &tracker, &announce('a', r#","event":"stopped""#));
    assert!(said.contains(r#""incomplete":1"#), "{said}");
}

/// A browser that reads nothing loses messages that do not fit its outbox; the tracker keeps no more.
#[test]
fn messages_for_a_full_outbox_are_dropped() {
    let tracker = Tracker::new(Settings::default());
    let ((mut a, mut to_a), (mut b, _to_b)) = (browser(), browser());
    told(&mut a, &tracker, &offer('a'));
    for _ in 0..100 {
        told(&mut b, &tracker, &offer('b'));
    }
    assert_eq!(std::iter::from_fn(|| to_a.try_recv().ok()).count(), 4);
}

/// Messages, and how the answer to each begins.
const OTHERS: &[(&str, &str)] = &[
    (r#"{"action":"scrape"}"#, r#"{"action":"scrape","files":{}"#),
    (r#"{"action":"scrape","info_hash":[]}"#, r#"{"action":"scrape","files":{}"#),
    (
        r#"{"action":"scrape","info_hash":"0123456789ABCDEFGHIJ"}"#,
        r#"{"action":"scrape","files":{"0123456789ABCDEFGHIJ":{"complete":0,"#,
    ),
    ("nonsense", r#"{"failure reason":""#),
    ("{}", r#"{"failure reason":""#),
];

#[test]
fn scrapes_and_failures() {
    let tracker = Tracker::new(Settings::default());
    let (mut browser, _inbox) = browser();
    for (message, start) in OTHERS {
        let said = told(&mut browser, &tracker, message);
        assert!(said.starts_with(start), "{message}: {said}");
    }
}
