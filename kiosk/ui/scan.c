#include "scan.h"

#include <string.h>

void scan_init(struct scan *scan)
{
	memset(scan, 0, sizeof(*scan));
	scan->told = SCAN_ACTIONS;
}

void scan_break(struct scan *scan)
{
	scan->has_letter = 0;
}

/* The letter on a key; 0 for none that a code has. */
static char letter_of(const SDL_Keysym *sym)
{
	uint32_t point = 0;

	if (sym->mod & (KMOD_CTRL | KMOD_ALT | KMOD_GUI))
		return 0;
	if (sym->scancode >= SDL_SCANCODE_A && sym->scancode <= SDL_SCANCODE_Z)
		point = 'a' + (uint32_t)(sym->scancode - SDL_SCANCODE_A);
	else if (sym->scancode >= SDL_SCANCODE_1 && sym->scancode <= SDL_SCANCODE_9)
		point = '1' + (uint32_t)(sym->scancode - SDL_SCANCODE_1);
	else if (sym->scancode == SDL_SCANCODE_UNKNOWN && sym->sym > 0)
		point = (uint32_t)sym->sym;
	return voting_code_letter(point);
}

/* Where a code may come: on its own screen, or before it is reached. Whether one is taken, the flow knows. */
static int may_come(enum flow_state of)
{
	return of == FLOW_START || of == FLOW_BEGINNING || of == FLOW_SETTINGS || of == FLOW_CODE;
}

static void keep(struct scan *scan, char letter)
{
	if (scan->count == VOTING_CODE_LETTERS)
		memmove(scan->letters, scan->letters + 1, --scan->count);
	scan->letters[scan->count++] = letter;
	scan->letters[scan->count] = '\0';
}

/* The end of what was typed. */
static void enter(struct scan *scan, enum flow_state of, struct action *out)
{
	scan->has_letter = 0;
	if (may_come(of) && voting_code_check(scan->letters) == STATUS_OK) {
		scan->told = 0;
		return;
	}
	scan->count = 0;
	if (of == FLOW_CODE)
		out->kind = ACT_NEXT;
}

int scan_key(struct scan *scan, const SDL_Keysym *sym, enum flow_state of, uint64_t now_ms, struct action *out)
{
	int is_shift = sym->sym == SDLK_LSHIFT || sym->sym == SDLK_RSHIFT || sym->sym == SDLK_CAPSLOCK;
	char letter = letter_of(sym);

	*out = (struct action){.kind = ACT_NONE};
	if (letter) {
		scan->has_letter = 1;
		scan->letter_ms = now_ms;
		keep(scan, letter);
		if (may_come(of))
			*out = (struct action){.kind = ACT_LETTER, .arg = (unsigned char)letter};
		return 1;
	}
	if ((sym->sym == SDLK_RETURN || sym->sym == SDLK_KP_ENTER) && scan->has_letter &&
	    (of == FLOW_CODE || now_ms - scan->letter_ms < SCAN_ENTER_MS)) {
		enter(scan, of, out);
		return 1;
	}
	if (is_shift)
		return 0;
	scan->has_letter = 0;
	scan->count = 0;
	if (sym->sym != SDLK_BACKSPACE || of != FLOW_CODE)
		return 0;
	*out = (struct action){.kind = ACT_ERASE};
	return 1;
}

int scan_next(struct scan *scan, enum flow_state of, struct action *out)
{
	if (scan->told == SCAN_ACTIONS)
		return 0;
	*out = (struct action){.kind = ACT_NONE};
	if (scan->told == 0)
		*out = (struct action){.kind = ACT_ERASE, .arg = 1};
	else if (scan->told <= VOTING_CODE_LETTERS)
		*out = (struct action){.kind = ACT_LETTER, .arg = (unsigned char)scan->letters[scan->told - 1]};
	else if (of == FLOW_CODE)
		out->kind = ACT_NEXT;
	if (++scan->told == SCAN_ACTIONS)
		scan_init(scan);
	return out->kind != ACT_NONE;
}
