/* liboauth signs the request of an input of fz_sign (bench/fuzz.py): URL and form body
 * split and signed by its own calls, key and token fixed. Nothing is compared. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <oauth.h> /* wants size_t */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { METHOD, URL, TYPE, AUTHORIZATION, CONSUMER_SECRET, TOKEN_SECRET, EXTRA, FIELDS };

static void add_all(char *text, int *count, char ***list)
{
    char **more = NULL;
    int found = oauth_split_post_paramters(text, &more, 7);

    for (int i = 0; i < found; i++)
        oauth_add_param_to_array(count, list, more[i]);
    oauth_free_array(&found, &more);
}

static void sign(char **field, char *body)
{
    static const char *const fixed[] = { "oauth_nonce=kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZe",
                                         "oauth_timestamp=1318622958" };
    char **list = NULL;
    int count = oauth_split_url_parameters(field[URL], &list);

    add_all(body, &count, &list);
    for (size_t i = 0; i < 2; i++) /* without them it would draw random octets */
        oauth_add_param_to_array(&count, &list, fixed[i]);
    if (count > 2)
        oauth_sign_array2_process(&count, &list, NULL, OA_HMAC, field[METHOD],
                                  "xvz1evFS4wEEPTGEFPHBog", field[CONSUMER_SECRET],
                                  "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
                                  field[TOKEN_SECRET]);
    oauth_free_array(&count, &list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1), *field[FIELDS], *at = text;

    if (!text)
        abort();
    memcpy(text, data, size);
    text[size] = '\0';
    for (size_t i = 0; i < FIELDS; i++) {
        char *end = strchr(at, '\n');

        field[i] = at;
        if (end)
            *end = '\0';
        at = end ? end + 1 : at + strlen(at);
    }
    if (field[METHOD][0] && field[URL][0])
        sign(field, at);
    free(text);
    return 0;
}
