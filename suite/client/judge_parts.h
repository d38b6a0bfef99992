/* What the files of the judge share. */
#ifndef FAVSPEC_SUITE_CLIENT_JUDGE_PARTS_H
#define FAVSPEC_SUITE_CLIENT_JUDGE_PARTS_H

#include "client/judge.h"

/* What a request says about itself; absent where it says nothing. */
struct told {
    struct span consumer_key, token, nonce, timestamp, signature, version, method;
};

struct judging {
    const struct judge_question *question;
    const struct sighting *sightings;
    struct told *told; /* one for each sighting */
    size_t count;
    struct judgement *out;
};

/* Adds a mistake, or counts it when the check has it already. The sentence is printed to
 * the judgement's memory. Returns the finding when it is new, else NULL. */
struct finding *judge_found(struct judging *j, enum check check,
                            enum oauth_mistake mistake, enum verdict verdict,
                            const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* Says why a check that has no finding is not kept either; the first reason stays. */
void judge_open(struct judging *j, enum check check, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* judge_request.c: method, path, host, media type */
/* What the body is although its Content-Type says form; NULL: it may be a form. */
const char *judge_body_in_disguise(const struct sighting *s);
void judge_request(struct judging *j, const struct sighting *s);
/* judge_oauth.c: the structure of the OAuth parameters, clock, secrets */
void judge_oauth(struct judging *j, const struct sighting *s);
void judge_secrets(struct judging *j, const struct sighting *s);
/* judge_signature.c */
void judge_signature(struct judging *j, const struct sighting *s);
/* judge_parameters.c: id and include_entities */
void judge_parameters(struct judging *j, const struct sighting *s);
/* judge_nonce.c: over all requests of the scenario */
void judge_nonces(struct judging *j);
/* judge_repeat.c: what was sent again, and what followed a redirect */
void judge_repeats(struct judging *j);
void judge_redirects(struct judging *j);
/* judge_calls.c: how the calls ended, and what they said */
void judge_calls(struct judging *j);

#endif
