#include "big.h"

#include <stdlib.h>
#include <sys/mman.h>

enum { LARGE_PAGE = 2 * 1024 * 1024 };

void *big_alloc(size_t len)
{
	size_t whole = (len + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
	void *memory;

	if (len < 2 * LARGE_PAGE || whole < len)
		return malloc(len ? len : 1);
	memory = aligned_alloc(LARGE_PAGE, whole);
	/* Only a wish: without large pages all is the same, but slower. */
	if (memory)
		(void)madvise(memory, whole, MADV_HUGEPAGE);
	return memory;
}
