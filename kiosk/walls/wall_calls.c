#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "wall_inside.h"

/* Lists of system calls. A call that this processor does not have is left out by libseccomp itself. What is named in
 * no list fails with EPERM: sockets, processes, programs, tracing, signals to others, mounts, keys, time. */

enum { LIST_END = __NR_SCMP_ERROR };

/* Every process: what it holds already is read, written, waited for and closed; memory; threads' locks; the end. */
static const int for_all[] = {
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(readv),
    SCMP_SYS(writev),
    SCMP_SYS(pread64),
    SCMP_SYS(pwrite64),
    SCMP_SYS(close),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(recvmsg),
    SCMP_SYS(sendmsg),
    SCMP_SYS(recvfrom),
    SCMP_SYS(sendto),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(lseek),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(mlock),
    SCMP_SYS(munlock),
    SCMP_SYS(futex),
    SCMP_SYS(getrandom),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(sched_yield),
    SCMP_SYS(set_robust_list), /* a thread that starts */
    SCMP_SYS(rseq),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    LIST_END,
};

/* Files; which, Landlock says. */
static const int for_files[] = {
    SCMP_SYS(openat),     SCMP_SYS(open),
    SCMP_SYS(stat),       SCMP_SYS(lstat),
    SCMP_SYS(access),     SCMP_SYS(faccessat),
    SCMP_SYS(readlink),   SCMP_SYS(faccessat2),
    SCMP_SYS(readlinkat), SCMP_SYS(getcwd),
    SCMP_SYS(getdents64), SCMP_SYS(statfs),
    SCMP_SYS(fstatfs),    LIST_END,
};

static const int for_writing[] = {
    SCMP_SYS(unlink),    SCMP_SYS(unlinkat),  SCMP_SYS(rename),    SCMP_SYS(renameat),
    SCMP_SYS(renameat2), SCMP_SYS(mkdir),     SCMP_SYS(mkdirat),   SCMP_SYS(rmdir),
    SCMP_SYS(fsync),     SCMP_SYS(fdatasync), SCMP_SYS(ftruncate), SCMP_SYS(fallocate),
    SCMP_SYS(fadvise64), SCMP_SYS(flock),     SCMP_SYS(syncfs),    LIST_END,
};

/* SQLite: its user, for the rights of a new file; the election's body as sealed memory. */
static const int for_recorder[] = {SCMP_SYS(geteuid), SCMP_SYS(fchmod), SCMP_SYS(memfd_create), LIST_END};

static const int for_media[] = {SCMP_SYS(openat2), SCMP_SYS(landlock_create_ruleset), SCMP_SYS(landlock_add_rule),
                                SCMP_SYS(landlock_restrict_self), LIST_END};

/* A window's picture in memory shared with an X server, where there is one. */
static const int for_screen[] = {
    SCMP_SYS(shmget), SCMP_SYS(shmat),      SCMP_SYS(shmdt),      SCMP_SYS(shmctl),   SCMP_SYS(select),
    SCMP_SYS(uname),  SCMP_SYS(epoll_wait), SCMP_SYS(getsockopt), SCMP_SYS(shutdown), SCMP_SYS(pselect6),
    LIST_END};

static const int for_voice[] = {
    SCMP_SYS(sched_setscheduler), SCMP_SYS(sched_getscheduler), SCMP_SYS(uname), SCMP_SYS(getuid), SCMP_SYS(geteuid),
    SCMP_SYS(sched_getparam),     SCMP_SYS(sched_getaffinity),  LIST_END};

/* AddressSanitizer's own needs, among them a look for leaks at the end, by a process that traces this one. */
static const int for_sanitizers[] = {
#ifdef __SANITIZE_ADDRESS__
    SCMP_SYS(openat),
    SCMP_SYS(open),
    SCMP_SYS(readlink),
    SCMP_SYS(stat),
    SCMP_SYS(lstat),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(clone),
    SCMP_SYS(ptrace),
    SCMP_SYS(wait4),
    SCMP_SYS(prctl),
    SCMP_SYS(getdents64),
    SCMP_SYS(prlimit64),
    SCMP_SYS(getrlimit),
    SCMP_SYS(mprotect),
    SCMP_SYS(mmap),
    SCMP_SYS(getppid),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(pipe2),
    SCMP_SYS(pipe),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(tgkill),
    SCMP_SYS(getcwd),
    SCMP_SYS(uname),
#endif
    LIST_END,
};

/* --- rules ------------------------------------------------------------------------------------------------------- */

static int allow_list(scmp_filter_ctx list, const int *calls)
{
	int failed = 0;

	for (; *calls != LIST_END && failed == 0; calls++)
		failed = seccomp_rule_add(list, SCMP_ACT_ALLOW, *calls, 0);
	return failed;
}

/* Memory is never executable that was not from the start. */
static int allow_memory(scmp_filter_ctx list)
{
	const struct scmp_arg_cmp not_executable = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	int failed = seccomp_rule_add_array(list, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &not_executable);

	return failed ? failed : seccomp_rule_add_array(list, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, &not_executable);
}

/* A descriptor's flags and locks, not who is sent signals about it; abort() reaches this process alone. */
static int allow_own(scmp_filter_ctx list)
{
	static const int commands[] = {F_DUPFD_CLOEXEC, F_GETFD,     F_SETFD,    F_GETFL,     F_SETFL,
	                               F_GETLK,         F_SETLK,     F_SETLKW,   F_OFD_GETLK, F_OFD_SETLK,
	                               F_OFD_SETLKW,    F_ADD_SEALS, F_GET_SEALS};
	const struct scmp_arg_cmp own = SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid());
	int failed = seccomp_rule_add_array(list, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &own);

	for (size_t i = 0; failed == 0 && i < sizeof(commands) / sizeof(*commands); i++) {
		const struct scmp_arg_cmp command = SCMP_A1(SCMP_CMP_EQ, (scmp_datum_t)commands[i]);

		failed = seccomp_rule_add_array(list, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, &command);
	}
	return failed;
}

/* Requests of these families only; never a terminal's, which could type into it. */
static int allow_ioctl(scmp_filter_ctx list, const char *families)
{
	int failed = 0;

	for (; *families && failed == 0; families++) {
		const struct scmp_arg_cmp family = SCMP_A1(SCMP_CMP_MASKED_EQ, _IOC_TYPEMASK << _IOC_TYPESHIFT,
		                                           (scmp_datum_t)(unsigned char)*families << _IOC_TYPESHIFT);

		failed = seccomp_rule_add_array(list, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1, &family);
	}
	return failed;
}

/* Threads, not processes. clone3's flags cannot be looked at: it is said not to exist, and the C library uses clone. */
static int allow_threads(scmp_filter_ctx list)
{
	enum { THREAD = 0x00010000 /* CLONE_THREAD */ };
	const struct scmp_arg_cmp thread = SCMP_A0(SCMP_CMP_MASKED_EQ, THREAD, THREAD);
	int failed = seccomp_rule_add_array(list, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, &thread);

	return failed ? failed : seccomp_rule_add(list, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
}

static int allow_for(scmp_filter_ctx list, enum child child, int saves)
{
	int failed = 0;

	switch (child) {
	case CHILD_RECORDER:
		failed = allow_list(list, for_files) || allow_list(list, for_writing) || allow_list(list, for_recorder);
		break;
	case CHILD_SCREEN:
		failed = allow_list(list, for_screen) || allow_ioctl(list, "dEK") ||
		         (saves && (allow_list(list, for_files) || allow_list(list, for_writing)));
		break;
	case CHILD_MEDIA:
		failed = allow_list(list, for_files) || allow_list(list, for_writing) || allow_list(list, for_media);
		break;
	case CHILD_VOICE:
		failed = allow_list(list, for_files) || allow_list(list, for_voice) || allow_threads(list) ||
		         allow_ioctl(list, "AUE");
		break;
	case CHILD_SPEECH: failed = allow_list(list, for_files); break;
	case CHILD_COUNT: break;
	}
	return failed;
}

enum status calls_hold(enum child child, int saves)
{
	scmp_filter_ctx list = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	enum status status = STATUS_INTERNAL;

	if (!list)
		return STATUS_NO_ROOM;
	if (seccomp_attr_set(list, SCMP_FLTATR_CTL_TSYNC, 1) == 0 && allow_list(list, for_all) == 0 &&
	    allow_memory(list) == 0 && allow_own(list) == 0 && allow_list(list, for_sanitizers) == 0 &&
	    allow_for(list, child, saves) == 0 && seccomp_load(list) == 0)
		status = STATUS_OK;
	seccomp_release(list);
	return status;
}
