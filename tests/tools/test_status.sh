# folkmoot status: from an empty folder to a count, always with the next command, which is run as it was printed.
folkmoot=$PWD/$B/folkmoot
pb=$PWD/tests/tools/pb
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
mkdir bin "the vote" && ln -s "$folkmoot" bin/folkmoot && PATH=$work/bin:$PATH

look() { # NAME EXIT TEXT...: each must be in what status says
	name=$1 code=$2
	shift 2
	folkmoot status "the vote" >stdout 2>stderr
	got=$?
	[ $got = "$code" ] || { echo "not ok - $name: exit $got: $(tail -2 stdout stderr)"; return; }
	for text; do
		grep -qF -- "$text" stdout || { echo "not ok - $name: not said: $text; said: $(cat stdout)"; return; }
	done
	echo "ok - $name"
}
# Runs the lines of the last "Next:" that are commands, changed by the sed script.
next() {
	sed -n '/^Next:/,$p' stdout | grep '^  folkmoot' | sed "${2:-}" >commands
	if [ -s commands ] && (set -e; . ./commands) >done.out 2>&1; then
		echo "ok - what it says next works: $1"
	else
		echo "not ok - what it says next works: $1: $(cat commands; tail -3 done.out)"
	fi
}

look "an empty folder" 0 "to come  the organiser's public key" "folkmoot organiser new -o 'the vote/organiser'"
next "the organiser's key" 's/$/ --practice/'
look "the trustees are to come" 0 "done     the organiser's key, for practice, " ": the vote/organiser.pub" "folkmoot trustee --help"
folkmoot trustee demo "the vote/trustees" -n 3 -k 2 >/dev/null 2>&1 || echo "not ok - trustees"
look "no definition yet" 0 "3 trustees, any 2 of whom open the ballots" "folkmoot election new -o 'the vote/election.json'"
next "a definition" 's/$/ --template --practice/'
folkmoot election import "$pb/approval.pb" -o "the vote/election.json" --practice >/dev/null 2>&1
look "a definition" 0 "done     written: the vote/election.json, revision 1" "to come  the signed package"
next "the package"
look "a package" 0 "done     signed, for practice: approval, revision 1, fingerprint" "Switch each kiosk on"
folkmoot kiosk enrol --data k1 --name "Library 1" --place Library --organiser "the vote/organiser.pub" --practice >/dev/null && cp k1/kiosk.txt "the vote/kiosk-1.txt"
look "an enrolment" 0 "to come  Library 1 (Library) is enrolled and not on the roster: the vote/kiosk-1.txt"
mkdir "the vote/a stick" "the vote/2020" && cp "the vote/organiser.pub" "the vote/a stick/"
sed 's/"id": "approval"/"id": "older"/' "the vote/election.json" >older.json
folkmoot election build older.json --organiser "the vote/organiser.key" --trustees "the vote/trustees/trustees.transcript" -o "the vote/2020/older.election" >/dev/null 2>&1 || echo "not ok - an older vote's package"
look "what lies deeper is a copy, or another vote's" 0 "practice: approval, revision 1" "--organiser 'the vote/organiser.key'" "1 package of another election lies here too and is left out"
rm -r "the vote/a stick" "the vote/2020"
next "a roster"
look "nothing is out yet" 0 "done     the signed roster: 1 kiosk, revision 1" "From Library" "to come  Library 1: no export yet" "Still to come: Library 1."
folkmoot kiosk enrol --data k2 --name "Library 2" --place "Other library" --organiser "the vote/organiser.pub" --practice >/dev/null && cp k2/kiosk.txt "the vote/kiosk-2.txt"
look "one more kiosk" 0 "to come  Library 2 (Other library) is enrolled and not on the roster" "--after 'the vote/approval.roster'"
next "the next roster"
look "two kiosks at two places" 0 "2 kiosks, revision 2" "From Library" "From Other library"
sed -i 's/"revision": 1/"revision": 2/' "the vote/election.json"
look "a newer definition" 0 "to come  revision 2 of the definition is not signed"
next "a package of it"
look "the roster is of the last package" 0 "MISSING  a roster for the newest package" "--after 'the vote/approval.roster'"
next "a roster for it"
look "all fits again" 0 "done     the signed roster: 2 kiosks, revision 3"

# --- exports, from a replay ---
folkmoot replay "$pb/approval.pb" --election "the vote/approval.election" --kiosks 2 -o play >/dev/null 2>stderr || echo "not ok - replay: $(cat stderr)"
rm -f "the vote/"kiosk-*.txt "the vote/"*.roster*
cp play/stick/replay.roster "the vote/" && cp -r play/stick/folkmoot-* "the vote/"
mkdir "the vote/folkmoot-practice-0123abcd" && printf 'untrusted comment: x\nRW\ntrusted comment: folkmoot election x revision 9\n' >"the vote/folkmoot-practice-0123abcd/a.election"
look "everything has come, and what was practised is left alone" 0 "voting closed" "2 of 2 kiosks have given all" "folkmoot count start --election"
next "verify and the beginning of a count"
look "a count has begun" 0 "to come  begun: the vote/record"
next "where the count stands"
rm -rf "the vote/record"
export=$(ls -d "the vote"/folkmoot-* | head -1)
mv "$export" away
(cd "the vote" && folkmoot status . >../stdout 2>../stderr)
grep -qF "into this folder (.). Still to come: " stdout && echo "ok - a folder named by a dot" || echo "not ok - a folder named by a dot: $(cat stdout)"
look "one kiosk's export is not there" 0 "1 of 2 kiosks have given all" "Still to come: "
mv away "$export"
chmod -R u+w "$export"
printf x >>"$export/report.txt"
look "a damaged export" 1 "1 thing in the folder is not as it must be" "no export yet"
grep -qF "report.txt" stderr && echo "ok - which file" || echo "not ok - which file: $(cat stderr)"
cp play/stick/replay.election strange.election && mkdir alone && cp strange.election alone/
folkmoot status alone >stdout 2>stderr
[ $? = 1 ] && grep -qF "none of the public keys in this folder signed it" stderr && echo "ok - a package nobody here signed" || echo "not ok - a package nobody here signed: $(cat stdout stderr)"
folkmoot status nowhere >stdout 2>stderr
[ $? = 2 ] && grep -qF "nowhere" stderr && echo "ok - no folder" || echo "not ok - no folder"
