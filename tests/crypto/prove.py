#!/usr/bin/env python3
"""A small prover of mixes and factors, after crypto/PROTOCOL.md, sections 10 and 11, and what the verifier of proofs.py says to its proofs.

Run, it prints TAP: honest proofs are accepted, and every change of a proof, a list or a statement is refused.
"""

import random
import sys

sys.dont_write_bytecode = True

import moderation
import proofs
from ristretto import G, L, Refused, add, combine, encode, expand, generators, hash_to_group, point, times

RANDOM = random.Random(20260501)


class Contest:
    def __init__(self, number, width):
        self.id, self.width = number, width


class List:
    def __init__(self, contest, entries):
        self.contest, self.entries, self.count = contest, entries, len(entries)
        self.data = b"".join(encode(part) for entry in entries for pair in entry for part in pair)


def draw():
    return RANDOM.randrange(1, L)


def scalars(count):
    return [draw() for _ in range(count)]


def bytes_of(value):
    return (value % L).to_bytes(32, "little")


def some_list(contest, count, key):
    def pair():
        r = draw()
        return times(r, G), add(times(draw(), G), times(r, key))

    return List(contest, [[pair() for _ in range(contest.width)] for _ in range(count)])


def shuffle(context, before, order):
    """The shuffled list, and the pieces of its proof. Output i comes from input order[i]."""
    n, w, key = before.count, before.contest.width, point(context.joint_key)
    s = [scalars(w) for _ in range(n)]
    rows = [[(add(a, times(r, G)), add(b, times(r, key))) for (a, b), r in zip(before.entries[j], s[i])] for i, j in enumerate(order)]
    after = List(before.contest, rows)
    if n == 0:
        return after, []
    h0, *h = generators(n + 1)
    r = scalars(n)
    c = [encode(combine([r[j], 1], [G, h[j]])) for j in range(n)]  # for inputs that a cheating order leaves out
    for i, j in enumerate(order):
        c[j] = encode(combine([r[j], 1], [G, h[i]]))
    t = proofs.shuffle_transcript(context, before, after, c)
    u = expand(t.hash("u"), n)
    u_prime = [u[j] for j in order]
    r_hat, chain, total, product, link = scalars(n), [], 0, 1, h0
    links = []
    for i in range(n):
        links.append(link)
        link = combine([r_hat[i], u_prime[i]], [G, link])
        total, product = (r_hat[i] + u_prime[i] * total) % L, u_prime[i] * product % L
        assert encode(link) == encode(combine([total, product], [G, h0]))
        chain.append(link)
    encoded = [encode(p) for p in chain]
    z = expand(t.append(("chain", b"".join(encoded))).hash("z"), n)
    w1, w2, w3, w5 = scalars(4)
    w4, w_prime = scalars(w), scalars(n)
    commitments = [times(w1, G), times(w2, G), combine([w3] + w_prime, [G] + h)]
    for k in range(w):
        for part, base in ((0, G), (1, key)):
            commitments.append(combine(w_prime + [-w4[k]], [row[k][part] for row in rows] + [base]))
    commitments.append(combine([w5] + [a * b for a, b in zip(w_prime, z)], [G] + links))
    pieces = [encode(p) for p in commitments]
    e = int.from_bytes(t.append(*proofs.commitment_items(w, pieces)).hash("e")[:16], "little")
    responses = [w1 + e * sum(r), w2 + e * total, w3 + e * sum(a * b for a, b in zip(u, r))]
    responses += [w4[k] + e * sum(a * row[k] for a, row in zip(u_prime, s)) for k in range(w)]
    responses.append(w5 + e * sum(a * b for a, b in zip(z, r_hat)))
    responses += [a + e * b for a, b in zip(w_prime, u_prime)]
    return after, c + encoded + pieces + [bytes_of(value) for value in responses]


def prove_equal(t, base, product, secret):
    """K1, K2, z in a transcript that holds all else."""
    v = draw()
    k = [encode(times(v, G)), encode(times(v, base))]
    t.append(("base", encode(base)), ("product", encode(product)), ("commitment g", k[0]), ("commitment base", k[1]))
    return k + [bytes_of(v + t.challenge("equality") * secret)]


def prove_entries(context, entries, secret, wrong=None):
    """Factors and proof of each entry of texts. `wrong`: the entry of which one factor is another point, proved as well as it goes."""
    found = []
    for number, entry in enumerate(entries.entries):
        points = [times(secret, a) for a, _ in entry]
        if number == wrong:
            points[1] = times(2, points[1])
        factors = [encode(p) for p in points]
        t = moderation.entry_transcript(context, entries, number, factors)
        rho = expand(t.hash("rho"), len(points))
        found.append((factors, prove_equal(t, combine(rho, [a for a, _ in entry]), combine(rho, points), secret)))
    return found


def prove_factors(context, entries, secret, each):
    """One trustee's factors and their proofs; `secret` is the weighted share."""
    bases = [pair[0] for entry in entries.entries for pair in entry]
    points = [times(secret, base) for base in bases]
    factors = [encode(p) for p in points]

    if each:
        parts = enumerate(zip(bases, points))
        return factors, [prove_equal(proofs.factors_transcript(context, entries, factors).append(("point", j)), *pair, secret) for j, pair in parts]
    t = proofs.factors_transcript(context, entries, factors)
    rho = expand(t.hash("rho"), len(points))
    return factors, [prove_equal(t, combine(rho, bases), combine(rho, points), secret)]


# --- tests ---

FAILED = []


def tell(holds, name):
    print(("ok" if holds else "not ok") + " - " + name)
    if not holds:
        FAILED.append(name)


def refused(function, *arguments):
    try:
        function(*arguments)
    except Refused:
        return True
    return False


def test_shuffle(count, width):
    secret = draw()
    key = times(secret, G)
    context = proofs.MixContext(bytes(range(32)), encode(key), bytes(range(32, 64)), 1)
    before = some_list(Contest(7, width), count, key)
    order = list(range(count))
    RANDOM.shuffle(order)
    after, pieces = shuffle(context, before, order)
    name = "mix of %d entries of width %d: " % (count, width)

    def verify(a, b, data, c=context):
        proofs.verify_shuffle(c, a, b, data, proofs.Values(), "test")

    tell(not refused(verify, before, after, pieces), name + "an honest one is accepted")
    if count == 0:
        tell(refused(verify, before, after, [bytes(32)]), name + "a proof of nothing is empty")
        return
    changed = [pieces[:i] + [piece] + pieces[i + 1 :] for i in range(len(pieces)) for piece in (pieces[i - 1], bytes(32))]
    tell(all(refused(verify, before, after, data) for data in changed if data != pieces), name + "no piece of the proof can be another")
    if count > 1:
        turned = List(before.contest, after.entries[1:] + after.entries[:1])
        twice = List(before.contest, after.entries[:-1] + after.entries[:1])
        tell(refused(verify, before, turned, pieces), name + "nor the order")
        tell(refused(verify, before, twice, pieces), name + "nor an entry twice")
    tell(refused(verify, after, after, pieces), name + "nor the input")
    others = [proofs.MixContext(*values) for values in (
        (bytes(32), context.joint_key, context.mixer, 1), (context.election, encode(G), context.mixer, 1),
        (context.election, context.joint_key, bytes(32), 1), (context.election, context.joint_key, context.mixer, 2))]
    tell(all(refused(verify, before, after, pieces, c) for c in others), name + "nor what it is about")


def test_cheats():
    """Provers who follow the protocol with a list that is not a shuffle."""
    key = times(draw(), G)
    context = proofs.MixContext(bytes(32), encode(key), bytes(32), 1)
    before = some_list(Contest(1, 1), 4, key)
    for name, order in (("leaves an entry out", [0, 1, 2, 2]), ("takes one twice", [3, 1, 3, 0])):
        after, pieces = shuffle(context, before, order)
        found = refused(proofs.verify_shuffle, context, before, after, pieces, proofs.Values(), "")
        tell(found, "a mixer who " + name + " makes no proof")


def test_factors(count, width, each):
    coefficients = scalars(2)
    shares = {i: coefficients[0] + coefficients[1] * i for i in (1, 2, 3)}
    commitments = [[times(c, G) for c in coefficients]]
    key, quorum = commitments[0][0], [1, 3]
    plain = [times(5 + i, G) for i in range(count * width)]
    nonces = scalars(len(plain))
    pairs = [(times(r, G), add(m, times(r, key))) for r, m in zip(nonces, plain)]
    entries = List(Contest(3, width), [pairs[i : i + width] for i in range(0, len(pairs), width)])
    found, name = [], "factors of %d entries of width %d, %s: " % (count, width, "a proof for each" if each else "one proof")
    for index in quorum:
        weighted = proofs.weight(index, quorum) * shares[index] % L
        y = combine([proofs.weight(index, quorum)], [proofs.share_key(index, commitments)])
        tell(encode(y) == encode(times(weighted, G)), name + "trustee %d's weighted key" % index)
        context = proofs.FactorsContext(bytes(32), bytes(range(32)), quorum, index, y, encode(y))
        factors, parts = prove_factors(context, entries, weighted, each)

        def verify(f, p, c=context):
            return proofs.verify_factors(c, entries, f, p, each, proofs.Values(), "test")

        found.append(verify(factors, parts))
        wrong = [factors[:i] + [encode(hash_to_group(bytes([i]) * 64))] + factors[i + 1 :] for i in range(len(factors))]
        wrong.append(factors[1:] + factors[:1])
        tell(all(refused(verify, f, parts) for f in wrong), name + "no factor can be another")
        flips = [[row[:j] + [row[j - 1]] + row[j + 1 :] if i == k else row for k, row in enumerate(parts)] for i in range(len(parts)) for j in range(3)]
        tell(all(refused(verify, factors, p) for p in flips), name + "nor a part of the proof")
        other = proofs.FactorsContext(bytes(32), bytes(range(32)), [1, 2], index, y, encode(y))
        tell(refused(verify, factors, parts, other), name + "nor the quorum")
    rows = proofs.messages(entries, found)
    tell([encode(m) for row in rows for m in row] == [encode(m) for m in plain], name + "the messages come out")


def main():
    for count, width in ((0, 1), (1, 1), (2, 1), (5, 1), (3, 3)):
        test_shuffle(count, width)
    test_cheats()
    for each in (0, 1):
        test_factors(3, 1, each)
        test_factors(2, 2, each)
    return 1 if FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
