#!/bin/bash
# The accuracy run at a small size, and controls: its comparison must see one mark that is wrong, moved, or on another ballot.
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
votes=tests/accuracy/votes.py
ok() { echo "ok - $1"; }
not_ok() { printf 'not ok - %s\n#   %s\n' "$1" "$2"; }

if said=$(BALLOTS=80 W=$work/run tests/accuracy/run 2>&1); then
	[ "$(grep -c ', 0 ballots wrong$' <<<"$said")" = 2 ] && ok "40 approvals and 40 scores come out of the count as they were cast" || not_ok "comparisons" "$said"
else
	not_ok "the run at a small size" "$said"
fi

python3 $votes make "$work/city.pb" approval 400 7
mkdir "$work/record"
of_city() { awk -F';' 'BEGIN { print "folkmoot votes 1\ncontest 1" } inside { gsub(",", " ", $2); print "valid 00 " $2 } /^voter_id/ { inside = 1 }' "$work/city.pb"; }
compared() { # name, exit code, sed words
	of_city | sed -E "$3" >"$work/record/votes"
	python3 $votes check "$work/city.pb" "$work/record" >"$work/said" 2>&1
	local code=$?
	[ $code = "$2" ] && ok "$1" || not_ok "$1" "exit $code: $(head -1 "$work/said")"
}
compared "control: the same ballots are the same" 0 ''
compared "one mark that is missing is seen" 1 '40s/ p[0-9]+$//'
compared "one mark too many is seen" 1 '0,/^valid 00 p7$/s/ 00 p7$/& p9/'
compared "a mark with another number is seen" 1 '50s/$/=2/'
compared "a mark on the neighbour is seen" 1 '0,/^valid 00 p7$/s/ 00 p7$/ 00 p8/'
compared "a ballot that is missing is seen" 1 '100d'
compared "a ballot that came twice is seen" 1 '100p'
compared "one in the place of another is seen" 1 '100d;101p'
