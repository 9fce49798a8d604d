#include "pabulib_write.h"

#include <string.h>

static int is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* What a reader would take for a delimiter, a quotation mark or a blank of the layout. */
static int needs_quotes(const char *text, size_t len)
{
	return len > 0 && (is_blank(text[0]) || is_blank(text[len - 1]) || text[strcspn(text, ";\"\r\n")] != '\0');
}

static void put_quoted(FILE *out, const char *text)
{
	(void)putc('"', out);
	for (; *text; text++) {
		if (*text == '"')
			(void)putc('"', out);
		(void)putc(*text, out);
	}
	(void)putc('"', out);
}

static void put_field(FILE *out, const char *text, char end)
{
	size_t len = strlen(text);

	if (needs_quotes(text, len))
		put_quoted(out, text);
	else
		(void)fwrite(text, 1, len, out);
	(void)putc(end, out);
}

void pabulib_put_row(FILE *out, const char *const *fields, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		put_field(out, fields[i], i + 1 < count ? ';' : '\n');
}

static void put_table(FILE *out, const char *title, const struct pabulib_table *table)
{
	(void)fprintf(out, "%s\n", title);
	pabulib_put_row(out, table->columns, table->column_count);
	for (size_t i = 0; i < table->row_count; i++)
		pabulib_put_row(out, &table->fields[i * table->column_count], table->column_count);
}

enum status pabulib_write(FILE *out, const struct pabulib_text *text)
{
	(void)fputs("META\nkey;value\n", out);
	for (size_t i = 0; i < text->meta_count; i++) {
		const char *const row[] = {text->meta[i].key, text->meta[i].value};

		pabulib_put_row(out, row, 2);
	}
	put_table(out, "PROJECTS", &text->projects);
	put_table(out, "VOTES", &text->votes);
	return fflush(out) == 0 && !ferror(out) ? STATUS_OK : STATUS_IO;
}

void pabulib_text_of(struct pabulib_text *out, const struct pabulib *file)
{
	*out = (struct pabulib_text){
	    .meta_count = file->meta_count,
	    .meta = file->meta,
	    .projects = file->project_table,
	    .votes = file->vote_table,
	};
}
