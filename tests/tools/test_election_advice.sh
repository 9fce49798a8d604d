# folkmoot election check: what is no fault but would serve voters better, each note with its place and cure, all at once.
folkmoot=$PWD/$B/folkmoot
examples=$PWD/assets/examples
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2

cat >town.json <<'END'
{
  "id": "town", "revision": 1, "practice": true, "languages": ["en", "pl", "fr"],
  "title": {"en": "A town", "pl": "Miasto", "fr": "Une ville"}, "organiser": "[Name of the council]", "currency": "GBP",
  "categories": [{"en": "Parks", "fr": "Parcs"}],
  "contests": [{"title": "Projects", "instruction": "Choose.", "vote_type": "knapsack", "budget": 100000, "projects": [
    {"id": "1", "name": "A bench", "cost": 20000, "summary": "Ten benches for the park.", "place": "Park"},
    {"id": "2", "name": "a bench", "cost": 200, "summary": {"en": "Trees and a bench.", "pl": "Drzewa."}, "place": "Street"},
    {"id": "3", "name": "A hall", "cost": 95000, "place": "Hill", "description": "The hall was built a long time ago by the people of the hill and it has been closed to all of us ever since that day. It would open."},
    {"id": "4", "name": "Comprehensive neighbourhood infrastructure amelioration programme", "cost": 30000, "summary": "Infrastructural amelioration.",
     "description": "Considerable deliberation necessitates interdisciplinary participation. Stakeholder representatives facilitate comprehensive implementation. Municipal administrations coordinate environmental sustainability. Organisational capability determines operational effectiveness. Collaborative governance accelerates institutional transformation. Additional contributions guarantee continuous optimisation. Participatory methodologies incorporate heterogeneous communities. Infrastructural modernisation anticipates demographic developments."}
  ]}],
  "questions": [{"title": "How?", "type": "one", "options": ["Foot", "Bus"]}]
}
END
"$folkmoot" election check town.json >stdout 2>stderr
[ $? = 0 ] && echo "ok - notes are no fault" || echo "not ok - notes are no fault: $(cat stderr)"
noted() { grep -qF -- "note: town.json: $2" stderr && echo "ok - $1" || echo "not ok - $1: $(cat stderr)"; }
noted "a placeholder" "election: its organiser still stands in brackets: [Name of the council]; write what it is"
noted "days that are not said" 'election: its first and last day are not said; write "opens" and "closes"'
noted "names without a translation" "election: not translated to pl: organiser, category (Parks); write"
noted "texts without a translation, by project" 'contest 1: not translated to pl: title, instruction, name (all 4), summary (project 1, 4), description (project 3, 4), place (project 1, 2, 3); write'
noted "the same of another language that lacks more" "contest 1: not translated to fr: title, instruction, name (all 4), summary (project 1, 2, 4)"
noted "languages that lack the same, in one note" "question 1: not translated to pl, fr: title, options (all 2)"
noted "what only some projects say" 'contest 1: 2 of its 4 projects have no "description" (project 1, 2); write it for all, or for none'
noted "a long sentence" 'contest 1, project 3 ("A hall"): description in "en": a sentence has 27 words ("The hall was built a long time ago by the …"); make two of it'
noted "hard words" 'contest 1, project 4 ("Comprehensive neighbourhood infrastructure amelioration prog"): its texts are hard to read: reading grade'
noted "a long name" 'contest 1, project 4 ("Comprehensive neighbourhood infrastructure amelioration prog"): its name has 65 characters; 60 at most'
noted "two of one name" 'contest 1, project 2 ("a bench"): it has the same name as project 1; say in each name where it is'
noted "a nought that may be missing" 'contest 1, project 2 ("a bench"): it costs GBP 200, where most cost about GBP 30,000; look whether a nought is missing'
noted "a project that takes all" 'contest 1, project 3 ("A hall"): it costs GBP 95,000 of a budget of GBP 100,000; if it wins'
grep -qF "No fault, and $(grep -c 'note: town.json: \(election\|contest\|question\)' stderr) things that could be better" stdout &&
	echo "ok - how many there are" || echo "not ok - how many there are: $(tail -1 stdout)"
grep -q '^Reading grade of the English texts (Flesch-Kincaid): [0-9]*\.[0-9], about age' stdout && echo "ok - the reading grade of all" || echo "not ok - the reading grade of all"
sed 's/"budget": 100000/"budget": 200000/' town.json >rich.json
"$folkmoot" election check rich.json 2>&1 | grep -qF "contest 1: all its projects together cost GBP 145,200, no more than the budget of GBP 200,000" &&
	echo "ok - a budget for everything" || echo "not ok - a budget for everything"
"$folkmoot" election check "$examples/borough/election.json" >stdout 2>stderr
[ "$(grep -c 'note: ' stderr)" -le 6 ] && echo "ok - a vote that was written with care gets few notes" || echo "not ok - a vote that was written with care: $(cat stderr)"
