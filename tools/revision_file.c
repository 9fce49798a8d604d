#include "revision_file.h"

#include <stdio.h>
#include <unistd.h>

#include "cli.h"

enum status revision_keep(const char *path, const struct bytes *bytes, unsigned revision)
{
	char kept[PATH_ROOM];
	enum status status = STATUS_TOO_LONG;

	if (snprintf(kept, PATH_ROOM, "%s" REVISION_KEPT "%u", path, revision) < PATH_ROOM)
		status = file_write_signed(kept, bytes->data, bytes->len);
	if (status != STATUS_OK)
		return status;
	if (unlink(path) != 0) {
		(void)cli_failed("%s: cannot be replaced; check who may write in its folder", path);
		return STATUS_IO;
	}
	printf("Revision %u is kept as %s\n\n", revision, kept);
	return STATUS_OK;
}
