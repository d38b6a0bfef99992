#include "base/die.h"
#include "cli/cli.h"
#include "server/catalogue.h"

#include <errno.h>
#include <ini.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

/* Flag beats environment beats configuration file. */
static const struct {
    const char *key, *variable;
    size_t offset;
} fields[] = {
    { "url", "FAVSPEC_URL", offsetof(struct settings, url) },
    { "consumer_key", "FAVSPEC_CONSUMER_KEY", offsetof(struct settings, consumer_key) },
    { "consumer_secret", "FAVSPEC_CONSUMER_SECRET",
      offsetof(struct settings, consumer_secret) },
    { "token", "FAVSPEC_TOKEN", offsetof(struct settings, token) },
    { "token_secret", "FAVSPEC_TOKEN_SECRET", offsetof(struct settings, token_secret) },
    { "status_id", "FAVSPEC_STATUS_ID", offsetof(struct settings, status_id) },
};

enum { FIELD_COUNT = sizeof(fields) / sizeof(fields[0]), CONFIG_MAX = 1024 * 1024 };

static char **field(struct settings *settings, size_t i)
{
    return (char **)((char *)settings + fields[i].offset);
}

void settings_set(char **target, const char *value)
{
    free(*target);
    *target = xstrdup(value);
}

void settings_release(struct settings *settings)
{
    for (size_t i = 0; i < FIELD_COUNT; i++)
        free(*field(settings, i));
    free(settings->config);
}

struct reading {
    struct settings *settings;
    struct buf *why;
    bool failed;
};

static void unknown_key(struct reading *reading, const char *section, const char *name)
{
    const char *names[FIELD_COUNT], *near;

    for (size_t i = 0; i < FIELD_COUNT; i++)
        names[i] = fields[i].key;
    near = closest_name(name, names, FIELD_COUNT);
    buf_addf(reading->why, "%s: there is no key \"%s\"%s%s%s", reading->settings->config,
             name, section[0] ? " in section [" : "", section, section[0] ? "]" : "");
    if (near && !section[0])
        buf_addf(reading->why, "; did you mean \"%s\"?", near);
    reading->failed = true;
}

static int on_key(void *context, const char *section, const char *name, const char *value)
{
    struct reading *reading = context;

    if (reading->failed)
        return 1;
    if (strcmp(section, "profile") == 0) {
        reading->settings->profile_given = true;
        reading->failed =
            profile_key(&reading->settings->profile, name, value, reading->why) != 0;
        return 1;
    }
    for (size_t i = 0; i < FIELD_COUNT && !section[0]; i++) {
        if (strcmp(fields[i].key, name) != 0)
            continue;
        if (!*field(reading->settings, i))
            settings_set(field(reading->settings, i), value);
        return 1;
    }
    unknown_key(reading, section, name);
    return 1;
}

static int parse_config(const struct settings *settings, const struct buf *text,
                        struct reading *reading)
{
    struct buf *why = reading->why;
    int line;

    if (memchr(text->p, '\0', text->len)) {
        buf_addf(why, "the configuration file %s is no text", settings->config);
        return -1;
    }
    line = ini_parse_string(text->p, on_key, reading);
    if (line > 0 && !reading->failed)
        buf_addf(why, "%s: line %d is neither a section nor a key with a value",
                 settings->config, line);
    return line || reading->failed ? -1 : 0;
}

static int read_config(struct settings *settings, struct buf *why)
{
    struct reading reading = { settings, why, false };
    struct buf text;
    int failed;

    if (!*settings->config) {
        buf_add_str(why,
                    "the configuration file has no name: --config or FAVSPEC_CONFIG is "
                    "empty");
        return -1;
    }
    buf_init(&text, CONFIG_MAX + 1);
    buf_add_str(why, "the configuration file ");
    failed = read_file(settings->config, CONFIG_MAX, &text, why);
    if (!failed) {
        buf_reset(why);
        failed = parse_config(settings, &text, &reading);
    }
    buf_release(&text);
    return failed;
}

int settings_complete(struct settings *settings, struct buf *why)
{
    settings->profile = *profile_preset("x-1.1", why);
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        const char *value = getenv(fields[i].variable);

        if (value && !*field(settings, i))
            settings_set(field(settings, i), value);
    }
    if (!settings->config && getenv("FAVSPEC_CONFIG"))
        settings_set(&settings->config, getenv("FAVSPEC_CONFIG"));
    return settings->config ? read_config(settings, why) : 0;
}

static char golden_path[4096];

static bool is_golden(const char *folder, const char *below)
{
    char probe[4200];

    snprintf(golden_path, sizeof(golden_path), "%s%s", folder, below);
    snprintf(probe, sizeof(probe), "%s/status.schema.json", golden_path);
    return access(probe, R_OK) == 0;
}

const char *golden_folder(const char *chosen, struct buf *why)
{
    char self[4000];
    ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
    char *slash;

    if (chosen) {
        if (is_golden(chosen, ""))
            return golden_path;
        buf_addf(why, "there is no status.schema.json in the golden folder %s", chosen);
        return NULL;
    }
    self[len > 0 ? len : 0] = '\0';
    slash = strrchr(self, '/');
    if (slash)
        *slash = '\0';
    if (is_golden(self, "/golden") || is_golden(self, "/../share/favspec/golden"))
        return golden_path;
    buf_addf(why,
             "the golden documents are not beside the program; --golden DIR names them");
    return NULL;
}

int read_file(const char *path, size_t max, struct buf *out, struct buf *why)
{
    bool standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdin : fopen(path, "rb");
    char chunk[65536];
    size_t got;
    int failed;

    if (!file) {
        buf_addf(why, "%s cannot be read: %s", path, strerror(errno));
        return -1;
    }
    while (out->len <= max && (got = fread(chunk, 1, sizeof(chunk), file)) > 0)
        buf_add(out, chunk, got);
    failed = ferror(file);
    if (failed)
        buf_addf(why, "%s cannot be read: %s", path, strerror(errno));
    else if (out->len > max)
        buf_addf(why, "%s is larger than %zu bytes", path, max);
    if (!standard)
        fclose(file);
    return failed || out->len > max ? -1 : 0;
}
