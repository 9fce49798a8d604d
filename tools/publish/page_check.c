/* How anybody checks the count, and the data to take away. */
#include <string.h>

#include "contest_pb.h"
#include "page.h"

static void fact(struct page *page, const char *key, const char *code)
{
	raw(page, "<div>");
	put_words_in(page, "dt", key);
	raw(page, "<dd><code>");
	html_text(page->out, code);
	raw(page, "</code></dd></div>\n");
}

static void fact_names(struct page *page, const char *key, const char *(*name)(const struct audit *, unsigned),
                       unsigned count)
{
	raw(page, "<div>");
	put_words_in(page, "dt", key);
	raw(page, "<dd>");
	for (unsigned i = 0; i < count; i++) {
		raw(page, i ? " · " : "");
		put_name(page, name(page->site->audit, i));
	}
	raw(page, "</dd></div>\n");
}

static const char *mixer_name(const struct audit *audit, unsigned index)
{
	return audit->mixes.mix[index].mixer->name;
}

static const char *opener_name(const struct audit *audit, unsigned index)
{
	return audit->trustees.member[audit->by->quorum.member[index] - 1].name;
}

static void facts(struct page *page)
{
	const struct audit *audit = page->site->audit;
	char key[SIGN_KEY_TEXT], hash[2 * HASH_BYTES + 1], joint[2 * POINT_BYTES + 1];

	sign_key_text(key, &audit->organiser);
	hex_write(hash, audit->accepted.package.hash.bytes, HASH_BYTES);
	hex_write(joint, audit->trustees.joint_key.bytes, POINT_BYTES);
	raw(page, "<dl class=\"facts\">\n");
	fact(page, "page.check.manifest", page->site->manifest);
	fact(page, "page.check.organiser", key);
	fact(page, "page.check.election", hash);
	fact(page, "page.check.joint", joint);
	fact_names(page, "page.check.mixers", mixer_name, audit->mixes.count);
	fact_names(page, "page.check.opened", opener_name, audit->by->quorum.count);
	raw(page, "</dl>\n");
}

static void command(struct page *page, const char *key, const char *line)
{
	raw(page, "<li>");
	put_words_in(page, "p", key);
	rawf(page, "<pre dir=\"ltr\"><code>%s</code></pre></li>\n", line);
}

void page_check(struct page *page)
{
	const struct audit *audit = page->site->audit;

	raw(page, "<section class=\"part check\" aria-labelledby=\"check\">\n");
	heading(page, "check", "page.check.title");
	put_words_in(page, "p class=\"lead\"", "page.check.lead");
	raw(page, "<div class=\"prose\">");
	put_words_in_with(page, "p", "page.check.hands",
	                  (const struct fill[]){NUMBER("n", audit->trustees.threshold, "/hands/threshold"),
	                                        NUMBER("all", audit->trustees.count, "/hands/trustees")},
	                  2);
	raw(page, "<ol class=\"steps\">\n");
	command(page, "page.check.step.files", "sha256sum manifest.sha256\nsha256sum -c manifest.sha256");
	command(page, "page.check.step.audit", "folkmoot audit RECORD --organiser organiser.pub");
	command(page, "page.check.step.page", "folkmoot publish RECORD -o SITE");
	raw(page, "</ol></div>\n");
	facts(page);
	raw(page, "</section>\n");
}

static void download(struct page *page, const char *file, const char *key, const struct text *title)
{
	rawf(page, "<li><a href=\"%s\" download>", file);
	html_text(page->out, file);
	raw(page, "</a> ");
	if (title) {
		raw(page, "<strong>");
		put_text(page, title);
		raw(page, "</strong> · ");
	}
	put_words(page, key);
	raw(page, "</li>\n");
}

void page_data(struct page *page)
{
	const struct election *election = page->site->election;
	char file[SITE_FILE_NAME];

	raw(page, "<section class=\"part data\" aria-labelledby=\"data\">\n");
	heading(page, "data", "page.data.title");
	put_words_in(page, "p class=\"lead\"", "page.data.lead");
	raw(page, "<ul class=\"files\">\n");
	download(page, SITE_CSV, "page.data.csv", NULL);
	download(page, SITE_JSON, "page.data.json", NULL);
	for (unsigned i = 0; i < election->contest_count; i++) {
		const struct contest *contest = &election->contests[i];
		const struct text *title = election->contest_count > 1 ? &contest->title : NULL;

		if (site_has_pb(page->site, i)) {
			snprintf(file, sizeof file, SITE_PB, contest->id);
			download(page, file, "page.data.pb", title);
		}
		snprintf(file, sizeof file, SITE_BALLOTS, contest->id);
		download(page, file, "page.data.ballots", title);
	}
	download(page, SITE_PACKAGE, "page.data.package", NULL);
	raw(page, "</ul>\n</section>\n");
}
