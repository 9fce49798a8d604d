#!/bin/bash
# Staff's whole day by touches: a new kiosk enrolled, set up, tried, opened, paused over night, closed, reported, exported, opened again by permission,
# erased; voters admitted by staff, and by codes typed and scanned; a kiosk that needs a staff stick. What must be refused is.
. tests/flow/setup.bash

# went NAME KIOSK LINES: the script ends well.
went() {
	run_kiosk "$2" "$3"
	local code=$?
	[ $code = 0 ] && ok "$1" || not_ok "$1: exit $code" "$(cat "$W/$2.err" "$W/$2.out")"
}
# refused NAME KIOSK LINES TEXT: it fails, saying so.
refused() {
	run_kiosk "$2" "$3"
	local code=$?
	[ $code = 1 ] && grep -qF -- "$4" "$W/$2.err" && ok "$1" || not_ok "$1: exit $code" "$(cat "$W/$2.err" "$W/$2.out")"
}
# new_kiosk NAME ELECTION: enrolled on its own screens, put on a roster, both on its stick.
new_kiosk() {
	mkdir -p "$W/$1-stick" && cp "$W/org.pub" "$W/$1-stick/" &&
		run_kiosk "$1" "enrol 1234 4321 \"Kiosk $1\" \"Place of $1\"
expect no-election" &&
		"$FOLKMOOT" kiosk roster --election "$2" --organiser "$W/org.key" "$W/$1-stick"/kiosk-*.txt -o "$W/$1.roster" >/dev/null &&
		cp "$2" "$W/$1.roster" "$W/$1-stick/"
}

election || { not_ok "setting up"; exit 1; }

# --- a new kiosk ---
mkdir "$W/d-stick"
refused "a kiosk is not enrolled without an organiser's key" d 'expect enrol
enrol 1234 4321 "Kiosk d" "Place of d"' "the task was refused"
cp "$W/org.pub" "$W/d-stick/"
refused "nor with one PIN for two people" d 'enrol 1234 1234 "Kiosk d" "Place of d"' "the second PIN is the first"
went "nobody who went away is waited for, and nothing that was typed is left" d 'press next
expect enrol-key
press next
expect enrol-write
wait 600000
expect enrol'
check "a kiosk is enrolled" new_kiosk d "$W/e.election"
[ -e "$W/d-stick/kiosk-$(sed -n 's/^enrolled \(....\) \(....\).*/\1\2/p' "$W/d.out").txt" ] && ok "the key it shows is the one on the stick" ||
	not_ok "the key it shows is the one on the stick" "$(cat "$W/d.out")"
went "it is locked when it starts" d "expect locked"

# --- the first morning ---
went "an election is loaded, the kiosk set up" d "pin 1234
press leave-staff
staff import
staff setup
expect not-open"
check "the readiness report is the kiosk's own, and says that all was good" "$FOLKMOOT" verify --roster "$W/d.roster" --organiser "$W/org.pub" \
	--readiness "$W/d-stick"/folkmoot-ready-*.txt
went "practice is tried from opening to saving, and ends" d "pin 1234
press leave-staff
staff practice
staff open
vote 1
vote 2
staff close
staff export
staff practice
expect not-open"
[ -n "$(ls -d "$W"/d-stick/folkmoot-practice-*/folkmoot-* 2>/dev/null)" ] && ok "what was saved of it lies apart" || not_ok "what was saved of it lies apart" "$(ls "$W/d-stick")"
went "practice that nobody ended ends with the power" d "pin 1234
press leave-staff
staff practice
staff open
vote 3
expect start"
went "the clock is set, and goes on" d "pin 1234
press check-clock
expect staff-clock
press later-3
press later-4
press yes
expect staff-clock
press back
expect staff"
went "voting opens on an empty box" d "expect locked
pin 1234
press leave-staff
staff open
vote 1 4
vote 3
challenge 2
expect challenged
press next
vote 2
staff status
staff pause
expect not-open"
went "after a night the PIN is asked for, and voting goes on" d "expect locked
pin 1234
press leave-staff
staff open
vote 5"
went "after a power cut in the middle of a day one PIN is enough" d "expect locked
pin 1234
expect start
vote 6"
refused "nothing is erased while voting is open" d "pin 1234
second 4321
staff erase" "what should be touched is not there"
refused "practice does not begin while voting is open" d "pin 1234
staff practice" "what should be touched is not there"

# --- the last evening ---
went "voting is closed, and the closing report shown" d "pin 1234
staff close
expect not-open
staff report"
report=$(sed -n 's/^report //p' "$W/d.out")
check "the report is the kiosk's own" "$FOLKMOOT" verify --roster "$W/d.roster" --organiser "$W/org.pub" --qr "$report"
refused "nothing is erased before it is saved" d "pin 1234
press leave-staff
second 4321
staff erase" "what should be touched is not there"
went "everything is saved" d "pin 1234
press leave-staff
staff export"
mkdir "$W/kept" && mv "$W"/d-stick/folkmoot-*-000? "$W/kept/"
went "and saved again on another stick" d "pin 1234
press leave-staff
staff export"
check "what was saved holds, and is what was closed" "$FOLKMOOT" verify --election "$W/e.election" --roster "$W/d.roster" --organiser "$W/org.pub" \
	--qr "$report" "$W"/kept/folkmoot-* "$W"/d-stick/folkmoot-*-000?
"$FOLKMOOT" verify --election "$W/e.election" --roster "$W/d.roster" --organiser "$W/org.pub" "$W"/kept/folkmoot-* "$W"/d-stick/folkmoot-*-000? >"$W/out" 2>&1
grep -q '5 ballots' "$W/out" && ok "five ballots, as were cast: none of practice" || not_ok "five ballots" "$(cat "$W/out")"

# --- opened again ---
refused "a closed box is not opened again without permission" d "pin 1234
press leave-staff
staff reopen" "the task was refused"
"$FOLKMOOT" kiosk reopen --election "$W/e.election" --roster "$W/d.roster" --organiser "$W/org.key" --kiosk "Kiosk d" --closing 1 \
	--reason "A queue was sent away by mistake." -o "$W/d-stick/d.reopen" >"$W/out" 2>&1 || not_ok "a permission" "$(cat "$W/out")"
went "with the organiser's permission it is, once" d "pin 1234
press leave-staff
staff reopen
expect start
vote 7
staff close
staff report
staff export"
check "and the audit knows why" "$FOLKMOOT" verify --election "$W/e.election" --roster "$W/d.roster" --organiser "$W/org.pub" \
	--qr "$(sed -n 's/^report //p' "$W/d.out")" "$W"/kept/folkmoot-* "$W"/d-stick/folkmoot-*-000?
refused "the same permission opens it no second time" d "pin 1234
press leave-staff
staff reopen" "the task was refused"

# --- erased ---
# On a copy: a wrong try makes the next one wait.
cp -r "$W/d" "$W/x" && mkdir "$W/x-stick"
refused "not by one person alone" x "pin 1234
press leave-staff
second 1234
staff erase" "the PIN is wrong"
went "two people erase what was saved" d "pin 1234
press leave-staff
second 4321
staff erase
expect no-election"
[ ! -e "$W/d/box.db" ] && [ -e "$W/d/kiosk.key" ] && [ -e "$W/d/log.txt" ] && ok "the box is gone, key and log stay" || not_ok "what is left" "$(ls "$W/d")"

# --- voters admitted by staff ---
sed 's/"admission": "open"/"admission": "attended"/' "$EXAMPLES/borough/election.json" >"$W/attended.json"
"$FOLKMOOT" election build "$W/attended.json" --organiser "$W/org.key" --trustees "$W/trustee/trustees.transcript" --mixer "$W/org.pub" \
	-o "$W/a.election" >/dev/null 2>&1
check "a kiosk where voters are attended" new_kiosk a "$W/a.election"
went "one voter for each admission, by two touches" a "pin 1234
press leave-staff
staff import
staff open
expect admit
admit
vote 1
expect admit
admit
leave 2
expect admit
press admit
expect admit-ask
press no
expect admit
admit
wait 119000
expect start
wait 1000
expect admit
admit
vote 2 3
expect admit"
refused "nobody begins who was not admitted" a "pin 1234
expect admit
vote 1" "no voter can go on from here"
went "admission is asked for after the power was cut" a "pin 1234
expect admit
admit
staff status
expect start
vote
staff close
staff export"
"$FOLKMOOT" verify --election "$W/a.election" --roster "$W/a.roster" --organiser "$W/org.pub" "$W"/a-stick/folkmoot-*-000? >"$W/out" 2>&1
[ $? = 0 ] && grep -q '3 ballots' "$W/out" && ok "three ballots, as were cast" || not_ok "three ballots" "$(cat "$W/out")"

# --- voting codes ---
sed 's/"admission": "open"/"admission": "code"/' "$EXAMPLES/small/election.json" >"$W/code.json"
codes_of() {
	"$FOLKMOOT" codes make "$W/code.json" --place "$1" --count 4 --district "$2" -o "$W/$3" >/dev/null 2>&1 &&
		pdftoppm -r 100 -png "$W/$3.pdf" "$W/$3" && zbarimg -q --raw "$W/$3"-*.png 2>/dev/null | tr 'A-Z' 'a-z' >"$W/$3.codes" && [ "$(wc -l <"$W/$3.codes")" = 4 ]
}
if ! command -v pdftoppm >/dev/null || ! command -v zbarimg >/dev/null; then
	echo "ok - voting codes # SKIP needs pdftoppm and zbarimg"
elif ! codes_of "Place of c" "West Side" here || ! codes_of "Town Hall" "East Side" there; then
	not_ok "codes are made, and read off their slips"
else
	"$FOLKMOOT" election build "$W/code.json" --organiser "$W/org.key" --trustees "$W/trustee/trustees.transcript" --mixer "$W/org.pub" \
		--tags "$W/here.tags" --tags "$W/there.tags" -o "$W/c.election" >"$W/out" 2>&1 || not_ok "a package with codes" "$(cat "$W/out")"
	mapfile -t here <"$W/here.codes"
	mapfile -t there <"$W/there.codes"
	mistyped=${here[3]:0:1}${here[3]:2:1}${here[3]:1:1}${here[3]:3}
	[ "$mistyped" != "${here[3]}" ] || mistyped=${here[3]:0:2}${here[3]:3:1}${here[3]:2:1}${here[3]:4}
	check "a kiosk where a code is asked for" new_kiosk c "$W/c.election"
	went "a code typed, one scanned on its screen, one scanned before anybody touched" c "pin 1234
press leave-staff
staff import
staff open
expect start
code ${here[0]}
vote 1 / 1
press start-0
press next
expect code
scan ${here[1]}
expect how
vote 2 / 2
scan ${here[2]}
expect settings
press next
expect how
vote 3
expect start"
	refused "a code lets one vote" c "pin 1234
code ${here[0]}
vote 1" "the code was refused"
	refused "a code of another place lets none" c "pin 1234
code ${there[0]}
vote 1" "the code was refused"
	refused "a mistyped one is told from a wrong one" c "pin 1234
code $mistyped
vote 1" "the code is mistyped"
	refused "half a code is none" c "pin 1234
code ${here[3]:0:5}
vote 1" "the code is too short"
	went "after a code that was left the code is good still; what is wrong slows nobody else" c "pin 1234
press start-0
press next
scan ${there[0]}
expect code
scan ${there[1]}
expect code
press leave
press yes
expect start
code ${here[3]}
leave 1
vote 1
staff close
staff export"
	"$FOLKMOOT" verify --election "$W/c.election" --roster "$W/c.roster" --organiser "$W/org.pub" "$W"/c-stick/folkmoot-*-000? >"$W/out" 2>&1
	[ $? = 0 ] && grep -q '4 ballots' "$W/out" && ok "four ballots, as were cast" || not_ok "four ballots" "$(cat "$W/out")"
fi

# --- a staff stick ---
mkdir "$W/s-stick" && cp "$W/org.pub" "$W/s-stick/"
went "a kiosk that needs a staff stick, and the stick" s 'enrol 1234 4321 "Kiosk s" "Place of s" stick
staff key-stick
expect no-election'
mv "$W/s-stick" "$W/s-away" && mkdir "$W/s-stick"
refused "without the stick the PIN unlocks nothing" s "expect locked
pin 1234" "the staff stick is missing"
rmdir "$W/s-stick" && mv "$W/s-away" "$W/s-stick"
went "with it it does" s "expect locked
pin 1234
expect staff"

# --- a kiosk that was not enrolled becomes one for a real vote: the doors for practice are shut ---
name="no script, and nobody else, sees the screens of a kiosk that was enrolled for a real vote"
if far=$(mktemp -d /dev/shm/folkmoot-stick.XXXXXX 2>/dev/null) && [ "$(stat -c %d "$far")" != "$(stat -c %d "$W")" ]; then
	echo 'a long enough passphrase 7' >"$W/pass"
	"$FOLKMOOT" organiser new -o "$W/real" --passphrase-file "$W/pass" >/dev/null && cp "$W/real.pub" "$far/"
	printf '%s\n' 'enrol 83610472 57102938 "Kiosk r" "Place of r"' 'expect no-election' >"$W/r.script"
	"$KIOSK" --data "$W/r" --usb "$far" --script "$W/r.script" --describe "$W/r.seen" >"$W/r.out" 2>"$W/r.err"
	[ $? = 1 ] && grep -q "for a real vote now" "$W/r.err" && [ -e "$W/r/kiosk.txt" ] && grep -q "^state staff-working" "$W/r.seen" && ok "$name" ||
		not_ok "$name" "$(cat "$W/r.err" "$W/r.seen")"
else
	echo "ok - $name # SKIP no second file system for the stick"
fi
rm -rf "${far:-}"
