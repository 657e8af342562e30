//! Raw values: verbatim here, a byte string in any other format.

use serde::{Serialize, Serializer};

use super::strings::bytes;
use crate::error::Error;
use crate::raw::{RAW, RawValue, WithRaw};

/// Bytes as bytes.
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        bytes(self.0, serializer)
    }
}

impl Serialize for RawValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(RAW, &Bytes(self.as_bytes()))
    }
}

impl<T> Serialize for WithRaw<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw().serialize(serializer)
    }
}

impl<T: Serialize> WithRaw<'static, T> {
    /// A value and its canonical encoding, for a struct that is built and then written.
    ///
    /// ```
    /// use bencode::WithRaw;
    ///
    /// #[derive(serde::Serialize)]
    /// struct Info {
    ///     name: String,
    ///     length: u64,
    /// }
    ///
    /// let info = WithRaw::of(Info { name: "spam".into(), length: 1 })?;
    /// assert_eq!(info.raw().as_bytes(), b"d6:lengthi1e4:name4:spame"); // what an info-hash is made of
    /// assert_eq!(info.name, "spam");
    /// # Ok::<(), bencode::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`to_vec`](crate::to_vec).
    pub fn of(value: T) -> Result<WithRaw<'static, T>, Error> {
        let raw = super::to_raw_value(&value)?;
        Ok(WithRaw::trusted(value, raw))
    }
}
