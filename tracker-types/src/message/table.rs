//! The macro that makes a message's reader and writer from its table.

/// Declares a message: `mod name, read Type, write Type = { "key" => place: Kind, … }`.
///
/// The keys stand in ascending order, at most 31 of them. A place is a path into a value of the
/// type; `rare` after a key says that it is looked up, not guessed. Both types may use the lifetime
/// `'a`, of the bytes that are read; `write Type` may be left out. What follows:
///
/// - `name::KEYS`: the keys, and bits for masks over [`Notes::seen`](super::Notes::seen);
/// - `name::read(start, out, notes)`: reads the dictionary that `start` begins with, fills `out`
///   and returns what follows; `notes.seen` then says which keys were there;
/// - `name::write(from, out)`: writes the dictionary, canonically.
macro_rules! message {
    (mod $name:ident, read $read:ty $(, write $write:ty)? = $table:tt) => {
        mod $name {
            #[allow(unused_imports, reason = "a table names types and kinds from around it")]
            use super::*;

            $crate::message::message!(@keys $table);
            $crate::message::message!(@read $read, $table);
            $crate::message::message!(@odd $read, $table);
            $($crate::message::message!(@write $write, $table);)?
        }
    };
    (@keys { $($key:literal $($rare:ident)? => $($place:ident).+: $kind:ty,)+ }) => {
        pub(super) const KEYS: $crate::message::Keys = $crate::message::Keys::new(
            &[$($key),+],
            &[$($crate::message::prefix($key.as_bytes())),+],
        );
    };
    (@read $read:ty, { $($key:literal $($rare:ident)? => $($place:ident).+: $kind:ty,)+ }) => {
        pub(super) fn read<'a>(
            start: &'a [u8],
            out: &mut $read,
            notes: &mut $crate::message::Notes,
        ) -> Option<&'a [u8]> {
            let mut rest = start.strip_prefix(b"d")?;
            let mut order = $crate::message::Order::new();
            loop {
                let mut taken = 0;
                'round: {
                    if let [b'e', ..] = rest {
                        break 'round;
                    }
                    $(if $crate::message::message!(@guessed $($rare)?) {
                        if let Some(value) = rest.strip_prefix($crate::message::message!(@key $key)) {
                            taken |= const { KEYS.bit($key) };
                            rest = <$kind as $crate::message::Kind<'a>>::read(
                                value,
                                &mut out.$($place).+,
                                notes,
                            )?;
                            if let [b'e', ..] = rest {
                                break 'round;
                            }
                        }
                    })+
                }
                order.round(taken, notes);
                if let [b'e', behind @ ..] = rest {
                    order.end(KEYS, start, notes);
                    return Some(behind);
                }
                if taken == 0 {
                    rest = odd(&mut order, rest, out, notes)?;
                }
            }
        }
    };
    (@odd $read:ty, { $($key:literal $($rare:ident)? => $($place:ident).+: $kind:ty,)+ }) => {
        /// Reads a key that was not guessed, and its value.
        #[cold]
        #[inline(never)]
        fn odd<'a>(
            order: &mut $crate::message::Order<'a>,
            rest: &'a [u8],
            out: &mut $read,
            notes: &mut $crate::message::Notes,
        ) -> Option<&'a [u8]> {
            let (key, value) = $crate::message::key(rest, notes)?;
            let Some(index) = order.find(KEYS, key, notes) else {
                return $crate::message::skip(value, notes);
            };
            $(if index == const { KEYS.index($key) } {
                let place = &mut out.$($place).+;
                return <$kind as $crate::message::Kind<'a>>::read(value, place, notes);
            })+
            None
        }
    };
    (@write $write:ty, { $($key:literal $($rare:ident)? => $($place:ident).+: $kind:ty,)+ }) => {
        pub(super) fn write<'a>(from: &$write, out: &mut $crate::message::Output<'_>) {
            out.put(b"d");
            $(<$kind as $crate::message::Written<_>>::write(
                &from.$($place).+,
                $crate::message::message!(@key $key),
                out,
            );)+
            out.put(b"e");
        }
    };
    (@guessed) => { true };
    (@guessed rare) => { false };
    (@key $key:literal) => {
        const { &$crate::message::encoded::<{ $crate::message::encoded_length($key) }>($key) }
    };
}

pub(crate) use message;
