#!/bin/bash
# The results site: what is published of which record, and where; every page checked from outside (check_site.py), with names that try to leave their
# place, with questions, with several contests and a vote so small that places are told together.
set -u
F=$PWD/$B/folkmoot kiosk=$PWD/$B/folkmoot-kiosk here=$PWD/tests/site pb=$PWD/tests/tools/pb examples=$PWD/assets/examples
if [ ! -x "$F" ]; then
	echo "not ok - $F is built"
	exit 1
fi
if ! python3 -c 'import html.parser, json' 2>/dev/null; then
	echo "ok - the results site # SKIP python3 with its standard library is not installed"
	exit 0
fi
. tests/count.bash
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

is() { # name, expected, got
	if [ "$2" = "$3" ]; then echo "ok - $1"; else printf 'not ok - %s\n#   expected %s\n#   got      %s\n#   %s\n' "$1" "$2" "$3" "$(tail -n 3 err)"; fi
}
check() { python3 "$here/check_site.py" "$1" 2>&1 | tail -n 5; }
of_json() { python3 -c "import json; r = json.load(open('$1/results.json')); print($2)"; }

"$F" organiser new -o organiser --practice >out 2>err && "$F" trustee alone --name 'Example Trustee' -o trustee --practice >>out 2>>err
is "practice keys" 0 $?

# --- names that try to leave their place, questions, two languages ---

"$F" election import "$pb/approval.pb" -o city.json --practice >out 2>err && python3 "$here/hostile.py" city.json election.json answers.json &&
	"$F" election build election.json --organiser organiser.key --trustees trustee/trustees.transcript --mixer organiser.pub -o city.election >>out 2>>err &&
	"$F" replay "$pb/approval.pb" --election city.election --kiosks 2 --answers answers.json -o play >>out 2>>err &&
	MODERATOR=organiser.key count_record record "trustee/share.key organiser.key" trustee/share.key --election play/stick/replay.election --roster play/stick/replay.roster \
		--trustees trustee/trustees.transcript play/stick/folkmoot-* >>out 2>>err
is "a record with hostile names and with questions" 0 $?
"$F" publish record -o site --organiser organiser.pub >out 2>err
is "it is published" "0 1" "$? $(grep -c 'The results site is in site' out)"
is "the audit is told step by step" 10 "$(grep -c '^  holds  ' out)"
is "its pages hold" "0 faults" "$(check site | sed -n 's/.*pages\{0,1\}, //p')"
check site | grep -v 'faults$' | sed 's/^/#   /'
is "no name became markup" 0 "$(cat site/*.html | grep -cE '<(img|h1>Taken|b onclick|i>|em>)|<svg onload')"
is "names stand whole" yes "$(grep -q '&quot;&gt;&lt;img src=x onerror=alert(1)&gt;</bdi></span>' site/index.html && echo yes)"
is "the record's own numbers" "$(awk -F, 'NR > 1 && $1 { print $1 "=" $(NF - 4) }' record/result.csv | head -n 3 | tr '\n' ' ')" \
	"$(of_json site "' '.join(p['id'] + '=' + str(p['votes']) for p in r['contests'][0]['projects'][:3]) + ' '")"
is "results.csv is the record's" "" "$(cmp record/result.csv site/results.csv 2>&1)"
is "texts: each once, with how often" "2 =SUM(A1)" "$(of_json site "*[(str(t['votes']) + ' ' + t['text']) for t in r['questions'][2]['texts'] if t['votes'] == 2]")"
is "what people wrote is on the page, as text" 1 "$(grep -c '<p dir="auto">&lt;/blockquote&gt;&lt;script&gt;alert(4)&lt;/script&gt;</p>' site/index.html)"
is "the manifest's number is the record's" "$(sha256sum <record/manifest.sha256 | cut -d' ' -f1)" "$(of_json site "r['manifest_sha256']")"
is "every ballot is told, and no kiosk by itself" "60 True" "$(of_json site "str(sum(p['ballots'] for p in r['turnout'])) + ' ' + str(all(p['ballots'] >= 10 for p in r['turnout']))")"

cp -r site lie
sed -i '0,/data-value="\/contests\/0\/projects\/0\/votes">[0-9]*</s//data-value="\/contests\/0\/projects\/0\/votes">99</' lie/index.html
is "one wrong number on a page is found" 1 "$(python3 "$here/check_site.py" lie | grep -c '/contests/0/projects/0/votes is .* and reads .99')"
sed -i 's/<h2 id="check">/<h2 id="check"><img src="http:\/\/taken.example\/">/' lie/index.html
is "something from elsewhere is found" 2 "$(python3 "$here/check_site.py" lie | grep -cE '<img>|attribute src')"

# --- where it is written ---

"$F" publish record -o site >out 2>err
is "an older site is replaced" "0 no" "$? $([ -e site.part ] && echo left || echo no)"
is "without a key of one's own it is said whose key was believed" 1 "$(grep -c '^It was taken from the record itself' out)"
(cd site && "$F" publish ../record -o . >../out 2>../err)
is "so it is where it is called \".\"" "0 no no" "$? $([ -e site/..part ] && echo left || echo no) $([ -e site.part ] && echo left || echo no)"
mkdir site.part
"$F" publish record -o site >out 2>err
is "what an interrupted run left is told" "2 1 yes" "$? $(grep -c 'site.part: was left by a run that was interrupted' err) $([ -d site.part ] && echo yes)"
rmdir site.part
touch site/mine.txt
"$F" publish record -o site >out 2>err
is "a site with another file in it stays" "2 1 yes" "$? $(grep -c 'site/mine.txt: is no file of a results site' err) $([ -e site/mine.txt ] && echo yes)"
rm site/mine.txt
echo text >site/about.html
"$F" publish record -o site >out 2>err
is "a page of somebody else's stays" "2 1 text" "$? $(grep -c 'site/about.html: is no file of a results site' err) $(cat site/about.html)"
rm site/about.html
mkdir site/codes && echo text >site/codes/notes.txt
"$F" publish record -o site >out 2>err
is "so does a list that is none of codes" "2 1 text" "$? $(grep -c 'site/codes/notes.txt: is no file of a results site' err) $(cat site/codes/notes.txt)"
rm -r site/codes && mkdir mine && echo text >mine/ab.txt && ln -s ../mine site/codes
"$F" publish record -o site >out 2>err
is "nothing is removed through a link" "2 text" "$? $(cat mine/ab.txt)"
rm site/codes && ln -s site linked
"$F" publish record -o linked >out 2>err
is "a link to a site stays one, and the site whole" "2 1 yes yes no" \
	"$? $(grep -c 'linked: is a link; give the folder' err) $([ -L linked ] && echo yes) $([ -s site/index.html ] && echo yes) $([ -e linked.part ] && echo left || echo no)"
mkdir -p other && echo text >other/index.html
"$F" publish record -o other >out 2>err
is "a folder of somebody else's stays, and is refused before the audit" "2 text 0" "$? $(cat other/index.html) $(grep -c holds out)"
mkdir empty
"$F" publish record -o empty/ >out 2>err
is "an empty folder becomes the site" "0 yes no" "$? $([ -e empty/index.html ] && echo yes) $([ -e empty.part ] && echo left || echo no)"
"$F" publish record -o not/there >out 2>err
is "a folder that is not there is told before the audit" "2 1 0" "$? $(grep -c 'not/there: the folder to write it in is not there' err) $(grep -c holds out)"
"$F" publish record -o record/site >out 2>err
is "nothing is written into a record" "2 no" "$? $([ -e record/site ] && echo yes || echo no)"
"$F" publish record -o fr --language fr >out 2>err
is "a language the election does not have" "2 no" "$? $([ -e fr ] && echo yes || echo no)"
"$F" publish record -o nowhere --country Atlantis >out 2>err
is "a country that is none" "2 no" "$? $([ -e nowhere ] && echo yes || echo no)"

# --- what is not published ---

cp -r record broken
printf 'x' >>broken/codes.txt
"$F" publish broken -o of-broken >out 2>err
is "a record that does not hold" "1 1 no" "$? $(grep -c 'nothing is published, because the step "result" of the record does not hold' err) $([ -e of-broken ] && echo yes || echo no)"
cp -r record unfinished
rm unfinished/{codes.txt,votes,result.json,result.csv,readme.txt,manifest.sha256}
"$F" publish unfinished -o of-unfinished >out 2>err
is "a record without its end" "2 1 no" "$? $(grep -c 'nothing is published, because the record is not complete' err) $([ -e of-unfinished ] && echo yes || echo no)"
"$F" organiser new -o somebody --practice >out 2>err
"$F" publish record -o of-somebody --organiser somebody.pub >out 2>err
is "a record of another organiser's" "1 no" "$? $([ -e of-somebody ] && echo yes || echo no)"

# --- texts that moderation withholds ---

cp -r record moderated
rm -r moderated/moderation moderated/{codes.txt,votes,result.json,result.csv,readme.txt,manifest.sha256}
"$F" moderate moderated --withhold 1,2 --reason "It names a person." --organiser organiser.key --yes >out 2>err &&
	"$F" count finish moderated >>out 2>>err && "$F" publish moderated -o moderated-site >>out 2>>err
is "a record with two texts withheld" 0 $?
is "its pages hold" "0 faults" "$(check moderated-site | sed -n 's/.*pages\{0,1\}, //p')"
is "they are counted, told as hashes, and stand nowhere" "3 3 0" \
	"$(of_json moderated-site "len(r['questions'][2]['withheld']), r['questions'][2]['withheld_count']" | tr -d '(),') $(cat moderated-site/* | grep -c 'SUM(A1)')"

# --- several contests, six voters at one place ---

{
	"$F" election build "$examples/small/election.json" --organiser organiser.key --trustees trustee/trustees.transcript --mixer organiser.pub -o town.election &&
		"$F" kiosk enrol --data data --name "Library 1" --place Library --organiser organiser.pub --practice &&
		"$F" kiosk roster --election town.election --organiser organiser.key data -o town.roster
} >out 2>err
mkdir stick
cp town.election town.roster stick/
printf '%s\n' 'pin 1234' 'staff import' 'staff open' 'vote @1 1 3 / 2' 'vote @2 1 2 / 1 3' 'vote @2 2 6 / 3' 'vote @1 / 1' 'vote @2 4' 'challenge @1 5 / 1 2' \
	'vote @1' 'staff close' 'staff export' >day
SDL_VIDEODRIVER=dummy "$kiosk" --data data --usb stick --script day >screens 2>err &&
	count_record town "trustee/share.key organiser.key" trustee/share.key --election town.election --roster town.roster \
		--trustees trustee/trustees.transcript stick/folkmoot-* >out 2>err
is "a small vote of three contests" 0 $?
"$F" publish town -o town-site >out 2>err
is "it is published, too" 0 $?
is "its pages hold, too" "0 faults" "$(check town-site | sed -n 's/.*pages\{0,1\}, //p')"
check town-site | grep -v 'faults$' | sed 's/^/#   /'
is "a heading for each contest, a table of all" "3 1" "$(grep -c '<h2 id="contest-[0-9]*">' town-site/index.html) $(grep -c '<h2 id="glance">' town-site/index.html)"
is "fewer than ten voters are told together" "[{'places': ['Library'], 'ballots': 6, 'percent': 100}]" "$(of_json town-site "r['turnout']")"
for word in $(sed -n 's/^thanks //p' screens); do grep -q "$(tr -d - <<<"$word")c" town-site/index.html || echo "$word"; done >absent
is "every voter's code is in the page, as counted" "" "$(cat absent)"
# For who wants to look at them.
[ -z "${KEEP:-}" ] || { cp -r site "$KEEP/hostile" && cp -r town-site "$KEEP/town"; }
