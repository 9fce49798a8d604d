#!/bin/bash
# Results sites in a real browser (make test-site): the example's, one with hostile names and questions, one of several contests, one of 500 projects and
# a real city's where ../shared/pabulib is there. Pictures of every page land in the build folder's site/pictures, to be looked at.
set -u
F=$PWD/$B/folkmoot root=$PWD sites=$PWD/$B/site modules=$PWD/$B/npm/node_modules
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
skip() {
	echo "ok - results sites in a browser # SKIP $1"
	exit 0
}
[ -x "$F" ] || { echo "not ok - $F is built"; exit 1; }
for program in node npm python3; do command -v "$program" >/dev/null || skip "$program is not installed (image/setup site)"; done
[ -n "$chromium" ] || skip "chromium is not installed (image/setup site)"
if [ ! -e "$modules/puppeteer-core" ] || [ ! -e "$modules/axe-core" ]; then
	npm install --prefix "$B/npm" --no-save --no-audit --no-fund --ignore-scripts puppeteer-core@24.43.1 axe-core@4.14.1 >"$B/npm.log" 2>&1 ||
		skip "axe-core and puppeteer-core could not be fetched from the npm registry (see $B/npm.log)"
fi
. tests/count.bash
rm -rf "$sites"
mkdir -p "$sites/pictures" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

is() { # name, expected, got
	if [ "$2" = "$3" ]; then echo "ok - $1"; else printf 'not ok - %s\n#   expected %s\n#   got      %s\n#   %s\n' "$1" "$2" "$3" "$(tail -n 3 "$work/err")"; fi
}

# of_file FILE.pb SITE: the votes of a Pabulib file through practice kiosks, counted and published.
of_file() {
	(
		cd "$work" && rm -rf play record election.json &&
			"$F" election import "$1" -o election.json --practice && "$F" election build election.json --organiser organiser.key \
			--trustees trustee/trustees.transcript --mixer organiser.pub -o vote.election &&
			"$F" replay "$1" --election vote.election --kiosks 8 -o play &&
			count_record record "trustee/share.key organiser.key" trustee/share.key --election play/stick/replay.election --roster play/stick/replay.roster \
				--trustees trustee/trustees.transcript play/stick/folkmoot-* && "$F" publish record -o "$2"
		code=$?
		rm -f vote.election
		exit $code
	) >"$work/out" 2>"$work/err"
}

if [ ! -e "$B/demo/record/manifest.sha256" ] || ! "$F" publish "$B/demo/record" -o "$sites/example" >"$work/out" 2>"$work/err"; then
	B=$B tests/demo/demo >"$work/out" 2>"$work/err" && "$F" publish "$B/demo/record" -o "$sites/example" >"$work/out" 2>"$work/err"
fi
is "the example's site" 0 $?
KEEP=$sites bash tests/site/test_publish.sh >"$work/out" 2>"$work/err"
is "sites of hostile names and of several contests" "0 yes yes" \
	"$(grep -c '^not ok' "$work/out") $([ -e "$sites/hostile/index.html" ] && echo yes) $([ -e "$sites/town/index.html" ] && echo yes)"
(cd "$work" && "$F" organiser new -o organiser --practice && "$F" trustee alone --name 'Example Trustee' -o trustee --practice) >"$work/out" 2>"$work/err"
python3 tests/site/many.py 500 80 >"$work/many.pb"
of_file "$work/many.pb" "$sites/many"
is "a site of 500 projects" 0 $?
city=$root/../shared/pabulib/Poland_Swiecie_2023.pb
if [ -e "$city" ]; then
	of_file "$city" "$sites/city"
	is "a real city's site, with lists of codes beside it" "0 yes" "$? $([ -d "$sites/city/codes" ] && echo yes)"
else
	echo "ok - a real city's site # SKIP ../shared/pabulib is not there"
fi
for site in "$sites"/*/; do
	[ -e "$site/index.html" ] || continue
	is "$(basename "$site"): every page holds" "0 faults" "$(python3 tests/site/check_site.py "$site" | tee "$work/err" | tail -n 1 | sed 's/.*pages\{0,1\}, //')"
done
list=()
for site in "$sites"/*/; do [ ! -e "$site/index.html" ] || list+=("${site%/}"); done
node tests/site/browser.js "$modules" "$chromium" "$sites/pictures" "${list[@]}"
