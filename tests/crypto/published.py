"""Counting, and the files it is published in: crypto/PROTOCOL.md, 12; crypto/FORMAT.md, "Published result". Written from these alone."""

import collections
import csv
import io
import json
import counting
import formats
from ristretto import need

VOTE_TYPES = ["approval", "knapsack", "choose-one", "ranked", "points", "score", "answer-one", "answer-several", "answer-text"]
OF_TYPE = {formats.RANKED: ("rank-cost", "rank", "borda", "cost"), formats.POINTS: ("points-cost", "points", "cost")}
OF_TYPE[formats.SCORE] = OF_TYPE[formats.POINTS]


class Count:
    """The votes of one contest, counted."""

    def __init__(self, definition, contest, votes, withheld=()):
        """`votes`: for each vote its marks, or its text, None where it is invalid. `withheld`: the hashes of texts that cannot be opened."""
        self.contest, self.number, self.categories = contest, len(votes) + len(withheld), definition.categories
        self.withheld = list(withheld)
        self.valid, self.invalid = sum(1 for marks in votes if marks), sum(1 for marks in votes if marks is None)
        self.blank = len(votes) - self.valid - self.invalid
        self.question, self.texts = contest.type in formats.QUESTIONS, []
        if self.question:
            self.answers(votes)
            return
        weights = [dict(formats.points_of(contest, marks)) for marks in votes if marks is not None]
        costs = [project[1] for project in contest.projects]
        self.projects = counting.Projects(contest.ids, costs, contest.budget, weights, contest.groups)
        self.terms = counting.Terms(counting.RULES[definition.rule], self.satisfaction(definition))
        self.terms.completion, self.terms.exhaustive = counting.COMPLETIONS[definition.completion], bool(definition.exhaustive)
        self.terms.tie, self.terms.threshold, self.terms.step = counting.TIES[definition.ties], contest.threshold, definition.step
        self.outcome = counting.count(self.projects, self.terms)

    def answers(self, votes):
        """Nothing decides about them: options and equal texts are counted."""
        found = collections.Counter()
        for marks in votes:
            found.update([marks] if isinstance(marks, str) and marks else [i for i, _ in marks or []])
        if self.contest.type == formats.ANSWER_TEXT:
            self.texts = [(words, found[words]) for words in sorted(found, key=str.encode)]
        self.marks = [found[i] for i in range(len(self.contest.ids))]

    def satisfaction(self, definition):
        """A contest of other votes than the satisfaction is made for has its own."""
        word, known = counting.SATISFACTIONS[definition.satisfaction], OF_TYPE.get(self.contest.type, ("cost", "number"))
        return word if word in known else known[0]


def no_formula(text):
    return "'" + text if text[:1] in ("=", "+", "-", "@") else text


def money(amount, decimals):
    whole, rest = divmod(amount, 10**decimals)
    return "%d.%0*d" % (whole, decimals, rest) if rest else "%d" % whole


def result_csv(definition, counts):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow("project_id,name,cost,votes,score,selected,order,contest".split(","))
    for count in counts:
        contest = count.contest
        if count.question:
            options = [(name, title, votes) for (name, _, title, _), votes in zip(contest.projects, count.marks)]
            for name, title, votes in options + [("", words, votes) for words, votes in count.texts]:
                writer.writerow([no_formula(name), no_formula(title), "", votes, "", "", "", contest.id])
            continue
        selected = count.outcome.selected
        for i, (name, cost, title, _) in enumerate(contest.projects):
            row = [no_formula(name), no_formula(title), money(cost, definition.decimals), count.projects.marks[i], count.projects.scores[i]]
            row += ["yes", selected.index(i) + 1] if i in selected else ["no", ""]
            writer.writerow(row + [contest.id])
    return out.getvalue().encode()


def once(pairs):
    found = dict(pairs)
    need(len(found) == len(pairs), "a member twice")
    return found


def read_json(data):
    try:
        return json.loads(formats.clean_lines(data), object_pairs_hook=once)
    except ValueError as error:
        raise formats.Refused("no JSON: %s" % error) from error


def agree(found, expected, place):
    """Objects and lists member by member; an ellipsis stands for what is in words of the program's own."""
    if isinstance(expected, dict):
        need(isinstance(found, dict) and set(found) == set(expected), place + ": its members")
        for key, value in expected.items():
            agree(found[key], value, "%s.%s" % (place, key))
    elif isinstance(expected, list):
        need(isinstance(found, list) and len(found) == len(expected), place + ": how many")
        for i, value in enumerate(expected):
            agree(found[i], value, "%s[%d]" % (place, i))
    elif expected is not Ellipsis:
        need(type(found) is type(expected) and found == expected, "%s: not %r" % (place, expected))


def outcome_json(count):
    outcome = count.outcome
    found = {"selected": [count.projects.ids[i] for i in outcome.selected], "cost": outcome.cost, "left": outcome.left}
    return {**found, "ties": outcome.ties, "rounds": outcome.rounds, **outcome.facts}


def contest_json(count):
    contest, projects, counted = count.contest, [], count.projects
    for i, (name, cost, title, categories) in enumerate(contest.projects):
        words = [word for bit, word in enumerate(count.categories) if categories >> bit & 1]
        row = {"id": name, "name": title, "categories": words, "cost": cost, "votes": counted.marks[i], "score": counted.scores[i]}
        projects.append({**row, "selected": i in count.outcome.selected})
    found = {"id": contest.id, "title": contest.title, "vote_type": VOTE_TYPES[contest.type], "budget": contest.budget}
    found.update({"votes": count.number, "valid": count.valid, "blank": count.blank, "invalid": count.invalid})
    if count.terms.rule != "phragmen":
        found["satisfaction"] = count.terms.sat
    if count.terms.rule == "greedy-threshold":
        found["min_project_score"] = contest.threshold
    return {**found, "projects": projects, "outcome": outcome_json(count)}


def question_json(count):
    contest = count.contest
    found = {"id": contest.id, "title": contest.title, "vote_type": VOTE_TYPES[contest.type]}
    found.update({"votes": count.number, "valid": count.valid, "blank": count.blank, "invalid": count.invalid})
    if contest.type == formats.ANSWER_TEXT:
        return {**found, "texts": [{"text": words, "votes": votes} for words, votes in count.texts], "withheld": count.withheld}
    options = zip(contest.projects, count.marks)
    return {**found, "options": [{"id": name, "name": title, "votes": votes} for (name, _, title, _), votes in options]}


def result_json(definition, facts, counts):
    """What result.json must say; `facts` are the verifier's own findings, by the members' names."""
    election = {"id": definition.id, "revision": definition.revision, "hash": definition.hash.hex(), "title": definition.title}
    election.update({"currency": definition.currency, "minor_digits": definition.decimals})
    found = {"folkmoot_result": 3, "mixed": True, "practice": definition.practice, "election": election}
    found.update({"rule": counting.RULES[definition.rule], "satisfaction": counting.SATISFACTIONS[definition.satisfaction]})
    found.update({"completion": counting.COMPLETIONS[definition.completion], "exhaustive": bool(definition.exhaustive)})
    found.update({"add1_step": definition.step, "tie": counting.TIES[definition.ties]})
    found["contests"] = [contest_json(count) for count in counts if not count.question]
    found["questions"] = [question_json(count) for count in counts if count.question]
    return {**found, **facts}
