//! Conditions put together from the fuzzer's choices, judged over alerts put together likewise: the plan, the
//! evaluator that walks the tree, and the reference evaluator agree; so do a batch and the engine it was made from.
#![no_main]

#[path = "../../tests/fuzz/plan.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|input: &[u8]| property::holds(input));
