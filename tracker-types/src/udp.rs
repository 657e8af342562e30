//! The UDP wire: datagrams of a fixed layout (BEP 15, BEP 41).
