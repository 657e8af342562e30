//! Announces to a tracker as fast as it answers. It needs no crate: build it with `rustc -O load.rs`.
//!
//! ```text
//! load http|udp ADDRESS PEERS SECONDS   fills a swarm, then prints announces per second
//! load slow ADDRESS COUNT SECONDS       COUNT slow writers and as many slow readers, together with
//!                                       one honest client: prints its announces, and its longest
//!                                       wait in milliseconds
//! load flood ADDRESS PEERS              announces random hashes and ports over UDP
//! ```

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};
use std::{env, io, thread};

/// The number of clients, each of which waits for its answer.
const CLIENTS: u64 = 16;
const HASH: [u8; 20] = *b"\xd1\x10\x1a\x2b\x9d\x20\x28\x11\xa0\x5e\x8c\x57\xc5\x57\xa2\x0b\xf9\x74\xdc\x8a";

trait Client {
    fn announce(&mut self, hash: [u8; 20], port: u16) -> io::Result<()>;
}

struct Http {
    address: SocketAddr,
    connection: Option<TcpStream>,
}

impl Client for Http {
    fn announce(&mut self, hash: [u8; 20], port: u16) -> io::Result<()> {
        let hash: String = hash.iter().map(|byte| format!("%{byte:02X}")).collect();
        let request = format!(
            "GET /announce?info_hash={hash}&peer_id=-TR2940-0890apv0oznf&port={port}&uploaded=0\
             &downloaded=0&left=7&compact=1&numwant=50 HTTP/1.1\r\nHost: x\r\n\r\n"
        );
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => {
                let connection = TcpStream::connect(self.address)?;
                connection.set_nodelay(true)?;
                connection.set_read_timeout(Some(Duration::from_secs(5)))?;
                connection
            }
        };
        connection.write_all(request.as_bytes())?;
        let (mut response, mut buffer) = (Vec::new(), [0; 4096]);
        loop {
            let length = connection.read(&mut buffer)?;
            response.extend_from_slice(&buffer[..length]);
            // The body is one dictionary, at the end of the response.
            let head = response.windows(4).position(|four| four == b"\r\n\r\n");
            let whole = head.is_some_and(|head| response.len() >= head + 4 + body_length(&response[..head]));
            if whole || length == 0 {
                // If the tracker has closed the connection, the request is sent over another one.
                let text = String::from_utf8_lossy(&response[..head.unwrap_or(0)]).to_lowercase();
                if length > 0 && !text.contains("connection: close") {
                    self.connection = Some(connection);
                }
                return if whole { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
            }
        }
    }
}

fn body_length(head: &[u8]) -> usize {
    let head = String::from_utf8_lossy(head).to_lowercase();
    let length = head.split("content-length:").nth(1).and_then(|rest| rest.lines().next());
    length.and_then(|length| length.trim().parse().ok()).unwrap_or(0)
}

struct Udp {
    socket: UdpSocket,
    id: [u8; 8],
    since: Instant,
}

impl Udp {
    fn new(address: SocketAddr) -> io::Result<Udp> {
        let socket = UdpSocket::bind("0.0.0.0:0")?;
        socket.connect(address)?;
        socket.set_read_timeout(Some(Duration::from_secs(1)))?;
        let mut udp = Udp { socket, id: [0; 8], since: Instant::now() };
        udp.connect()?;
        Ok(udp)
    }

    fn connect(&mut self) -> io::Result<()> {
        let mut buffer = [0; 16];
        self.socket.send(b"\0\0\x04\x17\x27\x10\x19\x80\0\0\0\0abcd")?;
        self.socket.recv(&mut buffer)?;
        self.id.copy_from_slice(&buffer[8..]);
        self.since = Instant::now();
        Ok(())
    }
}

impl Client for Udp {
    fn announce(&mut self, hash: [u8; 20], port: u16) -> io::Result<()> {
        if self.since.elapsed() > Duration::from_secs(50) {
            self.connect()?;
        }
        let mut datagram = Vec::with_capacity(98);
        datagram.extend_from_slice(&self.id);
        datagram.extend_from_slice(b"\0\0\0\x01abcd");
        datagram.extend_from_slice(&hash);
        datagram.extend_from_slice(b"-TR2940-0890apv0oznf");
        datagram.extend_from_slice(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]);
        datagram.extend_from_slice(&[0; 20]);
        datagram.extend_from_slice(&50_u32.to_be_bytes());
        datagram.extend_from_slice(&port.to_be_bytes());
        self.socket.send(&datagram)?;
        let mut reply = [0; 2048];
        self.socket.recv(&mut reply)?;
        // Action 3 is an error.
        if reply[3] == 1 { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
    }
}

fn client(wire: &str, address: SocketAddr) -> io::Result<Box<dyn Client>> {
    Ok(match wire {
        "udp" => Box::new(Udp::new(address)?),
        _ => Box::new(Http { address, connection: None }),
    })
}

fn measure(wire: &'static str, address: SocketAddr, peers: u64, seconds: u64) {
    let (done, stop, failed) = (AtomicU64::new(0), AtomicBool::new(false), AtomicU64::new(0));
    let mut filler = client("udp", address).expect("a tracker");
    for peer in 0..peers {
        let _ = filler.announce(HASH, 1_024 + peer as u16);
    }
    thread::scope(|scope| {
        for n in 0..CLIENTS {
            let (done, stop, failed) = (&done, &stop, &failed);
            scope.spawn(move || {
                let mut client = client(wire, address).expect("a tracker");
                let mut turn = n;
                while !stop.load(Relaxed) {
                    let port = 1_024 + (turn % peers) as u16;
                    turn += CLIENTS;
                    match client.announce(HASH, port) {
                        Ok(()) => done.fetch_add(1, Relaxed),
                        Err(_) => failed.fetch_add(1, Relaxed),
                    };
                }
            });
        }
        thread::sleep(Duration::from_secs(1));
        let (start, before) = (Instant::now(), done.load(Relaxed));
        thread::sleep(Duration::from_secs(seconds));
        let rate = (done.load(Relaxed) - before) as f64 / start.elapsed().as_secs_f64();
        stop.store(true, Relaxed);
        println!("{rate:.0} {}", failed.load(Relaxed));
    });
}

fn slow(address: SocketAddr, count: usize, seconds: u64) {
    let end = Instant::now() + Duration::from_secs(seconds);
    let honest = thread::spawn(move || {
        let mut honest = Http { address, connection: None };
        let (mut answered, mut longest) = (0, Duration::ZERO);
        while Instant::now() < end {
            let start = Instant::now();
            match honest.announce(HASH, 1_024) {
                Ok(()) => answered += 1,
                Err(_) => honest.connection = None,
            }
            longest = longest.max(start.elapsed());
        }
        println!("{answered} {}", longest.as_millis());
    });
    let open = |_| TcpStream::connect(address).and_then(|it| it.set_nonblocking(true).map(|()| it));
    let (mut writers, mut readers) = (Vec::new(), Vec::new());
    let requests = "GET /scrape HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1_000);
    while Instant::now() < end {
        // Clients that are disconnected connect again.
        writers.extend((writers.len()..count).filter_map(|n| open(n).ok()));
        readers.extend((readers.len()..count).filter_map(|n| open(n).ok()));
        writers.retain_mut(|it: &mut TcpStream| it.write(b"G").is_ok());
        readers.retain_mut(|it: &mut TcpStream| match it.write(requests.as_bytes()) {
            Ok(_) => true,
            Err(error) => error.kind() == io::ErrorKind::WouldBlock,
        });
        thread::sleep(Duration::from_millis(200));
    }
    honest.join().expect("a thread");
}

fn flood(address: SocketAddr, peers: u64) {
    let mut client = client("udp", address).expect("a tracker");
    let (mut taken, mut state) = (0, 1_u64);
    for _ in 0..peers {
        // xorshift
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let mut hash = HASH;
        hash[..8].copy_from_slice(&state.to_be_bytes());
        taken += u64::from(client.announce(hash, 1 + (state % 60_000) as u16).is_ok());
    }
    println!("{taken}");
}

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let number = |n: usize| arguments[n].parse().expect("a number");
    let address = arguments[2].parse().expect("an address");
    match arguments[1].as_str() {
        "http" => measure("http", address, number(3), number(4)),
        "udp" => measure("udp", address, number(3), number(4)),
        "slow" => slow(address, number(3) as usize, number(4)),
        _ => flood(address, number(3)),
    }
}
