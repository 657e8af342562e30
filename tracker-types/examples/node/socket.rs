//! A node's socket and its timers.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::net::UdpSocket;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{interval, timeout};
use tracker_types::krpc::{self, Body, Message, Method, NodeId, NodeInfo, Query};

use super::state::State;

/// How long a node may take to answer.
const TIMEOUT: Duration = Duration::from_secs(2);

/// How often the secret of the tokens changes (BEP 5), and old peers and items are dropped.
const ROTATION: Duration = Duration::from_secs(5 * 60);

/// How often a node looks for its neighbors again.
const REFRESH: Duration = Duration::from_secs(10 * 60);

/// A node of the DHT, which answers queries until it is dropped.
pub struct Node {
    inner: Arc<Inner>,
    tasks: Vec<JoinHandle<()>>,
}

/// The receivers of answers, by the node that was asked and the transaction id.
type Open = HashMap<(SocketAddr, [u8; 2]), oneshot::Sender<Vec<u8>>>;

pub(super) struct Inner {
    socket: UdpSocket,
    state: Mutex<State>,
    /// The queries that wait for an answer.
    open: Mutex<Open>,
    next: AtomicU16,
    started: Instant,
    /// Whether the node answers no queries, and says so in its own (BEP 43).
    read_only: bool,
}

impl Node {
    /// Starts a node at this address. Other nodes do not put a `read_only` one in their tables.
    pub async fn start(id: NodeId, address: SocketAddr, read_only: bool) -> io::Result<Node> {
        let inner = Arc::new(Inner {
            socket: UdpSocket::bind(address).await?,
            state: Mutex::new(State::new(id, random())),
            open: Mutex::default(),
            next: AtomicU16::new(0),
            started: Instant::now(),
            read_only,
        });
        let tasks = vec![tokio::spawn(inner.clone().listen()), tokio::spawn(inner.clone().tend())];
        Ok(Node { inner, tasks })
    }

    pub fn address(&self) -> io::Result<SocketAddr> {
        self.inner.socket.local_addr()
    }

    /// How many nodes this one knows.
    pub fn known(&self) -> usize {
        self.inner.state().table.len()
    }

    /// Joins the DHT through these nodes and looks for its own neighbors; returns how many of them answered.
    pub async fn join(&self, entries: &[SocketAddr]) -> usize {
        let mut answered = 0_usize;
        for entry in entries {
            let target = self.inner.id();
            let find = Method::FindNode { target, want: krpc::Want::NONE };
            if self.inner.ask(*entry, None, find).await.is_some() {
                answered = answered.saturating_add(1);
            }
        }
        self.inner.refresh().await;
        answered
    }

    pub(super) fn inner(&self) -> &Arc<Inner> {
        &self.inner
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl Inner {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn id(&self) -> NodeId {
        self.state().table.id
    }

    fn now(&self) -> Duration {
        self.started.elapsed()
    }

    /// Asks a node, whose id may be known; returns its answer, a datagram. A node that does not answer is
    /// removed from the table.
    pub(super) async fn ask(
        &self,
        address: SocketAddr,
        id: Option<NodeId>,
        method: Method<'_>,
    ) -> Option<Vec<u8>> {
        let transaction = self.next.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let mut message = Message::new(transaction, Query::new(self.id(), method));
        message.read_only = self.read_only;
        let mut datagram = Vec::new();
        krpc::encode(&message, &mut datagram);
        let (answer, answered) = oneshot::channel();
        self.open().insert((address, transaction), answer);
        let sent = self.socket.send_to(&datagram, address).await;
        let answered = match sent {
            Ok(_) => timeout(TIMEOUT, answered).await.ok().and_then(Result::ok),
            Err(_) => None,
        };
        self.open().remove(&(address, transaction));
        if let (None, Some(id)) = (&answered, id) {
            self.state().table.failed(&id);
        }
        answered
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers queries, and passes answers to the queries that wait for them.
    async fn listen(self: Arc<Inner>) {
        let mut buffer = vec![0; 65_536];
        loop {
            // An error here is about a datagram that was sent earlier.
            let Ok((length, from)) = self.socket.recv_from(&mut buffer).await else { continue };
            let datagram = buffer.get(..length).unwrap_or_default();
            if let Some(answer) = self.receive(datagram, from) {
                let _ = self.socket.send_to(&answer, from).await;
            }
        }
    }

    fn receive(&self, datagram: &[u8], from: SocketAddr) -> Option<Vec<u8>> {
        let (message, _) = krpc::decode(datagram).ok()?;
        let query = match &message.body {
            Body::Query(query) => query,
            Body::Reply(_) | Body::Error(_) => {
                let transaction = message.transaction.as_deref()?.try_into().ok()?;
                let waiting = self.open().remove(&(from, transaction))?;
                if let Some(id) = message.reply().and_then(|reply| reply.id) {
                    self.state().table.heard(NodeInfo::new(id, from), self.now());
                }
                // The receiver is gone if the query has timed out.
                let _ = waiting.send(datagram.to_vec());
                return None;
            }
        };
        if self.read_only {
            return None;
        }
        Some(self.state().answer(&message, query, from, self.now()))
    }

    /// Changes the secret of the tokens, drops old peers and items, and refreshes the table.
    async fn tend(self: Arc<Inner>) {
        let (mut rotation, mut refresh) = (interval(ROTATION), interval(REFRESH));
        refresh.tick().await;
        loop {
            tokio::select! {
                _ = rotation.tick() => {
                    let mut state = self.state();
                    state.tokens.rotate(random());
                    state.storage.expire(self.now());
                }
                _ = refresh.tick() => self.refresh().await,
            }
        }
    }

    async fn refresh(&self) {
        self.lookup(self.id(), |target| Method::FindNode { target, want: krpc::Want::NONE }).await;
    }
}

/// Random bytes; the standard library's hasher is keyed by the system's randomness.
pub fn random<const N: usize>() -> [u8; N] {
    let key = RandomState::new();
    std::array::from_fn(|n| key.hash_one(n).to_ne_bytes()[0])
}

/// A random id.
pub fn random_id() -> NodeId {
    NodeId(random())
}
