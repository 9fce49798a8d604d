"""Counting, and the files it is published in: crypto/PROTOCOL.md, 12; crypto/FORMAT.md, "Published result". Written from these alone."""

import csv
import io
import json
from fractions import Fraction

import formats
from ristretto import need

RULES = ["greedy", "greedy-no-skip", "greedy-threshold", "greedy-exclusive", "mes", "phragmen"]
APPLIED = RULES[:3]
SATISFACTIONS = ["cost", "number", "points-cost", "points", "rank", "rank-cost", "borda"]
VOTE_TYPES = ["approval", "knapsack", "choose-one", "ranked", "points", "score"]
TIES = ["cost-votes-id", "id"]


class Count:
    """The votes of one contest, counted."""

    def __init__(self, definition, contest, votes):
        """`votes`: for each vote its marks, None where it is invalid."""
        self.contest, self.number = contest, len(votes)
        self.valid, self.blank = sum(1 for marks in votes if marks), sum(1 for marks in votes if marks == [])
        self.invalid = self.number - self.valid - self.blank
        size = len(contest.ids)
        self.votes, self.scores = [0] * size, [0] * size
        for marks in votes:
            for i, points in formats.points_of(contest, marks or []):
                self.votes[i] += 1
                self.scores[i] += points
        rule = RULES[definition.rule]
        self.selected = self.select(definition, rule) if rule in APPLIED else None

    def satisfaction(self, definition):
        word, kind = SATISFACTIONS[definition.satisfaction], self.contest.type
        if kind == formats.RANKED:
            return word if word in ("cost", "rank", "rank-cost", "borda") else "rank-cost"
        if kind in (formats.POINTS, formats.SCORE):
            return word if word in ("cost", "points", "points-cost") else "points-cost"
        return word if word in ("cost", "number") else "cost"

    def line(self, definition):
        """The projects' numbers, as they stand in line."""
        word = self.satisfaction(definition)

        def place(i):
            name, cost, _ = self.contest.projects[i]
            worth = self.votes[i] if word in ("cost", "number") else self.scores[i]
            if word == "borda":
                worth -= self.votes[i]
            worth = Fraction(worth, 1 if word.endswith("cost") else cost)
            tie = (cost, -self.scores[i]) if TIES[definition.ties] == "cost-votes-id" else ()
            return -worth, tie, name.encode()

        return sorted(range(len(self.votes)), key=place)

    def select(self, definition, rule):
        rest, selected = self.contest.budget, []
        for i in self.line(definition):
            cost = self.contest.projects[i][1]
            if rule == "greedy-threshold" and self.scores[i] < self.contest.threshold:
                continue
            if cost <= rest:
                rest -= cost
                selected.append(i)
            elif rule == "greedy-no-skip":
                break
        return selected


def no_formula(text):
    return "'" + text if text[:1] in ("=", "+", "-", "@") else text


def money(amount, decimals):
    whole, rest = divmod(amount, 10**decimals)
    return "%d.%0*d" % (whole, decimals, rest) if rest else "%d" % whole


def result_csv(definition, counts):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow("project_id,name,cost,votes,score,selected,contest".split(","))
    for count in counts:
        contest = count.contest
        for i, (name, cost, title) in enumerate(contest.projects):
            selected = "" if count.selected is None else "yes" if i in count.selected else "no"
            row = [no_formula(name), no_formula(title), money(cost, definition.decimals), count.votes[i], count.scores[i]]
            writer.writerow(row + [selected, contest.id])
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


def contest_json(count):
    contest, projects = count.contest, []
    for i, (name, cost, title) in enumerate(contest.projects):
        row = {"id": name, "name": title, "cost": cost, "votes": count.votes[i], "score": count.scores[i]}
        projects.append(row if count.selected is None else {**row, "selected": i in count.selected})
    found = {"id": contest.id, "title": contest.title, "vote_type": VOTE_TYPES[contest.type], "budget": contest.budget}
    found.update({"votes": count.number, "valid": count.valid, "blank": count.blank, "invalid": count.invalid})
    found["projects"] = projects
    if count.selected is not None:
        names = [contest.ids[i] for i in count.selected]
        cost = sum(contest.projects[i][1] for i in count.selected)
        found["outcome"] = {"selected": names, "cost": cost, "ties_broken": ...}
    return found


def result_json(definition, facts, counts):
    """What result.json must say; `facts` are the verifier's own findings, by the members' names."""
    election = {"id": definition.id, "revision": definition.revision, "hash": definition.hash.hex(), "title": definition.title}
    election.update({"currency": definition.currency, "minor_digits": definition.decimals})
    found = {"folkmoot_result": 2, "mixed": True, "practice": definition.practice, "election": election}
    found.update({"rule": RULES[definition.rule], "satisfaction": SATISFACTIONS[definition.satisfaction]})
    found.update({"tie": TIES[definition.ties], "contests": [contest_json(count) for count in counts]})
    return {**found, **facts}
