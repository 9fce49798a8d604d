"""The proof of a mix and the proofs of decryption: crypto/PROTOCOL.md, sections 9 to 11. It shares no code with Folkmoot."""

from ristretto import G, L, Refused, Transcript, combine, encode, equal, expand, generators, is_zero, list_hash, minus, need
from ristretto import point, scalar, total_of


class Values:
    """Intermediate values, to compare with another implementation's: lines of "name hex", in the order they were computed."""

    def __init__(self):
        self.lines = []

    def add(self, name, data):
        self.lines.append("%s %s" % (name, data.to_bytes(16, "little").hex() if isinstance(data, int) else data.hex()))


def hash_of_list(entries):
    return list_hash(entries.contest.id, entries.contest.width, entries.count, entries.data)


def decoded(pieces, what):
    points = []
    for i, data in enumerate(pieces):
        try:
            points.append(point(data))
        except Refused as refused:
            raise Refused("%s %d: %s" % (what, i + 1, refused)) from refused
    return points


class MixContext:
    def __init__(self, election, joint_key, mixer, number):
        self.election, self.joint_key, self.mixer, self.number = election, joint_key, mixer, number


def shuffle_transcript(context, before, after, commitments):
    contest = before.contest
    t = Transcript("folkmoot/shuffle/1").append(("election", context.election), ("joint key", context.joint_key))
    t.append(("mixer", context.mixer), ("mix", context.number), ("contest", contest.id), ("width", contest.width))
    t.append(("count", before.count), ("input", hash_of_list(before)), ("output", hash_of_list(after)))
    return t.append(("permutation", b"".join(commitments)))


def commitment_items(width, pieces):
    """The labels of T1, T2, T3, both components of each T4, and T5."""
    labels = ["commitment 1", "commitment 2", "commitment 3"] + ["commitment 4a", "commitment 4b"] * width + ["commitment 5"]
    return zip(labels, pieces)


def verify_shuffle(context, before, after, pieces, values, name):
    """Equations (1) to (5). `pieces` are the 32-byte pieces of the proof's file."""
    n, w = before.count, before.contest.width
    need(after.count == n, "another number of entries")
    if n == 0:
        need(not pieces, "a proof of nothing is empty")
        return
    need(len(pieces) == 3 * n + 8 + 3 * w, "length of the proof")
    t_end = 2 * n + 4 + 2 * w
    t = shuffle_transcript(context, before, after, pieces[:n])
    u_seed = t.hash("u")
    u = expand(u_seed, n)
    z_seed = t.append(("chain", b"".join(pieces[n : 2 * n]))).hash("z")
    z = expand(z_seed, n)
    e_hash = t.append(*commitment_items(w, pieces[2 * n : t_end])).hash("e")
    e = int.from_bytes(e_hash[:16], "little")
    for word, value in (("u-seed", u_seed), ("u-1", u[0]), ("z-seed", z_seed), ("z-1", z[0]), ("e", e)):
        values.add(name + " " + word, value)
    c, chain = decoded(pieces[:n], "permutation"), decoded(pieces[n : 2 * n], "chain")
    t1, t2, t3, *t4, t5 = decoded(pieces[2 * n : t_end], "commitment")
    s1, s2, s3, *s4, s5 = [scalar(piece) for piece in pieces[t_end : t_end + 4 + w]]
    s_prime = [scalar(piece) for piece in pieces[t_end + 4 + w :]]
    h0, *h = generators(n + 1)
    product = 1
    for number in u:
        product = product * number % L

    def holds(which, scalars, points, right):
        need(equal(combine(scalars, points), right), "equation (%s) does not hold" % which)

    eu = [e * number % L for number in u]
    minus_eu = [L - number for number in eu]
    sum_c, sum_h = total_of(c), total_of(h)
    holds("1", [s1, L - e], [G, minus(sum_c, sum_h)], t1)
    holds("2", [s2, L - e, e * product % L], [G, chain[-1], h0], t2)
    holds("3", [s3] + s_prime + minus_eu, [G] + h + c, t3)
    key = point(context.joint_key)
    for k in range(w):
        for component, base in ((0, G), (1, key)):
            outputs = [entry[k][component] for entry in after.entries]
            inputs = [entry[k][component] for entry in before.entries]
            which = "4, ciphertext %d of an entry, component %s" % (k + 1, "ab"[component])
            holds(which, s_prime + [L - s4[k]] + minus_eu, outputs + [base] + inputs, t4[2 * k + component])
    links = [h0] + chain[:-1]
    weights = [a * b % L for a, b in zip(s_prime, z)]
    holds("5", [s5] + weights + [L - e * number % L for number in z], [G] + links + chain, t5)


# --- decryption ---


def weight(index, quorum):
    """The Lagrange coefficient of a member, at 0."""
    value = 1
    for other in quorum:
        if other != index:
            value = value * other * pow(other - index, -1, L) % L
    return value


def share_key(index, commitments):
    """X of a trustee, from every trustee's decoded commitments."""
    scalars = [pow(index, degree, L) for row in commitments for degree in range(len(row))]
    return combine(scalars, [c for row in commitments for c in row])


class FactorsContext:
    def __init__(self, election, transcript, quorum, index, weighted_key, weighted_key_bytes):
        self.election, self.transcript, self.quorum, self.index = election, transcript, quorum, index
        self.key, self.key_bytes = weighted_key, weighted_key_bytes


def subject_transcript(purpose, context, entries):
    contest = entries.contest
    t = Transcript(purpose).append(("election", context.election), ("trustees", context.transcript))
    t.append(("members", len(context.quorum)), *(("member", member) for member in context.quorum))
    t.append(("index", context.index), ("contest", contest.id), ("width", contest.width), ("count", entries.count))
    return t.append(("list", hash_of_list(entries)))


def factors_transcript(context, entries, factors):
    t = subject_transcript("folkmoot/factors/1", context, entries)
    return t.append(("factors", b"".join(factors)), ("key", context.key_bytes))


def equality(t, base, product, encoded, key, proof):
    """The Chaum-Pedersen checks; `encoded` are the bytes of base and product."""
    k1, k2, z = point(proof[0]), point(proof[1]), scalar(proof[2])
    t.append(("base", encoded[0]), ("product", encoded[1]), ("commitment g", proof[0]), ("commitment base", proof[1]))
    epsilon = t.challenge("equality")
    need(equal(combine([z, L - epsilon], [G, key]), k1), "the proof does not hold for the share's key")
    need(equal(combine([z, L - epsilon], [base, product]), k2), "the proof does not hold for the factors")
    return epsilon


def verify_factors(context, entries, factors, proofs, each, values, name):
    """The decoded factors of one trustee for one contest, their proofs checked."""
    points = decoded(factors, "factor")
    if not points:
        return points
    bases = [pair[0] for entry in entries.entries for pair in entry]
    if each:
        for j, (base, product, proof) in enumerate(zip(bases, points, proofs)):
            t = factors_transcript(context, entries, factors).append(("point", j))
            pieces = entries.data[64 * j : 64 * j + 32], factors[j]
            try:
                epsilon = equality(t, base, product, pieces, context.key, proof)
            except Refused as refused:
                raise Refused("factor %d: %s" % (j + 1, refused)) from refused
            values.add("%s point %d epsilon" % (name, j), epsilon.to_bytes(32, "little"))
        return points
    t = factors_transcript(context, entries, factors)
    seed = t.hash("rho")
    rho = expand(seed, len(points))
    base, product = combine(rho, bases), combine(rho, points)
    need(not is_zero(base) and not is_zero(product), "a sum is the identity")
    pieces = encode(base), encode(product)
    values.add(name + " rho-seed", seed)
    values.add(name + " rho-1", rho[0])
    values.add(name + " A", pieces[0])
    values.add(name + " F", pieces[1])
    epsilon = equality(t, base, product, pieces, context.key, proofs[0])
    values.add(name + " epsilon", epsilon.to_bytes(32, "little"))
    return points


class Texts(list):
    """Factors by entry: a list of points, or None."""


def sums_of(members):
    """The sums of all members' factors, to compare quorums with."""
    if isinstance(members[0], Texts):
        return [None if None in parts else [encode(total_of(ps)) for ps in zip(*parts)] for parts in zip(*members)]
    return [encode(total_of(parts)) for parts in zip(*members)]


def messages(entries, all_factors):
    """M of every point, entry by entry: a list of w points for each entry. Of texts, whose factors come by entry, None where one is withheld."""
    if isinstance(all_factors[0], Texts):
        rows = zip(entries.entries, *all_factors)
        return [None if None in parts else [minus(b, total_of(ps)) for (_, b), ps in zip(pairs, zip(*parts))] for pairs, *parts in rows]
    pairs = [pair for entry in entries.entries for pair in entry]
    found = [minus(b, total_of(parts)) for (_, b), parts in zip(pairs, zip(*all_factors))]
    w = entries.contest.width
    return [found[i : i + w] for i in range(0, len(found), w)]
