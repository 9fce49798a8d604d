/* The voice as the screen sees it: with the real programs behind it, with none, with one that hangs or says what cannot
 * be; and the real program before a screen that says what cannot be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "channel.h"
#include "control.h"
#include "model/sample.h"
#include "voice_link.h"
#include "voice_wire.h"

enum { CLIP_SECONDS = 1, STEP_MS = 10, LONG_MS = 10000, HEARD_MAX = 1 << 20, HOSTILE = 20000 };

static const char words[] = "Trees";

struct process {
	pid_t pid;
	int control;
};

struct stage {
	char folder[64], file[96];
	struct process voice, speech;
	struct voice_link *link;
	uint8_t sound[CLIP_SECONDS * CLIP_RATE];
	struct election_clip clip;
};

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* --- the supervisor ----------------------------------------------------------------------------------------------- */

static void start(struct process *process, const char *name)
{
	const char *folder = getenv("B");
	char path[256];
	int ends[2];

	snprintf(path, sizeof(path), "%s/%s", folder ? folder : "build", name);
	assert_int_equal(channel_pair(ends), STATUS_OK);
	process->pid = fork();
	assert_true(process->pid >= 0);
	if (process->pid == 0) {
		(void)dup2(ends[1], CONTROL_FD);
		closefrom(CONTROL_FD + 1);
		(void)fcntl(CONTROL_FD, F_SETFD, 0);
		/* SDL's disk driver says at every start what it is. */
		(void)dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);
		execl(path, name, (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	process->control = ends[0];
}

static void end(struct process *process)
{
	if (!process->pid)
		return;
	kill(process->pid, SIGKILL);
	waitpid(process->pid, NULL, 0);
	close(process->control);
	process->pid = 0;
}

static void tell(const struct process *process, enum child peer, int fd)
{
	const struct control_message message = {.kind = CONTROL_PEER, .peer = peer};

	assert_int_equal(channel_send(process->control, &message, sizeof(message), fd, 1000), STATUS_OK);
	close(fd);
}

static void open_voice(struct stage *stage)
{
	int ends[2];

	start(&stage->voice, "folkmoot-voice");
	if (!stage->speech.pid)
		start(&stage->speech, "folkmoot-speech");
	assert_int_equal(channel_pair(ends), STATUS_OK);
	tell(&stage->voice, CHILD_SPEECH, ends[0]);
	tell(&stage->speech, CHILD_VOICE, ends[1]);
	assert_int_equal(channel_pair(ends), STATUS_OK);
	tell(&stage->voice, CHILD_SCREEN, ends[0]);
	voice_link_peer(stage->link, ends[1]);
}

/* Memory as the recorder shares it. */
static int share(const void *bytes, size_t len, int seals)
{
	int fd = memfd_create("election", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), len);
	assert_int_equal(fcntl(fd, F_ADD_SEALS, seals), 0);
	return fd;
}

static void give_election(struct stage *stage, int seals)
{
	static uint8_t body[2 * SAMPLE_BYTES + CLIP_SECONDS * CLIP_RATE];
	static struct sample sample;
	struct writer writer;
	int fd;

	sample_make(&sample);
	/* The loudest square wave that ITU-T G.711 has. */
	for (size_t i = 0; i < sizeof(stage->sound); i++)
		stage->sound[i] = i / 16 % 2 ? 0x00 : 0x80;
	stage->clip = (struct election_clip){.text = words, .samples = sizeof(stage->sound), .sound = stage->sound};
	sample.election.clips = &stage->clip;
	sample.election.clip_count = 1;
	writer_init(&writer, body, sizeof(body));
	assert_int_equal(election_write(&writer, &sample.election), STATUS_OK);
	fd = share(body, writer_len(&writer), seals);
	voice_link_election(stage->link, fd);
	close(fd);
}

static void open_stage(struct stage *stage)
{
	memset(stage, 0, sizeof(*stage));
	snprintf(stage->folder, sizeof(stage->folder), "/tmp/folkmoot-link-XXXXXX");
	assert_non_null(mkdtemp(stage->folder));
	snprintf(stage->file, sizeof(stage->file), "%s/heard", stage->folder);
	setenv("SDL_AUDIODRIVER", "disk", 1);
	setenv("SDL_DISKAUDIOFILE", stage->file, 1);
	assert_int_equal(voice_link_create(&stage->link, 0), STATUS_OK);
}

static void close_stage(struct stage *stage)
{
	voice_link_destroy(stage->link);
	end(&stage->voice);
	end(&stage->speech);
	unlink(stage->file);
	rmdir(stage->folder);
}

/* --- listening ---------------------------------------------------------------------------------------------------- */

static void tend(struct stage *stage)
{
	const struct timespec step = {.tv_nsec = STEP_MS * 1000000L};

	(void)voice_link_tend(stage->link, now_ms());
	nanosleep(&step, NULL);
}

static int await_state(struct stage *stage, enum sound_state state)
{
	uint64_t end_ms = now_ms() + LONG_MS;

	while (voice_link_state(stage->link) != state && now_ms() < end_ms)
		tend(stage);
	return voice_link_state(stage->link) == state;
}

/* Says it to the end; returns how many samples were as loud as the clip's. */
static size_t loud_samples(struct stage *stage, const char *spoken)
{
	static int16_t heard[HEARD_MAX];
	uint64_t end_ms = now_ms() + LONG_MS;
	size_t loud = 0, count;
	struct stat before;
	FILE *file;

	assert_int_equal(stat(stage->file, &before), 0);
	voice_link_say(stage->link, spoken, 0, FLOW_RATE_DEFAULT, FLOW_VOLUMES - 1);
	assert_int_equal(voice_link_speaking(stage->link), 1);
	while (voice_link_speaking(stage->link) && now_ms() < end_ms)
		tend(stage);
	assert_int_equal(voice_link_speaking(stage->link), 0);
	for (unsigned i = 0; i < 30; i++)
		tend(stage);
	file = fopen(stage->file, "rb");
	assert_non_null(file);
	fseek(file, before.st_size, SEEK_SET);
	count = fread(heard, sizeof(*heard), HEARD_MAX, file);
	fclose(file);
	for (size_t i = 0; i < count; i++)
		loud += heard[i] > 20000 || heard[i] < -20000;
	return loud;
}

enum { CLIP_LOUD = CLIP_SECONDS * 22050 * 8 / 10 };

static void test_clips_and_speech_through_two_processes(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage);
	give_election(&stage, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
	open_voice(&stage);
	assert_true(await_state(&stage, SOUND_WORKS));
	assert_true(loud_samples(&stage, words) > CLIP_LOUD);
	assert_true(loud_samples(&stage, "Benches") < CLIP_LOUD);
	/* Who says nothing is silent at once. */
	voice_link_say(stage.link, words, 0, FLOW_RATE_DEFAULT, FLOW_VOLUMES - 1);
	voice_link_say(stage.link, "", 0, FLOW_RATE_DEFAULT, FLOW_VOLUMES - 1);
	assert_int_equal(voice_link_speaking(stage.link), 0);
	close_stage(&stage);
}

/* What another process could still change, or no election, is not read. */
static void test_memory_that_can_change_is_none(void **state)
{
	static const int too_few[] = {0, F_SEAL_WRITE, F_SEAL_SHRINK};
	static const uint8_t nonsense[4096] = {1, 2, 3};
	struct stage stage;

	(void)state;
	open_stage(&stage);
	open_voice(&stage);
	assert_true(await_state(&stage, SOUND_WORKS));
	for (unsigned i = 0; i < sizeof(too_few) / sizeof(*too_few); i++) {
		give_election(&stage, too_few[i]);
		assert_true(loud_samples(&stage, words) < CLIP_LOUD);
	}
	{
		int fd = share(nonsense, sizeof(nonsense), F_SEAL_WRITE | F_SEAL_SHRINK);

		voice_link_election(stage.link, fd);
		close(fd);
	}
	assert_true(loud_samples(&stage, words) < CLIP_LOUD);
	give_election(&stage, F_SEAL_WRITE | F_SEAL_SHRINK);
	assert_true(loud_samples(&stage, words) > CLIP_LOUD);
	close_stage(&stage);
}

static void test_voice_dies_and_another_comes(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage);
	give_election(&stage, F_SEAL_WRITE | F_SEAL_SHRINK);
	open_voice(&stage);
	assert_true(await_state(&stage, SOUND_WORKS));
	voice_link_say(stage.link, words, 0, FLOW_RATE_DEFAULT, FLOW_VOLUMES - 1);
	end(&stage.voice);
	assert_true(await_state(&stage, SOUND_NO_DEVICE));
	assert_int_equal(voice_link_speaking(stage.link), 0);
	assert_int_equal(voice_link_end(stage.link), -1);
	assert_int_equal(voice_link_stuck(stage.link), 0);
	voice_link_say(stage.link, words, 0, FLOW_RATE_DEFAULT, FLOW_VOLUMES - 1);
	assert_int_equal(voice_link_speaking(stage.link), 0);
	/* It knows the election, and the speech that was there before it. */
	open_voice(&stage);
	assert_true(await_state(&stage, SOUND_WORKS));
	assert_true(loud_samples(&stage, words) > CLIP_LOUD);
	assert_true(loud_samples(&stage, "Benches") < CLIP_LOUD);
	close_stage(&stage);
}

static void test_voice_hangs(void **state)
{
	struct stage stage;
	uint64_t from_ms, took_ms;

	(void)state;
	open_stage(&stage);
	open_voice(&stage);
	assert_true(await_state(&stage, SOUND_WORKS));
	kill(stage.voice.pid, SIGSTOP);
	from_ms = now_ms();
	/* More than its socket holds: nobody waits for it. */
	for (unsigned i = 0; i < 100; i++)
		voice_link_say(stage.link, words, 0, FLOW_RATE_DEFAULT, 0);
	took_ms = now_ms() - from_ms;
	assert_in_range(took_ms, 0, 1000);
	assert_true(await_state(&stage, SOUND_NO_DEVICE));
	assert_int_equal(voice_link_stuck(stage.link), 1);
	assert_int_equal(voice_link_stuck(stage.link), 0);
	/* One request only: noticed after a while. */
	end(&stage.voice);
	open_voice(&stage);
	assert_true(await_state(&stage, SOUND_WORKS));
	kill(stage.voice.pid, SIGSTOP);
	voice_link_say(stage.link, words, 0, FLOW_RATE_DEFAULT, 0);
	from_ms = now_ms();
	assert_true(await_state(&stage, SOUND_NO_DEVICE));
	assert_in_range(now_ms() - from_ms, VOICE_LINK_HANG_MS - 100, VOICE_LINK_HANG_MS + 2000);
	assert_int_equal(voice_link_stuck(stage.link), 1);
	close_stage(&stage);
}

/* Whatever no voice says ends the conversation; what it may say is believed. */
static void test_voice_lies(void **state)
{
	static const struct voice_told good = {VOICE_MAGIC, 1, 0, SOUND_WORKS, 1};
	struct voice_told lie[8];
	struct stage stage;

	(void)state;
	for (unsigned i = 0; i < 8; i++)
		lie[i] = good;
	lie[0].magic ^= 1;
	lie[1].id = 2;
	lie[2].speaking = 2;
	lie[3].state = 3;
	lie[4].headphones = 2;
	lie[5].headphones = -2;
	lie[6].state = UINT32_MAX;
	lie[7].id = UINT32_MAX;
	open_stage(&stage);
	for (unsigned i = 0; i < 8; i++) {
		int ends[2];

		assert_int_equal(channel_pair(ends), STATUS_OK);
		voice_link_peer(stage.link, ends[0]);
		assert_int_equal(channel_send(ends[1], &good, sizeof(good), -1, 0), STATUS_OK);
		(void)voice_link_tend(stage.link, now_ms());
		assert_int_equal(voice_link_state(stage.link), SOUND_WORKS);
		assert_int_equal(voice_link_headphones(stage.link), 1);
		assert_int_equal(channel_send(ends[1], &lie[i], sizeof(lie[i]), -1, 0), STATUS_OK);
		assert_int_equal(voice_link_tend(stage.link, now_ms()), 1);
		assert_int_equal(voice_link_state(stage.link), SOUND_NO_DEVICE);
		assert_int_equal(voice_link_headphones(stage.link), -1);
		assert_int_equal(voice_link_stuck(stage.link), 1);
		close(ends[1]);
	}
	close_stage(&stage);
}

/* A screen in somebody else's hands: nothing it sends ends the voice. */
static void test_hostile_screen(void **state)
{
	static struct voice_request request;
	struct stage stage;
	int ends[2] = {-1, -1};

	(void)state;
	open_stage(&stage);
	open_voice(&stage);
	assert_true(await_state(&stage, SOUND_WORKS));
	for (unsigned i = 0; i < HOSTILE; i++) {
		struct voice_told told;

		if (ends[0] < 0) {
			assert_int_equal(channel_pair(ends), STATUS_OK);
			tell(&stage.voice, CHILD_SCREEN, ends[1]);
		}
		randombytes_buf(&request, i % 64 == 0 ? sizeof(request) : 24);
		request.magic = i % 16 ? VOICE_MAGIC : request.magic;
		request.kind = i % 8 ? 1 + request.kind % 3 : request.kind;
		request.language %= i % 4 ? 3 : UINT32_MAX;
		if (channel_send(ends[0], &request, sizeof(request) - (i % 128 == 5), i % 32 ? -1 : STDIN_FILENO,
		                 1000) != STATUS_OK) {
			close(ends[0]);
			ends[0] = -1;
		}
		while (ends[0] >= 0 && channel_receive(ends[0], &told, sizeof(told), NULL, 0) == STATUS_OK)
			assert_true(told.magic == VOICE_MAGIC && told.state <= SOUND_NO_SPEECH);
	}
	if (ends[0] >= 0)
		close(ends[0]);
	assert_int_equal(waitpid(stage.voice.pid, NULL, WNOHANG), 0);
	/* And it still works for another. */
	give_election(&stage, F_SEAL_WRITE | F_SEAL_SHRINK);
	assert_int_equal(channel_pair(ends), STATUS_OK);
	tell(&stage.voice, CHILD_SCREEN, ends[0]);
	voice_link_peer(stage.link, ends[1]);
	assert_true(await_state(&stage, SOUND_WORKS));
	assert_true(loud_samples(&stage, words) > CLIP_LOUD);
	close_stage(&stage);
}

static void test_off(void **state)
{
	struct voice_link *link;

	(void)state;
	assert_int_equal(voice_link_create(&link, 1), STATUS_OK);
	voice_link_election(link, -1);
	voice_link_say(link, "Hello", 0, 2, 4);
	assert_int_equal(voice_link_speaking(link), 0);
	assert_int_equal(voice_link_state(link), SOUND_WORKS);
	assert_int_equal(voice_link_tend(link, 1), 0);
	voice_link_destroy(link);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_clips_and_speech_through_two_processes),
	    cmocka_unit_test(test_memory_that_can_change_is_none),
	    cmocka_unit_test(test_voice_dies_and_another_comes),
	    cmocka_unit_test(test_voice_hangs),
	    cmocka_unit_test(test_voice_lies),
	    cmocka_unit_test(test_hostile_screen),
	    cmocka_unit_test(test_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
