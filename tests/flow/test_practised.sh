#!/bin/bash
# A new kiosk with voting codes tries the printed test deck in practice mode, and the deck is compared with what it saved; then votes for real with other
# codes, is erased by two people, and takes the next vote, whose exports hold behind the erasure in one log.
. tests/flow/setup.bash
CODED=$W/coded.json
sed -e 's/"admission": "open"/"admission": "code"/' "$EXAMPLES/small/election.json" >"$CODED"

went() { # NAME KIOSK SCRIPT
	check "$1" run_kiosk "$2" "$3"
}
refused() { # NAME KIOSK SCRIPT WORDS
	if run_kiosk "$2" "$3" >"$W/out" 2>&1; then not_ok "$1" "it went on"; elif grep -qF "$4" "$W/out" "$W/$2.err" 2>/dev/null; then ok "$1"; else not_ok "$1" "$(cat "$W/out")"; fi
}
run_kiosk() { # NAME SCRIPT
	printf '%s\n' "$2" >"$W/s"
	"$KIOSK" --data "$W/$1" --usb "$W/stick" --script "$W/s" >"$W/$1.out" 2>"$W/$1.err" || { cat "$W/$1.err"; return 1; }
}
build() { # DEFINITION NAME TAGS...: package and roster onto the stick
	local definition=$1 name=$2
	shift 2
	rm -f "$W"/stick/*.election "$W"/stick/*.roster
	"$FOLKMOOT" election build "$definition" --organiser "$W/organiser.key" --trustees "$W/trustee/trustees.transcript" --mixer "$W/organiser.pub" \
		"$@" -o "$W/$name.election" &&
		"$FOLKMOOT" kiosk roster --election "$W/$name.election" --organiser "$W/organiser.key" "$W"/kiosk.txt -o "$W/$name.roster" &&
		cp "$W/$name.election" "$W/$name.roster" "$W/stick/"
}
# The deck's ballots as lines of a script.
deck_script() {
	python3 - "$CODED" "$W/deck/expected.json" <<'PY'
import json, sys
election, deck = (json.load(open(path)) for path in sys.argv[1:])
for ballot in deck["ballots"]:
    print("code", ballot["code"])
    votes = {vote["contest"]: vote["marks"] for vote in ballot["votes"]}
    parts = []
    for number, contest in enumerate(election["contests"], 1):
        if "districts" in contest and ballot["style"] not in contest["districts"]:
            continue
        ids = [project["id"] for project in contest["projects"]]
        parts.append(" ".join(str(ids.index(project) + 1) for project in votes.get(number, {})))
    print(("vote " + " / ".join(parts)).rstrip())
PY
}

"$FOLKMOOT" organiser new -o "$W/organiser" --practice >/dev/null && "$FOLKMOOT" trustee alone --name "Ada Example" -o "$W/trustee" --practice >/dev/null
"$FOLKMOOT" codes make "$CODED" --place Library --count 2 --district "East Side" -o "$W/east" >/dev/null 2>&1 &&
	"$FOLKMOOT" codes make "$CODED" --place Library --count 2 --district "West Side" -o "$W/west" >/dev/null 2>&1
mkdir "$W/stick" && cp "$W/organiser.pub" "$W/stick/"
went "a kiosk is enrolled on its own screens" k 'enrol 1357 2468 "Library 1" "Library"'
cp "$W"/stick/kiosk-*.txt "$W/kiosk.txt"
check "its roster" build "$CODED" first --tags "$W/east.tags" --tags "$W/west.tags"
check "a test deck" "$FOLKMOOT" acceptance deck "$W/first.election" -o "$W/deck"
went "the whole deck is voted in practice" k "pin 1357
staff import
staff practice
staff open
$(deck_script)
staff close
staff export
staff practice
expect not-open"
check "every mark as in the deck" "$FOLKMOOT" acceptance check --election "$W/first.election" --organiser "$W/organiser.pub" --deck "$W/deck" "$W"/stick/folkmoot-practice-*
[ ! -e "$W/k/practice" ] && ok "nothing of it is left on the kiosk" || not_ok "nothing of it is left on the kiosk"
refused "a code of practice lets nobody vote for real" k "pin 1357
staff open
code $(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["ballots"][0]["code"])' "$W/deck/expected.json")
vote 1" "the code was refused"
went "the box is closed, saved and erased" k "pin 1357
second 2468
staff close
staff export
staff erase
expect no-election"
check "what was saved holds" "$FOLKMOOT" verify --election "$W/first.election" --roster "$W/first.roster" --organiser "$W/organiser.pub" "$W"/stick/folkmoot-*-000?
refused "the same vote does not come back" k "pin 1357
staff import" "its box was erased"
rm -r "$W"/stick/folkmoot-*
sed 's/littlebridge-2026/littlebridge-2027/; s/"admission": "code"/"admission": "open"/' "$CODED" >"$W/next.json"
check "the next vote" build "$W/next.json" next
went "the kiosk takes it" k "pin 1357
staff import
staff open
vote @1 1
staff close
staff export"
check "its exports hold, behind the erasure in one log" "$FOLKMOOT" verify --election "$W/next.election" --roster "$W/next.roster" --organiser "$W/organiser.pub" \
	"$W"/stick/folkmoot-*-000?
check "and so does the log" "$FOLKMOOT" log verify "$W/k"
