#!/usr/bin/env python3
"""compare_counts.py FOLKMOOT [VOTES [SEED]]: invented votes, small and full of ties, counted by counting.py and by `folkmoot tally`.

Every rule, satisfaction, completion and tie rule; the selection in its order, all rounds and ties, and what equal shares tells must be the same, word for word.
"""

import json
import os
import random
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

import check_outcomes
import counting

HEAD = "META\nkey;value\ndescription;An invented vote\ncountry;Nowhere\nunit;Nowhere\ninstance;1\nnum_projects;%d\nnum_votes;%d\nbudget;%d\nvote_type;%s\nrule;greedy\n"
HEAD += "date_begin;2026\ndate_end;2026\n"
SATS = {"approval": ["cost", "number"], "cumulative": ["points-cost", "points"], "ordinal": ["rank-cost", "rank", "borda", "cost"]}
SATS["scoring"] = ["points-cost", "points", "cost", "number"]
POINTS = ("cumulative", "scoring")


def invent(dice, kind, wide):
    """A vote as a .pb file. Wide: so much money that add1 takes hundreds of steps."""
    projects, votes = (dice.randint(4, 12), dice.randint(5, 25)) if wide else (dice.randint(1, 7), dice.randint(0, 9))
    budget, most = (dice.randint(1000, 3000), 1500) if wide else (dice.randint(8, 60), 12)
    costs = [dice.choice([dice.randint(1, most), dice.randint(1, most // 3), min(budget, most)]) for _ in range(projects)]
    text = HEAD % (projects, votes, budget, kind) + "PROJECTS\nproject_id;cost;site\n"
    for i, cost in enumerate(costs):
        text += "%s%d;%d;%s\n" % (dice.choice("abc"), i, min(cost, budget), dice.choice(["", "", "hill", "lake"]))
    names = [line.split(";")[0] for line in text.split("PROJECTS\n")[1].splitlines()[1:]]
    text += "VOTES\nvoter_id;vote%s\n" % (";points" if kind in POINTS else "")
    for i in range(votes):
        chosen = dice.sample(names, dice.randint(0 if kind == "approval" else 1, projects))
        points = sorted((dice.randint(kind == "cumulative", 4) for _ in chosen), reverse=True)
        text += "v%d;%s" % (i, ",".join(chosen)) + (";" + ",".join(map(str, points)) if kind in POINTS else "") + "\n"
    return text


def all_terms(dice, kind):
    for tie in counting.TIES:
        for sat in SATS[kind]:
            for rule in counting.RULES[:4]:
                yield counting.Terms(rule, sat, tie=tie, threshold=dice.randint(1, 5))
            for completion in counting.COMPLETIONS:
                for exhaustive in [False, True] if completion == "add1" else [False]:
                    yield counting.Terms("mes", sat, completion, exhaustive, tie, step=1)
        yield counting.Terms("phragmen", SATS[kind][0], tie=tie)


def told(folkmoot, path, terms):
    words = [folkmoot, "tally", path, "--rule", terms.rule, "--tie", terms.tie, "--completion", terms.completion, "--json"]
    words += ["--exhaustive"] if terms.exhaustive else []
    words += ["--sat", terms.sat] if terms.rule != "phragmen" else []
    words += ["--threshold", str(terms.threshold)] if terms.rule == "greedy-threshold" else []
    words += ["--groups", "site"] if terms.rule == "greedy-exclusive" else []
    run = subprocess.run(words, capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit("not ok: %s: %s" % (" ".join(words), run.stderr))
    found = json.loads(run.stdout)
    rounds = [{key: one[key] for key in one if key not in ("votes", "score", "cost")} for one in found["rounds"]]
    result = {"selected": found["selected"], "cost": int(found["cost"]), "ties": [(one["round"], one["candidates"]) for one in found["ties"]]}
    result["rounds"] = [{**one, "left": int(one["left"])} for one in rounds]
    facts = {key: found[key] for key in ("share", "last_share", "add1_steps", "add1_end", "overspent") if key in found}
    if "overspent" in facts:
        facts["overspent"] = int(facts["overspent"])
    return {**result, **facts}


def own(projects, terms):
    outcome = counting.count(projects, terms)
    result = {"selected": [projects.ids[p] for p in outcome.selected], "cost": outcome.cost, "rounds": outcome.rounds}
    return {**result, "ties": [(one["round"], one["candidates"]) for one in outcome.ties], **outcome.facts}


def main():
    folkmoot, votes = sys.argv[1], int(sys.argv[2] if sys.argv[2:] and sys.argv[2] else 9)
    dice, done, wrong = random.Random(sys.argv[3] if sys.argv[3:] and sys.argv[3] else "counts"), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "vote.pb")
        for number in range(votes):
            kind = list(SATS)[number % len(SATS)]
            text = invent(dice, kind, number % 8 == 7)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            sites = [row["site"] for row in check_outcomes.read(path)[1]]
            projects = check_outcomes.projects_of(path, 1)
            projects.groups = [1 + ["hill", "lake"].index(site) if site else 0 for site in sites]
            for terms in all_terms(dice, kind):
                mine, theirs = own(projects, terms), told(folkmoot, path, terms)
                done += 1
                if mine != theirs:
                    wrong += 1
                    differing = [key for key in {**mine, **theirs} if mine.get(key) != theirs.get(key)]
                    print("vote %d, %s: %s" % (number, vars(terms), "; ".join("%s: %s, tally %s" % (key, mine.get(key), theirs.get(key)) for key in differing)))
                    if wrong == 1:
                        print(text)
    print("%d of %d counts are the same, round by round" % (done - wrong, done))
    return 1 if wrong or not done else 0


if __name__ == "__main__":
    sys.exit(main())
