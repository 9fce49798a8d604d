"""An export of a kiosk, read as crypto/FORMAT.md says: ballots, report, log. Written from crypto/FORMAT.md alone; no code of Folkmoot's."""

import re

from formats import Kiosk, end, practice_word, same
from ristretto import Refused, Transcript, hash_of, need, verify_ed25519
from verify_ballot import Cutter, Statement, clean, from_base64


def read_ballots(data, magic, openings):
    """A list of (sealed ballot, nonce, payloads); nonce and payloads are None in the file `ballots`."""
    cut = Cutter(data)
    need(cut.take(4) == magic, "not a file of this kind")
    count = cut.number(4)
    need(count <= 1000000, "too many ballots")
    rows = []
    for _ in range(count):
        length = cut.number(2)
        need(1 <= length <= 3900, "length of a ballot")
        body = cut.take(length)
        nonce = payloads = None
        if openings:
            need(length >= 36, "length of a ballot")
            points = (length - 36 - 3 * body[35]) // 128
            nonce, payloads = cut.take(32), [cut.take(30) for _ in range(points)]
        rows.append((body, nonce, payloads))
    need(not cut.data, "bytes after the end")
    return rows


class Report:
    def __init__(self, data, definition):
        need(len(data) < 4096, "too long")
        s = Statement(data, b"folkmoot report 1")
        practice_word(s, definition.practice)
        self.election = definition.hash
        same(s.hex("election", 32), self.election, "the election")
        self.roster = s.number("roster")
        need(self.roster >= 1, "roster")
        self.kiosk = Kiosk(s, definition.practice)
        self.number, self.previous = s.number("number"), s.hex("previous", 32)
        need(self.number >= 1 and (self.number == 1) == (self.previous == bytes(32)), "number and previous")
        self.state, self.closing = s.value("state"), s.number("closing")
        need(self.state in ("new", "open", "paused", "closed"), "state")
        need(self.state != "closed" or self.closing >= 1, "closing")
        need(self.state != "new" or self.closing == 0, "closing")
        sessions = [s.number(word) for word in ("started", "cast", "challenged", "timed-out", "left")]
        need(max(sessions) < 1 << 32, "sessions")
        self.timed_out, self.left = sessions[3:]
        self.counts = (s.number("sealed"), s.number("spoiled"))
        need(self.state != "new" or self.counts == (0, 0), "ballots before voting was opened")
        self.sets = (s.hex("sealed-set", 32), s.hex("spoiled-set", 32))
        self.log_head, self.log_lines = s.hex("log-head", 32), s.number("log-lines")
        end(s)


# --- Log ---

KINDS = ("boot unlock pin-wrong import open pause close export refusal fault enrol seal clock ready practice reopen "
         "erase").split()
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
NUMBER_WORD = "(0|[1-9][0-9]*)"
IMPORT = re.compile("election ([a-z0-9-]+) revision %s, roster revision %s, hash ([0-9a-f]{16})" % ((NUMBER_WORD,) * 2))
COUNTS = re.compile("sealed %s, spoiled %s" % ((NUMBER_WORD,) * 2))
SEAL = re.compile("%s ([A-Za-z0-9+/]{43}=) ([A-Za-z0-9+/]{86}==)" % NUMBER_WORD)
REOPEN = re.compile("closing %s, permission ([A-Za-z0-9+/]{86}==)" % NUMBER_WORD)
EXPORT = re.compile("number %s: sealed %s, spoiled %s" % ((NUMBER_WORD,) * 3))


def read_log(data, report, definition):
    need(len(data) <= 1 << 24 and (not data or data.endswith(b"\n")), "length, or the last newline")
    head = hash_of("folkmoot/log-start/1", report.kiosk.key)
    rows, seals, latest = [], Seals(report.kiosk.key), ""
    for number, line in enumerate(data[:-1].split(b"\n") if data else [], 1):
        where = "line %d" % number
        need(len(line) < 320 and len(line) > 65 and line[-65:-64] == b" ", where)
        clean(line)
        parts = line[:-65].split(b" ", 3)
        need(len(parts) == 4 and parts[0] == b"%d" % number, where + ": its number")
        time, kind, detail = (part.decode() for part in parts[1:])
        need(TIME.fullmatch(time) and kind in KINDS, where + ": time or kind")
        need(latest <= time, where + ": the time runs backwards")
        latest = time
        need(1 <= len(parts[3]) <= 160, where + ": detail")
        if kind == "seal":
            seals.check(detail, number, head, where)
        t = Transcript("folkmoot/log-line/1").append(("previous", head), ("line", line[:-65]))
        head = t.hash("head")
        need(line[-64:] == head.hex().encode(), where + ": its hash")
        rows.append((kind, detail, where))
    same(len(rows), report.log_lines, "the number of lines")
    same(head, report.log_head, "the hash of the last line")
    need(rows and rows[-1][0] == "seal", "the last line is no seal")
    LogStory(rows, report, definition)


class Seals:
    """Each is signed by the key that the one before it named; number 0 by the kiosk's own key."""

    def __init__(self, kiosk):
        self.kiosk, self.key, self.next = kiosk, None, None

    def check(self, detail, line, head, where):
        match = SEAL.fullmatch(detail)
        need(match, where + ": the words of a seal")
        number, named = int(match[1]), from_base64(match[2], 32)
        need(number in (0, self.next), where + ": the number of the seal")
        message = self.kiosk + line.to_bytes(4, "little") + head + named
        signer = self.key if number else self.kiosk
        verify_ed25519(signer, hash_of("folkmoot/log-seal/1", message), from_base64(match[3], 64))
        self.key, self.next = named, number + 1


class LogStory:
    """What a log tells, against itself and its report."""

    def __init__(self, rows, report, definition):
        self.report, self.organiser = report, from_base64(definition.organiser, 42)[10:]
        self.own_election = definition.hash.hex()[:16]
        self.begin()
        erased = max((i for i, row in enumerate(rows) if row[0] == "erase"), default=-1)
        for i, (kind, detail, where) in enumerate(rows):
            try:
                self.line(kind, detail, i > erased)
            except Refused as refused:
                raise Refused("%s: %s" % (where, refused)) from refused
        need(self.election == self.own_election and self.roster <= report.roster, "the last import")
        need(self.export is None or self.export[0] < report.number, "the number of an export is not below the report's")
        need(self.state == report.state and self.closings == report.closing, "the state at the end")
        if report.state in ("paused", "closed"):
            same(self.last_state, report.counts, "the last number of ballots")

    def begin(self):
        self.state, self.roster, self.election = "new", 0, None
        self.counts, self.closings, self.export, self.last_state = (0, 0), 0, None, (0, 0)
        self.reopened = False

    def line(self, kind, detail, own):
        """own: of the vote that the report is of, not of one that was erased."""
        self.most = self.report.counts if own else (1 << 32, 1 << 32)
        if kind == "import":
            self.imported(detail)
        elif kind == "export":
            self.exported(detail)
        elif kind == "erase":
            match = EXPORT.fullmatch(detail)
            need(match, "the words of an erasure")
            number, counts = int(match[1]), (int(match[2]), int(match[3]))
            need(self.state == "closed" and self.export == (number, counts) and counts == self.last_state, "not closed and exported as it was")
            need(self.election != self.own_election, "this very election's box was erased: there is no second one")
            self.begin()
        elif kind == "reopen":
            match = REOPEN.fullmatch(detail)
            need(match and self.state == "closed" and int(match[1]) == self.closings, "the words of a permission, or its closing")
            message = self.report.election + self.report.kiosk.key + self.closings.to_bytes(4, "little")
            signature = from_base64(match[2], 64)
            if own:
                verify_ed25519(self.organiser, hash_of("folkmoot/reopen/1", message), signature)
            self.reopened = True
        elif kind in ("open", "pause", "close"):
            match = COUNTS.fullmatch(detail)
            need(match and self.election, "counts, or no import before")
            counts = (int(match[1]), int(match[2]))
            if self.state == "new":
                need(kind == "open" and counts == (0, 0), "the first is an open of an empty box")
            elif kind == "open" and self.state in ("paused", "closed"):
                same(counts, self.last_state, "the number of ballots")
            need(kind != "open" or self.state != "closed" or self.reopened, "opened again without a permission")
            self.reopened = False
            self.grown(counts)
            self.last_state = counts
            self.state = {"open": "open", "pause": "paused", "close": "closed"}[kind]
            if kind == "close":
                self.closings += 1
                self.export = self.export and (self.export[0], None)

    def grown(self, counts):
        need(all(old <= new <= most for old, new, most in zip(self.counts, counts, self.most)), "the number of ballots")
        self.counts = counts

    def imported(self, detail):
        match = IMPORT.fullmatch(detail)
        need(match, "the words of an import")
        roster = int(match[3])
        if self.state == "new":
            self.counts, self.export = (0, 0), None
        else:
            need(match[4] == self.election and roster >= self.roster, "another election, or an earlier roster")
        self.election, self.roster = match[4], roster

    def exported(self, detail):
        match = EXPORT.fullmatch(detail)
        need(match, "the words of an export")
        number, counts = int(match[1]), (int(match[2]), int(match[3]))
        if self.export:
            need(number >= self.export[0], "export numbers fall")
            need(number > self.export[0] or counts == self.export[1], "one export with two contents")
        self.grown(counts)
        self.export = (number, counts)
