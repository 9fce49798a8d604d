#include "bring.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum status copy(const char *to, char why[static BRING_WHY], const char *from)
{
	FILE *in = fopen(from, "rb"), *out = in ? fopen(to, "wb") : NULL;
	enum status status = STATUS_OK;
	char part[4096];
	size_t len;

	if (!in || !out)
		status = in ? STATUS_IO : STATUS_ABSENT;
	while (status == STATUS_OK && (len = fread(part, 1, sizeof(part), in)) > 0) {
		if (fwrite(part, 1, len, out) != len)
			status = STATUS_IO;
	}
	if (status == STATUS_OK && ferror(in))
		status = STATUS_IO;
	if (out && fclose(out) != 0 && status == STATUS_OK)
		status = STATUS_IO;
	if (in)
		fclose(in);
	if (status != STATUS_OK)
		snprintf(why, BRING_WHY, "%.160s %s: check the path and its rights.", from, status_phrase(status));
	return status;
}

enum status bring_stick(struct bring *out, char why[static BRING_WHY], const char *package, const char *roster)
{
	enum status status;

	memset(out, 0, sizeof(*out));
	strcpy(out->folder, "/tmp/folkmoot-import-XXXXXX");
	if (!mkdtemp(out->folder)) {
		out->folder[0] = 0;
		snprintf(why, BRING_WHY, "/tmp cannot be written: check its rights and its space.");
		return STATUS_IO;
	}
	snprintf(out->package, sizeof(out->package), "%s/named.election", out->folder);
	snprintf(out->roster, sizeof(out->roster), "%s/named.roster", out->folder);
	status = copy(out->package, why, package);
	if (status == STATUS_OK)
		status = copy(out->roster, why, roster);
	return status;
}

void bring_finish(struct bring *bring)
{
	if (!bring->folder[0])
		return;
	(void)unlink(bring->package);
	(void)unlink(bring->roster);
	(void)rmdir(bring->folder);
}
