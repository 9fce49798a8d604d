#include "enclose_recorder.h"

#include <sys/stat.h>
#include <unistd.h>

/* NULL where there is no such folder: whoever wants to use it will say what is wrong. */
static const char *if_there(const char *folder)
{
	return folder && access(folder, F_OK) == 0 ? folder : NULL;
}

enum status enclose_recorder(struct wall_told *told, char why[static LINK_WHY], const struct options *options)
{
	struct wall_paths paths = {.data2 = if_there(options->mirror)};

	(void)mkdir(options->data, 0700);
	paths.data = if_there(options->data);
	return wall_raise(told, CHILD_RECORDER, &paths, why, LINK_WHY);
}
