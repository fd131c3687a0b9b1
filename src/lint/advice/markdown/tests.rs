//! Blocks, their places, and what the prose says of them.

use super::*;
use crate::source::{ByteRange, FileId};

fn blocks(markdown: &str) -> Vec<Block> {
    read(&Text::whole_file(FileId(0), markdown)).blocks
}

#[test]
fn code_in_lists_and_quotes_knows_its_places() {
    let source =
        "1. one\n\n   ```sh\n   ls /é\n   id\n   ```\n\n> ```yaml\n> a: b\n> ```\n\n    indented x\n";
    let found = blocks(source);
    let texts: Vec<_> = found.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(texts, ["ls /é\nid\n", "a: b\n", "indented x\n"]);
    let at = |block: &Block, needle: &str| {
        let at = block.text.as_str().find(needle).unwrap();
        block.text.span_at(ByteRange::new(at, at + needle.len())).bytes.range()
    };
    for (block, needle) in [(&found[0], "id"), (&found[1], "b"), (&found[2], "x")] {
        assert_eq!(source.get(at(block, needle)), Some(needle));
    }
}

#[test]
fn a_counter_example_is_told_by_what_stands_around_it() {
    let bad = |markdown: &str| blocks(markdown)[0].counter;
    assert!(bad("```sh bad\nx\n```\n"));
    assert!(bad("```sh\n# Do not run this\nx y\n```\n"));
    assert!(bad("Never run:\n\n```sh\nx y\n```\n\nUse this instead:\n\n```sh\nz\n```\n"));
    assert!(!bad("Run:\n\n```sh\nx y\n```\n"));
    assert!(bad("## What not to do\n\n```sh\nx y\n```\n"));
}

#[test]
fn front_matter_is_no_code_and_comments_are_kept() {
    let source = "---\ntitle: x\n---\n\n<!-- falconer-allow: FL1101 reason=\"needed for the test\" -->\n```sh\nx\n```\n";
    let found = blocks(source);
    assert_eq!(found.len(), 1);
    assert!(found[0].comment.as_ref().unwrap().as_str().contains("FL1101"));
}
