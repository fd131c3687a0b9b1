//! FL04xx: tests of a rulebook.

use super::{Code, Row, Severity};

codes! {
    EMPTY_EXPECT = "FL0401" "empty-expect" Error
        what "A test that expects nothing cannot fail."
        why "A test that cannot fail proves nothing and looks as if it did."
        bad "expect: {}" good "expect: { match: true }";
    EXPECTS_STRANGER = "FL0402" "expects-stranger" Error
        what "A test expects a strategy that its mitigation does not use, so it can never pass."
        why "The test can never pass, whatever the mitigation does."
        bad "expect: { strategies: [isolate-pdo] }" good "expect: { strategies: [isolate-pod] }";
    DUPLICATE_TEST = "FL0403" "duplicate-test" Error
        what "Two tests of one mitigation have the same name, so a failure would not say which it is."
        why "A failure has to say which test it is."
        bad "tests:\n  - { test: a pod, alert: {}, expect: { match: true } }\n  - { test: a pod, alert: {}, expect: { match: true } }"
        good "tests:\n  - { test: a pod, alert: {}, expect: { match: true } }\n  - { test: a host, alert: {}, expect: { match: true } }";
    BAD_ALERT = "FL0404" "bad-alert" Error
        what "The alert of a test is no mapping, or has a key twice."
        why "What is tested would not be an alert that Falco prints."
        bad "alert: shell in a pod" good "alert: { output_fields: { k8s.pod.name: api-1 } }";
    TEST_FAILED = "FL0405" "test-failed" Error
        what "A test of a mitigation does not hold. `falconer test` reports it; `falconer check` runs no tests."
        why "The mitigation does not do what its author promised."
        bad "expect: { match: true }, of an alert that does not match" good "expect: { match: false }";
}
