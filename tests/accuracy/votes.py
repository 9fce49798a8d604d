#!/usr/bin/env python3
"""Votes for the accuracy run, and their comparison with what a count published. Standard library only.

votes.py make FILE.pb approval|scoring BALLOTS SEED
votes.py check FILE.pb RECORD...

make writes a published vote of 50 projects. Half of the ballots are random, so that hardly two are alike and a mark that
moved from one ballot to another is seen; the rest are patterns that catch a mark moved to a neighbour: one project alone,
all but one, runs, every n-th. check reads only the file `votes` of the records and compares ballot by ballot, as sets with
repetitions: a count after a mix has no order, and one wrong mark makes one ballot that is missing and one too many.
"""
import collections
import random
import re
import sys

PROJECTS = 50
MOST = 9  # marks of a scoring vote: 1 to 9


def chosen(draw, number):
    """The projects that this ballot marks, ascending."""
    kind = number % 8
    at = number // 8
    if kind < 4:
        return sorted(draw.sample(range(PROJECTS), draw.randint(1, PROJECTS)))
    if kind == 4:
        return [at % PROJECTS]
    if kind == 5:
        return [p for p in range(PROJECTS) if p != at % PROJECTS]
    if kind == 6:
        first = at % PROJECTS
        return list(range(first, first + 1 + at // PROJECTS % (PROJECTS - first)))
    step = 2 + at % 7
    return list(range(at // 7 % step, PROJECTS, step))


def make(path, kind, ballots, seed):
    draw = random.Random(seed)
    votes, score, rows = [0] * PROJECTS, [0] * PROJECTS, []
    for number in range(ballots):
        marks = chosen(draw, number)
        points = [draw.randint(1, MOST) for _ in marks]
        for project, given in zip(marks, points):
            votes[project] += 1
            score[project] += given
        row = "v%d;%s" % (number, ",".join("p%d" % p for p in marks))
        if kind == "scoring":
            row += ";" + ",".join(map(str, points))
        rows.append(row)
    scored = kind == "scoring"
    with open(path, "w") as out:
        out.write("META\nkey;value\ndescription;Invented vote, for accuracy\ncountry;United Kingdom\nunit;Riverside\n"
                  "instance;2026\nnum_projects;%d\nnum_votes;%d\nbudget;100000\nvote_type;%s\nrule;greedy\n"
                  "date_begin;01.05.2026\ndate_end;31.05.2026\n%slanguage;en\ncurrency;GBP\n"
                  % (PROJECTS, ballots, kind,
                     "min_points;1\nmax_points;%d\n" % MOST if scored else "max_length;%d\n" % PROJECTS))
        out.write("PROJECTS\nproject_id;cost;votes;%sname\n" % ("score;" if scored else ""))
        for project in range(PROJECTS):
            out.write("p%d;%d;%d;%sProject %d\n" % (project, 1000 + 100 * project, votes[project],
                                                    "%d;" % score[project] if scored else "", project))
        out.write("VOTES\nvoter_id;vote%s\n" % (";points" if scored else ""))
        out.write("\n".join(rows) + "\n")


def read_city(path):
    """Every ballot of the file as a tuple of 50 marks, 0 for none."""
    ballots, scored, inside = collections.Counter(), None, False
    with open(path) as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("voter_id;"):
                scored, inside = line.endswith(";points"), True
            elif inside:
                parts, marks = line.split(";"), [0] * PROJECTS
                ids = [int(p[1:]) for p in parts[1].split(",")]
                for project, mark in zip(ids, map(int, parts[2].split(",")) if scored else [1] * len(ids)):
                    marks[project] = mark
                ballots[tuple(marks)] += 1
    return ballots


def read_record(path):
    """The same of a published record, by FORMAT.md, "Published result"."""
    ballots = collections.Counter()
    with open(path + "/votes") as lines:
        if next(lines) != "folkmoot votes 1\n":
            raise SystemExit("%s/votes: not a file of votes" % path)
        for line in lines:
            if line.startswith(("contest ", "votes ")):
                continue
            parts, marks = line.split(), [0] * PROJECTS
            if parts[0] != "valid":
                raise SystemExit("%s/votes: a ballot is not valid: %s" % (path, line[:60]))
            for mark in parts[2:]:
                project, number = re.fullmatch(r"p(\d+)(?:=(\d+))?", mark).groups()
                marks[int(project)] = int(number or 1)
            ballots[tuple(marks)] += 1
    return ballots


def check(city, records):
    cast, counted = read_city(city), collections.Counter()
    for record in records:
        counted.update(read_record(record))
    missing, extra = cast - counted, counted - cast
    total, got = sum(cast.values()), sum(counted.values())
    print("%d ballots cast, %d counted, %d different ones among them; %d marks compared, %d ballots wrong"
          % (total, got, len(cast), total * PROJECTS, sum(missing.values())))
    for name, ballots in (("cast and not counted", missing), ("counted and not cast", extra)):
        for marks in list(ballots)[:3]:
            print("  %s: %s" % (name, " ".join(map(str, marks))))
    return 1 if missing or extra or not total else 0


def main():
    if len(sys.argv) == 6 and sys.argv[1] == "make" and sys.argv[3] in ("approval", "scoring"):
        make(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
        return 0
    if len(sys.argv) >= 4 and sys.argv[1] == "check":
        return check(sys.argv[2], sys.argv[3:])
    print(__doc__, file=sys.stderr)
    return 2


sys.exit(main())
