#!/usr/bin/env python3
"""A second reading of crypto/PROTOCOL.md, section 16: checks a whole record, in Python's standard library alone.

    verify_record.py RECORD [--organiser FILE.pub] [--values]

It shares no code with Folkmoot. It prints the ten steps and ends with "the result follows from the ballots" (exit 0), "broken" (1) or
"incomplete" (2). With --values it prints intermediate values instead, to compare another implementation's with.
"""

import argparse
import contextlib
import hashlib
import io
import os
import re
import sys

sys.dont_write_bytecode = True

import export
import formats
import moderation
import proofs
import published
from ristretto import Refused, Transcript, combine, encode, hash_of, hash_to_group, need, point, set_hash, total_of
from verify_ballot import Ballot, Statement, code_text, confirmation_code, read_trustees, verify_minisig

STEPS = ["election", "trustees", "roster", "exports", "closing", "merge", "mixes", "decryption", "votes", "result"]
EXPORT_FILES = ["ballots", "log.txt", "report.txt", "spoiled"]
PUBLISHED = ["codes.txt", "votes", "result.json", "result.csv", "readme.txt", "manifest.sha256"]
UNFINISHED = re.compile(r"mixes/\.[1-9][0-9]*\.part/.*|(decryption|draw)/(.*/)?\.folkmoot-.*|\.folkmoot-[0-9A-Za-z]{6}")
FOLDERS = {"exports": "exports", "closing": "losses", "merge": "draw", "mixes": "mixes", "decryption": "decryption"}
ZERO_TAG = bytes(32)
NOT_COUNTED = "not counted: carries a voting code "
NEVER_ISSUED = "that was never issued"
OTHER_PLACE = "that was issued for another place or another district"
ANOTHER = "of which another ballot counts"


class Incomplete(Exception):
    pass


@contextlib.contextmanager
def within(place):
    """Whatever is refused inside is told with its place."""
    try:
        yield
    except Refused as refused:
        raise Refused("%s: %s" % (place, refused)) from refused


class Folder:
    """The files of a record, each read once; what no step asks for is found at the end."""

    def __init__(self, root):
        self.root, self.names, self.used = root, set(), set()
        for folder, folders, names in os.walk(root):
            for name in folders + names:
                path = os.path.join(folder, name)
                relative = os.path.relpath(path, root).replace(os.sep, "/")
                need(not os.path.islink(path), relative + ": a link")
                if name in names:
                    self.names.add(relative)
        if "manifest.sha256" not in self.names:
            self.names = {name for name in self.names if not UNFINISHED.fullmatch(name)}

    def read(self, name):
        need(name in self.names, name + ": is missing")
        self.used.add(name)
        return self.read_anew(name)

    def read_anew(self, name):
        with open(os.path.join(self.root, name), "rb") as file:
            return file.read()

    def below(self, folder):
        """Names of what lies in a folder, ascending."""
        start = folder + "/"
        return sorted({name[len(start) :].split("/")[0] for name in self.names if name.startswith(start)})


def rank(drawn, cast):
    t = Transcript("folkmoot/draw-rank/1").append(("draw", drawn), ("tag", cast.tag), ("kiosk", cast.kiosk.key))
    by_kiosk = t.hash("kiosk")
    return by_kiosk, t.append(("code", cast.code)).hash("rank")


class Context:
    def __init__(self, definition, kiosk):
        self.election, self.key_bytes, self.kiosk = definition.hash, definition.joint_key, kiosk
        self.key = point(definition.joint_key)


class Cast:
    """One sealed ballot of an export."""

    def __init__(self, definition, kiosk, row, where):
        self.body, self.nonce, self.payloads = row
        self.kiosk, self.where = kiosk, where
        self.ballot = Ballot(self.body)
        context = Context(definition, kiosk.key)
        need(self.ballot.style < len(definition.styles), "an unknown ballot style")
        self.style = definition.styles[self.ballot.style]
        need(self.ballot.contests == [(c.id, c.width) for c in self.style], "the shape is not its style's")
        self.ballot.verify(context)
        self.code, self.tag = confirmation_code(context, self.body), self.ballot.tag
        need((self.tag == ZERO_TAG) == (definition.admission != 2), "a voting code where there are none, or none where there are")
        self.fate = "counted"
        if self.nonce is not None:
            self.fate = "test ballot"
            first = self.ballot.entries
            again = self.ballot.seal_again(context, self.payloads, self.nonce)
            need(again == self.body, "nonce and payloads are not this ballot's")
            self.ballot.entries = first

    def ciphertexts(self, contest):
        """The bytes and the points of a contest's ciphertexts."""
        start = 0
        for c in self.style:
            if c is contest:
                break
            start += c.width
        part = slice(start, start + contest.width)
        data = b"".join(a + b for a, b, _, _ in self.ballot.entries[part])
        return data, [p for pair in zip(self.ballot.a[part], self.ballot.b[part]) for p in pair]


class Verifier:
    def __init__(self, root, organiser):
        self.folder, self.organiser = Folder(root), organiser
        self.values = proofs.Values()
        self.wrong, self.lacking, self.notes = [], [], []  # of one step

    @contextlib.contextmanager
    def each(self):
        """Names what is wrong with one of several things of a step, and lets the step go on."""
        try:
            yield
        except Refused as refused:
            self.wrong.append(str(refused))

    # 1 to 3

    def election(self):
        with within("organiser.pub"):
            file = self.folder.read("organiser.pub")
            own = formats.read_public_file(file)
            need(file == formats.public_file(own), "not the first line of the one form")
            need(self.organiser in (None, own), "not the organiser's key that was given")
        if self.organiser is None:
            self.notes.append("the organiser's key was taken from the record itself")
        self.public = own
        with within("election.election"):
            body, comment = formats.read_container(self.folder.read("election.election"), own)
            self.definition = formats.Definition(body)
            expected = "folkmoot election %s revision %d" % (self.definition.id, self.definition.revision)
            formats.same(comment, expected, "the trusted comment")
            need(own == self.definition.organiser, "signed with another key than the organiser's named in it")
            practice = formats.practice_of(formats.public_key(own)[2:10])
            formats.same(practice, self.definition.practice, "practice or real")
        self.values.add("election", self.definition.hash)

    def trustees(self):
        name = "trustees.transcript"
        with within(name):
            text = self.folder.read(name)
            need(len(text) <= 131072, "too long")
            joint, roster, transcript = read_trustees(text)
            formats.same(joint, self.definition.joint_key, "the joint key")
            formats.same(transcript, self.definition.transcript, "the hash")
            s = Statement(text, b"folkmoot trustees 1")
            formats.practice_word(s, self.definition.practice)
            n, k = s.number("trustees"), s.number("threshold")
            formats.same((n, k), (self.definition.trustees, self.definition.threshold), "the number of trustees")
            self.names, self.identities, self.commitments = [], [], []
            for _ in range(n):
                s.number("trustee")
                self.names.append(s.value("name"))
                self.identities.append(s.value("identity"))
                self.commitments.append([point(s.hex("commitment", 32)) for _ in range(k)])
                for _ in range(k):
                    s.value("proof")
        self.values.add("joint-key", joint)
        self.values.add("trustee-roster", roster)
        self.values.add("trustees", transcript)
        self.share_keys = {i: proofs.share_key(i, self.commitments) for i in range(1, n + 1)}
        for i in range(1, n + 1):
            self.values.add("share-key %d" % i, encode(self.share_keys[i]))

    def roster(self):
        with within("roster.roster"):
            body, comment = formats.read_container(self.folder.read("roster.roster"), self.public)
            self.rostered = formats.Roster(body, comment, self.definition)

    # 4 and 5

    def exports(self):
        self.reports, self.cast = {}, []
        for name in self.folder.below("exports"):
            with self.each(), within("exports/" + name):
                self.export(name)
        seen = {}
        for cast in self.cast:
            for entry in cast.ballot.entries:
                other = seen.setdefault(entry[0], cast.where)
                if other is not cast.where:
                    self.wrong.append("%s and %s: one first component twice" % (other, cast.where))

    def export(self, name):
        start = "exports/%s/" % name
        files = {file: self.folder.read(start + file) for file in EXPORT_FILES}
        with within("report.txt"):
            report = export.Report(files["report.txt"], self.definition)
            kiosk = report.kiosk
            known = [k for k in self.rostered.kiosks if k.key == kiosk.key]
            need(known, "a kiosk that is not on the roster")
            same_kiosk = (known[0].name, known[0].place, known[0].text) == (kiosk.name, kiosk.place, kiosk.text)
            need(same_kiosk, "name, place or key id are not those of the roster")
            need(report.roster <= self.rostered.revision, "a later roster than the record's")
        election = self.definition.hash.hex()
        formats.same(name, "folkmoot-%s-%s-%04d" % (election[:8], kiosk.key.hex()[:8], report.number), "the folder's name")
        with within("manifest.sha256"):
            manifest = self.folder.read(start + "manifest.sha256")
            comment = verify_minisig(self.folder.read(start + "manifest.sha256.minisig"), manifest, kiosk.text)
            expected = "folkmoot export %s %s %d" % (election, kiosk.key.hex(), report.number)
            formats.same(comment, expected, "the trusted comment")
            listed = formats.read_manifest(manifest)
            need(list(listed) == EXPORT_FILES, "not these four files")
            for file, data in files.items():
                formats.same(hashlib.sha256(data).digest(), listed[file], "the hash of " + file)
        with within("log.txt"):
            export.read_log(files["log.txt"], report, self.definition)
        for i, file in ((0, "ballots"), (1, "spoiled")):
            with within(file):
                self.ballots_of(files[file], i, report, start + file)
        need(kiosk.key not in self.reports, "a second export of its kiosk")
        self.reports[kiosk.key] = (report, hashlib.sha256(manifest).digest())

    def ballots_of(self, data, i, report, where):
        rows = export.read_ballots(data, (b"FMB1", b"FMS1")[i], i == 1)
        cast = []
        for number, row in enumerate(rows, 1):
            place = "%s: ballot %d" % (where, number)
            with within("ballot %d" % number):
                cast.append(Cast(self.definition, report.kiosk, row, place))
        codes = [one.code for one in cast]
        need(all(a < b for a, b in zip(codes, codes[1:])), "the order of ballots")
        formats.same(len(codes), report.counts[i], "the number of ballots")
        formats.same(set_hash(codes), report.sets[i], "the set hash")
        self.cast += cast

    def closing(self):
        losses = {}
        for name in self.folder.below("losses"):
            with self.each(), within("losses/" + name):
                body, comment = formats.read_container(self.folder.read("losses/" + name), self.public)
                loss = formats.Loss(body, comment, self.definition)
                formats.same(name, "loss-" + loss.kiosk.key.hex()[:8], "the file's name")
                ours = [k for k in self.rostered.kiosks if k.key == loss.kiosk.key]
                need(ours, "a kiosk that is not on the roster")
                same_kiosk = (ours[0].name, ours[0].place, ours[0].text) == (loss.kiosk.name, loss.kiosk.place, loss.kiosk.text)
                need(same_kiosk, "name, place or key id are not those of the roster")
                losses[loss.kiosk.key] = loss
        for kiosk in self.rostered.kiosks:
            with self.each(), within("kiosk " + kiosk.name):
                report, manifest = self.reports.get(kiosk.key, (None, bytes(32)))
                loss, number = losses.get(kiosk.key), report.number if report else 0
                if not loss and (not report or report.state != "closed"):
                    self.lacking.append("kiosk %s: neither a closing export nor a loss declaration" % kiosk.name)
                if not loss:
                    continue
                need(not report or report.state != "closed", "declared lost, and closed")
                need(number <= loss.number, "an export after the one that the loss declaration names")
                if number < loss.number:
                    self.lacking.append("kiosk %s: export %d, which the loss declaration names" % (kiosk.name, loss.number))
                    continue
                formats.same(manifest, loss.manifest, "the export's manifest")
                self.notes.append("follows, except unknown ballots of kiosk %s after export %d" % (kiosk.name, loss.number))
        if self.lacking and not self.wrong:
            raise Incomplete("; ".join(self.lacking))

    # 6

    def merge(self):
        tagged, admitted = {}, []
        for cast in self.cast:
            if cast.nonce is not None:
                continue
            if cast.tag != ZERO_TAG:
                place, style = self.definition.tags.get(hash_of("folkmoot/issued-tag/1", cast.tag), (None, None))
                if place != cast.kiosk.place or style != cast.ballot.style:
                    cast.fate = NOT_COUNTED + (OTHER_PLACE if place else NEVER_ISSUED)
                    self.notes.append("excluded: %s, %s" % (cast.where, code_text(cast.code)))
                    continue
                tagged.setdefault(cast.tag, []).append(cast)
            admitted.append(cast)
        codes = sorted(cast.code for cast in admitted)
        self.values.add("merged-set", set_hash(codes))
        repeated = [group for group in tagged.values() if len(group) > 1]
        if repeated:
            drawn = self.draw(set_hash(codes))
            for group in repeated:
                for one in sorted(group, key=lambda one: rank(drawn, one))[1:]:
                    one.fate = NOT_COUNTED + ANOTHER
                    self.notes.append("excluded: %s, %s" % (one.where, code_text(one.code)))
        else:
            need(not self.folder.below("draw"), "draw: nothing is to be drawn")
        counted = sorted((one for one in admitted if one.fate == "counted"), key=lambda one: one.code)
        self.lists = []
        for contest in self.definition.contests:
            parts = [one.ciphertexts(contest) for one in counted if contest in one.style]
            data = b"".join(part[0] for part in parts)
            self.lists.append(formats.List(contest, data, [p for part in parts for p in part[1]]))
        self.list_values(0)

    def draw(self, merged):
        t = Transcript("folkmoot/draw/1").append(("election", self.definition.hash), ("set", merged))
        p = hash_to_group(t.output("wide", "point"))
        contest = formats.Contest()
        contest.id, contest.width = 0, 1
        self.values.add("draw point", encode(p))
        factors = self.quorums("draw", [formats.List(contest, encode(p) * 2, [p, p])])
        result = encode(total_of(parts[0] for parts in factors[0]))
        self.values.add("draw result", result)
        return result

    def list_values(self, number):
        for entries in self.lists:
            self.values.add("list %d contest %d" % (number, entries.contest.id), proofs.hash_of_list(entries))

    # 7

    def mixes(self):
        numbers = self.folder.below("mixes")
        expected = [str(i + 1) for i in range(len(numbers))]
        need(sorted(numbers) == sorted(expected), "mixes: folders other than 1, 2, 3 without a gap")
        self.mixed_by, previous = [], bytes(32)
        for number in range(1, len(numbers) + 1):
            with within("mixes/%d" % number):
                previous = self.mix(number, previous)
            self.list_values(number)
        if len(numbers) < 2:
            raise Incomplete("mixes: %d of at least two" % len(numbers))

    def mix(self, number, previous):
        start, definition = "mixes/%d/" % number, self.definition
        with within("mix.txt"):
            text = self.folder.read(start + "mix.txt")
            s = Statement(text, b"folkmoot mix 1")
            formats.practice_word(s, definition.practice)
            formats.same(s.hex("election", 32), definition.hash, "the election")
            formats.same(s.number("mix"), number, "its number")
            name, public = s.value("name"), s.value("key")
            data = formats.public_key(public)
            need((name, data[2:10], data[10:]) in definition.mixers, "no mixer of the election")
            need((name, public) not in self.mixed_by, "a mixer who has mixed before")
            self.mixed_by.append((name, public))
            formats.same(s.hex("previous", 32), previous, "the mix before")
            rows = formats.contest_rows(s, definition.contests, ["input", "output", "list", "proof"])
        with within("mix.txt.minisig"):
            comment = verify_minisig(self.folder.read(start + "mix.txt.minisig"), text, public)
            formats.same(comment, "folkmoot mix %s %d" % (definition.hash.hex(), number), "the trusted comment")
        context = proofs.MixContext(definition.hash, definition.joint_key, data[10:], number)
        self.lists = [self.mix_contest(start, context, entries, row) for entries, row in zip(self.lists, rows)]
        return hashlib.sha256(text).digest()

    def mix_contest(self, start, context, before, row):
        contest, number = before.contest, context.number
        names = ["contest-%05d.%s" % (contest.id, word) for word in ("list", "proof")]
        after = None
        for name, digest in zip(names, row[3:]):
            with within(name):
                data = self.folder.read(start + name)
                formats.same(hashlib.sha256(data).digest(), digest, "its SHA-256 in mix.txt")
                if after is None:
                    formats.same(row[0], before.count, "the number of entries")
                    formats.same(row[1], proofs.hash_of_list(before), "the input's hash")
                    after = formats.read_list(data, self.definition, number, contest, before.count)
                    formats.same(row[2], proofs.hash_of_list(after), "the output's hash")
                else:
                    pieces = formats.read_proof(data, self.definition, number, contest, before.count)
                    label = "mix %d contest %d" % (number, contest.id)
                    proofs.verify_shuffle(context, before, after, pieces, self.values, label)
        return after

    # 8

    def decryption(self):
        self.moderation = self.moderated() if any(moderation.is_text(entries.contest) for entries in self.lists) else None
        self.leaves = {}
        found = self.quorums("decryption", self.lists)
        self.messages = [proofs.messages(entries, factors) for entries, factors in zip(self.lists, found)]
        for entries, rows in zip(self.lists, self.messages):
            for i, row in enumerate(rows, 1):
                for k, message in enumerate(row or [], 1):
                    self.values.add("message contest %d entry %d point %d" % (entries.contest.id, i, k), encode(message))

    def moderated(self):
        """The organiser's statement about texts, if there is one."""
        names = [moderation.STATEMENT, moderation.STATEMENT + ".minisig"]
        if not self.folder.names & set(names):
            return None
        with within(names[0]):
            text, signature = [self.folder.read(name) for name in names]
            found = moderation.Moderation(text, signature, self.definition, self.lists, self.public)
        for entries in self.lists:
            withheld = len(found.withheld.get(entries.contest.id, ()))
            if withheld:
                self.notes.append("%d of %d texts of contest %d withheld by moderation" % (withheld, entries.count, entries.contest.id))
        return found

    def texts(self, data, context, entries, digest):
        """The factors of texts; only what moderation withholds may be left out, and all of it."""
        contest = entries.contest
        file = moderation.TextFactors(data, self.definition, context.quorum, context.index, contest, entries.count)
        formats.same(file.digest, digest, "what the trustee signed")
        withheld = self.moderation.withheld[contest.id] if self.moderation else set()
        for entry, given in enumerate(file.entries):
            need(given is not None or entry in withheld, "entry %d is left out, and not withheld by moderation" % entry)
            need(given is None or entry not in withheld, "entry %d is withheld by moderation, and here" % entry)
        self.leaves[tuple(context.quorum), context.index, contest.id] = file.leaves
        return moderation.verify(context, entries, file)

    def quorums(self, folder, lists):
        """For each list the factors of all members of the first complete quorum."""
        complete = []
        for name in self.folder.below(folder):
            with within("%s/%s" % (folder, name)):
                try:
                    quorum = [int(part) for part in name.split("-")]
                except ValueError as error:
                    raise Refused("the name of no quorum") from error
                need("-".join(map(str, quorum)) == name and quorum == sorted(set(quorum)), "the name of no quorum")
                need(len(quorum) == self.definition.threshold, "not as many members as the threshold")
                need(1 <= quorum[0] and quorum[-1] <= self.definition.trustees, "no trustee of that number")
                files = self.folder.below("%s/%s" % (folder, name))
                given = [i for i in quorum if "trustee-%d.txt" % i in files]
                factors = [self.member("%s/%s/" % (folder, name), folder, quorum, i, lists) for i in given]
                if given == quorum:
                    complete.append([list(parts) for parts in zip(*factors)])
                    self.quorum = quorum if len(complete) == 1 else self.quorum
        if not complete:
            raise Incomplete(folder + ": no complete quorum")
        for other in complete[1:]:
            for one, two in zip(complete[0], other):
                sums = [proofs.sums_of(members) for members in (one, two)]
                need(sums[0] == sums[1], folder + ": two quorums disagree")
        return complete[0]

    def member(self, start, kind, quorum, index, lists):
        definition, name = self.definition, "trustee-%d.txt" % index
        with within(name):
            text = self.folder.read(start + name)
            s = Statement(text, b"folkmoot %s 1" % kind.encode())
            formats.practice_word(s, definition.practice)
            formats.same(s.hex("election", 32), definition.hash, "the election")
            formats.same(s.hex("trustees", 32), definition.transcript, "the trustees' transcript")
            members = " ".join(map(str, quorum))
            formats.same(s.value("quorum"), members, "the quorum")
            formats.same(s.number("trustee"), index, "the trustee")
            rows = formats.contest_rows(s, [entries.contest for entries in lists], ["list", "factors"])
        with within(name + ".minisig"):
            comment = verify_minisig(self.folder.read(start + name + ".minisig"), text, self.identities[index - 1])
            expected = "folkmoot %s %s %d of %s" % (kind, definition.hash.hex(), index, members)
            formats.same(comment, expected, "the trusted comment")
        weighted = combine([proofs.weight(index, quorum)], [self.share_keys[index]])
        context = proofs.FactorsContext(definition.hash, definition.transcript, quorum, index, weighted, encode(weighted))
        self.values.add("%s %s trustee %d key" % (kind, "-".join(map(str, quorum)), index), context.key_bytes)
        found = []
        for entries, row in zip(lists, rows):
            contest = entries.contest
            file = "trustee-%d.contest-%05d.factors" % (index, contest.id)
            with within(file):
                data = self.folder.read(start + file)
                formats.same(row[0], entries.count, "the number of entries")
                formats.same(row[1], proofs.hash_of_list(entries), "the hash of the list")
                if moderation.is_text(contest):
                    found.append(self.texts(data, context, entries, row[2]))
                    continue
                formats.same(hashlib.sha256(data).digest(), row[2], "its SHA-256 in " + name)
                factors, parts, each = formats.read_factors(data, definition, quorum, index, contest, entries.count)
                label = "%s %s trustee %d contest %d" % (kind, "-".join(map(str, quorum)), index, contest.id)
                found.append(proofs.verify_factors(context, entries, factors, parts, each, self.values, label))
        return found

    # 9 and 10

    def votes(self):
        lines, self.counts, undecided = ["folkmoot votes 1"], [], False
        for entries, rows in zip(self.lists, self.messages):
            contest = entries.contest
            found = sorted((formats.vote_line(contest, row) for row in rows if row is not None), key=lambda vote: vote[0])
            withheld = sorted(self.stands_for(contest, entry) for entry, row in enumerate(rows) if row is None)
            lines += ["contest %d" % contest.id, "votes %d" % len(rows)] + [vote[1] for vote in found]
            lines += ["withheld " + one for one in withheld]
            self.counts.append(published.Count(self.definition, contest, [vote[2] for vote in found], withheld))
            undecided = undecided or (moderation.is_text(contest) and not self.moderation and any(not vote[1].startswith("blank") for vote in found))
        need(not undecided or not self.folder.names & set(PUBLISHED), "texts are published without the organiser's moderation")
        if undecided:
            raise Incomplete("the organiser has not decided which texts are published")
        if not self.folder.names & set(PUBLISHED):
            self.known_files("")
            raise Incomplete("nothing is published yet")
        self.compare("votes", lines)

    def stands_for(self, contest, entry):
        """The hash in the place of a withheld text."""
        leaves = [self.leaves[tuple(self.quorum), index, contest.id][entry] for index in self.quorum]
        return moderation.withheld_hash(contest, entry, leaves).hex()

    def compare(self, name, lines):
        """A text file against the lines it must have."""
        with within(name):
            text = self.folder.read(name)
            need(not text or text.endswith(b"\n"), "no last newline")
            found = formats.clean_lines(text).split("\n")[:-1]
            for number, (one, line) in enumerate(zip(found, lines), 1):
                need(one == line, "line %d is not: %s" % (number, line))
            formats.same(len(found), len(lines), "the number of lines")

    def result(self):
        self.compare("codes.txt", ["%s %s" % (code_text(one.code), one.fate) for one in sorted(self.cast, key=lambda one: one.code)])
        with within("result.csv"):
            found, expected = self.folder.read("result.csv"), published.result_csv(self.definition, self.counts)
            rows = zip(found.split(b"\n"), expected.split(b"\n"))
            wrong = [i for i, (one, other) in enumerate(rows, 1) if one != other]
            need(found == expected, "not what follows, from line %s on" % (wrong or ["?"])[0])
        with within("result.json"):
            expected = published.result_json(self.definition, self.facts(), self.counts)
            published.agree(published.read_json(self.folder.read("result.json")), expected, "result")
        self.folder.read("readme.txt")
        with within("manifest.sha256"):
            listed = formats.read_manifest(self.folder.read("manifest.sha256"))
            for name in sorted(self.folder.names - {"manifest.sha256"}):
                need(name in listed, name + " is not listed")
                formats.same(hashlib.sha256(self.folder.read_anew(name)).digest(), listed.pop(name), "the hash of " + name)
            need(not listed, "files that are not there: " + ", ".join(listed))

    def facts(self):
        """What result.json says beside the election and its contests."""
        kiosks, excluded = [], {}
        for one in sorted(self.cast, key=lambda one: one.code):
            if one.fate.startswith("not counted: "):
                excluded.setdefault(one.fate[len("not counted: ") :], []).append(code_text(one.code))
        for kiosk in self.rostered.kiosks:
            report = self.reports.get(kiosk.key, (None,))[0]
            row = {"name": kiosk.name, "place": kiosk.place, "key": kiosk.text}
            row["closed"] = bool(report) and report.state == "closed"
            if report:
                row.update({"export": report.number, "closing": report.closing, "ballots": report.counts[0]})
                row.update({"test_ballots": report.counts[1], "timed_out": report.timed_out, "left": report.left})
                row["set"] = report.sets[0].hex()
            kiosks.append(row)
        reasons = [NOT_COUNTED[len("not counted: ") :] + words for words in (NEVER_ISSUED, OTHER_PLACE, ANOTHER)]
        rows = [{"reason": reason, "count": len(excluded[reason]), "codes": excluded[reason]} for reason in reasons if reason in excluded]
        return {
            "exceptions": ...,
            "organiser_key": self.public,
            "joint_key": self.definition.joint_key.hex(),
            "mixers": [{"name": name, "key": key} for name, key in self.mixed_by],
            "quorum": [{"trustee": i, "name": self.names[i - 1]} for i in self.quorum],
            "ballots": sum(one.fate == "counted" for one in self.cast),
            "test_ballots": sum(one.fate == "test ballot" for one in self.cast),
            "excluded": rows,
            "kiosks": kiosks,
        }

    def known_files(self, start):
        """Files that no step has asked for do not belong to a record."""
        strange = sorted(name for name in self.folder.names - self.folder.used if name.startswith(start))
        self.wrong += [name + ": does not belong here" for name in strange]

    def run(self):
        """0, 1 or 2; prints one line for each step."""
        broken = incomplete = False
        stopped = False
        for number, step in enumerate(STEPS, 1):
            if stopped:
                print("%d. %s: not checked" % (number, step))
                continue
            self.wrong, self.lacking, self.notes, lacking = [], [], [], None
            try:
                getattr(self, step)()
            except Refused as refused:
                self.wrong.append(str(refused))
            except Incomplete as missing:
                lacking = str(missing)
            if not self.wrong and (step in FOLDERS or step == "result"):
                self.known_files(FOLDERS[step] + "/" if step in FOLDERS else "")
            lacking = None if self.wrong else lacking
            broken, incomplete = broken or bool(self.wrong), incomplete or bool(lacking)
            stopped = bool(self.wrong) or bool(lacking)
            words = self.wrong + ([lacking] if lacking else []) or ["ok"]
            print("%d. %s: %s" % (number, step, "; ".join(words + ["note: " + note for note in self.notes])))
        print("broken" if broken else "incomplete" if incomplete else "the result follows from the ballots")
        return 1 if broken else 2 if incomplete else 0


def main():
    parser = argparse.ArgumentParser(description="Checks a record from crypto/PROTOCOL.md and crypto/FORMAT.md alone.")
    parser.add_argument("record")
    parser.add_argument("--organiser", metavar="FILE.pub", help="the organiser's public key, got in another way than with the record")
    parser.add_argument("--values", action="store_true", help="print intermediate values instead")
    options = parser.parse_args()
    organiser = None
    try:
        if options.organiser:
            with open(options.organiser, "rb") as file:
                organiser = formats.read_public_file(file.read())
        need(os.path.isdir(options.record), options.record + ": no folder")
        verifier = Verifier(options.record, organiser)
    except (Refused, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    if not options.values:
        return verifier.run()
    with contextlib.redirect_stdout(io.StringIO()):
        status = verifier.run()
    print("\n".join(verifier.values.lines))
    return status


if __name__ == "__main__":
    sys.exit(main())
