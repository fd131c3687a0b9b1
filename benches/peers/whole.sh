#!/usr/bin/env bash
# `falconer eval` with the whole built-in rulebook beside a bare check of the same JSON, as whole programs; two workers
# beside one; gzip input beside `gzip -dc`:
#
#     benches/peers/whole.sh [ALERTS] [ROUNDS]
#
# The bare check is examples/structural_skip.rs. Two of it at once, which share nothing, tell how much two processors of
# this machine can gain at all. Findings are written to a file.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
usage='[ALERTS] [ROUNDS]'
alerts=${1:-620000} rounds=${2:-3}
positive "$alerts"
positive "$rounds"
build generate_alerts structural_skip
make_work
make_archive "$alerts"
gzip -1 -k "$archive"
condition='proc.name = nc and user.name = root'

skip() { "$release/examples/structural_skip" "$archive"; }
skip_2() {
    skip &
    local other=$!
    skip
    wait "$other"
}
eval_1() { "$falconer" eval --jobs 1 -o "$work/eval_1.file" "$archive"; }
eval_2() { "$falconer" eval --jobs 2 -o "$work/eval_2.file" "$archive"; }
eval_gzip() { "$falconer" eval --jobs 1 -o "$work/eval_gzip.file" "$archive.gz"; }
filter_1() { "$falconer" filter --jobs 1 "$condition" "$archive"; }
filter_2() { "$falconer" filter --jobs 2 "$condition" "$archive"; }
filter_gzip() { "$falconer" filter --jobs 1 "$condition" "$archive.gz"; }
gzip_dc() { gzip -dc "$archive.gz"; }

findings() { wc -l < "$work/eval_1.file"; }

contest "$rounds" skip skip_2 eval_1 eval_2 filter_1 filter_2 eval_gzip filter_gzip gzip_dc
[[ $(cat "$work/skip.out") == "$alerts lines, 0 refused" ]] || die "the bare check says: $(cat "$work/skip.out")"

heading "$alerts alerts, $bytes bytes, $(findings) findings of the built-in rulebook; $(falconer_version)" "$rounds"
row skip 'structural skip' skip
row skip_2 'structural skip, two at once' skip
row eval_1 'eval' skip
row eval_2 'eval, two workers' skip
row filter_1 'filter' skip
row filter_2 'filter, two workers' skip
row eval_gzip 'eval, gzip input' skip
row filter_gzip 'filter, gzip input' skip
row gzip_dc 'gzip -dc alone' skip
echo
echo "eval, CPU time beside the structural skip: $(ratio "${cpu[eval_1]}" "${cpu[skip]}") x"
echo "two skips at once, on the clock: $(ratio "2 * ${clock[skip]}" "${clock[skip_2]}") times as fast as one by one"
for command in eval filter; do
    one=${clock[${command}_1]} two=${clock[${command}_2]}
    echo "$command, two workers on the clock: $(ratio "$one" "$two") times as fast as one"
    echo "$command, gzip input beside gzip -dc: $(ratio "${cpu[${command}_gzip]}" "${cpu[gzip_dc]}") x CPU time," \
        "$(ratio "${clock[${command}_gzip]}" "${clock[gzip_dc]}") x on the clock"
done
