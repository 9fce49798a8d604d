/* What a fallible function answers. One list for the whole house, kept in its lowest floor. */
#ifndef FOLKMOOT_STATUS_H
#define FOLKMOOT_STATUS_H

enum status {
	STATUS_OK = 0,
	/* bytes that came from outside */
	STATUS_TRUNCATED,     /* ends before it is complete */
	STATUS_TRAILING,      /* bytes follow after the end */
	STATUS_TOO_LONG,      /* longer than the format allows */
	STATUS_MAGIC,         /* not a file of this kind */
	STATUS_VERSION,       /* a version this program does not know */
	STATUS_NOT_CANONICAL, /* a value written in another way than the only allowed one */
	STATUS_IDENTITY,      /* the group's identity where it is refused */
	STATUS_RANGE,         /* a number out of its range */
	STATUS_TEXT,          /* text that is not clean UTF-8 */
	STATUS_ORDER,         /* entries not in their order, or twice */
	/* checks that failed */
	STATUS_PROOF,          /* a zero-knowledge proof does not hold */
	STATUS_SIGNATURE,      /* a signature does not hold */
	STATUS_WRONG_KEY,      /* made with another key than the expected one */
	STATUS_PASSPHRASE,     /* wrong passphrase or PIN */
	STATUS_MISMATCH,       /* two things that must be equal are not */
	STATUS_RULES,          /* a ballot against its contest's rules */
	STATUS_OTHER_ELECTION, /* belongs to another election */
	STATUS_OTHER_KIOSK,    /* belongs to another kiosk */
	STATUS_PRACTICE,       /* practice data among real data, or the other way round */
	STATUS_USED,           /* a voting code that was used, or a thing that exists already */
	/* the world */
	STATUS_NO_ROOM,   /* the caller's room, or memory, does not suffice */
	STATUS_ABSENT,    /* file, folder or stick is not there */
	STATUS_DISK_FULL, /* no space left */
	STATUS_READ_ONLY, /* cannot be written */
	STATUS_IO,        /* reading or writing failed */
	STATUS_TIMEOUT,   /* a stick or a process does not answer */
	STATUS_NOT_FILE,  /* a folder, a link or a device where a plain file is wanted */
	STATUS_DAMAGED,   /* stored data is not what was stored */
	STATUS_STATE,     /* not possible now */
	STATUS_UNKNOWN,   /* it is not known yet whether it was done; asking again will tell */
	STATUS_INTERNAL,  /* a bug of ours, or of a library below */
};

#define MUST_CHECK __attribute__((warn_unused_result))

/* One phrase in English for people, such as "ends too early"; never NULL. */
const char *status_phrase(enum status status);

#endif
