#!/bin/bash
# The kiosk's processes, killed one by one: while nobody votes, in a session, and at random moments under load. Nothing that a voter was told is lost,
# nothing is there twice, and voting goes on. 10 random kills of each; 100 with LONG=1. A screen that is started anew reads its script anew.
. tests/flow/setup.bash
KILLS=10
[ -z "${LONG:-}" ] || KILLS=100
CODE='[a-z0-9]{5}(-[a-z0-9]{5}){4}'

if ! election || ! kiosk k || ! run_kiosk k 'pin 1234
staff import
staff open'; then
	not_ok "setting up" "$(cat "$W/k.err" 2>/dev/null)"
	exit 1
fi
printf '1234\n' >"$W/pin"
KIOSK_PID=''
trap '[ -z "$KIOSK_PID" ] || kill -9 "$KIOSK_PID" 2>/dev/null; rm -rf "$W"' EXIT

# start LINES: the kiosk with that script, beside this one; then_do LINES: what a screen that is started after this one does.
start() {
	then_do "$1"
	: >"$W/out"
	"$KIOSK" --data "$W/k" --usb "$W/k-stick" --pin-file "$W/pin" --script "$W/s" >>"$W/out" 2>"$W/err" &
	KIOSK_PID=$!
}
then_do() { printf '%s\n' "$1" >"$W/s.new" && mv "$W/s.new" "$W/s"; }
# said WORD [COUNT]: waits until the kiosk has printed it so often.
said() {
	for ((waited = 0; waited < 600; waited++)); do
		[ "$(grep -c "^$1" "$W/out")" -ge "${2:-1}" ] && return 0
		kill -0 "$KIOSK_PID" 2>/dev/null || return 1
		sleep 0.05
	done
	return 1
}
# ended NAME CODE: waits for the kiosk's own end.
ended() {
	local code
	wait "$KIOSK_PID"
	code=$?
	KIOSK_PID=''
	[ "$code" -eq "$2" ] && ok "$1" || not_ok "$1: exit $code" "$(cat "$W/err" "$W/out")"
	keep
}
# A line that a kill cut off was shown to nobody.
keep() {
	grep -E "^thanks $CODE\$" "$W/out" | sed 's/^thanks //' >>"$W/told"
	: >"$W/out"
}
kill_child() {
	local pid
	pid=$(child "$KIOSK_PID" "$1")
	[ -n "$pid" ] && kill -9 "$pid"
}
await_gone() { # PIDS: how many are left after at most 5 s; what only waits to be buried is gone
	local left
	for ((waited = 0; waited < 100; waited++)); do
		left=0
		for pid in $1; do grep -q '^State:[[:space:]]*[^Z[:space:]]' "/proc/$pid/status" 2>/dev/null && left=$((left + 1)); done
		[ "$left" -eq 0 ] && break
		sleep 0.05
	done
	echo "$left"
}
: >"$W/told"

# --- one by one ---
start 'leave 2
await locked'
said left || not_ok "the kiosk votes" "$(cat "$W/err")"
then_do 'expect start
vote 1 4'
before=$(date +%s%N)
kill_child screen || not_ok "there is no screen to kill"
ended "the screen killed while nobody votes: another shows the start, and a vote is cast" 0
echo "# note: from the kill to the end of the next vote $((($(date +%s%N) - before) / 1000000)) ms"

start 'challenge 3
await locked'
said spoiled || not_ok "a test vote" "$(cat "$W/err")"
then_do 'expect trouble
press next
expect start
vote 2'
kill_child screen
ended "the screen killed in a session: the voter is told that nothing is stored, and votes again" 0

start 'leave 2
await locked
pin 1234
expect start
vote 3'
said left
kill_child recorder
ended "the recorder killed while nobody votes: the kiosk is locked, and after the PIN a vote is cast" 0

start 'challenge 3
press next
expect projects
await trouble
press staff
wait 200
await pin'
said spoiled
sleep 0.3
kill_child recorder
ended "the recorder killed in a session: the voter is told, and only staff go on" 0

if [ -x "$W/folkmoot-media" ]; then
	start 'leave 2
repeat 40
vote 1
end
pin 1234
staff export
vote 2'
	said left
	kill_child media
	ended "the media helper killed: voting goes on, and an export is made" 0
fi

# --- the supervisor ---
start 'leave 2
await locked'
said left
children=$(pgrep -P "$KIOSK_PID")
kill -TERM "$KIOSK_PID"
ended "asked to end, it ends in order" 0
left=$(await_gone "$children")
[ "$left" -eq 0 ] && ok "and nobody is left" || not_ok "$left of its processes are left"
start 'leave 2
await locked'
said left
children=$(pgrep -P "$KIOSK_PID")
kill -9 "$KIOSK_PID"
wait "$KIOSK_PID" 2>/dev/null
KIOSK_PID=''
left=$(await_gone "$children")
[ "$left" -eq 0 ] && [ "$(wc -w <<<"$children")" -ge 2 ] && ok "killed, it takes all of them with it" || not_ok "$left of its processes are left"
keep

# --- at random, while people vote as fast as they can ---
VOTERS='wait 70000
repeat 100000
vote 1 4 9
vote 3 8 13 14
challenge 7
vote
leave 2
end'
start "$VOTERS"
killed=0
for ((i = 0; i < KILLS; i++)); do
	said thanks "$(($(grep -c '^thanks' "$W/out") + 1))" || break
	sleep "0.$(printf '%03d' $((RANDOM % 500)))"
	kill_child screen && killed=$((killed + 1))
done
kill -9 "$KIOSK_PID" 2>/dev/null
wait "$KIOSK_PID" 2>/dev/null
KIOSK_PID=''
keep
[ "$killed" -eq "$KILLS" ] && ok "$killed screens killed while people voted; the same kiosk went on" || not_ok "only $killed of $KILLS screens found the kiosk voting" "$(cat "$W/err")"
killed=0
for ((i = 0; i < KILLS; i++)); do
	start "$VOTERS"
	said thanks || break
	sleep "0.$(printf '%03d' $((RANDOM % 500)))"
	kill_child recorder && killed=$((killed + 1))
	wait "$KIOSK_PID" 2>/dev/null
	keep
done
KIOSK_PID=''
[ "$killed" -eq "$KILLS" ] && ok "$killed recorders killed while people voted" || not_ok "only $killed of $KILLS recorders found people voting" "$(cat "$W/err")"

# --- what became of the votes ---
start 'vote 5
pin 1234
staff close
staff export'
ended "a last vote, closing, export" 0
sort -o "$W/told" "$W/told"
told=$(wc -l <"$W/told")
export=$(find "$W"/k-stick -maxdepth 1 -name 'folkmoot-*' | sort | tail -n 1)
check "the export verifies" "$FOLKMOOT" verify --election "$W/e.election" --roster "$W/k.roster" --organiser "$W/org.pub" --codes "$W/codes" "$export"
sed -n 's/ counted$//p' "$W/codes" | sort >"$W/stored"
lost=$(comm -23 "$W/told" "$W/stored" | wc -l)
twice=$(uniq -d "$W/stored" | wc -l)
untold=$(comm -13 "$W/told" "$W/stored" | wc -l)
[ "$told" -ge "$KILLS" ] && [ "$lost" -eq 0 ] && ok "all $told ballots that voters were thanked for are in the export" || not_ok "$lost of $told ballots are lost"
[ "$twice" -eq 0 ] && ok "none is there twice" || not_ok "$twice ballots are there twice"
# Between the commit and the thanks, one vote a kill at most, and one for each that the last kill cut off.
[ "$untold" -le $((2 * KILLS + 4)) ] && ok "$untold more, from between the commit and the thanks" || not_ok "$untold ballots that nobody was told of"
