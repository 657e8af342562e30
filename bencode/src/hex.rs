//! Hexdumps: text to bytes and back.
