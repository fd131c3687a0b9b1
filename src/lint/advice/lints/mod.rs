//! The lints, one file per question, and the lists by which they are run.
//!
//! A lint is a function from a model to findings. A new one is a file with such a function, a line in the list of its
//! family, and a row in `src/diag/codes/advice.rs`.

mod cloud;
mod engine;
mod falco;
mod host;
mod kube;
mod supply;
mod validity;

use super::findings::Findings;
use super::read::command::{Command, Via};
use super::read::falco as rules;
use super::read::shell::Script;
use super::read::yaml::{self, Documents};
use super::snippet::Snippet;
use super::subject::Subject;
use crate::source::Span;
use crate::source::yaml::Node;

/// One command where it stands.
pub(super) struct Site<'s> {
    /// The snippet.
    pub(super) snippet: &'s Snippet,
    /// What the report is about.
    pub(super) subject: &'s Subject,
    /// The script.
    pub(super) script: &'s Script,
    /// Which of the script's commands.
    pub(super) at: usize,
    /// The command.
    pub(super) command: &'s Command,
}

impl<'s> Site<'s> {
    /// The commands that feed this one through a pipe, the nearest first.
    fn upstream(&self) -> impl Iterator<Item = &'s Command> {
        let (group, at) = self.command.pipeline;
        // Pipelines are numbered as they begin: before a lower number none of this one can stand.
        let before = self.script.commands.get(..self.at).unwrap_or_default().iter().rev();
        let near = before.take_while(move |one| one.pipeline.0 >= group);
        near.filter(move |one| one.pipeline.0 == group && one.pipeline.1 < at)
    }

    /// The commands that stand in this one's words.
    fn children(&self, via: &'static [Via]) -> impl Iterator<Item = &'s Command> {
        let at = self.at;
        let after = self.script.commands.get(at.saturating_add(1)..).unwrap_or_default();
        after.iter().filter(move |one| one.parent == Some(at) && via.contains(&one.via))
    }
}

/// One document where it stands.
pub(super) struct Object<'s> {
    /// The snippet.
    pub(super) snippet: &'s Snippet,
    /// Its documents.
    pub(super) documents: &'s Documents,
    /// This one's root.
    pub(super) root: &'s Node,
}

impl Object<'_> {
    /// `kind:`, or nothing.
    fn kind(&self) -> &str {
        yaml::text_at(self.root, &["kind"]).unwrap_or_default()
    }

    /// `apiVersion:`, or nothing.
    fn api(&self) -> &str {
        yaml::text_at(self.root, &["apiVersion"]).unwrap_or_default()
    }

    /// Where a node stands.
    fn span(&self, node: &Node) -> Span {
        self.documents.span(node)
    }

    /// Whether it is a policy about other objects, in which a risky value is what is refused.
    fn is_policy(&self) -> bool {
        let api = self.api();
        [
            "kyverno.io",
            "gatekeeper.sh",
            "admissionregistration.k8s.io",
            "policy/",
            "policies.kubewarden",
            "audit.k8s.io",
            "cilium.io",
            "apiextensions.k8s.io",
            "kubescape",
        ]
        .iter()
        .any(|group| api.contains(group))
    }
}

type CommandLint = fn(&Site<'_>, &mut Findings);
type ObjectLint = fn(&Object<'_>, &mut Findings);
type SnippetLint = fn(&Snippet, &mut Findings);
type RulesLint = fn(&rules::Rules<'_>, &mut Findings);

/// Runs every lint over a snippet.
pub(super) fn check(snippet: &Snippet, subject: &Subject, findings: &mut Findings) {
    for script in &snippet.scripts {
        for (at, command) in script.commands.iter().enumerate() {
            let site = Site { snippet, subject, script, at, command };
            let lists = [
                engine::COMMANDS,
                kube::COMMANDS,
                host::COMMANDS,
                cloud::COMMANDS,
                supply::COMMANDS,
                validity::COMMANDS,
                falco::COMMANDS,
            ];
            lists.into_iter().flatten().for_each(|lint| lint(&site, findings));
        }
    }
    for documents in &snippet.documents {
        for root in documents.roots.iter().flat_map(members) {
            let lone = root.get("rule").is_some()
                && root.get("condition").is_some()
                && root.get("mitigation").is_none();
            if lone || rules::is_rules(root) {
                let rules = rules::read(documents, root, snippet.incident, &subject.macros);
                falco::RULES.iter().for_each(|lint| lint(&rules, findings));
                if !lone {
                    continue;
                }
            }
            let object = Object { snippet, documents, root };
            let lists = [kube::OBJECTS, cloud::OBJECTS, supply::OBJECTS, validity::OBJECTS, falco::OBJECTS];
            lists.into_iter().flatten().for_each(|lint| lint(&object, findings));
        }
    }
    let lists = [kube::SNIPPETS, supply::SNIPPETS, validity::SNIPPETS];
    lists.into_iter().flatten().for_each(|lint| lint(snippet, findings));
}

/// The objects of a `List`, or the object itself.
fn members(root: &Node) -> Vec<&Node> {
    let is_list = yaml::text_at(root, &["kind"]).is_some_and(|kind| kind == "List");
    match root.get("items").and_then(Node::items) {
        Some(items) if is_list => items.iter().collect(),
        _ => vec![root],
    }
}
