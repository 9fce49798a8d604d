#!/bin/bash
# Voting codes in a whole record, made from the documents alone: which ballots count, and which of several with one code. The program's verifier and the
# documents' own agree on the honest one, and refuse what a liar who holds every key makes of the same ballots.
if ! command -v python3 >/dev/null; then
	echo "ok - voting codes: the documents alone # SKIP python3 is not installed"
	exit 0
fi
B=${B:-build}
WORK=$(mktemp -d) || exit 1
trap 'rm -rf "$WORK"' EXIT

tell() {
	if [ "$1" -eq 0 ]; then echo "ok - $2"; else echo "not ok - $2"; fi
}

# made NAME [LIE]: a record up to its factors.
made() {
	python3 tests/crypto/make_record.py "$WORK/$1" codes ${2:+"$2"}
}

# The step at which both say no, or what they say instead.
refused_at() { # RECORD STEP
	python3 tests/crypto/verify_record.py "$1" --organiser "$1/organiser.pub" >"$WORK/python.txt" 2>&1
	if [ $? != 1 ] || grep -q "^[0-9]*\. $2: \(ok\|not checked\)" "$WORK/python.txt"; then
		sed 's/^/#   documents: /' "$WORK/python.txt"
		return 1
	fi
	"$B/folkmoot" audit "$1" >"$WORK/program.txt" 2>&1
	if [ $? != 1 ] || ! grep -qF "the step \"$2\" does not hold" "$WORK/program.txt"; then
		sed 's/^/#   program: /' "$WORK/program.txt"
		return 1
	fi
}

made honest && "$B/folkmoot" count finish "$WORK/honest" >"$WORK/said" 2>&1
tell $? "voting codes: the program goes on with a record that the documents began"
"$B/folkmoot" audit "$WORK/honest" >"$WORK/program.txt" 2>&1
tell $? "voting codes: the program says that the result follows"
python3 tests/crypto/verify_record.py "$WORK/honest" --organiser "$WORK/honest/organiser.pub" >"$WORK/python.txt" 2>&1
tell $? "voting codes: the documents say so too"
[ "$(cut -d' ' -f2- "$WORK/honest/codes.txt" | sort | uniq -c | tr -s ' ' | tr '\n' ';')" = " 7 counted; 6 not counted: carries a voting code of which another ballot counts;\
 2 not counted: carries a voting code that was issued for another place or another district; 1 not counted: carries a voting code that was never issued; 1 test ballot;" ]
tell $? "voting codes: each ballot's fate is published"

for lie in "choice:other ballots than those drawn:mixes" "unissued:a ballot whose code was never issued:mixes" "place:a ballot from another place:mixes" \
	"all:every ballot of one code:mixes" "set:a draw over other ballots:merge"; do
	IFS=: read -r word name step <<<"$lie"
	made "$word" "$word" && refused_at "$WORK/$word" "$step"
	tell $? "voting codes: both verifiers refuse $name"
done
