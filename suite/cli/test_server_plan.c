#include "cli/test_server.h"

#include "base/die.h"
#include "server/ledger.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static int select_cases(struct test_server *t, const struct cli *cli)
{
    struct buf why;
    ptrdiff_t count;

    if (t->selection.as_of && !cli_version(cli, t->selection.as_of))
        return EXIT_USAGE;
    t->selection.only = t->only;
    t->selection.skip = t->skip;
    t->selected = xcalloc(catalogue_count(), sizeof(*t->selected));
    buf_init(&why, BUF_MAX_TEXT);
    count = catalogue_select(&t->selection, t->selected, &why);
    if (count < 0)
        cli_usage(cli, "%s", why.p);
    buf_release(&why);
    if (count < 0)
        return EXIT_USAGE;
    t->selected_count = (size_t)count;
    if (count > 0)
        return -1;
    fputs("favspec test-server: --only, --skip, --level and --as-of leave no case to "
          "run\n",
          stderr);
    return EXIT_INCONCLUSIVE;
}

/* A URL needs all four credentials and a status id. */
static int check_settings(const struct test_server *t, const struct cli *cli)
{
    const struct settings *s = &t->settings;
    const struct {
        const char *value, *what;
    } needed[] = {
        { s->consumer_key, "the consumer key (--consumer-key or FAVSPEC_CONSUMER_KEY)" },
        { s->consumer_secret, "the consumer secret (FAVSPEC_CONSUMER_SECRET)" },
        { s->token, "the access token (--token or FAVSPEC_TOKEN)" },
        { s->token_secret, "the token secret (FAVSPEC_TOKEN_SECRET)" },
        { s->status_id,
          "the id of a status to like and un-like (--id or FAVSPEC_STATUS_ID)" },
    };
    uint64_t id;

    if (!s->url && s->profile_given)
        return cli_usage(cli,
                         "%s has a [profile], which needs a URL: the embedded server "
                         "is the original's",
                         s->config);
    if (!s->url)
        return -1;
    for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
        if (!needed[i].value)
            return cli_usage(cli, "a URL needs %s", needed[i].what);
    if (!span_u64(span_of(s->status_id), &id) || id == 0)
        return cli_usage(cli, "the status id \"%s\" is no positive decimal number",
                         s->status_id);
    if (t->target.mutant || t->target.costume)
        return cli_usage(cli, "--mutant and --costume are for the embedded server alone");
    return -1;
}

static int fill_target(struct test_server *t, const struct cli *cli)
{
    struct target_options *o = &t->target;
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    o->golden = golden_folder(t->golden, &why);
    if (!o->golden)
        cli_usage(cli, "%s", why.p);
    buf_release(&why);
    o->profile = t->settings.profile;
    o->url = t->settings.url;
    o->consumer_key = t->settings.consumer_key;
    o->consumer_secret = t->settings.consumer_secret;
    o->token = t->settings.token;
    o->token_secret = t->settings.token_secret;
    o->status_id = t->settings.status_id;
    o->show_secrets = t->show_secrets;
    o->worlds = (unsigned)catalogue_count();
    o->client.resolve = t->resolve_count ? t->resolve : NULL;
    o->client.connect_to = t->connect_to_count ? t->connect_to : NULL;
    return o->golden ? -1 : EXIT_USAGE;
}

static int list_mutants(void)
{
    struct mutant_row row;

    for (size_t i = 0; target_mutant(i, &row); i++)
        printf("%-40s %-24s %s\n", row.name, row.requirement, row.sentence);
    return EXIT_OK;
}

static int list_costumes(void)
{
    const char *name;
    bool noted;

    for (size_t i = 0; (name = target_costume(i, &noted)); i++)
        printf("%-24s %s\n", name, noted ? "noted" : "silent");
    return EXIT_OK;
}

static int list_selected(const struct test_server *t)
{
    for (size_t i = 0; i < catalogue_count(); i++)
        if (t->selected[i])
            puts(catalogue_case(i)->id);
    return EXIT_OK;
}

static int read_settings(struct test_server *t, const struct cli *cli)
{
    struct buf why;
    int status = -1;

    buf_init(&why, BUF_MAX_TEXT);
    if (settings_complete(&t->settings, &why) != 0)
        status = cli_usage(cli, "%s", why.p);
    buf_release(&why);
    return status;
}

static int complete(struct test_server *t, const struct cli *cli)
{
    int status = read_settings(t, cli);

    if (status < 0)
        status = check_settings(t, cli);
    if (status < 0 && t->baseline_update && !t->baseline_file)
        status = cli_usage(cli, "--baseline-update needs --baseline FILE");
    return status;
}

/* Needs no credentials, but what is given has to be right. */
static int list_only(struct test_server *t, const struct cli *cli)
{
    int status = read_settings(t, cli);

    if (status < 0)
        status = select_cases(t, cli);
    return status < 0 ? list_selected(t) : status;
}

/* Whom a ledger speaks of; the secrets come from where they always come from. */
static int restore_settings(struct test_server *t, const struct cli *cli)
{
    struct ledger_facts facts;
    struct buf why;
    int status;

    buf_init(&why, BUF_MAX_TEXT);
    status = ledger_read(t->ledger, &t->settings.texts, &facts, &why) == 0
                 ? -1
                 : cli_usage(cli, "%s", why.p);
    if (status < 0) {
        settings_set(&t->settings.url, facts.url);
        settings_set(&t->settings.status_id, facts.status_id);
        settings_set(&t->settings.consumer_key, facts.consumer_key);
        settings_set(&t->settings.token, facts.token);
        status = complete(t, cli);
    }
    if (status < 0 && !t->settings.profile_given)
        t->settings.profile = facts.profile;
    if (status < 0)
        status = fill_target(t, cli);
    if (status < 0)
        status = test_server_guard(t, cli);
    buf_release(&why);
    return status;
}

/* The value has at least as many colons as its form. */
static bool has_form(const char *value, const char *form)
{
    for (; (form = strchr(form, ':')); form++, value++)
        if (!(value = strchr(value, ':')))
            return false;
    return true;
}

static int check_routes(const struct cli *cli, const char *option, const char *form,
                        const char *const *routes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!has_form(routes[i], form))
            return cli_usage(cli, "%s takes %s, not \"%s\"", option, form, routes[i]);
    return -1;
}

/* What can be seen to be unusable before anything is connected to. */
static int check_way(const struct test_server *t, const struct cli *cli)
{
    const char *cacert = t->target.client.cacert;
    int status =
        check_routes(cli, "--resolve", "HOST:PORT:ADDRESS", t->resolve, t->resolve_count);

    if (status < 0)
        status = check_routes(cli, "--connect-to", "HOST1:PORT1:HOST2:PORT2",
                              t->connect_to, t->connect_to_count);
    if (status < 0 && cacert && access(cacert, R_OK) != 0)
        return cli_usage(cli, "the certificates %s cannot be read: %s", cacert,
                         strerror(errno));
    return status;
}

int test_server_interpret(struct test_server *t, const struct cli *cli)
{
    int status = check_way(t, cli);

    if (status >= 0)
        return status;

    if (t->target.mutant && strcmp(t->target.mutant, "list") == 0)
        return list_mutants();
    if (t->target.costume && strcmp(t->target.costume, "list") == 0)
        return list_costumes();
    if (t->kind == KIND_RESTORE)
        return restore_settings(t, cli);
    if (t->list)
        return list_only(t, cli);
    status = complete(t, cli);
    if (status < 0)
        status = fill_target(t, cli);
    if (status < 0)
        status = select_cases(t, cli);
    if (status < 0)
        status = test_server_guard(t, cli);
    if (status < 0 && t->dry_run) {
        test_server_dry_run(t);
        return EXIT_OK;
    }
    return status;
}
