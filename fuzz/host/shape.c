/* A matcher of shapes against ours. Input: a schema on a line, then a document, as for
 * fz_schema. Accepted: the schema is one, and the document conforms. */
#include "fuzz/host/host.h"
#include "fuzz/host/quirks.h"
#include "fuzz/input.h"
#include "fuzz/target.h"
#include "json/schema.h"

const char fuzz_target_name[] = "adapter_shape";

enum { SCHEMA, DOCUMENT, COUNT };

void fuzz_start(void)
{
    host_start(CALL_SHAPE);
}

static struct fav_in in(struct span s)
{
    return (struct fav_in){ (const uint8_t *)s.p, s.len };
}

enum fuzz_verdict fuzz_run(struct span input)
{
    int result = FAV_REJECT;
    struct json_schema *schema;
    struct fuzz_input fields;
    struct call call;

    fuzz_input_split(input, COUNT, &fields);
    schema =
        json_schema_new(fields.field[SCHEMA].p ? fields.field[SCHEMA] : SPAN(""), NULL);
    if (schema && fields.field[DOCUMENT].p) {
        call = (struct call){ .function = CALL_SHAPE,
                              .schema = in(fields.field[SCHEMA]),
                              .text = in(fields.field[DOCUMENT]),
                              .choice = (unsigned)fuzz_hash(input) };
        result = host_compare(&call, input,
                              json_features(call.schema) | json_features(call.text));
    }
    json_schema_free(schema);
    fuzz_input_release(&fields);
    return result == FAV_OK ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
