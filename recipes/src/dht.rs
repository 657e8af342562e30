//! A question to a node of the DHT (BEP 5), over a socket of the standard library.

use std::error::Error;
use std::net::{SocketAddr, UdpSocket};

use tracker_types::InfoHash;
use tracker_types::krpc::{self, Body, Message, Method, NodeId, Query, Reply, Want};

/// Asks a node for peers of a torrent; the reply has peers, closer nodes, and a token for an announce.
pub fn get_peers(
    socket: &UdpSocket,
    node: SocketAddr,
    id: NodeId,
    info_hash: InfoHash,
) -> Result<Reply<'static>, Box<dyn Error + Send + Sync>> {
    let method = Method::GetPeers { info_hash, want: Want::NONE, no_seed: false, scrape: false };
    let transaction = *b"aa"; // random, so that nobody guesses it
    let mut datagram = Vec::new();
    krpc::encode(&Message::new(transaction, Query::new(id, method)), &mut datagram);
    socket.send_to(&datagram, node)?;
    let mut buffer = [0; 1500];
    loop {
        let (length, from) = socket.recv_from(&mut buffer)?; // ends at the read timeout
        let Ok((message, _quirks)) = krpc::decode(&buffer[..length]) else { continue };
        if from != node || message.transaction.as_deref() != Some(&transaction[..]) {
            continue;
        }
        match message.into_owned().body {
            Body::Reply(reply) => return Ok(reply),
            Body::Error(error) => return Err(error.into()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_node_names_a_peer() {
        let bind = || UdpSocket::bind("127.0.0.1:0").unwrap();
        let (asker, node) = (bind(), bind());
        asker.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let address = node.local_addr().unwrap();
        let peer: SocketAddr = "203.0.113.9:51413".parse().unwrap();
        let answering = std::thread::spawn(move || {
            let mut buffer = [0; 1500];
            let (length, from) = node.recv_from(&mut buffer).unwrap();
            let (asked, _) = krpc::decode(&buffer[..length]).unwrap();
            let mut reply = Reply::new(NodeId([2; 20]));
            reply.values = [peer].into_iter().collect();
            let mut datagram = Vec::new();
            krpc::encode(&Message::new(asked.transaction.unwrap(), reply), &mut datagram);
            node.send_to(b"d1:y1:re", from).unwrap(); // a reply to nothing
            node.send_to(&datagram, from).unwrap();
        });
        let reply = get_peers(&asker, address, NodeId([1; 20]), InfoHash([3; 20])).unwrap();
        assert!(reply.values.iter().eq([peer]));
        answering.join().unwrap();
    }
}
