#include <linux/landlock.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "wall_inside.h"

/* As in the kernel's <linux/landlock.h>; Debian 12's knows those up to ABI 2 only. */
#define FS_EXECUTE     (1ULL << 0)
#define FS_WRITE_FILE  (1ULL << 1)
#define FS_READ_FILE   (1ULL << 2)
#define FS_READ_DIR    (1ULL << 3)
#define FS_REMOVE_DIR  (1ULL << 4)
#define FS_REMOVE_FILE (1ULL << 5)
#define FS_MAKE_DIR    (1ULL << 7)
#define FS_MAKE_REG    (1ULL << 8)
#define FS_ABI_1       ((1ULL << 13) - 1)
#define FS_REFER       (1ULL << 13)
#define FS_TRUNCATE    (1ULL << 14)
#define FS_IOCTL_DEV   (1ULL << 15)
#define NET_TCP        3ULL /* bind, connect */
#define SCOPE_ALL      3ULL /* abstract sockets, signals to whoever stands outside */

enum { ABI_REFER = 2, ABI_TRUNCATE = 3, ABI_NET = 4, ABI_IOCTL = 5, ABI_SCOPE = 6, ABI_LATEST = 6 };

struct rules_attr {
	uint64_t fs, net, scoped;
};

int landlock_abi(void)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, LANDLOCK_CREATE_RULESET_VERSION);

	return abi < 0 ? 0 : (int)abi;
}

static uint64_t fs_of(int abi)
{
	return FS_ABI_1 | (abi >= ABI_REFER ? FS_REFER : 0) | (abi >= ABI_TRUNCATE ? FS_TRUNCATE : 0) |
	       (abi >= ABI_IOCTL ? FS_IOCTL_DEV : 0);
}

int landlock_rules(int abi)
{
	const struct rules_attr attr = {
	    .fs = fs_of(abi), .net = abi >= ABI_NET ? NET_TCP : 0, .scoped = abi >= ABI_SCOPE ? SCOPE_ALL : 0};
	size_t size = sizeof(attr.fs) * (abi >= ABI_SCOPE ? 3 : abi >= ABI_NET ? 2 : 1);

	return (int)syscall(SYS_landlock_create_ruleset, &attr, size, 0);
}

static uint64_t rights_of(enum wall_grant grant)
{
	switch (grant) {
	case GRANT_READ: return FS_READ_FILE | FS_READ_DIR;
	case GRANT_WRITE:
		return FS_READ_FILE | FS_READ_DIR | FS_WRITE_FILE | FS_REMOVE_DIR | FS_REMOVE_FILE | FS_MAKE_DIR |
		       FS_MAKE_REG | FS_REFER | FS_TRUNCATE;
	case GRANT_DEVICE: return FS_READ_FILE | FS_READ_DIR | FS_WRITE_FILE | FS_IOCTL_DEV;
	case GRANT_INPUT: return FS_READ_FILE | FS_READ_DIR | FS_IOCTL_DEV;
	}
	return 0;
}

enum status landlock_grant(int rules, int folder, enum wall_grant grant)
{
	uint64_t rights = rights_of(grant) & fs_of(landlock_abi());
	struct landlock_path_beneath_attr beneath = {.allowed_access = rights, .parent_fd = folder};
	struct stat info;

	if (fstat(folder, &info) != 0)
		return STATUS_INTERNAL;
	if (!S_ISDIR(info.st_mode))
		beneath.allowed_access &= FS_READ_FILE | FS_WRITE_FILE | FS_TRUNCATE | FS_IOCTL_DEV;
	return syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0 ? STATUS_OK
	                                                                                           : STATUS_INTERNAL;
}

enum status landlock_hold(int rules)
{
	return syscall(SYS_landlock_restrict_self, rules, 0) == 0 ? STATUS_OK : STATUS_INTERNAL;
}
