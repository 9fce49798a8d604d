/* What the process that turns texts into sound may send: the voice takes it frame by frame, and gives up what talks
 * nonsense. libFuzzer: -max_len=8192 */
#include <sys/socket.h>
#include <unistd.h>

#include "fuzz.h"
#include "speaker.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static int16_t samples[WIRE_SAMPLES_MAX];
	struct speaker speaker;
	size_t count, frames = 0;
	int ends[2];

	must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
	must(write(ends[1], data, len) == (ssize_t)len);
	speaker_init(&speaker, 0);
	speaker_take(&speaker, ends[0], 0);
	speaker.asked = 1;
	must(close(ends[1]) == 0);
	while (speaker.fd >= 0) {
		enum speaker_heard heard = speaker_hear(&speaker, samples, &count, frames);

		must(count <= WIRE_SAMPLES_MAX && (count == 0 || heard == SPEAKER_SAMPLES || heard == SPEAKER_NOTHING));
		must((heard == SPEAKER_BROKEN) == (speaker.fd < 0));
		must(speaker.rate == 0 || (speaker.rate >= 8000 && speaker.rate <= 48000));
		must(frames++ <= len / sizeof(struct wire_frame));
	}
	must(!speaker_ready(&speaker));
	return 0;
}
