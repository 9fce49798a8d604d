"""The counting rules, from crypto/PROTOCOL.md, 12, and the papers it names: plain loops over exact fractions.

Slow and obvious, and no code of Folkmoot's: what a stranger would write to check a count.
"""

import collections
from fractions import Fraction

RULES = ["greedy", "greedy-no-skip", "greedy-threshold", "greedy-exclusive", "mes", "phragmen"]
SATISFACTIONS = ["cost", "number", "points-cost", "points", "rank", "rank-cost", "borda"]
COMPLETIONS = ["none", "add1", "add1u", "utilitarian"]
TIES = ["cost-votes-id", "id"]


class Projects:
    """What is voted on, and the votes: each vote gives a weight to every project it marks (1, points, or rank points)."""

    def __init__(self, ids, costs, budget, votes, groups=None):
        self.ids, self.costs, self.budget, self.votes = ids, costs, budget, votes
        self.number, self.all = len(votes), range(len(ids))
        self.groups = groups or [0] * len(ids)
        self.marks = [sum(p in vote for vote in votes) for p in self.all]
        self.scores = [sum(vote.get(p, 0) for vote in votes) for p in self.all]


class Terms:
    def __init__(self, rule, sat="cost", completion="none", exhaustive=False, tie="cost-votes-id", threshold=0, step=1):
        self.rule, self.sat, self.completion, self.exhaustive = rule, sat, completion, exhaustive
        self.tie, self.threshold, self.step = tie, threshold, step


class Outcome:
    def __init__(self, budget):
        self.selected, self.rounds, self.ties, self.cost, self.left = [], [], [], 0, budget
        self.facts = {}  # of equal shares


def fine(value):
    """A fraction cut down to millionths."""
    millionths = value * 1000000 // 1
    return "%d.%06d" % divmod(millionths, 1000000)


class Count:
    def __init__(self, projects, terms):
        self.p, self.terms, self.outcome = projects, terms, Outcome(projects.budget)

    def tie_key(self, p):
        name = self.p.ids[p].encode()
        return (self.p.costs[p], -self.p.scores[p], name) if self.terms.tie == "cost-votes-id" else (name,)

    def weight(self, weight):
        """What a mark of this weight is worth, before any factor of cost."""
        return {"cost": 1, "number": 1, "borda": weight - 1}.get(self.terms.sat, weight)

    def has_factor(self):
        return self.terms.sat in ("cost", "points-cost", "rank-cost")

    def note(self, p, what, stage="rule", **more):
        out = self.outcome
        if what == "bought":
            out.selected.append(p)
            out.cost += self.p.costs[p]
            out.left -= self.p.costs[p]
        out.rounds.append({"project": self.p.ids[p], "what": what, "stage": stage, "left": out.left, **more})

    def note_tie(self, candidates, number):
        names = [self.p.ids[p] for p in candidates]
        self.outcome.ties.append({"round": number, "rule": self.terms.tie, "candidates": names})

    # --- greedy ---

    def worth(self, p):
        total = Fraction(sum(self.weight(vote[p]) for vote in self.p.votes if p in vote))
        return total if self.has_factor() else total / self.p.costs[p]

    def greedy(self, among, stage="rule"):
        rule = self.terms.rule if stage == "rule" else "greedy"
        worth = {p: self.worth(p) for p in among}
        line = sorted(among, key=lambda p: (-worth[p], self.tie_key(p)))
        below = [p for p in line if rule == "greedy-threshold" and self.p.scores[p] < self.terms.threshold]
        line = [p for p in line if p not in below]
        self.taken, at = set(), 0
        while at < len(line):
            equal = [p for p in line if worth[p] == worth[line[at]]]
            fates = [self.fate(p, rule) for p in equal]
            part = [p for p, fate in zip(equal, fates) if fate in ("bought", "stopped")]
            rounds, before = len(self.outcome.rounds), len(self.outcome.selected)
            stopped = self.in_turn(equal, rule, stage)
            if "bought" in fates and len(self.outcome.selected) - before < len(part):
                self.note_tie(part, rounds)
            if stopped:
                return
            at += len(equal)
        for p in below:
            self.note(p, "below threshold", stage)

    def fate(self, p, rule):
        """What would become of a project if it came next."""
        if rule == "greedy-exclusive" and self.p.groups[p] in self.taken:
            return "excluded"
        if self.p.costs[p] <= self.outcome.left:
            return "bought"
        return "stopped" if rule == "greedy-no-skip" and self.p.costs[p] <= self.p.budget else "too dear"

    def in_turn(self, equal, rule, stage):
        for p in equal:
            fate = self.fate(p, rule)
            self.note(p, fate, stage)
            if fate == "bought" and self.p.groups[p]:
                self.taken.add(self.p.groups[p])
            if fate == "stopped":
                return True
        return False

    # --- Method of Equal Shares ---

    def supporters(self, p):
        """Votes, by their place in self.blocs, and what p's weight is worth to them, where that is above 0."""
        weights = [(i, self.weight(vote[p])) for i, (vote, _) in enumerate(self.blocs) if p in vote]
        return [(i, weight) for i, weight in weights if weight > 0]

    def price(self, p, money):
        """The least r for which the supporters, paying min(money, r * weight) each, have the cost together; None where they have not."""
        supporters = sorted(self.of[p], key=lambda one: money[one[0]] if one[1] == 1 else money[one[0]] / one[1])
        rest, weights = Fraction(self.p.costs[p]), sum(weight * self.blocs[i][1] for i, weight in supporters)
        for i, weight in supporters:
            if money[i] * weights >= rest * weight:
                return rest / weights
            rest -= money[i] * self.blocs[i][1]
            weights -= weight * self.blocs[i][1]
        return None

    def equal_shares(self, share):
        """Purchases of one run: (project, price for each unit of weight, payers, spent out, equal candidates)."""
        money, bought = [share] * len(self.blocs), []
        least = {p: Fraction(0) for p in self.p.all}  # what is affordable yet, and per unit of utility at least costs: that never falls
        while True:
            found, best = {}, None
            for p in sorted(least, key=least.get):
                if best is not None and least[p] > best:
                    break
                price = self.price(p, money)
                if price is None:
                    del least[p]
                    continue
                least[p] = found[p] = price / self.p.costs[p] if self.has_factor() else price
                best = found[p] if best is None else min(best, found[p])
            if best is None:
                return bought
            equal = sorted((p for p in found if found[p] == best), key=self.tie_key)
            bought.append(self.buy(equal, best * self.p.costs[equal[0]] if self.has_factor() else best, money))
            del least[equal[0]]

    def buy(self, equal, per, money):
        payers = spent = 0
        for i, weight in self.of[equal[0]]:
            due = per * weight
            payers += self.blocs[i][1] if money[i] > 0 else 0
            spent += self.blocs[i][1] if 0 < money[i] < due else 0
            money[i] -= min(money[i], due)
        return equal[0], per, payers, spent, equal

    def cost_of(self, bought):
        return sum(self.p.costs[one[0]] for one in bought)

    def wanted(self, bought):
        """Projects that have supporters and are not bought."""
        taken = {one[0] for one in bought}
        return [p for p in self.p.all if self.of[p] and p not in taken]

    def exhausted(self, bought):
        left = self.p.budget - self.cost_of(bought)
        return all(self.p.costs[p] > left for p in self.wanted(bought))

    def add1(self, share, exhaustive):
        bought, steps = self.equal_shares(share), 0
        while True:
            if exhaustive and self.exhausted(bought):
                return bought, steps, {"add1_end": "exhausted"}
            if not self.wanted(bought):
                return bought, steps, {"add1_end": "all bought"}
            more = self.equal_shares(share + (steps + 1) * self.terms.step)
            if self.cost_of(more) > self.p.budget:
                return bought, steps, {"add1_end": "overspent", "overspent": self.cost_of(more)}
            bought, steps = more, steps + 1

    def mes(self):
        # Equal votes always hold the same: they are counted together.
        equal = collections.Counter(frozenset(vote.items()) for vote in self.p.votes)
        self.blocs = [(dict(vote), number) for vote, number in equal.items()]
        self.of = [self.supporters(p) for p in self.p.all]
        share = Fraction(self.p.budget, self.p.number) if self.p.number else Fraction(0)
        if self.terms.completion in ("add1", "add1u"):
            bought, steps, end = self.add1(share, self.terms.exhaustive or self.terms.completion == "add1u")
        else:
            bought, steps, end = self.equal_shares(share), 0, {"add1_end": "none"}
        last = fine(share + steps * self.terms.step)
        self.outcome.facts = {"share": fine(share), "last_share": last, "add1_steps": steps, **end}
        for p, per, payers, spent, equal in bought:
            if len(equal) > 1:
                self.note_tie(equal, len(self.outcome.rounds))
            voters = fine(self.p.costs[p] / per)
            self.note(p, "bought", payers=payers, price=fine(per), spent_out=spent, voters=voters)
        rest = sorted((p for p in self.p.all if p not in self.outcome.selected), key=self.tie_key)
        for p in rest:
            self.note(p, "unaffordable")
        if self.terms.completion in ("add1u", "utilitarian"):
            self.greedy(rest, "completion")

    # --- Phragmen ---

    def phragmen(self):
        paid = [Fraction(0)] * self.p.number  # when each voter last paid
        supporters = [[i for i, vote in enumerate(self.p.votes) if vote.get(p, 0) > 0] for p in self.p.all]
        waiting = sorted(self.p.all, key=self.tie_key)
        for p in [p for p in waiting if self.p.costs[p] > self.p.budget]:
            self.note(p, "too dear")
            waiting.remove(p)

        def due(p):
            return (self.p.costs[p] + sum(paid[i] for i in supporters[p])) / Fraction(len(supporters[p]))

        while waiting:
            times = {p: due(p) if supporters[p] else None for p in waiting}
            known = [time for time in times.values() if time is not None]
            now = min(known) if known else None
            equal = [p for p in waiting if times[p] == now]
            rounds, before = len(self.outcome.rounds), len(self.outcome.selected)
            stopped = self.buy_now(equal, waiting, due, now, supporters, paid)
            bought = len(self.outcome.selected) - before
            if 0 < bought < len(equal):
                self.note_tie(equal, rounds)
            if stopped:
                return

    def buy_now(self, equal, waiting, due, now, supporters, paid):
        """Buys what is due at this moment in turn, as long as it stays due; True where one does not fit."""
        while True:
            ready = [p for p in equal if p in waiting and (now is None or due(p) == now)]
            misfit = [p for p in ready if self.p.costs[p] > self.outcome.left]
            if misfit:
                self.note(misfit[0], "stopped")
                return True
            if not ready:
                return False
            paying = {} if now is None else {"payers": len(supporters[ready[0]]), "price": fine(now)}
            self.note(ready[0], "bought", **paying)
            waiting.remove(ready[0])
            for i in supporters[ready[0]]:
                paid[i] = now


def count(projects, terms):
    one = Count(projects, terms)
    if terms.rule == "mes":
        one.mes()
    elif terms.rule == "phragmen":
        one.phragmen()
    else:
        one.greedy(list(projects.all))
    return one.outcome
