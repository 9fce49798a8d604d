"""Writes tests/model/ballot_vectors.inc: widths and encodings of votes by a second implementation (Python's long integers, straight from
FORMAT.md, "Votes"). Run from the top of the project: python3 tests/model/make_ballot_vectors.py >tests/model/ballot_vectors.inc
and for answers in words: python3 tests/model/make_ballot_vectors.py texts >tests/model/text_vectors.inc"""
import random
import sys

random.seed(20260511)


def radices(kind, n, length, low, high, total):
    if kind in ("APPROVAL", "KNAPSACK", "ANSWER_SEVERAL"):
        return [2] * n
    if kind in ("CHOOSE_ONE", "ANSWER_ONE"):
        return [n + 1]
    if kind == "RANKED":
        k = min(length, n) if length else n
        return [n - i + 1 for i in range(k)]
    if kind == "POINTS":
        return [(high or total) + 1] * n
    return [high - low + 2] * n


def product(numbers):
    all_of_them = 1
    for number in numbers:
        all_of_them *= number
    return all_of_them


def width(contest):
    if contest[0] == "ANSWER_TEXT":
        return 16
    bits = (product(radices(*contest)) - 1).bit_length()
    w = max(1, -(-bits // 240))
    return w if w <= 16 else 0


def digits(contest, marks):
    kind, n, length = contest[0], contest[1], contest[2]
    if kind in ("CHOOSE_ONE", "ANSWER_ONE"):
        return [marks.index(1) + 1 if 1 in marks else 0]
    if kind != "RANKED":
        return list(marks)
    k = min(length, n) if length else n
    left, out = list(range(n)), []
    for place in range(1, k + 1):
        if place in marks:
            project = marks.index(place)
            out.append(1 + left.index(project))
            left.remove(project)
        else:
            out.append(0)
    return out


def encode(contest, marks):
    number = 0
    for digit, radix in reversed(list(zip(digits(contest, marks), radices(*contest)))):
        number = number * radix + digit
    return number.to_bytes(30 * width(contest), "little")


def some_marks(contest):
    kind, n, length, low, high, total = contest
    if kind in ("APPROVAL", "KNAPSACK", "ANSWER_SEVERAL"):
        return [random.randint(0, 1) for _ in range(n)]
    if kind in ("CHOOSE_ONE", "ANSWER_ONE"):
        marks = [0] * n
        marks[random.randrange(n)] = 1
        return marks
    if kind == "RANKED":
        marks = [0] * n
        for place, project in enumerate(random.sample(range(n), random.randint(1, min(length, n) if length else n))):
            marks[project] = place + 1
        return marks
    top = (high or total) if kind == "POINTS" else high - low + 1
    return [random.randint(0, top) for _ in range(n)]


# The first that need a second point.
EDGE_LENGTH = next(k for k in range(1, 64) if width(("RANKED", 64, k, 0, 0, 0)) == 2)
EDGE_PROJECTS = next(n for n in range(1, 500) if width(("RANKED", n, 0, 0, 0, 0)) == 2)

# kind, projects, max_length, min_points, max_points, max_sum_points
CONTESTS = [
    ("APPROVAL", 1, 0, 0, 0, 0), ("APPROVAL", 20, 5, 0, 0, 0), ("APPROVAL", 240, 0, 0, 0, 0), ("APPROVAL", 241, 0, 0, 0, 0),
    ("APPROVAL", 480, 0, 0, 0, 0), ("APPROVAL", 481, 0, 0, 0, 0), ("APPROVAL", 500, 0, 0, 0, 0), ("KNAPSACK", 60, 0, 0, 0, 0),
    ("CHOOSE_ONE", 1, 1, 0, 0, 0), ("CHOOSE_ONE", 500, 1, 0, 0, 0),
    ("RANKED", 1, 0, 0, 0, 0), ("RANKED", 8, 3, 0, 0, 0), ("RANKED", 64, 40, 0, 0, 0), ("RANKED", 64, EDGE_LENGTH - 1, 0, 0, 0), ("RANKED", 64, EDGE_LENGTH, 0, 0, 0),
    ("RANKED", EDGE_PROJECTS - 1, 0, 0, 0, 0), ("RANKED", EDGE_PROJECTS, 0, 0, 0, 0), ("RANKED", 500, 0, 0, 0, 0),
    ("POINTS", 60, 0, 0, 15, 0), ("POINTS", 61, 0, 0, 15, 0), ("POINTS", 60, 0, 0, 16, 0), ("POINTS", 12, 0, 0, 0, 100),
    ("POINTS", 7, 0, 1, 5, 10), ("POINTS", 3, 0, 0, 60000, 0), ("POINTS", 241, 0, 0, 60000, 0), ("POINTS", 500, 0, 0, 60000, 0),
    ("SCORE", 60, 0, 1, 14, 0), ("SCORE", 60, 0, 0, 14, 0), ("SCORE", 60, 0, 0, 15, 0), ("SCORE", 9, 0, 1, 5, 0), ("SCORE", 500, 0, 0, 100, 0),
    ("ANSWER_ONE", 2, 1, 0, 0, 0), ("ANSWER_ONE", 80, 1, 0, 0, 0), ("ANSWER_ONE", 500, 1, 0, 0, 0),
    ("ANSWER_SEVERAL", 2, 0, 0, 0, 0), ("ANSWER_SEVERAL", 90, 40, 0, 0, 0), ("ANSWER_SEVERAL", 241, 0, 0, 0, 0), ("ANSWER_TEXT", 0, 0, 0, 0, 0),
]
# Characters allowed (0: no limit), text. Letters of one, two, three and four bytes, newlines, blanks at the ends, as long as it may be.
TEXTS = [(0, ""), (0, "A bench"), (7, "A bench"), (6, "A bench"), (0, "Żółta łódź,\nsłońce"), (0, " \n "), (3, "木漏れ"), (0, "🌳" * 120), (120, "🌳" * 120),
         (119, "🌳" * 120), (480, "x" * 480), (0, "x" * 479), (479, "x" * 480), (0, "e\u0301")]


def votes():
    print("static const struct width_vector width_vectors[] = {")
    for contest in CONTESTS:
        print("\t{VOTE_%s, %d, %d, %d, %d, %d, %d}," % (contest + (width(contest),)))
    print("};\n\nstatic const struct ballot_vector ballot_vectors[] = {")
    for index, contest in enumerate(CONTESTS):
        if width(contest) == 0 or contest[1] > 100 or contest[0] == "ANSWER_TEXT":
            continue
        for _ in range(2):
            marks = some_marks(contest)
            print('\t{%d, {%s},\n\t "%s"},' % (index, ", ".join(map(str, marks)), encode(contest, marks).hex()))
    print("};")


def texts():
    print("static const struct text_vector text_vectors[] = {")
    for limit, text in TEXTS:
        data = text.encode()
        fits = limit == 0 or len(text) <= limit
        print('\t{%d, "%s", %s},' % (limit, data.hex(), '"%s"' % data.ljust(480, b"\0").hex() if fits else "NULL"))
    print("};")


print("/* Written by make_ballot_vectors.py. */")
(texts if sys.argv[1:] == ["texts"] else votes)()
