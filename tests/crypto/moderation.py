"""Factors of texts, entry by entry, and the organiser's moderation of them: crypto/PROTOCOL.md, 11; crypto/FORMAT.md, "Factors" and "Moderation".

Written from these alone; it shares no code with Folkmoot.
"""

import hashlib

import formats
import proofs
from ristretto import Refused, Transcript, combine, encode, expand, is_zero, need
from verify_ballot import Cutter, Statement, verify_minisig

STATEMENT = "moderation/moderation.txt"


def is_text(contest):
    return getattr(contest, "type", None) == formats.ANSWER_TEXT


class TextFactors:
    """A trustee's file of factors for texts. Of each entry the 32-byte pieces of factors and proof, None where only the leaf hash stands."""

    def __init__(self, data, definition, quorum, index, contest, count):
        head = b"FMF1" + definition.hash + definition.transcript + bytes([len(quorum)]) + bytes(quorum) + bytes([index])
        head += contest.id.to_bytes(2, "little") + bytes([contest.width]) + count.to_bytes(4, "little") + bytes([2 if count else 0])
        cut = Cutter(data)
        need(cut.take(len(head)) == head, "the file's head")
        self.entries, self.leaves = [], []
        for entry in range(count):
            flag = cut.number(1)
            need(flag <= 1, "an entry's flag")
            if flag:
                self.entries.append(None)
                self.leaves.append(cut.take(32))
                continue
            factors, proof = [cut.take(32) for _ in range(contest.width)], [cut.take(32) for _ in range(3)]
            self.entries.append((factors, proof))
            self.leaves.append(leaf_hash(entry, factors, proof))
        need(not cut.data, "bytes after the end")
        self.digest = hashlib.sha256(head + b"".join(self.leaves)).digest()


def leaf_hash(entry, factors, proof):
    t = Transcript("folkmoot/factor-leaf/1").append(("entry", entry), ("factors", b"".join(factors)), ("proof", b"".join(proof)))
    return t.hash("leaf")


def withheld_hash(contest, entry, leaves):
    t = Transcript("folkmoot/withheld-text/1").append(("contest", contest.id), ("entry", entry))
    return t.append(*(("leaf", leaf) for leaf in leaves)).hash("withheld")


def entry_transcript(context, entries, entry, factors):
    t = proofs.subject_transcript("folkmoot/entry-factors/1", context, entries)
    return t.append(("key", context.key_bytes), ("entry", entry), ("factors", b"".join(factors)))


def verify(context, entries, file):
    """Of each entry the decoded factors, its proof checked; None where it is withheld."""
    found = proofs.Texts()
    for entry, given in enumerate(file.entries):
        if given is None:
            found.append(None)
            continue
        try:
            points = proofs.decoded(given[0], "factor")
            t = entry_transcript(context, entries, entry, given[0])
            rho = expand(t.hash("rho"), len(points))
            base, product = combine(rho, [pair[0] for pair in entries.entries[entry]]), combine(rho, points)
            need(not is_zero(base) and not is_zero(product), "a sum is the identity")
            proofs.equality(t, base, product, (encode(base), encode(product)), context.key, given[1])
        except Refused as refused:
            raise Refused("entry %d: %s" % (entry, refused)) from refused
        found.append(points)
    return found


class Moderation:
    """Which entries the organiser withholds, by the contest's id."""

    def __init__(self, text, signature, definition, lists, public):
        need(len(text) <= 16777216, "too long")
        comment = verify_minisig(signature, text, public)
        formats.same(comment, "folkmoot moderation " + definition.hash.hex(), "the trusted comment")
        s = Statement(text, b"folkmoot moderation 1")
        formats.practice_word(s, definition.practice)
        formats.same(s.hex("election", 32), definition.hash, "the election")
        lists = [entries for entries in lists if is_text(entries.contest)]
        formats.same(s.number("contests"), len(lists), "the number of contests")
        self.withheld = {}
        for entries in lists:
            formats.same(s.number("contest"), entries.contest.id, "the contest")
            formats.same(s.number("count"), entries.count, "the number of entries")
            formats.same(s.hex("list", 32), proofs.hash_of_list(entries), "the list")
            found = []
            for _ in range(s.number("withheld")):
                entry = s.number("entry")
                need((found[-1] if found else -1) < entry < entries.count, "entries out of order")
                need(len(s.value("reason").encode()) <= 300, "a reason is too long")
                found.append(entry)
            self.withheld[entries.contest.id] = set(found)
        formats.end(s)
