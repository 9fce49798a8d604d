/* The box's SQLite file: its making, its opening with every pragma read back, its rows. What the rows mean is box.c's
 * business. */
#ifndef FOLKMOOT_BOX_FILE_H
#define FOLKMOOT_BOX_FILE_H

#include <sqlite3.h>

#include "disk.h"
#include "status.h"

/* Four tables of one form: slot, used, body. Every row but the fixed ones fills a page, and no row ever changes its
 * size. */
enum box_table { TABLE_SLOTS, TABLE_SPOILED, TABLE_SCRUB, TABLE_FIXED, TABLE_COUNT };
enum { ROW_BYTES = 4000, FIXED_BYTES = 128 };

struct box_row {
	uint32_t slot;
	uint32_t used;
	uint8_t body[ROW_BYTES]; /* FIXED_BYTES of it in TABLE_FIXED */
};

struct box_file {
	sqlite3 *db;
	sqlite3_stmt *read[TABLE_COUNT], *write[TABLE_COUNT], *walk[TABLE_COUNT];
	sqlite3_stmt *begin, *commit;
	uint32_t pages; /* rows written in the transaction at hand */
};

size_t box_row_bytes(enum box_table table);

/* Fills a row whose slot is set; a failure ends the making. */
typedef enum status box_row_maker(void *context, enum box_table table, struct box_row *row);
typedef enum status box_row_visit(void *context, enum box_table table, const struct box_row *row);

/* Makes the file with so many rows per table, filled by make; durable under its own name, which must be free
 * (STATUS_USED). */
enum status MUST_CHECK box_file_make(const char *path, const struct disk *disk, const uint32_t rows[static TABLE_COUNT],
                                     box_row_maker *make, void *context);
/* Opens and locks. STATUS_STATE where another process has it; STATUS_DAMAGED where form or pragmas are not as made. On
 * failure nothing is open. */
enum status MUST_CHECK box_file_open(struct box_file *file, const char *path);
/* Safe to call again. */
void box_file_close(struct box_file *file);

enum status MUST_CHECK box_file_begin(struct box_file *file);
/* After any failure within a transaction the caller closes and opens anew. */
enum status MUST_CHECK box_file_commit(struct box_file *file);
enum status MUST_CHECK box_file_read(struct box_file *file, enum box_table table, uint32_t slot, struct box_row *row);
enum status MUST_CHECK box_file_write(struct box_file *file, enum box_table table, const struct box_row *row);
/* All rows in order of slots; row_count says how many there were. */
enum status MUST_CHECK box_file_each(struct box_file *file, enum box_table table, box_row_visit *visit, void *context,
                                     uint32_t *row_count);

#endif
