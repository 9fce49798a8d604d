# folkmoot election new: the template, the questions, every answer that is asked for again, and what is never overwritten.
folkmoot=$PWD/$B/folkmoot
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
		echo "not ok - $name: exit $got, expected $code and: $text; printed: $(cat stdout stderr | tail -3)"
	fi
}
said() { grep -qF -- "$2" stdout && echo "ok - $1" || echo "not ok - $1: not said: $2"; }
holds() { grep -qF -- "$3" "$2" && echo "ok - $1" || echo "not ok - $1: $2 lacks $3"; }
answers() { printf '%s\n' "$@" >answers; }
asked() { "$folkmoot" election new -o "$@" <answers; }

# --- the template ---
expect "a template" 0 "t.json is written" "$folkmoot" election new --template -o t.json
said "what comes next" "folkmoot election check t.json"
holds "comments in it" t.json '"// budget"'
expect "the template has no fault" 0 "[Name of the vote]" "$folkmoot" election check t.json
said "it is not finished, though" "Not finished: 7 texts still stand in [brackets]"
expect "what is in brackets is not signed for a real vote" 1 "t.json: 7 texts still stand in [brackets], to be written by you" \
	"$folkmoot" election build t.json --organiser no.key --trustees no.transcript -o t.election
expect "for practice it may be" 2 "no.transcript" "$folkmoot" election build t.json --organiser no.key --trustees no.transcript -o t.election --practice
expect "it is not overwritten" 2 "t.json: exists already and stays as it is" "$folkmoot" election new --template -o t.json
expect "a practice template" 0 "p.json is written" "$folkmoot" election new --template --practice -o p.json
holds "it is for practice" p.json '"practice": true'
"$folkmoot" election new -o nowhere/t.json </dev/null >stdout 2>stderr
[ -s stdout ] && echo "not ok - questions whose answers could not be written" || echo "ok - nothing is asked where nothing could be written"
expect "nowhere to write" 2 "nowhere/t.json" "$folkmoot" election new --template -o nowhere/t.json

# --- the questions, with every answer that cannot be used first ---
answers "" "Green Street, 50. Our money / yours" "Example Council" maybe no "english, klingon" "English, pl, pl" "Twoja ulica" pounds gbp \
	"31 June 2027" "31/5/2027" "11 May 2027" "11/5/2027" "2027-05-31" 9 2 North North South "" \
	"Parks" "lots" "£50,000" 4 1 2 9 "A bench \"for two\"" "£60,000" "£1,200.50" "Ten benches." "Trees" 30000 "" "" yes \
	"Streets" 2000 3 5 20 "Zebra" 1000 "" "Lamp" "1 500" "" "" no
expect "all questions answered" 0 "n.json is written" asked n.json
said "an answer is needed" "An answer is needed here."
said "yes or no" "Please type yes or no."
said "an unknown language" '"klingon" is not a language'
said "a currency in words" "Please type three letters."
said "a day that is in no calendar" "Please type a day such as"
said "days the wrong way round" "The last day is before the first."
said "the day of the week" "Monday, 31 May 2027"
said "a number out of range" "Please type one of the numbers from 1 to 3."
said "a district twice" "That name is there already."
said "money in words" "Please type an amount of money in figures"
said "a project dearer than the budget" "That is more than 50,000"
said "more choices than projects" "There are only 2 projects: voters may choose as many as they like."
expect "what was answered has no fault" 0 "folkmoot codes make n.json" "$folkmoot" election check n.json
for text in '"id": "green-street-50-our-money-yours-2027"' '"pl": "Twoja ulica"' '"opens": "2027-05-11"' '"admission": "code"' '"cost": "1200.50"' '"cost": 1500' \
	'"name": "A bench \"for two\""' '"max_sum_points": 20' '"vote_type": "points"'; do
	holds "the file says $text" n.json "$text"
done
[ "$(grep -c '"South"' n.json)" = 2 ] && echo "ok - the second budget is a district's" || echo "not ok - the second budget is not a district's"

answers "A vote" "A council" no
expect "answers that end too early" 2 "nothing was written" asked early.json
[ -e early.json ] && echo "not ok - a file was left" || echo "ok - no file was left"
expect "no name for the file" 2 "-o" "$folkmoot" election new --template

# --- comments in a definition ---
sed 's|"languages"|"// any": {"word": 1}, "// other": "x", "languages"|; s|"name": "Lamp"|"name": { "// en": "spoken", "en": "Lamp" }|' n.json >commented.json
cmp -s n.json commented.json && echo "not ok - nothing was commented"
expect "comments are no fault" 0 "folkmoot codes make commented.json" "$folkmoot" election check commented.json
