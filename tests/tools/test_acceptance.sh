#!/bin/bash
# The acceptance test, from the deck to the verdict: a kiosk is given the deck through its screens, and what it saved is compared.
set -u
F=$PWD/$B/folkmoot kiosk=$PWD/$B/folkmoot-kiosk examples=$PWD/assets/examples
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

is() { # name, expected, got
	if [ "$2" = "$3" ]; then echo "ok - $1"; else printf 'not ok - %s\n#   expected %s\n#   got      %s\n#   %s\n' "$1" "$2" "$3" "$(tail -n 2 err | tr '\n' ' ')"; fi
}
# says NAME CODE WORDS FILE COMMAND...: that exit code, and those words in that file.
says() {
	local name=$1 code=$2 words=$3 file=$4
	shift 4
	"$F" "$@" >out 2>err </dev/null
	is "$name" "$code, said" "$?, $(grep -qF -- "$words" "$file" && echo said || head -n 20 "$file")"
}
# A deck's ballots as a scripted voter's lines; further words: python that may change the list of ballots first.
script() { # deck, change
	python3 - "$1" "$2" <<'PY'
import json, sys
deck = json.load(open(sys.argv[1] + "/expected.json"))
plan = json.load(open("plan.json"))
ballots = deck["ballots"]
exec(sys.argv[2])
for ballot in ballots:
    style = plan["styles"].index(ballot["style"])
    votes = {vote["contest"]: vote for vote in ballot["votes"]}
    if "code" in ballot:
        print("code " + ballot["code"])
    words = ["vote"] + (["@%d" % (style + 1)] if len(plan["styles"]) > 1 and "code" not in ballot else [])
    for position, contest in enumerate(plan["contests"][style]):
        if position:
            words.append("/")
        vote = votes.get(contest["id"], {})
        if "text" in vote:
            words.append('"%s"' % vote["text"])
        marks = {contest["projects"].index(project) + 1: mark for project, mark in vote.get("marks", {}).items()}
        if contest["type"] == "ranked":
            words += [str(n) for n in sorted(marks, key=marks.get)]
        elif contest["type"] in ("points", "score"):
            words += ["%d=%d" % pair for pair in marks.items()]
        else:
            words += [str(n) for n in marks]
    print(" ".join(words))
PY
}
# What the scripts need to know of an election.json: its styles, their contests, their projects.
plan() {
	python3 - "$1" >plan.json <<'PY'
import json, sys
election = json.load(open(sys.argv[1]))
name = lambda text: text if isinstance(text, str) else text[election["languages"][0]]
ident = lambda option, at: option.get("id", str(at + 1)) if isinstance(option, dict) and "id" in option else str(at + 1)
styles = [name(district) for district in election.get("districts", [])] or [""]
contests = []
for contest in election["contests"] + election.get("questions", []):
    items = contest.get("projects", contest.get("options", []))
    contests.append({"id": len(contests) + 1, "type": contest.get("vote_type", contest.get("type")),
                     "projects": [ident(item, at) for at, item in enumerate(items)], "districts": contest.get("districts")})
json.dump({"styles": styles, "contests": [[c for c in contests if not c["districts"] or s in c["districts"]] for s in styles]}, sys.stdout)
PY
}
# A practice folder as a kiosk saves it: FOLDER, election.json; votes on stdin.
practised() {
	local folder=$1 definition=$2
	mkdir -p "$folder" && cp practice/organiser.pub "$folder"/ && cp practice/trustee/share.key "$folder"/practice.share
	"$F" election build "$definition" --organiser practice/organiser.key --trustees practice/trustee/trustees.transcript --mixer practice/organiser.pub -o "$folder"/practice.election &&
		"$F" kiosk enrol --data "$folder".data --name "Library 1" --place "Library" --organiser practice/organiser.pub --practice &&
		"$F" kiosk roster --election "$folder"/practice.election --organiser practice/organiser.key "$folder".data/kiosk.txt -o "$folder"/practice.roster
	{ printf 'pin 1234\nstaff import\nstaff open\n' && cat && printf 'staff pause\nstaff export\n'; } >day
	SDL_VIDEODRIVER=dummy "$kiosk" --data "$folder".data --usb "$folder" --script day
}
build() { # name, definition
	"$F" election build "$2" --organiser organiser.key --trustees trustee/trustees.transcript --mixer organiser.pub -o "$1".election
}

mkdir practice
{
	"$F" organiser new -o organiser --practice && "$F" trustee alone --name "Ada Example" -o trustee --practice &&
		"$F" organiser new -o practice/organiser --practice && "$F" trustee alone --name "Nobody" -o practice/trustee --practice &&
		build small "$examples"/small/election.json && build everything "$examples"/everything/election.json
} >out 2>err
is "keys and packages" 0 $?
says "a deck is made" 0 "folkmoot acceptance check --election small.election --deck deck" out acceptance deck small.election -o deck
cp -r deck again && rm -r deck
"$F" acceptance deck small.election -o deck >out 2>err
is "the same package gives the same deck" "" "$(diff -r deck again 2>&1)"
is "its page shows every ballot, once, with a box to tick" \
	"$(python3 -c 'import json; n = len(json.load(open("deck/expected.json"))["ballots"]); print(n, n)')" \
	"$(grep -c '<section class=ballot>' deck/deck.html) $(grep -o '<div class=box>' deck/deck.html | wc -l)"
says "what it says next names the key that was given" 0 "--deck named --organiser organiser.pub STICK" out acceptance deck small.election --organiser organiser.pub -o named
says "a deck is never overwritten" 2 "exists already" err acceptance deck small.election -o deck

plan "$examples"/small/election.json
script deck "" | practised good "$examples"/small/election.json >out 2>err
is "the deck is voted, and saved" 0 $?
says "every mark as in the deck" 0 "ballots, every mark as in the deck" out acceptance check --election small.election --deck deck good
script deck "next(b for b in ballots if b['votes'] and 'T1' in b['votes'][0]['marks'])['votes'][0]['marks'].pop('T1')" |
	practised slip "$examples"/small/election.json >out 2>err
says "one mark left out is named with its ballot" 1 'no. 1 "Town clock repair": the deck says chosen, the kiosk recorded not chosen' out \
	acceptance check --election small.election --deck deck slip
script deck "ballots.pop(2)" | practised short "$examples"/small/election.json >out 2>err
says "a ballot that was not voted is named" 1 "ballot 3 of the deck is not in the box" out acceptance check --election small.election --deck deck short
script deck "ballots.append(ballots[3])" | practised long "$examples"/small/election.json >out 2>err
says "a ballot too many is told" 1 "the box holds 1 ballot that no ballot of the deck is like" out acceptance check --election small.election --deck deck long
script deck "
for b in ballots:
    for v in b['votes']:
        v['marks'] = {dict(T1='T4', T4='T1').get(k, k): m for k, m in v['marks'].items()}" |
	practised swap "$examples"/small/election.json >out 2>err
says "two projects exchanged on every ballot" 1 "The acceptance test is not passed." out acceptance check --election small.election --deck deck swap

sed 's/"cost": 18000/"cost": 18500/' "$examples"/small/election.json >other.json
script deck "" | practised other other.json >out 2>err
says "practice of another package is refused" 1 "practises another vote than the real package" err acceptance check --election small.election --deck deck other
says "the deck of another election is refused" 1 "is the deck of another election" err acceptance check --election everything.election --deck deck good
cp -r good cut && printf x >>"$(ls -d cut/folkmoot-*)"/ballots
says "a changed byte in the export is refused" 1 "ballots" err acceptance check --election small.election --deck deck cut
cp -r good bare && rm bare/practice.share
says "a folder that is not whole says what is missing" 1 "has no practice.share" err acceptance check --election small.election --deck deck bare
cp -r good wrong && cp trustee/share.key wrong/practice.share
says "another's share opens nothing" 1 "is not the share that opens this practice vote" err acceptance check --election small.election --deck deck wrong
{
	for n in 1 2; do "$F" kiosk enrol --data "real$n" --name "Library $n" --place "Library" --organiser organiser.pub --practice || exit 1; done
	"$F" kiosk roster --election small.election --organiser organiser.key real1/kiosk.txt real2/kiosk.txt -o small.roster
} >out 2>err
says "a kiosk that was not tested is named" 1 "not tested: nothing from it was given" out acceptance check --election small.election --roster small.roster --deck deck good

"$F" acceptance deck everything.election -o deck2 >out 2>err
plan "$examples"/everything/election.json
script deck2 "" | practised all "$examples"/everything/election.json >out 2>err
is "a deck of every vote type is voted at the screens" 0 $?
says "and every rank, mark, point, answer and word is as in the deck" 0 "ballots, every mark as in the deck" out acceptance check --election everything.election --deck deck2 all

# As on the day: the real election on an enrolled kiosk, its own practice mode, the folder that it saves.
practise() { # election; votes on stdin
	rm -rf stick kiosk && mkdir stick
	"$F" kiosk enrol --data kiosk --name "Library 1" --place "Library" --organiser organiser.pub --practice &&
		"$F" kiosk roster --election "$1".election --organiser organiser.key kiosk/kiosk.txt -o stick/vote.roster && cp "$1".election stick/
	{ printf 'pin 1234\nstaff import\nstaff practice\nstaff open\n' && cat && printf 'staff pause\nstaff export\nstaff practice\n'; } >day
	SDL_VIDEODRIVER=dummy "$kiosk" --data kiosk --usb stick --script day
}
plan "$examples"/small/election.json
script deck "" | practise small >out 2>err
is "a kiosk's own practice mode takes the deck, and ends" 0 $?
says "and what it saved is as in the deck" 0 "ballots, every mark as in the deck" out \
	acceptance check --election small.election --roster stick/vote.roster --deck deck stick/folkmoot-practice-*
script deck "ballots[0]['votes'][0]['marks'].popitem()" | practise small >out 2>err
says "a slip there is found" 1 "The acceptance test is not passed." out \
	acceptance check --election small.election --roster stick/vote.roster --deck deck stick/folkmoot-practice-*

sed 's/"admission": "open"/"admission": "code"/' "$examples"/small/election.json >codes.json
{
	"$F" codes make codes.json --place "Library" --count 2 --district "East Side" -o east && "$F" codes make codes.json --place "Library" --count 2 --district "West Side" -o west &&
		"$F" election build codes.json --organiser organiser.key --trustees trustee/trustees.transcript --mixer organiser.pub --tags east.tags --tags west.tags -o codes.election &&
		"$F" acceptance deck codes.election -o deck3
} >out 2>err
is "a deck with practice codes" "0 yes" "$? $(grep -q '<span class=code>' deck3/deck.html && echo yes)"
script deck3 "" | practise codes >out 2>err
is "each practice code lets one ballot in, of its own area" 0 $?
says "and they are as in the deck" 0 "ballots, every mark as in the deck" out \
	acceptance check --election codes.election --roster stick/vote.roster --deck deck3 stick/folkmoot-practice-*
