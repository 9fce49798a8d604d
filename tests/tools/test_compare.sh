#!/bin/bash
# folkmoot tally --compare: an invented vote whose numbers are worked out by hand; groups; other vote types; odd files.
#
# compare.pb: 12 voters of North, aged 30, want A (60) and B (40); 10 of South, aged 47, want C (50); 3 of East left their vote blank; budget 100.
# Most votes first: A and B tie, both fit. Votes for the cost: B 12/40, then A 12/60 = C 10/50, the cheaper C: 90 spent. Equal shares of 4 each: B for
# 3.33 each; C needs 5 each, which the second addition gives (6 each; North then has 12 * 2.67 = 32 left, too little for A); nothing more fits.
# Phragmen: B at 3.33, C at 5, A at 8.33 costs more than the 10 left. East is small, and so is South with it: together they are "all others".
set -u
F=$B/folkmoot pb=tests/tools/pb
if [ ! -x "$F" ]; then
	echo "not ok - $F is built"
	exit 1
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

check() { # name, file, Python that asserts about "c"; further arguments of tally
	local name=$1 file=$2 code=$3
	shift 3
	if "$F" tally "$file" --compare --json "$@" >"$work/json" 2>"$work/err" &&
		python3 -c "
import json, sys
c = json.load(open('$work/json'))
rules = c['rules']
def of(rule, column, group): return next(g for g in rule['groups'] if (g['column'], g['group']) == (column, group))
$code" 2>"$work/python"; then
		echo "ok - $name"
	else
		echo "not ok - $name"
		tail -3 "$work/err" "$work/python" | sed 's/^/# /'
	fi
}

check "what each rule funds" $pb/compare.pb "
assert [(r['rule'], r['sat'], r['completion']) for r in rules] == [('greedy', 'cost', 'none'), ('greedy', 'number', 'none'),
    ('mes', 'cost', 'add1u'), ('mes', 'number', 'add1u'), ('phragmen', None, 'none')]
assert [(sorted(r['selected']), r['cost']) for r in rules] == [(['A', 'B'], '100')] + 4 * [(['B', 'C'], '90')]
assert (c['budget'], c['projects'], c['votes'], c['least_group']) == ('100', 4, 25, 10)"
check "how evenly all are served" $pb/compare.pb "
first, rest = rules[0]['all'], [r['all'] for r in rules[1:]]
assert first == {'voters': 25, 'with_nothing': 13, 'with_nothing_share': '0.520000', 'spent_on_supported': '1200', 'average_share': '0.480000'}
assert rest == 4 * [{'voters': 25, 'with_nothing': 3, 'with_nothing_share': '0.120000', 'spent_on_supported': '980', 'average_share': '0.392000'}]"
check "by neighborhood and age; small groups together" $pb/compare.pb "
for r in rules:
    assert [(g['column'], g['group'], g['voters']) for g in r['groups']] == [('neighborhood', 'North', 12), ('neighborhood', None, 13),
        ('age', '25-34', 12), ('age', None, 13)]
assert of(rules[0], 'age', None)['with_nothing_share'] == '1.000000'
assert of(rules[1], 'age', None)['with_nothing'] == 3 and of(rules[1], 'neighborhood', None)['average_share'] == '0.384615'
assert of(rules[4], 'neighborhood', 'North')['average_share'] == '0.400000'"

# Ages in bands, in their order; a voter without an age; two sexes.
sed '/^VOTES/,$d' $pb/compare.pb | sed 's/num_votes;25/num_votes;80/' >"$work/ages.pb"
{
	printf 'VOTES\nvoter_id;vote;age;sex\n'
	for i in $(seq 1 60); do echo "$i;A;$((i + 9));$([ $((i % 2)) = 0 ] && echo F || echo M)"; done
	for i in $(seq 61 80); do echo "$i;C;;F"; done
} >>"$work/ages.pb"
check "ages in bands" "$work/ages.pb" "
ages = [(g['group'], g['voters']) for g in rules[0]['groups'] if g['column'] == 'age']
assert ages == [('25-34', 10), ('35-44', 10), ('45-54', 10), ('55-64', 10), ('', 20), (None, 20)], ages
assert [(g['group'], g['voters']) for g in rules[0]['groups'] if g['column'] == 'sex'] == [('F', 50), ('M', 30)]"

for kind in ordinal:rank-cost:rank cumulative:points-cost:points scoring:points-cost:points; do
	IFS=: read -r file first second <<<"$kind"
	check "the fitting satisfactions of $file" "$pb/$file.pb" "
assert [r['sat'] for r in rules] == ['$first', '$second', '$first', '$second', None]"
done
check "no voters" $pb/no-voters.pb "
assert all(r['all']['voters'] == 0 and r['all']['average_share'] == '0.000000' and r['groups'] == [] for r in rules)"
check "nothing fits" $pb/nothing-fits.pb "
assert all(r['selected'] == [] and r['cost'] == '0' and r['all']['with_nothing_share'] == '1.000000' for r in rules)"
check "decimals" $pb/approval-decimals.pb "
assert c['budget'] == '99.50' and all(len(r['cost'].split('.')[1]) == 2 for r in rules)"
check "the tie rule is taken over" $pb/ties.pb "
assert all(r['tie'] == 'id' for r in rules) and rules[0]['selected'] == ['7', '10', '3']" --tie id

# Each column of the table is what tally alone counts.
"$F" tally $pb/approval.pb --compare --json >"$work/json" 2>/dev/null
same=0
for i in 0:greedy:cost:none 1:greedy:number:none 2:mes:cost:add1u 3:mes:number:add1u 4:phragmen::none; do
	IFS=: read -r at rule sat completion <<<"$i"
	"$F" tally $pb/approval.pb --rule "$rule" ${sat:+--sat "$sat"} --completion "$completion" --json 2>/dev/null |
		python3 -c "
import json, sys
alone, with_others = json.load(sys.stdin), json.load(open('$work/json'))['rules'][$at]
assert all(alone[k] == with_others[k] for k in ('rule', 'sat', 'completion', 'exhaustive', 'tie', 'selected', 'cost'))" && same=$((same + 1))
done
if [ $same = 5 ]; then echo "ok - each rule as tally alone counts it"; else echo "not ok - each rule as tally alone counts it ($same of 5)"; fi

"$F" tally $pb/compare.pb --compare >"$work/out" 2>/dev/null
if diff "$pb/compare.txt" "$work/out" | sed 's/^/# /' | grep .; then echo "not ok - the table"; else echo "ok - the table"; fi

for word in "--rule mes" "--sat cost" "--completion add1" --exhaustive --explain "--threshold 2" "--groups category"; do
	# shellcheck disable=SC2086
	"$F" tally $pb/compare.pb --compare $word >"$work/out" 2>"$work/err"
	if [ "$? $(wc -c <"$work/out") $(grep -c 'counts by rules of its own choice' "$work/err")" = "2 0 1" ]; then
		echo "ok - --compare with $word is refused"
	else
		echo "not ok - --compare with $word is refused"
	fi
done
