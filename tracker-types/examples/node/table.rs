//! The nodes that a node knows: many near it, few far away (BEP 5, "Routing Table").

use std::time::Duration;

use tracker_types::krpc::{NodeId, NodeInfo};

/// How many nodes a bucket holds, and a reply names.
pub const K: usize = 8;

/// A node that has said nothing for so long makes room for another.
const QUESTIONABLE: Duration = Duration::from_secs(15 * 60);

/// Nodes by the number of bits that their ids have in common with ours.
#[derive(Debug)]
pub struct Table {
    pub id: NodeId,
    buckets: Vec<Vec<(NodeInfo, Duration)>>,
}

impl Table {
    pub fn new(id: NodeId) -> Table {
        Table { id, buckets: vec![Vec::new(); 161] }
    }

    /// Notes that a node is there.
    pub fn heard(&mut self, node: NodeInfo, now: Duration) {
        let common = node.id.distance(&self.id).leading_zeros();
        let Some(bucket) = usize::try_from(common).ok().and_then(|it| self.buckets.get_mut(it))
        else {
            return;
        };
        if node.id == self.id {
            return;
        }
        let is_old = |heard: Duration| now.saturating_sub(heard) > QUESTIONABLE;
        let same = bucket.iter().position(|(known, _)| known.id == node.id);
        let place = same.or_else(|| bucket.iter().position(|(_, heard)| is_old(*heard)));
        let Some(place) = place else {
            if bucket.len() < K {
                bucket.push((node, now));
            }
            return;
        };
        // Whoever says to be a node that is known, and is elsewhere, is not believed.
        let known = bucket.get_mut(place);
        if let Some(known) =
            known.filter(|(it, heard)| it.address == node.address || is_old(*heard))
        {
            *known = (node, now);
        }
    }

    /// Forgets a node that does not answer.
    pub fn failed(&mut self, id: &NodeId) {
        self.buckets.iter_mut().for_each(|bucket| bucket.retain(|(known, _)| known.id != *id));
    }

    /// The nodes nearest to a target, the nearest first.
    pub fn nearest(&self, target: &NodeId) -> Vec<NodeInfo> {
        let mut nodes: Vec<_> = self.buckets.iter().flatten().map(|(node, _)| *node).collect();
        nodes.sort_by_key(|node| node.id.distance(target));
        nodes.truncate(K);
        nodes
    }

    pub fn len(&self) -> usize {
        self.buckets.iter().map(Vec::len).sum()
    }
}
