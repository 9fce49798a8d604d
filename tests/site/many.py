#!/usr/bin/env python3
"""An invented vote of many projects as a Pabulib file on stdout: many.py PROJECTS VOTERS."""
import random
import sys

KINDS = ["Trees", "Benches", "A bike hangar", "A repair café", "A pocket park", "Lights", "A community kitchen", "A drinking fountain", "Swings", "A music room"]
PLACES = ["Mill Lane", "Kiln Street", "Heron Park", "Osier Street", "Ropewalk", "Brickfield Green", "Tanner's Wharf", "Marsh Lane", "Alder Road", "the Quay"]


def main(project_count, voter_count):
    dice = random.Random(500)
    costs = [dice.randrange(20, 900) * 100 for _ in range(project_count)]
    votes = [dice.sample(range(project_count), dice.randrange(1, 11)) for _ in range(voter_count)]
    print("META\nkey;value\ndescription;An invented vote of many projects\ncountry;United Kingdom\nunit;Riverside\ninstance;2026")
    print(f"num_projects;{project_count}\nnum_votes;{voter_count}\nbudget;3000000\nvote_type;approval\nrule;greedy\ndate_begin;01.05.2026\ndate_end;31.05.2026")
    print("max_length;10\nlanguage;en\ncurrency;GBP\nPROJECTS\nproject_id;cost;name;category")
    for i, cost in enumerate(costs):
        print(f"{i + 1};{cost};{KINDS[i % 10]} for {PLACES[i // 10 % 10]}, part {i // 100 + 1};{['play', 'streets', 'green'][i % 3]}")
    print("VOTES\nvoter_id;vote")
    for i, vote in enumerate(votes):
        print(f"{i + 1};" + ",".join(str(one + 1) for one in sorted(vote)))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
