#!/bin/bash
# A day of scripted voters from the first touch to the counted result; then everything that must be refused, each with one sentence.
. tests/flow/setup.bash

if ! election || ! kiosk k; then
	not_ok "setting up"
	exit 1
fi

# --- a day ---
run_kiosk k "expect locked
pin 1234
expect staff
press leave-staff
expect no-election
staff import
expect not-open
staff open
expect start
vote 1 4 9
vote 3 8 13 14
challenge 2 6
expect challenged
vote 2 6 7
leave 3
idle 3
vote
staff status
staff pause
expect not-open
staff export
staff open
repeat 3
vote 4
end
staff close
expect not-open
staff export"
code=$?
[ $code = 0 ] && ok "a day of voters and staff" || not_ok "a day of voters and staff: exit $code" "$(cat "$W/k.err")"
[ -s "$W/k.err" ] && not_ok "nothing to complain about" "$(cat "$W/k.err")" || ok "nothing to complain about"
told=$(grep -v '^square ' "$W/k.out" | sed 's/ [a-z0-9-]*$//' | sort | uniq -c | awk '{ printf "%s %s %s, ", $1, $2, $3 }')
[ "$told" = "2 exported , 1 left , 1 spoiled , 7 thanks , 1 timed , " ] && ok "what was reached was told" || not_ok "what was reached: $told"
exports=("$W"/k-stick/folkmoot-*)
check "both exports verify" "$FOLKMOOT" verify --election "$W/e.election" --roster "$W/k.roster" --organiser "$W/org.pub" "${exports[@]}"
square=$(sed -n 's/^square //p' "$W/k.out") tested=$(sed -n 's/^spoiled //p' "$W/k.out")
check "the test vote is sealed again from what the screen showed, and is in the export" "$FOLKMOOT" challenge check --election "$W/e.election" \
	--roster "$W/k.roster" --organiser "$W/org.pub" --code "$tested" --qr "$square" "${exports[@]}"
check "they are counted" count_record "$W/record" "$W/trustee/share.key $W/org.key" "$W/trustee/share.key" \
	--election "$W/e.election" --roster "$W/k.roster" --organiser "$W/org.pub" --trustees "$W/trustee/trustees.transcript" "${exports[@]}"
# Numbers in the first and the fourth column from the end: names may hold commas.
votes=$(awk -F , 'NR > 1 && $(NF - 4) > 0 { printf "%s:%s ", $1, $(NF - 4) }' "$W/record/result.csv")
[ "$votes" = "1:1 2:1 3:1 4:4 6:1 7:1 8:1 9:1 13:1 14:1 " ] && ok "every project has the votes that were cast" || not_ok "the votes are $votes"

# --- lines that cannot be done ---
# refused NAME LINES TEXT: on the open kiosk r the script ends with exit 1 and that text.
kiosk r || not_ok "another kiosk"
run_kiosk r "pin 1234
staff import
staff open"
refused() {
	run_kiosk r "pin 1234
$2"
	local code=$?
	[ $code = 1 ] && grep -qF -- "$3" "$W/r.err" && ok "$1" || not_ok "$1: exit $code" "$(cat "$W/r.err")"
}
refused "a press on what is not there names the line" "press nothing-of-this-name" ":2: there is nothing of this name to press; on the screen: start."
refused "a project dearer than what is left cannot be chosen" "vote 17 1 10 8 15 4" ":2: a project of this line cannot be chosen; on the screen: projects."
refused "a project that does not exist is on no page" "vote 21" ":2: a project of this line is on no page"
refused "another screen than expected" "expect thanks" ":2: another screen was expected; on the screen: start."
refused "a task that is not possible now" "staff open" "what should be touched is not there"

# --- sticks that cannot be written: staff are told, voting goes on, nothing is lost ---
mv "$W/r-stick" "$W/pulled"
refused "an export without a stick is refused" "staff export" "the task was refused"
grep -q "stick" "$W/r.err" && ok "and staff read why" || not_ok "and staff read why" "$(cat "$W/r.err")"
mkdir "$W/r-stick"
cp "$W/e.election" "$W/r-stick/"
run_kiosk r "pin 1234
vote 3
staff pause"
refused "a stick with an election and no roster is refused" "press leave-staff
staff import" "the task was refused"
rmdir "$W/r-stick" 2>/dev/null || rm -r "$W/r-stick"
mv "$W/pulled" "$W/r-stick"
run_kiosk r "pin 1234
press leave-staff
staff open
vote 4
staff close
staff export"
code=$?
[ $code = 0 ] && [ "$(grep -c '^thanks' "$W/r.out")" = 1 ] && ok "the kiosk went on voting, and exports when the stick is back" ||
	not_ok "the kiosk went on voting: exit $code" "$(cat "$W/r.err")"
"$FOLKMOOT" verify --election "$W/e.election" --roster "$W/r.roster" --organiser "$W/org.pub" "$W"/r-stick/folkmoot-* >"$W/out" 2>&1
code=$?
[ $code = 0 ] && grep -q '^Everything holds.*' "$W/out" && grep -q '2 ballots' "$W/out" && ok "both ballots are in the export" ||
	not_ok "both ballots are in the export: exit $code" "$(cat "$W/out")"

# Last here: the kiosk makes the next try wait.
run_kiosk r "pin 9999"
[ $? = 1 ] && grep -qF "the PIN is wrong" "$W/r.err" && ok "a wrong PIN does not unlock" || not_ok "a wrong PIN" "$(cat "$W/r.err")"

# --- what cannot start ---
# no_start NAME TEXT ARGUMENTS...: exit 2 and one line on stderr that holds the text.
no_start() {
	local name=$1 text=$2
	shift 2
	timeout 20 "$KIOSK" "$@" >"$W/out" 2>"$W/err"
	local code=$?
	[ $code = 2 ] && grep -qF -- "$text" "$W/err" && [ "$(wc -l <"$W/err")" -eq 1 ] && ok "$name" || not_ok "$name: exit $code" "$(cat "$W/err")"
}
echo "expect locked" >"$W/s"
echo "vote for everything" >"$W/bad"
no_start "no data folder named" "--data DIR is missing" --script "$W/s"
no_start "a shortened option" "there is no option --dat" --dat "$W/k"
no_start "an unknown option" "there is no option --nonsense" --nonsense
no_start "a window of no size" "not 0x0" --data "$W/r" --window 0x0
no_start "a data folder in a folder that is not there" "the folder around it is missing" --data "$W/no/where" --script "$W/s"
no_start "a script that is not there" "cannot be read" --data "$W/r" --script "$W/nowhere"
no_start "a line that is no command" "bad:1: not a command" --data "$W/r" --script "$W/bad"
printf 'repeat 3\nvote 1\n' >"$W/bad"
no_start "a loop without end" "an end is missing" --data "$W/r" --script "$W/bad"
cp -r "$W/r" "$W/damaged"
printf 'x' | dd of="$W/damaged/kiosk.key" bs=1 seek=0 conv=notrunc 2>/dev/null
rm "$W/damaged/box.db"
no_start "a ballot box that is gone" "box.db is missing" --data "$W/damaged" --script "$W/s"
cp -r "$W/r" "$W/other"
cp "$W/k/box.db" "$W/other/box.db"
no_start "a ballot box of another kiosk" "box.db" --data "$W/other" --script "$W/s"
printf 'a long passphrase\n' >"$W/passphrase"
printf '4321\n' >"$W/pin"
"$FOLKMOOT" organiser new -o "$W/real" --passphrase-file "$W/passphrase" >/dev/null
# A real kiosk's PINs are typed on a terminal, each twice.
(for pin in 654321 654321 123456 123456; do sleep 1; echo $pin; done; sleep 5) | timeout 60 script -qec "'$FOLKMOOT' kiosk enrol --data '$W/realdata' \
	--name 'Real 1' --place 'Town Hall' --organiser '$W/real.pub'" /dev/null >"$W/enrol" 2>&1
no_start "scripted voters in a real vote" "practice data only" --data "$W/realdata" --script "$W/s"
no_start "a PIN file in a real vote" "practice data only" --data "$W/realdata" --pin-file "$W/pin" --script "$W/s"
no_start "a wrong PIN in the PIN file" "This PIN is wrong" --data "$W/k" --pin-file "$W/pin" --script "$W/s"
SDL_VIDEODRIVER=none no_start "no display" "The display cannot be used" --data "$W/r" --window 800x600

no_start "an import without its roster" "--import and --roster go together" --data "$W/k" --import "$W/e.election"
echo 1234 >"$W/right"
no_start "an import of a file that is not there" "nowhere is not there" --data "$W/k" --pin-file "$W/right" --import "$W/nowhere" \
	--roster "$W/k.roster" --script "$W/s"

# --- an import by name ---
"$FOLKMOOT" kiosk enrol --data "$W/n" --name "Kiosk n" --place "Place of n" --organiser "$W/org.pub" --practice >/dev/null
"$FOLKMOOT" kiosk roster --election "$W/e.election" --organiser "$W/org.key" "$W/n/kiosk.txt" -o "$W/n.roster" >/dev/null
echo "expect not-open" >"$W/s"
check "an election and a roster by their names" "$KIOSK" --data "$W/n" --pin-file "$W/right" --import "$W/e.election" --roster "$W/n.roster" \
	--script "$W/s"
no_start "another kiosk's roster" "does not list this kiosk's key" --data "$W/n" --pin-file "$W/right" --import "$W/e.election" --roster "$W/k.roster" \
	--script "$W/s"

# --- a release has no scripts ---
"${CC:-gcc}" -std=c11 -D_GNU_SOURCE -DFOLKMOOT_RELEASE -Ikiosk -c -o "$W/options.o" kiosk/options.c
if strings "$W/options.o" | grep -qE 'script|describe'; then not_ok "a release knows no --script"; else ok "a release knows no --script"; fi
strings "$B/obj/kiosk/options.o" | grep -q -- --script && ok "and this build knows it" || not_ok "this build should know --script"
