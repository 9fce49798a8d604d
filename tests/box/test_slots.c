/* The layout of slots depends on the set of codes alone: every order of a small set, many orders of large ones, tables
 * filled to the last slot. */
#include "fixture.h"
#include "slots.h"

static void code_of(struct hash *out, uint64_t number)
{
	hash_of(out, "test/code", &number, sizeof number);
}

static void add(struct slots *slots, const struct hash *code, size_t *most_moves)
{
	struct slot_move moves[SLOTS_MAX_MOVES];
	size_t count;

	assert_ok(slots_plan(moves, &count, slots, code));
	if (most_moves && count > *most_moves)
		*most_moves = count;
	slots_apply(slots, moves, count, code);
}

static void assert_same_layout(const struct slots *a, const struct slots *b)
{
	for (uint32_t i = 0; i < a->count; i++) {
		assert_int_equal(a->slot[i].used, b->slot[i].used);
		if (a->slot[i].used)
			assert_memory_equal(a->slot[i].code.bytes, b->slot[i].code.bytes, HASH_BYTES);
	}
}

static void fill(struct slots *slots, uint32_t count, const uint8_t *key, const uint64_t *numbers,
                 uint32_t number_count, size_t *most_moves)
{
	struct hash code;

	assert_ok(slots_init(slots, count, key));
	for (uint32_t i = 0; i < number_count; i++) {
		code_of(&code, numbers[i]);
		add(slots, &code, most_moves);
	}
	assert_true(slots_in_place(slots));
	assert_int_equal(slots->used, number_count);
}

static void shuffle(uint64_t *numbers, uint32_t count)
{
	for (uint32_t i = count; i > 1; i--) {
		uint32_t other = randombytes_uniform(i);
		uint64_t kept = numbers[i - 1];
		numbers[i - 1] = numbers[other];
		numbers[other] = kept;
	}
}

/* Heap's algorithm: every one of the 720 orders of six codes in tables of six to nine slots. */
static void every_order(void **state)
{
	uint8_t key[SLOTS_KEY_BYTES];
	struct slots first, other;
	unsigned orders = 0;

	(void)state;
	for (uint32_t count = 6; count < 10; count++) {
		uint64_t numbers[6] = {0, 1, 2, 3, 4, 5};
		unsigned wheel[6] = {0}, i = 0;
		randombytes_buf(key, sizeof key);
		fill(&first, count, key, numbers, 6, NULL);
		orders = 1;
		while (i < 6) {
			if (wheel[i] < i) {
				unsigned from = i % 2 == 0 ? 0 : wheel[i];
				uint64_t kept = numbers[from];
				numbers[from] = numbers[i];
				numbers[i] = kept;
				fill(&other, count, key, numbers, 6, NULL);
				assert_same_layout(&first, &other);
				slots_finish(&other);
				orders++;
				wheel[i]++;
				i = 0;
			} else {
				wheel[i++] = 0;
			}
		}
		assert_int_equal(orders, 720);
		slots_finish(&first);
	}
}

static void many_orders(uint32_t count, uint32_t used, unsigned rounds)
{
	uint8_t key[SLOTS_KEY_BYTES];
	uint64_t *numbers = calloc(used, sizeof *numbers);
	struct slots first, other;
	size_t most = 0;

	assert_non_null(numbers);
	randombytes_buf(key, sizeof key);
	for (uint32_t i = 0; i < used; i++)
		numbers[i] = i;
	fill(&first, count, key, numbers, used, &most);
	for (unsigned round = 0; round < rounds; round++) {
		shuffle(numbers, used);
		fill(&other, count, key, numbers, used, &most);
		assert_same_layout(&first, &other);
		slots_finish(&other);
	}
	slots_finish(&first);
	free(numbers);
	print_message("# note: %u of %u slots in %u orders: one layout; at most %zu moves in one cast\n", used, count,
	              rounds + 1, most);
}

static void orders_at_every_load(void **state)
{
	(void)state;
	many_orders(1, 1, 3);
	many_orders(2, 2, 10);
	many_orders(3, 3, 20);
	many_orders(7, 7, 50);
	many_orders(16, 16, 50);
	many_orders(60, 60, 30);
	many_orders(997, 947, 5);
	many_orders(1000, 1000, 5);
	many_orders(12000, 10000, 2);
	many_orders(12000, 11400, 2);
	many_orders(12000, 12000, 1);
}

/* Codes chosen (as nobody outside can, without the key) so that all want the same first slot. */
static void all_want_one_slot(void **state)
{
	enum { COUNT = 40, WANTED = 20 };
	uint8_t key[SLOTS_KEY_BYTES] = {7};
	uint64_t numbers[WANTED];
	struct slots first, other;
	uint32_t found = 0;

	(void)state;
	for (uint64_t i = 0; found < WANTED; i++) {
		struct slots alone;
		fill(&alone, COUNT, key, &i, 1, NULL);
		if (alone.slot[0].used)
			numbers[found++] = i;
		slots_finish(&alone);
	}
	fill(&first, COUNT, key, numbers, WANTED, NULL);
	for (int round = 0; round < 200; round++) {
		shuffle(numbers, WANTED);
		fill(&other, COUNT, key, numbers, WANTED, NULL);
		assert_same_layout(&first, &other);
		slots_finish(&other);
	}
	slots_finish(&first);
}

static void finds_what_is_there(void **state)
{
	uint8_t key[SLOTS_KEY_BYTES] = {1};
	uint64_t numbers[50];
	struct slot_move moves[SLOTS_MAX_MOVES];
	struct slots slots;
	struct hash code;
	size_t count;

	(void)state;
	for (uint64_t i = 0; i < 50; i++)
		numbers[i] = i;
	fill(&slots, 50, key, numbers, 50, NULL);
	for (uint64_t i = 0; i < 100; i++) {
		code_of(&code, i);
		if (i < 50)
			assert_memory_equal(slots.slot[slots_find(&slots, &code)].code.bytes, code.bytes, HASH_BYTES);
		else
			assert_int_equal(slots_find(&slots, &code), SLOT_NONE);
	}
	code_of(&code, 50);
	assert_status(STATUS_DISK_FULL, slots_plan(moves, &count, &slots, &code));
	slots_finish(&slots);
	assert_status(STATUS_RANGE, slots_init(&slots, 0, key));
	assert_status(STATUS_RANGE, slots_init(&slots, SLOTS_MAX + 1, key));
}

/* The control: where a newcomer takes the next free slot and nobody moves, two orders differ, and in_place says so. */
static void plain_probing_shows_the_order(void **state)
{
	uint8_t key[SLOTS_KEY_BYTES] = {3};
	unsigned out_of_place = 0;

	(void)state;
	for (uint64_t round = 0; round < 50; round++) {
		struct slots plain, alone;
		struct hash code;
		assert_ok(slots_init(&plain, 8, key));
		for (uint64_t i = 0; i < 8; i++) {
			uint64_t number = round * 8 + i;
			uint32_t at = 0;
			fill(&alone, 8, key, &number, 1, NULL);
			while (!alone.slot[at].used)
				at++;
			while (plain.slot[at].used)
				at = (at + 1) % 8;
			code_of(&code, number);
			slots_put(&plain, at, &code);
			slots_finish(&alone);
		}
		out_of_place += !slots_in_place(&plain);
		slots_finish(&plain);
	}
	assert_true(out_of_place > 40);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_order),
	    cmocka_unit_test(orders_at_every_load),
	    cmocka_unit_test(all_want_one_slot),
	    cmocka_unit_test(finds_what_is_there),
	    cmocka_unit_test(plain_probing_shows_the_order),
	};

	return crypto_init() == STATUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
