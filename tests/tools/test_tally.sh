#!/bin/bash
# folkmoot tally: invented elections of every vote type against outcomes worked out by another program; malformed files, one fault each, with the exact
# sentence; odd files that are counted and told.
set -u
F=$B/folkmoot pb=tests/tools/pb
if [ ! -x "$F" ]; then
	echo "not ok - $F is built"
	exit 1
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

is() { # name, expected, got
	if [ "$2" = "$3" ]; then echo "ok - $1"; else printf 'not ok - %s\n#   expected %s\n#   got      %s\n' "$1" "$2" "$3"; fi
}
# The selected ids of a result in JSON, in order, between commas; and its value of a key.
selected() { tr -d '\n' <"$1" | sed 's/.*"selected": \[\([^]]*\)\],  *"cost".*/\1/; s/[" ]//g'; }
value() { sed -n "s/^ \"$2\": \"\{0,1\}\([^\",]*\)\"\{0,1\},*$/\1/p" "$1"; }

good=0 lines=0
while IFS='|' read -r file rule sat tie expected cost; do
	lines=$((lines + 1))
	"$F" tally "$pb/$file" --rule "$rule" --sat "$sat" --tie "$tie" --json >"$work/out" 2>"$work/err"
	got="$? $(selected "$work/out") $(value "$work/out" cost) $(value "$work/out" rule) $(value "$work/out" sat) $(value "$work/out" tie)"
	if [ "$got" = "0 $expected $cost $rule $sat $tie" ]; then good=$((good + 1)); else echo "# $file $rule $sat $tie: expected $expected $cost, got $got"; fi
done <"$pb/outcomes"
is "outcomes of invented elections ($lines lines)" "$lines" "$good"

good=0 lines=0
while IFS=$'\t' read -r name message; do
	lines=$((lines + 1))
	"$F" tally "$pb/bad/$name.pb" >"$work/out" 2>"$work/err"
	code=$?
	case $message in line*) sentence="folkmoot: $pb/bad/$name.pb, $message" ;; *) sentence="folkmoot: $pb/bad/$name.pb: $message" ;; esac
	if [ $code = 2 ] && [ ! -s "$work/out" ] && [ "$(tail -1 "$work/err")" = "$sentence" ]; then
		good=$((good + 1))
	else
		echo "# bad/$name: exit $code, $(tail -1 "$work/err")"
	fi
done <"$pb/bad/messages"
is "malformed files, each told by line and fault ($lines files)" "$lines" "$good"
is "every malformed file has its sentence" "$(ls $pb/bad/*.pb | wc -l)" "$lines"

# Defaults by vote type.
for case in approval:cost choose-one:cost ordinal:rank-cost cumulative:points-cost scoring:points-cost; do
	"$F" tally "$pb/${case%:*}.pb" --json >"$work/out" 2>/dev/null
	is "default of ${case%:*}" "greedy ${case#*:} none cost-votes-id" \
		"$(value "$work/out" rule) $(value "$work/out" sat) $(value "$work/out" completion) $(value "$work/out" tie)"
done

# The whole of one result, ties and rounds included.
"$F" tally "$pb/ties.pb" --tie id --json 2>/dev/null | tr -d ' \n' >"$work/ties"
is "ties and rounds in JSON" "$(tr -d ' \n' <"$pb/ties.json")" "$(cat "$work/ties")"
"$F" tally "$pb/ties.pb" --tie id >"$work/out" 2>/dev/null
is "ties in words" "$(cat "$pb/ties.txt")" "$(cat "$work/out")"

# A project named twice.
"$F" tally "$pb/repeated.pb" --json >"$work/once" 2>"$work/err"
is "a project named twice is told, with lines and a count" "3 1" \
	"$(grep -c 'line [0-9]*: names the project .* more than once' "$work/err") $(grep -c 'votes name a project more than once; it counts once in each' "$work/err")"
"$F" tally "$pb/repeated.pb" --repeats all --json >"$work/all" 2>"$work/err"
sum() { sed -n 's/^ *"votes": \([0-9]*\),*$/\1/p' "$1" | awk '{ s += $1 } END { print s }'; }
is "--repeats all counts every mention" "$(awk -F';' '/^VOTES/ { on = 1 } on && NF == 3 { n += split($2, _, ",") } END { print n - 1 }' "$pb/repeated.pb")" "$(sum "$work/all")"
is "once counts each project of a ballot once" "$(awk -F';' '/^PROJECTS/ { on = 1 } /^VOTES/ { on = 0 } on { s += $3 } END { print s }' "$pb/repeated.pb")" "$(sum "$work/once")"

refused() { # name, expected end of the sentence, arguments
	local name=$1 expected=$2
	shift 2
	"$F" tally "$@" >"$work/out" 2>"$work/err"
	is "$name" "2 0 1" "$? $(wc -c <"$work/out") $(tail -1 "$work/err" | grep -cF -- "$expected")"
}
refused "an unknown rule" "there is no rule 'best'" "$pb/approval.pb" --rule best
refused "an unknown satisfaction" "there is no satisfaction 'joy'" "$pb/approval.pb" --sat joy
refused "a satisfaction of another vote type" "the satisfaction 'points' belongs to votes with points ($pb/approval.pb has votes of the type approval)" "$pb/approval.pb" --sat points
refused "a completion" "a completion belongs to the rule 'mes'" "$pb/approval.pb" --completion add1
refused "an unknown tie rule" "there is no tie rule 'lots'" "$pb/approval.pb" --tie lots
refused "greedy-threshold without a threshold" "tells no min_project_score_threshold" "$pb/approval.pb" --rule greedy-threshold
refused "a file that is not there" "absent.pb" "$work/absent.pb"
refused "a folder" "$pb" "$pb"
refused "no file" "this command needs a Pabulib file"

# Big, and bigger: 100,000 votes for 200 projects, in seconds.
awk 'BEGIN {
	print "META\nkey;value\ndescription;Big\ncountry;United Kingdom\nunit;Riverside\ninstance;1\nnum_projects;200\nnum_votes;100000"
	print "budget;100000\nvote_type;approval\nrule;greedy\ndate_begin;2026\ndate_end;2026\nPROJECTS\nproject_id;cost"
	for (i = 0; i < 200; i++) print i ";" 1000 + i
	print "VOTES\nvoter_id;vote"
	for (v = 0; v < 100000; v++) print v ";" v % 200 "," (v * 7 + 1) % 200 "," (v * 13 + 2) % 200
}' >"$work/big.pb"
start=$(date +%s)
"$F" tally "$work/big.pb" --json >"$work/out" 2>"$work/err"
code=$?
took=$(($(date +%s) - start))
is "100,000 votes are counted" "0 1" "$code $([ $took -le 20 ] && echo 1)"
