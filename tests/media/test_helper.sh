#!/bin/bash
# The stick's helper in a running kiosk: killed again and again while people vote, and stopped, as by a stick that hangs. Voting goes on, staff get one
# clear sentence, and what is saved afterwards is whole. With LONG=1 the stopped one is waited for to the end (30 s), else it is let go after a look.
. tests/flow/setup.bash

if ! election || ! kiosk k; then
	not_ok "setting up"
	exit 1
fi
run_kiosk k "pin 1234
staff import
staff open" || { not_ok "opening" "$(cat "$W/k.err")"; exit 1; }
ok "an election is imported, and voting opened, through the helper"

# start LINES: a kiosk with this script in the background, until its first voter was thanked.
start() {
	printf '%s\n' "$1" >"$W/k.script"
	: >"$W/k.out"
	"$KIOSK" --data "$W/k" --usb "$W/k-stick" --script "$W/k.script" >"$W/k.out" 2>"$W/k.err" &
	pid=$!
	for ((waited = 0; waited < 600; waited++)); do
		if grep -q thanks "$W/k.out" || ! kill -0 "$pid" 2>/dev/null; then break; fi
		sleep 0.05
	done
}
thanked() { grep -c '^thanks ' "$W/k.out"; }

start "pin 1234
repeat 12
vote 1 4
vote 2
end
staff export"
killed=0
for ((i = 0; i < 8; i++)); do
	media=$(child "$pid" media)
	[ -z "$media" ] || { kill -9 "$media" && killed=$((killed + 1)); }
	sleep 0.05
done
wait "$pid"
code=$?
[ "$killed" -gt 1 ] && ok "the helper was killed $killed times" || not_ok "the helper was killed $killed times only"
if [ "$code" -eq 0 ] && [ "$(thanked)" -eq 24 ]; then
	ok "24 voters voted meanwhile, and everything is saved"
else
	not_ok "24 voters voted meanwhile, and everything is saved" "exit $code, $(thanked) thanked: $(cat "$W/k.err")"
fi

# Stopped, it answers nothing: as a stick that hangs for ever. The walls around it meanwhile, as the kernel tells.
start "pin 1234
repeat 60
vote 5
end
staff export"
media=$(child "$pid" media)
kill -STOP "$media" && ok "the helper is stopped" || not_ok "the helper is stopped" "$(cat "$W/k.err")"
check "it can get no more rights" grep -q '^NoNewPrivs:.*1$' "/proc/$media/status"
check "its system calls are on a list" grep -q '^Seccomp:.*2$' "/proc/$media/status"
holds() { find "/proc/$media/fd" -type l -printf '%l\n' | grep -v -E '^(socket|pipe|/dev/null|anon_inode)|\.(out|err)$'; }
[ -z "$(holds)" ] && ok "it holds no file open" || not_ok "it holds no file open" "$(holds)"
before=$(thanked)
for ((waited = 0; waited < 600 && $(thanked) < 60; waited++)); do sleep 0.05; done
[ "$before" -lt 60 ] && [ "$(thanked)" -eq 60 ] && ok "$((60 - before)) people vote while the stick hangs" ||
	not_ok "people vote while the stick hangs" "$before, then $(thanked): $(cat "$W/k.err")"
sleep 1
kill -0 "$pid" && ok "staff wait for the stick" || not_ok "staff wait for the stick" "$(cat "$W/k.err")"
if [ -n "${LONG:-}" ]; then
	wait "$pid"
	code=$?
	[ "$code" -ne 0 ] && grep -q "does not answer" "$W/k.err" && ok "staff are told: $(grep -h -m 1 -o "The USB stick does not answer.*" "$W/k.err")" ||
		not_ok "staff are told that the stick does not answer" "exit $code: $(cat "$W/k.err")"
	kill -0 "$media" 2>/dev/null && not_ok "the stopped helper was ended" || ok "the stopped helper was ended"
else
	kill -CONT "$media"
	wait "$pid"
	code=$?
	[ "$code" -eq 0 ] && ok "a stick that answers at last is written" || not_ok "a stick that answers at last is written" "exit $code: $(cat "$W/k.err")"
fi

run_kiosk k "pin 1234
staff close
staff export"
check "what was saved at the end holds" "$FOLKMOOT" verify --election "$W/e.election" --roster "$W/k.roster" --organiser "$W/org.pub" \
	"$(find "$W/k-stick" -maxdepth 1 -name 'folkmoot-*-000?' | sort | tail -n 1)"
last=$(find "$W/k-stick" -maxdepth 1 -name 'folkmoot-*-000?' | sort | tail -n 1)
"$FOLKMOOT" verify --election "$W/e.election" --roster "$W/k.roster" --organiser "$W/org.pub" "$last" >"$W/out" 2>&1
grep -q '\b84\b' "$W/out" && ok "84 ballots, as were cast" || not_ok "84 ballots, as were cast" "$(cat "$W/out")"
[ -z "$(find "$W/k-stick" -maxdepth 1 -name '.folkmoot*')" ] && ok "nothing half is left on the stick" || not_ok "nothing half is left on the stick" "$(ls -a "$W/k-stick")"
