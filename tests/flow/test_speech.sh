#!/bin/bash
# The kiosk as it runs, heard: keys on a real window, sound through SDL's disk driver into a file. From the key to the first sound, what an idle
# kiosk costs, and a program for speech that dies, hangs or is missing while somebody votes.
# alone: it measures time.
. tests/flow/setup.bash
unset SDL_VIDEODRIVER
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0" # a desktop's libraries leave some memory behind at the end
XVFB='' KIOSK_PID=''
stop() {
	[ -z "$KIOSK_PID" ] || kill "$KIOSK_PID" 2>/dev/null
	[ -z "$XVFB" ] || kill "$XVFB" 2>/dev/null
	wait 2>/dev/null
	rm -rf "$W"
}
trap stop EXIT
for program in Xvfb xdotool pgrep; do
	command -v $program >/dev/null || { echo "ok - the kiosk, heard # SKIP $program is not installed"; exit 0; }
done
mkfifo "$W/display"
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$W/display" 2>"$W/xvfb.err" &
XVFB=$!
read -r -t 20 number <"$W/display" || { not_ok "Xvfb starts" "$(cat "$W/xvfb.err")"; exit 1; }
export DISPLAY=:$number SDL_AUDIODRIVER=disk SDL_DISKAUDIOFILE=$W/heard
cp "$B/folkmoot-speech" "$B/folkmoot-voice" "$B/folkmoot-screen" "$B/folkmoot-recorder" "$W/" || exit 2
if ! election || ! kiosk s || ! run_kiosk s 'pin 1234
staff import
staff open'; then
	not_ok "setting up" "$(cat "$W/s.err")"
	exit 1
fi
echo 1234 >"$W/pin"

# The process of this name that the kiosk runs now, waited for.
await_child() {
	local i
	for ((i = 0; i < 100; i++)); do
		child "$KIOSK_PID" "$1" | grep . && return 0
		sleep 0.05
	done
	return 1
}
start() {
	rm -f "$W/seen"
	"$KIOSK" --data "$W/s" --usb "$W/s-stick" --window 1280x800 --pin-file "$W/pin" --describe "$W/seen" 2>"$W/s.err" &
	KIOSK_PID=$!
	seen start
	window=$(xdotool search --sync --onlyvisible --pid "$(child "$KIOSK_PID" screen)" | head -n 1)
	xdotool windowfocus "$window"
}
end() {
	kill -TERM "$KIOSK_PID"
	wait "$KIOSK_PID"
	KIOSK_PID=''
}
seen() {
	local i
	for ((i = 0; i < 200; i++)); do
		grep -qxF "state $1" "$W/seen" 2>/dev/null && return 0
		sleep 0.05
	done
	not_ok "the screen $1 comes" "$(head -n 1 "$W/seen"; cat "$W/s.err")"
	exit 1
}
key() { sleep 0.4; xdotool key "$1"; }
# key_to KEY STATE: pressed as often as it takes, where a screen has several parts.
key_to() {
	local i
	for ((i = 0; i < 6; i++)); do
		grep -qxF "state $2" "$W/seen" && return 0
		key "$1"
		sleep 0.3
	done
	seen "$2"
}
# SDL's driver tells at every start what it is.
complaints() { grep -v '^CRITICAL: *\(You are using the SDL disk\|Writing to file\)' "$W/s.err"; }
# Milliseconds from this key until something is heard that is not silence; the file is written in pieces of 4096 bytes, 93 ms.
sound_after() {
	local from began
	sleep 0.3
	from=$(stat -c %s "$W/heard")
	began=$(date +%s%3N)
	xdotool key "$1"
	while [ "$(($(date +%s%3N) - began))" -lt 5000 ]; do
		if [ "$(tail -c "+$((from + 1))" "$W/heard" | tr -d '\0' | head -c 50 | wc -c)" -gt 40 ]; then break; fi
		sleep 0.01
	done
	echo $(($(date +%s%3N) - began))
}
silent() { [ "$(tail -c 8000 "$W/heard" | tr -d '\0' | wc -c)" = 0 ]; }
await_silence() { local i; for ((i = 0; i < 600; i++)); do silent && return 0; sleep 0.1; done; return 1; }
# Hundredths of seconds of processor time of these processes.
ticks() { local t=0 p; for p in "$@"; do t=$((t + $(awk '{ print $14 + $15 }' "/proc/$p/stat"))); done; echo $t; }

start
speech=$(await_child speech)
voice=$(await_child voice)
[ -n "$speech" ] && [ -n "$voice" ] && ok "the programs for voice and speech run, as children of the kiosk" || not_ok "the program for speech runs"
[ "$(find "/proc/$speech/fd" -type l | wc -l)" -le 5 ] && ok "it holds no file of the kiosk's" || not_ok "it holds files" "$(ls -l "/proc/$speech/fd")"
sleep 1
silent && ok "nobody votes: silence" || not_ok "nobody votes: silence"
before=$(ticks "$KIOSK_PID" "$(await_child screen)" "$(await_child recorder)" "$voice" "$speech")
sleep 5
used=$(($(ticks "$KIOSK_PID" "$(await_child screen)" "$(await_child recorder)" "$voice" "$speech") - before))
echo "# note: idle, all processes took $((used * 10)) ms of processor time in 5 s"
[ -n "${SAN:-}" ] || [ "$used" -le 5 ] && ok "idle, they take at most 1 % of a processor" || not_ok "idle, they took $used of 500"

took=$(sound_after KP_6)
for k in KP_Multiply KP_Multiply KP_Multiply KP_Multiply; do key "$k"; done # twice as fast: silence comes sooner
for k in KP_2 KP_2 KP_8 KP_2; do
	await_silence
	took="$took $(sound_after "$k")"
done
# shellcheck disable=SC2086
sorted=$(printf '%s\n' $took | sort -n | tr '\n' ' ')
middle=$(echo "$sorted" | cut -d ' ' -f 3)
echo "# note: from a key to the first sound ${sorted}ms, up to 93 of them the disk driver's"
[ "$middle" -le 500 ] && ok "speech begins within half a second of the key" || not_ok "speech began after $middle ms"
key_to KP_9 how
await_silence && ok "what is said comes to an end" || not_ok "what is said comes to an end"

# It dies while a voter listens.
kill -KILL "$speech"
took=$(sound_after KP_9)
[ "$took" -le 1500 ] && ok "killed, it is started anew, and the next screen is read ($took ms)" || not_ok "killed: nothing is heard"
seen projects
speech=$(await_child speech)
kill -STOP "$speech"
key KP_2
key KP_2
key KP_5
sleep 0.3
kill -0 "$KIOSK_PID" && ok "stopped, it stops nobody: the voter goes on"
kill -CONT "$speech" 2>/dev/null
sleep 1.2
# The voice itself dies, and hangs; staff and voters go on, and hear the next screen again.
kill -KILL "$(await_child voice)"
sleep 1
took=$(sound_after KP_2)
[ "$took" -le 1500 ] && ok "the voice killed, another speaks ($took ms)" || not_ok "the voice killed: nothing is heard"
kill -STOP "$(await_child voice)"
key KP_2
key KP_2
kill -0 "$KIOSK_PID" && ok "the voice stopped, it stops nobody"
for ((i = 0; i < 120; i++)); do
	key KP_2
	[ "$(awk '{ print $3 }' "/proc/$(await_child voice)/stat")" != T ] && break
	sleep 0.1
done
sleep 1
took=$(sound_after KP_2)
[ "$took" -le 1500 ] && ok "it is ended, and another speaks ($took ms)" || not_ok "the voice stopped: nothing is heard"
end
said=$(complaints) && not_ok "nothing to complain about" "$said" || ok "nothing to complain about"

# Without the programs: the vote goes on, staff are told.
rm "$W/folkmoot-speech" "$W/folkmoot-voice"
start
key KP_6
seen settings
key_to KP_9 how
key_to KP_9 projects
end
ok "without the programs for voice and speech a voter votes"
said=$(complaints) && not_ok "nothing to complain about without it" "$said" || ok "nothing to complain about without it"
