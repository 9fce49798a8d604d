#!/usr/bin/env python3
"""The field's own Python tools (pabutools) on one file: prints the processor seconds that one rule took, reading apart.

usage: peer_pabutools.py FILE RULE SAT COMPLETION     Prints nothing where it is not installed or does not know the rule.
"""
import sys
import time


def main(path, rule, sat, completion):
    try:
        from pabutools import election, rules
    except ImportError:
        return
    measures = {"cost": "Cost_Sat", "number": "Cardinality_Sat", "points": "Additive_Cardinal_Sat"}
    instance, profile = election.parse_pabulib(path)
    profile = profile.as_multiprofile()
    if rule != "phragmen" and sat not in measures:
        return
    began = time.process_time()
    if rule == "phragmen":
        rules.sequential_phragmen(instance, profile)
    elif rule == "greedy":
        rules.greedy_utilitarian_welfare(instance, profile, sat_class=getattr(election, measures[sat]))
    elif completion in ("none", "add1"):
        step = {"voter_budget_increment": 1} if completion == "add1" else {}
        rules.method_of_equal_shares(instance, profile, sat_class=getattr(election, measures[sat]), **step)
    else:
        return
    print(time.process_time() - began)


if __name__ == "__main__":
    main(*sys.argv[1:])
