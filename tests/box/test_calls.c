/* Every system call of a kiosk's day fails in turn: the real recorder on a real disk runs in a process of its own, and
 * its N-th call to the kernel is answered with an error, once or from then on until a step was refused, is interrupted,
 * or writes only a part. It never dies or hangs, what was refused can be asked for again, and in the evening the box
 * holds exactly what voters were told. In the suite some N, every N with LONG=1. */
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>

#include "day.h"
#include "quick_pin.h"

#ifdef __x86_64__

enum { DEED_FAILED = 3, HANGS_S = 60, CALLS_MAX = 64, MARKER = SYS_getppid };

enum way { WAY_ERROR, WAY_FULL, WAY_INTERRUPTED, WAY_SHORT, WAY_FOR_GOOD, WAY_COUNT };

static const char *const way_word[WAY_COUNT] = {"failed once", "found the disk full", "interrupted", "wrote a part",
                                                "failed until a step was refused"};

/* What of a disk, of memory and of locks can fail. */
static const int failing_calls[] = {
    SYS_read,      SYS_pread64, SYS_write,  SYS_pwrite64, SYS_openat,     SYS_open,       SYS_close,  SYS_fsync,
    SYS_fdatasync, SYS_syncfs,  SYS_rename, SYS_unlink,   SYS_ftruncate,  SYS_fallocate,  SYS_mkdir,  SYS_rmdir,
    SYS_unlinkat,  SYS_fstat,   SYS_stat,   SYS_lstat,    SYS_newfstatat, SYS_getdents64, SYS_lseek,  SYS_fcntl,
    SYS_flock,     SYS_statfs,  SYS_access, SYS_fstatfs,  SYS_mmap,       SYS_brk,        SYS_fchmod, SYS_openat2,
};
enum { FAILING_CALLS = sizeof failing_calls / sizeof failing_calls[0] };

/* Shared with the process under test. */
struct shared {
	struct day day;
	char said[4 * SENTENCE_MAX];
	unsigned refused;
};

struct run {
	unsigned at; /* the call that fails, from 1; 0: none */
	enum way way;
	unsigned calls, failed;
	int is_mended;
};

/* --- the process under test --- */

static void trace_calls(void)
{
	struct sock_filter code[FAILING_CALLS + 5];
	struct sock_fprog program = {.len = 0, .filter = code};

	code[program.len++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
	for (unsigned i = 0; i < FAILING_CALLS; i++)
		code[program.len++] = (struct sock_filter)BPF_JUMP(
		    BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)failing_calls[i], (uint8_t)(FAILING_CALLS + 1 - i), 0);
	code[program.len++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MARKER, 1, 0);
	code[program.len++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	code[program.len++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
		_exit(DEED_FAILED);
}

/* Steps that were refused are asked for again; from the second time on nothing fails any more. */
static void live(struct shared *shared, const struct day_step *steps, unsigned step_count)
{
	struct day *day = &shared->day;

	(void)alarm(HANGS_S);
	if (ptrace(PTRACE_TRACEME, 0, 0, 0) != 0)
		_exit(DEED_FAILED);
	(void)raise(SIGSTOP);
	trace_calls();
	for (unsigned i = 0; i < step_count; i++) {
		enum status status = steps[i].run(day), again;
		if (status == STATUS_OK)
			continue;
		(void)syscall(MARKER);
		shared->refused++;
		again = steps[i].run(day);
		if (again == STATUS_OK)
			continue;
		(void)snprintf(shared->said, sizeof shared->said, "%s: %s, then %s: %s %s", steps[i].name,
		               status_phrase(status), status_phrase(again), day->reply.detail, day->why);
		_exit(DEED_FAILED);
	}
	_exit(0);
}

/* --- whoever stands behind it --- */

static int writes(unsigned long long call)
{
	return call == SYS_write || call == SYS_pwrite64;
}

/* Closing closes, whatever it answers. */
static void fail_close(pid_t pid, struct user_regs_struct *regs)
{
	int state;

	assert_int_equal(ptrace(PTRACE_SYSCALL, pid, 0, 0), 0);
	assert_int_equal(waitpid(pid, &state, 0), pid);
	assert_true(WIFSTOPPED(state));
	assert_int_equal(ptrace(PTRACE_GETREGS, pid, 0, regs), 0);
	regs->rax = (unsigned long long)-EIO;
	assert_int_equal(ptrace(PTRACE_SETREGS, pid, 0, regs), 0);
}

static void fail_call(pid_t pid, struct user_regs_struct *regs, enum way way)
{
	int error = way == WAY_FULL ? ENOSPC : way == WAY_INTERRUPTED ? EINTR : EIO;

	if (regs->orig_rax == SYS_mmap || regs->orig_rax == SYS_brk)
		error = ENOMEM;
	if (regs->orig_rax == SYS_close) {
		fail_close(pid, regs);
		return;
	}
	if (way == WAY_SHORT && regs->rdx > 1) {
		regs->rdx /= 2;
	} else {
		regs->orig_rax = (unsigned long long)-1;
		regs->rax = (unsigned long long)-error;
	}
	assert_int_equal(ptrace(PTRACE_SETREGS, pid, 0, regs), 0);
}

static void on_call(pid_t pid, struct run *run)
{
	struct user_regs_struct regs;
	int fails;

	assert_int_equal(ptrace(PTRACE_GETREGS, pid, 0, &regs), 0);
	if (regs.orig_rax == MARKER) {
		run->is_mended = 1;
		return;
	}
	if (run->way == WAY_SHORT && !writes(regs.orig_rax))
		return;
	run->calls++;
	fails = run->at > 0 && (run->calls == run->at || (run->way == WAY_FOR_GOOD && run->calls > run->at));
	if (!fails || run->is_mended)
		return;
	run->failed++;
	fail_call(pid, &regs, run->way);
}

/* Runs the day to its end; how the process ended. */
static int follow(pid_t pid, struct run *run)
{
	int state;

	assert_int_equal(waitpid(pid, &state, 0), pid);
	assert_true(WIFSTOPPED(state));
	assert_int_equal(ptrace(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACESECCOMP | PTRACE_O_EXITKILL), 0);
	assert_int_equal(ptrace(PTRACE_CONT, pid, 0, 0), 0);
	for (;;) {
		int signal_no = 0;
		assert_int_equal(waitpid(pid, &state, 0), pid);
		if (!WIFSTOPPED(state))
			return state;
		if (state >> 8 == (SIGTRAP | (PTRACE_EVENT_SECCOMP << 8)))
			on_call(pid, run);
		else
			signal_no = WSTOPSIG(state);
		assert_int_equal(ptrace(PTRACE_CONT, pid, 0, signal_no), 0);
	}
}

static void one_day(struct shared *shared, struct run *run, const struct day_step *steps, unsigned step_count)
{
	struct day *day = &shared->day;
	int state;
	pid_t pid;

	day_again(day);
	shared->said[0] = '\0';
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		live(shared, steps, step_count);
	state = follow(pid, run);
	day->recorder = NULL;
	if (WIFSIGNALED(state))
		fail_msg("call %u %s: the recorder died of signal %d", run->at, way_word[run->way], WTERMSIG(state));
	if (WEXITSTATUS(state) != 0)
		fail_msg("call %u %s: %s", run->at, way_word[run->way], shared->said);
	if (steps == voting_day)
		day_check_box(day);
	day->data = steps == voting_day ? day->fixture.data : day->fresh_data;
	day_check_kiosk(day);
}

static void each_call_fails(struct shared *shared, const char *name, const struct day_step *steps, unsigned step_count,
                            unsigned tries)
{
	const char *text = getenv("LONG");

	for (int way = 0; way < WAY_COUNT; way++) {
		struct run run = {.way = (enum way)way};
		unsigned total, stride, tried = 0;
		one_day(shared, &run, steps, step_count);
		total = run.calls;
		assert_true(total > 20);
		stride = text && text[0] ? 1 : total / tries + 1;
		shared->refused = 0;
		for (unsigned at = 1 + randombytes_uniform(stride); at <= total; at += stride, tried++) {
			run = (struct run){.at = at, .way = (enum way)way};
			one_day(shared, &run, steps, step_count);
		}
		print_message("# note: %s: %u of %u system calls %s: %u steps refused and asked again; 0 lost, 0 "
		              "doubled\n",
		              name, tried, total, way_word[way], shared->refused);
	}
}

static void any_system_call_fails(void **state)
{
	struct day *made = day_begin();
	struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	(void)state;
	assert_ptr_not_equal(shared, MAP_FAILED);
	shared->day = *made;
	each_call_fails(shared, "a day of votes", voting_day, VOTING_DAY_STEPS, 12);
	each_call_fails(shared, "enrolment and keys", key_day, KEY_DAY_STEPS, 8);
	assert_int_equal(munmap(shared, sizeof *shared), 0);
	day_end(made);
}

#else

static void any_system_call_fails(void **state)
{
	(void)state;
	print_message("# note: system calls are only changed on x86-64\n");
	skip();
}

#endif

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(any_system_call_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
