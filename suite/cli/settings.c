#include "base/die.h"
#include "cli/cli.h"
#include "report/ini.h"
#include "server/catalogue.h"

#include <errno.h>
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
    arena_release(&settings->texts);
}

struct reading {
    struct settings *settings;
    struct span section; /* absent before the first */
};

static void unknown_key(struct ini *ini, struct span section, const char *name)
{
    const char *names[FIELD_COUNT], *near;
    struct buf text;

    for (size_t i = 0; i < FIELD_COUNT; i++)
        names[i] = fields[i].key;
    near = closest_name(name, names, FIELD_COUNT);
    buf_init(&text, BUF_MAX_TEXT);
    buf_addf(&text, "there is no key \"%s\"", name);
    if (section.len)
        buf_addf(&text, " in section [%.*s]", SPAN_ARG(section));
    else if (near)
        buf_addf(&text, "; did you mean \"%s\"?", near);
    ini_refuse(ini, ini->line, "@", buf_span(&text));
    buf_release(&text);
}

static void on_section(struct ini *ini, struct span name)
{
    struct reading *reading = ini->user;

    reading->section = name;
}

static void on_profile_key(struct ini *ini, struct settings *settings, const char *name,
                           const char *value)
{
    struct buf text;

    buf_init(&text, BUF_MAX_TEXT);
    settings->profile_given = true;
    if (profile_key(&settings->profile, name, value, &settings->texts, &text) != 0)
        ini_refuse(ini, ini->line, "@", buf_span(&text));
    buf_release(&text);
}

static void on_key(struct ini *ini, const char *name, const char *value)
{
    struct reading *reading = ini->user;
    struct settings *settings = reading->settings;

    if (span_eq_str(reading->section, "profile")) {
        on_profile_key(ini, settings, name, value);
        return;
    }
    for (size_t i = 0; i < FIELD_COUNT && !reading->section.len; i++) {
        if (strcmp(fields[i].key, name) != 0)
            continue;
        if (!*field(settings, i))
            settings_set(field(settings, i), value);
        return;
    }
    unknown_key(ini, reading->section, name);
}

int settings_parse(struct settings *settings, struct span text, struct buf *why)
{
    struct reading reading = { .settings = settings };
    struct ini ini = { settings->config, why,    &reading,
                       on_section,       on_key, .failed = false };

    return ini_read(&ini, text);
}

static int read_config(struct settings *settings, struct buf *why)
{
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
        failed = settings_parse(settings, buf_span(&text), why);
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
