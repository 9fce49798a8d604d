#!/bin/bash
# The real program with a second storage device: every ballot is on both, and either device alone has the whole box.
. tests/flow/setup.bash

if ! election || ! kiosk k; then
	not_ok "setting up"
	exit 1
fi
mkdir "$W/second"
# mirrored LINES: as run_kiosk, with the second device.
mirrored() {
	printf '%s\n' "$1" >"$W/k.script"
	"$KIOSK" --data "$W/k" --usb "$W/k-stick" --mirror "$W/second" --script "$W/k.script" >"$W/k.out" 2>"$W/k.err"
}
count() { grep -c '^thanks ' "$W/thanked"; }

: >"$W/thanked"
for round in 1 2 3; do
	opening="staff open"
	[ $round -gt 1 ] || opening="staff import
staff open"
	check "round $round: voting, paused" mirrored "pin 1234
$opening
vote 1 4
vote 3
staff pause"
	cat "$W/k.out" >>"$W/thanked"
	cp "$W/k.err" "$W/err.$round"
	# The device that is taken away comes back empty: first the data folder's box, then the second one's.
	[ $round -ne 1 ] || rm "$W/k/box.db"
	[ $round -ne 2 ] || rm -r "$W/second"
	[ $round -ne 2 ] || mkdir "$W/second"
done
mirrored "pin 1234
staff open
vote 2
staff close
staff export" && ok "closing and saving" || not_ok "closing and saving" "$(cat "$W/k.err")"
cat "$W/k.out" >>"$W/thanked"
[ "$(count)" -eq 7 ] && ok "7 voters were thanked" || not_ok "$(count) voters were thanked" "$(cat "$W"/err.*)"
export=$(echo "$W"/k-stick/folkmoot-*)
check "the export verifies" "$FOLKMOOT" verify --election "$W/e.election" --roster "$W/k.roster" --organiser "$W/org.pub" "$export"
saved=$(sed -n 's/^sealed[: ]*\([0-9]*\).*/\1/p' "$export/report.txt" | head -n 1)
[ "$saved" = 7 ] && ok "it holds all 7" || not_ok "it holds ${saved:-nothing}" "$(cat "$export/report.txt")"
cmp -s <(tail -c +100 "$W/k/box.db" | head -c 40960000) <(tail -c +100 "$W/second/box.db" | head -c 40960000) &&
	ok "both copies hold the same ballots in the same places" || not_ok "the copies differ"
"$KIOSK" --data "$W/k" --mirror >/dev/null 2>"$W/err"
[ $? -eq 2 ] && grep -q 'a value is missing after --mirror' "$W/err" && ok "--mirror wants a folder" || not_ok "--mirror without a folder" "$(cat "$W/err")"
