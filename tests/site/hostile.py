#!/usr/bin/env python3
"""A definition with names that try to leave their place, and answers to its questions: hostile.py CITY.json ELECTION.json ANSWERS.json. The votes of
CITY.json's file fit it. Languages: English, and Arabic for some of the texts only."""
import json
import sys

NAMES = [
    "<script>document.title='taken'</script>", "\"><img src=x onerror=alert(1)>", "</script></style></title><h1>Taken", "' onmouseover='alert(1)",
    "<!-- --><svg onload=alert(1)>", "&lt;b&gt; &amp; &#60;", "=HYPERLINK(\"http://taken.example\")", "{n} {cost} %s %n ]]>", "\\u003cscript\\u003e \\\" \\",
    "Looooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooong",
    "حديقة صغيرة <b>& مقاعد", "javascript:alert(1)",
]


def main(city, election, answers):
    with open(city, encoding="utf-8") as file:
        definition = json.load(file)
    definition["languages"] = ["en", "ar"]
    definition["title"] = {"en": "A vote & <its> \"names\"", "ar": "تصويت & <b>"}
    definition["organiser"] = "</title><script>alert(2)</script>"
    for project, name in zip(definition["contests"][0]["projects"], NAMES):
        project["name"] = {"en": name, "ar": "مشروع " + name} if project["id"] in ("1", "2") else name
        project["summary"] = "<b onclick=alert(3)>" + name[:100]
        project["description"] = "One line.\n<i>Another</i> & \"more\".\n\nA third."
        project["place"] = name[:100] + "</p>"
        project["proposer"] = "A & B"
    definition["questions"] = [
        {"title": "Where did you hear of this vote?", "type": "one", "options": ["At the <i>library</i>", "From a \"friend\"", "Elsewhere"]},
        {"title": "What would you help with?", "type": "several", "max_length": 2,
         "options": [{"id": "dig", "name": "Digging"}, {"id": "paint", "name": "</table>"}, {"id": "cook", "name": "Cooking"}]},
        {"title": "Which place <em>near you</em> is unloved?", "type": "text", "max_characters": 90},
    ]
    said = [["1", ["dig", "cook"], "</blockquote><script>alert(4)</script>"], ["3", None, "Mill Lane,\n\"behind\" the <school>"], ["1", ["dig"]],
            [None, [], ""], ["2", ["cook", "paint"], "=SUM(A1)"], ["1", ["cook"], "Żabia ulica"], [None, None, "=SUM(A1)"], ["1", None, "الحديقة وراء المكتبة"]]
    for name, value in ((election, definition), (answers, said)):
        with open(name, "w", encoding="utf-8") as file:
            json.dump(value, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
