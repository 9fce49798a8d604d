#include "pabulib_file.h"

#include "cli.h"

static void tell_note(void *context, const struct pabulib_fault *note)
{
	const char *const *path = context;

	if (note->line > 0)
		cli_note("%s, line %lu: %s", *path, note->line, note->what);
	else
		cli_note("%s: %s", *path, note->what);
}

enum status city_load(struct city *out, const char *path)
{
	return city_load_as(out, path, PABULIB_STRICT);
}

enum status city_load_as(struct city *out, const char *path, enum pabulib_mode mode)
{
	struct pabulib_fault fault;
	enum status status;

	*out = (struct city){.file = NULL};
	status = file_read(&out->text, path, PABULIB_MAX_BYTES, "the Pabulib file");
	if (status != STATUS_OK)
		return status;
	status = pabulib_read_as(&out->file, &fault, (char *)out->text.data, out->text.len, mode, tell_note, &path);
	if (status == STATUS_OK)
		return STATUS_OK;
	tell_note(&path, &fault);
	return STATUS_STATE;
}

void city_finish(struct city *city)
{
	pabulib_destroy(city->file);
	bytes_free(&city->text);
	city->file = NULL;
}
