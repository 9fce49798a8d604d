#!/bin/bash
# A vote with districts, from the screens to the result: each ballot style has its own contests, and each vote counts in its own.
set -u
F=$PWD/$B/folkmoot kiosk=$PWD/$B/folkmoot-kiosk definition=$PWD/assets/examples/small/election.json
. tests/count.bash
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

is() { # name, expected, got
	if [ "$2" = "$3" ]; then echo "ok - $1"; else printf 'not ok - %s\n#   expected %s\n#   got      %s\n#   %s\n' "$1" "$2" "$3" "$(tail -n 1 err)"; fi
}

{
	"$F" organiser new -o organiser --practice && "$F" trustee alone --name "Ada Example" -o trustee --practice &&
		"$F" election build "$definition" --organiser organiser.key --trustees trustee/trustees.transcript --mixer organiser.pub -o vote.election &&
		"$F" kiosk enrol --data data --name "Library 1" --place Library --organiser organiser.pub --practice &&
		"$F" kiosk roster --election vote.election --organiser organiser.key data -o vote.roster
} >out 2>err
is "keys, package, kiosk, roster" 0 $?
mkdir stick
cp vote.election vote.roster stick/
cat >day <<'DAY'
pin 1234
staff import
staff open
vote @1 1 3 / 2
vote @2 1 2 / 1 3
vote @2 2 6 / 3
vote @1 / 1
vote @2 4
challenge @1 5 / 1 2
vote @1
leave @2 1
staff close
staff export
DAY
SDL_VIDEODRIVER=dummy "$kiosk" --data data --usb stick --script day >screens 2>err
is "people of both districts vote" "0, 6 thanks" "$?, $(grep -c '^thanks' screens) thanks"
"$F" verify --election vote.election --roster vote.roster --codes codes stick/folkmoot-* >out 2>err
is "the export verifies" 0 $?
is "every code on the screens is in the export" "$(sed -n 's/^thanks \(.*\)/\1 counted/p; s/^spoiled \(.*\)/\1 test ballot/p' screens | sort)" "$(sort codes)"
count_record record "trustee/share.key organiser.key" trustee/share.key --election vote.election --roster vote.roster \
	--trustees trustee/trustees.transcript stick/folkmoot-* >out 2>err
is "it is counted" 0 $?
is "the record lists the same codes" "" "$(cmp codes record/codes.txt 2>&1)"
is "its readme says how to look one up" 1 "$(grep -c 'look up your confirmation code, open codes.txt' record/readme.txt)"
is "money is grouped, in whole units where there are no minor ones" "1 0" "$(grep -cE '^  T2 .* 4,250\.50 ' out) $(grep -cE '[0-9]{4}\.|[0-9]{5}|\.00' record/readme.txt)"
is "one vote is no votes" "0" "$(cat out record/readme.txt | grep -cE '(^| )1 (votes|ballots|test ballots|kiosks|projects|sessions)')"
is "votes per project" "T1=2 T2=2 T3=1 T4=1 T5=0 T6=1 E1=1 E2=1 W1=1 W2=0 W3=2" \
	"$(awk -F, 'NR > 1 { print $1 "=" $(NF - 4) }' record/result.csv | tr '\n' ' ' | sed 's/ $//')"
is "votes, blank ones among them, per contest" \
	"The whole town: 6 votes, 4 valid, 2 blank, 0 invalid|East Side: 3 votes, 2 valid, 1 blank, 0 invalid|West Side: 3 votes, 2 valid, 1 blank, 0 invalid|" \
	"$(grep ' votes, ' out | tr '\n' '|')"
is "an amount with pence" "4250.50" "$(sed -n 's/^T2,Library sofa corner,\([^,]*\),.*/\1/p' record/result.csv)"
is "a small vote is warned of" 3 "$(grep -c 'fewer than 10 votes' out)"
is "the record's own manifest" "0" "$(cd record && sha256sum --strict --quiet -c manifest.sha256 >/dev/null 2>&1; echo $?)"
