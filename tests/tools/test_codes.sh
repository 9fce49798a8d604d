#!/bin/bash
# Voting codes from the slips of paper to the words of `verify`: what is printed is what admits, once, at its own place.
set -u
F=$PWD/$B/folkmoot kiosk=$PWD/$B/folkmoot-kiosk definitions=$PWD/assets/examples reader=$PWD/tests/tools/slips.py
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

is() { # NAME EXPECTED GOT
	if [ "$2" = "$3" ]; then echo "ok - $1"; else printf 'not ok - %s\n#   expected %s\n#   got      %s\n#   %s\n' "$1" "$2" "$3" "$(tail -n 2 err 2>/dev/null)"; fi
}
refused() { # NAME EXIT TEXT COMMAND...
	local name=$1 code=$2 text=$3 got
	shift 3
	"$@" >out 2>err
	got=$?
	if [ $got = "$code" ] && grep -qF -- "$text" err; then echo "ok - $name"; else echo "not ok - $name: exit $got: $(tail -n 1 err)"; fi
}

sed 's/"admission": "open"/"admission": "code"/' "$definitions/small/election.json" >vote.json
make() { "$F" codes make vote.json "$@"; } # a place, a count …

# --- what is refused ---
refused "an election without codes" 1 'set "admission" to "code" first' "$F" codes make "$definitions/small/election.json" --place Library --count 1 -o x
refused "no district" 1 'give one of its districts with --district: "East Side", "West Side"' make --place Library --count 1 -o x
refused "another district" 1 "has no district of that name" make --place Library --district "North Side" --count 1 -o x
refused "a place that no roster has" 1 "write it as in the roster of kiosks" make --place " Library" --district "East Side" --count 1 -o x
refused "no code" 1 "1 to 200,000 voting codes" make --place Library --district "East Side" --count 0 -o x
refused "more codes than there can be" 1 "1 to 200,000 voting codes" make --place Library --district "East Side" --count 200001 -o x
for languages in xx "en,pl,so" "en,en" ",en"; do
	refused "the languages \"$languages\"" 1 "choose from " make --place Library --district "East Side" --count 1 --languages "$languages" -o x
done
began=$SECONDS
refused "no folder to write in, said before the long work" 2 "no/x.pdf: the folder to write it in is not there" make --place Library --district "East Side" --count 100000 -o no/x
[ $((SECONDS - began)) -lt 30 ] && echo "ok - and at once" || echo "not ok - and at once: after $((SECONDS - began)) s"
is "nothing was written" "vote.json" "$(ls | grep -v '^out$\|^err$' | tr '\n' ' ' | sed 's/ $//')"

# --- what is made ---
make --place Library --district "East Side" --count 20 --languages en,ar -o east >said 2>err
is "twenty codes" "0, 3 pages" "$?, $(grep -o '3 pages' said)"
is "the odds are said" 1 "$(grep -c 'has odds of 1 to 57,646,075,230,342,348' <(tr '\n' ' ' <said | sed 's/up is one of these has/&/'))"
is "nobody else may read them" "600 600" "$(stat -c %a east.pdf east.tags | tr '\n' ' ' | sed 's/ $//')"
cp east.pdf before.pdf
refused "what is there is kept" 2 "east.tags: exists already" make --place Library --district "East Side" --count 2 -o east
rm -f gone && mv east.tags gone
refused "the slips alone are kept too" 2 "east.pdf: exists already" make --place Library --district "East Side" --count 2 -o east
mv gone east.tags
is "and unchanged" "" "$(cmp east.pdf before.pdf 2>&1)"
make --place Library --district "West Side" --count 8 --languages bn -o west >/dev/null 2>err && make --place "Town hall" --district "East Side" --count 4 -o hall >/dev/null 2>err
is "for other places and districts" 0 $?
is "tags by place and district" "20 Library|East Side 8 Library|West Side 4 Town hall|East Side" \
	"$(for one in east west hall; do echo "$(wc -l <$one.tags) $(cut -f 1,2 $one.tags | sort -u | tr '\t' '|')"; done | tr '\n' ' ' | sed 's/ $//')"
is "their order tells nothing" "" "$(for one in east west hall; do cut -f 3 $one.tags | sort -c 2>&1; done)"

if ! command -v pdftoppm >/dev/null || ! command -v zbarimg >/dev/null; then
	echo "ok - slips read back # SKIP poppler-utils or zbar-tools is not installed"
	exit 0
fi

# --- the slips, as a printer and a scanner see them ---
codes_of() { # NAME: the codes in its QR codes, small letters. Slip by slip: that is how they are scanned
	rm -f page-*
	for slip in 0 1 2 3 4 5 6 7; do
		pdftoppm -r 150 -gray -x $((slip % 2 * 620)) -y $((slip / 2 * 438)) -W 620 -H 438 -png "$1.pdf" page-$slip
	done
	for slip in page-*.png; do zbarimg -q --raw "$slip" 2>/dev/null; done | tr 'A-Z' 'a-z' | LC_ALL=C sort -u
}
for one in east west hall; do codes_of $one >$one.codes; done
if command -v python3 >/dev/null; then
	for one in east:20 west:8 hall:4; do
		is "the QR codes of ${one%:*}.pdf are the codes of its tags" "${one#*:} codes, 0 without their check letter, ${one#*:} tags, the same" \
			"$(python3 "$reader" littlebridge-2026 ${one%:*}.tags <${one%:*}.codes)"
	done
else
	echo "ok - the QR codes are the codes of the tags # SKIP python3 is not installed"
fi
pdftotext -raw east.pdf - | tr -d ' \n' >east.text
is "and the letters beside them are the same" 20 "$(while read -r code; do grep -c "$code" east.text; done <east.codes | grep -c 1)"
is "every page is A4" "3 595.276 x 841.89" "$(pdfinfo east.pdf | sed -n 's/^Pages: *//p; s/^Page size: *\([0-9.]* x [0-9.]*\).*/\1/p' | tr '\n' ' ' | sed 's/ $//')"
is "all letters are in the file" "" "$(pdffonts east.pdf 2>/dev/null | awk 'NR > 2 && $(NF - 4) != "yes"')"
is "letters are letters: an x between digits is no sign of a product" 0 "$(grep -c '×' east.text)"

# --- the vote ---
{
	"$F" organiser new -o organiser --practice && "$F" trustee alone --name "Ada Example" -o trustee --practice &&
		"$F" election build vote.json --organiser organiser.key --trustees trustee/trustees.transcript --mixer organiser.pub \
			--tags east.tags --tags west.tags --tags hall.tags -o vote.election
} >out 2>err
is "the package has the codes of all files" "0, 32 issued, for 2 places" "$?, $(sed -n 's/.*voting codes: //p' out)"
refused "a file given twice" 1 "its tag stands in line 1 of east.tags already; give every file once" "$F" election build vote.json --organiser organiser.key \
	--trustees trustee/trustees.transcript --mixer organiser.pub --tags east.tags --tags ./east.tags -o twice.election
for one in "a Library" "b Library" "c Town hall"; do
	"$F" kiosk enrol --data "${one%% *}" --name "Kiosk ${one%% *}" --place "${one#* }" --organiser organiser.pub --practice || exit 1
done >out 2>err
"$F" kiosk roster --election vote.election --organiser organiser.key a b c -o vote.roster >out 2>err
is "three kiosks at two places" 0 $?
day() { # KIOSK LINES: a script on that kiosk; its answer is the exit code
	mkdir -p "$1-stick"
	cp vote.election vote.roster "$1-stick/"
	printf 'pin 1234\n%s\n' "$2" >day
	SDL_VIDEODRIVER=dummy SDL_AUDIODRIVER=dummy "$kiosk" --data "$1" --usb "$1-stick" --script day >>screens 2>err
}
east() { sed -n "$1p" east.codes; }
west() { sed -n "$1p" west.codes; }
hall() { sed -n "$1p" hall.codes; }
: >screens
for one in a b c; do
	day $one "staff import
staff open"
	is "kiosk $one opens" 0 $?
done
day a "code $(east 1)
vote @1 1 3 / 2
scan $(west 1)
vote @2 1 2 / 1 3
code $(east 2)
challenge @1 5 / 1
vote @1 2 / 1"
is "typed and scanned; a test vote uses no code up" "0, 3 thanks" "$?, $(grep -c '^thanks' screens) thanks"
day a "code $(east 1)
vote @1 1 / 2"
is "the same kiosk takes no code twice" "1, refused" "$?, $(grep -o 'refused' err | head -n 1)"
day a "code $(hall 1)
vote @1 1 / 2"
is "no code of another place" "1, refused" "$?, $(grep -o 'refused' err | head -n 1)"
day b "code $(east 1)
vote @1 4 / 1
code $(east 3)
vote @1 1 / 1"
is "another kiosk of the place cannot know" 0 $?
day c "code $(hall 1)
vote @1 6 / 2"
is "the other place takes its own" 0 $?
for one in a b c; do
	day $one "staff close
staff export"
	is "kiosk $one closes and exports" 0 $?
done
grep -h ' refusal ' [abc]/log.txt >refusals
is "the log has numbers at most" 0 "$(grep -c "$(cat ./*.codes | tr '\n' '|' | sed 's/|$//; s/|/\\|/g')" refusals)"

# --- the count ---
"$F" verify --election vote.election --roster vote.roster --codes codes [abc]-stick/folkmoot-* >out 2>err
is "verify finds the code that two kiosks took" "0, 2 wait for the draw" "$?, $(grep -c 'waits for the draw' codes) wait for the draw"
grep -qi 'voting code' out && grep -q 'Kiosk a\|Kiosk b' out && echo "ok - and names the kiosks: $(grep -i -m 1 'voting code' out)" || echo "not ok - verify's words: $(cat out)"
"$F" count start --election vote.election --roster vote.roster --trustees trustee/trustees.transcript -o record [abc]-stick/folkmoot-* >out 2>err &&
	"$F" trustee draw record --share trustee/share.key >out 2>err && "$F" mix record --mixer trustee/share.key >out 2>err &&
	"$F" mix record --mixer organiser.key >out 2>err && "$F" trustee decrypt record --share trustee/share.key >out 2>err && "$F" count finish record >out 2>err
is "the trustees draw, and it is counted" 0 $?
is "each code once" "5 counted, 1 not counted: carries a voting code of which another ballot counts, 1 test ballot" \
	"$(cut -d ' ' -f 2- record/codes.txt | LC_ALL=C sort | uniq -c | sed 's/^ *//' | tr '\n' ',' | sed 's/,$//; s/,/, /g')"

# --- how long it takes ---
if [ -n "${LONG:-}" ]; then
	TIMEFORMAT='%U %S'
	spent=$( { time make --place Library --district "West Side" --count 1000 -o many >/dev/null 2>&1; } 2>&1)
	minutes=$(awk '{ printf "%.1f", ($1 + $2) * 100 / 2 / 60 }' <<<"$spent")
	echo "# note: 100,000 codes with their slips: $minutes minutes on two processors"
	is "100,000 codes within a quarter of an hour on two processors" yes "$(awk -v m="$minutes" 'BEGIN { print m <= 15 ? "yes" : "no" }')"
fi
