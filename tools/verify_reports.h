/* What `folkmoot verify` says of small things that leave a kiosk beside exports: closing reports, as a QR code on its
 * screen showed them, and readiness reports. */
#ifndef FOLKMOOT_VERIFY_REPORTS_H
#define FOLKMOOT_VERIFY_REPORTS_H

#include "accept.h"
#include "closing.h"

/* What they are held against. */
struct verify_known {
	const char *roster_path;
	const struct roster *roster;
	const struct former_rosters *former; /* NULL: none */
	const struct accepted *accepted;     /* NULL: no exports were given */
	struct faults *faults;
};

/* Each text is a closing report, or the name of a file with one a line. Tells what each says and every fault.
 * STATUS_MISMATCH where there was one. */
enum status MUST_CHECK verify_closing_reports(const struct verify_known *known, const char *const *texts, size_t count);
/* Each a file as a kiosk wrote it. */
enum status MUST_CHECK verify_readiness_reports(const struct verify_known *known, const char *const *paths,
                                                size_t count);

#endif
