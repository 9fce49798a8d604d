#!/bin/bash
# A count by three trustees, one of whom drops out: at every step `count status` says where it stands and who is next, and the record that ends it holds.
set -u
F=$PWD/$B/folkmoot pb=$PWD/tests/tools/pb/approval.pb
if [ ! -x "$F" ]; then
	echo "not ok - $F is built"
	exit 1
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

is() { # name, expected, got
	if [ "$2" = "$3" ]; then echo "ok - $1"; else printf 'not ok - %s\n#   expected %s\n#   got      %s\n#   %s\n' "$1" "$2" "$3" "$(tail -n 1 err)"; fi
}
does() { # name, command...
	local name=$1
	shift
	"$F" "$@" >out 2>err
	is "$name" 0 $?
}
stands() { # name, record, words in the status...
	local name=$1 record=$2 words missing=''
	shift 2
	"$F" count status "$record" >out 2>err || missing="exit $?"
	for words in "$@"; do grep -qF -- "$words" out || missing="$missing; no '$words'"; done
	is "status: $name" "" "$missing"
}
share() { echo "trustees/trustee-$1/share.key"; }

{
	"$F" organiser new -o organiser --practice && "$F" trustee demo trustees -n 3 -k 2 && "$F" election import "$pb" -o election.json --practice &&
		"$F" election build election.json --organiser organiser.key --trustees trustees/trustees.transcript -o city.election &&
		"$F" replay "$pb" --election city.election --kiosks 2 -o play
} >out 2>err
is "keys, package, votes at two kiosks" 0 $?
start() { "$F" count start --election play/stick/replay.election --roster play/stick/replay.roster --trustees trustees/trustees.transcript "$@"; }

exports=(play/stick/folkmoot-*)
start "${exports[0]}" -o record >out 2>err
is "start without a kiosk's export is refused, and leaves nothing" "1 1 no" "$? $(grep -c 'nothing came from this kiosk' err) $([ -e record ] && echo yes || echo no)"
start "${exports[@]}" -o record >out 2>err
is "start says who mixes, and how" "0 1 1" "$? $(grep -c 'Ada Example, Bo Example, Cleo Example' out) $(grep -c '^  folkmoot mix record --mixer KEY$' out)"
stands "begun" record "exports     of 2 of 2 kiosks" "mixes       0 of at least 2" "Next: a mixer mixes" "folkmoot mix record --mixer KEY"
does "Bo mixes" mix record --mixer "$(share 2)"
stands "one mix" record "mixes       1 of at least 2: Bo Example" "another mixer mixes, on their own computer: Ada Example or Cleo Example"
cp -r record remixed
does "Ada mixes" mix record --mixer "$(share 1)"
stands "two mixes" record "mixes       2 of at least 2: Bo Example, Ada Example" "decryption  not begun" "folkmoot trustee decrypt record --share FILE --quorum 1,2"
does "Ada decrypts, with Bo" trustee decrypt record --share "$(share 1)" --quorum 1,2
stands "who is awaited" record "decryption  1 of 2: 1 Ada Example, 2 Bo Example (not yet)" "Next: trustee 2, Bo Example" "If somebody cannot"
"$F" count finish record >out 2>err
is "finish is too early, and says what is missing" "2 1 0" "$? $(grep -c '1 of the 2 trustees 1-2 have decrypted' err) $(find record -maxdepth 1 -name 'result*' | wc -l)"
does "Bo drops out: Ada decrypts anew, with Cleo" trustee decrypt record --share "$(share 1)" --quorum 1,3
stands "two quorums" record "1 of 2: 1 Ada Example, 2 Bo Example (not yet)" "1 of 2: 1 Ada Example, 3 Cleo Example (not yet)"
does "Cleo decrypts" trustee decrypt record --share "$(share 3)" --quorum 1,3
stands "all is there" record "2 of 2: 1 Ada Example, 3 Cleo Example" "Next: anybody, without a key:" "  folkmoot count finish record"
cp -r record before
does "finish" count finish record
stands "finished" record "result      published" "folkmoot audit record"
is "the quorum that opened is named" "1 3" "$(sed -n 's/.*"trustee": \([0-9]\).*/\1/p' record/result.json | tr '\n' ' ' | sed 's/ $//')"
is "the manifest lists every file" "" "$(cd record && diff <(find . -type f ! -path ./manifest.sha256 | sed 's|^\./||' | LC_ALL=C sort) <(sed 's/^[^ ]*  //' manifest.sha256))"
is "and stock sha256sum holds it" 0 "$(cd record && sha256sum --strict --quiet -c manifest.sha256 >/dev/null 2>&1; echo $?)"
"$F" audit record >out 2>err
is "the audit: the result follows" "0 1" "$? $(grep -c "^The result follows from the ballots" out)"
cp -r record deleted && rm deleted/readme.txt
stands "a published file is deleted" deleted "result      published, but readme.txt is missing" "  folkmoot count finish deleted"
does "finish writes what is missing" count finish deleted
is "and it is the record again" "" "$(diff -r record deleted)"

# What status sees without checking everything.
cp -r before odd && sed -i 's/^name Ada Example/name Eve Example/' odd/mixes/2/mix.txt
stands "a mix that nobody named has signed" odd "mix 2 is signed by nobody whose turn it is" "Next: ask what happened"
cp -r before repeated && rm -r repeated/mixes/2 && cp -r repeated/mixes/1 repeated/mixes/2
stands "the same mix twice" repeated "mixes       1 of at least 2: Bo Example" "mix 2 is signed by nobody whose turn it is"
cp -r before moved && mv moved/decryption/1-2 moved/decryption/1 && mv moved/decryption/1-3 moved/decryption/2-3 && mv moved/decryption/2-3/trustee-1.txt moved/decryption/2-3/trustee-2.txt &&
	mv moved/decryption/2-3/trustee-1.txt.minisig moved/decryption/2-3/trustee-2.txt.minisig
stands "factors of another quorum" moved "0 of 2: 2 Bo Example (not yet), 3 Cleo Example (not yet)"
cp -r before short && rm -r "$(find short/exports -mindepth 1 -maxdepth 1 | head -n 1)"
stands "an export is missing" short "exports     of 1 of 2 kiosks" "a record takes none later"
cp -r before unsigned && rm unsigned/decryption/1-3/trustee-3.txt.minisig
stands "a statement without its signature is none" unsigned "1 of 2: 1 Ada Example, 3 Cleo Example (not yet)"
cp -r before changed && printf 'x' >>changed/city.election && printf 'x' >>changed/election.election
"$F" count status changed >out 2>err
is "status: a changed election" "1 1" "$? $(grep -c 'changed/election.election' err)"
"$F" count status play >out 2>err
is "status: no record" "2 1" "$? $(grep -c 'play: is no record of a count' err)"

"$F" count status recrod >out 2>err
is "status: no such folder" "2 1" "$? $(grep -c 'recrod: there is no such folder; check the path' err)"
cp -r before gap && rm -r gap/mixes/1
stands "mix 1 is lost" gap "mix 2 is here, mix 1 is not" "Next: mix 2 is here, mix 1 is not; copy mixes/1 back from another copy"
cp -r before headless && rm headless/election.election
"$F" count status headless >out 2>err
is "status: a record without its election" "2 1" "$? $(grep -c 'headless: holds part of a record, but no election.election; copy it back' err)"

"$F" mix remixed --mixer "$(share 1)" >out 2>err && cp -r before/decryption remixed
stands "decryptions of another copy's mixes" remixed "0 of 2: 1 Ada Example (for another list than the last mix's: copied from another copy of this record?)"
"$F" count finish remixed >out 2>err
is "finish says which copy they belong to" "1 yes" "$? $(grep -q 'go on with the copy it belongs to, or take this folder away here' err && echo yes)"

# Nothing is published of what does not hold, and a stranger's file is no part of the record.
for lie in odd repeated moved short unsigned changed; do
	"$F" count finish "$lie" >out 2>err
	is "finish refuses the $lie record" "yes 0" "$([ $? = 0 ] && echo no || echo yes) $(find "$lie" -name result.json | wc -l)"
done
cp -r before stranger && echo "my notes" >stranger/notes.txt
"$F" count finish stranger >out 2>err
is "finish refuses a stranger's file" "1 1 0" "$? $(grep -c 'stranger/notes.txt: does not belong to a record' err) $(find stranger -name result.json | wc -l)"
