# Analysers over all sources, valgrind over the tests of crypto/, and coverage by branch. A source that was looked at and did not
# change is not looked at again. What an analyser gets wrong is said beside the line, with the reason: "gcc -fanalyzer: WHY" in
# a comment there or on the line above; "NOLINT(CHECK): WHY" for clang-tidy; "cppcheck-suppress CHECK" and WHY for cppcheck.

ANALYSED  := $(wildcard crypto/*.c kiosk/*.c kiosk/*/*.c tools/*.c tools/*/*.c)
ANALYSE_B := build/analyse
GCC_OK    := $(ANALYSED:%.c=$(ANALYSE_B)/%.gcc)
TIDY_OK   := $(ANALYSED:%.c=$(ANALYSE_B)/%.tidy)
CPPCHECK_OK := $(ANALYSED:%.c=$(ANALYSE_B)/%.cppcheck)
# test_wiped reads what the stack left, on purpose; the other three take too long so, and run under AddressSanitizer.
VALGRIND_OK := $(patsubst tests/crypto/%.c,$(ANALYSE_B)/valgrind/%,$(filter-out $(patsubst %,tests/crypto/test_%.c,wiped stock multiexp shuffle),\
               $(wildcard tests/crypto/test_*.c)))
analysed_as = -std=c11 -D_GNU_SOURCE $(INC_$(call floor_of,$(1)))

# Not asked: alike parameters in a row (names tell them apart), what -Wconversion says already, checks of C++ or of Annex K,
# how structs are padded.
TIDY_CHECKS := -*,bugprone-*,cert-*,clang-analyzer-*,-bugprone-easily-swappable-parameters,-bugprone-narrowing-conversions,$\
	-bugprone-implicit-widening-of-multiplication-result,-bugprone-assignment-in-if-condition,-bugprone-reserved-identifier,$\
	-cert-dcl37-c,-cert-dcl51-cpp,-cert-err33-c,-clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling,-clang-analyzer-optin.performance.*

# Each writes its stamp only where nothing was found; headers that a source reads are in the objects' own lists.
$(ANALYSE_B)/%.gcc: %.c $(B)/obj/%.o tests/analyse/gcc
	$(call say,GCC,$<)
	@mkdir -p $(@D)
	@CC="$(CC)" tests/analyse/gcc $< $(call analysed_as,$<)
	@touch $@

# One file at a time: over several at once clang's analyzer carries what it believes of va_list from one into the next.
$(ANALYSE_B)/%.tidy: %.c $(B)/obj/%.o tests/analyse/rules.mk
	$(call say,TIDY,$<)
	@mkdir -p $(@D)
	@clang-tidy --quiet --warnings-as-errors='*' --checks='$(TIDY_CHECKS)' $< -- $(call analysed_as,$<) 2>$@.err || { cat $@.err; exit 1; }
	@rm -f $@.err
	@touch $@

# cppcheck 2.10 does not take the list of messages apart where flow.c reads it; compilers and the other analyzers do.
$(ANALYSE_B)/%.cppcheck: %.c $(B)/obj/%.o tests/analyse/rules.mk
	$(call say,CPPCK,$<)
	@mkdir -p $(@D)
	@cppcheck --quiet --std=c11 --enable=warning,portability,performance --inline-suppr --error-exitcode=1 \
		--suppress=missingIncludeSystem --suppress=unmatchedSuppression --suppress=syntaxError:kiosk/model/messages.h -D_GNU_SOURCE $(filter -I%,$(INC_$(call floor_of,$<))) $<
	@touch $@

# Every read of what nobody wrote, every byte out of bounds and every leak, in the program as it is built for use.
$(ANALYSE_B)/valgrind/%: $(B)/tests/crypto/%
	$(call say,VALGR,$<)
	@mkdir -p $(@D)
	@CMOCKA_MESSAGE_OUTPUT=TAP valgrind --quiet --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite,possible \
		$< >$@.said 2>&1 || { tail -40 $@.said; exit 1; }
	@mv $@.said $@

.PHONY: analyse analyse-gcc analyse-tidy analyse-cppcheck analyse-valgrind analyse-form ci coverage coverage-table
analyse-gcc: $(GCC_OK)
analyse-tidy: $(TIDY_OK)
analyse-cppcheck: $(CPPCHECK_OK)
analyse-valgrind: $(VALGRIND_OK)
analyse-form:
	@clang-format --dry-run --Werror $$(git ls-files '*.c' '*.h')

analyse: ## gcc -fanalyzer, clang-tidy, cppcheck and the form of every source, valgrind on crypto's tests
	@image/setup build test dev
	@B=$(B) tests/run tests/analyse/analyse.sh

ci: ## make test, and the analysers with it
	@image/setup build run demo test dev
	@$(MAKE) --no-print-directory -j2 build-tests
	@B=$(B) tests/run $(TEST_BIN) $(TEST_SH) tests/analyse/analyse.sh

# Coverage is of the unit tests alone, in a build of its own; without optimisation gcc sees less of what cannot be, and warns.
ifdef COVERAGE
CFLAGS += -Wno-error
endif
COVERED_FLOORS := crypto model box walls recorder count tools
COVERED_BIN := $(filter $(COVERED_FLOORS:%=$(B)/tests/%/%),$(TEST_BIN))

coverage: ## branches that the unit tests take, of box, export, parsers, sealing and counting; pages in build/coverage/html
	@image/setup build test dev
	@$(MAKE) --no-print-directory -j2 COVERAGE=1 coverage-table

coverage-table: $(COVERED_BIN)
	@find $(B) -name '*.gcda' -delete
	@B=$(B) tests/run $(COVERED_BIN)
	@B=$(B) tests/analyse/coverage
