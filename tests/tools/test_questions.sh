#!/bin/bash
# Questions beside the vote: answers of every kind through real ballot boxes and the whole count, published apart from the contest; and what is wrong
# in an answers file, each with its sentence.
set -u
F=$PWD/$B/folkmoot kiosk=$PWD/$B/folkmoot-kiosk example=$PWD/assets/examples/questions/election.json tests=$PWD/tests
if [ ! -x "$F" ]; then
	echo "not ok - $F is built"
	exit 1
fi
if ! command -v python3 >/dev/null; then
	echo "ok - questions # SKIP python3 is not installed"
	exit 0
fi
. tests/count.bash
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

is() { # name, expected, got
	if [ "$2" = "$3" ]; then echo "ok - $1"; else printf 'not ok - %s\n#   expected %s\n#   got      %s\n' "$1" "$2" "$3"; fi
}

"$F" organiser new -o organiser --practice >out 2>err && "$F" trustee alone --name 'Example Trustee' -o trustee --practice >>out 2>>err
is "practice keys" 0 $?
cat >city.pb <<'PB'
META
key;value
description;Invented vote
country;United Kingdom
unit;Harbourside
instance;2026
num_projects;3
num_votes;9
budget;1000
vote_type;approval
rule;greedy
date_begin;07.09.2026
date_end;20.09.2026
max_length;2
language;en
currency;GBP
PROJECTS
project_id;cost;votes;name
1;400;4;Ladder and ring buoys
2;700;5;Rowing boat for the school
3;500;3;Seed library
VOTES
voter_id;vote
1;1
2;2,3
3;2
4;1,2
5;3
6;1
7;2,1
8;
9;2,3
PB
"$F" election import city.pb -o city.json --practice >out 2>err
is "a city's vote is imported" 0 $?
python3 - <<'EOF'
import json

definition = json.load(open("city.json"))
definition["questions"] = [
    {"title": "Where did you hear of this vote?", "type": "one", "options": ["At the library", "From a friend", "Elsewhere"]},
    {"title": "What would you help with?", "type": "several", "max_length": 2,
     "options": [{"id": "dig", "name": "Digging"}, {"id": "paint", "name": "Painting"}, {"id": "cook", "name": "Cooking"}]},
    {"title": "Which place near you is unloved?", "type": "text", "max_characters": 60},
]
json.dump(definition, open("election.json", "w"))
answers = [["1", ["dig", "cook"], "The canal basin"], ["3", None, "Mill Lane,\n\"behind\" the school"], ["1", ["dig"]],
           [None, [], ""], ["2", ["cook", "paint"], "=SUM(A1)"], ["1", ["cook"], "Żabia ulica"], [None, None, "The canal basin"]]
json.dump(answers, open("answers.json", "w"))
EOF
"$F" election build election.json --organiser organiser.key --trustees trustee/trustees.transcript --mixer organiser.pub -o city.election >out 2>err
is "an election with three questions is built" 0 $?

replay() { "$F" replay city.pb --election city.election --kiosks 2 "$@" -o play >out 2>err; }
wrong() { # name, answers, words on stderr
	printf '%s' "$2" >wrong.json
	replay --answers wrong.json
	is "$1" "1 1 gone" "$? $(grep -cF -- "$3" err) $([ -e play ] && echo left || echo gone)"
}
wrong "no list" '{}' 'wrong.json: it is no list in JSON'
wrong "no JSON" $'[\n["1" "2"]]' 'wrong.json: it is no list in JSON (line 2)'
wrong "a voter without a list" '[["1"], 7]' 'voter 2: what one voter answers is a list'
wrong "an option that is not there" '[["4"]]' 'voter 1, question 1 ("Where did you hear of this vote?"): there is no such option'
wrong "one word where several are asked" '[[null, "dig"]]' 'voter 1, question 2 ("What would you help with?"): several options are chosen by a list'
wrong "too many options" '[[], [null, ["dig", "cook", "paint"]]]' 'voter 2, question 2 ("What would you help with?"): it chooses more or fewer options'
wrong "a text that is too long" "[[null, null, \"$(printf 'x%.0s' $(seq 61))\"]]" 'voter 1, question 3 ("Which place near you is unloved?"): the text is longer'
wrong "a text that nobody can type" '[[null, null, "a\tb"]]' 'voter 1, question 3 ("Which place near you is unloved?"): the text holds characters'
wrong "an answer to no question" '[[null, null, null, "?"]]' 'voter 1: there are 4 answers, but only 3 questions'

python3 -c '
import json
definition = json.load(open("election.json"))
definition["districts"] = ["East", "West"]
json.dump(definition, open("districts.json", "w"))'
"$F" election build districts.json --organiser organiser.key --trustees trustee/trustees.transcript --mixer organiser.pub -o districts.election >out 2>err &&
	"$F" replay city.pb --election districts.election --kiosks 1 -o play >out 2>err
is "questions and districts are not replayed" "1 1" \
	"$? $(grep -cF 'districts.election: replay plays questions where all voters get the same; this one has 2 districts' err)"

replay
is "without answers the questions stay unanswered, and it is said" "0 1" "$? $(grep -c "^the election's questions were left unanswered" out)"
rm -rf play
replay --answers answers.json
is "the answers are cast" "0 1" "$? $(grep -c '^the last 2 of 9 voters answered no question: answers.json has answers of 7$' out)"
MODERATOR=organiser.key count_record record "trustee/share.key organiser.key" trustee/share.key --election play/stick/replay.election --roster play/stick/replay.roster \
	--trustees trustee/trustees.transcript play/stick/folkmoot-* >counted 2>err
is "they are mixed, opened and counted" 0 $?
is "what was asked stands before its answers" "Where did you hear of this vote? 9 votes, 5 valid, 4 blank, 0 invalid" "$(grep '^Where did you hear' counted)"
"$F" audit record >audited 2>err
is "the audit holds" 0 $?

of_json() { python3 -c "import json; r = json.load(open('record/result.json')); print($1)"; }
is "the contest's votes are as in the file" "4 5 3" \
	"$(of_json "' '.join(str(p['votes']) for p in r['contests'][0]['projects'])")"
is "questions stand apart from contests" "1 [2, 3, 4] ['answer-one', 'answer-several', 'answer-text']" \
	"$(of_json "len(r['contests']), [q['id'] for q in r['questions']], [q['vote_type'] for q in r['questions']]" | sed "s/^(//; s/)$//; s/1, \[/1 [/; s/\], /] /")"
is "one choice is counted by option" "9 5 4 0 3 1 1" \
	"$(of_json "' '.join(str(n) for q in r['questions'][:1] for n in [q['votes'], q['valid'], q['blank'], q['invalid']] + [o['votes'] for o in q['options']])")"
is "several are counted by option" "9 4 5 0 2 1 3" \
	"$(of_json "' '.join(str(n) for q in r['questions'][1:2] for n in [q['votes'], q['valid'], q['blank'], q['invalid']] + [o['votes'] for o in q['options']])")"
is "texts are listed by their bytes, equal ones counted" "9 5 4 0 [('=SUM(A1)', 1), ('Mill Lane,\\n\"behind\" the school', 1), ('The canal basin', 2), ('Żabia ulica', 1)]" \
	"$(of_json "*[r['questions'][2][k] for k in ('votes', 'valid', 'blank', 'invalid')], [(t['text'], t['votes']) for t in r['questions'][2]['texts']]" | sed "s/^(//; s/)$//; s/, \[/ [/; s/^9, 5, 4, 0/9 5 4 0/")"
is "the same in result.csv, where no text is a formula" "1 1 1" \
	"$(grep -c '^,The canal basin,,2,,,,4$' record/result.csv) $(grep -c "^,'=SUM(A1),,1,,,,4$" record/result.csv) $(grep -c '^1,At the library,,3,,,,2$' record/result.csv)"
is "a text stands as its payload in votes" 2 "$(grep -c "^valid $(printf 'The canal basin' | od -An -v -tx1 | tr -d ' \n')00*\$" record/votes)"
is "the readme lists them" "1 1" "$(grep -c '^    4 different texts: see result.csv$' record/readme.txt) $(grep -c '^    1  At the library  3 answers$' record/readme.txt)"
python3 "$tests/crypto/verify_record.py" record >verified 2>&1
is "the documents' own verifier reads questions and answers, and agrees" 0 $?

# A kiosk takes such an election, and opens it.
{
	"$F" election build "$example" --organiser organiser.key --trustees trustee/trustees.transcript --mixer organiser.pub -o asking.election &&
		"$F" kiosk enrol --data data --name "Library 1" --place Library --organiser organiser.pub --practice &&
		"$F" kiosk roster --election asking.election --organiser organiser.key data -o asking.roster &&
		mkdir stick && cp asking.election asking.roster stick/
} >out 2>err
is "the example's package, a kiosk and its roster" 0 $?
printf 'pin 1234\nstaff import\nstaff open\n' >day
SDL_VIDEODRIVER=dummy "$kiosk" --data data --usb stick --script day >screens 2>err
is "a kiosk loads questions and opens" 0 $?
