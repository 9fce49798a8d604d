#!/bin/bash
# election import and replay: published elections through real ballot boxes and the whole count; the votes per project must come out as they are in the
# file. Invented ones of every vote type always; real ones where they are there (all of them, whole cities, with LONG=1).
set -u
F=$PWD/$B/folkmoot pb=$PWD/tests/tools/pb real=$PWD/../shared/pabulib
if [ ! -x "$F" ]; then
	echo "not ok - $F is built"
	exit 1
fi
. tests/count.bash
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

is() { # name, expected, got
	if [ "$2" = "$3" ]; then echo "ok - $1"; else printf 'not ok - %s\n#   expected %s\n#   got      %s\n' "$1" "$2" "$3"; fi
}
told() { # name, how often, words on stderr of the last step
	is "$1" "$2" "$(grep -cF -- "$3" err)"
}

# "id votes score" of every project: of the file, and of a result.
of_file() {
	sed '1s/^\xef\xbb\xbf//; s/\r$//' "$1" | awk -F';' '
		$0 == "VOTES" { exit }
		head && NF > 2 { print $1, $votes, score ? $score : $votes }
		row { head = 1; row = 0; for (i = 1; i <= NF; i++) { if ($i == "votes") votes = i; if ($i == "score") score = i } }
		$0 == "PROJECTS" { row = 1 }' | sort
}
of_result() { tail -n +2 "$1" | awk -F, '{ print $1, $(NF - 4), $(NF - 3) }' | sort; }

"$F" organiser new -o organiser --practice >out 2>err && "$F" trustee alone --name 'Example Trustee' -o trustee --practice >out 2>>err
is "practice keys" 0 $?

# Imports, builds, replays, verifies, counts. The last step's output is in out and err; answers the exit code of the step that failed.
chain() { # file, kiosks
	rm -rf play record city.election election.json trustee/trustee-1.decryption-* # which remembers the count before
	"$F" election import "$1" -o election.json --practice >out 2>err || return
	"$F" election build election.json --organiser organiser.key --trustees trustee/trustees.transcript --mixer organiser.pub -o city.election >out 2>>err || return
	"$F" replay "$1" --election city.election --kiosks "$2" -o play >out 2>>err || return
	"$F" verify --election play/stick/replay.election --roster play/stick/replay.roster play/stick/folkmoot-* >verified 2>>err || return
	count_record record "trustee/share.key organiser.key" trustee/share.key --election play/stick/replay.election --roster play/stick/replay.roster \
		--trustees trustee/trustees.transcript play/stick/folkmoot-* >counted 2>>err
}
same_votes() { # name, file, kiosks
	chain "$2" "$3"
	local code=$?
	if [ $code = 0 ] && [ "$(of_file "$2")" = "$(of_result record/result.csv)" ]; then
		echo "ok - $1"
	else
		echo "not ok - $1"
		echo "# exit $code, $(tail -1 err)"
		diff <(of_file "$2") <(of_result record/result.csv) | head -5 | sed 's/^/#   /'
	fi
}

for type in approval approval-decimals knapsack choose-one ordinal cumulative scoring; do
	same_votes "votes of $type.pb come out of the count" "$pb/$type.pb" 2
done
is "the replay says how many votes" 1 "$(grep -c '^30 votes of .*scoring.pb cast at 2 practice kiosks' out)"
# The rule of the election selects what tally selects.
for type in approval:greedy cumulative:greedy-threshold; do
	chain "$pb/${type%:*}.pb" 1
	code=$?
	is "${type%:*}: the record selects what tally selects" \
		"0 $("$F" tally "$pb/${type%:*}.pb" --rule "${type#*:}" --json 2>err | tr -d ' \n' | sed 's/.*"selected":\[\([^]]*\)\],"cost".*/\1/; s/"//g; s/,/\n/g' | sort | tr '\n' ' ')" \
		"$code $(awk -F, '$(NF - 2) == "yes" { print $1 }' record/result.csv | sort | tr '\n' ' ')"
done

same_votes "a project named twice counts once" "$pb/repeated.pb" 1
is "repeated mentions are reported with their number" 1 "$(grep -c '^4 votes name a project more than once: it counts once in each$' out)"
told "and with their first lines" 6 ": names the project" # three when imported, three when replayed

# What an election cannot carry.
chain "$pb/import.pb" 1
is "a file with odd projects goes through the chain" 0 $?
is "votes as in the file, but for the project that is left out" "$(of_file "$pb/import.pb" | grep -v '^A/4')" "$(of_result record/result.csv)"
told "a project that is too dear and has votes stays, said" 1 "'A/3' costs GBP 999,999,999, more than can be spent, but has 2 votes; it stays"
told "one without votes is left out, said" 1 "'A/4' is left out"
told "a long name is shortened, said" 1 "1 name longer than 160 characters is shortened"
told "a project without a name, said" 1 "1 project has no name and is called by the id"
is "the whole name begins the description" 1 "$(grep -c '"description": "A very long name .*the last screw\\n\\nTwenty trees."' election.json)"
is "a project without a name is called by its id" 1 "$(grep -c '"name": "Project A/2"' election.json)"
is "the true price stands in the description" 1 "$(grep -c 'Cost in the published file: GBP 999,999,999\.' election.json)"
is "a comma before a blank stays in a category" 2 "$(grep -c '"green, and growing",' election.json)"
is "the file's rule" "1 1" "$(grep -c '"rule": "mes"' election.json) $(grep -c '"completion": "add1"' election.json)"

refused() { # name, exit code, words on stderr, command
	local name=$1 code=$2 words=$3
	shift 3
	"$@" >out 2>err
	is "$name" "$code 1" "$? $(tail -1 err | grep -cF -- "$words")"
}
chain "$pb/approval.pb" 1
refused "an output that is there" 2 "play" "$F" replay "$pb/approval.pb" --election city.election --kiosks 1 -o play
refused "no kiosks" 2 "--kiosks: must be from 1" "$F" replay "$pb/approval.pb" --election city.election --kiosks 0 -o p2
refused "501 kiosks" 2 "--kiosks: must be from 1" "$F" replay "$pb/approval.pb" --election city.election --kiosks 501 -o p2
refused "another election's file" 1 "does not belong to city.election" "$F" replay "$pb/ordinal.pb" --election city.election --kiosks 1 -o p2
refused "a file that cannot be read" 2 "bad/cost-word.pb, line 17" "$F" replay "$pb/bad/cost-word.pb" --election city.election --kiosks 1 -o p2
refused "import of it" 2 "bad/cost-word.pb, line 17" "$F" election import "$pb/bad/cost-word.pb" -o e2.json
is "nothing is written then" "" "$(ls -d p2* e2.json .p2* 2>/dev/null)"
refused "a key that is not there" 2 "absent.key" "$F" replay "$pb/approval.pb" --election city.election --organiser absent.key --kiosks 1 -o p2
refused "an election that is not there" 2 "organiser.key" "$F" replay "$pb/approval.pb" --election absent/e.election --kiosks 1 -o p2
awk 'BEGIN { for (v = 0; v < 10001; v++) print "w" v ";1" }' >more
{ sed 's/^num_votes;.*/num_votes;10001/' "$pb/approval.pb" | sed '/^voter_id/q'; cat more; } >many.pb
refused "too many votes for one kiosk" 2 "has 10001 votes, and one kiosk takes 10000; give --kiosks 2 or more" \
	"$F" replay many.pb --election city.election --kiosks 1 -o p2
# A vote against the rules of the election: choosing five where four are the most.
sed 's/^v0;[^;]*;/v0;1,2,3,4,5;/' "$pb/approval.pb" >five.pb
"$F" replay five.pb --election city.election --kiosks 1 -o p3 >out 2>err
is "a vote that no kiosk takes is not cast, and said" "0 1 1" \
	"$? $(grep -c 'no kiosk would take this vote (too many projects)' err) $(grep -c '^1 vote breaks the rules of the election' out)"
# A real election, or a real key: only practice is played.
printf 'a passphrase for a test\n' >passphrase
"$F" organiser new -o live --passphrase-file passphrase >out 2>err
refused "a real key" 1 "replay signs with practice keys only" \
	"$F" replay "$pb/approval.pb" --election city.election --organiser live.key --passphrase-file passphrase --kiosks 1 -o p4
mkdir other && "$F" organiser new -o other/organiser --practice >out 2>err && cp city.election other/
refused "another organiser's key" 1 "city.election" "$F" replay "$pb/approval.pb" --election other/city.election --kiosks 1 -o p4

files="Poland_Warszawa_2024_Mokotow:6"
[ -n "${LONG:-}" ] && files="$files Netherlands_Amsterdam_309:2 Poland_Wieliczka_2023_Green_Budget:1 \
	US_Stanford_Dataset_PB_Rochester_NY_2019_vote_knapsacks:3 US_Stanford_Dataset_PB_Rochester_NY_2019_vote_rankings:1 France_Toulouse_2019:1 \
	Poland_Katowice_2024_Murcki:1 Switzerland_Zurich_D10:2 Worldwide_Mechanical_Turk_Utilities_3:1 Poland_Zabrze_2020:2 \
	Poland_Krakow_2019:8 Poland_Lodz_2022:12"
for file in $files; do
	name=${file%:*}
	if [ -e "$real/$name.pb" ]; then
		start=$(date +%s)
		same_votes "votes of $name come out of the count" "$real/$name.pb" "${file#*:}"
		echo "# note: $name: $(head -1 out), $(($(date +%s) - start)) s for the whole chain"
	else
		echo "ok - votes of $name # SKIP ../shared/pabulib is not there"
	fi
done
