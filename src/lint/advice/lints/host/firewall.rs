//! FL1306: a firewall flushed, or opened by default.

use crate::diag::{Code, Severity};
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;
use crate::lint::advice::read::command::Command;

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    if site.command.inside {
        return;
    }
    let Some((severity, message)) = judge(site.command) else { return };
    findings.add_as(
        severity,
        Code::FIREWALL_DOWN,
        site.command.span,
        message,
        "take out the one rule or table that you added: `nft delete table inet quarantine`, `iptables -D CHAIN RULE`",
    );
}

fn judge(command: &Command) -> Option<(Severity, String)> {
    let all = "takes down every rule, those that isolate something among them".to_owned();
    match command.program.as_str() {
        name if name.starts_with("iptables") || name.starts_with("ip6tables") => iptables(command),
        "iptables-restore" => None,
        "nft" => match (command.operand(0)?, command.operand(1)?) {
            ("flush", "ruleset") => Some((Severity::Error, all)),
            _ => None,
        },
        "ufw" if matches!(command.operand(0)?, "disable" | "reset") => Some((Severity::Error, all)),
        "ufw" if command.operand(0)? == "default" && command.operand(1)? == "allow" => {
            Some((Severity::Error, "accepts whatever no rule names".to_owned()))
        }
        "kubectl" | "oc" if command.path == "delete" && command.has(&["all"]) => {
            let kind = command.operand(0)?;
            matches!(kind, "networkpolicy" | "networkpolicies" | "netpol").then_some((Severity::Error, all))
        }
        "firewall-cmd" => {
            let opens = command.value(&["set-default-zone"]) == Some("trusted")
                || command.flags.iter().any(|flag| flag.spelt.contains("set-default-zone=trusted"))
                || command.flag(&["panic-off"]).is_some();
            opens.then(|| (Severity::Error, "accepts whatever no rule names".to_owned()))
        }
        "systemctl" | "service" => {
            let words: Vec<&str> =
                command.operands.iter().map(|word| word.as_str().trim_end_matches(".service")).collect();
            let stops = words.iter().any(|word| matches!(*word, "stop" | "disable" | "mask"));
            let firewall = words.iter().any(|word| {
                matches!(*word, "firewalld" | "ufw" | "nftables" | "iptables" | "netfilter-persistent")
            });
            (stops && firewall).then_some((Severity::Error, all))
        }
        _ => None,
    }
}

const BUILT_IN: [&str; 5] = ["INPUT", "OUTPUT", "FORWARD", "PREROUTING", "POSTROUTING"];

fn iptables(command: &Command) -> Option<(Severity, String)> {
    if command.flag(&["flush"]).is_some() {
        return Some(match command.operand(0) {
            None => {
                (Severity::Error, "flushes every chain, those that isolate something among them".to_owned())
            }
            Some(chain) if BUILT_IN.contains(&chain) => {
                (Severity::Error, format!("flushes `{chain}`, rules that isolate something among them"))
            }
            Some(chain) => (Severity::Note, format!("flushes the chain `{chain}`: be sure that it is yours")),
        });
    }
    let accepts = command.value(&["policy"])?;
    let opened = BUILT_IN.contains(&accepts) && command.operands.iter().any(|word| word.as_str() == "ACCEPT");
    opened.then(|| (Severity::Error, format!("accepts whatever no rule of `{accepts}` names")))
}
