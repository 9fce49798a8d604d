"""The page to look through: reads sheet.tsv and strips.tsv in a folder, writes index.html beside them.

usage: page.py FOLDER
"""
import html
import os
import sys

THEMES = ["calm", "black on white", "white on black", "soft"]
SIZES = ["small", "medium", "large", "very large"]

STYLE = """
body { font: 15px/1.4 system-ui, sans-serif; margin: 0; background: #26241f; color: #f3efe6; }
header { position: sticky; top: 0; background: #26241f; padding: 12px 20px; border-bottom: 1px solid #57524a; z-index: 1; }
header label { margin-right: 16px; }
select { font: inherit; }
main { padding: 0 20px 60px; }
h2 { margin: 28px 0 8px; font-size: 17px; }
.row { display: flex; flex-wrap: wrap; gap: 10px; align-items: flex-start; }
figure { margin: 0; max-width: 640px; }
figure img { display: block; max-width: 100%; height: auto; outline: 1px solid #57524a; }
figcaption { font-size: 12px; color: #cfc8ba; max-width: 480px; }
figcaption q { color: #f3d9a4; }
.film { flex-wrap: nowrap; overflow-x: auto; padding-bottom: 10px; }
.film figure { flex: 0 0 auto; width: 480px; }
[hidden] { display: none !important; }
"""

SCRIPT = """
const pick = [...document.querySelectorAll('header select')];
function show() {
  for (const f of document.querySelectorAll('#sheet figure'))
    f.hidden = pick.some(p => p.value && f.dataset[p.name] !== p.value);
  for (const r of document.querySelectorAll('#sheet section'))
    r.hidden = !r.querySelector('figure:not([hidden])');
}
for (const p of pick) p.addEventListener('change', show);
show();
"""


def rows(path, fields):
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield (line.rstrip("\n").split("\t") + [""] * fields)[:fields]


def figure(file, caption, data=""):
    return (f'<figure {data}><img loading="lazy" src="{html.escape(file)}" alt="">'
            f"<figcaption>{caption}</figcaption></figure>")


def choice(name, words, chosen):
    options = "".join(f'<option value="{html.escape(v)}"{" selected" if v == chosen else ""}>{html.escape(w)}</option>'
                      for v, w in words)
    return f'<label>{name} <select name="{name}"><option value="">all</option>{options}</select></label>'


def sheet(folder):
    by_screen, values = {}, {"language": [], "theme": [], "size": [], "display": []}
    for file, screen, language, theme, size, display in rows(os.path.join(folder, "sheet.tsv"), 6):
        by_screen.setdefault(screen, []).append((file, language, theme, size, display))
        for key, value in (("language", language), ("theme", theme), ("size", size), ("display", display)):
            if value not in values[key]:
                values[key].append(value)
    head = (choice("language", [(v, v) for v in values["language"]], "")
            + choice("theme", [(v, THEMES[int(v)]) for v in values["theme"]], "0")
            + choice("size", [(v, SIZES[int(v)]) for v in sorted(values["size"])], "1")
            + choice("display", [(v, v) for v in values["display"]], "landscape"))
    body = []
    for screen in sorted(by_screen):
        figures = "".join(
            figure(file, f"{language} · {THEMES[int(theme)]} · {SIZES[int(size)]} · {display}",
                   f'data-language="{language}" data-theme="{theme}" data-size="{size}" data-display="{display}"')
            for file, language, theme, size, display in by_screen[screen])
        body.append(f"<section><h2>{html.escape(screen)}</h2><div class=row>{figures}</div></section>")
    return head, "".join(body), sum(len(v) for v in by_screen.values())


def films(folder):
    strips = {}
    for file, strip, done, spoken in rows(os.path.join(folder, "strips.tsv"), 4):
        said = f"<br><q>{html.escape(spoken)}</q>" if spoken.strip() else ""
        strips.setdefault(strip, []).append(figure(file, html.escape(done) + said))
    return "".join(f"<h2>A whole vote: {html.escape(name)} ({len(f)} steps)</h2><div class='row film'>{''.join(f)}</div>"
                   for name, f in strips.items())


def main():
    folder = sys.argv[1]
    head, body, count = sheet(folder)
    with open(os.path.join(folder, "index.html"), "w", encoding="utf-8") as out:
        out.write(f"<!doctype html><html lang=en><meta charset=utf-8><title>Folkmoot: every screen</title>"
                  f"<style>{STYLE}</style><header><strong>{count} pictures</strong> &nbsp; {head}"
                  f"<a href='#strips' style='color:inherit'>whole votes</a></header>"
                  f"<main><div id=sheet>{body}</div><div id=strips>{films(folder)}</div></main>"
                  f"<script>{SCRIPT}</script></html>\n")


main()
