#!/usr/bin/env bash
# `falconer eval` beside rsigma, an engine for Sigma rules, on one thread over the same archive:
#
#     benches/peers/judge.sh [ALERTS] [ROUNDS]
#
# The same 10, 100, 1,000 and 10,000 rules in both languages, made by examples/generate_rules.rs; each rule must match
# as often in both, or the run fails. Falconer writes its findings to a file; rsigma only counts. Start (reading the
# rules) is measured with an archive of one alert, and the times stand with it and without.
#
# rsigma runs in its fastest ways (benches/peers/rsigma): its engine with its index, compiled once, without and with its
# two pre-filters; over its own JsonEvent, and over an event of ours that borrows from the line, so that what parsing
# costs and what judging costs can be told apart. What the rules ask for first is what tells most, as its index prefers.
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
    "$falconer" eval --jobs 1 --no-builtin --rules "$work/rules.yaml" -o "$work/findings" "$archive"
}
rsigma_json() { "$rsigma" "$work/sigma.yml" "$archive" json; }
rsigma_line() { "$rsigma" "$work/sigma.yml" "$archive" line; }
rsigma_bloom() { "$rsigma" "$work/sigma.yml" "$archive" line bloom; }
rsigma_ac() { "$rsigma" "$work/sigma.yml" "$archive" line ac; }

declare -A label=(
    [falconer_eval]="$(falconer_version) eval"
    [rsigma_json]='rsigma, JsonEvent'
    [rsigma_line]='rsigma, an event borrowing from the line'
    [rsigma_bloom]='the same, Bloom pre-filter'
    [rsigma_ac]='the same, cross-rule Aho-Corasick'
)
tools=(falconer_eval rsigma_json rsigma_line rsigma_bloom rsigma_ac)
version=$(sed -n '/^name = "rsigma-eval"$/{n;s/^version = "\(.*\)"$/\1/p;}' "$here/rsigma/Cargo.lock")

# How often each mitigation was found, as judge_sigma prints it.
count_findings() {
    sed -n 's/.*"mitigation":"\([^"]*\)".*/\1/p' "$work/findings" | sort | uniq -c | awk '{ print $2, $1 }' | sort
}

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

    count_findings > "$work/expected"
    [[ -s $work/expected ]] || die "$count rules found nothing in $alerts alerts"
    for name in "${tools[@]:1}"; do
        sort "$work/$name.out" | diff "$work/expected" - || die "$count rules: \`$name\` counts otherwise"
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
