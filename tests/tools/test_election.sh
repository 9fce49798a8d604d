# folkmoot election: building a package that stock minisign accepts, and every package that must be refused, each with one sentence.
folkmoot=$PWD/$B/folkmoot
examples=$PWD/assets/examples
definitions=$PWD/tests/tools/definitions
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2

# expect NAME EXIT TEXT COMMAND...: runs, compares the exit code, looks for the text in what was printed.
expect() {
	name=$1 code=$2 text=$3
	shift 3
	"$@" >stdout 2>stderr
	got=$?
	if [ $got = "$code" ] && cat stdout stderr | grep -qF -- "$text"; then
		echo "ok - $name"
	else
		echo "not ok - $name: exit $got, expected $code and: $text; printed: $(cat stdout stderr | head -3)"
	fi
}

"$folkmoot" organiser new -o org --practice >/dev/null && "$folkmoot" trustee alone --name "Trustee one" -o tr --practice >/dev/null || exit 2
printf 'a long passphrase\n' >passphrase
# A real key without a passphrase where stock minisign can make one: opening it is then a matter of milliseconds.
if command -v minisign >/dev/null; then
	minisign -G -W -p real.pub -s real.key >/dev/null || exit 2
else
	"$folkmoot" organiser new -o real --passphrase-file passphrase >/dev/null || exit 2
fi
"$folkmoot" trustee alone --name "Trustee one" -o realtr --passphrase-file passphrase >/dev/null || exit 2
practice="--organiser org.key --trustees tr/trustees.transcript --mixer org.pub"
real="--organiser real.key --trustees realtr/trustees.transcript --passphrase-file passphrase --mixer real.pub"
grep -v '"practice": true' "$definitions/sound.json" >real.json

# --- check and build ---
{ printf '\357\273\277' && sed 's/$/\r/' "$examples/small/election.json"; } >windows.json
expect "a file as another system's editor saves it" 0 "The vote is ready to build" "$folkmoot" election check windows.json
expect "the borough's vote is ready" 0 "The vote is ready to build" "$folkmoot" election check "$examples/borough/election.json"
expect "the small vote is ready" 0 "districts: 2" "$folkmoot" election check "$examples/small/election.json"
printf 'Library\t\t%064x\n' 1 2 3 >tags
sed 's/"rule": "[^"]*"/"rule": "mes", "completion": "add1", "exhaustive": true/' "$examples/borough/election.json" >shares.json
expect "check: equal shares with a completion" 0 "counted by: mes, satisfaction cost, completion add1 (exhaustive) in steps of GBP 1, ties cost-votes-id" \
	"$folkmoot" election check shares.json
sed 's/"admission": "open"/"admission": "code"/' "$examples/borough/election.json" >by-code.json
expect "check: voting codes are ready" 0 "make the voting codes of each place, then sign it" "$folkmoot" election check by-code.json
for type in ranked points score; do
	sed "s/\"vote_type\": \"[^\"]*\"/\"vote_type\": \"$type\", $([ $type = ranked ] || echo '"max_points": 5,') \"comment\": \"\"/" "$examples/borough/election.json" >typed.json
	expect "check: the vote type $type is ready" 0 "The vote is ready to build" "$folkmoot" election check typed.json
done
expect "check: questions are ready" 0 "The vote is ready to build" "$folkmoot" election check "$examples/questions/election.json"
expect "check: what is asked" 0 "question, answered in words, at most 160 characters" "$folkmoot" election check "$examples/questions/election.json"
expect "build: questions" 0 "Fingerprint:" "$folkmoot" election build "$examples/questions/election.json" $practice -o q.election

# --- pictures and recordings ---
expect "check: everything a kiosk can show" 0 "pictures: 9, at most 640 pixels on a side" "$folkmoot" election check "$examples/everything/election.json"
expect "check: a language without a voice" 0 'a kiosk has no voice for "so": it speaks the 6 of' "$folkmoot" election check "$examples/everything/election.json"
sed 's/"clips": {/"count": {/; s,"so": "clips/so","rule": "greedy",' "$examples/everything/election.json" >silent.json
ln -s "$examples/everything/pictures" pictures
expect "check: a language without voice and recordings" 0 'a kiosk has no voice for "so", and none of the election' "$folkmoot" election check silent.json
expect "build: everything a kiosk can show" 0 "recorded clips: 6, 21 seconds in all" "$folkmoot" election build "$examples/everything/election.json" $practice -o everything.election
expect "build: the same again, byte for byte" 0 "Fingerprint:" "$folkmoot" election build "$examples/everything/election.json" $practice -o everything.election
cp -r "$examples/everything" spoilt && chmod -R u+w spoilt
sed -i 's/^title.wav/title.wav	Waa/; s/title.wav	Waa.*/title.wav	Dekeddu way go'"'"'aansaneysaa/' spoilt/clips/so/list.txt
expect "check: a clip that is never heard" 0 "the clip of \"Dekeddu way go'aansaneysaa\" (so) is never heard" "$folkmoot" election check spoilt/election.json
head -c 9000 "$examples/everything/pictures/garden.png" >spoilt/pictures/garden.png
head -c 9000 "$examples/everything/clips/so/title.wav" >spoilt/clips/so/title.wav
rm spoilt/pictures/skate.png
expect "check: a picture that was cut off" 1 'project 1 ("A garden on the old quay"): the picture "pictures/garden.png" is damaged: it ends too early' "$folkmoot" election check spoilt/election.json
cp stderr faults
expect "check: a clip that was cut off, in the same run" 0 'the clip "clips/so/title.wav" is damaged' cat faults
expect "check: a picture that is not there, in the same run" 0 'the picture "pictures/skate.png" is not there' cat faults
expect "build: nothing is built of it" 1 "3 faults; correct them, then check again" "$folkmoot" election build spoilt/election.json $practice -o spoilt.election
[ ! -e spoilt.election ] && echo "ok - nothing was written" || echo "not ok - something was written"

expect "check: no file" 2 "nowhere.json" "$folkmoot" election check nowhere.json
expect "check: nothing named" 2 "election check --help" "$folkmoot" election check
expect "build: the borough's vote" 0 "Fingerprint:" "$folkmoot" election build "$examples/borough/election.json" $practice -o b.election
hash=$(sed -n 's/^Election hash: //p' stdout)
expect "build: again, the same bytes" 0 "$hash" "$folkmoot" election build "$examples/borough/election.json" $practice -o again.election
cmp -s b.election again.election && echo "ok - two builds are one package" || echo "not ok - two builds differ"
expect "build: what the organiser does next" 0 "folkmoot kiosk roster --election b.election" "$folkmoot" election build "$examples/borough/election.json" $practice -o b.election
cp b.election b.before
sed 's/"revision": 1,/"revision": 1, "comment": "same",/' "$examples/borough/election.json" >same.json
sed 's/"closes": "[^"]*"/"closes": "2099-12-31"/' "$examples/borough/election.json" >other.json
expect "build: the same content under the same name" 0 "Built and signed" "$folkmoot" election build same.json $practice -o b.election
cmp -s other.json "$examples/borough/election.json" && echo "not ok - the other definition differs"
expect "build: other content under the same name" 1 'b.election: is revision 1 of this election already, with other content, and kiosks may hold it; write "revision": 2'  \
	"$folkmoot" election build other.json $practice -o b.election
cmp -s b.election b.before && echo "ok - the package is what it was" || echo "not ok - the package was overwritten"
if command -v minisign >/dev/null; then
	head -n 4 b.election >b.minisig
	tail -n +5 b.election >b.body
	expect "minisign accepts the package" 0 "folkmoot election riverside-2026 revision 1" minisign -V -p org.pub -m b.body -x b.minisig
else
	echo "ok - minisign accepts the package # SKIP minisign is not installed"
fi
expect "build: a real election" 0 "Built and signed" "$folkmoot" election build real.json $real -o r.election
expect "build: practice on demand" 0 "This is for practice" "$folkmoot" election build real.json $practice --practice -o p.election
expect "build: a definition with a fault" 1 "more than the contest's budget" "$folkmoot" election build "$definitions/project-dearer-than-budget.json" $practice -o x.election
expect "build: a real election with a practice key" 1 "is a practice key" "$folkmoot" election build real.json --organiser org.key --trustees realtr/trustees.transcript -o x.election
expect "build: a real election with practice trustees" 1 "is a practice transcript" "$folkmoot" election build real.json --organiser real.key --passphrase-file passphrase --trustees tr/trustees.transcript -o x.election
expect "build: a practice election with a real key" 1 "is a real key" "$folkmoot" election build "$definitions/sound.json" --organiser real.key --passphrase-file passphrase --trustees tr/trustees.transcript -o x.election
expect "build: a practice election with real trustees" 1 "is a real transcript" "$folkmoot" election build "$definitions/sound.json" --organiser org.key --trustees realtr/trustees.transcript -o x.election
expect "build: no trustees" 2 "--trustees" "$folkmoot" election build real.json --organiser real.key -o x.election
expect "build: nowhere to write" 2 "nowhere/x.election" "$folkmoot" election build "$definitions/sound.json" $practice -o nowhere/x.election
[ -e x.election ] && echo "not ok - a refused build leaves a file" || echo "ok - a refused build leaves no file"
ls | grep -q '^\..*\|tmp' && echo "not ok - a refused build leaves a temporary file" || echo "ok - no temporary files stay"

# --- two mixers at least ---
plain="--organiser org.key --trustees tr/trustees.transcript"
expect "mixers: one trustee alone" 1 "there is only one mixer (Trustee one), who would know whose vote is whose; name another person's key with \`--mixer NAME.pub\`" \
	"$folkmoot" election build "$definitions/sound.json" $plain -o x.election
expect "mixers: the trustee and one by --mixer" 0 "mixers: Trustee one, org" "$folkmoot" election build "$definitions/sound.json" $plain --mixer org.pub -o mixers-1.election
mixers() { # COUNT: the sound definition with that many mixers of its own
	echo '  , "mixers": [' >list
	for i in $(seq "$1"); do
		[ -e "m$i.pub" ] || "$folkmoot" organiser new -o "m$i" --practice >/dev/null
		echo "$([ "$i" = 1 ] || echo ,){\"name\": \"Mixer $i\", \"key\": \"$(sed -n 2p "m$i.pub")\"}"
	done >>list
	sed '$d' "$definitions/sound.json" | cat - list >mixers.json
	echo ']}' >>mixers.json
}
mixers 1
expect "check: one mixer named" 0 "Who mixes the ballots: the trustees, and Mixer 1." "$folkmoot" election check mixers.json
expect "mixers: one named joins the trustee" 0 "mixers: Mixer 1, Trustee one" "$folkmoot" election build mixers.json $plain -o mixers-2.election
expect "mixers: a name that two have" 1 'mixer 3: it has the same name as mixer 2; name them so that they can be told apart' \
	sh -c "cp org.pub 'Trustee one.pub'; '$folkmoot' election build mixers.json $plain --mixer 'Trustee one.pub' -o x.election"
expect "mixers: named twice" 1 "m1.pub: this mixer is named already; give another person's public key" \
	"$folkmoot" election build mixers.json $plain --mixer m1.pub -o x.election
expect "mixers: practice and real" 1 "mixer 3: its key is for real votes, the election is practice" \
	"$folkmoot" election build mixers.json $plain --mixer real.pub -o x.election
mixers 2
expect "check: two mixers named" 0 'Who mixes the ballots: the 2 people under "mixers".' "$folkmoot" election check mixers.json
expect "mixers: two named mix without the trustee" 0 "mixers: Mixer 1, Mixer 2" "$folkmoot" election build mixers.json $plain -o mixers-3.election
mixers 8
expect "mixers: eight named" 0 "Mixer 8" "$folkmoot" election build mixers.json $plain -o mixers-4.election
expect "mixers: eight named and one more" 1 "there are 8 mixers without this one" "$folkmoot" election build mixers.json $plain --mixer org.pub -o x.election
mixers 9
expect "check: nine mixers named" 1 "8 is the most" "$folkmoot" election check mixers.json
expect "check: no mixers named" 0 "with a single trustee name" "$folkmoot" election check "$definitions/sound.json"

# --- voting codes ---
sed 's/"practice": true,/"practice": true, "admission": "code",/' "$definitions/sound.json" >code.json
sed 's/"admission": "[^"]*",/"admission": "code",/' "$examples/small/election.json" >districts.json
coded() { # NAME EXIT TEXT: what the file tags brings
	expect "tags: $1" "$2" "$3" "$folkmoot" election build "${4:-code.json}" $practice --tags tags -o "tags-$((tags += 1)).election"
}
expect "check: codes are needed" 0 "--tags NAME.tags -o NAME.election" "$folkmoot" election check code.json
expect "tags: none given" 1 "no codes are given; make them with \`folkmoot codes make\`, then build with \`--tags FILE\`" "$folkmoot" election build code.json $practice -o x.election
expect "tags: no file" 2 "nowhere" "$folkmoot" election build code.json $practice --tags nowhere -o x.election
expect "tags: where none belong" 1 'set "admission" to "code", or leave --tags out' "$folkmoot" election build "$definitions/sound.json" $practice --tags tags -o x.election
coded "three for one place" 0 "voting codes: 3 issued, for 1 place"
printf 'Town hall\t\t%064x\nLibrary\t\t%064x\n' 1 2 3 4 >tags
coded "four for two places" 0 "voting codes: 4 issued, for 2 places"
sort tags >sorted && cmp -s sorted tags && echo "not ok - tags: the order was another"
cp sorted tags
tail -n +5 "tags-$tags.election" >before.body
coded "in another order" 0 "voting codes: 4 issued"
tail -n +5 "tags-$tags.election" | cmp -s - before.body && echo "ok - tags: the order of lines does not matter" || echo "not ok - tags: the order of lines matters"
expect "tags: a kiosk in a place with codes" 0 "" sh -c "'$folkmoot' kiosk enrol --data coded-1 --name One --place Library --organiser org.pub --practice &&
	'$folkmoot' kiosk roster --election tags-$tags.election --organiser org.key coded-1 -o coded-1.roster"
expect "tags: a kiosk in a place without codes" 1 'no voting code was issued for its place, "Libary", so no vote there would count' \
	sh -c "'$folkmoot' kiosk enrol --data coded-2 --name Two --place Libary --organiser org.pub --practice &&
	'$folkmoot' kiosk roster --election tags-$tags.election --organiser org.key coded-1 coded-2 -o coded-2.roster"
expect "tags: it is told which places have codes, and how to begin again" 1 'issued for "Library", "Town hall": make the kiosk new' \
	"$folkmoot" kiosk roster --election tags-$tags.election --organiser org.key coded-2 -o coded-2.roster
[ -e coded-2.roster ] && echo "not ok - tags: a refused roster was written"
printf 'Library\t\t%064x' 7 >tags
coded "without a last newline" 0 "voting codes: 1 issued"
printf 'Library\tNorth\t%064x\n' 1 >tags
coded "a district where there are none" 1 'tags: line 1: its district "North" does not exist'
printf 'Library\t\t%064x\n' 1 >tags
coded "no district where there are several" 1 'tags: line 1: it names no district; write between the tabs' districts.json
district=$(sed -n 's/.*"districts": \["\([^"]*\)".*/\1/p' districts.json | head -1)
printf 'Library\t%s\t%064x\n' "$district" 1 >tags
coded "a district by its name" 0 "voting codes: 1 issued" districts.json
coded "few voters in a contest" 0 "note: districts.json: contest 1: only 1 voting code was issued for it, fewer than 10" districts.json
awk -v d="$district" 'BEGIN { for (i = 1; i <= 12; i++) printf "Library\t%s\t%064x\n", d, i }' >tags
coded "no voters in another district" 0 "contest 3: only 0 voting codes were issued for it" districts.json
grep -q "contest 1\|contest 2\|district \"" stderr && echo "not ok - tags: enough voters are called few" || echo "ok - tags: enough voters are not called few"
printf 'Library\t\t%064x\nLibrary\t\t%064X\nLibrary\t\t%063x\nLibrary\t\t%065x\n' 1 255 2 3 >tags
coded "a tag in capitals" 1 'tags: line 2: its tag is not 64 hexadecimal digits in small letters'
coded "a tag too short" 1 'tags: line 3: its tag'
coded "a tag too long" 1 'tags: line 4: its tag'
printf 'Library\t\t%064x\n' 5 4 3 4 5 >tags
coded "twice the same" 1 'tags: line 4: its tag stands in line 2 already'
coded "twice the same, the other" 1 'tags: line 5: its tag stands in line 1 already'
for line in 'Library' 'Library\t' "Library $(printf %064x 1)" "Library\t\t$(printf %064x 1)\t" ''; do
	printf "Library\\t\\t%064x\\n$line\\n" 9 >tags
	coded "a line that is '$line'" 1 'tags: line 2: is not a place, a district and a tag'
done
printf 'Library\t\t%064x\r\n' 1 >tags
coded "lines of a foreign system" 1 'tags: line 1: its tag is not 64'
printf 'Lib\000rary\t\t%064x\n' 1 >tags
coded "a zero byte" 1 'tags: line 1: is not a place'
printf 'Lib\033rary\t\t%064x\n' 1 >tags
coded "a control character" 1 'tags: line 1: its place is missing, longer than 60 bytes or not plain'
printf '%061d\t\t%064x\n' 1 1 >tags
coded "a place of 61 letters" 1 'tags: line 1: its place is missing, longer'
printf ' Library\t\t%064x\n' 1 >tags
coded "a place with a blank before it" 1 'tags: line 1: its place'
: >tags
coded "an empty file" 1 'tags: holds no tag'
printf 'x\n%.0s' $(seq 30) >tags
coded "thirty bad lines" 1 'tags: … and 10 more lines like these'
awk 'BEGIN { for (i = 1; i <= 501; i++) printf "Place %d\t\t%064x\n", i, i }' >tags
coded "501 places" 1 'tags: line 501: its place is one too many; an election has at most 500 places'
awk 'BEGIN { for (i = 1; i <= 200001; i++) printf "Place %d\t\t%064x\n", i % 400, i }' >tags
coded "200,001 tags" 1 'tags: makes it 200001 lines in all; an election can have 200,000 voting codes'
sed -i '$d' tags
coded "200,000 tags" 0 'voting codes: 200000 issued, for 400 places'
[ -e x.election ] && echo "not ok - a refused build leaves a file" || echo "ok - refused builds with tags leave no file"

# --- large ones ---
many() { # COUNT NAME_LENGTH
	awk -v count="$1" -v room="$2" 'BEGIN {
		for (i = 0; i < room; i++) name = name "n"
		printf "{\"id\":\"many\",\"practice\":true,\"languages\":[\"en\"],\"title\":\"Many\",\"currency\":\"GBP\","
		printf "\"contests\":[{\"title\":\"Many\",\"instruction\":\"Choose.\",\"vote_type\":\"approval\",\"budget\":1000,\"projects\":["
		for (i = 1; i <= count; i++) {
			if (i > 1) printf ","
			printf "{\"id\":%d,\"name\":\"%s\",\"cost\":%d}", i, name, 1 + i % 1000
		}
		print "]}]}"
	}'
}
many 500 160 >many.json
expect "500 projects with names of 160 characters" 0 "500 projects" "$folkmoot" election build many.json $practice -o many.election
many 5000 10 >many.json
expect "5,000 projects" 1 "there are 5,000 projects; 500 is the most" "$folkmoot" election check many.json
many 501 10 >many.json
expect "501 projects" 1 "there are 501 projects; 500 is the most" "$folkmoot" election check many.json
head -c 17000000 /dev/zero | tr '\0' ' ' >huge.json
expect "a file of 17 MB" 1 "huge.json" "$folkmoot" election check huge.json

# --- packages that a counter or a kiosk must refuse; `kiosk roster` reads a package as all of them do ---
printf '1234\n' >pin
expect "enrol a kiosk" 0 "" "$folkmoot" kiosk enrol --data kiosk --name "Kiosk 1" --place "Library" --organiser org.pub --practice --pin-file pin
cp org.pub organiser.pub
package() { # NAME TEXT: refused with that text, and in one sentence
	expect "package: $1" 1 "$2" "$folkmoot" kiosk roster --election x.election --organiser org.key kiosk -o x.roster
	[ "$(grep -c . stderr)" = 1 ] || echo "not ok - package: $1: more than one sentence"
}
expect "package: sound" 0 "" "$folkmoot" kiosk roster --election b.election --organiser org.key kiosk -o b.roster
cp r.election x.election
package "signed by another organiser" "x.election"
head -c 3000 b.election >x.election
package "cut short" "x.election"
tail -n +5 b.election >x.election
package "without its signature" "x.election"
: >x.election
package "empty" "x.election"
sed '1,4!s/GBP/EUR/' b.election >x.election
package "currency changed after signing" "x.election"
sed '3s/revision 1/revision 2/' b.election >x.election
package "trusted comment changed after signing" "x.election"
rm -f x.election
expect "package: absent" 2 "x.election" "$folkmoot" kiosk roster --election x.election --organiser org.key kiosk -o x.roster
if command -v minisign >/dev/null; then
	tail -n +5 b.election >body
	sign() { # signs body with the organiser's own key, as only the organiser could
		minisign -S -W -s org.key -m body -x body.minisig -c "signature of a Folkmoot file" -t "${1:-folkmoot election riverside-2026 revision 1}" >/dev/null 2>&1 </dev/null
		cat body.minisig body >x.election
	}
	sign
	expect "package: signed by stock minisign" 0 "" "$folkmoot" kiosk roster --election x.election --organiser org.key kiosk -o x.roster
	sign "folkmoot election riverside-2026 revision 9"
	package "signed for another revision" "trusted comment"
	sed '1s/^FME1/FME2/' b.body >body && sign
	package "of another version" "another version"
	sed '1s/^FME1/FMB1/' b.body >body && sign
	package "of another kind" "not an election definition"
	head -c 2000 b.body >body && sign
	package "signed, but cut short" "ends"
	sed 's/A playground for every child/A playground for every\x1bchild/' b.body >body && sign
	package "signed, but with control characters" "name"
	printf 'x' | cat b.body - >body && sign
	package "signed, with a byte after its end" "x.election"
else
	echo "ok - signed packages with faults # SKIP minisign is not installed"
fi
