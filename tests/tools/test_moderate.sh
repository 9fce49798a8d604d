#!/bin/bash
# Texts on the command line: listed, marked in a table as a spreadsheet saves it, withheld, counted, audited; and the documents' own verifier agrees with
# the program's about records that lie.
set -u
F=$PWD/$B/folkmoot pb=$PWD/tests/tools/pb tests=$PWD/tests
if [ ! -x "$F" ]; then
	echo "not ok - $F is built"
	exit 1
fi
if ! command -v python3 >/dev/null; then
	echo "ok - moderation # SKIP python3 is not installed"
	exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

is() { # name, expected, got
	if [ "$2" = "$3" ]; then echo "ok - $1"; else printf 'not ok - %s\n#   expected %s\n#   got      %s\n' "$1" "$2" "$3"; fi
}

# A vote of one contest and one question, cast, mixed twice and decrypted into the folder named, by each of the quorums named.
decrypted() { # folder, answers, quorums...
	local record=$1 quorum index
	printf '%s' "$2" >answers.json
	shift 2
	rm -rf play trustees/*/trustee-?.decryption-* # another vote in the test, so another memory
	{ "$F" replay "$pb/ties.pb" --election city.election --kiosks 2 --answers answers.json -o play &&
		"$F" count start --election play/stick/replay.election --roster play/stick/replay.roster --trustees trustees/trustees.transcript \
			play/stick/folkmoot-* -o "$record" &&
		"$F" mix "$record" --mixer trustees/trustee-1/share.key && "$F" mix "$record" --mixer trustees/trustee-2/share.key; } >out 2>err || return
	for quorum; do
		for index in ${quorum//,/ }; do
			"$F" trustee decrypt "$record" --share "trustees/trustee-$index/share.key" --quorum "$quorum" >>out 2>>err || return
		done
	done
}

"$F" organiser new -o organiser --practice >out 2>err && "$F" trustee demo trustees -n 3 -k 2 >>out 2>>err &&
	"$F" election import "$pb/ties.pb" -o city.json --practice >>out 2>>err && python3 - <<'EOF' && "$F" election build election.json --organiser organiser.key --trustees trustees/trustees.transcript -o city.election >>out 2>>err
import json

definition = json.load(open("city.json"))
definition["questions"] = [{"title": "Which place near you is unloved?", "type": "text"}]
json.dump(definition, open("election.json", "w"))
EOF
is "an election that asks for a text" 0 $?

decrypted record '[["The canal basin"], ["Mill Lane,\n\"behind\" the school"], ["=SUM(A1)"], ["The canal basin"], ["Jo Example is a thief"]]' 1,3 1,2
is "its texts are decrypted, by two quorums" 0 $?
"$F" count finish record >out 2>err
is "nothing is published before they are moderated" "2 1" "$? $(grep -c 'the organiser has not decided yet which of 5 texts are published' err)"

"$F" moderate record >listed 2>err
is "the texts are listed by their bytes, equal ones once" "0 4 1" "$? $(grep -c '^    [1-4]' listed) $(grep -c '^    4  written by 2$' listed)"
is "every line of a text has a bar" 1 "$(grep -A 3 '^    3' listed | tr -d '\n' | grep -c '^    3      | Mill Lane,      | "behind" the school')"
"$F" moderate record --json >listed.json 2>err
is "the same for programs" "0 ['=SUM(A1)', 'Jo Example is a thief', 'Mill Lane,\\n\"behind\" the school', 'The canal basin'] [1, 1, 1, 2]" \
	"$? $(python3 -c 'import json; t = json.load(open("listed.json"))["texts"]; print([x["text"] for x in t], [x["votes"] for x in t])')"

# --- decisions that are none ---

wrong() { # name, words on stderr, options...
	local name=$1 words=$2
	shift 2
	"$F" moderate record "$@" --organiser organiser.key --yes >out 2>err
	is "$name" "2 1 no" "$? $(grep -cF -- "$words" err) $([ -e record/moderation ] && echo yes || echo no)"
}
wrong "nothing decided" '--publish-all, --withhold or --decisions: must say what is decided'
wrong "two decisions" 'give one of them' --publish-all --withhold 1 --reason x
wrong "a number that is not there" '--withhold: there is no text 5; the texts are numbered 1 to 4' --withhold 2,5 --reason x
wrong "a number twice" '--withhold: names text 2 twice' --withhold 1-3,2 --reason x
wrong "no numbers" '--withhold 1,,2: must be numbers of texts with commas between' --withhold 1,,2 --reason x
wrong "no reason" '--withhold: does not say why text 2 is withheld' --withhold 2
wrong "a reason of two lines" 'the reason for text 2 must be one line' --withhold 2 --reason $'a\nb'
table() { printf '%s\n' "$@" >marked.csv; }
table 2 x
wrong "a line that is no number" 'marked.csv: line 2: is no number of a text' --decisions marked.csv --reason x
table number,text 1,x
wrong "a table without decisions" 'marked.csv: line 1: has no columns "number" and "decision"' --decisions marked.csv
table number,decision,reason 1,,
wrong "a table with rows missing" 'marked.csv: text 2 has no row; the table must have all 4' --decisions marked.csv
table number,decision,reason 1,, 2,hide,x
wrong "another decision" 'marked.csv: line 3: its decision is neither "withhold" nor "publish" nor empty' --decisions marked.csv
table number,decision,reason 1,, 1,withhold,x
wrong "a row twice" 'marked.csv: line 3: its number is not one of 1 to 4, each once' --decisions marked.csv
table 'number,decision,reason' '1,"withhold,x'
wrong "a field that does not end" 'marked.csv: line 2: is no row of a table' --decisions marked.csv

# --- a table, as a spreadsheet saves it ---

"$F" moderate record --csv texts.csv >out 2>err
is "the texts as a table, for the organiser's eyes" "0 600 1" "$? $(stat -c %a texts.csv) $(grep -c "^1,,,1,1,yes,\"'=SUM(A1)\"\$" texts.csv)"
python3 - <<'EOF'
import csv

rows = list(csv.reader(open("texts.csv", newline="")))
for row in rows[1:]:
    if "thief" in row[6]:
        row[1:3] = ["Withhold", "accuses a person; by name"]
with open("marked.csv", "w", newline="", encoding="utf-8-sig") as file:
    csv.writer(file, delimiter=";").writerows(rows)
EOF
"$F" moderate record --decisions marked.csv >out 2>err
is "what would be done is shown first" "2 1 1 no" \
	"$? $(grep -c 'Will be withheld: 1 of 4 texts' out) $(grep -c '^    2  WITHHELD: accuses a person; by name$' out) $([ -e record/moderation ] && echo yes || echo no)"
cp -r record kept
"$F" moderate record --decisions marked.csv --organiser organiser.key --yes >out 2>err
is "then it is done" "0 1" "$? $(grep -c '^reason accuses a person; by name$' record/moderation/moderation.txt)"
"$F" count finish record >out 2>err
is "the result is published" 0 $?
"$F" moderate record >out 2>err
is "after that the count is not told to be finished again" "0 1 0" "$? $(grep -c 'check it with: folkmoot audit record' out) $(grep -c 'count finish' out)"
is "the text is in no file of the record" 0 "$(grep -rlF 'Jo Example' record | wc -l)"
is "nor as hexadecimal digits" 0 "$(grep -rl "$(printf 'Jo Example' | od -An -v -tx1 | tr -d ' \n')" record | wc -l)"
"$F" audit record >out 2>err
is "the audit holds, with the exception told" "0 1" "$? $(grep -c 'The organiser withholds 1 of 6 answers to question 1' out)"
"$F" audit record --json >out.json 2>err
is "and for programs" "follows 1" "$(python3 -c 'import json; a = json.load(open("out.json")); print(a["verdict"], len(a["exceptions"]))')"
python3 "$tests/crypto/verify_record.py" record --organiser organiser.pub >verified 2>&1
is "the documents' own verifier agrees" "0 1" "$? $(grep -c '^8. decryption: ok; note: 1 of 6 texts of contest 2 withheld by moderation$' verified)"
"$F" moderate kept --json >kept.json 2>err
is "a copy from before still shows what was withheld" "0 1" "$? $(grep -c 'Jo Example is a thief' kept.json)"

# --- what lies is refused by both ---

make_manifest() {
	(cd "$1" && find . -type f ! -path ./manifest.sha256 | sed 's|^\./||' | LC_ALL=C sort | xargs sha256sum >../sums && cp ../sums manifest.sha256)
}
both_refuse() { # name, step, command in the copy...
	local name=$1 step=$2 python program
	shift 2
	rm -rf lying && cp -r record lying && (cd lying && "$@") && make_manifest lying
	python3 "$tests/crypto/verify_record.py" lying --organiser organiser.pub >python.txt 2>&1
	python=$?
	"$F" audit lying --organiser organiser.pub >program.txt 2>&1
	program=$?
	is "both verifiers refuse $name" "1 1 1 yes" \
		"$python $program $(grep -cF "the step \"$step\" does not hold" program.txt) $(grep -q "^[0-9]*\. $step: \(ok\|not checked\)" python.txt && echo no || echo yes)"
}
factors=decryption/1-3/trustee-3.contest-00002.factors
flip_leaf() { # the entry that is left out begins with 01; its leaf hash follows
	python3 - "$1" <<'EOF'
import sys

data, at = bytearray(open(sys.argv[1], "rb").read()), 4 + 32 + 32 + 1 + 2 + 1 + 2 + 1 + 4 + 1
while data[at] == 0:
    at += 1 + 16 * 32 + 96
data[at + 5] ^= 1
open(sys.argv[1], "wb").write(data)
EOF
}
both_refuse "a text put back into one file" decryption cp ../kept/$factors $factors
both_refuse "a changed leaf hash" decryption flip_leaf $factors
both_refuse "a text withheld without a moderation" decryption rm -r moderation
both_refuse "another reason than the one signed" decryption sed -i 's/accuses/praises/' moderation/moderation.txt
both_refuse "another hash for a withheld text" votes sed -i 's/^withheld ...../withheld 00000/' votes
both_refuse "a withheld text that is not counted" votes sed -i '/^withheld/d; s/^votes 6$/votes 5/' votes
both_refuse "a withheld text missing from result.json" result python3 -c '
import json
result = json.load(open("result.json"))
result["questions"][0]["withheld"] = []
json.dump(result, open("result.json", "w"))'

# --- nothing to withhold ---

decrypted blank '[[""], [null]]' 2,3
"$F" moderate blank >out 2>err
is "where nobody wrote anything there is nothing to decide" "0 1" "$? $(grep -c 'Nobody wrote a text, so there is nothing to decide. Next: folkmoot count finish blank' out)"
"$F" count finish blank >out 2>err
is "and the count is finished without it" 0 $?
"$F" audit blank >out 2>err && python3 "$tests/crypto/verify_record.py" blank >verified 2>&1
is "which both verifiers accept" 0 $?
"$F" moderate "$tests/crypto/vectors/record/record" >out 2>err
is "where no question asks for a text it is said" "0 1" "$? $(grep -c 'No question of this election asks for a text' out)"
