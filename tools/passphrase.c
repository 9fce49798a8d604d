#include "passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "bytes.h"
#include "cli.h"
#include "enrol.h"
#include "flow.h"

enum { NEW_CHARACTERS = 12, CONTROL_C = 3 };

/* One line of at most PASSPHRASE_MAX bytes, without its newline, read byte by byte so that no stream keeps a copy. */
static enum status read_line(char out[static PASSPHRASE_MAX + 1], int fd)
{
	size_t len = 0;

	for (;;) {
		char c;
		ssize_t got = read(fd, &c, 1);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return STATUS_IO;
		if (got == 0 || c == '\n')
			break;
		if (c == CONTROL_C)
			return STATUS_STATE;
		if (len == PASSPHRASE_MAX)
			return STATUS_TOO_LONG;
		out[len++] = c;
	}
	if (len && out[len - 1] == '\r')
		len--;
	out[len] = '\0';
	return text_is_clean(out, len) && strlen(out) == len ? STATUS_OK : STATUS_TEXT;
}

static enum status from_file(char out[static PASSPHRASE_MAX + 1], const char *file, const char *whose)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	enum status status;

	if (fd < 0) {
		(void)cli_failed(
		    "%s: the file with the passphrase or PIN for %s cannot be read; check the path and permissions",
		    file, whose);
		return STATUS_ABSENT;
	}
	status = read_line(out, fd);
	close(fd);
	if (status != STATUS_OK)
		(void)cli_failed(
		    "%s: its first line must be the passphrase or PIN for %s, at most %d bytes of plain text", file,
		    whose, PASSPHRASE_MAX);
	return status;
}

/* rule: what is wanted, told before it is typed, such as " (4 to 8 digits)". */
static enum status ask(char out[static PASSPHRASE_MAX + 1], const char *question, const char *whose, const char *rule)
{
	struct termios before, silent;
	enum status status;
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC);

	if (fd < 0 || tcgetattr(fd, &before) != 0) {
		if (fd >= 0)
			close(fd);
		(void)cli_failed(
		    "there is no terminal to ask on for %s; give the passphrase or PIN in a file (see --help)", whose);
		return STATUS_ABSENT;
	}
	dprintf(fd, "%s %s%s: ", question, whose, rule);
	silent = before;
	/* Ctrl-C ends the line instead of the program, which would leave the terminal without echo. */
	silent.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
	silent.c_cc[VEOL] = CONTROL_C;
	tcsetattr(fd, TCSADRAIN, &silent);
	status = read_line(out, fd);
	tcsetattr(fd, TCSADRAIN, &before);
	dprintf(fd, "\n");
	close(fd);
	if (status == STATUS_STATE)
		(void)cli_failed("nothing was done, as you wished");
	else if (status != STATUS_OK)
		(void)cli_failed("what was typed for %s cannot be used; type at most %d bytes of plain text", whose,
		                 PASSPHRASE_MAX);
	return status;
}

static enum status ask_twice(char out[static PASSPHRASE_MAX + 1], const char *what, const char *whose, const char *rule)
{
	char again[PASSPHRASE_MAX + 1], question[80];
	enum status status;

	snprintf(question, sizeof question, "New %s for", what);
	status = ask(out, question, whose, rule);
	if (status != STATUS_OK)
		return status;
	snprintf(question, sizeof question, "The same %s again for", what);
	status = ask(again, question, whose, "");
	if (status == STATUS_OK && strcmp(out, again) != 0) {
		(void)cli_failed("the two %ss for %s differ; start again", what, whose);
		status = STATUS_MISMATCH;
	}
	sodium_memzero(again, sizeof again);
	return status;
}

static enum status ask_new(char out[static PASSPHRASE_MAX + 1], const char *whose, enum passphrase_use use)
{
	char rule[80];

	/* Asked for real kiosks only. */
	if (use == PIN_NEW)
		snprintf(rule, sizeof rule, " (%d to %d digits, better %d)", KIOSK_PIN_MIN, FLOW_PIN_MAX, FLOW_PIN_MAX);
	else
		snprintf(rule, sizeof rule, " (at least %d characters, such as five words)", NEW_CHARACTERS);
	return ask_twice(out, use == PIN_NEW ? "PIN" : "passphrase", whose, rule);
}

static enum status check_new(const char *typed, const char *whose, enum passphrase_use use)
{
	size_t len = strlen(typed);

	if (use == PASSPHRASE_NEW && text_characters(typed) < NEW_CHARACTERS) {
		(void)cli_failed("the passphrase for %s is too short; take at least %d characters, such as five words",
		                 whose, NEW_CHARACTERS);
		return STATUS_RANGE;
	}
	if (use == PIN_NEW && (len < FLOW_PIN_MIN || len > FLOW_PIN_MAX || strspn(typed, "0123456789") != len)) {
		(void)cli_failed("the PIN for %s must be %d to %d digits; choose another", whose, FLOW_PIN_MIN,
		                 FLOW_PIN_MAX);
		return STATUS_RANGE;
	}
	if (use == PASSPHRASE_OPEN && len == 0) {
		(void)cli_failed("no passphrase was given for %s; it cannot be opened without", whose);
		return STATUS_PASSPHRASE;
	}
	return STATUS_OK;
}

enum status passphrase_get(char out[static PASSPHRASE_MAX + 1], const char *file, const char *whose,
                           enum passphrase_use use)
{
	enum status status;

	memset(out, 0, PASSPHRASE_MAX + 1);
	if (file)
		status = from_file(out, file, whose);
	else if (use == PASSPHRASE_OPEN)
		status = ask(out, "Passphrase for", whose, "");
	else
		status = ask_new(out, whose, use);
	if (status == STATUS_OK)
		status = check_new(out, whose, use);
	if (status != STATUS_OK)
		sodium_memzero(out, PASSPHRASE_MAX + 1);
	return status;
}
