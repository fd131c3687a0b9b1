//! The `falconer` binary: calls [`falconer::cli::main`] and nothing else.

fn main() -> std::process::ExitCode {
    falconer::cli::main()
}
