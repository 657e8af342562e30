//! A list in the making.

use serde::Serialize;
use serde::ser::{SerializeSeq, SerializeTuple, SerializeTupleStruct, SerializeTupleVariant};

use super::serializer::Serializer;
use crate::error::Error;
use crate::sink::Sink;

/// The list opened last.
pub struct List<'s, S> {
    pub(super) serializer: &'s mut Serializer<S>,
    /// How many `e` end it: one more for a variant.
    pub(super) levels: usize,
}

/// The items of everything that is a list.
macro_rules! items {
    ($($trait:ident $method:ident)*) => {$(
        impl<S: Sink> $trait for List<'_, S> {
            type Ok = ();
            type Error = Error;

            #[inline(always)]
            fn $method<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Error> {
                item.serialize(&mut *self.serializer)
            }

            #[inline]
            fn end(self) -> Result<(), Error> {
                self.serializer.end(self.levels)
            }
        }
    )*};
}

items! {
    SerializeSeq serialize_element
    SerializeTuple serialize_element
    SerializeTupleStruct serialize_field
    SerializeTupleVariant serialize_field
}
