//! Tracker and client on a loopback port.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::str;
use std::time::Duration;

use crate::client;
use crate::server::{Service, Settings, Tracker};

/// The tracker serves until the test ends.
pub(crate) fn start_tracker() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    Service::new(Tracker::new(Settings::default())).start(&listener, 2).unwrap();
    listener.local_addr().unwrap()
}

fn exchange(address: SocketAddr, request: &[u8]) -> Vec<u8> {
    let mut connection = TcpStream::connect(address).unwrap();
    connection.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    connection.write_all(request).unwrap();
    connection.shutdown(Shutdown::Write).unwrap();
    let mut response = Vec::new();
    connection.read_to_end(&mut response).unwrap();
    response
}

#[test]
fn without_arguments_the_example_prints_what_is_committed() {
    let mut out = Vec::new();
    client::demo(&mut out).unwrap();
    let committed = include_str!("announce.txt");
    assert_eq!(str::from_utf8(&out).unwrap(), committed);
    assert!(include_str!("../../../README.md").contains(committed), "and what the README shows");
}

#[test]
fn requests_over_sockets() {
    let tracker = start_tracker();
    let too_long = vec![b'a'; 40_000];
    let requests: [(&[u8], &str); 4] = [
        (b"GET /scrape HTTP/1.0\r\n\r\n", "HTTP/1.1 200 OK"),
        (b"POST /announce HTTP/1.1\r\n\r\n", "HTTP/1.1 405 Method Not Allowed"),
        (b"nonsense\r\n\r\n", "HTTP/1.1 400 Bad Request"),
        (&too_long, "HTTP/1.1 431 Request Header Fields Too Large"),
    ];
    for (request, expected) in requests {
        let response = exchange(tracker, request);
        assert!(response.starts_with(expected.as_bytes()), "{}", response.escape_ascii());
    }
}

#[test]
fn a_client_that_says_nothing_does_not_stop_the_others() {
    let tracker = start_tracker();
    let silent = TcpStream::connect(tracker).unwrap();
    assert!(exchange(tracker, b"GET /scrape HTTP/1.1\r\n\r\n").ends_with(b"d5:filesdee"));
    drop(silent);
}

#[test]
fn a_connection_serves_again_until_it_is_idle_or_told_to_close() {
    let tracker = start_tracker();
    let twice = b"GET /scrape HTTP/1.1\r\n\r\nGET /nothing HTTP/1.1\r\n\r\n";
    let last = b"GET /scrape HTTP/1.1\r\nConnection: close\r\n\r\n";
    let answers = |requests: &[&[u8]]| {
        let mut connection = TcpStream::connect(tracker).unwrap();
        connection.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        connection.write_all(&requests.concat()).unwrap();
        let mut responses = String::new();
        // Ends although the client does not close: nobody holds a thread for long.
        connection.read_to_string(&mut responses).unwrap();
        let count = |part: &str| responses.matches(part).count();
        (count(" 200 OK\r\n"), count(" 404 Not Found\r\n"), count("Connection: close\r\n"))
    };
    assert_eq!(answers(&[twice]), (1, 1, 0));
    assert_eq!(answers(&[twice, last]), (2, 1, 1));
    assert_eq!(answers(&[last]), (1, 0, 1));
    let scrape: &[u8] = b"GET /scrape HTTP/1.1\r\n\r\n";
    assert_eq!(answers(&[scrape; 100]), (100, 0, 1), "so many and no more");
}
