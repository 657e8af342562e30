//! The nodes that a node knows: many near it, few that are far away (BEP 5, "Routing Table").

use std::time::Duration;

use tracker_types::krpc::{NodeId, NodeInfo};

/// How many nodes a bucket holds, and how many a reply names.
pub const K: usize = 8;

/// A node that has sent nothing for longer than this gives its place to another.
const QUESTIONABLE: Duration = Duration::from_secs(15 * 60);

/// Nodes by the number of leading bits that their ids have in common with ours.
#[derive(Debug)]
pub struct Table {
    pub id: NodeId,
    buckets: Vec<Vec<(NodeInfo, Duration)>>,
}

impl Table {
    pub fn new(id: NodeId) -> Table {
        Table { id, buckets: vec![Vec::new(); 161] }
    }

    /// Notes that a node has sent something.
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
        // A known id from another address is not believed, unless the node has been silent for long.
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

    /// The known nodes nearest to a target, the nearest first.
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
