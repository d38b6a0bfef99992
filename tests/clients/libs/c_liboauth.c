/* liboauth signs, libcurl sends: everything in the form body, for that is its way. */
#include <curl/curl.h>
#include <oauth.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text {
    char bytes[1024 * 1024];
    size_t len;
};

static size_t take(char *bytes, size_t size, size_t count, void *context)
{
    struct text *text = context;
    size_t len = size * count;

    if (len > sizeof(text->bytes) - 1 - text->len)
        return 0;
    memcpy(text->bytes + text->len, bytes, len);
    text->len += len;
    return len;
}

static const char *given(const char *name)
{
    const char *value = getenv(name);

    return value ? value : "";
}

/* A look is enough: a status of this id in one JSON object that is closed. */
static int is_status(const struct text *answer)
{
    char id_str[64];
    size_t end = answer->len;

    snprintf(id_str, sizeof(id_str), "\"id_str\":\"%s\"", given("FAVSPEC_STATUS_ID"));
    while (end && strchr(" \t\r\n", answer->bytes[end - 1]))
        end--;
    return end && answer->bytes[end - 1] == '}' && strstr(answer->bytes, id_str) &&
           strstr(answer->bytes, "\"created_at\"");
}

static char *make_body(const char *url)
{
    char *with_parameters = malloc(strlen(url) + 200), *body = NULL;
    const char *entities = given("FAVSPEC_INCLUDE_ENTITIES");

    if (!with_parameters)
        abort();
    snprintf(with_parameters, strlen(url) + 200, "%s?id=%.40s%s%.10s", url,
             given("FAVSPEC_STATUS_ID"), entities[0] ? "&include_entities=" : "",
             entities);
    free(oauth_sign_url2(with_parameters, &body, OA_HMAC, "POST",
                         given("FAVSPEC_CONSUMER_KEY"), given("FAVSPEC_CONSUMER_SECRET"),
                         given("FAVSPEC_TOKEN"), given("FAVSPEC_TOKEN_SECRET")));
    free(with_parameters);
    return body;
}

int main(void)
{
    static struct text answer;
    char url[400];
    CURL *curl = curl_easy_init();
    CURLcode failed;
    long status = 0;
    char *body;

    snprintf(url, sizeof(url), "%s/favorites/destroy.json", given("FAVSPEC_BASE_URL"));
    body = make_body(url);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 8L);
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    if (getenv("FAVSPEC_CACERT"))
        curl_easy_setopt(curl, CURLOPT_CAINFO, getenv("FAVSPEC_CACERT"));
    failed = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(curl);
    free(body);
    if (failed)
        fprintf(stderr, "%s\n", curl_easy_strerror(failed));
    return failed || status != 200 || !is_status(&answer);
}
