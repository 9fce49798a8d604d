#include "box_file.h"

#include <stdio.h>
#include <string.h>

enum { APPLICATION_ID = 0x464d4278 /* "FMBx" */, FORMAT_VERSION = 1, SQL_MAX = 160 };

static const char *const table_name[TABLE_COUNT] = {"slots", "spoiled", "scrub", "fixed"};

/* Each is set, then read back: SQLite answers a pragma that it does not take with silence. */
static const struct pragma {
	const char *name, *set, *want;
} pragmas[] = {
    {"locking_mode", "EXCLUSIVE", "exclusive"},
    {"journal_mode", "DELETE", "delete"},
    {"synchronous", "EXTRA", "3"},
    {"secure_delete", "ON", "1"},
    {"mmap_size", "0", NULL},
    {"temp_store", "MEMORY", "2"},
    {"cell_size_check", "ON", "1"},
    {"trusted_schema", "OFF", "0"},
    {"page_size", NULL, "4096"},
    {"application_id", NULL, "1179468408"},
    {"user_version", NULL, "1"},
    {"auto_vacuum", NULL, "0"},
};
_Static_assert(APPLICATION_ID == 1179468408 && FORMAT_VERSION == 1, "the table above names them in decimal");

size_t box_row_bytes(enum box_table table)
{
	return table == TABLE_FIXED ? FIXED_BYTES : ROW_BYTES;
}

static enum status sql_status(int code)
{
	switch (code & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE: return STATUS_OK;
	case SQLITE_FULL: return STATUS_DISK_FULL;
	case SQLITE_READONLY:
	case SQLITE_PERM: return STATUS_READ_ONLY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_SCHEMA: return STATUS_DAMAGED;
	case SQLITE_BUSY:
	case SQLITE_LOCKED: return STATUS_STATE;
	case SQLITE_NOMEM: return STATUS_NO_ROOM;
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
	case SQLITE_PROTOCOL: return STATUS_IO;
	default: return STATUS_INTERNAL;
	}
}

static enum status run(sqlite3 *db, const char *sql)
{
	return sql_status(sqlite3_exec(db, sql, NULL, NULL, NULL));
}

/* Steps a statement that gives no rows, and makes it ready for the next time. */
static enum status run_prepared(sqlite3_stmt *statement)
{
	int code = sqlite3_step(statement);

	(void)sqlite3_reset(statement);
	(void)sqlite3_clear_bindings(statement);
	return code == SQLITE_ROW ? STATUS_INTERNAL : sql_status(code);
}

static void create_sql(char sql[static SQL_MAX], enum box_table table)
{
	(void)snprintf(sql, SQL_MAX,
	               "CREATE TABLE %s(slot INTEGER PRIMARY KEY, used INTEGER NOT NULL, body BLOB NOT NULL)",
	               table_name[table]);
}

/* --- making --- */

static enum status bind_row(sqlite3_stmt *statement, enum box_table table, const struct box_row *row)
{
	int code = sqlite3_bind_int64(statement, 1, row->slot);

	if (code == SQLITE_OK)
		code = sqlite3_bind_int64(statement, 2, row->used);
	if (code == SQLITE_OK)
		code = sqlite3_bind_blob(statement, 3, row->body, (int)box_row_bytes(table), SQLITE_STATIC);
	return sql_status(code);
}

static enum status make_table(sqlite3 *db, enum box_table table, uint32_t rows, box_row_maker *make, void *context)
{
	char sql[SQL_MAX];
	sqlite3_stmt *insert = NULL;
	struct box_row row = {0};
	enum status status;

	create_sql(sql, table);
	status = run(db, sql);
	if (status != STATUS_OK)
		return status;
	(void)snprintf(sql, sizeof sql, "INSERT INTO %s VALUES(?1, ?2, ?3)", table_name[table]);
	status = sql_status(sqlite3_prepare_v2(db, sql, -1, &insert, NULL));
	for (uint32_t i = 0; status == STATUS_OK && i < rows; i++) {
		row.slot = i;
		status = make(context, table, &row);
		if (status == STATUS_OK)
			status = bind_row(insert, table, &row);
		if (status == STATUS_OK)
			status = run_prepared(insert);
	}
	(void)sqlite3_finalize(insert);
	return status;
}

/* Nothing is durable while the file is made under its temporary name; it is synced as a whole afterwards. */
static enum status make_rows(const char *path, const uint32_t rows[static TABLE_COUNT], box_row_maker *make,
                             void *context)
{
	char sql[SQL_MAX];
	sqlite3 *db = NULL;
	enum status status;

	status = sql_status(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL));
	if (status != STATUS_OK)
		goto out;
	(void)snprintf(sql, sizeof sql,
	               "PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; "
	               "PRAGMA application_id=%d; PRAGMA user_version=%d; BEGIN",
	               APPLICATION_ID, FORMAT_VERSION);
	status = run(db, sql);
	for (int table = 0; status == STATUS_OK && table < TABLE_COUNT; table++)
		status = make_table(db, (enum box_table)table, rows[table], make, context);
	if (status == STATUS_OK)
		status = run(db, "COMMIT");
out:
	if (sqlite3_close(db) != SQLITE_OK && status == STATUS_OK)
		status = STATUS_INTERNAL;
	return status;
}

static enum status folder_of(char folder[static DISK_PATH_MAX], const char *path)
{
	const char *slash = strrchr(path, '/');
	int len = slash ? (int)(slash - path) : 1;

	if (len >= DISK_PATH_MAX)
		return STATUS_TOO_LONG;
	(void)snprintf(folder, DISK_PATH_MAX, "%.*s", len == 0 ? 1 : len, !slash ? "." : len == 0 ? "/" : path);
	return STATUS_OK;
}

enum status box_file_make(const char *path, const struct disk *disk, const uint32_t rows[static TABLE_COUNT],
                          box_row_maker *make, void *context)
{
	char fresh[DISK_PATH_MAX], folder[DISK_PATH_MAX], journal[DISK_PATH_MAX];
	enum status status;

	if (snprintf(fresh, sizeof fresh, "%s.new", path) >= (int)sizeof fresh ||
	    snprintf(journal, sizeof journal, "%s-journal", path) >= (int)sizeof journal)
		return STATUS_TOO_LONG;
	if (disk_exists(disk, path))
		return STATUS_USED;
	status = folder_of(folder, path);
	if (status == STATUS_OK)
		status = disk_remove(disk, fresh);
	/* A journal that an older box left there would be taken for this one's. */
	if (status == STATUS_OK)
		status = disk_remove(disk, journal);
	if (status != STATUS_OK)
		return status;
	status = make_rows(fresh, rows, make, context);
	if (status == STATUS_OK)
		status = disk_sync_path(disk, fresh);
	if (status == STATUS_OK)
		status = disk_rename(disk, fresh, path);
	if (status == STATUS_OK)
		return disk_sync_folder(disk, folder);
	if (disk_remove(disk, fresh) != STATUS_OK)
		return status; /* the next making removes it first */
	return status;
}

/* --- opening --- */

static enum status check_pragma(sqlite3 *db, const struct pragma *pragma)
{
	char sql[SQL_MAX];
	sqlite3_stmt *query = NULL;
	const unsigned char *got;
	enum status status = STATUS_OK;

	if (pragma->set) {
		(void)snprintf(sql, sizeof sql, "PRAGMA %s=%s", pragma->name, pragma->set);
		status = run(db, sql);
	}
	if (status != STATUS_OK || !pragma->want)
		return status;
	(void)snprintf(sql, sizeof sql, "PRAGMA %s", pragma->name);
	status = sql_status(sqlite3_prepare_v2(db, sql, -1, &query, NULL));
	if (status != STATUS_OK)
		return status;
	status = sql_status(sqlite3_step(query));
	got = sqlite3_column_text(query, 0);
	if (status == STATUS_OK && (!got || strcmp((const char *)got, pragma->want) != 0))
		status = STATUS_DAMAGED;
	(void)sqlite3_finalize(query);
	return status;
}

/* Exactly the four tables, in the words they were made with: no trigger, no view, no index. */
static enum status check_schema(sqlite3 *db)
{
	char want[SQL_MAX];
	sqlite3_stmt *query = NULL;
	enum status status;
	int table, code;

	status = sql_status(sqlite3_prepare_v2(db, "SELECT sql FROM sqlite_schema ORDER BY rowid", -1, &query, NULL));
	if (status != STATUS_OK)
		return status;
	for (table = 0; (code = sqlite3_step(query)) == SQLITE_ROW && table < TABLE_COUNT; table++) {
		const unsigned char *got = sqlite3_column_text(query, 0);
		create_sql(want, (enum box_table)table);
		if (!got || strcmp((const char *)got, want) != 0)
			break;
	}
	if (code != SQLITE_DONE)
		status = code == SQLITE_ROW ? STATUS_DAMAGED : sql_status(code);
	else if (table != TABLE_COUNT)
		status = STATUS_DAMAGED;
	(void)sqlite3_finalize(query);
	return status;
}

/* The tree itself: every page in its place, every key in order. Walking the rows does not show this, for a walk follows
 * the leaves, while a ballot is looked up by the keys above them. */
static enum status check_tree(sqlite3 *db)
{
	sqlite3_stmt *query = NULL;
	const unsigned char *got;
	enum status status = sql_status(sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &query, NULL));

	if (status != STATUS_OK)
		return status;
	status = sql_status(sqlite3_step(query));
	got = sqlite3_column_text(query, 0);
	if (status == STATUS_OK && (!got || strcmp((const char *)got, "ok") != 0))
		status = STATUS_DAMAGED;
	(void)sqlite3_finalize(query);
	return status;
}

static enum status prepare(sqlite3_stmt **out, sqlite3 *db, const char *before, const char *table, const char *after)
{
	char sql[SQL_MAX];

	(void)snprintf(sql, sizeof sql, "%s%s%s", before, table, after);
	return sql_status(sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL));
}

static enum status prepare_all(struct box_file *file)
{
	enum status status = prepare(&file->begin, file->db, "BEGIN IMMEDIATE", "", "");

	if (status == STATUS_OK)
		status = prepare(&file->commit, file->db, "COMMIT", "", "");
	for (int i = 0; status == STATUS_OK && i < TABLE_COUNT; i++) {
		const char *name = table_name[i];
		status = prepare(&file->read[i], file->db, "SELECT slot, used, body FROM ", name, " WHERE slot=?1");
		if (status == STATUS_OK)
			status =
			    prepare(&file->write[i], file->db, "UPDATE ", name, " SET used=?2, body=?3 WHERE slot=?1");
		if (status == STATUS_OK)
			status =
			    prepare(&file->walk[i], file->db, "SELECT slot, used, body FROM ", name, " ORDER BY slot");
	}
	return status;
}

enum status box_file_open(struct box_file *file, const char *path)
{
	enum status status;

	memset(file, 0, sizeof *file);
	status = sql_status(sqlite3_open_v2(path, &file->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL));
	if (status == STATUS_OK && sqlite3_db_readonly(file->db, "main") != 0)
		status = STATUS_READ_ONLY;
	if (status == STATUS_OK)
		status = sql_status(sqlite3_db_config(file->db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL));
	for (size_t i = 0; status == STATUS_OK && i < sizeof pragmas / sizeof pragmas[0]; i++)
		status = check_pragma(file->db, &pragmas[i]);
	if (status == STATUS_OK)
		status = check_schema(file->db);
	if (status == STATUS_OK)
		status = check_tree(file->db);
	if (status == STATUS_OK)
		status = prepare_all(file);
	if (status != STATUS_OK)
		box_file_close(file);
	return status;
}

void box_file_close(struct box_file *file)
{
	for (int i = 0; i < TABLE_COUNT; i++) {
		(void)sqlite3_finalize(file->read[i]);
		(void)sqlite3_finalize(file->write[i]);
		(void)sqlite3_finalize(file->walk[i]);
	}
	(void)sqlite3_finalize(file->begin);
	(void)sqlite3_finalize(file->commit);
	(void)sqlite3_close(file->db);
	memset(file, 0, sizeof *file);
}

/* --- rows --- */

enum status box_file_begin(struct box_file *file)
{
	file->pages = 0;
	return run_prepared(file->begin);
}

enum status box_file_commit(struct box_file *file)
{
	return run_prepared(file->commit);
}

static enum status take_row(sqlite3_stmt *statement, enum box_table table, struct box_row *row)
{
	const void *body = sqlite3_column_blob(statement, 2);
	sqlite3_int64 slot = sqlite3_column_int64(statement, 0), used = sqlite3_column_int64(statement, 1);

	if (!body || (size_t)sqlite3_column_bytes(statement, 2) != box_row_bytes(table) || slot < 0 ||
	    slot > UINT32_MAX || (used != 0 && used != 1))
		return STATUS_DAMAGED;
	row->slot = (uint32_t)slot;
	row->used = (uint32_t)used;
	memcpy(row->body, body, box_row_bytes(table));
	return STATUS_OK;
}

enum status box_file_read(struct box_file *file, enum box_table table, uint32_t slot, struct box_row *row)
{
	sqlite3_stmt *statement = file->read[table];
	enum status status = sql_status(sqlite3_bind_int64(statement, 1, slot));
	int code;

	if (status != STATUS_OK)
		return status;
	code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		status = take_row(statement, table, row);
	else
		status = code == SQLITE_DONE ? STATUS_DAMAGED : sql_status(code);
	(void)sqlite3_reset(statement);
	return status;
}

enum status box_file_write(struct box_file *file, enum box_table table, const struct box_row *row)
{
	enum status status = bind_row(file->write[table], table, row);

	if (status == STATUS_OK)
		status = run_prepared(file->write[table]);
	if (status == STATUS_OK && sqlite3_changes(file->db) != 1)
		status = STATUS_DAMAGED;
	file->pages++;
	return status;
}

enum status box_file_each(struct box_file *file, enum box_table table, box_row_visit *visit, void *context,
                          uint32_t *row_count)
{
	enum status status = STATUS_OK;
	struct box_row row;
	int code = SQLITE_DONE;

	*row_count = 0;
	while (status == STATUS_OK && (code = sqlite3_step(file->walk[table])) == SQLITE_ROW) {
		status = take_row(file->walk[table], table, &row);
		if (status == STATUS_OK && row.slot != *row_count)
			status = STATUS_DAMAGED;
		if (status == STATUS_OK)
			status = visit(context, table, &row);
		(*row_count)++;
	}
	(void)sqlite3_reset(file->walk[table]);
	return status == STATUS_OK ? sql_status(code) : status;
}
