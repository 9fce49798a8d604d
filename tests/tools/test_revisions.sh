# folkmoot election build: a revision never goes back behind the last, the last is kept, and what changed is told.
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
told() { grep -qF -- "  - $2" stdout && echo "ok - told: $1" || echo "not ok - told: $1: $(cat stdout)"; }

"$folkmoot" organiser new -o org --practice >/dev/null && "$folkmoot" organiser new -o other --practice >/dev/null &&
	"$folkmoot" trustee alone --name "Trustee one" -o tr --practice >/dev/null &&
	"$folkmoot" trustee alone --name "Trustee two" -o tr2 --practice >/dev/null || exit 2
build() { "$folkmoot" election build "$1" --organiser org.key --trustees tr/trustees.transcript --mixer org.pub -o "$2" "${@:3}"; }
cp "$examples/small/election.json" one.json
sed 's/"revision": 1/"revision": 2/; s/"Littlebridge decides"/"Littlebridge votes"/' one.json >two.json
cmp -s one.json two.json && echo "not ok - nothing was changed"

expect "the first package" 0 "Built and signed: s.election" build one.json s.election
grep -q "Changed since" stdout && echo "not ok - the first has changes" || echo "ok - the first has no changes"
cp s.election first
expect "the same again" 0 "Built and signed" build one.json s.election
sed 's/"East Side"/"Eastern Side"/g' one.json >changed.json
expect "other content, the same revision, over it" 1 's.election: is revision 1 of this election already, with other content' build changed.json s.election
cmp -s s.election first && echo "ok - it stays as it was" || echo "not ok - it was written over"
expect "other content, the same revision, beside it" 0 'note: ./s.election is revision 1 of this election already, with other content' build changed.json beside.election
rm -f beside.election
expect "the next revision" 0 "Changed since revision 1 (s.election):" build two.json s.election
told "the title" 'title: "Littlebridge votes" ("Littlebridge decides" before)'
[ "$(grep -c '^  - ' stdout)" = 1 ] && echo "ok - nothing else is told" || echo "not ok - something else is told: $(cat stdout)"
grep -qF "Ballots cast with that revision do not count with this one" stdout && echo "ok - what follows" || echo "not ok - what follows"
cmp -s s.election.revision-1 first && echo "ok - the last package is kept" || echo "not ok - the last package is kept"
cp s.election second
expect "a lower revision over it" 1 's.election: is revision 2 of this election already' build one.json s.election
cmp -s s.election second && echo "ok - the newer stays" || echo "not ok - the newer was written over"
mkdir elsewhere
expect "a lower revision in another folder, said" 1 's.election: is revision 2 of this election already' build one.json elsewhere/s.election --after s.election
[ -e elsewhere/s.election ] && echo "not ok - it was written" || echo "ok - it was not written"
expect "another election's package given as the last" 1 'is a package of the election "littlebridge-2026", not of "riverside-2026"' \
	build "$examples/borough/election.json" r.election --after s.election
expect "a file that is no package given as the last" 1 "one.json: is no package that this organiser's key signed" build two.json x.election --after one.json
expect "another organiser's package is left alone" 0 "Built and signed" \
	"$folkmoot" election build one.json --organiser other.key --trustees tr/trustees.transcript --mixer org.pub -o theirs.election
grep -q "note: " stderr && grep -q "revision 2 of this election already" stderr && echo "not ok - it was compared" || echo "ok - it was not compared"

# --- every kind of change ---
cat >a.json <<'END'
{"id": "all", "revision": 1, "practice": true, "languages": ["en", "pl"], "title": {"en": "A", "pl": "A"}, "organiser": "Us", "currency": "GBP",
 "opens": "2027-05-01", "categories": ["Parks", "Roads"], "districts": ["North", "South"],
 "contests": [
  {"id": 1, "title": "One", "instruction": "Choose.", "vote_type": "approval", "budget": 1000, "max_length": 2, "projects": [
   {"id": "a", "name": "Aa", "cost": 600, "summary": {"en": "Old.", "pl": "Stare."}, "categories": ["Parks"]},
   {"id": "b", "name": "Bb", "cost": 500}, {"id": "c", "name": "Cc", "cost": 500}]},
  {"id": 2, "title": "Two", "instruction": "Choose.", "vote_type": "knapsack", "budget": 500, "projects": [{"id": "z", "name": "Zz", "cost": 400}]}],
 "questions": [{"id": 3, "title": "How?", "type": "one", "options": ["Foot", "Bus"]}]}
END
sed -e 's/"revision": 1/"revision": 2/; s/"en", "pl"\]/"en", "pl", "fr"]/; s/"pl": "A"}/"pl": "B", "fr": "A"}/; s/"Us"/"Them"/' \
	-e 's/"opens": "2027-05-01"/"opens": "2027-06-01", "count": {"rule": "mes", "completion": "add1"}/; s/"Roads"/"Streets"/; s/"South"/"West"/' \
	-e 's/"budget": 1000, "max_length": 2/"budget": 2000, "max_length": 1/; s/"cost": 600, "summary": {"en": "Old."/"cost": 700, "summary": {"en": "New."/' \
	-e 's/"categories": \["Parks"\]/"categories": []/; s/"id": "b", "name": "Bb"/"id": "d", "name": "Dd"/; s/"id": 2/"id": 4/; s/"id": 3/"id": 5/; s/"Bus"/"Train"/' a.json >b.json
expect "many changes" 1 "" build b.json none.election --after nothing
expect "the first of many" 0 "Built and signed" build a.json all.election
expect "all of them" 0 "Changed since revision 1" build b.json all.election
for line in 'title: changed in pl' 'organiser: "Them" ("Us" before)' 'first day: "2027-06-01" ("2027-05-01" before)' 'rule of the count: "mes" ("greedy" before)' \
	'completion: "add1" ("none" before)' 'languages: "en, pl, fr" ("en, pl" before)' 'categories: "Parks, Streets" ("Parks, Roads" before)' \
	'districts: "North, West" ("North, South" before)' 'contest 1: budget: GBP 2,000 (GBP 1,000 before)' 'contest 1: max_length: 1 (2 before)' \
	'contest 1, project a ("Aa"): cost: GBP 700 (GBP 600 before)' 'contest 1, project a ("Aa"): changed: summary (en), categories' \
	'contest 1, project d ("Dd") is new: GBP 500' 'contest 1, project b ("Bb") is no longer there' 'contest or question 4 ("Two") is new' \
	'contest or question 2 ("Two") is no longer there'; do
	told "$line" "$line"
done
sed 's/"revision": 2/"revision": 3/' b.json >c.json
expect "other trustees" 0 "  - other trustees, or the same with another key" \
	"$folkmoot" election build c.json --organiser org.key --trustees tr2/trustees.transcript --mixer org.pub -o all.election
sed 's/"revision": 3/"revision": 4/' c.json >d.json
expect "nothing but the revision" 0 "  - nothing that voters see" \
	"$folkmoot" election build d.json --organiser org.key --trustees tr2/trustees.transcript --mixer org.pub -o all.election
ls all.election.revision-1 all.election.revision-2 all.election.revision-3 all.election >/dev/null 2>&1 && echo "ok - every revision is there" || echo "not ok - every revision is there"

# --- broken off between the two: the old one is kept, the new one not written ---
mkdir broken && cp all.election.revision-1 broken/all.election.revision-1
sed 's/"opens": "2027-05-01"/"opens": "2027-05-02"/' a.json >other.json
expect "another first revision, where only the kept one is left" 1 "revision 1" build other.json broken/all.election
ls broken/all.election >/dev/null 2>&1 && echo "not ok - which is not written" || echo "ok - which is not written"
