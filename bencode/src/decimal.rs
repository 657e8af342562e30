//! Numbers as decimal digits, on the stack.

/// `00` to `99`.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[b'0'; 2]; 100];
    let mut n = 0u8;
    while n < 100 {
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
        {
            pairs[n as usize] = [b'0' + n / 10, b'0' + n % 10];
        }
        n += 1;
    }
    pairs
};

/// `i`, a sign, 39 digits of 128 bits, `e`: 42 bytes at most.
const END: usize = 44;

/// `i`, a sign, 20 digits of 64 bits, `e`: what [`Decimal::chunk`] is good for.
pub(crate) const CHUNK: usize = 23;

/// So that a chunk can be taken wherever the number starts.
const SPACE: usize = END + CHUNK;

/// An integer or a length as the wire has it, right-aligned.
pub(crate) struct Decimal {
    space: [u8; SPACE],
    start: usize,
}

impl Decimal {
    /// `<value>:`
    #[inline(always)]
    pub(crate) fn length(value: usize) -> Decimal {
        let mut decimal = Decimal::ending(b':');
        decimal.digits(value as u64);
        decimal
    }

    /// `i<value>e`
    #[inline(always)]
    pub(crate) fn integer(negative: bool, magnitude: u64) -> Decimal {
        let mut decimal = Decimal::ending(b'e');
        decimal.digits(magnitude);
        decimal.begin(negative);
        decimal
    }

    /// `i<value>e`, for what does not fit 64 bits.
    #[inline(never)]
    pub(crate) fn wide(negative: bool, magnitude: u128) -> Decimal {
        let mut decimal = Decimal::ending(b'e');
        let mut rest = magnitude;
        while rest > 0 {
            decimal.put(b'0'.wrapping_add((rest % 10) as u8));
            rest /= 10;
        }
        decimal.begin(negative);
        decimal
    }

    #[inline(always)]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.space.get(self.start..END).unwrap_or_default()
    }

    /// The text of a 64-bit number and what lies behind it, and how long the text is: a copy of
    /// fixed size costs less than one of the right size.
    #[cfg(feature = "serde")]
    #[inline(always)]
    pub(crate) fn chunk(&self) -> (&[u8; CHUNK], usize) {
        let chunk = self.space.get(self.start..).and_then(|text| text.first_chunk());
        (chunk.unwrap_or(&[0; CHUNK]), END.wrapping_sub(self.start))
    }

    #[inline(always)]
    fn ending(last: u8) -> Decimal {
        let mut space = [0; SPACE];
        if let Some(end) = space.get_mut(END - 1) {
            *end = last;
        }
        Decimal { space, start: END - 1 }
    }

    #[inline(always)]
    fn begin(&mut self, negative: bool) {
        if negative {
            self.put(b'-');
        }
        self.put(b'i');
    }

    #[inline(always)]
    fn put(&mut self, byte: u8) {
        self.start = self.start.wrapping_sub(1);
        if let Some(place) = self.space.get_mut(self.start) {
            *place = byte;
        }
    }

    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "below 10")]
    fn digits(&mut self, value: u64) {
        let mut rest = value;
        while rest >= 100 {
            self.put_pair(rest % 100);
            rest /= 100;
        }
        if rest >= 10 {
            self.put_pair(rest);
        } else {
            self.put(b'0'.wrapping_add(rest as u8));
        }
    }

    /// Two digits at once: one look at the bounds, one store.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "below 100")]
    fn put_pair(&mut self, value: u64) {
        let pair = PAIRS.get(value as usize).copied().unwrap_or_default();
        let end = self.start;
        self.start = end.wrapping_sub(2);
        if let Some(place) = self.space.get_mut(self.start..end) {
            place.copy_from_slice(&pair);
        }
    }
}
