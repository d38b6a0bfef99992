#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
    const char *schema, *why;
} refused[] = {
    { "{\"pattern\":\"^a\"}", "at /pattern: not a keyword of the subset" },
    { "{\"properties\":{\"a\":{\"format\":\"uri\"}}}",
      "at /properties/a/format: not a keyword of the subset" },
    { "{\"Type\":\"null\"}", "at /Type: not a keyword of the subset" },
    { "{\"exclusiveMinimum\":1}", "at /exclusiveMinimum: not a keyword of the subset" },
    { "{\"definitions\":{}}", "at /definitions: not a keyword of the subset" },
    { "{\"type\":\"int\"}", "at /type: not a type of JSON" },
    { "{\"type\":[]}", "at /type: not a type of JSON" },
    { "{\"type\":[\"null\",1]}", "at /type: not a type of JSON" },
    { "{\"type\":null}", "at /type: not a type of JSON" },
    { "{\"required\":\"a\"}", "at /required: not an array of names" },
    { "{\"required\":[1]}", "at /required: not an array of names" },
    { "{\"enum\":[]}", "at /enum: not an array with elements" },
    { "{\"properties\":[]}", "at /properties: not an object of schemas" },
    { "{\"properties\":{\"a\":1}}", "at /properties/a: not a schema" },
    { "{\"items\":[{}]}", "at /items: not a schema" },
    { "{\"anyOf\":{}}", "at /anyOf: not an array with elements" },
    { "{\"anyOf\":[1]}", "at /anyOf/0: not a schema" },
    { "{\"minItems\":-1}", "at /minItems: not a count" },
    { "{\"maxLength\":1.5}", "at /maxLength: not a count" },
    { "{\"minimum\":\"0\"}", "at /minimum: not a number" },
    { "{\"title\":1}", "at /title: not a string" },
    { "{\"$ref\":\"other.json\"}",
      "at /$ref: the reference leads nowhere in this document" },
    { "{\"$ref\":\"#/$defs/none\"}",
      "at /$ref: the reference leads nowhere in this document" },
    { "{\"$ref\":1}", "at /$ref: the reference leads nowhere" },
    { "{\"$ref\":\"#\"}", "at /$ref: the reference leads nowhere" },
    { "{\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},\"b\":{\"$ref\":\"#/$defs/a\"}}}",
      "at /$defs/a/$ref: the reference leads nowhere" },
    { "[]", "at the top: not a schema" },
    { "1", "at the top: not a schema" },
    { "{", "the document ends at byte 1, where a name in quotes is expected" },
    { "", "the document is empty" },
};

START_TEST(schema_load_refuses)
{
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    ck_assert_ptr_null(json_schema_new(span_of(refused[_i].schema), &why));
    ck_assert_str_eq(why.p, refused[_i].why);
    ck_assert_ptr_null(json_schema_new(span_of(refused[_i].schema), NULL));
    buf_release(&why);
}
END_TEST

START_TEST(schema_load_takes_booleans)
{
    struct json_schema *all = json_schema_new(SPAN("true"), NULL);
    struct json_schema *none = json_schema_new(SPAN("false"), NULL);
    struct json_doc doc;

    ck_assert_int_eq(json_parse(SPAN("1"), &doc, NULL), JSON_OK);
    ck_assert(json_schema_validate(all, &doc, doc.root, NULL));
    ck_assert(!json_schema_validate(none, &doc, doc.root, NULL));
    json_release(&doc);
    json_schema_free(all);
    json_schema_free(none);
    json_schema_free(NULL);
}
END_TEST

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[256];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

static void remove_folder(const char *folder)
{
    char path[256];

    snprintf(path, sizeof(path), "%s/status.schema.json", folder);
    unlink(path);
    snprintf(path, sizeof(path), "%s/error.schema.json", folder);
    unlink(path);
    ck_assert_int_eq(rmdir(folder), 0);
}

static const struct {
    const char *status, *error, *why; /* NULL: the file is not there */
} folders[] = {
    { "{}", "{}", NULL },
    { NULL, "{}", "status.schema.json cannot be read: No such file or directory" },
    { "{}", NULL, "error.schema.json cannot be read: No such file or directory" },
    { "{}", "{\"x\":1}",
      "error.schema.json is not a usable schema: at /x: not a keyword of the subset" },
    { "{,}", "{}",
      "status.schema.json is not a usable schema: ',' at byte 1, where a name in quotes "
      "is expected" },
    { "", "{}", "status.schema.json is not a usable schema: the document is empty" },
};

START_TEST(schemas_load_judges_folders)
{
    char folder[64];
    struct json_schemas schemas = { .status = NULL };
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    snprintf(folder, sizeof(folder), "/tmp/favspec-schemas-%ld", (long)getpid());
    ck_assert_int_eq(mkdir(folder, 0700), 0);
    if (folders[_i].status)
        write_file(folder, "status.schema.json", folders[_i].status);
    if (folders[_i].error)
        write_file(folder, "error.schema.json", folders[_i].error);
    int result = json_schemas_load(&schemas, folder, &why);

    remove_folder(folder);
    if (folders[_i].why) {
        ck_assert_int_eq(result, -1);
        ck_assert_ptr_null(schemas.status);
        ck_assert(span_starts(buf_span(&why), span_of(folder)));
        ck_assert_str_eq(why.p + strlen(folder) + 1, folders[_i].why);
    } else {
        ck_assert_msg(result == 0, "%s", why.p);
        json_schemas_release(&schemas);
    }
    buf_release(&why);
}
END_TEST

START_TEST(schemas_load_golden)
{
    ck_assert_ptr_nonnull(golden_schemas()->status);
    ck_assert_ptr_nonnull(golden_schemas()->error);
}
END_TEST

TCase *schema_load_tcase(void)
{
    TCase *tcase = tcase_create("schema_load");

    tcase_add_loop_test(tcase, schema_load_refuses, 0, COUNT_OF(refused));
    tcase_add_test(tcase, schema_load_takes_booleans);
    tcase_add_loop_test(tcase, schemas_load_judges_folders, 0, COUNT_OF(folders));
    tcase_add_test(tcase, schemas_load_golden);
    return tcase;
}
