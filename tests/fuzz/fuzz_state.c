/* The small files of a kiosk's data folder and of a staff stick: whatever lies there, the PIN's wait is bounded, and no
 * stick is taken for the right one. */
#include <sodium.h>

#include "files.h"
#include "pin.h"
#include "staff_stick.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const uint8_t kiosk[SIGN_KEY_BYTES] = {7};
	struct memory_files files = {.count = 0};
	struct disk disk = memory_disk(&files);
	struct pin_guard guard;
	struct staff_stick stick, other;
	uint8_t secret[STAFF_SECRET_BYTES];
	char name[STAFF_STICK_NAME];

	memory_add(&files, PIN_FILE, data, len);
	memory_add(&files, STAFF_STICK_FILE, data, len);
	staff_stick_name(name, kiosk);
	memory_add(&files, name, data, len);
	pin_init(&guard, &disk, "/data", PIN_FILE, PIN_TRIED);
	must(pin_wait_s(&guard) <= PIN_WAIT_MAX_S);
	if (staff_stick_load(&stick, &disk, "/data") == STATUS_OK)
		must(stick.is_needed);
	else
		must(!stick.is_needed && sodium_is_zero(stick.secret, sizeof stick.secret));
	staff_stick_make(&other);
	must(staff_stick_read(secret, &disk, "/stick", kiosk, &other) != STATUS_OK);
	return 0;
}
