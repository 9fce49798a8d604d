#!/bin/bash
# folkmoot tally --explain: small invented elections of every rule, vote type and completion, told word by word as in tests/tools/explained; in every
# language there is, whole; the same paragraphs in JSON.
set -u
F=$B/folkmoot pb=tests/tools/pb told=tests/tools/explained
if [ ! -x "$F" ]; then
	echo "not ok - $F is built"
	exit 1
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

while read -r name file args; do
	# shellcheck disable=SC2086 # args are words
	"$F" tally "$pb/$file" $args --explain >"$work/out" 2>"$work/err"
	code=$?
	if [ $code = 0 ] && cmp -s "$told/$name.txt" "$work/out"; then
		echo "ok - $name"
	else
		echo "not ok - $name (exit $code)"
		diff "$told/$name.txt" "$work/out" | sed 's/^/# /'
	fi
done <"$told/list"
listed=$(wc -l <"$told/list") there=$(ls $told/*.txt | wc -l)
if [ "$listed" = "$there" ]; then echo "ok - every text is tried"; else echo "not ok - $there texts, $listed tried"; fi

# What is left to fill in, or was never written, would show.
for catalogue in assets/pages/*.txt; do
	language=$(basename "$catalogue" .txt) faults=0
	while read -r name file args; do
		# shellcheck disable=SC2086
		"$F" tally "$pb/$file" $args --explain --language "$language" >"$work/out" 2>"$work/err" || faults=$((faults + 1))
		if [ ! -s "$work/out" ] || grep -q '[{}]\|\[explain' "$work/out"; then faults=$((faults + 1)); fi
		if [ "$language" != en ] && cmp -s "$told/$name.txt" "$work/out"; then faults=$((faults + 1)); fi
	done <"$told/list"
	if [ $faults = 0 ]; then echo "ok - told in $language"; else echo "not ok - told in $language: $faults faults"; fi
done

# The paragraphs of JSON are those of the text.
"$F" tally "$pb/approval.pb" --rule mes --completion add1 --explain --json 2>"$work/err" | python3 -c '
import json, sys
parts = json.load(sys.stdin)["explanation"]
assert {p["part"] for p in parts} == {"rule", "round", "tie", "end"}
print(" ".join(p["text"] for p in parts))' >"$work/json"
tr '\n' ' ' <$told/mes-add1.txt | sed 's/  */ /g; s/ $//' >"$work/text"
if [ "$(cat "$work/json")" = "$(cat "$work/text")" ]; then echo "ok - the same in JSON"; else echo "not ok - the same in JSON"; fi

refused() { # name, expected part of the sentence, arguments
	local name=$1 expected=$2
	shift 2
	"$F" tally "$@" >"$work/out" 2>"$work/err"
	if [ "$? $(wc -c <"$work/out") $(grep -cF -- "$expected" "$work/err")" = "2 0 1" ]; then echo "ok - $name"; else
		echo "not ok - $name"
		sed 's/^/# /' "$work/err"
	fi
}
refused "a language without a catalogue" "there are no explanations in the language 'tlh'; the languages are: ar bn en es fr pl pt so" "$pb/approval.pb" --explain --language tlh
refused "a language without --explain" "--language belongs to --explain" "$pb/approval.pb" --language en
