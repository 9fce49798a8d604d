#!/bin/bash
# Scripted voters through an election that shows everything: all six vote types, two districts, every kind of question. What they touched is what is counted.
. tests/flow/setup.bash

if ! election "$EXAMPLES/everything/election.json" 2>"$W/notes" || ! kiosk k; then
	not_ok "setting up" "$(cat "$W/notes")"
	exit 1
fi

run_kiosk k 'pin 1234
press leave-staff
staff import
staff open
vote @1 1 3 / 1 2 / 4 2 1 / 1=5 2=3 / 1=4 3=0 / 2 / 1 3 / "Near the old Mill, 3 steps up."
vote @2 2 / 3 / 3 / 3=2 / 2=1 / 3 / 2
vote @1 4 / / 2 4 / 1=1 2=2 3=3
challenge @1 1 / 1 / 1 / 1=1 / 1=1 / 1 / 1 / "A test"
expect challenged
vote @2
leave 1 / 2
staff close
staff export'
code=$?
[ $code = 0 ] && ok "voters of every vote type" || not_ok "voters of every vote type: exit $code" "$(cat "$W/k.err")"
exports=("$W"/k-stick/folkmoot-*)
square=$(sed -n 's/^square //p' "$W/k.out") tested=$(sed -n 's/^spoiled //p' "$W/k.out")
check "a test vote with words is sealed again from what the screen showed" "$FOLKMOOT" challenge check --election "$W/e.election" \
	--roster "$W/k.roster" --organiser "$W/org.pub" --code "$tested" --qr "$square" "${exports[@]}"
MODERATOR=$W/org.key check "they are counted" count_record "$W/record" "$W/trustee/share.key $W/org.key" "$W/trustee/share.key" \
	--election "$W/e.election" --roster "$W/k.roster" --organiser "$W/org.pub" --trustees "$W/trustee/trustees.transcript" "${exports[@]}"

# counted CONTEST WANTED: "id:votes:score" of that contest. Columns are counted from the end: names hold commas.
counted() {
	local found
	found=$(awk -F , -v contest="$1" 'NR > 1 && $NF == contest { printf "%s:%s:%s ", $1, $(NF - 4), $(NF - 3) }' "$W/record/result.csv" 2>/dev/null)
	[ "$found" = "$2 " ] && ok "contest $1 is as it was touched" || not_ok "contest $1: $found"
}
counted 1 "1:1:1 2:1:1 3:1:1 4:1:1"
counted 2 "1:1:1 2:1:1 3:0:0"
counted 3 "1:0:0 2:0:0 3:1:1"
# The last of a ranking has one point, whoever stands before it one more.
counted 4 "1:1:1 2:2:4 3:1:1 4:2:4"
counted 5 "1:2:6 2:2:5 3:2:5"
counted 6 "1:1:4 2:1:1 3:1:0"
counted 7 "letter:0: street:1: friend:1:"
counted 8 "morning:1: evening:1: saturday:1:"
grep -q '"Near the old Mill, 3 steps up."' "$W/record/result.csv" 2>/dev/null && ok "the words are the ones that were typed" || not_ok "the words" "$(tail -n 3 "$W/record/result.csv")"

# refused NAME LINE TEXT: after unlocking, the line ends the script with exit 1 and that text.
kiosk r || not_ok "another kiosk"
run_kiosk r 'pin 1234
press leave-staff
staff import
staff open' || not_ok "opening another kiosk" "$(cat "$W/r.err")"
refused() {
	run_kiosk r "pin 1234
$2"
	[ $? = 1 ] && grep -qF "$3" "$W/r.err" && ok "$1" || not_ok "$1" "$(cat "$W/r.err")"
}
refused "a ranking of more than there is room for" "vote @1 / / 1 2 3 4" "a project of this line cannot be chosen"
refused "points beyond all there are" "vote @1 / / / 1=5 2=5 3=1" "a project of this line cannot be chosen"
refused "points where there are none" "vote @1 1=5" "points and scores are written as 3=5"
refused "words where none are asked for" 'vote @1 "A pond"' "words answer a question in words"
refused "a letter that the keyboard lacks" 'vote @1 / / / / / / / "☃"' "the keyboard lacks a character"
