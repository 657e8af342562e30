//! Work spread over the cores.

use std::sync::Mutex;
use std::{iter, thread};

/// The results of `each` for all items, computed by as many threads as there are cores.
pub(crate) fn on_all_cores<T: Sync, R: Send>(
    items: &[T],
    each: impl Fn(&T) -> Option<R> + Sync,
) -> Vec<R> {
    let rest = Mutex::new(items.iter());
    let next = || rest.lock().unwrap().next();
    let work = || iter::from_fn(next).filter_map(&each).collect::<Vec<_>>();
    thread::scope(|scope| {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}
