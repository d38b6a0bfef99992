#include "cli/cli.h"
#include "server/catalogue.h"

#include <signal.h>
#include <stdlib.h>

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help;
} commands[] = {
    { "test-server", cmd_test_server, "run the conformance suite against a server" },
    { "test-client", cmd_test_client, "run a client, and judge what it put on the wire" },
    { "serve", cmd_serve, "the reference server: names what is wrong with each request" },
    { "sign", cmd_sign, "the OAuth signature generator: every stage, header and curl" },
    { "explain", cmd_explain, "why the signature of a recorded request is wrong" },
    { "list", cmd_list, "the catalogue: requirements, cases, mutants, mistakes" },
    { "lint", cmd_lint, "judge recorded response bodies offline" },
    { "replay", cmd_replay, "send a case again, freshly signed, and print the exchange" },
    { "diff", cmd_diff, "compare two JSON reports: regressions first" },
    { "restore", cmd_restore, "put the likes back after a run that was killed" },
    { "doctor", cmd_doctor, "what makes every case fail at once" },
};

enum { COMMAND_COUNT = sizeof(commands) / sizeof(commands[0]) };

static int help(void)
{
    puts("usage: favspec COMMAND [OPTION…]\n\n"
         "Conformance suite for POST favorites/destroy (Twitter REST API v1.1, OAuth "
         "1.0a).\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        printf("  %-14s %s\n", commands[i].name, commands[i].help);
    puts("\nfavspec COMMAND --help says what a command takes; favspec --version prints "
         "the "
         "version.");
    return EXIT_OK;
}

static int unknown(const char *name)
{
    const char *names[COMMAND_COUNT + 2] = { "--help", "--version" };
    const char *near;

    for (size_t i = 0; i < COMMAND_COUNT; i++)
        names[i + 2] = commands[i].name;
    near = closest_name(name, names, COMMAND_COUNT + 2);
    fprintf(stderr, "favspec: there is no %s \"%s\"%s%s%s\n",
            *name == '-' ? "option" : "command", name,
            near ? "; did you mean \"" : "; favspec --help names them", near ? near : "",
            near ? "\"?" : "");
    return EXIT_USAGE;
}

static int run(int argc, char **argv)
{
    if (argc < 2) {
        fputs("favspec: no command; favspec --help names them\n", stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0)
        return help();
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
        puts("favspec " FAVSPEC_VERSION);
        return EXIT_OK;
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    return unknown(argv[1]);
}

int main(int argc, char **argv)
{
    int status;

    signal(SIGPIPE, SIG_IGN);
    status = run(argc, argv);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("favspec: stdout could not be written\n", stderr);
        return EXIT_INTERNAL;
    }
    return status;
}
