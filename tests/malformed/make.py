#!/usr/bin/env python3
"""Makes files with one thing wrong in each, after crypto/FORMAT.md; it shares no code with Folkmoot.

    make.py key FOLDER              FOLDER/organiser.pub, for enrolling a practice kiosk
    make.py files FOLDER KIOSK.TXT  FOLDER/NAME/ for every failure, and FOLDER/list: a line "WHAT NAME<tab>SENTENCE" for each

WHAT is the program that must say the SENTENCE: `import` a kiosk that takes e.election and r.roster, `verify` folkmoot verify
on the export beside the package and the roster, `sound` either of them on files without a fault. The sentences stand in
sentences.txt beside this file."""

import hashlib
import os
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "crypto"))

import formats
from make_record import ContestPlan, Key, Record, TextPlan, manifest, text, texts, u
from ristretto import hash_of

ID = "invented-vote"


def label(name):
    return hashlib.sha256(b"malformed" + name.encode()).digest()


ORGANISER, OTHER = Key(label("organiser")), Key(label("other"))


class Fields(dict):
    """The canonical bytes in named pieces, in their order; a failure puts another in the place of one."""

    def body(self, **other):
        pieces = {**self, **other}
        assert list(pieces)[: len(self)] == list(self) and len(pieces) == len(self), other
        return b"".join(pieces.values())


def project(fields, name, number, cost):
    fields[name + "_id"] = text("p%d" % number)
    fields[name + "_cost"] = u(8, cost)
    fields[name + "_categories"] = u(4, 1)
    fields[name + "_district"] = u(2, 1)
    fields[name + "_name"] = texts("Project %d" % number)
    fields[name + "_summary"] = texts("One line.")
    fields[name + "_description"] = texts("Two\nlines.")
    fields[name + "_others"] = texts("") * 5 + texts("What it shows.") * (number == 1) + texts("") * (number != 1) + texts("")


def contest(fields, name, number, kind, most=0, points=(0, 0, 0), width=1, budget=1000):
    fields[name + "_id"] = u(2, number)
    fields[name + "_type"] = u(1, kind)
    fields[name + "_title"] = texts("Contest %d" % number)
    fields[name + "_instruction"] = texts("Choose.")
    fields[name + "_budget"] = u(8, budget)
    fields[name + "_lengths"] = u(4, 0) + u(4, most)
    fields[name + "_sums"] = u(8, 0) + u(8, budget if kind == formats.KNAPSACK else 0)
    fields[name + "_points"] = b"".join(u(4, value) for value in points)
    fields[name + "_score"] = u(8, 0)
    fields[name + "_width"] = u(1, width)


def definition(trustees):
    f = Fields(magic=b"FME1", kind=b"\1", id=text(ID), revision=u(4, 1), currency=text("GBP"), decimals=b"\2")
    f.update(opens=text("2026-05-01"), closes=text("2026-05-31"), languages=b"\1" + text("en"), title=texts("An invented vote"))
    f.update(organiser=texts("Riverside"), admission=b"\0", idle=u(2, 180), warning=u(2, 45), rule=b"\0", satisfaction=b"\0")
    f.update(completion=b"\0", exhaustive=b"\0", ties=b"\0", step=u(8, 100), categories=b"\1" + texts("Streets"), contests=b"\2")
    contest(f, "c1", 1, formats.KNAPSACK)
    f["c1_projects"] = u(2, 2)
    project(f, "p1", 1, 100)
    project(f, "p2", 2, 110)
    contest(f, "c2", 2, 8, most=100, width=16, budget=0)
    f["c2_projects"] = u(2, 0)
    f["styles"] = b"\1" + texts("") + b"\2\0\1"
    f.update(joint=trustees.joint, transcript=trustees.hash, trustees=b"\1", threshold=b"\1", signer=ORGANISER.id + ORGANISER.key)
    f["mixers"] = b"\2" + b"".join(text(n) + k.id + k.key for n, k in (("Mixer 1", Key(label("m1"))), ("Mixer 2", Key(label("m2")))))
    f.update(places=u(2, 0), tags=u(4, 0), media=b"")
    return f


def flip(data, at, bit=1):
    return data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :]


def bad_definitions(f):
    """NAME, body: a definition that is signed as it should be, with one thing wrong."""
    long_text, point = "x" * 65, bytes(32)
    spoken = ("title", "organiser", "_instruction", "_name", "_summary", "_description", "_others")
    contests = {name: b"" for name in f if name[0] in "cp" and name[1].isdigit()}
    projects = {name: b"" for name in contests if name[0] == "p"}
    option = b"".join(f[name] for name in projects if name.startswith("p2")).replace(u(8, 110), u(8, 0))
    for name, change in {
        "magic": dict(magic=b"FMX1"),
        "version": dict(magic=b"FME2"),
        "kind_2": dict(kind=b"\2"),
        "real_with_practice_keys": dict(kind=b"\0"),
        "id_empty": dict(id=text("")),
        "id_capital": dict(id=text("Invented")),
        "id_hyphen_first": dict(id=text("-vote")),
        "id_long": dict(id=text("v" * 61)),
        "id_without_zero": dict(id=u(2, 4) + b"voteX"),
        "revision_0": dict(revision=u(4, 0)),
        "currency_small": dict(currency=text("gbp")),
        "currency_none": dict(currency=text("")),
        "decimals_5": dict(decimals=b"\5"),
        "opens_no_day": dict(opens=text("2026-02-30")),
        "closes_before_opens": dict(closes=text("2026-04-30")),
        "languages_none": dict(languages=b"\0", categories=b"\1", styles=b"\1\2\0\1", **{name: b"" for name in f if name.endswith(spoken)}),
        "language_not_a_tag": dict(languages=b"\1" + text("english language")),
        "languages_13": dict(languages=b"\x0d" + text("en")),
        "title_missing": dict(title=b"\0"),
        "title_empty": dict(title=texts("")),
        "title_flag_2": dict(title=b"\2" + text("A vote")),
        "title_long": dict(title=texts("t" * 161)),
        "title_newline": dict(title=texts("two\nlines")),
        "title_control_character": dict(title=texts("a\x1b[31mvote")),
        "title_bidirectional": dict(title=texts("a \u202evote")),
        "title_not_utf8": dict(title=b"\1" + u(2, 2) + b"\xc3\x28\0"),
        "title_overlong_utf8": dict(title=b"\1" + u(2, 2) + b"\xc0\xaf\0"),
        "title_surrogate": dict(title=b"\1" + u(2, 3) + b"\xed\xa0\x80\0"),
        "title_blank_first": dict(title=texts(" A vote")),
        "admission_3": dict(admission=b"\3"),
        "code_without_tags": dict(admission=b"\2"),
        "idle_too_short": dict(idle=u(2, 119)),
        "warning_too_long": dict(warning=u(2, 46)),
        "rule_6": dict(rule=b"\6"),
        "satisfaction_7": dict(satisfaction=b"\7"),
        "satisfaction_of_points": dict(satisfaction=b"\3"),
        "completion_4": dict(completion=b"\4"),
        "completion_without_shares": dict(completion=b"\1"),
        "exhaustive_2": dict(exhaustive=b"\2"),
        "exhaustive_without_completion": dict(exhaustive=b"\1"),
        "ties_2": dict(ties=b"\2"),
        "step_0": dict(step=u(8, 0)),
        "categories_33": dict(categories=b"\x21" + texts("Streets")),
        "category_twice": dict(categories=b"\2" + texts("Streets") * 2),
        "category_empty": dict(categories=b"\1" + texts("")),
        "contests_none": dict(contests=b"\0", **contests),
        "contests_25": dict(contests=b"\x19"),
        "contest_id_0": dict(c1_id=u(2, 0)),
        "contest_ids_descend": dict(c1_id=u(2, 3)),
        "contest_type_9": dict(c1_type=b"\x09"),
        "contest_title_empty": dict(c1_title=texts("")),
        "contest_instruction_empty": dict(c1_instruction=texts("")),
        "contest_instruction_long": dict(c1_instruction=texts("i" * 301)),
        "contest_budget_0": dict(c1_budget=u(8, 0), c1_sums=u(8, 0) * 2),
        "contest_budget_huge": dict(c1_budget=u(8, 10**15 + 1), c1_sums=u(8, 0) + u(8, 10**15 + 1)),
        "contest_min_above_max": dict(c1_lengths=u(4, 2) + u(4, 1)),
        "contest_min_above_projects": dict(c1_lengths=u(4, 3) + u(4, 0)),
        "contest_min_cost_above_all": dict(c1_sums=u(8, 211) + u(8, 1000)),
        "contest_knapsack_other_than_budget": dict(c1_sums=u(8, 0) + u(8, 999)),
        "contest_points_without_type": dict(c1_points=u(4, 0) + u(4, 5) + u(4, 0)),
        "contest_score_without_rule": dict(c1_score=u(8, 5)),
        "contest_width_2": dict(c1_width=b"\2"),
        "contest_width_0": dict(c1_width=b"\0"),
        "contest_without_projects": dict(c1_projects=u(2, 0), **projects),
        "projects_501": dict(c1_projects=u(2, 501)),
        "projects_more_than_there_are": dict(c1_projects=u(2, 500)),
        "project_id_empty": dict(p1_id=text("")),
        "project_id_twice": dict(p2_id=text("p1")),
        "project_id_blank": dict(p1_id=text("p1 ")),
        "project_id_long": dict(p1_id=text(long_text)),
        "project_cost_0": dict(p1_cost=u(8, 0)),
        "project_above_budget": dict(p1_cost=u(8, 1001)),
        "project_category_unknown": dict(p1_categories=u(4, 2)),
        "project_district_unknown": dict(p1_district=u(2, 2)),
        "project_name_cut_in_a_character": dict(p1_name=texts("x" + "é" * 40), p1_cost=u(8, 0)),
        "language_cut_in_a_character": dict(languages=b"\1" + text("x" + "é" * 60)),
        "project_name_empty": dict(p1_name=texts("")),
        "project_summary_two_lines": dict(p1_summary=texts("one\ntwo")),
        "project_description_long": dict(p1_description=texts("d" * 2001)),
        "question_costs": dict(c2_budget=u(8, 5)),
        "question_answer_too_long": dict(c2_lengths=u(4, 0) + u(4, 481)),
        "question_text_with_options": dict(c2_projects=u(2, 1) + option),
        "question_before_contests": dict(c1_type=b"\x08", c1_width=b"\x10"),
        "styles_none": dict(styles=b"\0"),
        "style_contest_unknown": dict(styles=b"\1" + texts("") + b"\2\0\2"),
        "style_contest_twice": dict(styles=b"\1" + texts("") + b"\2\0\0"),
        "style_without_contests": dict(styles=b"\1" + texts("") + b"\0"),
        "style_misses_a_contest": dict(styles=b"\1" + texts("") + b"\1\0"),
        "styles_alike": dict(styles=b"\2" + (texts("North") + b"\2\0\1") * 2),
        "styles_unnamed": dict(styles=b"\2" + texts("North") + b"\2\0\1" + texts("") + b"\1\0"),
        "joint_key_identity": dict(joint=point),
        "joint_key_no_point": dict(joint=b"\xff" * 32),
        "trustees_0": dict(trustees=b"\0"),
        "trustees_17": dict(trustees=b"\x11"),
        "threshold_above_trustees": dict(threshold=b"\2"),
        "organiser_of_another_key": dict(signer=OTHER.id + OTHER.key),
        "mixer_alone": dict(mixers=b"\1" + text("Mixer 1") + OTHER.id + OTHER.key),
        "mixer_twice": dict(mixers=b"\2" + (text("Mixer 1") + OTHER.id + OTHER.key) * 2),
        "mixer_unnamed": dict(mixers=b"\2" + text("") + OTHER.id + OTHER.key + text("Mixer 2") + ORGANISER.id + ORGANISER.key),
        "mixers_9": dict(mixers=b"\x09" + f["mixers"][1:]),
        "places_501": dict(places=u(2, 501)),
        "place_twice": dict(places=u(2, 2) + text("Library") * 2),
        "tags_without_codes": dict(places=u(2, 1) + text("Library"), tags=u(4, 1) + u(2, 0) + b"\0" + b"\5" * 32),
        "tag_of_no_place": dict(admission=b"\2", places=u(2, 1) + text("Library"), tags=u(4, 1) + u(2, 1) + b"\0" + b"\5" * 32),
        "tag_of_no_style": dict(admission=b"\2", places=u(2, 1) + text("Library"), tags=u(4, 1) + u(2, 0) + b"\1" + b"\5" * 32),
        "tags_out_of_order": dict(admission=b"\2", places=u(2, 1) + text("Library"),
                                  tags=u(4, 2) + (u(2, 0) + b"\0" + b"\6" * 32) + (u(2, 0) + b"\0" + b"\5" * 32)),
        "tag_twice": dict(admission=b"\2", places=u(2, 1) + text("Library"), tags=u(4, 2) + (u(2, 0) + b"\0" + b"\5" * 32) * 2),
        "tags_more_than_there_are": dict(tags=u(4, 200000)),
        "tags_200001": dict(tags=u(4, 200001)),
        "media_of_nothing": dict(media=u(2, 0) + u(4, 0)),
        "picture_of_no_project": dict(media=u(2, 1) + b"\0" + u(2, 2) + u(2, 1) * 2 + b"zz" + u(4, 0)),
        "picture_without_words": dict(media=u(2, 1) + b"\0" + u(2, 1) + u(2, 1) * 2 + b"zz" + u(4, 0)),
        "picture_of_no_width": dict(media=u(2, 1) + b"\0" + u(2, 0) + u(2, 0) + u(2, 1) + u(4, 0)),
        "picture_too_wide": dict(media=u(2, 1) + b"\0" + u(2, 0) + u(2, 1025) + u(2, 1) + bytes(2050) + u(4, 0)),
        "picture_cut_off": dict(media=u(2, 1) + b"\0" + u(2, 0) + u(2, 1000) * 2 + b"zz"),
        "picture_twice": dict(media=u(2, 2) + (b"\0" + u(2, 0) + u(2, 1) * 2 + b"zz") * 2 + u(4, 0)),
        "clip_of_no_language": dict(media=u(2, 0) + u(4, 1) + b"\1" + text("Streets") + u(4, 1) + b"z"),
        "clip_without_words": dict(media=u(2, 0) + u(4, 1) + b"\0" + text("") + u(4, 2) + b"zz"),
        "clip_without_sound": dict(media=u(2, 0) + u(4, 1) + b"\0" + text("Streets") + u(4, 0)),
        "clip_cut_off": dict(media=u(2, 0) + u(4, 1) + b"\0" + text("Streets") + u(4, 100) + b"z"),
        "clips_20001": dict(media=u(2, 0) + u(4, 20001)),
    }.items():
        yield name, f.body(**change)
    whole = f.body()
    yield "empty_body", b""
    yield "cut_in_the_middle", whole[: len(whole) // 2]
    yield "one_byte_missing", whole[:-1]
    yield "one_byte_more", whole + b"\0"


def bad_packages(body, comment):
    """NAME, file: faults of the signed container."""
    good = ORGANISER.container(body, comment)
    lines = good.split(b"\n", 4)
    def joined(n, line):
        return b"\n".join(lines[:n] + [line] + lines[n + 1 :])
    yield "empty_file", b""
    yield "no_signature", body
    yield "three_lines", b"\n".join(lines[:3]) + b"\n"
    yield "byte_order_mark", b"\xef\xbb\xbf" + good
    yield "crlf", b"\r\n".join(lines[:4]) + b"\r\n" + lines[4]
    yield "untrusted_comment_of_another", joined(0, b"untrusted comment: signature from minisign secret key")
    yield "signature_of_another_organiser", OTHER.container(body, comment)
    yield "signature_one_bit", joined(1, flip(lines[1], 40))
    yield "signature_loose_base64", joined(1, lines[1].rstrip(b"="))
    yield "signature_legacy", joined(1, b"RWQ" + lines[1][3:])
    yield "comment_one_bit", joined(2, flip(lines[2], len(lines[2]) - 1))
    yield "comment_escape", ORGANISER.container(body, comment + "\x1b[2J")
    yield "comment_too_long", ORGANISER.container(body, comment + " " + "x" * 200)
    yield "comment_of_another_revision", ORGANISER.container(body, comment[:-1] + "2")
    yield "comment_of_a_roster", ORGANISER.container(body, "folkmoot roster %s revision 1" % ("0" * 64))
    yield "global_signature_one_bit", joined(3, flip(lines[3], 20))
    yield "body_one_bit", flip(good, len(good) - 40)
    yield "body_cut", good[:-1]
    yield "body_longer", good + b"\0"
    yield "fifth_line", b"\n".join(lines[:4] + [b"", lines[4]])


def bad_rosters(election, kiosk):
    """NAME, body, revision of the comment. kiosk: its name, place and key line."""
    head = ["folkmoot roster 1", "practice yes", "election " + election.hex(), "revision 1", "kiosks 2"]
    other = ["name Kiosk 2", "place Library", "key " + OTHER.text]
    good = head + kiosk + other
    def swap(at, line):
        return good[:at] + ([line] if line is not None else []) + good[at + 1 :]
    key = kiosk[2][4:]
    twin = Key(label("twin"), OTHER.id)
    for name, lines in {
        "empty": [],
        "other_title": swap(0, "folkmoot rooster 1"),
        "other_version": swap(0, "folkmoot roster 2"),
        "practice_maybe": swap(1, "practice maybe"),
        "real_with_practice_keys": swap(1, "practice no"),
        "election_capitals": swap(2, good[2].replace("election ", "\0").upper().replace("\0", "election ")),
        "election_short": swap(2, good[2][:-1]),
        "of_another_election": swap(2, "election " + "5" * 64),
        "revision_0": swap(3, "revision 0"),
        "revision_leading_zero": swap(3, "revision 01"),
        "revision_missing": swap(3, None),
        "kiosks_501": swap(4, "kiosks 501"),
        "kiosks_more_than_there_are": swap(4, "kiosks 3"),
        "kiosks_fewer_than_there_are": swap(4, "kiosks 1"),
        "kiosks_none": head[:4] + ["kiosks 0"],
        "name_empty": swap(5, "name "),
        "name_twice": swap(8, kiosk[0]),
        "name_long": swap(5, "name " + "n" * 61),
        "name_blank_at_its_end": swap(5, kiosk[0] + " "),
        "name_escape": swap(5, "name \x1b[2J"),
        "name_bidirectional": swap(5, "name Kiosk \u202e1"),
        "place_before_name": good[:5] + [kiosk[1], kiosk[0]] + good[7:],
        "key_not_base64": swap(7, "key " + "!" * 56),
        "key_short": swap(7, "key " + key[:-4]),
        "key_twice": swap(10, "key " + key),
        "key_id_twice": good[:8] + ["name Kiosk 3", "place Library", "key " + OTHER.text] + ["name Kiosk 4", "place Library", "key " + twin.text],
        "key_not_of_this_kiosk": swap(7, "key " + Key(label("third")).text),
        "line_more": good + ["note hello"],
        "line_empty": good + [""],
        "tab": swap(3, "revision\t1"),
    }.items():
        if name == "key_id_twice":
            lines = lines[:4] + ["kiosks 3"] + kiosk + lines[8:]
        yield name, ("\n".join(lines) + "\n" * bool(lines)).encode()
    text_of = "\n".join(good) + "\n"
    yield "without_last_newline", text_of[:-1].encode()
    yield "crlf", text_of.replace("\n", "\r\n").encode()
    yield "byte_order_mark", b"\xef\xbb\xbf" + text_of.encode()
    yield "not_utf8", text_of.encode().replace(b"Library", b"Libr\xe4ry")
    yield "too_long", text_of.encode() + b"x" * 262144


def bad_exports(record, folder):
    """NAME, files by name: an export with one thing wrong; where it is within a file, manifest and signature fit again."""
    good = {name[len(folder) + 1 :]: data for name, data in record.files.items() if name.startswith(folder + "/")}
    number = 1
    def signed(**other):
        files = {**good, **{name.replace("_txt", ".txt"): data for name, data in other.items()}}
        listed = {name: data for name, data in files.items() if not name.startswith("manifest")}
        files["manifest.sha256"] = manifest(listed)
        comment = "folkmoot export %s %s %d" % (record.election.hex(), record.kiosks[0][2].key.hex(), number)
        files["manifest.sha256.minisig"] = record.kiosks[0][2].minisig(files["manifest.sha256"], comment)
        return files
    ballots, report, log = good["ballots"], good["report.txt"], good["log.txt"]
    count = int.from_bytes(ballots[4:8], "little")
    yield "ballots_magic", signed(ballots=b"FMX1" + ballots[4:])
    yield "ballots_version", signed(ballots=b"FMB2" + ballots[4:])
    yield "ballots_one_fewer", signed(ballots=ballots[:4] + u(4, count - 1) + ballots[8:])
    yield "ballots_one_more", signed(ballots=ballots[:4] + u(4, count + 1) + ballots[8:])
    yield "ballots_a_million_and_one", signed(ballots=ballots[:4] + u(4, 1000001) + ballots[8:])
    yield "ballots_cut", signed(ballots=ballots[:-1])
    yield "ballots_byte_more", signed(ballots=ballots + b"\0")
    yield "ballots_of_no_length", signed(ballots=ballots[:8] + u(2, 0) + ballots[10:])
    yield "ballots_of_3901_bytes", signed(ballots=ballots[:8] + u(2, 3901) + ballots[10:])
    yield "ballot_other_version", signed(ballots=ballots[:10] + b"\2" + ballots[11:])
    yield "ballot_no_point", signed(ballots=ballots[:90] + b"\xff" * 32 + ballots[122:])
    yield "spoiled_magic", signed(spoiled=b"FMB1" + good["spoiled"][4:])
    yield "spoiled_cut", signed(spoiled=good["spoiled"][:-1])
    yield "report_empty", signed(report_txt=b"")
    yield "report_other_version", signed(report_txt=report.replace(b"folkmoot report 1", b"folkmoot report 9"))
    yield "report_state_unknown", signed(report_txt=report.replace(b"state closed", b"state opened"))
    yield "report_crlf", signed(report_txt=report.replace(b"\n", b"\r\n"))
    yield "report_line_more", signed(report_txt=report + b"note hello\n")
    yield "report_of_another_election", signed(report_txt=report.replace(b"election " + record.election.hex().encode(), b"election " + b"5" * 64))
    yield "report_more_ballots", signed(report_txt=report.replace(b"\nsealed %d\n" % count, b"\nsealed %d\n" % (count + 1)))
    yield "log_empty", signed(log_txt=b"")
    yield "log_line_missing", signed(log_txt=log.split(b"\n", 1)[1])
    yield "log_one_bit", signed(log_txt=flip(log, 30))
    yield "log_cut", signed(log_txt=log[:-1])
    yield "manifest_empty", {**good, "manifest.sha256": b""}
    yield "manifest_line_more", {**good, "manifest.sha256": good["manifest.sha256"] + b"0" * 64 + b"  zebra\n"}
    yield "file_one_bit", {**good, "ballots": flip(ballots, 60)}
    yield "signature_missing", {name: data for name, data in good.items() if name != "manifest.sha256.minisig"}
    yield "signature_of_another_kiosk", {**good, "manifest.sha256.minisig": record.kiosks[1][2].minisig(good["manifest.sha256"], "folkmoot export %s %s 1" % (record.election.hex(), record.kiosks[0][2].key.hex()))}
    yield "file_missing", {name: data for name, data in good.items() if name != "spoiled"}


def write(*path_and_data):
    *path, data = path_and_data
    path = os.path.join(*path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as out:
        out.write(data)


class Maker:
    def __init__(self, folder):
        self.folder, self.told, self.list = folder, {}, []
        with open(os.path.join(HERE, "sentences.txt"), encoding="utf-8") as lines:
            for line in lines:
                if line.strip() and not line.startswith("#"):
                    name, sentence = line.rstrip("\n").split(None, 1)
                    self.told[name] = sentence
        self.unused = set(self.told)

    def add(self, what, name, files):
        for path, data in files.items():
            write(self.folder, name, path, data)
        self.unused.discard(name)
        self.list.append("%s %s\t%s" % (what, name, "" if what.startswith("sound") else self.told.get(name, "no sentence is known")))


def imports(maker, kiosk):
    trustees = Record([ContestPlan(1, formats.APPROVAL, 2)], [[0]], n=1, k=1).trustees
    f = definition(trustees)
    body = f.body()
    comment = "folkmoot election %s revision 1" % ID
    election = hash_of("folkmoot/election/1", body)
    package = ORGANISER.container(body, comment)
    lines = ["folkmoot roster 1", "practice yes", "election " + election.hex(), "revision 1", "kiosks 1"] + kiosk
    roster_comment = "folkmoot roster %s revision 1" % election.hex()
    roster_body = ("\n".join(lines) + "\n").encode()
    roster = ORGANISER.container(roster_body, roster_comment)
    maker.add("sound-import", "sound", {"e.election": package, "r.roster": roster})
    for name, data in bad_packages(body, comment):
        maker.add("import", "package_" + name, {"e.election": data, "r.roster": roster})
    for name, data in bad_definitions(f):
        maker.add("import", "definition_" + name, {"e.election": ORGANISER.container(data, comment), "r.roster": roster})
    for name, data in bad_rosters(election, kiosk):
        maker.add("import", "roster_" + name, {"e.election": package, "r.roster": ORGANISER.container(data, roster_comment)})
    for name, data in (("other_organiser", OTHER.container(roster_body, roster_comment)), ("one_bit", flip(roster, len(roster) - 3)),
                       ("comment", ORGANISER.container(roster_body, roster_comment[:-1] + "2")), ("no_signature", roster_body)):
        maker.add("import", "roster_file_" + name, {"e.election": package, "r.roster": data})


def exports(maker):
    contests = [ContestPlan(1, formats.APPROVAL, 2)]
    record = Record(contests, [[0]], n=1, k=1, kiosks=2, mixers=2)
    zero = bytes(32)
    cast = [record.seal(0, 0, zero, [digits]) for digits in ([1, 0], [0, 1])]
    folder = record.export(0, cast, [record.seal(0, 0, zero, [[1, 1]])])[:-1]
    common = {"election.election": record.files["election.election"], "roster.roster": record.files["roster.roster"],
              "organiser.pub": record.files["organiser.pub"]}
    good = {"export/" + name[len(folder) + 1 :]: data for name, data in record.files.items() if name.startswith(folder + "/")}
    maker.add("sound-verify", "sound_export", {**common, **good})
    for name, files in bad_exports(record, folder):
        maker.add("verify", "export_" + name, {**common, **{"export/" + path: data for path, data in files.items()}})


def main():
    folder = sys.argv[2]
    if sys.argv[1] == "key":
        write(folder, "organiser.pub", ORGANISER.public_file())
        return
    with open(sys.argv[3], encoding="utf-8") as kiosk:
        lines = [line for line in kiosk.read().split("\n") if line.split(" ")[0] in ("name", "place", "key")]
    maker = Maker(folder)
    imports(maker, lines)
    exports(maker)
    for name in sorted(maker.unused):
        maker.list.append("unknown %s\tsentences.txt has a sentence for it" % name)
    write(folder, "list", ("\n".join(maker.list) + "\n").encode())


main()
