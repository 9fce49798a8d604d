#!/usr/bin/env python3
"""A second reading of crypto/PROTOCOL.md and crypto/FORMAT.md, in Python's standard library alone.

It shares no code with Folkmoot. Run without arguments it goes through tests/crypto/vectors and prints TAP; a verifier that agrees
with every vector reads the documents as the C code does. It is slow and not constant time: for checking, never for secrets.
"""

import base64
import hashlib
import os
import sys

sys.dont_write_bytecode = True

from ristretto import G, L, ZERO, Refused, Transcript, add, combine, encode, equal, hash_of, hash_to_group, minus, need
from ristretto import payload_of, payload_point, point, scalar, set_hash, times, verify_ed25519

# --- PROTOCOL.md, 4 and 5; FORMAT.md, "Sealed ballot" ---


class Context:
    def __init__(self, fields):
        self.election, self.kiosk = bytes.fromhex(fields["election"]), bytes.fromhex(fields["kiosk"])
        self.key_bytes = bytes.fromhex(fields["joint-key"])
        self.key = point(self.key_bytes)


class Cutter:
    def __init__(self, data):
        self.data = data

    def take(self, n):
        need(len(self.data) >= n, "ends too early")
        taken, self.data = self.data[:n], self.data[n:]
        return taken

    def number(self, n):
        return int.from_bytes(self.take(n), "little")


class Ballot:
    def __init__(self, body):
        cut = Cutter(body)
        need(cut.number(1) == 1, "version")
        self.style, self.tag, count = cut.number(2), cut.take(32), cut.number(1)
        need(1 <= count <= 24, "number of contests")
        self.contests = [(cut.number(2), cut.number(1)) for _ in range(count)]
        ids = [contest for contest, _ in self.contests]
        need(ids == sorted(set(ids)), "contests out of order")
        need(all(1 <= width <= 16 for _, width in self.contests), "width")
        total = sum(width for _, width in self.contests)
        need(total <= 28, "too many points")
        self.entries = [tuple(cut.take(32) for _ in range(4)) for _ in range(total)]
        need(not cut.data, "bytes after the end")
        self.a, self.b, self.k = ([point(entry[i]) for entry in self.entries] for i in range(3))
        self.z = [scalar(entry[3]) for entry in self.entries]
        need(len({entry[0] for entry in self.entries}) == total, "a repeats")

    def statement(self, context):
        items = [("election", context.election), ("joint key", context.key_bytes), ("kiosk", context.kiosk)]
        items += [("style", self.style), ("tag", self.tag), ("contests", len(self.contests))]
        for contest, width in self.contests:
            items += [("contest", contest), ("width", width)]
        return items

    def challenge(self, context):
        t = Transcript("folkmoot/ballot-proof/1").append(*self.statement(context))
        for entry in self.entries:
            t.append(("a", entry[0]), ("b", entry[1]))
        for entry in self.entries:
            t.append(("commitment", entry[2]))
        return t.challenge("challenge")

    def verify(self, context):
        e = self.challenge(context)
        for a, k, z in zip(self.a, self.k, self.z):
            need(equal(combine([z, L - e], [G, a]), k), "proof")

    def seal_again(self, context, payloads, nonce):
        t = Transcript("folkmoot/ballot-seed/1", nonce).append(*self.statement(context))
        t.append(*(("payload", payload) for payload in payloads))
        seed = t.output("wide", "seed")
        entries, secrets = [], []
        for j, payload in enumerate(payloads):
            t = Transcript("folkmoot/ballot-randomness/1", seed).append(("point", j))
            r, k = t.reduced("r"), t.reduced("k")
            b = add(payload_point(payload), times(r, context.key))
            entries.append((encode(times(r, G)), encode(b), encode(times(k, G))))
            secrets.append((r, k))
        self.entries = entries
        e = self.challenge(context)
        responses = [((k + e * r) % L).to_bytes(32, "little") for r, k in secrets]
        head = b"\1" + self.style.to_bytes(2, "little") + self.tag + bytes([len(self.contests)])
        head += b"".join(contest.to_bytes(2, "little") + bytes([width]) for contest, width in self.contests)
        return head + b"".join(b"".join(entry) + z for entry, z in zip(entries, responses))


ALPHABET = "123456789abcdefghjkmnpqrstuvwxyz"


def confirmation_code(context, body):
    t = Transcript("folkmoot/confirmation-code/1")
    t.append(("election", context.election), ("joint key", context.key_bytes))
    return t.append(("kiosk", context.kiosk), ("ballot", body)).hash("code")


def grouped(characters):
    return "-".join(characters[i : i + 5] for i in range(0, 25, 5))


def code_text(code):
    bits = int.from_bytes(code, "big") >> (256 - 125)
    return grouped("".join(ALPHABET[bits >> (5 * (24 - i)) & 31] for i in range(25)))


def code_typed(typed):
    plain = typed.lower().replace("-", "").replace(" ", "").replace("i", "1").replace("l", "1")
    need(len(plain) == 25 and all(c in ALPHABET for c in plain), "no confirmation code")
    return grouped(plain)


# --- FORMAT.md, "Keys", "Signature file", "Statement"; PROTOCOL.md, 7 and 9 ---


def from_base64(text, length):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Refused("base64") from error
    need(len(data) == length and base64.b64encode(data).decode() == text, "base64 is not canonical")
    return data


def clean(text):
    def good(c):
        bad = c < 0x20 or 0x7F <= c <= 0x9F or 0x202A <= c <= 0x202E or 0x2066 <= c <= 0x2069
        return not (bad or c == 0xFEFF or 0xFDD0 <= c <= 0xFDEF or c & 0xFFFE == 0xFFFE)

    try:
        need(all(good(ord(c)) for c in text.decode("utf-8")), "text")
    except UnicodeDecodeError as error:
        raise Refused("text") from error
    return text.decode("utf-8")


def verify_minisig(signature, data, public):
    record = from_base64(public, 42)
    need(len(signature) < 512 and signature.endswith(b"\n"), "length")
    lines = signature[:-1].split(b"\n")
    need(len(lines) == 4, "four lines")
    need(lines[0] == b"untrusted comment: signature of a Folkmoot file", "untrusted comment")
    first = from_base64(lines[1].decode("latin-1"), 74)
    need(lines[2].startswith(b"trusted comment: "), "trusted comment")
    comment = lines[2][len(b"trusted comment: ") :]
    need(len(comment) <= 200, "long comment")
    trusted = clean(comment.replace(b"\t", b" "))
    need(first[:2] == b"ED" and first[2:10] == record[2:10], "algorithm or key")
    verify_ed25519(record[10:], hashlib.blake2b(data).digest(), first[10:])
    verify_ed25519(record[10:], first[10:] + comment, from_base64(lines[3].decode("latin-1"), 64))
    return trusted


class Statement:
    def __init__(self, text, title):
        need(text.endswith(b"\n"), "last newline")
        self.lines = text[:-1].split(b"\n")
        need(self.lines.pop(0) == title, "title")

    def value(self, key):
        need(self.lines and self.lines[0].startswith(key.encode() + b" "), "expected " + key)
        value = self.lines.pop(0)[len(key) + 1 :]
        need(1 <= len(value) <= 400 and value == value.strip(b" "), "value")
        return clean(value)

    def number(self, key):
        value = self.value(key)
        need(value.isascii() and value.isdigit() and str(int(value)) == value and int(value) < 2**64, "number")
        return int(value)

    def hex(self, key, length):
        value = self.value(key)
        need(len(value) == 2 * length and all(c in "0123456789abcdef" for c in value), "hexadecimal")
        return bytes.fromhex(value)


def read_trustees(text):
    s = Statement(text, b"folkmoot trustees 1")
    practice = s.value("practice")
    need(practice in ("yes", "no"), "practice")
    n, k = s.number("trustees"), s.number("threshold")
    need(1 <= k <= n <= 16, "threshold")
    roster = Transcript("folkmoot/trustee-roster/1").append(("trustees", n), ("threshold", k))
    names, keys, commitments, proofs = [], [], [], []
    for i in range(1, n + 1):
        need(s.number("trustee") == i, "index")
        names.append(s.value("name").encode())
        need(len(names[-1]) <= 60, "name")
        keys.append(from_base64(s.value("identity"), 42))
        need(keys[-1][:2] == b"Ed", "identity")
        need((keys[-1][2:6] == b"PRAC") == (practice == "yes"), "practice and real mixed")
        commitments.append([s.hex("commitment", 32) for _ in range(k)])
        proofs.append([s.hex("proof", 64) for _ in range(k)])
        roster.append(("index", i), ("name", names[-1]), ("key id", keys[-1][2:10]), ("key", keys[-1][10:]))
    parts = [names, [key[2:10] for key in keys], [key[10:] for key in keys], [c[0] for c in commitments]]
    need(all(len(set(part)) == n for part in parts), "something twice")
    roster = roster.hash("roster")
    joint = ZERO
    for i in range(n):
        for degree in range(k):
            c, commitment = commitments[i][degree], proofs[i][degree][:32]
            t = Transcript("folkmoot/trustee-proof/1").append(("roster", roster), ("index", i + 1), ("degree", degree))
            e = t.append(("key", c), ("commitment", commitment)).challenge("knowledge")
            z = scalar(proofs[i][degree][32:])
            need(equal(times(z, G), add(point(commitment), times(e, point(c)))), "proof")
        joint = add(joint, point(commitments[i][0]))
    signed = text[: text.index(b"\nsignature ") + 1] if b"\nsignature " in text else text
    for i in range(n):
        verify_ed25519(keys[i][10:], hash_of("folkmoot/trustees/1", signed), s.hex("signature", 64))
    need(not s.lines, "lines after the end")
    need(any(encode(joint)), "joint key")
    return encode(joint), roster, hash_of("folkmoot/trustees-transcript/1", text)


# --- the vectors ---


def same(got, expected):
    if got != expected:
        raise AssertionError("accepted, but with another value: %r, not %r" % (got, expected))


def unhex(fields, key):
    return bytes.fromhex(fields[key])


def unescape(text):
    out, i = bytearray(), 0
    while i < len(text):
        if text[i] != "\\":
            out += text[i].encode()
            i += 1
        elif text[i + 1] == "x":
            out.append(int(text[i + 2 : i + 4], 16))
            i += 4
        else:
            out += {"n": b"\n", "t": b"\t", "\\": b"\\"}[text[i + 1]]
            i += 2
    return bytes(out)


def run_multiple(f):
    p = times(int(f["n"]), G)
    same(encode(p), unhex(f, "point"))
    need(any(encode(p)), "the identity")


def run_payload(f):
    same(payload_of(point(unhex(f, "point"))), unhex(f, "payload"))


def pieces(data):
    return [data[i : i + 30] for i in range(0, len(data), 30)]


def run_sealed(f):
    context, body = Context(f), unhex(f, "body")
    ballot = Ballot(body)
    ballot.verify(context)
    code = confirmation_code(context, body)
    same(code, unhex(f, "code"))
    same(code_text(code), f["code-text"])
    x = scalar(unhex(f, "secret"))
    same([payload_of(minus(b, times(x, a))) for a, b in zip(ballot.a, ballot.b)], pieces(unhex(f, "payloads")))


def run_opening(f):
    context, body = Context(f), unhex(f, "body")
    again = Ballot(body).seal_again(context, pieces(unhex(f, "payloads")), unhex(f, "nonce"))
    need(again == body, "does not open")


def run_set_hash(f):
    data = unhex(f, "codes")
    codes = [data[i : i + 32] for i in range(0, len(data), 32)]
    need(codes == sorted(set(codes)), "order")
    same(set_hash(codes), unhex(f, "hash"))


def run_container(f):
    parts = unescape(f["file"]).split(b"\n", 4)
    need(len(parts) == 5, "no signature")
    verify_minisig(b"\n".join(parts[:4]) + b"\n", parts[4], f["public"])
    same(parts[4], unhex(f, "body"))


def run_statement(f):
    s = Statement(unescape(f["text"]), b"folkmoot example 1")
    s.value("name")
    while s.lines and s.lines[0].startswith(b"count "):
        s.number("count")
    s.hex("hash", 4)
    need(not s.lines, "lines after the end")


def run_trustees(f):
    expected = read_trustees(unescape(f["text"]))
    same(expected, (unhex(f, "joint-key"), unhex(f, "roster"), unhex(f, "transcript")))


KINDS = {
    "point": lambda f: point(unhex(f, "bytes")),
    "scalar": lambda f: scalar(unhex(f, "bytes")),
    "multiple": run_multiple,
    "hash-to-group": lambda f: same(encode(hash_to_group(unhex(f, "input"))), unhex(f, "point")),
    "hash-of": lambda f: same(hash_of(f["purpose"], unhex(f, "data")), unhex(f, "hash")),
    "ed25519": lambda f: verify_ed25519(unhex(f, "public"), unhex(f, "message"), unhex(f, "signature")),
    "text": lambda f: clean(unhex(f, "bytes").replace(b"\n", b"")),
    "payload": run_payload,
    "sealed": run_sealed,
    "opening": run_opening,
    "code-typed": lambda f: same(code_typed(f["typed"]), f["text"]),
    "set-hash": run_set_hash,
    "minisig": lambda f: verify_minisig(unescape(f["file"]), unhex(f, "data"), f["public"]),
    "container": run_container,
    "statement": run_statement,
    "trustees": run_trustees,
}


def blocks(path):
    fields = {}
    with open(path, encoding="utf-8") as file:
        for line in file.read().split("\n"):
            if line.startswith("#"):
                continue
            if line:
                key, _, value = line.partition(":")
                fields[key] = value[1:]
            elif fields:
                yield fields
                fields = {}
    if fields:
        yield fields


def run(fields):
    """None where the vector is read as it should be, else what is wrong."""
    try:
        KINDS[fields["kind"]](fields)
        return None if fields["expect"] == "ok" else "accepted, expected: " + fields["expect"]
    except Refused as refused:
        return None if fields["expect"] != "ok" else "refused: %s" % refused
    except AssertionError as error:
        return str(error)


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "vectors")
    counts, failed = {}, 0
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".txt"):
            continue
        for fields in blocks(os.path.join(folder, name)):
            if fields["kind"] not in KINDS:
                continue
            wrong = run(fields)
            if wrong:
                failed += 1
                print("not ok - %s: %s" % (name, wrong))
            else:
                counts[fields["kind"]] = counts.get(fields["kind"], 0) + 1
    for kind in KINDS:
        print("%s - the documents alone: %d vectors of kind %s" % ("ok" if counts.get(kind) else "not ok", counts.get(kind, 0), kind))
    return 1 if failed or len(counts) < len(KINDS) else 0


if __name__ == "__main__":
    sys.exit(main())
