#!/bin/bash
# The running kiosk's walls, as the kernel tells of them; and whether anything secret stands in the recorder's memory after enrolling, and after a session.
. tests/flow/setup.bash
PIN=60417293 SECOND=81530264 WORDS='Xylophone quartz by the weir'

# walled PID: no new privileges, a list of system calls, no core dump.
walled() {
	grep -qx 'NoNewPrivs:	1' "/proc/$1/status" && grep -qx 'Seccomp:	2' "/proc/$1/status" &&
		grep -Eq '^Max core file size +0 +0 ' "/proc/$1/limits"
}

# look NAME PID: that child is there, and behind its wall.
look() {
	[ -n "$2" ] || { not_ok "the $1 runs"; return; }
	walled "$2" && ok "the $1 is behind its wall" || not_ok "the $1 is behind its wall" "$(grep -E 'NoNew|Seccomp' "/proc/$2/status"; grep core "/proc/$2/limits")"
}

# files PID: what it has open.
files() { find "/proc/$1/fd" -mindepth 1 -printf '%l\n' 2>/dev/null; }

# memory PID TEXT...: how often each of these texts stands in that process's memory.
memory() {
	python3 - "$@" <<'END'
import re, sys
pid, texts = sys.argv[1], [t.encode() for t in sys.argv[2:]]
found = [0] * len(texts)
with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as mem:
    for line in maps:
        m = re.match(r"([0-9a-f]+)-([0-9a-f]+) (....)", line)
        begin, end = int(m[1], 16), int(m[2], 16)
        if "[vs" in line or "[vv" in line:  # the kernel's own pages
            continue
        at = begin
        while at < end:  # guarded pages cannot be read, their neighbours can
            try:
                mem.seek(at)
                part = mem.read(min(end - at, 1 << 20))
            except (OSError, ValueError):
                part, at = b"", at + 4096
                continue
            if not part:
                break
            for i, text in enumerate(texts):
                found[i] += part.count(text)
            at += len(part)
print(*found)
END
}

if ! election "$EXAMPLES/everything/election.json" 2>"$W/notes" || ! mkdir "$W/n-stick" || ! cp "$W/org.pub" "$W/n-stick/"; then
	not_ok "setting up" "$(cat "$W/notes")"
	exit 1
fi

# held LINES: the kiosk after those lines of a script, in $PID, until let_go: its screen writes a picture into a pipe that nobody empties.
held() {
	rm -f "$W/hold.bmp" && mkfifo "$W/hold.bmp" && exec 4<>"$W/hold.bmp"
	printf '%s\n' "$1" "screenshot $W/hold.bmp" >"$W/n.script"
	"$KIOSK" --data "$W/n" --usb "$W/n-stick" --script "$W/n.script" >"$W/n.out" 2>"$W/n.err" &
	PID=$!
	read -r -t 120 -n 2 -u 4 _ || { not_ok "the script" "$(cat "$W/n.err")"; kill "$PID"; exit 1; }
}
let_go() {
	exec 5<"$W/hold.bmp" 4>&-
	cat <&5 >/dev/null
	exec 5<&-
	wait "$PID" # exit 1: a pipe is no picture
}

# gone WHEN: no secret is in the recorder's memory, where its name is.
gone() {
	local found
	[ -r "/proc/$(child "$PID" recorder)/mem" ] && [ "$(id -u)" = 0 ] || { echo "ok - $1, nothing secret is in the recorder's memory # SKIP only root may look"; return; }
	found=$(memory "$(child "$PID" recorder)" 'Weir Hall 7' "$PIN" "$SECOND" "$WORDS" "${WORDS:10}")
	[[ $found == [1-9]*' 0 0 0 0' ]] && ok "$1, neither PIN nor words are in the recorder's memory" ||
		not_ok "$1, in the recorder's memory (name, PIN, second PIN, words, their end): $found"
}

held "enrol $PIN $SECOND \"Weir Hall 7\" \"Weir Hall\""
gone "after enrolling"
let_go
grep -q '^enrolled ' "$W/n.out" && ok "a kiosk is enrolled" || not_ok "a kiosk is enrolled" "$(cat "$W/n.err")"

"$FOLKMOOT" kiosk roster --election "$W/e.election" --organiser "$W/org.key" "$W/n/kiosk.txt" -o "$W/n-stick/n.roster" >/dev/null &&
	cp "$W/e.election" "$W/n-stick/" || not_ok "the roster"
held "pin $PIN
press leave-staff
staff import
staff open
vote @1 1 3 / 1 2 / 4 2 1 / 1=5 2=3 / 1=4 3=0 / 2 / 1 3 / \"$WORDS\"
vote @2 2"
gone "after a session"
look recorder "$(child "$PID" recorder)"
look screen "$(child "$PID" screen)"
look "media helper" "$(child "$PID" media)"
files "$(child "$PID" screen)" | grep -E "^$W/n(-stick)?(/|\$)" >"$W/open" && not_ok "the screen has no file of the kiosk open" "$(cat "$W/open")" ||
	ok "the screen has no file of the kiosk open"
files "$(child "$PID" recorder)" | grep -F "$W/n-stick" >"$W/open" && not_ok "the recorder has nothing of the stick open" "$(cat "$W/open")" ||
	ok "the recorder has nothing of the stick open"
let_go
[ "$(grep -c '^thanks ' "$W/n.out")" = 2 ] && ok "both votes are in the box" || not_ok "votes: $(cat "$W/n.out")"

# The voice, which a script does without.
"$KIOSK" --data "$W/n" --usb "$W/n-stick" >"$W/n.out" 2>"$W/n.err" &
PID=$!
for ((i = 0; i < 200; i++)); do
	if voice=$(child "$PID" voice) && [ -n "$voice" ] && walled "$voice"; then break; fi
	sleep 0.05
done
if [ -x "$W/folkmoot-voice" ]; then look voice "$(child "$PID" voice)"; else echo "ok - the voice # SKIP it is no process of its own"; fi
if [ -x "$W/folkmoot-speech" ]; then look "speech" "$(child "$PID" speech)"; fi
kill "$PID"
wait "$PID"
