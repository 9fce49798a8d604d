#!/usr/bin/env python3
"""check_outcomes.py OUTCOMES.jsonl FOLDER [EVERY]: counting.py against what other programs selected from published votes (Pabulib files).

Reads just enough of the format for well-formed files; of the outcomes every EVERYth. Exit 0 where all are equal.
"""

import csv
import json
import os
import sys
from fractions import Fraction

sys.dont_write_bytecode = True

import counting


def read(path):
    """META, and the two tables as lists of dicts."""
    meta, tables, section = {}, {"PROJECTS": [], "VOTES": []}, None
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows, head = csv.reader(file, delimiter=";"), None
        for row in rows:
            if len(row) == 1 and row[0].strip() in ("META", "PROJECTS", "VOTES"):
                section, head = row[0].strip(), None
            elif not row:
                continue
            elif head is None:
                head = [cell.strip() for cell in row]
            elif section == "META":
                meta[row[0].strip()] = row[1].strip()
            else:
                tables[section].append(dict(zip(head, (cell.strip() for cell in row))))
    return meta, tables["PROJECTS"], tables["VOTES"]


def weights(meta, vote, places):
    """A ballot's marks with their weights; a project named twice counts once, at its first place."""
    named = [places[name] for name in vote["vote"].split(",") if name]
    points = vote.get("points", "").split(",") if meta["vote_type"] in ("cumulative", "scoring") else [1] * len(named)
    found = {}
    for place, point in zip(named, points):
        found.setdefault(place, Fraction(point))
    if meta["vote_type"] == "ordinal":
        return {place: len(found) - i for i, place in enumerate(found)}
    return found


def projects_of(path, unit=100):
    """In minor units, of which one whole unit has so many."""

    def minor(text):
        return int(Fraction(text) * unit)

    meta, projects, votes = read(path)
    places = {project["project_id"]: i for i, project in enumerate(projects)}
    costs = [minor(project["cost"]) for project in projects]
    return counting.Projects(list(places), costs, minor(meta["budget"]), [weights(meta, vote, places) for vote in votes])


def main():
    lines, folder, every = sys.argv[1], sys.argv[2], int(sys.argv[3] if sys.argv[3:] and sys.argv[3] else 5)
    known, tried, wrong = {}, 0, 0
    with open(lines, encoding="utf-8") as file:
        for number, line in enumerate(file):
            case = json.loads(line)
            path = os.path.join(folder, case["file"])
            if number % every or not os.path.exists(path):
                continue
            if path not in known:
                known[path] = projects_of(path)
            terms = counting.Terms(case["rule"], case.get("sat") or "cost", case.get("completion") or "none", tie=case["tie"], step=100)
            terms.exhaustive = bool(case.get("exhaustive"))
            outcome = counting.count(known[path], terms)
            names = {known[path].ids[p] for p in outcome.selected}
            tried += 1
            if names != set(case["selected"]):
                wrong += 1
                print("%s %s: %s, not %s" % (case["file"], vars(terms), sorted(names), sorted(case["selected"])))
    print("%d of %d outcomes are equal" % (tried - wrong, tried))
    return 1 if wrong or not tried else 0


if __name__ == "__main__":
    sys.exit(main())
