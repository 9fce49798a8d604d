#!/bin/bash
# A question in words, in a whole record made from the documents alone, one text withheld: the program's verifier and the documents' own agree on the
# honest one, and refuse what liars who hold every key make of it.
if ! command -v python3 >/dev/null; then
	echo "ok - texts: the documents alone # SKIP python3 is not installed"
	exit 0
fi
B=${B:-build}
WORK=$(mktemp -d) || exit 1
trap 'rm -rf "$WORK"' EXIT

tell() {
	if [ "$1" -eq 0 ]; then echo "ok - $2"; else echo "not ok - $2"; fi
}

# made NAME [LIE]: a record up to its moderation.
made() {
	python3 tests/crypto/make_record.py "$WORK/$1" asked ${2:+"$2"}
}

refused_at_decryption() { # RECORD
	python3 tests/crypto/verify_record.py "$1" --organiser "$1/organiser.pub" >"$WORK/python.txt" 2>&1
	if [ $? != 1 ] || grep -q "^8. decryption: \(ok\|not checked\)" "$WORK/python.txt"; then
		sed 's/^/#   documents: /' "$WORK/python.txt"
		return 1
	fi
	"$B/folkmoot" audit "$1" >"$WORK/program.txt" 2>&1
	if [ $? != 1 ] || ! grep -qF 'the step "decryption" does not hold' "$WORK/program.txt"; then
		sed 's/^/#   program: /' "$WORK/program.txt"
		return 1
	fi
}

made honest && "$B/folkmoot" count finish "$WORK/honest" >"$WORK/said" 2>&1
tell $? "texts: the program goes on with a record that the documents began"
"$B/folkmoot" audit "$WORK/honest" >"$WORK/program.txt" 2>&1 && grep -q 'The organiser withholds 1 of 4 answers to question 1' "$WORK/program.txt"
tell $? "texts: the program says that the result follows, and what is withheld"
python3 tests/crypto/verify_record.py "$WORK/honest" --organiser "$WORK/honest/organiser.pub" >"$WORK/python.txt" 2>&1
tell $? "texts: the documents say so too"
[ "$(grep -c '^withheld [0-9a-f]\{64\}$' "$WORK/honest/votes")" = 1 ] && [ "$(grep -c '^votes 4$' "$WORK/honest/votes")" = 2 ]
tell $? "texts: what is withheld is counted"

for lie in "one:a text taken out of one trustee's file only" "unlisted:a text withheld that the organiser does not name" \
	"listed:a text that the organiser withholds and that is still there" "stranger:a moderation in the organiser's name by somebody else" \
	"votes:votes for projects left out as if they were texts" "wrong:a text that a trustee opened wrongly"; do
	IFS=: read -r word name <<<"$lie"
	made "$word" "$word" && refused_at_decryption "$WORK/$word"
	tell $? "texts: both verifiers refuse $name"
done
