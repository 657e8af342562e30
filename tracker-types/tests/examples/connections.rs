//! HTTP connections of well-behaved and hostile clients.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use tokio::net::TcpSocket;
use tokio::runtime::Builder;

use super::loopback::start_tracker;
use crate::server::{Limits, Local, Settings, Tracker};

/// A timeout longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(30);

fn connect(address: SocketAddr) -> TcpStream {
    let connection = TcpStream::connect(address).unwrap();
    connection.set_read_timeout(Some(PATIENCE)).unwrap();
    connection.set_write_timeout(Some(PATIENCE)).unwrap();
    connection
}

/// Reads until the tracker closes the connection.
fn read_all(connection: &mut TcpStream) -> String {
    let mut response = Vec::new();
    match connection.read_to_end(&mut response) {
        Ok(_) => {}
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
    }
    response.escape_ascii().to_string().replace("\\r\\n", "\n")
}

fn exchange(address: SocketAddr, request: &[u8]) -> String {
    let mut connection = connect(address);
    connection.write_all(request).unwrap();
    read_all(&mut connection)
}

/// Requests, and how each of the answers begins.
const REQUESTS: &[(&str, &[&str])] = &[
    ("GET /scrape HTTP/1.1\r\nConnection: close\r\n\r\n", &["200 OK"]),
    ("GET /scrape HTTP/1.0\r\n\r\n", &["200 OK"]),
    ("GET http://x.example/scrape HTTP/1.0\r\n\r\n", &["200 OK"]),
    ("GET / HTTP/1.0\r\n\r\n", &["404 Not Found"]),
    ("POST /announce HTTP/1.0\r\n\r\n", &["405 Method Not Allowed"]),
    ("nonsense\r\n\r\n", &["400 Bad Request"]),
    ("\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\r\n\r\n", &["400 Bad Request"]),
    // A header name must not contain a space: what follows might be a body or a request (RFC 9112, 5.1).
    (
        "GET /scrape HTTP/1.1\r\nContent-Length : 38\r\n\r\nGET /evil HTTP/1.1\r\nConnection: close\r\n\r\n",
        &["400 Bad Request"],
    ),
    (
        "GET /scrape HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        &["400 Bad Request"],
    ),
    // A body is skipped, and not read as a request.
    (
        "GET /scrape HTTP/1.1\r\nContent-Length: 19\r\n\r\nGET /no HTTP/1.1\r\n\r\
         GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
        &["200 OK", "404 Not Found"],
    ),
    (
        "GET /scrape HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\nGET /scrape HTTP/1.0\r\n\r\n",
        &["200 OK", "404 Not Found", "200 OK"],
    ),
];

#[test]
fn requests_and_statuses() {
    let tracker = start_tracker();
    for (request, statuses) in REQUESTS {
        let response = exchange(tracker.address, request.as_bytes());
        let found: Vec<&str> = response
            .split("HTTP/1.")
            .skip(1)
            .map(|part| part.lines().next().unwrap().get(2..).unwrap())
            .collect();
        assert_eq!(found, *statuses, "{request:?}: {response}");
    }
}

#[test]
fn the_size_of_a_head_is_limited() {
    let tracker = start_tracker();
    let with = |length: usize| {
        let padding = "a".repeat(length);
        format!("GET /scrape?x={padding} HTTP/1.0\r\nHost: x\r\n\r\n")
    };
    let large = exchange(tracker.address, with(12_000).as_bytes());
    assert!(large.starts_with("HTTP/1.0 200 OK"), "{large}");
    let mut connection = connect(tracker.address);
    // The tracker may refuse it before all of it is sent.
    let _ = connection.write_all(with(60_000).as_bytes());
    let refused = read_all(&mut connection);
    let expected = ["HTTP/1.1 431", "HTTP/1.1 414", "HTTP/1.1 400"];
    assert!(refused.is_empty() || expected.iter().any(|it| refused.starts_with(it)), "{refused}");
}

/// A hundred requests at once, which an earlier version of the tracker cut off.
#[test]
fn pipelined_requests_are_all_answered() {
    let tracker = start_tracker();
    let mut requests = "GET /scrape HTTP/1.1\r\n\r\n".repeat(999);
    requests.push_str("GET /scrape HTTP/1.1\r\nConnection: close\r\n\r\n");
    let responses = exchange(tracker.address, requests.as_bytes());
    assert_eq!(responses.matches("200 OK").count(), 1_000);
    assert_eq!(responses.matches("d5:filesdee").count(), 1_000);
}

#[test]
fn slow_writers_are_disconnected_and_do_not_delay_others() {
    let tracker = start_tracker();
    let start = Instant::now();
    let mut slow: Vec<TcpStream> = (0..40).map(|_| connect(tracker.address)).collect();
    for (n, connection) in slow.iter_mut().enumerate() {
        // Nothing, part of a head, or a whole request and part of the next.
        let said = ["", "GET /scr", "GET /scrape HTTP/1.1\r\n\r\nGET"][n % 3];
        connection.write_all(said.as_bytes()).unwrap();
    }
    let honest = exchange(tracker.address, b"GET /scrape HTTP/1.0\r\n\r\n");
    assert!(honest.ends_with("d5:filesdee"), "{honest}");
    assert!(start.elapsed() < Duration::from_secs(4), "served at once");
    for connection in &mut slow {
        read_all(connection);
    }
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn slow_readers_are_disconnected_and_do_not_delay_others() {
    let tracker = start_tracker();
    let start = Instant::now();
    let mut slow: Vec<TcpStream> = (0..5).map(|_| connect_narrow(tracker.address)).collect();
    let requests = "GET /scrape HTTP/1.1\r\nHost: x\r\n\r\n".repeat(100);
    for connection in &mut slow {
        connection.set_write_timeout(Some(Duration::from_secs(1))).unwrap();
        // Until the tracker, whose answers are not read, stops reading.
        while connection.write_all(requests.as_bytes()).is_ok() {}
    }
    let honest = exchange(tracker.address, b"GET /scrape HTTP/1.0\r\n\r\n");
    assert!(honest.ends_with("d5:filesdee"), "{honest}");
    for connection in &mut slow {
        // However much can be sent before that, the tracker gives up.
        while !matches!(connection.write(b"GET "), Err(error) if is_gone(error.kind())) {
            assert!(start.elapsed() < PATIENCE, "still connected");
        }
    }
}

/// A connection whose receive buffer holds only a few bytes.
fn connect_narrow(address: SocketAddr) -> TcpStream {
    let runtime = Builder::new_current_thread().enable_io().build().unwrap();
    let connection = runtime.block_on(async {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4_096).unwrap();
        socket.set_send_buffer_size(4_096).unwrap();
        socket.connect(address).await.unwrap().into_std().unwrap()
    });
    connection.set_nonblocking(false).unwrap();
    connection
}

fn is_gone(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::BrokenPipe | ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted
    )
}

#[test]
fn connections_from_one_address_are_limited() {
    let limits = Limits { connections: 100, per_address: 3 };
    let tracker = Local::start(Tracker::new(Settings::default()), limits).unwrap();
    let mut open: Vec<TcpStream> = (0..3).map(|_| connect(tracker.address)).collect();
    for connection in &mut open {
        connection.write_all(b"GET /scrape HTTP/1.1\r\n\r\n").unwrap();
        assert!(connection.read(&mut [0; 16]).unwrap() > 0);
    }
    assert_eq!(read_all(&mut connect(tracker.address)), "", "one more is closed");
    open.pop();
    let start = Instant::now();
    while !exchange_or_nothing(tracker.address).contains("200 OK") {
        assert!(start.elapsed() < PATIENCE, "there is room again");
    }
}

fn exchange_or_nothing(address: SocketAddr) -> String {
    let mut connection = connect(address);
    let _ = connection.write_all(b"GET /scrape HTTP/1.0\r\n\r\n");
    read_all(&mut connection)
}
