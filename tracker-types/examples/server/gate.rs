//! Limits on the number of connections, in all and from each address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

/// How many connections are served at the same time; further ones are closed unanswered.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub connections: usize,
    /// From the same IPv4 address, or the same IPv6 network of 64 bits.
    pub per_address: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { connections: 10_000, per_address: 100 }
    }
}

/// Admits connections, and counts them.
#[derive(Debug)]
pub struct Gate {
    limits: Limits,
    inside: Mutex<Inside>,
}

#[derive(Debug, Default)]
struct Inside {
    all: usize,
    from: HashMap<IpAddr, usize>,
}

/// Permission to be served, given back on drop.
#[derive(Debug)]
pub struct Pass {
    gate: Arc<Gate>,
    network: IpAddr,
}

impl Gate {
    pub fn new(limits: Limits) -> Gate {
        Gate { limits, inside: Mutex::default() }
    }

    /// Admits a connection from this address, if there is room.
    pub fn enter(self: &Arc<Gate>, ip: IpAddr) -> Option<Pass> {
        let network = network(ip);
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let here = inside.from.get(&network).copied().unwrap_or_default();
        if inside.all >= self.limits.connections || here >= self.limits.per_address {
            return None;
        }
        inside.from.insert(network, here.saturating_add(1));
        inside.all = inside.all.saturating_add(1);
        Some(Pass { gate: self.clone(), network })
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut inside = self.gate.inside.lock().unwrap_or_else(PoisonError::into_inner);
        inside.all = inside.all.saturating_sub(1);
        match inside.from.get_mut(&self.network) {
            Some(here) if *here > 1 => *here = here.saturating_sub(1),
            _ => drop(inside.from.remove(&self.network)),
        }
    }
}

fn network(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V6(ip) => Ipv6Addr::from_bits(ip.to_bits() >> 64 << 64).into(),
        IpAddr::V4(ip) => ip.into(),
    }
}
