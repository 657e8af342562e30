//! A list in the making.

use serde::Serialize;
use serde::ser::{SerializeSeq, SerializeTuple, SerializeTupleStruct, SerializeTupleVariant};

use super::serializer::Serializer;
use crate::error::Error;
use crate::sink::Sink;

/// The list opened last.
pub struct List<'s, S> {
    serializer: &'s mut Serializer<S>,
    /// Whether it is the value of a variant, and one `e` more ends it.
    is_variant: bool,
}

impl<'s, S: Sink> List<'s, S> {
    #[inline(always)]
    pub(super) fn new(
        serializer: &'s mut Serializer<S>,
        is_variant: bool,
    ) -> Result<List<'s, S>, Error> {
        serializer.open(b'l')?;
        Ok(List { serializer, is_variant })
    }

    #[inline(always)]
    fn finish(self) -> Result<(), Error> {
        if self.is_variant {
            self.serializer.close()?;
        }
        self.serializer.close()
    }
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
                self.finish()
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
