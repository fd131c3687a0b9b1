//! Turns `rules/` into the embedded form of the built-in rulebook.
fn main() {
    println!("cargo::rerun-if-changed=rules");
}
