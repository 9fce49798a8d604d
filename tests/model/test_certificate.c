/* Reports, and the two files of ballots beside them. */
#include "crypto/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "certificate.h"
#include "crypto/example.h"

static char text[CERTIFICATE_MAX_BYTES];

static void make(struct certificate *out)
{
	struct sign_secret key;

	memset(out, 0, sizeof *out);
	out->kind = SIGN_PRACTICE;
	hash_of(&out->election, "sample", "election", 8);
	out->roster = 2;
	example_key(&key, "kiosk", SIGN_PRACTICE);
	out->kiosk = key.public_key;
	sign_secret_wipe(&key);
	strcpy(out->name, "Lockside Library 1");
	strcpy(out->place, "Lockside Library");
	out->number = 3;
	memset(out->previous, 7, sizeof out->previous);
	out->state = VOTING_CLOSED;
	out->closing = 1;
	out->started = 120;
	out->cast = 100;
	out->challenged = 5;
	out->timed_out = 9;
	out->left = 6;
	out->sealed = 100;
	out->spoiled = 5;
	hash_of(&out->set, "sample", "set", 3);
	hash_of(&out->spoiled_set, "sample", "spoiled", 7);
	hash_of(&out->log_head, "sample", "log", 3);
	out->log_count = UINT32_MAX;
}

static void what_is_written_is_read(void **state)
{
	struct certificate report, again;
	char twice[CERTIFICATE_MAX_BYTES];
	size_t len;

	(void)state;
	make(&report);
	assert_ok(certificate_write(text, sizeof text, &len, &report));
	assert_int_equal(len, strlen(text));
	assert_ok(certificate_read(&again, text, len));
	assert_int_equal(again.kind, SIGN_PRACTICE);
	assert_string_equal(again.name, report.name);
	assert_string_equal(again.place, report.place);
	assert_true(sign_key_equal(&again.kiosk, &report.kiosk));
	assert_int_equal(again.roster, 2);
	assert_int_equal(again.number, 3);
	assert_memory_equal(again.previous, report.previous, sizeof report.previous);
	assert_int_equal(again.state, VOTING_CLOSED);
	assert_int_equal(again.closing, 1);
	assert_int_equal(again.started, 120);
	assert_int_equal(again.cast, 100);
	assert_int_equal(again.challenged, 5);
	assert_int_equal(again.timed_out, 9);
	assert_int_equal(again.left, 6);
	assert_int_equal(again.sealed, 100);
	assert_int_equal(again.spoiled, 5);
	assert_int_equal(hash_compare(&again.set, &report.set), 0);
	assert_int_equal(hash_compare(&again.spoiled_set, &report.spoiled_set), 0);
	assert_int_equal(hash_compare(&again.log_head, &report.log_head), 0);
	assert_int_equal(again.log_count, UINT32_MAX);
	assert_ok(certificate_write(twice, sizeof twice, &len, &again));
	assert_string_equal(text, twice);
}

static void every_truncation_and_changed_bit(void **state)
{
	struct certificate report, again;
	char twice[CERTIFICATE_MAX_BYTES];
	size_t len, twice_len;

	(void)state;
	make(&report);
	assert_ok(certificate_write(text, sizeof text, &len, &report));
	for (size_t cut = 0; cut < len; cut++)
		assert_true(certificate_read(&again, text, cut) != STATUS_OK);
	for (size_t at = 0; at < len; at++) {
		for (unsigned bit = 0; bit < 8; bit++) {
			text[at] = (char)(text[at] ^ (1 << bit));
			if (certificate_read(&again, text, len) == STATUS_OK) {
				assert_ok(certificate_write(twice, sizeof twice, &twice_len, &again));
				assert_int_equal(twice_len, len);
				assert_memory_equal(text, twice, len);
			}
			text[at] = (char)(text[at] ^ (1 << bit));
		}
	}
}

static enum status read_changed(const char *from, const char *to)
{
	char changed[CERTIFICATE_MAX_BYTES + 200];
	struct certificate report, again;
	size_t len;
	char *at;

	make(&report);
	assert_ok(certificate_write(text, sizeof text, &len, &report));
	at = strstr(text, from);
	assert_non_null(at);
	snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
	return certificate_read(&again, changed, strlen(changed));
}

static void one_fault_each(void **state)
{
	(void)state;
	assert_status(STATUS_MAGIC, read_changed("folkmoot report", "folkmoot roster"));
	assert_status(STATUS_VERSION, read_changed("report 1\n", "report 10\n"));
	assert_status(STATUS_PRACTICE, read_changed("practice yes", "practice no"));
	assert_status(STATUS_NOT_CANONICAL, read_changed("practice yes", "practice Yes"));
	assert_status(STATUS_RANGE, read_changed("roster 2", "roster 0"));
	assert_status(STATUS_ORDER, read_changed("roster 2\n", ""));
	assert_status(STATUS_RANGE, read_changed("number 3", "number 0"));
	assert_status(STATUS_MISMATCH, read_changed("number 3", "number 1"));
	assert_status(STATUS_RANGE, read_changed("state closed", "state ended"));
	assert_status(STATUS_RANGE, read_changed("closing 1", "closing 0"));
	assert_status(STATUS_RANGE, read_changed("cast 100", "cast 4294967296"));
	assert_status(STATUS_NOT_CANONICAL, read_changed("cast 100", "cast -1"));
	assert_status(STATUS_NOT_CANONICAL, read_changed("cast 100", "cast 0100"));
	assert_status(STATUS_ORDER, read_changed("cast 100\nchallenged 5\n", "challenged 5\ncast 100\n"));
	assert_status(STATUS_TOO_LONG,
	              read_changed("Library 1", "Library of a very, very long name that no sign could ever hold"));
	assert_status(STATUS_TRAILING, read_changed("log-lines 4294967295\n", "log-lines 4294967295\n\n"));
}

static void what_contradicts_itself_is_not_written(void **state)
{
	struct certificate report;
	size_t len;

	(void)state;
	make(&report);
	report.number = 1;
	assert_status(STATUS_MISMATCH, certificate_write(text, sizeof text, &len, &report));
	memset(report.previous, 0, sizeof report.previous);
	assert_ok(certificate_write(text, sizeof text, &len, &report));
	report.number = 2;
	assert_status(STATUS_MISMATCH, certificate_write(text, sizeof text, &len, &report));
	make(&report);
	report.kind = SIGN_REAL;
	assert_status(STATUS_PRACTICE, certificate_write(text, sizeof text, &len, &report));
	make(&report);
	report.state = (enum voting_state)4;
	assert_status(STATUS_RANGE, certificate_write(text, sizeof text, &len, &report));
	make(&report);
	assert_status(STATUS_NO_ROOM, certificate_write(text, 200, &len, &report));
	assert_string_equal(voting_state_word(VOTING_PAUSED), "paused");
	assert_string_equal(voting_state_word((enum voting_state)9), "unknown");
}

static void the_longest(void **state)
{
	struct certificate report;
	size_t len;

	(void)state;
	make(&report);
	memset(report.name, 'n', ROSTER_NAME_MAX);
	memset(report.place, 'p', ROSTER_NAME_MAX);
	report.roster = report.number = report.closing = report.started = report.cast = report.challenged =
	    report.timed_out = report.left = report.sealed = report.spoiled = UINT32_MAX;
	assert_ok(certificate_write(text, sizeof text, &len, &report));
	assert_true(len < CERTIFICATE_MAX_BYTES);
	assert_ok(certificate_read(&report, text, len));
}

/* --- the files of ballots --- */

static size_t seal_example(uint8_t body[static SEALED_MAX_BYTES], struct sealed_plain *plain)
{
	struct sealed_context context;
	struct sealed_shape shape = {.style = 4, .contest_count = 2, .contest = {1, 9}, .width = {1, 2}};
	const uint8_t tag[TAG_BYTES] = {0}, nonce[NONCE_BYTES] = {1, 2, 3};
	struct scalar secret;
	struct sealed sealed;
	struct writer writer;

	memset(&context, 0, sizeof context);
	memset(plain, 0, sizeof *plain);
	plain->payload[0][0] = 5;
	plain->payload[2][29] = 6;
	example_scalar(&secret, "joint");
	assert_ok(point_multiply_base(&context.joint_key, &secret));
	assert_ok(sealed_make(&sealed, &context, &shape, tag, plain, nonce));
	writer_init(&writer, body, SEALED_MAX_BYTES);
	sealed_encode(&writer, &sealed);
	assert_ok(writer_status(&writer));
	return writer_len(&writer);
}

static void a_file_of_ballots(void **state)
{
	static uint8_t file[3 * SEALED_MAX_BYTES], body[SEALED_MAX_BYTES];
	struct sealed_plain plain;
	struct writer writer;
	struct reader reader;
	const uint8_t *found;
	size_t body_len, found_len, len;

	(void)state;
	body_len = seal_example(body, &plain);
	writer_init(&writer, file, sizeof file);
	write_bytes(&writer, BALLOTS_MAGIC, 4);
	write_u32(&writer, 2);
	for (unsigned i = 0; i < 2; i++) {
		write_u16(&writer, (uint16_t)body_len);
		write_bytes(&writer, body, body_len);
	}
	len = writer_len(&writer);
	reader_init(&reader, file, len);
	assert_int_equal(ballots_read_head(&reader, BALLOTS_MAGIC), 2);
	for (unsigned i = 0; i < 2; i++) {
		ballots_read_body(&reader, &found, &found_len);
		assert_int_equal(found_len, body_len);
		assert_memory_equal(found, body, body_len);
	}
	assert_ok(reader_finish(&reader));
	for (size_t cut = 0; cut < len; cut++) {
		reader_init(&reader, file, cut);
		for (uint32_t count = ballots_read_head(&reader, BALLOTS_MAGIC); count > 0; count--)
			ballots_read_body(&reader, &found, &found_len);
		assert_status(STATUS_TRUNCATED, reader_finish(&reader));
	}
}

static void a_file_of_spoiled_ballots(void **state)
{
	static uint8_t file[2 * SEALED_MAX_BYTES], body[SEALED_MAX_BYTES];
	const uint8_t nonce[NONCE_BYTES] = {1, 2, 3};
	struct opened_ballot opened;
	struct sealed_plain plain;
	struct writer writer;
	struct reader reader;
	size_t body_len, len;

	(void)state;
	body_len = seal_example(body, &plain);
	writer_init(&writer, file, sizeof file);
	write_bytes(&writer, SPOILED_MAGIC, 4);
	write_u32(&writer, 1);
	write_u16(&writer, (uint16_t)body_len);
	write_bytes(&writer, body, body_len);
	write_bytes(&writer, nonce, sizeof nonce);
	write_bytes(&writer, plain.payload, 3 * PAYLOAD_BYTES);
	len = writer_len(&writer);
	reader_init(&reader, file, len);
	assert_int_equal(ballots_read_head(&reader, SPOILED_MAGIC), 1);
	ballots_read_opened(&reader, &opened);
	assert_ok(reader_finish(&reader));
	assert_int_equal(opened.body_len, body_len);
	assert_int_equal(opened.points, 3);
	assert_memory_equal(opened.nonce, nonce, sizeof nonce);
	assert_memory_equal(&opened.plain, &plain, sizeof plain);
	for (size_t cut = 8; cut < len; cut++) {
		reader_init(&reader, file, cut);
		assert_int_equal(ballots_read_head(&reader, SPOILED_MAGIC), 1);
		ballots_read_opened(&reader, &opened);
		assert_status(STATUS_TRUNCATED, reader_finish(&reader));
	}
	file[8 + 2 + body_len - 1] |= 0xf0; /* the last response: not below the order any more */
	reader_init(&reader, file, len);
	assert_int_equal(ballots_read_head(&reader, SPOILED_MAGIC), 1);
	ballots_read_opened(&reader, &opened);
	assert_status(STATUS_NOT_CANONICAL, reader_finish(&reader));
}

static enum status head_status(const char *bytes, size_t len)
{
	struct reader reader;

	reader_init(&reader, (const uint8_t *)bytes, len);
	(void)ballots_read_head(&reader, BALLOTS_MAGIC);
	return reader_finish(&reader);
}

static void heads_and_lengths(void **state)
{
	static const uint8_t too_long[] = {0xff, 0xff, 0}, none[] = {0, 0, 0};
	struct reader reader;
	const uint8_t *body;
	size_t body_len;

	(void)state;
	assert_ok(head_status("FMB1\0\0\0\0", 8));
	assert_ok(head_status("FMB1\x40\x42\x0f\0", 8));
	assert_status(STATUS_TOO_LONG, head_status("FMB1\x41\x42\x0f\0", 8));
	assert_status(STATUS_MAGIC, head_status("FMS1\0\0\0\0", 8));
	assert_status(STATUS_VERSION, head_status("FMB2\0\0\0\0", 8));
	assert_status(STATUS_TRUNCATED, head_status("FMB1\0\0\0", 7));
	reader_init(&reader, too_long, sizeof too_long);
	ballots_read_body(&reader, &body, &body_len);
	assert_status(STATUS_TOO_LONG, reader_finish(&reader));
	assert_null(body);
	reader_init(&reader, none, sizeof none);
	ballots_read_body(&reader, &body, &body_len);
	assert_status(STATUS_RANGE, reader_finish(&reader));
	assert_int_equal(body_len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_written_is_read),
	    cmocka_unit_test(every_truncation_and_changed_bit),
	    cmocka_unit_test(one_fault_each),
	    cmocka_unit_test(what_contradicts_itself_is_not_written),
	    cmocka_unit_test(the_longest),
	    cmocka_unit_test(a_file_of_ballots),
	    cmocka_unit_test(a_file_of_spoiled_ballots),
	    cmocka_unit_test(heads_and_lengths),
	};

	return cmocka_run_group_tests_name("report", tests, start_crypto, NULL);
}
