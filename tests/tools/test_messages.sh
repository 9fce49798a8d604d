#!/bin/bash
# Translations of what the kiosk says, looked through by `folkmoot messages`: each fault with its file and line.
set -u
F=$PWD/$B/folkmoot catalogues=$PWD/assets/messages
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

is() { # name, expected, got
	if [ "$2" = "$3" ]; then echo "ok - $1"; else printf 'not ok - %s\n#   expected %s\n#   got      %s\n#   %s\n' "$1" "$2" "$3" "$(head -n 1 out err)"; fi
}
look() { # file...: its exit code
	"$F" messages "$@" >out 2>err </dev/null
	echo $?
}
# fault NAME LINE WORDS: exactly that fault is told for xx.txt.
fault() {
	local code line=$2
	code=$(look xx.txt)
	is "$1" "1, one fault" "$code, $([ "$(wc -l <out)" = 1 ] && grep -q "^xx.txt:$line$3" out && echo 'one fault')"
}

is "what is built in is complete, in every language" 0 "$(look "$catalogues"/*.txt)"

cp "$catalogues/en.txt" xx.txt
is "a new language that is complete" 0 "$(look xx.txt)"
line=$(grep -n '^nav.help = ' xx.txt | cut -d: -f1)
sed "s/^nav.help = .*/nav.hlep = Help/" "$catalogues/en.txt" >xx.txt
is "an unknown line and a missing one" "1 2 xx.txt:$line xx.txt" "$(look xx.txt) $(wc -l <out) $(cut -d: -f1,2 out | sed 's/: .*//' | tr '\n' ' ' | sed 's/ $//')"
sed "/^nav.help = /d" "$catalogues/en.txt" >xx.txt
fault "a missing line is told with its English" "" ' nav.help is missing: "Help"'
sed "s/^nav.help = .*/&\n&/" "$catalogues/en.txt" >xx.txt
fault "a line that is there twice" "$((line + 1))" ": nav.help: stands here twice"
sed "s/^nav.help = .*/nav.help = Help {0}/" "$catalogues/en.txt" >xx.txt
fault "a place that nothing fills" "$line" ": nav.help: {0} is not filled in"
sed "s/^nav.help = .*/nav.help = \xff/" "$catalogues/en.txt" >xx.txt
fault "letters that are not UTF-8" "$line" ": nav.help: not plain text in UTF-8"
sed "s/^nav.help = .*/nav.help = $(printf 'help %.0s' {1..20})/" "$catalogues/en.txt" >xx.txt
fault "words in the wrong line" "$line" ": nav.help: .* characters, where English has 4"
printf 'nav.help = \033[2Jx\n' >xx.txt
is "nothing is painted on the terminal" "1 0" "$(look xx.txt) $(grep -c "$(printf '\033')" out)"
: >xx.txt
is "an empty file" 1 "$(look xx.txt)"
is "a file that is not there" 2 "$(look yy.txt)"
is "a file that is not named by its language" 2 "$(look "$catalogues/README.md")"
is "nothing to look at" 2 "$(look)"
