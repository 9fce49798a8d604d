#!/bin/bash
# folkmoot pabulib: small invented files of one fault each against what must be said of them; repairs; the published files, where they are there.
set -u
F=$PWD/$B/folkmoot cases=$PWD/tests/tools/pb/check real=$PWD/../shared/pabulib
if [ ! -x "$F" ]; then
	echo "not ok - $F is built"
	exit 1
fi
work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d) # many small files are written, and each is synced
trap 'rm -rf "$work"' EXIT

is() { # name, expected, got
	if [ "$2" = "$3" ]; then echo "ok - $1"; else printf 'not ok - %s\n#   expected %s\n#   got      %s\n' "$1" "$2" "$3"; fi
}

# --- check: exit status, line, message ---

cd "$cases" || exit 1
good=0 files=0
for file in *.pb; do
	files=$((files + 1))
	{ "$F" pabulib check "$file" 2>&1; echo "$?"; } >"$work/got"
	if [ "$(tail -n 1 "$work/got")" = "$(head -n 1 "${file%.pb}.txt")" ] && [ "$(sed '$d' "$work/got")" = "$(tail -n +2 "${file%.pb}.txt")" ]; then
		good=$((good + 1))
	else
		echo "# $file:"
		diff <(tail -n +2 "${file%.pb}.txt") <(sed '$d' "$work/got") | sed 's/^/#   /'
	fi
done
is "every file with one fault: its exit status, its line, its sentence ($files files)" "$files" "$good"
is "they are more than sixty, and all have their sentences" "yes 0" "$([ "$files" -gt 60 ] && echo yes) $(find . -name '*.txt' | sed 's/txt$/pb/' | xargs ls 2>&1 >/dev/null | wc -l)"

"$F" pabulib check good-approval.pb no-such-file.pb >"$work/out" 2>"$work/err"
is "a file that is not there" "2 1" "$? $(grep -c 'no-such-file.pb: the Pabulib file is not there' "$work/err")"
"$F" pabulib check . >"$work/out" 2>"$work/err"
is "a folder" "2 1" "$? $(grep -c 'plain file' "$work/err")"
"$F" pabulib check good-approval.pb good-ordinal.pb >"$work/out" 2>&1
is "several good files" "0 2" "$? $(grep -c ': 0 errors' "$work/out")"
"$F" pabulib check good-approval.pb cost-zero.pb title-small.pb >"$work/out" 2>&1
is "one bad file among good ones" 1 $?
if python3 -c 'import json' 2>/dev/null; then
	"$F" pabulib check --json many-of-one-kind.pb title-small.pb >"$work/json" 2>"$work/err"
	is "findings as JSON" "1 10 5 0 1 title 19" "$? $(python3 -c 'import json, sys
a, b = json.load(open(sys.argv[1]))
print(a["errors"], a["warnings"], b["errors"], b["warnings"], b["faults"][0]["kind"], b["faults"][0]["line"])' "$work/json")"
else
	echo "ok - findings as JSON # SKIP python3 is not installed"
fi
printf 'META\nkey;value\n\033[31mred;\033[0m\n' >"$work/paint.pb"
for sign in , '\t'; do
	printf "META$sign$sign\nkey${sign}value$sign\n" >"$work/padded.pb"
	printf "META\nkey${sign}value\n" >"$work/parted.pb"
	"$F" pabulib check "$work/padded.pb" >"$work/padded" 2>&1
	"$F" pabulib check "$work/parted.pb" >"$work/parted" 2>&1
	is "columns parted by '$sign' are told as that" "1 1" "$(grep -c "^$work/padded.pb:[12]: error: has .* between the columns, where the format has ';'" "$work/padded") $(grep -c "^$work/parted.pb:2: error: has .* between the columns, where the format has ';'" "$work/parted")"
done
"$F" pabulib check "$work/paint.pb" >"$work/out" 2>&1
is "nothing from a file paints on the terminal" "1 0" "$? $(grep -c $'\033' "$work/out")"

# --- repair: how many repairs are told, and how many errors are left ---

good=0 files=0 refused=0
mkdir "$work/written"
while IFS='|' read -r name code repairs errors; do
	files=$((files + 1))
	"$F" pabulib repair "$name.pb" -o "$work/written/$name.pb" >"$work/out" 2>"$work/err"
	got="$name|$?|$(grep -c ': repaired: ' "$work/out")"
	if [ ! -e "$work/written/$name.pb" ]; then
		refused=$((refused + 1))
		got="$got$(grep -q 'cannot be repaired, and nothing was written' "$work/err" || echo ' unsaid')|-"
	fi
	echo "$got"
done <repairs >"$work/repairs"
(cd "$work/written" && "$F" pabulib check ./*.pb) | sed -n 's/^\.\/\(.*\)\.pb: \([0-9]*\) error.*/\1 \2/p' >"$work/left"
awk 'NR == FNR { left[$1] = $2; next } { split($0, at, "|"); print /-$/ ? $0 : $0 "|" left[at[1]] }' "$work/left" "$work/repairs" >"$work/got"
diff repairs "$work/got" | sed 's/^/#   /'
is "repairs: exit status, how many are told, how many errors are left" "" "$(diff repairs "$work/got" 2>&1 | head -n 1)"
is "every file is tried" "$(ls ./*.pb | wc -l)" "$(wc -l <repairs)"
is "some cannot be repaired, and are not written" yes "$([ "$(grep -c -- '-$' "$work/got")" -gt 10 ] && echo yes)"

"$F" pabulib repair all-at-once.pb -o "$work/mended.pb" >"$work/out" 2>"$work/err"
is "a file with many faults: every repair is told" "0 $(cat all-at-once.repairs)" "$? $(sed '$d' "$work/out")"
is "and it is written as it should be" "" "$(diff all-at-once.mended "$work/mended.pb" 2>&1)"
"$F" pabulib repair all-at-once.pb -o "$work/mended.pb" >"$work/out" 2>"$work/err"
is "a file that exists is not overwritten" "2 1" "$? $(grep -c 'exists already' "$work/err")"
"$F" pabulib repair all-at-once.pb -o /dev/full/x.pb >"$work/out" 2>"$work/err"
is "a place that is none" 2 $?

# --- the published files ---

if [ ! -d "$real" ]; then
	echo "ok - the published files are accepted, written and accepted again # SKIP $real is not there"
	exit 0
fi
mkdir "$work/real"
for file in "$real"/*.pb "$real"/synthetic/*.pb; do
	"$F" pabulib repair "$file" -o "$work/real/$(basename "$file")" >>"$work/all" 2>&1
done
"$F" pabulib check "$real"/*.pb "$real"/synthetic/*.pb | sed 's/^.*\/\([^/]*\.pb\)/\1/' >"$work/before"
(cd "$work/real" && "$F" pabulib check $(cd "$real" && ls ./*.pb && cd synthetic && ls ./*.pb)) | sed 's/^\.\///' >"$work/after"
files=$(ls "$work/real" | wc -l) accepted=$(grep -c '\.pb: 0 errors' "$work/before")
echo "# note: $accepted of $files published and synthetic files have no error"
is "nothing in them has to be repaired" "$files" "$(grep -c 'nothing had to be repaired' "$work/all")"
is "the published files are written, and the same is said of them again" "" "$(diff "$work/before" "$work/after" 2>&1 | head -n 3)"
is "none of the published files has an error" 0 "$("$F" pabulib check "$real"/*.pb >/dev/null 2>&1; echo $?)"
