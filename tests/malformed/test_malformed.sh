#!/bin/bash
# Files with one thing wrong in each (make.py), given to the real programs: a kiosk that is to import them, and folkmoot verify.
# Each must be refused with exactly the sentence that sentences.txt has for it, and nothing of it may be taken. LONG=1: all of
# them; else every third, and what is sound.
set -u
command -v python3 >/dev/null || { echo "ok - malformed files # SKIP python3 is not installed"; exit 0; }
W=$(mktemp -d "${TMPDIR:-/tmp}/folkmoot-malformed.XXXXXX")
trap 'rm -rf "$W"' EXIT
export SDL_VIDEODRIVER=dummy SDL_AUDIODRIVER=dummy
P=$PWD/$B
python3 tests/malformed/make.py key "$W/files" &&
	"$P/folkmoot" kiosk enrol --data "$W/kiosk" --name "Kiosk 1" --place "Library" --organiser "$W/files/organiser.pub" --practice >/dev/null &&
	python3 tests/malformed/make.py files "$W/files" "$W/kiosk/kiosk.txt" || { echo "not ok - the files are made"; exit 1; }
echo 1234 >"$W/pin"
echo >"$W/script"

import() { # NAME: prints what the kiosk says; an election that it took in spite of it is told
	rm -rf "$W/data"
	cp -r "$W/kiosk" "$W/data"
	timeout 60 "$P/folkmoot-kiosk" --data "$W/data" --pin-file "$W/pin" --import "$W/files/$1/e.election" --roster "$W/files/$1/r.roster" \
		--script "$W/script" 2>&1
	echo "exit $?$([ ! -e "$W/data/roster.roster" ] || echo ", imported")"
}

verify() { # NAME
	(cd "$W/files/$1" && timeout 60 "$P/folkmoot" verify --election election.election --roster roster.roster export) 2>&1 >/dev/null | sed '$d'
	echo "exit ${PIPESTATUS[0]}"
}

# take WHAT NAME SENTENCE
take() {
	local said
	case $1 in
	import) said=$(import "$2") && [ "$said" = "folkmoot-kiosk: $3"$'\n'"exit 2" ] ;;
	verify) said=$(verify "$2") && [ "$said" = "folkmoot: ${3// \/\/ /$'\n'folkmoot: }"$'\n'"exit 1" ] ;;
	sound-import) said=$(import "$2") && [ "$said" = "exit 0, imported" ] ;;
	sound-verify) said=$(cd "$W/files/$2" && "$P/folkmoot" verify --election election.election --roster roster.roster export) &&
		grep -q "^Everything holds" <<<"$said" ;;
	*) said=$3 && false ;;
	esac
	if [ $? -eq 0 ]; then
		echo "ok - $2"
	else
		echo "not ok - $2"
		printf '%s\n' "expected: $3" "said:     $said" | sed 's/^/    /'
	fi
}

n=0
while IFS=$'\t' read -r head sentence; do
	n=$((n + 1))
	[ -n "${LONG:-}" ] || [ $((n % 3)) -eq 0 ] || [[ $head == sound* ]] || [[ $head == unknown* ]] || continue
	take "${head% *}" "${head#* }" "$sentence" </dev/null
done <"$W/files/list"
echo "# note: $n files with one thing wrong in each"
