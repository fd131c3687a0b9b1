//! A rulebook as large as wanted, for benches: mitigations of about 1 KB, each with words of its own, so that none can
//! be answered by what was found out about another.
//!
//! In: a count. Out: texts of rulebook files, each below the bound of one file. The same for every run and machine.
//! No dependency: include it with `#[path = "support/rulebook.rs"] mod rulebook;`.

use std::fmt::Write;

/// So many mitigations stand in one file.
const IN_A_FILE: usize = 1000;

/// The texts of `count` mitigations, in files of at most a thousand.
pub(crate) fn files(count: usize) -> Vec<String> {
    let numbers: Vec<usize> = (0..count).collect();
    numbers.chunks(IN_A_FILE).map(|part| part.iter().map(|&n| mitigation(n)).collect()).collect()
}

/// One mitigation: prose with holes, a condition, two strategies with commands, a test.
fn mitigation(n: usize) -> String {
    let mut text = String::new();
    let service = ["shop", "cart", "find", "bill", "mail"].get(n % 5).copied().unwrap_or_default();
    let _ = write!(
        text,
        "- mitigation: written-below-{n}
  title: Something wrote below {service} {n}
  rule: Write below the data of {service} {n}
  condition: evt.type in (openat, creat) and fd.name startswith /srv/{service}-{n}/ and proc.name != writer-{n}
  tags: [team-{team}, T1565]
  summary: |
    {{{{ proc.name }}}} wrote {{{{ fd.name }}}} as {{{{ user.name }}}}. Only writer-{n} does that.
  analysis: [proc.cmdline, fd.name]
  strategies:
    - strategy: keep-{n}
      title: Keep the file
      phase: preserve
      examples:
        - lang: sh
          code: |
            docker cp {{{{ container.id }}}}:{{{{ fd.name }}}} evidence/{service}-{n}/
            sha256sum evidence/{service}-{n}/* | tee -a evidence/{n}.sha256
{second}  references: [https://wiki.example.com/{service}/{n}]
  tests:
    - test: a stranger writes
      alert: {{ output_fields: {{ evt.type: openat, fd.name: /srv/{service}-{n}/a, proc.name: sh }} }}
      expect: {{ match: true }}
",
        team = n % 97,
        second = second_strategy(n)
    );
    text
}

/// One of three strategies, so that not all commands are alike.
fn second_strategy(n: usize) -> String {
    let (phase, title, command) = match n % 3 {
        0 => (
            "triage",
            "See the pod",
            format!(
                "kubectl describe pod {{{{ k8s.pod.name }}}} -n {{{{ k8s.ns.name }}}} | tee evidence/pod-{n}"
            ),
        ),
        1 => (
            "investigate",
            "See who else wrote",
            format!(
                "grep -h \"/srv/data-{n}/\" /var/log/falco/events.json | jq -r .output_fields | sort | uniq -c"
            ),
        ),
        _ => (
            "harden",
            "Take away the right to write",
            format!("if test -d /srv/data-{n}; then\n  chmod -R g-w,o-w /srv/data-{n}\nfi"),
        ),
    };
    let code: String = command.lines().map(|line| format!("            {line}\n")).collect();
    format!(
        "    - strategy: second-{n}
      title: {title}
      phase: {phase}
      examples:
        - lang: sh
          code: |
{code}"
    )
}
