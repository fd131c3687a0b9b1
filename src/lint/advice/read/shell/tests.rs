//! Scripts and the commands that are read from them.

use super::*;
use crate::source::{ByteRange, FileId};

fn titles(script: &str) -> Vec<String> {
    let text = Text::whole_file(FileId(0), script);
    let show = |command: &Command| {
        let operands = command.operands.iter().map(|word| word.as_str().to_owned());
        std::iter::once(command.title()).chain(operands).collect::<Vec<_>>().join(" ")
    };
    read(&text, &mut Grammar::default()).commands.iter().map(show).collect()
}

#[test]
fn commands_are_found_wherever_they_stand() {
    for (script, expected) in [
        ("sudo -u root docker rm -f c", vec!["docker rm c"]),
        ("env A=b nohup kubectl delete pod p &", vec!["kubectl delete pod p"]),
        ("ssh -i k host 'docker stop c'", vec!["ssh host", "docker stop c"]),
        ("ssh host docker stop c", vec!["ssh host", "docker stop c"]),
        ("sh -c 'a | b'", vec!["sh", "a", "b"]),
        ("bash -xec \"rm -rf /x\"", vec!["bash", "rm /x"]),
        ("echo $(cat f)", vec!["echo $(cat f)", "cat f"]),
        ("if true; then rm a; else for x in 1; do rm b; done; fi", vec!["true", "rm a", "rm b"]),
        ("f() { rm a; }\n", vec!["rm a"]),
        ("docker container run --rm img sh -c 'id'", vec!["docker run img", "sh", "id"]),
        ("kubectl exec p -n n -- rm /x", vec!["kubectl exec p", "rm /x"]),
        ("find / -name x -exec rm {} \\;", vec!["find / x rm {} ;", "rm {}"]),
        ("ls | xargs -n1 rm -f", vec!["ls", "rm"]),
        ("kubectl delete pod \\\n  <pod name> -n x", vec!["kubectl delete pod <pod name>"]),
        ("sudo bash <<EOF\nrm a\nEOF", vec!["bash", "rm a"]),
    ] {
        assert_eq!(titles(script), expected, "{script}");
    }
}

#[test]
fn flags_have_their_values() {
    let text = Text::whole_file(FileId(0), "docker run -itv /a:/b --name=x -p80:80 img -v y");
    let script = read(&text, &mut Grammar::default());
    let flags: Vec<_> = script.commands[0].flags.iter().map(|f| format!("{}={}", f.name, f.text())).collect();
    assert_eq!(flags, ["interactive=", "tty=", "volume=/a:/b", "name=x", "publish=80:80"]);
    assert_eq!(script.commands[0].flags[3].value.as_ref().unwrap().span().bytes, ByteRange::new(29, 30));
}

#[test]
fn words_inside_nested_scripts_know_their_places() {
    let source = "ssh h 'sh -c \"rm -rf /srv\"'";
    let script = read(&Text::whole_file(FileId(0), source), &mut Grammar::default());
    let rm = script.commands.iter().find(|command| command.program == "rm").unwrap();
    let place = rm.operands[0].span().bytes.range();
    assert_eq!(source.get(place), Some("/srv"));
}

#[test]
fn pipelines_here_documents_and_files() {
    let script = read(
        &Text::whole_file(FileId(0), "a | b > f\ncat <<EOF | kubectl apply -f -\nkind: Pod\nEOF\n> g"),
        &mut Grammar::default(),
    );
    let places: Vec<_> =
        script.commands.iter().map(|c| (c.title(), c.pipeline.1, c.redirects.len())).collect();
    let expected = [("a", 0, 0), ("b", 1, 1), ("cat", 0, 0), ("kubectl apply", 1, 0), ("", 0, 1)];
    assert_eq!(places, expected.map(|(title, at, files)| (title.to_owned(), at, files)));
    assert_eq!(script.documents[0].0.as_str(), "kind: Pod\n");
}

#[test]
fn hostile_scripts_end() {
    for script in
        ["$(".repeat(500), "(".repeat(2_000), "a|".repeat(2_000), "<<E\n".repeat(500), "\"`".repeat(500)]
    {
        let _ = read(&Text::whole_file(FileId(0), &script), &mut Grammar::default());
    }
}
