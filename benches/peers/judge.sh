#!/usr/bin/env bash
# `falconer eval` beside rsigma, an engine for Sigma rules, on one thread over the same archive:
#
#     benches/peers/judge.sh [ALERTS] [ROUNDS]
#
# The same 10, 100, 1,000 and 10,000 rules in both languages, made by examples/generate_rules.rs; each rule must match
# as often in both, or the run fails. Falconer writes its findings to a file. Start, which is reading the rules, is
# measured with an archive of one alert; the times stand with it and without.
#
# rsigma runs as benches/peers/rsigma says: its engine, compiled once, with its index; over its own JsonEvent, writing
# its matches and only counting them; and over an event of ours that borrows from the line, only counting, without and
# with its two pre-filters, so that what parsing costs and what judging costs can be told apart. Rules ask first for
# what tells most, which its index takes among equals.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
usage='[ALERTS] [ROUNDS]'
alerts=${1:-100000} rounds=${2:-3}
positive "$alerts"
positive "$rounds"
rsigma=$peers/rsigma/release/judge_sigma
[[ -x $rsigma ]] || die "rsigma is not there; run benches/peers/install.sh"
build generate_alerts generate_rules
make_work
make_archive "$alerts"
whole=$archive one=$work/one.json
head -n 1 "$whole" > "$one"

falconer_eval() {
    "$falconer" eval --jobs 1 --no-builtin --rules "$work/rules.yaml" -o "$work/falconer_eval.file" "$archive"
}
rsigma_written() { "$rsigma" "$work/sigma.yml" "$archive" json write; }
rsigma_json() { "$rsigma" "$work/sigma.yml" "$archive" json; }
rsigma_line() { "$rsigma" "$work/sigma.yml" "$archive" line; }
rsigma_bloom() { "$rsigma" "$work/sigma.yml" "$archive" line bloom; }
rsigma_ac() { "$rsigma" "$work/sigma.yml" "$archive" line ac; }

declare -A label=(
    [falconer_eval]="$(falconer_version) eval"
    [rsigma_written]='rsigma, JsonEvent, matches written'
    [rsigma_json]='rsigma, JsonEvent, matches counted'
    [rsigma_line]='rsigma, event of our own, matches counted'
    [rsigma_bloom]='the same, Bloom pre-filter'
    [rsigma_ac]='the same, cross-rule Aho-Corasick'
)
tools=(falconer_eval rsigma_written rsigma_json rsigma_line rsigma_bloom rsigma_ac)
version=$(sed -n '/^name = "rsigma-eval"$/{n;s/^version = "\(.*\)"$/\1/p;}' "$here/rsigma/Cargo.lock")

# counts NAME: how often each rule matched, by what the tool wrote.
counts() {
    case $1 in
        falconer_eval) sed -n 's/.*"mitigation":"\([^"]*\)".*/\1/p' "$work/falconer_eval.file" | tally ;;
        rsigma_written) sed -n 's/.*"rule_title":"\([^"]*\)".*/\1/p' "$work/$1.out" | tally ;;
        *) sort "$work/$1.out" ;;
    esac
}
tally() { sort | uniq -c | awk '{ print $2, $1 }' | sort; }

for count in 10 100 1000 10000; do
    "$release/examples/generate_rules" "$count" falconer > "$work/rules.yaml"
    "$release/examples/generate_rules" "$count" sigma > "$work/sigma.yml"
    declare -A start=()
    cpu=() clock=() archive=$one
    contest "$rounds" "${tools[@]}"
    for name in "${tools[@]}"; do
        start[$name]=${cpu[$name]}
    done
    cpu=() clock=() archive=$whole
    contest "$rounds" "${tools[@]}"

    counts falconer_eval > "$work/expected"
    [[ -s $work/expected ]] || die "$count rules found nothing in $alerts alerts"
    for name in "${tools[@]:1}"; do
        counts "$name" | diff "$work/expected" - || die "$count rules: \`$name\` counts otherwise"
    done

    matches=$(awk '{ sum += $2 } END { print sum }' "$work/expected")
    heading "$count rules, $alerts alerts, $bytes bytes, $matches matches by each; rsigma-eval $version" "$rounds"
    for name in "${tools[@]}"; do
        judged=$(calc "${cpu[$name]} - ${start[$name]}")
        printf '%-44s %8.2f s CPU %6.1f x;  start %5.2f s, without it %8.2f s %7.0f MB/s %6.1f x\n' "${label[$name]}" \
            "${cpu[$name]}" "$(ratio "${cpu[$name]}" "${cpu[falconer_eval]}")" "${start[$name]}" "$judged" \
            "$(ratio "$bytes / 1e6" "$judged")" \
            "$(ratio "$judged" "$(calc "${cpu[falconer_eval]} - ${start[falconer_eval]}")")"
    done
done
