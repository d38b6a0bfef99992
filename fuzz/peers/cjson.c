/* cJSON by itself, instrumented: the body of an input of fz_status is parsed and deleted
 * (bench/fuzz.py). */
#include <cjson/cJSON.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* Behind the id. */
    const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
    size_t len = end ? (size_t)(end - data) + 1 : size;

    data += len;
    size -= len;
    cJSON_Delete(cJSON_ParseWithLength((const char *)data, size));
    return 0;
}
