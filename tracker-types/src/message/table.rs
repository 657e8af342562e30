//! The macro that makes a message's reader and writers from its table.

/// Declares a message: `mod name, read Type, write Type = { "key" => place: Kind, … }`.
///
/// The keys are in ascending order, at most 31 of them. A place is a path into a value of the type;
/// `rare` after a key means that it is looked up, not guessed, and `[Success]` that its quirks count only
/// in a message of that [`Scope`](super::Scope). `KEYS` has the keys, and bits for masks. The other items
/// depend on what is asked for, each with the type that has the places:
///
/// - `read T`: `read(start, out, notes)` reads the dictionary at the start of `start` into `out` and
///   returns the bytes after it; then `notes.seen` has the bits of its keys. The type may use the lifetime
///   `'a`, that of the bytes that are read;
/// - `write T`: `write_only::<MASK>(from, out)` writes the keys of a mask, canonically, and neither
///   begins nor ends the dictionary; with `[whole]` after the type, `write(from, out)` writes the whole
///   dictionary; with `[short]`, `write_short::<MASK>(from, page)` writes keys whose values are short to a
///   page; with `[common]`, `COMMON` has the bits of all keys that are not `rare`;
/// - `show T`: `show::<MASK, _>(from, map)` serializes the keys of a mask;
/// - `take T`, which may be repeated: [`Members`](super::Members) for the type;
/// - `beside OTHER::KEYS`: keys that are unknown here but known there are reported as foreign.
macro_rules! message {
    (
        mod $name:ident
        $(, read $read:ty)?
        $(, write $write:ty $([$($more:ident),+])?)?
        $(, show $show:ty)?
        $(, take $take:ty)*
        $(, beside $beside:path)?
        = $table:tt
    ) => {
        mod $name {
            #[allow(unused_imports, reason = "a table names types and kinds from around it")]
            use super::*;

            $crate::message::message!(@keys [$($beside)?] $table);
            $($crate::message::message!(@read $read, $table);)?
            $($crate::message::message!(@odd $read, $table);)?
            $(
                $crate::message::message!(@write $write, $table);
                $($($crate::message::message!(@$more $write, $table);)+)?
            )?
            $($crate::message::message!(@show $show, $table);)?
            $($crate::message::message!(@take $take, $table);)*
        }
    };
    (@keys [$($beside:path)?] {
        $($key:literal $($rare:ident)? $([$scope:ident])? => $($place:ident).+: $kind:ty,)+
    }) => {
        pub(super) const KEYS: $crate::message::Keys = $crate::message::Keys::new(
            &[$($key),+],
            &[$($crate::message::prefix($key.as_bytes())),+],
        )
        $(.beside(&$beside))?;
    };
    (@read $read:ty, {
        $($key:literal $($rare:ident)? $([$scope:ident])? => $($place:ident).+: $kind:ty,)+
    }) => {
        // A dictionary is read in two places, one of them inside `called`; the other one saves the cost of
        // saving and restoring registers for a call: see `decode-packet` in counts.tsv.
        #[inline(always)]
        pub(super) fn read<'a>(
            start: &'a [u8],
            out: &mut $read,
            notes: &mut $crate::message::Notes,
        ) -> Option<&'a [u8]> {
            let mut rest = $crate::message::after(start, b"d")?;
            let mut order = None;
            loop {
                let mut taken = 0;
                'round: {
                    if $crate::message::at_end(rest) {
                        break 'round;
                    }
                    $(if $crate::message::message!(@guessed $($rare)?) {
                        let key = $crate::message::message!(@key $key);
                        if let Some(value) = $crate::message::after_key(rest, key) {
                            taken |= const { KEYS.bit($key) };
                            let place = &mut out.$($place).+;
                            rest = match <$kind as $crate::message::Kind<'a>>::usual(value, place) {
                                Some(tail) => tail,
                                None => $crate::message::message!(
                                    @by <$kind as $crate::message::Kind<'a>>::read,
                                    value, place, notes $(, $scope)?
                                )?,
                            };
                            if $crate::message::at_end(rest) {
                                break 'round;
                            }
                        }
                    })+
                }
                if let [b'e', tail @ ..] = rest {
                    $crate::message::Order::end(order, taken, KEYS, start, notes);
                    return Some(tail);
                }
                let order = order.get_or_insert_with($crate::message::Order::new);
                order.round(taken, notes);
                if taken == 0 {
                    rest = odd(order, rest, out, notes)?;
                }
            }
        }
    };
    (@odd $read:ty, {
        $($key:literal $($rare:ident)? $([$scope:ident])? => $($place:ident).+: $kind:ty,)+
    }) => {
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
                return $crate::message::message!(
                    @by $crate::message::called::<$kind>, value, place, notes $(, $scope)?
                );
            })+
            None
        }
    };
    (@write $write:ty, {
        $($key:literal $($rare:ident)? $([$scope:ident])? => $($place:ident).+: $kind:ty,)+
    }) => {
        // Without the attribute the compiler makes it a call, because the sink is generic: see
        // `encode-packed` in counts.tsv.
        #[inline(always)]
        pub(super) fn write_only<const MASK: u64>(
            from: &$write,
            out: &mut $crate::message::Output<'_, impl $crate::sink::Sink>,
        ) {
            $(if const { MASK & KEYS.bit($key) != 0 } {
                let key = $crate::message::message!(@key $key);
                <$kind as $crate::message::Written<_>>::write(&from.$($place).+, key, out);
            })+
        }
    };
    (@common $write:ty, {
        $($key:literal $($rare:ident)? $([$scope:ident])? => $($place:ident).+: $kind:ty,)+
    }) => {
        /// The keys that are not rare.
        pub(super) const COMMON: u64 = 0 $(
            | if $crate::message::message!(@guessed $($rare)?) { KEYS.bit($key) } else { 0 }
        )+;
    };
    (@whole $write:ty, $table:tt) => {
        /// Writes the dictionary.
        pub(super) fn write(
            from: &$write,
            out: &mut $crate::message::Output<'_, impl $crate::sink::Sink>,
        ) {
            out.put(b"d");
            write_only::<{ u64::MAX }>(from, out);
            out.put(b"e");
        }
    };
    (@short $write:ty, {
        $($key:literal $($rare:ident)? $([$scope:ident])? => $($place:ident).+: $kind:ty,)+
    }) => {
        /// Writes the keys of a mask; the values of all of them are short.
        // Inlined for the reason given at `write_only`.
        #[inline(always)]
        pub(super) fn write_short<const MASK: u64>(
            from: &$write,
            page: &mut $crate::message::Page<'_>,
        ) {
            $(if const { MASK & KEYS.bit($key) != 0 } {
                let key = $crate::message::message!(@key $key);
                <$kind as $crate::message::Written<_>>::short(&from.$($place).+, key, page);
            })+
        }
    };
    (@show $show:ty, {
        $($key:literal $($rare:ident)? $([$scope:ident])? => $($place:ident).+: $kind:ty,)+
    }) => {
        pub(super) fn show<const MASK: u64, M: serde::ser::SerializeMap>(
            from: &$show,
            map: &mut M,
        ) -> Result<(), M::Error> {
            $(if const { MASK & KEYS.bit($key) != 0 } {
                <$kind as $crate::message::Shown<_>>::show(&from.$($place).+, $key, map)?;
            })+
            Ok(())
        }
    };
    (@take $take:ty, {
        $($key:literal $($rare:ident)? $([$scope:ident])? => $($place:ident).+: $kind:ty,)+
    }) => {
        impl $crate::message::Members for $take {
            fn find(key: &[u8]) -> Option<usize> {
                KEYS.find(key).ok()
            }

            fn name(index: usize) -> &'static str {
                KEYS.name(index)
            }

            fn take<'de, A: serde::de::MapAccess<'de>>(
                &mut self,
                index: usize,
                map: &mut A,
            ) -> Result<bool, A::Error> {
                $(if index == const { KEYS.index($key) } {
                    return <$kind as $crate::message::Taken<_>>::take(&mut self.$($place).+, map);
                })+
                Ok(false)
            }
        }
    };
    (@by $read:expr, $value:ident, $place:ident, $notes:ident) => {
        $read($value, $place, $notes)
    };
    (@by $read:expr, $value:ident, $place:ident, $notes:ident, $scope:ident) => {
        $notes.within($crate::message::Scope::$scope, |notes| $read($value, $place, notes))
    };
    (@guessed) => { true };
    (@guessed rare) => { false };
    (@key $key:literal) => {
        const { &$crate::message::encoded::<{ $crate::message::encoded_length($key) }>($key) }
    };
}

pub(crate) use message;
