#!/bin/bash
# A real city's count by five trustees, any three of whom open ballots: votes replayed over four kiosks, two mixes, decryption by trustees 1, 3, 5, an audit;
# then the same mixed ballots by 2, 4, 5. Both results are the same, and the file's own. More than 10,000 votes with LONG=1.
set -u
F=$PWD/$B/folkmoot recount=$PWD/tests/demo/recount.awk
. tests/count.bash
file=$PWD/../shared/pabulib/${LONG:+Netherlands_Amsterdam_309}
[ -n "${LONG:-}" ] || file=${file}Switzerland_Zurich_D10
file=$file.pb
name=$(basename "$file" .pb)
if [ ! -x "$F" ]; then
	echo "not ok - $F is built"
	exit 1
fi
if [ ! -e "$file" ]; then
	echo "ok - the count of a real city # SKIP ../shared/pabulib is not there"
	exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

is() { # name, expected, got
	if [ "$2" = "$3" ]; then echo "ok - $1"; else printf 'not ok - %s\n#   expected %s\n#   got      %s\n#   %s\n' "$1" "$2" "$3" "$(tail -n 1 err)"; fi
}
share() { echo "trustees/trustee-$1/share.key"; }
took() { echo "# note: $1: $(($(date +%s) - start)) s"; }

start=$(date +%s)
{
	"$F" organiser new -o organiser --practice && "$F" trustee demo trustees -n 5 -k 3 &&
		"$F" election import "$file" -o election.json --practice &&
		"$F" election build election.json --organiser organiser.key --trustees trustees/trustees.transcript -o city.election &&
		"$F" replay "$file" --election city.election --kiosks 4 -o play
} >out 2>err
is "a ceremony of three of five, $name over four kiosks" 0 $?
took "keys, replay"

start=$(date +%s)
count_record record "$(share 1) $(share 2)" "$(share 1) $(share 3) $(share 5)" --election play/stick/replay.election --roster play/stick/replay.roster \
	--trustees trustees/trustees.transcript play/stick/folkmoot-* >out 2>err
is "two mixes, trustees 1, 3 and 5 decrypt: counted" 0 $?
took "count by 1, 3, 5"
start=$(date +%s)
"$F" audit record >audited 2>err
is "the audit: the result follows" "0 1" "$? $(grep -c 'follows from the ballots' audited)"
took "audit"
start=$(date +%s)
other_quorum record again "$(share 2) $(share 4) $(share 5)" >out 2>err
is "trustees 2, 4 and 5 decrypt the same mixes" 0 $?
took "count by 2, 4, 5"
is "they were these quorums" "1-3-5 2-4-5" "$(ls record/decryption) $(ls again/decryption)"
for part in votes result.csv codes.txt; do
	cmp -s record/$part again/$part
	is "both open the same: $part" 0 $?
done
"$F" audit again >audited 2>err
is "the second record's audit" "0 1" "$? $(grep -c 'follows from the ballots' audited)"

LC_ALL=C awk -f "$recount" "$file" | awk -F '\t' '$1 != "#" { print $1, $2 }' | sort >expected
awk -F, 'NR > 1 { print $1, $(NF - 4) }' record/result.csv | sort >counted
is "every project has the votes that the file's ballots give it" "" "$(diff expected counted | head -n 3)"
echo "# note: $name: $(grep -c . expected) projects, $(sed -n 's/^ "ballots": \([0-9]*\),$/\1/p' record/result.json) ballots"
