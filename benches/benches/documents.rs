//! Seconds: one group for each document, one line for each operation and subject.
//!
//! `cargo bench -p benches --features peers -- ann_dict_50/document`. Counts decide, seconds
//! illustrate: see `counts`.

use std::time::Duration;

use benches::documents::{self, Document};
use benches::operation::Operation;
use benches::subjects::SUBJECTS;
use criterion::{BenchmarkId, Criterion, Throughput};

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .sample_size(20)
        .configure_from_args();
    for document in documents::names().filter_map(documents::document) {
        group(&mut criterion, Box::leak(Box::new(document)));
    }
    criterion.final_summary();
}

fn group(criterion: &mut Criterion, document: &'static Document) {
    let mut group = criterion.benchmark_group(document.name);
    group.throughput(Throughput::Bytes(document.bytes.len() as u64));
    for operation in Operation::ALL.into_iter().filter(|one| one.takes(document.shape)) {
        for subject in SUBJECTS {
            let Some(mut case) = (subject.prepare)(operation, document) else { continue };
            if case.proves(document) {
                let id = BenchmarkId::new(operation.name(), subject.name);
                group.bench_function(id, |bencher| bencher.iter(|| case.run(1)));
            }
        }
    }
    group.finish();
}
