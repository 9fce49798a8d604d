"""Files of an election and of a record, read as crypto/FORMAT.md says: definition, votes, roster, mixes, factors.

Written from crypto/FORMAT.md alone; it shares no code with Folkmoot. Every reader raises Refused for what it must refuse.
"""

import base64
import datetime
import re

from ristretto import Refused, encode, hash_of, need, payload_of, point
from verify_ballot import Cutter, Statement, clean, from_base64, verify_minisig

APPROVAL, KNAPSACK, CHOOSE_ONE, RANKED, POINTS, SCORE, ANSWER_ONE, ANSWER_SEVERAL, ANSWER_TEXT = range(9)
QUESTIONS = (ANSWER_ONE, ANSWER_SEVERAL, ANSWER_TEXT)
TEXT_WIDTH = 16
GREEDY_THRESHOLD, GREEDY_EXCLUSIVE, MES = 2, 3, 4
GOES_WITH = {0: range(6), 1: (APPROVAL, KNAPSACK, CHOOSE_ONE), 4: (RANKED,), 5: (RANKED,), 6: (RANKED,)}


# --- small parts ---


def plain_text(cut, longest=65535):
    length = cut.number(2)
    need(length <= longest, "a text is too long")
    text = clean_lines(cut.take(length))
    need(cut.number(1) == 0, "a text without its zero byte")
    return text


def clean_lines(data):
    clean(data.replace(b"\n", b" "))
    return data.decode("utf-8")


def one_line(text):
    need("\n" not in text, "a newline in a text of one line")
    return text


def no_blank_ends(text):
    need(text == text.strip(" "), "a blank at an end of a text")
    return text


def practice_of(key_id):
    return key_id.startswith(b"PRAC")


def public_key(text):
    data = from_base64(text, 42)
    need(data[:2] == b"Ed", "a key of another algorithm")
    return data


def read_public_file(data):
    need(len(data) <= 512 and data.endswith(b"\n"), "not a public key file")
    lines = data[:-1].split(b"\n")
    need(len(lines) == 2 and lines[0].startswith(b"untrusted comment: "), "not a public key file")
    text = lines[1].decode("latin-1")
    public_key(text)
    return text


def public_file(text):
    """The one form of a key's file in a record."""
    return b"untrusted comment: minisign public key %s\n%s\n" % (public_key(text)[9:1:-1].hex().upper().encode(), text.encode())


def read_container(data, public):
    """The body and the trusted comment, after the signature."""
    parts = data.split(b"\n", 4)
    need(len(parts) == 5, "no signature")
    return parts[4], verify_minisig(b"\n".join(parts[:4]) + b"\n", parts[4], public)


def practice_word(statement, practice):
    word = statement.value("practice")
    need(word in ("yes", "no"), "practice")
    need((word == "yes") == practice, "practice and real mixed")


def same(got, expected, what):
    need(got == expected, "%s is not the one expected" % what)


def end(statement):
    need(not statement.lines, "lines after the end")


def short(statement, key):
    value = statement.value(key)
    need(len(value.encode()) <= 60, key + " is too long")
    return value


NAME = re.compile(r"[a-z0-9._/-]{1,120}")


def read_manifest(data):
    need(data.endswith(b"\n"), "no last newline")
    entries = {}
    lines = data[:-1].split(b"\n")
    need(len(lines) <= 4096, "too many files")
    last = ""
    for line in lines:
        text = line.decode("latin-1")
        digest, name = text[:64], text[66:]
        need(re.fullmatch("[0-9a-f]{64}", digest) and text[64:66] == "  ", "not a line of a manifest")
        need(NAME.fullmatch(name) and name > last, "a name, or the order of names: " + name)
        for part in name.split("/"):
            need(part and part[0] not in ".-" and part[-1] != "." and ".." not in part, "name " + name)
        entries[name] = bytes.fromhex(digest)
        last = name
    return entries


# --- Election definition ---


class Contest:
    pass


class Definition:
    def __init__(self, body):
        need(len(body) <= 41943040, "too long")
        self.hash = hash_of("folkmoot/election/1", body)
        cut = self.cut = Cutter(body)
        need(cut.take(4) == b"FME1", "no election definition")
        self.practice = self.up_to(1, 1, "practice") == 1
        self.id = plain_text(cut)
        need(re.fullmatch("[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?", self.id), "id")
        self.revision = cut.number(4)
        need(self.revision >= 1, "revision")
        self.currency = plain_text(cut)
        need(re.fullmatch("[A-Z]{3}", self.currency), "currency")
        self.decimals = self.up_to(1, 4, "decimals")
        self.days()
        languages = [plain_text(cut) for _ in range(self.up_to(1, 12, "languages"))]
        need(languages and len(set(languages)) == len(languages), "languages")
        need(all(re.fullmatch("[A-Za-z0-9]+(-[A-Za-z0-9]+)*", language) for language in languages), "languages")
        self.languages = len(languages)
        title = self.text(160)
        need(title[0] and None not in title, "title")
        self.title = title[0]
        self.text(120)
        self.admission = self.up_to(1, 2, "admission")
        need(120 <= cut.number(2) <= 300 and 20 <= cut.number(2) <= 45, "seconds")
        self.counting()
        self.categories = [self.text(60)[0] for _ in range(self.up_to(1, 32, "categories"))]
        need(len(set(self.categories)) == len(self.categories) and all(self.categories), "categories")
        contests = self.up_to(1, 24, "contests")
        need(contests >= 1, "contests")
        self.contests = []
        self.districts = 0
        for _ in range(contests):
            self.contest()
        self.ballot_styles()
        self.trustees_and_mixers()
        self.places_and_tags()
        if cut.data:
            self.pictures_and_clips()
        need(not cut.data, "bytes after the end")

    def up_to(self, size, most, what):
        value = self.cut.number(size)
        need(value <= most, what)
        return value

    def text(self, characters, lines=False):
        """One text in every language, None where it is missing."""
        texts = []
        for language in range(self.languages):
            there = self.up_to(1, 1, "text")
            need(there or language, "a text is missing in the main language")
            text = no_blank_ends(plain_text(self.cut)) if there else None
            need(text is None or (len(text) <= characters and (lines or "\n" not in text)), "text")
            need(language == 0 or text is None or (text and texts[0]), "an empty text")
            texts.append(text)
        return texts

    def days(self):
        days = [plain_text(self.cut), plain_text(self.cut)]
        for day in days:
            need(not day or re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", day), "day of voting")
            try:
                _ = day and datetime.date.fromisoformat(day)
            except ValueError as error:
                raise Refused("day of voting") from error
        need(not all(days) or days[0] <= days[1], "the last day is before the first")

    def counting(self):
        self.rule = self.up_to(1, 5, "rule")
        self.satisfaction = self.up_to(1, 6, "satisfaction")
        self.completion, self.exhaustive = self.up_to(1, 3, "completion"), self.up_to(1, 1, "exhaustive")
        need(self.completion == 0 or self.rule == MES, "completion without mes")
        need(self.exhaustive == 0 or self.completion in (1, 2), "exhaustive without add1")
        self.ties = self.up_to(1, 1, "ties")
        self.step = self.cut.number(8)
        need(1 <= self.step <= 10**15, "step of add1")

    def contest(self):
        cut, c = self.cut, Contest()
        c.id, c.type = cut.number(2), self.up_to(1, 8, "vote type")
        asked = c.type in QUESTIONS
        need(c.id > (self.contests[-1].id if self.contests else 0), "contests out of order")
        need(asked or not self.contests or self.contests[-1].type not in QUESTIONS, "a contest after a question")
        need(self.contests or not asked, "no contest before the questions")
        c.title, instruction = self.text(160)[0], self.text(300)[0]
        need(c.title and (asked or instruction), "a contest's title or instruction is empty")
        c.budget = cut.number(8)
        need(c.budget == 0 if asked else 1 <= c.budget <= 10**15, "budget")
        c.min_length, c.max_length = cut.number(4), cut.number(4)
        need(c.type not in (CHOOSE_ONE, ANSWER_ONE) or c.max_length == 1, "max_length")
        need(c.type != ANSWER_TEXT or (c.min_length == 0 and c.max_length <= 480), "lengths of a text")
        c.min_sum_cost, c.max_sum_cost = cut.number(8), cut.number(8)
        need(c.type != KNAPSACK or c.max_sum_cost == c.budget, "max_sum_cost")
        need(c.max_sum_cost == 0 or c.min_sum_cost <= c.max_sum_cost, "sums of costs")
        need(c.type in (APPROVAL, KNAPSACK) or c.min_sum_cost == c.max_sum_cost == 0, "sums of costs")
        c.min_points, c.max_points, c.max_sum_points = cut.number(4), cut.number(4), cut.number(4)
        need(c.type in (POINTS, SCORE) or c.min_points == c.max_points == c.max_sum_points == 0, "points")
        if c.type in (POINTS, SCORE):
            most = c.max_points or (c.max_sum_points if c.type == POINTS else 0)
            need(1 <= most <= 60000 and c.min_points <= most, "points")
            need(c.max_sum_points == 0 or (c.type == POINTS and c.max_points <= c.max_sum_points), "points")
        c.threshold = cut.number(8)
        need(c.threshold == 0 or (self.rule == GREEDY_THRESHOLD and not asked), "least score")
        c.width = cut.number(1)
        count = cut.number(2)
        need((count == 0 if c.type == ANSWER_TEXT else 1 + asked <= count <= 500) and c.min_length <= count, "number of projects, or min_length")
        need(not 0 < c.max_length < c.min_length, "min_length")
        c.described = []
        c.projects = [self.project(c) for _ in range(count)]
        c.ids, c.groups = [project[0] for project in c.projects], [project[3].bit_length() for project in c.projects]
        need(c.min_sum_cost <= sum(project[1] for project in c.projects), "min_sum_cost")
        need(len(set(c.ids)) == count, "a project twice")
        c.radices = radices(c, count)
        need(1 <= c.width <= 16 and c.width == width_of(c), "width")
        need(asked or c.type in GOES_WITH.get(self.satisfaction, (POINTS, SCORE)), "satisfaction and vote type")
        self.contests.append(c)

    def project(self, c):
        cut = self.cut
        name = no_blank_ends(one_line(plain_text(cut)))
        need(1 <= len(name) <= 60, "id of a project")
        cost, categories, district = cut.number(8), cut.number(4), cut.number(2)
        asked = c.type in QUESTIONS
        need(cost == 0 if asked else 1 <= cost <= c.budget and (not c.max_sum_cost or cost <= c.max_sum_cost), "cost of project " + name)
        need(categories < 1 << len(self.categories), "categories of project " + name)
        need(self.rule != GREEDY_EXCLUSIVE or categories & (categories - 1) == 0, "several categories of project " + name)
        self.districts = max(self.districts, district)
        lengths = [160, 200, 2000, 120, 120, 300, 300, 300, 300, 200]
        texts = [self.text(length, lines=length == 2000) for length in lengths]
        need(texts[0][0], "name of project " + name)
        need(not asked or (categories == district == 0 and not any(text[0] for text in texts[1:])), "an option is more than its name")
        c.described.append(bool(texts[8][0]))
        return name, cost, texts[0][0], categories

    def ballot_styles(self):
        count = self.up_to(1, 64, "ballot styles")
        need(count >= 1 and self.districts <= count, "ballot styles, or a project's district")
        self.styles, names = [], []
        for _ in range(count):
            names.append(self.text(120)[0])
            places = list(self.cut.take(self.cut.number(1)))
            need(places and places == sorted(set(places)) and places[-1] < len(self.contests), "a style's contests")
            self.styles.append([self.contests[place] for place in places])
            need(sum(c.width for c in self.styles[-1]) <= 28, "a ballot of a style is too wide")
        need(len(set(names)) == count and (count == 1 or all(names)), "names of ballot styles")
        need({c.id for style in self.styles for c in style} == {c.id for c in self.contests}, "a contest in no style")

    def trustees_and_mixers(self):
        cut = self.cut
        self.joint_key, self.transcript = cut.take(32), cut.take(32)
        point(self.joint_key)
        self.trustees, self.threshold = self.up_to(1, 16, "trustees"), cut.number(1)
        need(1 <= self.threshold <= self.trustees, "threshold")
        organiser = cut.take(40)
        need(practice_of(organiser) == self.practice, "practice and real mixed")
        self.organiser = base64.b64encode(b"Ed" + organiser).decode()
        count = self.up_to(1, 8, "mixers")
        need(count >= 2, "mixers")
        self.mixers = []
        for _ in range(count):
            name = no_blank_ends(one_line(plain_text(cut, 60)))
            need(name, "name of a mixer")
            self.mixers.append((name, cut.take(8), cut.take(32)))
            need(practice_of(self.mixers[-1][1]) == self.practice, "practice and real mixed")
        for i in range(3):
            need(len({mixer[i] for mixer in self.mixers}) == count, "a mixer twice")

    def places_and_tags(self):
        cut = self.cut
        places = [no_blank_ends(one_line(plain_text(cut, 60))) for _ in range(cut.number(2))]
        need(len(places) <= 500 and len(set(places)) == len(places) and all(places), "places")
        count = cut.number(4)
        need(count <= 200000 and (count > 0) == (self.admission == 2), "number of tags")
        self.tags, last = {}, bytes(0)
        for _ in range(count):
            place, style, tag = cut.number(2), cut.number(1), cut.take(32)  # the tag's hash
            need(place < len(places) and style < len(self.styles) and tag > last, "a tag")
            self.tags[tag] = (places[place], style)
            last = tag

    def pictures_and_clips(self):
        cut, last, taken = self.cut, (-1, 0), 0
        pictures = cut.number(2)
        need(pictures <= 600, "number of pictures")
        for _ in range(pictures):
            place = cut.number(1), cut.number(2)
            need(place > last and place[0] < len(self.contests), "a picture's place")
            shown = self.contests[place[0]]
            need(shown.type not in QUESTIONS and place[1] < len(shown.projects) and shown.described[place[1]], "a picture's project")
            width, height = cut.number(2), cut.number(2)
            need(1 <= width <= 1024 and 1 <= height <= 1024, "size of a picture")
            taken, last = taken + len(cut.take(2 * width * height)), place
        clips, last = cut.number(4), (-1, b"")
        need(clips <= 20000 and pictures + clips > 0, "number of clips")
        for _ in range(clips):
            words = cut.number(1), no_blank_ends(plain_text(cut, 8000)).encode()
            need(words > last and words[0] < self.languages and words[1], "a clip's words")
            samples = cut.number(4)
            need(1 <= samples <= 4800000, "length of a clip")
            taken, last = taken + len(cut.take(samples)), words
        need(taken <= 25165824, "too much in pictures and clips")


# --- Votes ---


def radices(c, count):
    if c.type in (APPROVAL, KNAPSACK, ANSWER_SEVERAL):
        return [2] * count
    if c.type in (CHOOSE_ONE, ANSWER_ONE):
        return [count + 1]
    if c.type == ANSWER_TEXT:
        return []
    if c.type == RANKED:
        k = c.max_length if 0 < c.max_length <= count else count
        return [count + 1 - i for i in range(k)]
    if c.type == POINTS:
        return [1 + (c.max_points or c.max_sum_points)] * count
    return [c.max_points - c.min_points + 2] * count


def width_of(c):
    if c.type == ANSWER_TEXT:
        return TEXT_WIDTH
    product = 1
    for value in c.radices:
        product *= value
    width = 1
    while product > 1 << 240 * width:
        width += 1
    return width


def read_text(c, payload):
    """A text, empty for a blank answer."""
    data = payload.rstrip(b"\0")
    need(b"\0" not in data, "no text")
    text = clean_lines(data)
    need(not 0 < c.max_length < len(text), "length")
    return text


def read_vote(c, payload):
    """A list of (project's number, mark), in the contest's order; Refused where it cannot be read or breaks a limit."""
    number, digits = int.from_bytes(payload, "little"), []
    for radix in c.radices:
        number, digit = divmod(number, radix)
        digits.append(digit)
    need(number == 0, "no vote")
    if c.type in (CHOOSE_ONE, ANSWER_ONE):
        marks = [(digits[0] - 1, 1)] if digits[0] else []
    elif c.type == RANKED:
        left, marks, ended = list(range(len(c.ids))), [], False
        for rank, digit in enumerate(digits, 1):
            need(not (ended and digit), "no vote")
            ended = digit == 0
            if digit:
                marks.append((left.pop(digit - 1), rank))
        marks.sort()
    else:
        marks = [(i, digit) for i, digit in enumerate(digits) if digit]
    if marks:
        within_limits(c, marks)
    return marks


def points_of(c, marks):
    """What a vote gives to the score of each project that it marks."""
    if c.type == RANKED:
        return [(i, 1 + len(marks) - place) for i, place in marks]
    return [(i, mark - 1 + c.min_points if c.type == SCORE else mark) for i, mark in marks]


def within_limits(c, marks):
    need(c.min_length <= len(marks) and not 0 < c.max_length < len(marks), "length")
    cost = sum(c.projects[i][1] for i, _ in marks)
    need(c.min_sum_cost <= cost and not 0 < c.max_sum_cost < cost, "costs")
    if c.type in (POINTS, SCORE):
        points = [given for _, given in points_of(c, marks)]
        need(min(points) >= c.min_points and not 0 < c.max_sum_points < sum(points), "points")


def vote_line(c, points):
    """The sort key, the line of the file `votes`, and the marks of a valid vote (answer-text: the text)."""
    try:
        payload = b"".join(payload_of(p) for p in points)
    except Refused:
        data = b"".join(encode(p) for p in points)
        return (1, data), "invalid " + data.hex(), None
    try:
        marks = read_text(c, payload) if c.type == ANSWER_TEXT else read_vote(c, payload)
    except Refused:
        return (0, payload), "invalid " + payload.hex(), None
    if c.type == ANSWER_TEXT:
        return (0, payload), ("valid " if marks else "blank ") + payload.hex(), marks
    words = [c.ids[i] if mark == 1 else "%s=%d" % (c.ids[i], mark) for i, mark in marks]
    return (0, payload), " ".join(["valid" if marks else "blank", payload.hex()] + words), marks


# --- Roster, loss declaration ---


class Kiosk:
    def __init__(self, statement, practice):
        self.name, self.place = short(statement, "name"), short(statement, "place")
        self.text = statement.value("key")
        data = public_key(self.text)
        self.id, self.key = data[2:10], data[10:]
        need(practice_of(self.id) == practice, "practice and real mixed")


class Roster:
    def __init__(self, body, comment, definition):
        need(len(body) <= 262144, "too long")
        s = Statement(body, b"folkmoot roster 1")
        practice_word(s, definition.practice)
        same(s.hex("election", 32), definition.hash, "the election")
        self.revision, count = s.number("revision"), s.number("kiosks")
        need(self.revision >= 1 and 1 <= count <= 500, "revision, or number of kiosks")
        self.kiosks = [Kiosk(s, definition.practice) for _ in range(count)]
        end(s)
        for part in ([k.name for k in self.kiosks], [k.id for k in self.kiosks], [k.key[:4] for k in self.kiosks]):
            need(len(set(part)) == count, "a kiosk's name or key twice")
        same(comment, "folkmoot roster %s revision %d" % (definition.hash.hex(), self.revision), "the trusted comment")


class Loss:
    def __init__(self, body, comment, definition):
        s = Statement(body, b"folkmoot loss 1")
        practice_word(s, definition.practice)
        same(s.hex("election", 32), definition.hash, "the election")
        self.kiosk = Kiosk(s, definition.practice)
        self.number, self.manifest = s.number("export"), s.hex("manifest", 32)
        need((self.number == 0) == (self.manifest == bytes(32)), "export and manifest")
        self.reason = s.value("reason")
        end(s)
        expected = "folkmoot loss %s %s" % (definition.hash.hex(), self.kiosk.key.hex())
        same(comment, expected, "the trusted comment")


# --- Mix, Factors ---


class List:
    """The entries of a contest: bytes, and points decoded once: entries[i][k] = (a, b)."""

    def __init__(self, contest, data, points=None):
        self.contest, self.data = contest, data
        size = 64 * contest.width
        self.count = len(data) // size
        decoded = points or [point(data[i : i + 32]) for i in range(0, len(data), 32)]
        pairs = list(zip(decoded[0::2], decoded[1::2]))
        self.entries = [pairs[i : i + contest.width] for i in range(0, len(pairs), contest.width)]


def mix_head(cut, magic, definition, number, contest, count):
    need(cut.take(4) == magic, "not a file of this kind")
    same(cut.take(32), definition.hash, "the election")
    same(cut.number(4), number, "the number of the mix")
    same((cut.number(2), cut.number(1)), (contest.id, contest.width), "the contest")
    same(cut.number(4), count, "the number of entries")


def read_list(data, definition, number, contest, count):
    cut = Cutter(data)
    mix_head(cut, b"FML1", definition, number, contest, count)
    need(len(cut.data) == 64 * contest.width * count, "the length")
    return List(contest, cut.data)


def read_proof(data, definition, number, contest, count):
    """The proof's 32-byte pieces: points, then scalars."""
    cut = Cutter(data)
    mix_head(cut, b"FMP1", definition, number, contest, count)
    pieces = [cut.data[i : i + 32] for i in range(0, len(cut.data), 32)]
    need(len(cut.data) == (32 * (3 * count + 8 + 3 * contest.width) if count else 0), "the length")
    return pieces


def contest_rows(s, contests, words):
    """The rows of mix.txt or trustee-I.txt, one for each contest: number of entries, then hashes."""
    same(s.number("contests"), len(contests), "the number of contests")
    rows = []
    for contest in contests:
        same(s.number("contest"), contest.id, "the contest")
        rows.append([s.number("count")] + [s.hex(word, 32) for word in words])
    end(s)
    return rows


def read_factors(data, definition, quorum, index, contest, count):
    cut = Cutter(data)
    need(cut.take(4) == b"FMF1", "not a file of this kind")
    same(cut.take(32), definition.hash, "the election")
    same(cut.take(32), definition.transcript, "the trustees' transcript")
    same(list(cut.take(cut.number(1))), list(quorum), "the quorum")
    same(cut.number(1), index, "the trustee")
    same((cut.number(2), cut.number(1)), (contest.id, contest.width), "the contest")
    same(cut.number(4), count, "the number of entries")
    each = cut.number(1)
    need(each <= 1, "one proof or many")
    total = count * contest.width
    factors = [cut.take(32) for _ in range(total)]
    proofs = [[cut.take(32) for _ in range(3)] for _ in range(total if each else min(total, 1))]
    need(not cut.data, "bytes after the end")
    return factors, proofs, each
