//! Announces a torrent to a tracker and shows the reply.

mod client;
mod server;

use std::process::ExitCode;

use client::{Command, HELP};

fn main() -> ExitCode {
    let done = match Command::parse(std::env::args().skip(1)) {
        Ok(Command::Help) => {
            print!("{HELP}");
            Ok(())
        }
        Ok(Command::Demo) => client::demo(&mut std::io::stdout()),
        Ok(Command::Wires) => client::wires(&mut std::io::stdout()),
        Ok(Command::Announce(errand)) => client::run(&errand),
        Err(wrong) => {
            client::show::note(&format!("{wrong}; see --help"));
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            client::show::note(&problem);
            ExitCode::FAILURE
        }
    }
}
