#!/bin/bash
# Staff's checks of the display, touch and sound: reached and left by touch; what was measured with a card is used at once, and after a new start.
. tests/flow/setup.bash

if ! election || ! kiosk k; then
	not_ok "setting up"
	exit 1
fi

# card LINES: runs them; prints the width of the card's outline, or of whatever else SHOWN names, as the last screen had it.
card() {
	printf '%s\n' "$1" >"$W/script"
	"$KIOSK" --data "$W/k" --script "$W/script" --describe "$W/screen" >"$W/out" 2>"$W/err" || { cat "$W/err" >&2; return 1; }
	awk '$1 == "element" && $2 == "card-outline" { print $5 }' "$W/screen"
}

before=$(card 'pin 1234
press check-size
expect staff-size')
after=$(card 'pin 1234
press check-size
press much-bigger
press much-bigger
press smaller
expect staff-size')
again=$(card 'pin 1234
press check-size')
echo "# note: the outline of a card: $before pixels, measured $after, after a new start $again"
# 1.05 * 1.05 * 0.995 = 1.097
[ -n "$before" ] && [ -n "$after" ] && [ $((after * 1000)) -gt $((before * 1092)) ] && [ $((after * 1000)) -lt $((before * 1102)) ] &&
	ok "what staff measure is used at once" || not_ok "measured: $before, $after"
[ -n "$after" ] && [ "$after" = "$again" ] && ok "and after a new start" || not_ok "after a new start: $after, $again"
grep -qx 'px_per_m [0-9]*' "$W/k/display.txt" && ok "it is kept in the data folder" || not_ok "display.txt"

targets=$(for i in 0 1 2 3 4 5 6 7 8 9 10 11; do echo "press target-$i"; done)
check "the checks are reached, do what they do, and are left" card "pin 1234
press check-screen
expect staff-screen
press back
expect staff
press check-touch
expect staff-touch
$targets
press back
expect staff
press check-sound
expect staff-sound
press volume-6
press back
expect staff
press clean
expect staff-clean
wait 29000
expect staff-clean
wait 1100
expect staff
press leave-staff
expect no-election"
printf 'px_per_m many\n' >"$W/k/display.txt"
[ "$(card 'pin 1234
press check-size')" = "$before" ] && ok "a line that cannot be read counts as none" || not_ok "a damaged display.txt"
