/* The site's parts, gathered from an audited record, and its files. */
#include "site.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "record.h"

/* How many codes a page carries in itself, and how many a file of them should hold. */
enum { CODES_IN_PAGE = 2000, CODES_IN_FILE = 1000, CODE_LETTERS = 32 };

static void count_excluded(struct site *site, const struct merged *merged)
{
	for (size_t i = 0; i < merged->excluded_count; i++)
		site->excluded[merged->excluded[i].reason]++;
}

static enum status add_page(struct site *site, unsigned language, int first)
{
	const struct phrases *phrases = phrases_in(site->election->language[language]);
	struct site_page *page = &site->page[site->page_count];

	if (!phrases && !first)
		return STATUS_OK;
	page->phrases = phrases ? phrases : phrases_in("en");
	page->language = language;
	snprintf(page->file, sizeof page->file, "%s.html", first ? "index" : site->election->language[language]);
	site->page_count++;
	return STATUS_OK;
}

static enum status choose_pages(struct site *site, const char *main)
{
	const struct election *election = site->election;
	unsigned first = 0;
	enum status status;

	while (main && first < election->language_count && strcmp(election->language[first], main) != 0)
		first++;
	if (first == election->language_count) {
		(void)cli_failed("--language %s: is none of the election's languages; the first of them is %s", main,
		                 election->language[0]);
		return STATUS_ABSENT;
	}
	status = add_page(site, first, 1);
	for (unsigned i = 0; i < election->language_count && status == STATUS_OK; i++)
		if (i != first)
			status = add_page(site, i, 0);
	return status;
}

static void hash_manifest(struct site *site)
{
	uint8_t hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(hash, site->audit->manifest_file.data, site->audit->manifest_file.len);
	hex_write(site->manifest, hash, sizeof hash);
}

enum status site_make(struct site *out, const struct audit *audit, const struct site_request *request)
{
	enum status status;

	memset(out, 0, sizeof *out);
	out->audit = audit;
	out->election = audit->accepted.package.election;
	hash_manifest(out);
	count_excluded(out, &audit->merged);
	out->code_count = audit->accepted.ballot_count;
	if (out->code_count > CODES_IN_PAGE)
		out->code_prefix = out->code_count > (size_t)CODES_IN_FILE * CODE_LETTERS ? 2 : 1;
	status = choose_pages(out, request->language);
	if (status == STATUS_OK)
		status = views_make(&out->views, &audit->result);
	if (status == STATUS_OK)
		status = turnout_make(&out->turnout, &audit->accepted, &audit->merged);
	return status == STATUS_OK ? record_codes(&out->codes, audit) : status;
}

void site_finish(struct site *site)
{
	views_finish(&site->views);
	turnout_finish(&site->turnout);
	bytes_free(&site->codes);
}

int site_has_pb(const struct site *site, unsigned contest)
{
	return site->has_pb[contest];
}
