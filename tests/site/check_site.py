#!/usr/bin/env python3
"""Checks a results site from outside: check_site.py SITE. Every page is well-formed, stands alone and is fit to be read aloud; every number on it is
the one in results.json that it names; the codes in it are those of codes.txt. Prints what is wrong, one line each; exit 1 where anything is."""
import base64
import hashlib
import html.parser
import json
import os
import re
import sys

VOID = {"meta", "input", "br", "hr", "img", "link", "rect", "path"}
faults = []


def fault(page, what):
    faults.append(f"{page}: {what}")


class Element:
    def __init__(self, tag, attributes, parent):
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.children, self.text = [], ""

    def all(self, tag=None):
        for child in self.children:
            if isinstance(child, Element):
                if tag is None or child.tag == tag:
                    yield child
                yield from child.all(tag)

    def words(self):
        return "".join(child if isinstance(child, str) else child.words() for child in self.children)

    def classes(self):
        return (self.attributes.get("class") or "").split()


class Reader(html.parser.HTMLParser):
    """A strict tree: every element is closed where it was opened."""

    def __init__(self, name):
        super().__init__(convert_charrefs=True)
        self.name, self.root = name, Element("", {}, None)
        self.at = self.root

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        if len(names) != len(set(names)):
            fault(self.name, f"an attribute twice in <{tag}>")
        element = Element(tag, dict(attributes), self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.at = self.at.parent

    def handle_endtag(self, tag):
        if self.at.tag != tag:
            fault(self.name, f"</{tag}> in line {self.getpos()[0]} closes <{self.at.tag}>")
            return
        self.at = self.at.parent

    def handle_data(self, data):
        self.at.children.append(data)

    def handle_comment(self, data):
        fault(self.name, f"a comment: {data[:40]}")


def pointed(results, pointer):
    value = results
    for part in pointer.split("/")[1:]:
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def shown_digits(value, words, digits):
    """Is this what a person reads of that number, or of that amount of minor units?"""
    read = re.sub(r"[^0-9]", "", words)
    if read == str(value):
        return True
    unit = 10**digits
    return read == str(value // unit) + ("" if value % unit == 0 else f"{value % unit:0{digits}d}")


def check_numbers(name, tree, results):
    seen = set()
    for element in tree.all("data"):
        pointer, value = element.attributes.get("data-value", ""), element.attributes.get("value", "")
        try:
            meant = pointed(results, pointer)
        except (KeyError, IndexError, ValueError, TypeError):
            fault(name, f"results.json has no {pointer!r}")
            continue
        seen.add(pointer)
        if isinstance(meant, bool) or not isinstance(meant, int) or str(meant) != value:
            fault(name, f"{pointer} is {meant!r} in results.json and {value!r} on the page")
        elif not shown_digits(meant, element.words(), results["election"]["minor_digits"]):
            fault(name, f"{pointer} is {meant} and reads {element.words()!r}")
    for i, contest in enumerate(results["contests"]):
        for k in range(len(contest["projects"])):
            for what in ("votes", "cost"):
                if f"/contests/{i}/projects/{k}/{what}" not in seen:
                    fault(name, f"/contests/{i}/projects/{k}/{what} stands nowhere")
    for i, question in enumerate(results["questions"]):
        for k in range(len(question["options"])):
            if f"/questions/{i}/options/{k}/votes" not in seen:
                fault(name, f"/questions/{i}/options/{k}/votes stands nowhere")
    for pointer in ("/ballots/counted", "/ballots/received"):
        if pointer not in seen:
            fault(name, f"{pointer} stands nowhere")


def numbers_of(value, digits, out):
    """Every number below value, as a count and as an amount; fractions cut to the minor digits."""
    if isinstance(value, dict):
        for one in value.values():
            numbers_of(one, digits, out)
    elif isinstance(value, list):
        out.add(str(len(value)))
        for one in value:
            numbers_of(one, digits, out)
    elif isinstance(value, int) and not isinstance(value, bool):
        out.add(str(value))
        whole, rest = divmod(value, 10**digits)
        out.add(f"{whole}.{rest:0{digits}d}" if rest else str(whole))
    elif isinstance(value, str) and re.fullmatch(r"\d+\.\d{6}", value):
        minor = int(value.split(".")[0])
        whole, rest = divmod(minor, 10**digits)
        out.add(f"{whole}.{rest:0{digits}d}" if rest else str(whole))
        for cut in range(0, 7):
            out.add((value[: -6 + cut] if cut < 6 else value).rstrip("."))


def check_explanation(name, tree, results):
    """The rule in words says no number that results.json does not have: English pages, whose numbers read 1,234.50."""
    digits = results["election"]["minor_digits"]
    sections = [s for s in tree.all("section") if "how" in s.classes()]
    if len(sections) != sum("selected" in contest for contest in results["contests"]):
        fault(name, f"{len(sections)} contests are explained")
    for section, contest in zip(sections, (c for c in results["contests"] if "selected" in c)):
        known = set()
        numbers_of(contest, digits, known)
        numbers_of(results["rule"], digits, known)
        numbers_of(results["ballots"], digits, known)
        known |= {str(n) for n in range(len(contest["projects"]) + 1)}
        words = section.words()
        for project in contest["projects"]:
            for text in sorted(list(project["name"].values()) + [project["id"]], key=len, reverse=True):
                if len(text) > 2 and not text.isdigit():
                    words = words.replace(text, "")
        for number in re.findall(r"\d[\d,]*(?:\.\d+)?", words):
            if number.rstrip(",").replace(",", "") not in known:
                fault(name, f"the explanation says {number}, which results.json does not")


def check_alone(name, folder, tree, source):
    """Nothing comes from elsewhere, and the page's policy says so."""
    scripts = [e for e in tree.all("script") if e.attributes.get("type") != "application/json"]
    styles = list(tree.all("style"))
    if len(scripts) != 1 or len(styles) != 1:
        fault(name, f"{len(scripts)} scripts and {len(styles)} styles instead of one each")
        return
    policy = next((e.attributes.get("content", "") for e in tree.all("meta") if e.attributes.get("http-equiv") == "Content-Security-Policy"), "")
    if "default-src 'none'" not in policy or "unsafe" in policy or "http" in policy or "*" in policy:
        fault(name, f"the policy is {policy!r}")
    for element in (scripts[0], styles[0]):
        digest = base64.b64encode(hashlib.sha256(element.words().encode()).digest()).decode()
        if f"{element.tag}-src 'sha256-{digest}'" not in policy:
            fault(name, f"the policy does not name the page's own {element.tag}")
    if re.search(r"@import|url\((?!#)|https?:|//[a-z]", styles[0].words()):
        fault(name, "the style fetches something")
    if re.search(r"https?:|fetch\(|XMLHttpRequest|WebSocket|localStorage|cookie", scripts[0].words()):
        fault(name, "the script goes out, or keeps something")
    for element in tree.all():
        if element.tag in ("link", "img", "iframe", "object", "embed", "base", "use", "image", "foreignobject"):
            fault(name, f"<{element.tag}>")
        for attribute, value in element.attributes.items():
            if attribute.startswith("on") or attribute == "style" or attribute in ("src", "srcset", "action", "xlink:href"):
                fault(name, f"the attribute {attribute} in <{element.tag}>")
            if attribute == "href" and not value.startswith("#") and not os.path.isfile(os.path.join(folder, value)):
                fault(name, f"a link to {value!r}")
            if attribute == "href" and re.match(r"[a-z]+:|/|\.\.", value):
                fault(name, f"a link to {value!r}")
    if re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]", source):
        fault(name, "a control character, or one that turns the direction of what follows")


def check_access(name, tree):
    """What makes a page fit for a screen reader, as far as it stands in the markup."""
    root = next(tree.all("html"))
    if not root.attributes.get("lang") or root.attributes.get("dir") not in ("ltr", "rtl"):
        fault(name, "no lang or dir")
    ids = [e.attributes["id"] for e in tree.all() if "id" in e.attributes]
    for twice in {one for one in ids if ids.count(one) > 1}:
        fault(name, f"the id {twice} twice")
    for element in tree.all():
        for attribute in ("for", "aria-labelledby", "aria-describedby"):
            for one in (element.attributes.get(attribute) or "").split():
                if one not in ids:
                    fault(name, f"{attribute}={one} leads nowhere")
        href = element.attributes.get("href", "")
        if href.startswith("#") and href[1:] not in ids:
            fault(name, f"a link to {href} leads nowhere")
        if element.tag == "svg" and element.attributes.get("aria-hidden") != "true" and not (
                element.attributes.get("role") == "img" and element.attributes.get("aria-label")):
            fault(name, "an svg without a name")
        if element.tag == "table" and (not any(True for _ in element.all("caption")) or any(
                th.attributes.get("scope") not in ("row", "col") for th in element.all("th"))):
            fault(name, "a table without caption or scopes")
        if element.tag == "p" and not element.children and "role" not in element.attributes:
            fault(name, "an empty paragraph")
    levels = [int(e.tag[1]) for e in tree.all() if re.fullmatch("h[1-6]", e.tag)]
    if levels[:1] != [1] or levels.count(1) != 1 or any(b > a + 1 for a, b in zip(levels, levels[1:])):
        fault(name, f"headings: {levels}")
    for tag in ("header", "main", "footer", "nav"):
        if not any(True for _ in tree.all(tag)):
            fault(name, f"no <{tag}>")
    words = tree.words()
    for one in [e.words() for tag in ("script", "style") for e in tree.all(tag)]:
        words = words.replace(one, "")
    for one in sorted((e.words() for tag in ("bdi", "blockquote") for e in tree.all(tag)), key=len, reverse=True):
        words = words.replace(one, "")
    if "[page." in words or "{" in words:
        fault(name, "a word that is missing, or a place not filled in")


def packed(lines):
    letters = {"counted": "c", "test ballot": "t", "not counted: carries a voting code that was never issued": "0",
               "not counted: carries a voting code that was issued for another place or another district": "1",
               "not counted: carries a voting code of which another ballot counts": "2"}
    return "".join(line[:29].replace("-", "") + letters[line[30:]] for line in lines)


def check_codes(name, folder, tree):
    data = next((e for e in tree.all("script") if e.attributes.get("id") == "codes"), None)
    if data:
        with open(os.path.join(folder, "codes.txt"), encoding="utf-8") as file:
            if json.loads(data.words()) != packed(file.read().splitlines()):
                fault(name, "the codes differ from codes.txt")
    elif os.path.isdir(os.path.join(folder, "codes")):
        lists = [one for one in os.listdir(os.path.join(folder, "codes")) if one.endswith(".txt")]
        linked = {e.attributes["href"] for e in tree.all("a") if e.attributes.get("href", "").startswith("codes/")}
        if linked != {f"codes/{one}" for one in lists}:
            fault(name, "the lists of codes are not those linked")
        for one in lists:
            with open(os.path.join(folder, "codes", one), encoding="utf-8") as file:
                lines = file.read().splitlines()
            with open(os.path.join(folder, "codes", one[:-4] + ".js"), encoding="utf-8") as file:
                if file.read() != f'folkmootCodes("{one[:-4]}","{packed(lines)}");\n' or not all(l.startswith(one[:-4]) for l in lines):
                    fault(name, f"codes/{one} and its script differ")


def main(folder):
    with open(os.path.join(folder, "results.json"), encoding="utf-8") as file:
        results = json.load(file)
    pages = sorted(name for name in os.listdir(folder) if name.endswith(".html"))
    if "index.html" not in pages:
        fault(folder, "no index.html")
    for name in pages:
        with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
            source = file.read()
        reader = Reader(name)
        reader.feed(source)
        reader.close()
        if reader.at is not reader.root:
            fault(name, f"<{reader.at.tag}> is never closed")
        check_alone(name, folder, reader.root, source)
        check_access(name, reader.root)
        check_numbers(name, reader.root, results)
        check_codes(name, folder, reader.root)
        if next(reader.root.all("html")).attributes.get("lang") == "en":
            check_explanation(name, reader.root, results)
    for one in faults[:40]:
        print(one)
    print(f"{len(pages)} page{'s' if len(pages) != 1 else ''}, {len(faults)} fault{'s' if len(faults) != 1 else ''}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
