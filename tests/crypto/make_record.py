"""Makes practice records of a count, after crypto/PROTOCOL.md and crypto/FORMAT.md: every key is at hand, so a record can be changed
anywhere and its hashes and signatures be made to fit again. It shares no code with Folkmoot."""

import base64
import hashlib
import os
import sys

sys.dont_write_bytecode = True

import formats
import moderation
import proofs
import prove
from ristretto import G, L, Transcript, encode, hash_of, hash_to_group, list_hash, point, set_hash, times
from verify_ballot import Ballot, confirmation_code



def u(size, value):
    return value.to_bytes(size, "little")


class Key:
    """An Ed25519 key as minisign has it."""

    def __init__(self, seed, key_id=None):
        digest = hashlib.sha512(seed).digest()
        self.a = int.from_bytes(digest[:32], "little") & ((1 << 254) - 8) | 1 << 254
        self.prefix, self.key = digest[32:], compress(times(self.a, G))
        self.id = key_id or b"PRAC" + hashlib.sha256(self.key).digest()[:4]
        self.text = base64.b64encode(b"Ed" + self.id + self.key).decode()

    def sign(self, message):
        r = int.from_bytes(hashlib.sha512(self.prefix + message).digest(), "little") % L
        point_r = compress(times(r, G))
        k = int.from_bytes(hashlib.sha512(point_r + self.key + message).digest(), "little") % L
        return point_r + u(32, (r + k * self.a) % L)

    def minisig(self, data, comment):
        first = self.sign(hashlib.blake2b(data).digest())
        second = self.sign(first + comment.encode())
        lines = ["untrusted comment: signature of a Folkmoot file", base64.b64encode(b"ED" + self.id + first).decode()]
        lines += ["trusted comment: " + comment, base64.b64encode(second).decode()]
        return ("\n".join(lines) + "\n").encode()

    def container(self, body, comment):
        return self.minisig(body, comment) + body

    def public_file(self):
        return ("untrusted comment: minisign public key %s\n%s\n" % (self.id[::-1].hex().upper(), self.text)).encode()


def compress(p):
    x, y, z, _ = p
    inverse = pow(z, -1, 2**255 - 19)
    x, y = x * inverse % (2**255 - 19), y * inverse % (2**255 - 19)
    return u(32, y | (x & 1) << 255)


def text(words):
    data = words.encode()
    return u(2, len(data)) + data + b"\0"


def texts(words):
    """One text in an election of one language."""
    return b"\1" + text(words)


def manifest(files):
    return "".join("%s  %s\n" % (hashlib.sha256(data).hexdigest(), name) for name, data in sorted(files.items())).encode()


class Trustees:
    def __init__(self, n, k, seed):
        self.n, self.k = n, k
        self.keys = [Key(hashlib.sha256(seed + b"identity%d" % i).digest()) for i in range(n)]
        names = ["Trustee %s" % "ABCDEFGHIJKLMNOP"[i] for i in range(n)]
        self.coefficients = [prove.scalars(k) for _ in range(n)]
        roster = Transcript("folkmoot/trustee-roster/1").append(("trustees", n), ("threshold", k))
        for i, (name, key) in enumerate(zip(names, self.keys), 1):
            roster.append(("index", i), ("name", name.encode()), ("key id", key.id), ("key", key.key))
        roster = roster.hash("roster")
        lines = ["folkmoot trustees 1", "practice yes", "trustees %d" % n, "threshold %d" % k]
        for i, (name, key, row) in enumerate(zip(names, self.keys, self.coefficients), 1):
            lines += ["trustee %d" % i, "name " + name, "identity " + key.text]
            points = [encode(times(c, G)) for c in row]
            lines += ["commitment " + p.hex() for p in points]
            for degree, (c, p) in enumerate(zip(row, points)):
                nonce = prove.draw()
                t = Transcript("folkmoot/trustee-proof/1").append(("roster", roster), ("index", i), ("degree", degree))
                commitment = encode(times(nonce, G))
                e = t.append(("key", p), ("commitment", commitment)).challenge("knowledge")
                lines.append("proof " + (commitment + u(32, (nonce + e * c) % L)).hex())
        unsigned = ("\n".join(lines) + "\n").encode()
        digest = hash_of("folkmoot/trustees/1", unsigned)
        self.transcript = unsigned + "".join("signature %s\n" % key.sign(digest).hex() for key in self.keys).encode()
        self.hash = hash_of("folkmoot/trustees-transcript/1", self.transcript)
        self.joint = encode(times(sum(row[0] for row in self.coefficients) % L, G))

    def share(self, index):
        return sum(c * index**degree for row in self.coefficients for degree, c in enumerate(row)) % L


class ContestPlan:
    def __init__(self, number, kind, projects, budget=1000, max_length=0, points=(0, 0, 0)):
        self.id, self.kind, self.count, self.budget, self.points = number, kind, projects, budget, points
        self.max_length = 1 if kind == formats.CHOOSE_ONE else max_length

    def encode(self, prefix):
        most = self.budget if self.kind == formats.KNAPSACK else 0
        data = u(2, self.id) + u(1, self.kind) + texts("Contest %d" % self.id) + texts("Choose.") + u(8, self.budget)
        data += u(4, 0) + u(4, self.max_length) + u(8, 0) + u(8, most) + b"".join(u(4, value) for value in self.points) + u(8, 0)
        self.ids = ["%s%d" % (prefix, i + 1) for i in range(self.count)]
        self.min_points, self.max_points, self.max_sum_points = self.points
        self.type = self.kind
        self.radices = formats.radices(self, self.count)
        self.width = formats.width_of(self)
        data += u(1, self.width) + u(2, self.count)
        for i, name in enumerate(self.ids):
            data += text(name) + u(8, 100 + 10 * (i % 50)) + u(4, 0) + u(2, 0) + texts("Project " + name) + texts("") * 9
        return data

    def payload(self, digits):
        number = 0
        for digit, radix in reversed(list(zip(digits, self.radices))):
            number = number * radix + digit
        return u(30 * self.width, number)


class TextPlan:
    """A question that is answered in words."""

    def __init__(self, number):
        self.id, self.type, self.width, self.max_length = number, formats.ANSWER_TEXT, 16, 0

    def encode(self, _):
        data = u(2, self.id) + u(1, self.type) + texts("Question %d" % self.id) + texts("Write a few words.")
        return data + u(8, 0) + u(4, 0) * 2 + u(8, 0) * 2 + u(4, 0) * 3 + u(8, 0) + u(1, 16) + u(2, 0)

    def payload(self, words):
        return words.encode().ljust(480, b"\0")


class Record:
    """Files by name, and every key that signed them."""

    def __init__(self, contests, styles, n=3, k=2, kiosks=2, seed=b"record", admission=0, places=(), tags=(), mixers=3, signer=None, counting=bytes(5)):
        prove.RANDOM.seed(seed)
        self.files, self.seed = {}, seed
        self.digests, self.proved = {}, {}  # of files of texts
        self.organiser, self.trustees = self.key(b"organiser"), Trustees(n, k, seed)
        self.signer = self.key(signer) if signer else self.organiser
        self.mixers = [("Mixer %d" % (i + 1), self.key(b"mixer%d" % i)) for i in range(mixers)]
        self.contests, self.styles = contests, styles
        self.tags = dict(tags)
        self.kiosks = [("Kiosk %d" % (i + 1), (list(places) or ["Library"])[i % max(1, len(places))], self.key(b"kiosk%d" % i)) for i in range(kiosks)]
        self.files["organiser.pub"] = self.signer.public_file()
        self.files["trustees.transcript"] = self.trustees.transcript
        self.definition(admission, places, counting)
        self.roster()

    def key(self, label):
        return Key(hashlib.sha256(self.seed + label).digest())

    def definition(self, admission, places, counting):
        """`counting`: rule, satisfaction, completion, exhaustive, ties."""
        data = b"FME1\1" + text("invented-vote") + u(4, 1) + text("GBP") + b"\2" + text("2026-05-01") + text("2026-05-31")
        data += b"\1" + text("en") + texts("An invented vote") + texts("Riverside") + u(1, admission) + u(2, 180) + u(2, 45)
        data += counting + u(8, 100) + b"\0" + u(1, len(self.contests))
        data += b"".join(contest.encode("%d-" % contest.id) for contest in self.contests)
        data += u(1, len(self.styles))
        for i, style in enumerate(self.styles, 1):
            data += texts("District %d" % i) + u(1, len(style)) + bytes(style)
        data += self.trustees.joint + self.trustees.hash + bytes([self.trustees.n, self.trustees.k])
        data += self.organiser.id + self.organiser.key + u(1, len(self.mixers))
        data += b"".join(text(name) + key.id + key.key for name, key in self.mixers)
        data += u(2, len(places)) + b"".join(text(place) for place in places) + u(4, len(self.tags))
        hashed = sorted((hash_of("folkmoot/issued-tag/1", tag), where) for tag, where in self.tags.items())
        data += b"".join(u(2, place) + u(1, style) + tag for tag, (place, style) in hashed)
        self.election = hash_of("folkmoot/election/1", data)
        self.files["election.election"] = self.signer.container(data, "folkmoot election invented-vote revision 1")

    def roster(self, revision=1):
        lines = ["folkmoot roster 1", "practice yes", "election " + self.election.hex(), "revision %d" % revision, "kiosks %d" % len(self.kiosks)]
        for name, place, key in self.kiosks:
            lines += ["name " + name, "place " + place, "key " + key.text]
        body = ("\n".join(lines) + "\n").encode()
        self.files["roster.roster"] = self.signer.container(body, "folkmoot roster %s revision %d" % (self.election.hex(), revision))

    # ballots: (style, tag, [digits of each contest of the style])

    def seal(self, kiosk, style, tag, votes, raw=None):
        context = proofs_context(self, kiosk)
        ballot = Ballot.__new__(Ballot)
        contests = [self.contests[i] for i in self.styles[style]]
        ballot.style, ballot.tag, ballot.contests = style, tag, [(c.id, c.width) for c in contests]
        payload = raw or b"".join(c.payload(digits) for c, digits in zip(contests, votes))
        payloads = [payload[i : i + 30] for i in range(0, len(payload), 30)]
        nonce = bytes(prove.RANDOM.randrange(256) for _ in range(32))
        body = ballot.seal_again(context, payloads, nonce)
        return confirmation_code(context, body), body, nonce, payloads

    def export(self, kiosk, cast, spoiled, state="closed", number=1):
        """`cast` and `spoiled` are what seal() returned."""
        name, place, key = self.kiosks[kiosk]
        cast, spoiled = sorted(cast), sorted(spoiled)
        files = {"ballots": b"FMB1" + u(4, len(cast)) + b"".join(u(2, len(row[1])) + row[1] for row in cast)}
        files["spoiled"] = b"FMS1" + u(4, len(spoiled))
        files["spoiled"] += b"".join(u(2, len(body)) + body + nonce + b"".join(parts) for _, body, nonce, parts in spoiled)
        head = hash_of("folkmoot/log-start/1", key.key)
        counts = "sealed %d, spoiled %d" % (len(cast), len(spoiled))
        story = ["boot the kiosk's program started", "seal", "import election invented-vote revision 1, roster revision 1, hash %s" % self.election.hex()[:16]]
        story += ["open sealed 0, spoiled 0"] + (["close " + counts] if state == "closed" else []) + ["seal"]
        log, signer, seals = b"", key, 0
        for i, words in enumerate(story, 1):
            if words == "seal":
                named = Key(hashlib.sha256(key.key + b"epoch %d" % seals).digest())
                sealed = signer.sign(hash_of("folkmoot/log-seal/1", key.key + u(4, i) + head + named.key))
                words += " %d %s %s" % (seals, base64.b64encode(named.key).decode(), base64.b64encode(sealed).decode())
                signer, seals = named, seals + 1
            line = ("%d 2026-05-01T09:00:00Z %s" % (i, words)).encode()
            head = Transcript("folkmoot/log-line/1").append(("previous", head), ("line", line)).hash("head")
            log += line + b" " + head.hex().encode() + b"\n"
        files["log.txt"] = log
        lines = ["folkmoot report 1", "practice yes", "election " + self.election.hex(), "roster 1", "name " + name, "place " + place]
        lines += ["key " + key.text, "number %d" % number, "previous " + bytes([number > 1] * 32).hex(), "state " + state]
        lines += ["closing %d" % (state == "closed"), "started %d" % len(cast), "cast %d" % len(cast)]
        lines += ["challenged %d" % len(spoiled), "timed-out 0", "left 0", "sealed %d" % len(cast), "spoiled %d" % len(spoiled)]
        lines += ["sealed-set " + set_hash([row[0] for row in cast]).hex(), "spoiled-set " + set_hash([row[0] for row in spoiled]).hex()]
        lines += ["log-head " + head.hex(), "log-lines %d" % len(story)]
        files["report.txt"] = ("\n".join(lines) + "\n").encode()
        folder = "exports/folkmoot-%s-%s-%04d/" % (self.election.hex()[:8], key.key.hex()[:8], number)
        self.files.update({folder + file: data for file, data in files.items()})
        self.sign_export(folder, key, number)
        return folder

    def sign_export(self, folder, key, number):
        files = {file: self.files[folder + file] for file in ("ballots", "log.txt", "report.txt", "spoiled")}
        listed = self.files[folder + "manifest.sha256"] = manifest(files)
        comment = "folkmoot export %s %s %d" % (self.election.hex(), key.key.hex(), number)
        self.files[folder + "manifest.sha256.minisig"] = key.minisig(listed, comment)

    def loss(self, kiosk, number, digest):
        name, place, key = self.kiosks[kiosk]
        lines = ["folkmoot loss 1", "practice yes", "election " + self.election.hex(), "name " + name, "place " + place]
        lines += ["key " + key.text, "export %d" % number, "manifest " + digest.hex(), "reason It fell into the river."]
        body = ("\n".join(lines) + "\n").encode()
        comment = "folkmoot loss %s %s" % (self.election.hex(), key.key.hex())
        self.files["losses/loss-" + key.key.hex()[:8]] = self.signer.container(body, comment)

    # mixes and factors

    def first_lists(self, counted):
        """`counted`: (style, sealed ballot) of each ballot that counts, ascending by code."""
        self.lists = []
        for number, contest in enumerate(self.contests):
            rows = []
            for style, body in counted:
                if number in self.styles[style]:
                    before = sum(self.contests[i].width for i in self.styles[style] if i < number)
                    start = 36 + 3 * len(self.styles[style]) + 128 * before
                    parts = [body[start + 128 * k : start + 128 * k + 64] for k in range(contest.width)]
                    rows.append([(point(part[:32]), point(part[32:])) for part in parts])
            self.lists.append(prove.List(contest, rows))

    def mix(self, number, mixer):
        key, start = self.mixers[mixer][1], "mixes/%d/" % number
        context = proofs.MixContext(self.election, self.trustees.joint, key.key, number)
        after = []
        for before in self.lists:
            order = list(range(before.count))
            prove.RANDOM.shuffle(order)
            entries, pieces = prove.shuffle(context, before, order)
            contest = before.contest
            head = self.election + u(4, number) + u(2, contest.id) + u(1, contest.width) + u(4, before.count)
            self.files[start + "contest-%05d.list" % contest.id] = b"FML1" + head + entries.data
            self.files[start + "contest-%05d.proof" % contest.id] = b"FMP1" + head + b"".join(pieces)
            after.append(entries)
        self.sign_mix(number, mixer, self.lists)
        self.lists = after

    def list_hash_of(self, contest, data):
        entries = data[47:]
        return list_hash(contest.id, contest.width, len(entries) // (64 * contest.width), entries)

    def sign_mix(self, number, mixer, before=None):
        (name, key), start = self.mixers[mixer], "mixes/%d/" % number
        previous = hashlib.sha256(self.files["mixes/%d/mix.txt" % (number - 1)]).digest() if number > 1 else bytes(32)
        lines = ["folkmoot mix 1", "practice yes", "election " + self.election.hex(), "mix %d" % number, "name " + name]
        lines += ["key " + key.text, "previous " + previous.hex(), "contests %d" % len(self.contests)]
        for i, contest in enumerate(self.contests):
            files = [self.files[start + "contest-%05d.%s" % (contest.id, word)] for word in ("list", "proof")]
            if before:
                old = proofs.hash_of_list(before[i])
            else:
                old = bytes.fromhex(self.files[start + "mix.txt"].decode().split("input ")[i + 1][:64])
            count = int.from_bytes(files[0][43:47], "little")
            lines += ["contest %d" % contest.id, "count %d" % count, "input " + old.hex()]
            lines += ["output " + self.list_hash_of(contest, files[0]).hex()]
            lines += ["list " + hashlib.sha256(files[0]).hexdigest(), "proof " + hashlib.sha256(files[1]).hexdigest()]
        data = self.files[start + "mix.txt"] = ("\n".join(lines) + "\n").encode()
        self.files[start + "mix.txt.minisig"] = key.minisig(data, "folkmoot mix %s %d" % (self.election.hex(), number))

    def decrypt(self, quorum, each=0, kind="decryption", lists=None, wrong=None):
        """`wrong`: (trustee, entry) whose text is decrypted wrongly."""
        for index in quorum:
            weighted = proofs.weight(index, quorum) * self.trustees.share(index) % L
            y = times(weighted, G)
            context = proofs.FactorsContext(self.election, self.trustees.hash, quorum, index, y, encode(y))
            start = "%s/%s/trustee-%d." % (kind, "-".join(map(str, quorum)), index)
            for entries in lists or self.lists:
                if moderation.is_text(entries.contest):
                    proved = prove.prove_entries(context, entries, weighted, wrong[1] if wrong and wrong[0] == index else None)
                    self.put_texts(start, quorum, index, entries.contest, proved)
                    continue
                factors, parts = prove.prove_factors(context, entries, weighted, each) if entries.count else ([], [])
                contest = entries.contest
                data = self.factors_head(quorum, index, contest, entries.count, each) + b"".join(factors)
                data += b"".join(piece for part in parts for piece in part)
                self.files[start + "contest-%05d.factors" % contest.id] = data
            self.sign_factors(quorum, index, kind, lists or self.lists)

    def factors_head(self, quorum, index, contest, count, kind):
        data = b"FMF1" + self.election + self.trustees.hash + bytes([len(quorum)]) + bytes(quorum) + bytes([index])
        return data + u(2, contest.id) + u(1, contest.width) + u(4, count) + bytes([kind])

    def put_texts(self, start, quorum, index, contest, proved, withheld=()):
        """A trustee's file of texts, `withheld` entries as their leaf hashes."""
        head = self.factors_head(quorum, index, contest, len(proved), 2)
        leaves = [moderation.leaf_hash(entry, *parts) for entry, parts in enumerate(proved)]
        whole = [b"\0" + b"".join(factors + proof) for factors, proof in proved]
        name = start + "contest-%05d.factors" % contest.id
        self.files[name] = head + b"".join(b"\1" + leaf if e in withheld else whole[e] for e, leaf in enumerate(leaves))
        self.digests[name] = hashlib.sha256(head + b"".join(leaves)).digest()
        self.proved[name] = (start, quorum, index, contest, proved)

    def moderate(self, withheld, listed=None, key=None, only=None):
        """Takes entries {contest: [entries]} out, of trustee `only` or of all, and says so in the organiser's name; `listed`: says it of others."""
        for name, (start, quorum, index, contest, proved) in list(self.proved.items()):
            if only in (None, index):
                self.put_texts(start, quorum, index, contest, proved, withheld.get(contest.id, ()))
        lists = [entries for entries in self.lists if moderation.is_text(entries.contest)]
        lines = ["folkmoot moderation 1", "practice yes", "election " + self.election.hex(), "contests %d" % len(lists)]
        for entries in lists:
            out = sorted((withheld if listed is None else listed).get(entries.contest.id, ()))
            lines += ["contest %d" % entries.contest.id, "count %d" % entries.count, "list " + proofs.hash_of_list(entries).hex()]
            lines += ["withheld %d" % len(out)] + [line for entry in out for line in ("entry %d" % entry, "reason It names a person.")]
        data = self.files[moderation.STATEMENT] = ("\n".join(lines) + "\n").encode()
        self.files[moderation.STATEMENT + ".minisig"] = (key or self.signer).minisig(data, "folkmoot moderation " + self.election.hex())

    def sign_factors(self, quorum, index, kind="decryption", lists=None):
        lists = lists or self.lists
        start = "%s/%s/trustee-%d." % (kind, "-".join(map(str, quorum)), index)
        members = " ".join(map(str, quorum))
        lines = ["folkmoot %s 1" % kind, "practice yes", "election " + self.election.hex(), "trustees " + self.trustees.hash.hex()]
        lines += ["quorum " + members, "trustee %d" % index, "contests %d" % len(lists)]
        for entries in lists:
            name = start + "contest-%05d.factors" % entries.contest.id
            digest = self.digests.get(name) or hashlib.sha256(self.files[name]).digest()
            lines += ["contest %d" % entries.contest.id, "count %d" % entries.count, "list " + proofs.hash_of_list(entries).hex()]
            lines.append("factors " + digest.hex())
        data = self.files[start + "txt"] = ("\n".join(lines) + "\n").encode()
        comment = "folkmoot %s %s %d of %s" % (kind, self.election.hex(), index, members)
        self.files[start + "txt.minisig"] = self.trustees.keys[index - 1].minisig(data, comment)

    def draw(self, merged_codes, quorum):
        """R, and its factors in the record."""
        t = Transcript("folkmoot/draw/1").append(("election", self.election), ("set", set_hash(sorted(merged_codes))))
        p = hash_to_group(t.output("wide", "point"))
        self.decrypt(quorum, 0, "draw", [prove.List(prove.Contest(0, 1), [[(p, p)]])])
        return encode(times(sum(row[0] for row in self.trustees.coefficients) % L, p))

    def publish(self):
        files = {name: data for name, data in self.files.items() if name != "manifest.sha256"}
        self.files["manifest.sha256"] = manifest(files)

    def write(self, root):
        for name, data in self.files.items():
            path = os.path.join(root, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(data)

    def read(self, root):
        """Takes in what another program wrote into the folder."""
        for folder, _, names in os.walk(root):
            for name in names:
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    self.files[os.path.relpath(path, root)] = file.read()


def proofs_context(record, kiosk):
    class Context:
        election, key_bytes, kiosk_key = record.election, record.trustees.joint, record.kiosks[kiosk][2].key

    context = Context()
    context.kiosk, context.key = Context.kiosk_key, point(record.trustees.joint)
    return context


def ordinary(contests, styles, votes, spoiled=(), kiosks=2, mixers=(0, 1), quorum=(1, 3), each=0, **options):
    """A whole record up to the factors. `votes` and `spoiled`: (kiosk, style, [digits of each contest])."""
    record = Record(contests, styles, kiosks=kiosks, **options)
    sealed = [(kiosk, style, record.seal(kiosk, style, bytes(32), digits)) for kiosk, style, digits in votes]
    opened = [(kiosk, record.seal(kiosk, style, bytes(32), digits)) for kiosk, style, digits in spoiled]
    for kiosk in range(kiosks):
        record.export(kiosk, [row for k, _, row in sealed if k == kiosk], [row for k, row in opened if k == kiosk])
    record.first_lists([(style, row[1]) for _, style, row in sorted(sealed, key=lambda one: one[2][0])])
    for number, mixer in enumerate(mixers, 1):
        record.mix(number, mixer)
    record.decrypt(list(quorum), each)
    return record


def vector(**options):
    """The record of tests/crypto/vectors/record: two districts, one contest of width 2, a blank, an invalid and a challenged vote; counted
    by equal shares, completed by add1u."""
    contests = [ContestPlan(1, formats.APPROVAL, 5), ContestPlan(4, formats.POINTS, 16, points=(0, 60000, 0))]
    contests.append(ContestPlan(9, formats.CHOOSE_ONE, 3))
    votes = [(0, 0, [[1, 0, 1, 0, 0], [1] + [0] * 14 + [60000]]), (0, 1, [[0, 0, 0, 0, 0], [2]]), (0, 1, [[1, 1, 0, 0, 1], [0]])]
    votes += [(1, 0, [[0, 1, 1, 0, 0], [3] * 16]), (1, 1, [[1, 1, 1, 1, 1], [3]]), (1, 0, [[0, 0, 0, 0, 1], [60001] * 16])]
    return ordinary(contests, [[0, 1], [0, 2]], votes, [(0, 1, [[1, 1, 0, 0, 0], [1]])], counting=bytes([4, 0, 2, 0, 0]), **options)


def coded(lie=None):
    """A record with voting codes. Three kiosks, the first and the third in one place. Codes never issued, used in another place, for another
    district, on two kiosks, and many times on one; which of them count is drawn by trustees 1 and 3. `lie`: whoever counts takes others of the
    doubles ("choice"), one that was never issued ("unissued") or one of another place ("place") too, draws over the unissued too ("set"), or counts all
    that carry one code ("all"); everything else is made to fit."""
    contests, styles = [ContestPlan(1, formats.APPROVAL, 5), ContestPlan(2, formats.CHOOSE_ONE, 3)], [[0, 1], [0]]
    tags = [hashlib.sha256(b"tag %d" % i).digest() for i in range(10)]
    issued = {tag: (i // 6, i % 2) for i, tag in enumerate(tags[:9])}  # 0-5: Library, 6-8: Town hall; even ones: district 1
    record = Record(contests, styles, kiosks=3, seed=b"coded", admission=2, places=["Library", "Town hall"], tags=issued)
    used = [(0, 0, 0), (0, 1, 1), (1, 0, 6), (2, 0, 2)]  # kiosk, district, tag: as they should be
    used += [(0, 0, 9), (1, 0, 4), (0, 1, 4)]  # never issued, elsewhere, another district
    used += [(0, 1, 3), (2, 1, 3)] + [(0, 1, 5)] + [(2, 1, 5)] * 4 + [(1, 0, 8)] * 2  # twice, often on one kiosk, twice on one kiosk
    cast = []
    for n, (kiosk, style, tag) in enumerate(used):
        votes = [[n >> i & 1 for i in range(5)], [n % 4]][: len(styles[style])]
        cast.append((kiosk, style, tags[tag], record.seal(kiosk, style, tags[tag], votes)))
    for kiosk in range(3):
        record.export(kiosk, [row for k, _, _, row in cast if k == kiosk], [record.seal(kiosk, 0, tags[0], [[1] * 5, [1]])] if kiosk == 0 else [])
    good = [one for one in cast if issued.get(one[2]) == (int(one[0] == 1), one[1])]
    drawn = record.draw([row[0] for _, _, _, row in (cast if lie == "set" else good)], [1, 3])
    groups = {}
    for one in good:
        groups.setdefault(one[2], []).append(one)

    def rank(one):
        t = Transcript("folkmoot/draw-rank/1").append(("draw", drawn), ("tag", one[2]), ("kiosk", record.kiosks[one[0]][2].key))
        return t.hash("kiosk") + t.append(("code", one[3][0])).hash("rank")

    counted = good if lie == "all" else [(max if lie == "choice" else min)(group, key=rank) for group in groups.values()]
    counted = counted + {"unissued": cast[4:5], "place": cast[5:6]}.get(lie, [])
    counted.sort(key=lambda one: one[3][0])
    record.first_lists([(style, row[1]) for _, style, _, row in counted])
    for number in (1, 2):
        record.mix(number, number)
    record.decrypt([1, 2])
    return record


def asked(lie=None):
    """A record with a question in words: two quorums have opened the texts, and one entry is withheld. `lie`: it is taken out of one trustee's
    files only ("one"), of all without being listed ("unlisted"), listed and not taken out ("listed"), withheld by somebody else ("stranger"); votes for
    projects are left out in the same manner ("votes"); or a trustee opened a text wrongly ("wrong")."""
    record = Record([ContestPlan(1, formats.APPROVAL, 5), TextPlan(2)], [[0, 1]], seed=b"asked")
    words = ["The canal basin", "Jo Example is a thief", "", "Mill Lane"]
    cast = [(i % 2, record.seal(i % 2, 0, bytes(32), [[1, 0, i % 2, 0, 0], words[i]])) for i in range(len(words))]
    for kiosk in range(2):
        record.export(kiosk, [row for k, row in cast if k == kiosk], [])
    record.first_lists([(0, row[1]) for _, row in sorted(cast, key=lambda one: one[1][0])])
    record.mix(1, 0)
    record.mix(2, 1)
    for quorum in ([1, 3], [2, 3]):
        record.decrypt(quorum, wrong=(3, 2) if lie == "wrong" else None)
    out = {2: [1]}
    lies = {"one": {"only": 3}, "unlisted": {"listed": {}}, "stranger": {"key": record.key(b"stranger")}}
    if lie == "listed":
        record.moderate({}, listed=out)
    elif lie == "votes":
        record.moderate({})
        start, index = "decryption/1-3/trustee-3.", 3
        proved = [([bytes(32)], [bytes(32)] * 3)] * record.lists[0].count
        record.put_texts(start, [1, 3], index, record.lists[0].contest, proved, [0])
        record.sign_factors([1, 3], index)
    else:
        record.moderate(out, **lies.get(lie, {}))
    return record


if __name__ == "__main__":
    if sys.argv[2:3] == ["asked"]:
        asked(*sys.argv[3:]).write(sys.argv[1])
        sys.exit()
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit("make_record.py FOLDER [codes [LIE] | asked [LIE] | stolen]: writes a practice record, up to the factors")
    # stolen: the organiser's definition, signed with another key
    (coded(*sys.argv[3:]) if sys.argv[2:3] == ["codes"] else vector(signer=b"stranger" if sys.argv[2:] == ["stolen"] else None)).write(sys.argv[1])
