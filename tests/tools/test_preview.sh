# folkmoot election preview: every screen of a vote on one page, whoever admits its voters; nothing is left after a failure.
folkmoot=$PWD/$B/folkmoot
examples=$PWD/assets/examples
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2

expect() { # NAME EXIT TEXT COMMAND...
	name=$1 code=$2 text=$3
	shift 3
	"$@" >stdout 2>stderr
	got=$?
	if [ $got = "$code" ] && cat stdout stderr | grep -qF -- "$text"; then
		echo "ok - $name"
	else
		echo "not ok - $name: exit $got, expected $code and: $text; printed: $(cat stdout stderr | head -8)"
	fi
}
shows() { # NAME FILE HOW-OFTEN TEXT
	got=$(grep -o -- "$4" "$2" | wc -l)
	[ "$got" = "$3" ] && echo "ok - $1" || echo "not ok - $1: $got times, not $3: $4"
}

expect "the small vote" 0 "Every screen is in s.html" "$folkmoot" election preview "$examples/small/election.json" -o s.html
shows "three views: two languages and the largest words" s.html 3 '<main id='
shows "the district contest of the one half, in both languages" s.html 2 '<h2>East Side</h2>'
shows "of the other half, also with the largest words" s.html 3 '<h2>West Side</h2>'
shows "every project's page, in both languages" s.html 22 '<figcaption>Project [A-Z][0-9]*: '
shows "every picture is in it and has words" s.html "$(grep -o '<figure>' s.html | wc -l)" '<img loading="lazy" alt="[^"][^"]*" width="960" height="540" src="data:image/png;base64,iVBOR'
shows "nothing is fetched from elsewhere" s.html 0 'src="http\|href="http\|url('
python3 - <<'END' && echo "ok - the pictures can be read" || echo "not ok - the pictures can be read"
import base64, re, struct, zlib
page = open("s.html", encoding="utf-8").read()
seen = set()
for text in re.findall(r"base64,([^\"]*)", page):
    png = base64.b64decode(text, validate=True)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at = 8
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at:at + 8])
        assert zlib.crc32(png[at + 4:at + 8 + size]) == struct.unpack(">I", png[at + 8 + size:at + 12 + size])[0]
        at += 12 + size
    assert kind == b"IEND"
    seen.add(png)
assert len(seen) > 60
END
expect "one language" 0 "Every screen is in o.html" "$folkmoot" election preview "$examples/small/election.json" --language pt -o o.html
shows "one view" o.html 1 '<main id='
expect "a language that it has not" 2 'has no language "xx"' "$folkmoot" election preview "$examples/small/election.json" --language xx -o x.html
for admission in attended code; do
	sed "s/\"admission\": \"open\"/\"admission\": \"$admission\"/" "$examples/small/election.json" >$admission.json
	expect "voters are admitted: $admission" 0 "Every screen is in" "$folkmoot" election preview $admission.json --language en -o $admission.html
done
shows "the code is asked for" code.html 1 '<figcaption>The voting code'
grep -o '<figcaption>[^<]*' code.html | head -4 | tr '\n' ' ' | grep -q 'anybody has begun.*words and colours.*The voting code' &&
	echo "ok - where a voter comes to it" || echo "not ok - where a voter comes to it: $(grep -o '<figcaption>[^<]*' code.html | head -5 | tr '\n' ' ')"
shows "and not the district" code.html 0 '<figcaption>Which district'
shows "staff admit" attended.html 1 '<figcaption>Until staff admit'
sed 's/"Littlebridge decides"/"<b>\&amp; \\"Bridge\\""/' "$examples/small/election.json" >odd.json
expect "a title that looks like a page's own words" 0 "Every screen is in" "$folkmoot" election preview odd.json --language en -o odd.html
shows "stands as it was written" odd.html 1 '<h1>&lt;b&gt;&amp;amp; &quot;Bridge&quot;</h1>'
sed 's/"GBP"/"pounds"/' "$examples/small/election.json" >faulty.json
expect "a definition with a fault" 1 "1 fault; correct it" "$folkmoot" election preview faulty.json -o x.html
[ -e x.html ] && echo "not ok - a page was left" || echo "ok - no page was left"
