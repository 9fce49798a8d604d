#include "status.h"

const char *status_phrase(enum status status)
{
	switch (status) {
	case STATUS_OK: return "all is well";
	case STATUS_TRUNCATED: return "ends too early";
	case STATUS_TRAILING: return "has bytes after its end";
	case STATUS_TOO_LONG: return "is longer than allowed";
	case STATUS_MAGIC: return "is not a file of this kind";
	case STATUS_VERSION: return "has a version that this program does not know";
	case STATUS_NOT_CANONICAL: return "is not written in the one allowed way";
	case STATUS_IDENTITY: return "holds the group's identity where it is refused";
	case STATUS_RANGE: return "holds a number out of its range";
	case STATUS_TEXT: return "holds text that is not clean UTF-8";
	case STATUS_ORDER: return "holds entries out of order or twice";
	case STATUS_PROOF: return "holds a proof that does not hold";
	case STATUS_SIGNATURE: return "has a signature that does not hold";
	case STATUS_WRONG_KEY: return "was made with another key";
	case STATUS_PASSPHRASE: return "does not open with this passphrase or PIN";
	case STATUS_MISMATCH: return "does not match what it must equal";
	case STATUS_RULES: return "breaks the rules of its contest";
	case STATUS_OTHER_ELECTION: return "belongs to another election";
	case STATUS_OTHER_KIOSK: return "belongs to another kiosk";
	case STATUS_PRACTICE: return "mixes practice and real data";
	case STATUS_USED: return "was used or exists already";
	case STATUS_NO_ROOM: return "does not fit the room or memory there is";
	case STATUS_ABSENT: return "is not there";
	case STATUS_DISK_FULL: return "finds no space left on the disk";
	case STATUS_READ_ONLY: return "cannot be written";
	case STATUS_IO: return "could not be read or written";
	case STATUS_TIMEOUT: return "does not answer";
	case STATUS_NOT_FILE: return "is not a plain file";
	case STATUS_DAMAGED: return "is damaged";
	case STATUS_STATE: return "is not possible now";
	case STATUS_UNKNOWN: return "cannot tell yet whether it was stored";
	case STATUS_INTERNAL: return "met an internal error";
	}
	return "has an unknown status";
}
