#!/bin/bash
# Two verifiers that share no code accept the same record, with the same intermediate values, and refuse the same broken copies of it.
if ! command -v python3 >/dev/null; then
	echo "ok - a record: the documents alone # SKIP python3 is not installed"
	exit 0
fi
B=${B:-build}
VECTOR=tests/crypto/vectors/record
WORK=$(mktemp -d) || exit 1
trap 'rm -rf "$WORK"' EXIT

tell() {
	if [ "$1" -eq 0 ]; then echo "ok - $2"; else echo "not ok - $2"; fi
}

# The exit codes of both verifiers for a folder.
verdicts() {
	local python program
	python3 tests/crypto/verify_record.py "$1" --organiser "$VECTOR/record/organiser.pub" >"$WORK/python.txt" 2>&1
	python=$?
	"$B/folkmoot" audit "$1" --organiser "$VECTOR/record/organiser.pub" >"$WORK/program.txt" 2>&1
	program=$?
	echo "$python $program"
}

# broken NAME VERDICT COMMAND...: a copy in which COMMAND was run; then its manifest is made again, so that only the content tells.
broken() {
	local name=$1 verdict=$2 copy=$WORK/copy got
	shift 2
	rm -rf "$copy"
	cp -r "$VECTOR/record" "$copy"
	(cd "$copy" && "$@" && if [ -e manifest.sha256 ]; then
		find . -type f ! -path ./manifest.sha256 | sed 's|^\./||' | LC_ALL=C sort | xargs sha256sum >"$WORK/manifest"
		cp "$WORK/manifest" manifest.sha256
	fi) || { tell 1 "a record: $name could not be made"; return; }
	got=$(verdicts "$copy")
	[ "$got" = "$verdict $verdict" ]
	tell $? "a record: both verifiers refuse $name"
	[ "$got" = "$verdict $verdict" ] || { echo "# exit $got, not $verdict $verdict"; tail -n 3 "$WORK/python.txt" "$WORK/program.txt" | sed 's/^/# /'; }
}

# flip FILE OFFSET: the lowest bit of the byte at OFFSET from the end.
flip() {
	local size byte
	size=$(stat -c %s "$1")
	byte=$(tail -c "$2" "$1" | head -c 1 | od -An -tu1 | tr -d ' ')
	printf "\\x$(printf %02x $((byte ^ 1)))" | dd of="$1" bs=1 seek=$((size - $2)) conv=notrunc status=none
}

exchange() { mv "$1" "$1.old" && mv "$2" "$1" && mv "$1.old" "$2"; }

add_a_vote() { sed -i '2s/,\([0-9]*\),\([0-9]*\),yes,/,9\1,9\2,yes,/' result.csv; }

change_a_round() { sed -i '0,/"what": "bought"/s//"what": "too dear"/' result.json; }

change_what_is_left() { sed -i '0,/"left": [1-9]/s//"left": 10/' result.json; }

select_another() { sed -i '0,/"selected": false/s//"selected": true/' result.json; }

hide_a_tie() { sed -i '0,/"rule": "cost-votes-id"/s//"rule": "id"/' result.json; }

withhold() { rm -r mixes/2 decryption codes.txt votes result.json result.csv readme.txt manifest.sha256; }

take_a_ballot() { rm -r exports/"$(ls exports | head -n 1)"; }

python3 tests/crypto/make_record.py "$WORK/again" && diff -r "$WORK/again" "$VECTOR/record" | grep -v '^Only in tests' >"$WORK/differences"
[ -s "$WORK/again/election.election" ] && [ ! -s "$WORK/differences" ]
tell $? "a record: made again from its seed, byte for byte"

[ "$(verdicts "$VECTOR/record")" = "0 0" ]
tell $? "a record: both verifiers accept it"
tail -n 1 "$WORK/python.txt" | grep -qx 'the result follows from the ballots'
tell $? "a record: the documents alone say that the result follows from the ballots"
python3 tests/crypto/verify_record.py "$VECTOR/record" --values | cmp -s - "$VECTOR/values.txt"
tell $? "a record: the documents alone yield the same intermediate values"
python3 tests/crypto/verify_record.py "$VECTOR/record" --organiser "$VECTOR/other.pub" >"$WORK/python.txt" 2>&1
code=$?
"$B/folkmoot" audit "$VECTOR/record" --organiser "$VECTOR/other.pub" >"$WORK/program.txt" 2>&1
[ "$code $?" = "1 1" ]
tell $? "a record: both verifiers refuse it for another organiser's key"

python3 tests/crypto/make_record.py "$WORK/stolen" stolen
python3 tests/crypto/verify_record.py "$WORK/stolen" --organiser "$WORK/stolen/organiser.pub" >"$WORK/python.txt" 2>&1
code=$?
"$B/folkmoot" audit "$WORK/stolen" --organiser "$WORK/stolen/organiser.pub" >"$WORK/program.txt" 2>&1
[ "$code $?" = "1 1" ] &&
	[ "$(grep -l "signed with another key than the organiser's named in it" "$WORK/python.txt" "$WORK/program.txt" | wc -l)" = 2 ]
tell $? "a record: both verifiers refuse it where another organiser signed the same definition"

EXPORT=exports/$(ls "$VECTOR/record/exports" | head -n 1)
broken "a changed proof of a mix" 1 flip mixes/1/contest-00004.proof 1
broken "a changed list" 1 flip mixes/2/contest-00001.list 1
broken "mixes in another order" 1 exchange mixes/1 mixes/2
broken "a mix with the list of another contest" 1 exchange mixes/1/contest-00001.list mixes/1/contest-00009.list
broken "a changed factor" 1 flip decryption/1-3/trustee-3.contest-00009.factors 97
broken "factors of another trustee" 1 exchange decryption/1-3/trustee-1.contest-00001.factors decryption/1-3/trustee-3.contest-00001.factors
broken "a changed ballot" 1 flip "$EXPORT/ballots" 1
broken "other words in the file of the organiser's key" 1 sed -i '1s/public key/public  key/' organiser.pub
broken "a changed signature of the roster" 1 flip roster.roster 1
broken "a wrong number of votes" 1 sed -i 's/^votes 6$/votes 5/' votes
broken "a vote too many in result.csv" 1 add_a_vote
broken "another fate of a project in result.json" 1 change_a_round
broken "another rest of a budget" 1 change_what_is_left
broken "another project selected" 1 select_another
broken "another rule of a tie" 1 hide_a_tie
broken "a code that was counted as a test" 1 sed -i '1s/counted/test ballot/' codes.txt
broken "a file that does not belong" 1 cp votes mixes/votes
broken "an election without a kiosk's export" 2 take_a_ballot
broken "a record with one mix" 2 withhold
