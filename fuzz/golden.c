#include "fuzz/golden.h"

#include "base/die.h"

/* From the build: golden/NAME.schema.json as octets. */
extern const char golden_status_text[], golden_error_text[];
extern const size_t golden_status_len, golden_error_len;

struct json_schemas golden_schemas;

static struct json_schema *load(const char *text, size_t len)
{
    struct json_schema *schema;
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    schema = json_schema_new(span_make(text, len), &why);
    if (!schema)
        die("golden: %s", why.p);
    buf_release(&why);
    return schema;
}

void golden_start(void)
{
    if (golden_schemas.status)
        return;
    golden_schemas.status = load(golden_status_text, golden_status_len);
    golden_schemas.error = load(golden_error_text, golden_error_len);
}
