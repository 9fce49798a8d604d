# For the tests of this folder: a practice election, one enrolled kiosk and a stick, in a folder of their own; TAP's two words.
# After `. tests/flow/setup.bash`: $W the folder, $FOLKMOOT and $KIOSK the programs, script NAME TEXT..., run_kiosk, check NAME COMMAND...
set -u
. tests/count.bash
EXAMPLES=$PWD/assets/examples
W=$(mktemp -d "${TMPDIR:-/tmp}/folkmoot-flow.XXXXXX")
trap 'rm -rf "$W"' EXIT
export SDL_VIDEODRIVER=dummy SDL_AUDIODRIVER=dummy
# Copies: building anew meanwhile does no harm.
FOLKMOOT=$W/folkmoot
KIOSK=$W/folkmoot-kiosk
cp "$B/folkmoot" "$B/folkmoot-kiosk" "$B/folkmoot-recorder" "$B/folkmoot-screen" "$W/" || exit 2
for program in media voice; do [ ! -x "$B/folkmoot-$program" ] || cp "$B/folkmoot-$program" "$W/" || exit 2; done

ok() { echo "ok - $1"; }
not_ok() {
	echo "not ok - $1"
	[ $# -lt 2 ] || printf '%s\n' "$2" | sed 's/^/    /' | head -n 20
}

# check NAME COMMAND...: ok where the command succeeds.
check() {
	local name=$1 said
	shift
	if said=$("$@" 2>&1); then ok "$name"; else not_ok "$name" "$said"; fi
}

# child PID NAME: the process of that name (recorder, screen, media, voice) which the kiosk with this PID runs now.
child() { pgrep -P "$1" "folkmoot-$(cut -c 1-6 <<<"$2")" | head -n 1; }

# The keys and the package, once; then as many kiosks as wanted.
election() {
	"$FOLKMOOT" organiser new -o "$W/org" --practice >/dev/null &&
		"$FOLKMOOT" trustee alone --name "Ada Example" -o "$W/trustee" --practice >/dev/null &&
		"$FOLKMOOT" election build "${1:-$EXAMPLES/borough/election.json}" --organiser "$W/org.key" \
			--trustees "$W/trustee/trustees.transcript" --mixer "$W/org.pub" -o "$W/e.election" >/dev/null
}

# kiosk NAME: data folder $W/NAME, stick $W/NAME-stick with package and roster on it.
kiosk() {
	"$FOLKMOOT" kiosk enrol --data "$W/$1" --name "Kiosk $1" --place "Place of $1" --organiser "$W/org.pub" --practice >/dev/null &&
		"$FOLKMOOT" kiosk roster --election "$W/e.election" --organiser "$W/org.key" "$W/$1/kiosk.txt" \
			-o "$W/$1.roster" >/dev/null &&
		mkdir "$W/$1-stick" && cp "$W/e.election" "$W/$1.roster" "$W/$1-stick/"
}

# run_kiosk NAME LINES: the script's lines on that kiosk; what it printed goes to $W/NAME.out and $W/NAME.err.
run_kiosk() {
	printf '%s\n' "$2" >"$W/$1.script"
	"$KIOSK" --data "$W/$1" --usb "$W/$1-stick" --script "$W/$1.script" >"$W/$1.out" 2>"$W/$1.err"
}
