/* Phrases (fuzz/mutate.h) for JSON. */
#ifndef FAVSPEC_FUZZ_PHRASES_JSON_H
#define FAVSPEC_FUZZ_PHRASES_JSON_H

extern const char *const fuzz_judge_phrases[], *const fuzz_status_phrases[],
                                                   *const fuzz_error_phrases[],
                                                       *const fuzz_schema_phrases[];

#endif
