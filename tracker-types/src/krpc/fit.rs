//! Lengths of messages, and replies shortened to fit a packet.

use super::encode::encode;
use super::message::{Body, Message, Reply};
use crate::compact::{Compact, Packed};
use crate::sink::FixedBuffer;
use crate::sink::sealed::Memory;

impl Message<'_> {
    /// Returns the length of the encoded message, in bytes.
    pub fn encoded_len(&self) -> usize {
        let mut nowhere = FixedBuffer::new(&mut []);
        encode(self, &mut nowhere);
        nowhere.length()
    }

    /// Removes entries from the lists of a reply until the message has at most `limit` bytes: last
    /// ones first, `values` before `samples`, `nodes6` and `nodes`. Returns whether it fits now.
    ///
    /// BEP 32 asks for 1024 bytes at most.
    ///
    /// ```
    /// use std::net::SocketAddr;
    /// use tracker_types::krpc::{Message, NodeId, Reply};
    ///
    /// let mut reply = Reply::new(NodeId(*b"mnopqrstuvwxyz123456"));
    /// reply.values = (1..=500).map(|port| SocketAddr::from(([203, 0, 113, 9], port))).collect();
    /// let mut message = Message::new(b"aa", reply);
    /// assert!(message.fit(1024) && message.encoded_len() <= 1024);
    /// let reply = message.reply().unwrap();
    /// assert_eq!(reply.values.iter().count(), 120);
    /// ```
    pub fn fit(&mut self, limit: usize) -> bool {
        for shorten in LISTS {
            let excess = self.encoded_len().saturating_sub(limit);
            match &mut self.body {
                Body::Reply(reply) if excess > 0 => shorten(reply, excess),
                _ => return excess == 0,
            }
        }
        self.encoded_len() <= limit
    }
}

/// Each removes the last entries of a list that together take this number of bytes, or all entries.
const LISTS: [fn(&mut Reply<'_>, usize); 4] = [
    |reply, excess| reply.values = reply.values.shortened(excess),
    |reply, excess| shorten(&mut reply.samples, excess),
    |reply, excess| shorten(&mut reply.nodes6, excess),
    |reply, excess| shorten(&mut reply.nodes, excess),
];

fn shorten<T: Packed>(list: &mut Option<Compact<'_, T>>, excess: usize) {
    if let Some(list) = list {
        let kept = list.len().saturating_sub(excess.div_ceil(T::SIZE));
        *list = list.iter().take(kept).collect();
    }
}
