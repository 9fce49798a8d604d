#!/bin/bash
# A real window on a real (virtual) display, and a real pointer: from the first touch of staff and of two voters to the counted result.
# Where to click is read from what the kiosk says it shows (--describe); nothing else passes between the two but pointer and keys.
# alone: it has a screen of its own, and looks at it in real time.
. tests/flow/setup.bash
unset SDL_VIDEODRIVER
# A desktop's libraries leave some memory behind at the end; what is the kiosk's own is looked for without a window, by the other tests here.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
XVFB='' KIOSK_PID=''
stop() {
	[ -z "$KIOSK_PID" ] || kill "$KIOSK_PID" 2>/dev/null
	[ -z "$XVFB" ] || kill "$XVFB" 2>/dev/null
	wait 2>/dev/null
	rm -rf "$W"
}
trap stop EXIT
for program in Xvfb xdotool; do
	command -v $program >/dev/null || { echo "ok - a real pointer # SKIP $program is not installed"; exit 0; }
done

# The server chooses a free display and tells its number.
mkfifo "$W/display"
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$W/display" 2>"$W/xvfb.err" &
XVFB=$!
read -r -t 20 number <"$W/display" || { not_ok "Xvfb starts" "$(cat "$W/xvfb.err")"; exit 1; }
export DISPLAY=:$number

if ! election || ! kiosk p; then
	not_ok "setting up"
	exit 1
fi
"$KIOSK" --data "$W/p" --usb "$W/p-stick" --window 1280x800 --describe "$W/seen" 2>"$W/p.err" &
KIOSK_PID=$!

# seen STATE: waits until the kiosk shows that screen.
seen() {
	local i
	for ((i = 0; i < 200; i++)); do
		grep -qxF "state $1" "$W/seen" 2>/dev/null && return 0
		sleep 0.05
	done
	not_ok "the screen $1 comes" "$(head -n 1 "$W/seen"; cat "$W/p.err")"
	exit 1
}

# click ID: the pointer goes to the middle of that element and presses. A person looks first: the guard times run in real time here.
click() {
	local line
	line=$(grep -m 1 "^element $1 " "$W/seen") || { not_ok "there is $1 to press" "$(cat "$W/seen")"; exit 1; }
	# shellcheck disable=SC2086
	set -- $line
	sleep "${LOOK:-0.4}"
	xdotool mousemove $((ORIGIN_X + $3 + $5 / 2)) $((ORIGIN_Y + $4 + $6 / 2)) sleep 0.05 mousedown 1 sleep 0.05 mouseup 1
}

# Presses until the screen changes to that state: the way of somebody who presses again when nothing happened.
click_to() {
	click "$1"
	seen "$2"
}

# shown PATTERN: the first element's id that matches.
shown() { sed -n "s/^element \($1\) .*/\1/p" "$W/seen" | head -n 1; }

seen locked
window=$(xdotool search --sync --onlyvisible --pid "$(child "$KIOSK_PID" screen)" | head -n 1)
eval "$(xdotool getwindowgeometry --shell "$window" | grep -E '^[XY]=')"
ORIGIN_X=$X ORIGIN_Y=$Y

pin() {
	click_to staff pin
	local digit
	for digit in 1 2 3 4; do click "digit-$digit"; done
	click ok
}

# task NAME STEPS...: from home through the PIN to a task of staff's menu, and home again.
task() {
	local name=$1 step
	shift
	pin
	seen staff
	click "$name"
	for step in "$@"; do
		seen "$step"
		LOOK=1.2 click yes
	done
	seen staff-done
	click_to next staff
	click leave-staff
}

# vote FIRST-NUMBERS...: these projects' numbers, wherever the shuffled pages show them.
vote() {
	local number
	seen start
	click "$(shown 'start[-0-9]*')"
	seen settings
	click_to next how
	click_to next projects
	while :; do
		for number in "$@"; do
			[ -z "$(shown "choose-$number")" ] || click "choose-$number"
		done
		sleep 0.3
		[ -n "$(shown page-next)" ] || break
		click page-next
		sleep 0.3
	done
	click_to next review
	click next
	seen sealed
	LOOK=1.2 click_to cast thanks
	click_to done start
}

ok "a window on a display: the kiosk is locked"
pin
seen staff
click import
seen staff-done
click_to next staff
click_to leave-staff not-open
ok "the pointer unlocks and imports the election"
task open staff-open
seen start
ok "voting is open"
vote 4 9
vote 4 16
ok "two people voted with the pointer"
task close staff-close staff-close2
seen not-open
task export
ok "voting is closed and exported"

kill -TERM "$KIOSK_PID"
wait "$KIOSK_PID"
code=$?
KIOSK_PID=''
[ $code = 0 ] && ok "asked to end, it ends in order" || not_ok "asked to end: exit $code" "$(cat "$W/p.err")"
[ -s "$W/p.err" ] && not_ok "nothing to complain about" "$(cat "$W/p.err")" || ok "nothing to complain about"

export=$(echo "$W"/p-stick/folkmoot-*)
check "the export verifies" "$FOLKMOOT" verify --election "$W/e.election" --roster "$W/p.roster" --organiser "$W/org.pub" "$export"
check "and is counted" count_record "$W/record" "$W/trustee/share.key $W/org.key" "$W/trustee/share.key" \
	--election "$W/e.election" --roster "$W/p.roster" --organiser "$W/org.pub" --trustees "$W/trustee/trustees.transcript" "$export"
votes=$(awk -F , 'NR > 1 && $(NF - 4) > 0 { printf "%s:%s ", $1, $(NF - 4) }' "$W/record/result.csv")
[ "$votes" = "4:2 9:1 16:1 " ] && ok "every project has the votes that were pressed" || not_ok "the votes are $votes"
