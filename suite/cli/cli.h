/* What the commands share: exit statuses, option tables, settings from flags, environment
 * and configuration file, and where the golden data lie. */
#ifndef FAVSPEC_SUITE_CLI_CLI_H
#define FAVSPEC_SUITE_CLI_CLI_H

#include "base/buf.h"
#include "server/profile.h"

#include <stdio.h>

enum exit_status {
    EXIT_OK = 0,
    EXIT_VIOLATED = 1,
    EXIT_USAGE = 2,
    EXIT_NO_VERDICT = 3,
    EXIT_INCONCLUSIVE = 4,
    EXIT_CHANGED = 16,
    EXIT_INTERNAL = 70,
};

/* One option. `id` is what cli_next returns; a short form is the same as `letter`. */
struct cli_option {
    const char *name;
    char letter;       /* 0: none */
    const char *value; /* name of its value for --help; NULL: takes none */
    int id;
    const char *help;
};

/* A command line while it is read. */
struct cli {
    const char *command;              /* for messages: "test-server" */
    const struct cli_option *options; /* ends with name NULL */
    bool stop_at_operand;             /* what follows the first operand is not ours */
    int argc;
    char **argv;
    char *value;   /* of the option just returned … */
    char name[40]; /* … and its name, with the dashes */
    int operand;   /* index of the first operand, after the end */
};

enum { CLI_END = -1, CLI_ERROR = -2, CLI_HELP = -3 };

/* Returns the id of the next option, CLI_END, CLI_HELP for --help, or CLI_ERROR after it
 * has printed one sentence that names the closest option. */
int cli_next(struct cli *cli);
/* Prints usage and the option table to stdout. */
void cli_help(const struct cli *cli, const char *usage, const char *text);
/* Prints "favspec COMMAND: sentence" to stderr and returns EXIT_USAGE. */
int cli_usage(const struct cli *cli, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Reads a number in a range; false after a sentence. */
bool cli_number(const struct cli *cli, const char *what, double min, double max,
                double *out);
/* Whether this is a version such as 0.1.0; false after a sentence. */
bool cli_version(const struct cli *cli, const char *text);

/* Whom to test, and as whom. Strings are owned. */
struct settings {
    char *url, *consumer_key, *consumer_secret, *token, *token_secret, *status_id,
        *config;
    struct profile profile; /* what [profile] says; else x-1.1 */
    struct arena texts;     /* of the profile */
    bool profile_given;     /* there is a [profile] section */
};
/* Fills what flags left open from the environment, then from the configuration file. 0,
 * or -1 after one sentence in `why`. */
int settings_complete(struct settings *settings, struct buf *why);
/* Reads the text of the file settings->config: what is set already stays. 0, or -1 after
 * one sentence. */
int settings_parse(struct settings *settings, struct span text, struct buf *why);
void settings_release(struct settings *settings);
/* Replaces a string. */
void settings_set(char **field, const char *value);

/* The folder with the golden documents: beside the program, or where it was installed.
 * NULL and one sentence when it is not there. `chosen` (from --golden) goes first. */
const char *golden_folder(const char *chosen, struct buf *why);

/* Reads a whole file ("-" is stdin); -1 and one sentence when it cannot be read or is
 * larger than `max`. */
int read_file(const char *path, size_t max, struct buf *out, struct buf *why);

/* The commands: argv[0] is the command's name. */
int cmd_test_server(int argc, char **argv);
int cmd_test_client(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_lint(int argc, char **argv);
int cmd_replay(int argc, char **argv);
int cmd_diff(int argc, char **argv);
int cmd_restore(int argc, char **argv);
int cmd_doctor(int argc, char **argv);
int cmd_sign(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_serve(int argc, char **argv);

#endif
