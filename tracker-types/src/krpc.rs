//! The DHT's messages, KRPC: bencoded dictionaries, one a datagram (BEP 5).
