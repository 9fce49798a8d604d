#!/bin/bash
# Keys, kiosks and rosters by the program itself: what it writes, what it never overwrites, practice and real kept apart; stock minisign reads it all.
set -u
F=$PWD/$B/folkmoot definition=$PWD/assets/examples/small/election.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

is() { # name, expected, got
	if [ "$2" = "$3" ]; then echo "ok - $1"; else printf 'not ok - %s\n#   expected %s\n#   got      %s\n#   %s\n' "$1" "$2" "$3" "$(head -n 1 err)"; fi
}
# refused NAME CODE WORDS COMMAND...: that exit code, those words in the one line on stderr, nothing on stdout.
refused() {
	local name=$1 code=$2 words=$3
	shift 3
	"$F" "$@" >out 2>err </dev/null
	is "$name" "$code, one sentence" "$?, $([ "$(wc -l <err)" = 1 ] && [ ! -s out ] && grep -qF -- "$words" err && echo 'one sentence')"
}
runs() { # name, command...
	local name=$1
	shift
	"$F" "$@" >out 2>err </dev/null
	is "$name" 0 $?
}

# --- organiser ---
runs "a practice organiser's key" organiser new -o org --practice
is "the secret key is for its owner alone" "600 644" "$(stat -c %a org.key) $(stat -c %a org.pub)"
cp org.key org.key.before
refused "a key is never overwritten" 2 "never overwritten" organiser new -o org --practice
is "the key is what it was" "" "$(cmp org.key org.key.before 2>&1)"
rm org.key
refused "nor is a public key" 2 "exists already" organiser new -o org --practice
is "then no secret key is left alone" no "$([ -e org.key ] && echo yes || echo no)"
mv org.key.before org.key
refused "a real key needs a passphrase" 2 "no terminal" organiser new -o real
echo "too short" >short
refused "a short passphrase" 2 "at least 12 characters" organiser new -o real --passphrase-file short
is "nothing was left behind" "org.key org.pub" "$(find . -name "org*" -o -name "real*" -o -name ".f*" | sort | sed "s,^\./,," | tr '\n' ' ' | sed 's/ $//')"
echo "correct horse battery staple" >passphrase
runs "a real organiser's key under a passphrase" organiser new -o real --passphrase-file passphrase
refused "a folder that is not there" 2 "folder to write it in is not there" organiser new -o nowhere/org --practice

mkfifo slow
env --default-signal=INT "$F" organiser new -o interrupted --passphrase-file slow >out 2>err </dev/null &
interrupted=$!
for _ in $(seq 50); do
	[ "$(cat "/proc/$interrupted/comm" 2>err.comm)" = folkmoot ] && break
	sleep 0.1
done
sleep 0.3
kill -INT "$interrupted"
wait "$interrupted"
is "an interruption is told, and ends the program" "130 1" "$? $(grep -c '^folkmoot: interrupted; .* can simply be started again$' err)"

mkdir full
if mount -t tmpfs -o size=64k none full 2>mount.err; then
	head -c 100000 /dev/zero >full/zeros 2>head.err
	refused "a full disk is named" 2 "there is no room left on the disk" organiser new -o full/org --practice
	is "nothing is left on it" "zeros" "$(ls -A full)"
	umount full
else
	echo "ok - a full disk is named # SKIP no file system can be mounted here"
fi

# --- trustee ---
runs "a practice trustee" trustee alone --name "Ada Example" -o trustee --practice
is "either copy of the share is enough" "0 1" "$(grep -c 'both shares' out) $(grep -c 'Either copy is enough' out)"
is "its files" "share-copy.key share.key trustees.transcript" "$(find trustee -type f -printf "%f\n" | sort | tr '\n' ' ' | sed 's/ $//')"
is "both copies of the share are for their owner alone, and the same" "600 600 " \
	"$(stat -c %a trustee/share.key) $(stat -c %a trustee/share-copy.key) $(cmp trustee/share.key trustee/share-copy.key 2>&1)"
refused "a trustee's folder is never overwritten" 2 "exists already" trustee alone --name "Ada Example" -o trustee --practice
runs "a real trustee" trustee alone --name "Ada Example" -o real-trustee --passphrase-file passphrase
refused "a name that is too long" 2 "at most 60 bytes; shorten" trustee alone --name "$(printf '%061d' 0)" -o t2 --practice

# --- kiosks ---
enrol() { # folder, name, more...
	local folder=$1 name=$2
	shift 2
	echo kiosk enrol --data "$folder" --name "$name" --place Example-Library "$@"
}
# shellcheck disable=SC2046
runs "a practice kiosk" $(enrol k1 Kiosk-1 --organiser org.pub --practice)
is "its folder is for its owner alone" 700 "$(stat -c %a k1)"
is "its key file is for its owner alone" 600 "$(stat -c %a k1/kiosk.key)"
# shellcheck disable=SC2046
refused "a kiosk's folder is never overwritten" 2 "k1" $(enrol k1 Kiosk-1 --organiser org.pub --practice)
# shellcheck disable=SC2046
runs "another kiosk" $(enrol k2 Kiosk-2 --organiser org.pub --practice)
echo 1234 >pin
# shellcheck disable=SC2046
refused "a real kiosk takes no PIN from a file" 2 "only a practice kiosk" $(enrol k3 Kiosk-3 --organiser real.pub --pin-file pin)
# shellcheck disable=SC2046
refused "a practice kiosk for a real organiser" 2 "this is a real key" $(enrol k3 Kiosk-3 --organiser real.pub --practice)
# shellcheck disable=SC2046
refused "a real kiosk for a practice organiser" 2 "this is a practice key" $(enrol k3 Kiosk-3 --organiser org.pub)
echo 12ab >pin
# shellcheck disable=SC2046
refused "a PIN is digits" 2 "4 to 8 digits" $(enrol k3 Kiosk-3 --organiser org.pub --practice --pin-file pin)

# --- asked on a terminal ---
# waits_for WORDS: until they stand in out, for a minute at most.
waits_for() {
	local tries=0
	until grep -qF -- "$1" out || [ "$tries" -ge 600 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
}
# typed NAME FIRST SECOND COMMAND [THIRD]: what happens when a person answers the two questions so; and two more about a
# second person.
typed() {
	local person
	rm -f keyboard out
	mkfifo keyboard
	: >out
	timeout 90 script -qfec "$4" /dev/null <keyboard >out 2>err &
	person=$!
	exec 3>keyboard
	waits_for "New "
	printf '%b' "$2" >&3
	if [ -n "$3" ]; then
		waits_for "again"
		printf '%b' "$3" >&3
	fi
	if [ -n "${5:-}" ]; then
		waits_for "New PIN for the second person"
		printf '%b' "$5" >&3
		waits_for "again for the second person"
		printf '%b' "$5" >&3
	fi
	wait "$person"
	is "$1" 0 $?
	exec 3>&-
}
enrol_real="'$F' kiosk enrol --name A --place B --organiser real.pub --data"
typed "a real kiosk asks for both PINs, twice" '432198\n' '432198\n' "$enrol_real real-kiosk" '891234\n'
is "the PIN's rule is told before it is typed" yes "$(grep -q 'New PIN for .* (6 to 8 digits, better 8): ' out && echo yes)"
is "the PIN is not shown" 0 "$(grep -c 432198 out)"
is "nor is the second person's" 0 "$(grep -c 891234 out)"
is "the kiosk is there" yes "$([ -e real-kiosk/kiosk.key ] && echo yes)"
typed "a PIN of five digits for a real kiosk" '54321\n' '54321\n' "$enrol_real k4; [ \$? = 2 ]"
is "is refused, and why" 1 "$(grep -c "at least 6 digits, better 8: whoever copies the key's file can try PINs at leisure" out)"
typed "one PIN for both people" '432198\n' '432198\n' "$enrol_real k4; [ \$? = 2 ]" '432198\n'
is "is refused, and why" 1 "$(grep -c "must be another than staff's" out)"
typed "two PINs that differ" '4321\n' '4322\n' "$enrol_real k4; [ \$? = 2 ]"
is "are said to differ" 1 "$(grep -c 'differ; start again' out)"
typed "Ctrl-C at the question" '43\003' '' "$enrol_real k4; [ \$? = 2 ] && stty -a | grep -q ' echo '"
is "leaves nothing behind" no "$([ -e k4 ] && echo yes || echo no)"

typed "a real key asks for its passphrase, twice" 'five words are long enough\n' 'five words are long enough\n' "'$F' organiser new -o asked"
is "the passphrase's rule is told before it is typed" yes "$(grep -q 'New passphrase for .* (at least 12 characters' out && echo yes)"

# --- package and roster ---
refused "all that is missing, in one sentence" 2 "this command needs --election, --organiser and -o;" kiosk roster
runs "a package" election build "$definition" --organiser org.key --trustees trustee/trustees.transcript --mixer org.pub -o vote.election
runs "a roster from an enrolment file and a folder" kiosk roster --election vote.election --organiser org.key k1/kiosk.txt k2 -o vote.roster
runs "the same roster again" kiosk roster --election vote.election --organiser org.key k1/kiosk.txt k2 -o vote.roster
cp vote.roster roster.before
refused "another roster under the same name" 2 "vote.roster: exists already with other content" kiosk roster --election vote.election --organiser org.key k1 -o vote.roster
is "the roster is what it was" "" "$(cmp vote.roster roster.before 2>&1)"
refused "a kiosk twice" 1 "in the list twice" kiosk roster --election vote.election --organiser org.key k1 k1/kiosk.txt -o twice.roster
for file in vote.election vote.roster; do
	head -n 4 "$file" >body.minisig
	tail -n +5 "$file" >body
	is "stock minisign accepts $file" 0 "$(minisign -Vqm body -x body.minisig -p org.pub >/dev/null 2>&1; echo $?)"
done
refused "a kiosk's enrolment that is none" 1 "is no enrolment of a kiosk" kiosk roster --election vote.election --organiser org.key org.pub -o x.roster
refused "another organiser's key" 1 "another key than the organiser's" kiosk roster --election vote.election --organiser real.key \
	--passphrase-file passphrase k1 -o x.roster
is "which asks for no other kind of key than the command takes" "0 1" "$(grep -c '\.pub' err) $(grep -c 'give --organiser the key of the organiser who signed it' err)"
refused "a wrong passphrase" 1 "does not open" kiosk roster --election vote.election --organiser real.key --passphrase-file short k1 -o x.roster
refused "the public key for the secret one" 1 "is the public key; give the .key file" kiosk roster --election vote.election --organiser org.pub k1 -o x.roster
refused "no kiosk at all" 2 "at least one kiosk.txt" kiosk roster --election vote.election --organiser org.key -o x.roster
is "no roster was left behind" "" "$(ls x.roster twice.roster .folkmoot* 2>/dev/null)"

# --- what cannot be read ---
refused "no such election" 2 "is not there" verify --election none.election --roster vote.roster --organiser org.pub k1
refused "no organiser's key beside the election" 2 "give it with --organiser" verify --election vote.election --roster vote.roster k1
refused "a roster for an election" 1 "this is not an election definition" verify --election vote.roster --roster vote.roster --organiser org.pub k1
check() { echo verify --election vote.election --roster vote.roster --organiser org.pub "$@"; }
mkdir -p stick/folkmoot-1 stick/folkmoot-2 stick/other many/folkmoot-{1,2,3,4,5,6} nothing folkmoot-half
: >folkmoot-half/report.txt
# shellcheck disable=SC2046
refused "a stick for an export" 2 "stick is not an export; it holds 2: stick/folkmoot-1, stick/folkmoot-2; give those" $(check stick)
# shellcheck disable=SC2046
refused "a stick with many exports" 2 "many/ is not an export; it holds 6: many/folkmoot-1, many/folkmoot-2, many/folkmoot-3, many/folkmoot-4 and 2 more; give those" $(check many/)
mkdir -p counted/exports/folkmoot-1 && touch counted/election.election counted/roster.roster
# shellcheck disable=SC2046
refused "a record for an export" 2 "counted is the record of a count, not an export; give the 1 export in it: counted/exports/folkmoot-1" $(check counted)
# shellcheck disable=SC2046
refused "a kiosk's own folder for an export" 2 "k1 is a kiosk's data folder, not an export; touch nothing in it, and export from the kiosk" $(check k1)
# shellcheck disable=SC2046
refused "any other folder for an export" 2 "nothing is no export (no manifest.sha256 in it)" $(check nothing)
# shellcheck disable=SC2046
"$F" $(check stick k1 nothing folkmoot-half) >out 2>err
is "each wrong folder is told once, and what is half an export is none of them" "2 3" "$? $(grep -c . err)"
# shellcheck disable=SC2046
"$F" $(check folkmoot-half) >out 2>err
is "an export without its manifest is a fault" "1 1" "$? $(grep -c 'manifest.sha256: is missing from the export' err)"
# shellcheck disable=SC2046
refused "count says the same" 2 "k1 is a kiosk's data folder" count start --election vote.election --roster vote.roster --organiser org.pub \
	--trustees trustee/trustees.transcript k1 -o record
: >empty
refused "an empty election" 1 "ends too early" verify --election empty --roster vote.roster --organiser org.pub k1
head -c 1000 vote.election >cut.election
refused "an election cut short" 1 "cut.election: is no signed election package, or was changed" verify --election cut.election --roster vote.roster --organiser org.pub k1
refused "a folder for a public key" 1 "must be a plain file" verify --election vote.election --roster vote.roster --organiser k1 k1
