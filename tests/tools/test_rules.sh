#!/bin/bash
# Votes of every kind through real ballot boxes and the whole count, each by another rule: `folkmoot tally` selects the same from the file, the documents' own
# verifier recounts it, and a city's real vote ends as the city decided it.
set -u
F=$PWD/$B/folkmoot pb=$PWD/tests/tools/pb tests=$PWD/tests data=$PWD/../shared/pabulib
if [ ! -x "$F" ]; then
	echo "not ok - $F is built"
	exit 1
fi
if ! command -v python3 >/dev/null; then
	echo "ok - rules # SKIP python3 is not installed"
	exit 0
fi
. tests/count.bash
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

is() { # name, expected, got
	if [ "$2" = "$3" ]; then echo "ok - $1"; else printf 'not ok - %s\n#   expected %s\n#   got      %s\n' "$1" "$2" "$3"; fi
}
selected() { python3 -c "import json; print(*json.load(open('record/result.json'))['contests'][0]['outcome']['selected'])"; }
told() { "$F" tally "$@" --json 2>err | python3 -c "import json, sys; print(*json.load(sys.stdin)['selected'])"; }

"$F" organiser new -o organiser --practice >out 2>err && "$F" trustee alone --name 'Example Trustee' -o trustee --practice >>out 2>>err
is "practice keys" 0 $?

# counted FILE [COUNT]: a whole count of a file's votes into record/; COUNT: the election's "count" instead of the file's rule.
counted() {
	rm -rf record play city.* && "$F" election import "$1" -o city.json --practice >out 2>err || return
	python3 - "${2:-}" <<-'EOF' || return
		import json, sys

		city = json.load(open("city.json"))
		if sys.argv[1]:
		    city["count"] = json.loads(sys.argv[1])
		    city["contests"][0].pop("min_project_score", None)
		if city["count"]["rule"] == "greedy-exclusive":
		    city["categories"] = ["At the mill"]
		    for place, project in enumerate(city["contests"][0]["projects"]):
		        project["categories"] = city["categories"] if place < 2 else []
		json.dump(city, open("city.json", "w"))
	EOF
	"$F" election build city.json --organiser organiser.key --trustees trustee/trustees.transcript --mixer organiser.pub -o city.election >out 2>err &&
		"$F" replay "$1" --election city.election --organiser organiser.key --kiosks 2 -o play >out 2>err &&
		count_record record "trustee/share.key organiser.key" trustee/share.key --election city.election --roster play/stick/replay.roster \
			--trustees trustee/trustees.transcript play/stick/folkmoot-* >counted 2>err && "$F" audit record >audited 2>err
}

whole() { # FILE COUNT TALLY-WORDS...: as counted; the same from tally; and the second verifier
	local file=$1 count=$2
	shift 2
	counted "$pb/$file" "$count"
	is "$file, ${*:-$count}: counted, and the audit holds" 0 $?
	[ $# = 0 ] || is "$file, $*: tally selects the same, in the same order" "$(told "$pb/$file" "$@")" "$(selected)"
	python3 "$tests/crypto/verify_record.py" record >verified 2>&1
	is "$file, ${*:-$count}: the documents' own verifier agrees" 0 $?
}

whole cumulative.pb '{"rule": "mes", "satisfaction": "points-cost", "completion": "add1u"}' --rule mes --sat points-cost --completion add1u
whole ordinal.pb '{"rule": "phragmen"}' --rule phragmen
whole scoring.pb '{"rule": "greedy-exclusive", "satisfaction": "points"}'
is "of the projects of one category one was selected" "1 1" \
	"$(selected | tr ' ' '\n' | grep -cxF -e "$(sed -n 2p record/result.csv | cut -d, -f1)" -e "$(sed -n 3p record/result.csv | cut -d, -f1)") $(
		grep -c '"what": "excluded"' record/result.json)"

city=$data/Netherlands_Assen_2024.pb
if [ -e "$city" ]; then
	counted "$city"
	is "a city's vote: counted by equal shares, as its file says, and the audit holds" "0 mes add1" \
		"$? $(sed -n 's/^ "rule": "\(.*\)",/\1/p' record/result.json) $(sed -n 's/^ "completion": "\(.*\)",/\1/p' record/result.json)"
	is "a city's vote: what was selected is what the city selected" \
		"$(LC_ALL=C awk -f "$tests/demo/recount.awk" "$city" | awk -F '\t' '$4 == "1" { print $1 }' | sort | tr '\n' ' ')" \
		"$(selected | tr ' ' '\n' | sort | tr '\n' ' ')"
else
	echo "ok - a city's vote # SKIP there is no $data"
fi
