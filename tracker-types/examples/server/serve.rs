//! The sockets and the clock of a tracker.

use std::future::Future;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::net::SocketAddr;
use std::num::NonZero;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use tokio::net::{TcpListener, UdpSocket};
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::task::{JoinSet, spawn_blocking};
use tokio::time::{interval, sleep, timeout};
use tracing::debug;
use tracker_types::udp::ConnectionIds;

use super::gate::{Gate, Limits};
use super::http;
use super::tracker::Tracker;
use super::udp;

/// How often silent peers are dropped.
const SWEEP: Duration = Duration::from_secs(60);

/// Becomes true when the tracker is to stop.
pub type Closing = watch::Receiver<bool>;

/// What all connections share.
#[derive(Debug)]
pub struct Service {
    pub tracker: Tracker,
    pub ids: ConnectionIds,
    gate: Arc<Gate>,
    started: Instant,
}

impl Service {
    /// The time since the tracker was started.
    pub fn now(&self) -> Duration {
        self.started.elapsed()
    }
}

/// A tracker and its sockets.
#[derive(Debug)]
pub struct Server {
    service: Arc<Service>,
    tcp: Vec<TcpListener>,
    udp: Vec<Arc<UdpSocket>>,
}

impl Server {
    pub fn new(tracker: Tracker, limits: Limits) -> Server {
        // The standard library's hasher is keyed by the system's randomness.
        let key = RandomState::new();
        let ids = ConnectionIds::new([key.hash_one("first"), key.hash_one("second")]);
        let gate = Arc::new(Gate::new(limits));
        let service = Service { tracker, ids, gate, started: Instant::now() };
        Server { service: Arc::new(service), tcp: Vec::new(), udp: Vec::new() }
    }

    /// Listens at an address, over TCP and UDP; returns the address with the actual port.
    pub async fn bind(&mut self, address: SocketAddr) -> io::Result<SocketAddr> {
        let listener = TcpListener::bind(address).await?;
        let bound = listener.local_addr()?;
        self.udp.push(Arc::new(UdpSocket::bind(bound).await?));
        self.tcp.push(listener);
        Ok(bound)
    }

    /// Serves until `stop` completes, then finishes what has been started.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let (close, closing) = watch::channel(false);
        let (mut connections, mut others) = (JoinSet::new(), JoinSet::new());
        for listener in self.tcp {
            connections.spawn(accept(self.service.clone(), listener, closing.clone()));
        }
        for socket in self.udp {
            // As many tasks as there are cores; they share the socket.
            for _ in 0..available_parallelism().map_or(1, NonZero::get) {
                others.spawn(udp::serve(self.service.clone(), socket.clone()));
            }
        }
        others.spawn(sweep(self.service));
        stop.await;
        others.shutdown().await;
        close.send_replace(true);
        while connections.join_next().await.is_some() {}
    }
}

/// Serves each connection in a task of its own.
async fn accept(service: Arc<Service>, listener: TcpListener, mut closing: Closing) {
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            Some(_) = connections.join_next() => continue,
            _ = closing.wait_for(|closing| *closing) => break,
        };
        let Ok((stream, client)) = accepted else {
            // Too many open files, for example: some will be closed.
            sleep(Duration::from_millis(100)).await;
            continue;
        };
        let Some(pass) = service.gate.enter(client.ip()) else {
            debug!(%client, "too many connections, turned away");
            continue;
        };
        let serving = http::serve(service.clone(), stream, client, closing.clone());
        connections.spawn(async move {
            if let Err(problem) = serving.await {
                debug!(%client, %problem);
            }
            drop(pass);
        });
    }
    drop(listener);
    // Longer than any of them takes: each one stops by itself.
    let all = async { while connections.join_next().await.is_some() {} };
    let _ = timeout(http::GRACE.saturating_mul(2), all).await;
}

async fn sweep(service: Arc<Service>) {
    let mut rounds = interval(SWEEP);
    loop {
        rounds.tick().await;
        let service = service.clone();
        // It holds each lock for moments only, but its thread for longer.
        let _ = spawn_blocking(move || service.tracker.sweep(service.now())).await;
    }
}

/// A tracker on a free loopback port, stopped on drop.
#[derive(Debug)]
pub struct Local {
    pub address: SocketAddr,
    _runtime: Runtime,
}

impl Local {
    pub fn start(tracker: Tracker, limits: Limits) -> io::Result<Local> {
        let runtime = Runtime::new()?;
        let mut server = Server::new(tracker, limits);
        let address = runtime.block_on(server.bind(([127, 0, 0, 1], 0).into()))?;
        runtime.spawn(server.run(std::future::pending()));
        Ok(Local { address, _runtime: runtime })
    }
}
