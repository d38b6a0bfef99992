/* The steps of a base string under a recipe, one function each. base_string.c takes the
 * short way of RFC 5849 when the recipe is zero; these do the rest. Internal to oauth. */
#ifndef FAVSPEC_OAUTH_STEPS_H
#define FAVSPEC_OAUTH_STEPS_H

#include "oauth/base_string.h"

/* NULL counts as zero. */
bool oauth_recipe_is_zero(const struct oauth_recipe *recipe);

/* Percent-encoding with its deviations, for one place (OAUTH_AT_…). */
struct oauth_encoder {
    bool space_plus, whole, hex_lower, tilde;
    uint8_t kept;
    const char *left; /* characters that stay raw; none: NULL */
};
struct oauth_encoder oauth_encoder_at(const struct oauth_recipe *recipe, unsigned at);
/* Writes up to 3 * len bytes, returns where they end. */
char *oauth_encode_write(char *to, struct span s, const struct oauth_encoder *encoder);
void oauth_encode(struct buf *out, struct span s, const struct oauth_encoder *encoder);
/* The same for OAUTH_LATIN1_ESCAPE and _UNICODE: characters, not octets, are encoded. */
char *oauth_escape_write(char *to, struct span s, enum oauth_latin1 form,
                         const struct oauth_encoder *encoder);
/* What stands between the parts of the base string. */
struct span oauth_recipe_separator(const struct oauth_recipe *recipe);

/* The text after latin1 and nfd; what is new lives in `mem`. */
struct span oauth_text_change(struct arena *mem, struct span s,
                              const struct oauth_recipe *recipe);
struct span oauth_text_latin1(struct arena *mem, struct span s, enum oauth_latin1 form);
/* Canonical decomposition and composition of Hangul and the letters that recipe_nfd.c
 * lists. */
struct span oauth_text_nfd(struct arena *mem, struct span s);
struct span oauth_text_nfc(struct arena *mem, struct span s);

/* Reads one UTF-8 character at the start of `s` (not empty): its length, or 0 when the
 * bytes are none. */
size_t oauth_utf8_read(struct span s, uint32_t *out_code);
/* Writes 1 to 4 bytes. */
char *oauth_utf8_write(char *to, uint32_t code);

/* Adds the parameters that a body which is no form would give (OAUTH_BODY_…); what does
 * not parse adds nothing. */
void oauth_body_parameters(struct oauth_params *list, const struct oauth_request *request,
                           enum oauth_body_in way);

/* Method and base string URI as the recipe has them, not yet encoded as wholes. */
void oauth_recipe_method(struct buf *out, struct span method,
                         const struct oauth_recipe *recipe);
int oauth_recipe_uri(struct buf *out, struct span url, const struct oauth_recipe *recipe,
                     const struct span *hosts);

/* The base string's head (METHOD & URL) and tail (the parameter string), each encoded. */
int oauth_recipe_head(struct buf *out, const struct oauth_request *request,
                      const struct oauth_recipe *recipe, const struct span *hosts);
void oauth_recipe_tail(struct buf *out, const struct oauth_request *request,
                       const struct oauth_params *list,
                       const struct oauth_recipe *recipe);
int oauth_recipe_base_string(struct buf *out, const struct oauth_request *request,
                             const struct oauth_params *list,
                             const struct oauth_recipe *recipe, const struct span *hosts);

#endif
