/* From inside each wall: what it is there for works, everything else does not. Each try is a process of its own that
 * raises the wall as the kiosk's do. */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "wall.h"
#include "wall_inside.h"

enum { WHY = 200, PATH_ROOM = 160, DONE = 0, REFUSED = 10, OTHERWISE = 11, NO_WALL = 12 };

static char folder[PATH_ROOM], data[PATH_ROOM + 8], outside[PATH_ROOM + 8];
static pid_t victim;

static const char *const child_name[] = {"recorder", "screen", "media", "voice", "speech"};

/* --- what is tried ----------------------------------------------------------------------------------------------- */

/* 0 where it worked, an errno where not. */
typedef int try(void);

static int told(long result)
{
	return result < 0 ? errno : 0;
}

static int try_socket(void)
{
	return told(socket(AF_INET, SOCK_STREAM, 0));
}

static int try_unix_socket(void)
{
	return told(socket(AF_UNIX, SOCK_STREAM, 0));
}

static int try_packet_socket(void)
{
	return told(socket(AF_NETLINK, SOCK_RAW, 0));
}

static int try_execute(void)
{
	char name[] = "true", *const argv[] = {name, NULL}, *const none[] = {NULL};

	return told(execve("/bin/true", argv, none));
}

static int try_execute_at(void)
{
	char name[] = "true", *const argv[] = {name, NULL}, *const none[] = {NULL};

	return told(syscall(SYS_execveat, AT_FDCWD, "/bin/true", argv, none, 0));
}

static int try_fork(void)
{
	long pid = syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);

	if (pid == 0)
		_exit(0);
	return told(pid);
}

static int try_fork_3(void)
{
	uint64_t args[8] = {0};
	long pid;

	args[4] = SIGCHLD;
	pid = syscall(SYS_clone3, args, sizeof(args));
	if (pid == 0)
		_exit(0);
	return told(pid);
}

static int try_vfork(void)
{
#ifdef SYS_fork
	long pid = syscall(SYS_fork);

	if (pid == 0)
		_exit(0);
	return told(pid);
#else
	return EPERM;
#endif
}

static int try_trace(void)
{
	return told(ptrace(PTRACE_ATTACH, victim, NULL, NULL));
}

static int try_read_memory(void)
{
	char got[8];
	struct iovec mine = {got, sizeof(got)}, theirs = {&victim, sizeof(got)};

	return told(process_vm_readv(victim, &mine, 1, &theirs, 1, 0));
}

static int try_kill(void)
{
	return told(kill(victim, 0));
}

static int try_thread_kill(void)
{
	return told(syscall(SYS_tgkill, victim, victim, 0));
}

static int try_kill_by_descriptor(void)
{
	return told(syscall(SYS_pidfd_open, victim, 0));
}

static int try_signal_by_file(void)
{
	return told(fcntl(STDOUT_FILENO, F_SETOWN, victim));
}

static int try_executable_memory(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return page == MAP_FAILED ? errno : 0;
}

static int try_make_executable(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return page == MAP_FAILED ? ENOMEM : told(mprotect(page, 4096, PROT_READ | PROT_EXEC));
}

static int try_type(void)
{
	char key = 'x';

	return told(ioctl(STDIN_FILENO, TIOCSTI, &key));
}

static int try_mount(void)
{
	return told(syscall(SYS_mount, "none", "/tmp", "tmpfs", 0, NULL));
}

static int try_dumpable(void)
{
	return told(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0));
}

static int try_rlimit(void)
{
	const struct rlimit much = {RLIM_INFINITY, RLIM_INFINITY};

	return told(setrlimit(RLIMIT_CORE, &much));
}

static int try_uring(void)
{
	char params[256] = {0};

	return told(syscall(SYS_io_uring_setup, 1, params));
}

static int try_bpf(void)
{
	return told(syscall(SYS_bpf, 0, NULL, 0));
}

static int try_namespace(void)
{
	return told(syscall(SYS_unshare, 0x10000000 /* CLONE_NEWUSER */));
}

static int try_set_clock(void)
{
	const struct timespec now = {0, 0};

	return told(syscall(SYS_clock_settime, 0, &now));
}

static int try_open(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
	return fd < 0 ? errno : 0;
}

static int try_passwords(void)
{
	return try_open("/etc/passwd", O_RDONLY);
}

static int try_outside(void)
{
	return try_open(outside, O_RDWR);
}

static int try_make_outside(void)
{
	char path[PATH_ROOM + 24];

	snprintf(path, sizeof(path), "%s/new", folder);
	return try_open(path, O_RDWR | O_CREAT);
}

static int try_process_file(void)
{
	return try_open("/proc/self/mem", O_RDWR);
}

static int try_device(void)
{
	return try_open("/dev/null", O_RDWR);
}

static int try_open_2(void)
{
	uint64_t how[3] = {O_RDONLY, 0, 0};

	return told(syscall(SYS_openat2, AT_FDCWD, "/etc/passwd", how, sizeof(how)));
}

static int try_link(void)
{
	char path[PATH_ROOM + 24];

	snprintf(path, sizeof(path), "%s/link", data);
	return told(symlink("/etc/passwd", path));
}

static int try_hard_link(void)
{
	char path[PATH_ROOM + 24];

	snprintf(path, sizeof(path), "%s/link", data);
	return told(link(outside, path));
}

static int try_fifo(void)
{
	char path[PATH_ROOM + 24];

	snprintf(path, sizeof(path), "%s/fifo", data);
	return told(mknod(path, S_IFIFO | 0600, 0));
}

static int try_move_out(void)
{
	char from[PATH_ROOM + 24], to[PATH_ROOM + 24];

	snprintf(from, sizeof(from), "%s/there", data);
	snprintf(to, sizeof(to), "%s/moved", folder);
	return told(rename(from, to));
}

/* What every wall refuses. */
static const struct attempt {
	const char *name;
	try *of;
} attempts[] = {
    {"a network socket", try_socket},
    {"a local socket", try_unix_socket},
    {"a netlink socket", try_packet_socket},
    {"execve", try_execute},
    {"execveat", try_execute_at},
    {"fork through clone", try_fork},
    {"fork through clone3", try_fork_3},
    {"fork", try_vfork},
    {"ptrace", try_trace},
    {"another's memory", try_read_memory},
    {"kill", try_kill},
    {"tgkill", try_thread_kill},
    {"pidfd_open", try_kill_by_descriptor},
    {"signals by a file's owner", try_signal_by_file},
    {"executable memory", try_executable_memory},
    {"memory made executable", try_make_executable},
    {"typing into a terminal", try_type},
    {"mount", try_mount},
    {"a core dump again", try_dumpable},
    {"another limit", try_rlimit},
    {"io_uring", try_uring},
    {"bpf", try_bpf},
    {"a user namespace", try_namespace},
    {"setting the clock", try_set_clock},
    {"/etc/passwd", try_passwords},
    {"a file outside", try_outside},
    {"a new file outside", try_make_outside},
    {"/proc/self/mem", try_process_file},
    {"a device", try_device},
    {"openat2 of /etc/passwd", try_open_2},
    {"a symbolic link", try_link},
    {"a hard link", try_hard_link},
    {"a FIFO", try_fifo},
    {"moving a file out", try_move_out},
};

/* --- processes --------------------------------------------------------------------------------------------------- */

static int raise_one(enum child child)
{
	const struct wall_paths paths = {.data = child == CHILD_RECORDER ? data : NULL};
	struct wall_told wall;
	char why[WHY] = "";
	int root = open(data, O_PATH | O_DIRECTORY | O_CLOEXEC);
	enum status status = wall_raise(&wall, child, &paths, why, sizeof(why));

	if (status == STATUS_OK && child == CHILD_MEDIA)
		status = wall_stick(&wall, root);
	close(root);
	if (status != STATUS_OK || wall.seccomp != 1)
		return 0;
	return landlock_abi() == 0 || wall.landlock >= 1;
}

/* In a process of its own, behind that wall: DONE, REFUSED, or OTHERWISE. */
static int behind(enum child child, try *attempt)
{
	int code = 0;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		int error;

		if (!raise_one(child))
			_exit(NO_WALL);
		error = attempt();
		_exit(error == 0                                                               ? DONE
		      : error == EPERM || error == EACCES || error == ENOSYS || error == EXDEV ? REFUSED
		                                                                               : OTHERWISE);
	}
	assert_int_equal(waitpid(pid, &code, 0), pid);
	return WIFEXITED(code) ? WEXITSTATUS(code) : 100 + WTERMSIG(code);
}

static void test_refuses(void **state)
{
	const enum child children[] = {CHILD_RECORDER, CHILD_SCREEN, CHILD_MEDIA, CHILD_VOICE, CHILD_SPEECH};

	(void)state;
#ifdef __SANITIZE_ADDRESS__
	skip(); /* the sanitizers' own calls are on the list */
#endif
	if (landlock_abi() == 0)
		print_message("# note: this kernel has no Landlock: files are not tried\n");
	for (size_t c = 0; c < sizeof(children) / sizeof(*children); c++) {
		for (size_t i = 0; i < sizeof(attempts) / sizeof(*attempts); i++) {
			int is_file = attempts[i].of == try_passwords || attempts[i].of == try_outside ||
			              attempts[i].of == try_make_outside || attempts[i].of == try_process_file ||
			              attempts[i].of == try_device || attempts[i].of == try_open_2 ||
			              attempts[i].of == try_move_out;
			int got;

			if (is_file && landlock_abi() == 0)
				continue;
			got = behind(children[c], attempts[i].of);
			if (got != REFUSED)
				fail_msg("the %s: %s was not refused (%d)", child_name[children[c]], attempts[i].name,
				         got);
		}
	}
}

static int bare(try *attempt)
{
	int code = 0;
	pid_t pid = fork();

	if (pid == 0)
		_exit(attempt() == 0 ? DONE : REFUSED);
	assert_int_equal(waitpid(pid, &code, 0), pid);
	return WEXITSTATUS(code);
}

/* The tries do what they say: without a wall they work. */
static void test_works_without(void **state)
{
	(void)state;
	assert_int_equal(bare(try_socket), DONE);
	assert_int_equal(bare(try_execute), DONE);
	assert_int_equal(bare(try_fork), DONE);
	assert_int_equal(bare(try_fork_3), DONE);
	assert_int_equal(bare(try_kill), DONE);
	assert_int_equal(bare(try_trace), DONE);
	assert_int_equal(bare(try_thread_kill), DONE);
	assert_int_equal(bare(try_signal_by_file), DONE);
	assert_int_equal(bare(try_executable_memory), DONE);
	assert_int_equal(bare(try_make_executable), DONE);
	assert_int_equal(bare(try_passwords), DONE);
	assert_int_equal(bare(try_outside), DONE);
	assert_int_equal(bare(try_open_2), DONE);
	assert_int_equal(bare(try_device), DONE);
}

/* --- what works -------------------------------------------------------------------------------------------------- */

static int write_beneath(void)
{
	char path[PATH_ROOM + 24], other[PATH_ROOM + 24];
	int fd, failed;

	snprintf(path, sizeof(path), "%s/made", data);
	snprintf(other, sizeof(other), "%s/kept", data);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return errno;
	failed = write(fd, "abc", 3) != 3 || fsync(fd) != 0 || ftruncate(fd, 1) != 0 || rename(path, other) != 0 ||
	         unlink(other) != 0;
	close(fd);
	snprintf(path, sizeof(path), "%s/folder", data);
	snprintf(other, sizeof(other), "%s/folder/x", data);
	failed |=
	    mkdir(path, 0700) != 0 || try_open(other, O_RDWR | O_CREAT) != 0 || unlink(other) != 0 || rmdir(path) != 0;
	return failed ? EIO : 0;
}

static int read_own(void)
{
	struct timespec now;
	int ends[2] = {-1, -1};
	void *memory = malloc(1 << 20);
	char letter = 'a';

	ends[0] = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 10);
	if (!memory || ends[0] < 0 || clock_gettime(CLOCK_REALTIME, &now) != 0)
		return EIO;
	memset(memory, letter, 1 << 20);
	free(memory);
	close(ends[0]);
	return 0;
}

static void *work(void *context)
{
	*(int *)context = 1;
	return NULL;
}

static int start_thread(void)
{
	pthread_t thread;
	int worked = 0, failed = pthread_create(&thread, NULL, work, &worked);

	if (failed)
		return failed;
	pthread_join(thread, NULL);
	return worked ? 0 : EIO;
}

static void test_works(void **state)
{
	(void)state;
	assert_int_equal(behind(CHILD_RECORDER, write_beneath), DONE);
	assert_int_equal(behind(CHILD_MEDIA, write_beneath), DONE);
	assert_int_equal(behind(CHILD_VOICE, start_thread), DONE);
	for (enum child child = CHILD_RECORDER; child < CHILD_COUNT; child++)
		assert_int_equal(behind(child, read_own), DONE);
}

/* A program that stops itself is still seen to have stopped. */
static int stop(void)
{
	abort();
}

static void test_abort(void **state)
{
	(void)state;
	assert_int_equal(behind(CHILD_RECORDER, stop), 100 + SIGABRT);
}

/* What the kernel says of a process behind a wall. */
static void test_kernel_says(void **state)
{
	char line[200], path[64];
	int ends[2], code, seccomp = -1, privileges = -1;
	pid_t pid;
	FILE *file;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		char letter = raise_one(CHILD_SCREEN) ? 'y' : 'n';

		_exit(write(ends[1], &letter, 1) == 1 && poll(NULL, 0, 10000) == 0 ? 0 : 1);
	}
	assert_int_equal(read(ends[0], line, 1), 1);
	assert_int_equal(line[0], 'y');
	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	file = fopen(path, "r");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		(void)sscanf(line, "Seccomp: %d", &seccomp);
		(void)sscanf(line, "NoNewPrivs: %d", &privileges);
	}
	fclose(file);
	kill(pid, SIGKILL);
	waitpid(pid, &code, 0);
	close(ends[0]);
	close(ends[1]);
	assert_int_equal(seccomp, 2);
	assert_int_equal(privileges, 1);
}

/* Threads that ran before are behind it too. */
static int pipe_ends[2];

static void *late(void *context)
{
	char letter;

	*(int *)context = read(pipe_ends[0], &letter, 1) == 1 ? try_socket() : 0;
	return NULL;
}

static void test_all_threads(void **state)
{
	int code;
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(pipe_ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		pthread_t thread;
		int error = 0;

		if (pthread_create(&thread, NULL, late, &error) != 0 || !raise_one(CHILD_SCREEN) ||
		    write(pipe_ends[1], "x", 1) != 1)
			_exit(NO_WALL);
		pthread_join(thread, NULL);
		_exit(error == EPERM ? REFUSED : OTHERWISE);
	}
	assert_int_equal(waitpid(pid, &code, 0), pid);
	assert_int_equal(WEXITSTATUS(code), REFUSED);
	close(pipe_ends[0]);
	close(pipe_ends[1]);
}

/* A folder that is not there is told, and nothing is held. */
static void test_absent(void **state)
{
	const struct wall_paths paths = {.data = "/nowhere/at/all"};
	struct wall_told wall;
	char why[WHY] = "";
	int code;
	pid_t pid = fork();

	(void)state;
	assert_true(pid >= 0);
	if (pid == 0) {
		enum status status = wall_raise(&wall, CHILD_RECORDER, &paths, why, sizeof(why));

		_exit(landlock_abi() == 0 || (status == STATUS_ABSENT && strstr(why, "wall") && !wall.seccomp)
		          ? DONE
		          : OTHERWISE);
	}
	assert_int_equal(waitpid(pid, &code, 0), pid);
	assert_int_equal(WEXITSTATUS(code), DONE);
}

/* --- the stage --------------------------------------------------------------------------------------------------- */

static int set_up(void **state)
{
	char path[PATH_ROOM + 24];
	FILE *file;

	(void)state;
	snprintf(folder, sizeof(folder), "%s/wall-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	if (!mkdtemp(folder))
		return -1;
	snprintf(data, sizeof(data), "%s/data", folder);
	snprintf(outside, sizeof(outside), "%s/other", folder);
	snprintf(path, sizeof(path), "%s/there", data);
	if (mkdir(data, 0700) != 0 || !(file = fopen(outside, "w")) || fclose(file) != 0 ||
	    !(file = fopen(path, "w")) || fclose(file) != 0)
		return -1;
	victim = fork();
	if (victim == 0) {
		pause();
		_exit(0);
	}
	return victim > 0 ? 0 : -1;
}

static int clear_up(void **state)
{
	static const char *const names[] = {"data/there", "data", "other"};
	char path[PATH_ROOM + 24];

	(void)state;
	kill(victim, SIGKILL);
	waitpid(victim, NULL, 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		(void)remove(path);
	}
	return rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_works_without), cmocka_unit_test(test_refuses),
	    cmocka_unit_test(test_works),         cmocka_unit_test(test_abort),
	    cmocka_unit_test(test_kernel_says),   cmocka_unit_test(test_all_threads),
	    cmocka_unit_test(test_absent),
	};

	return cmocka_run_group_tests(tests, set_up, clear_up);
}
