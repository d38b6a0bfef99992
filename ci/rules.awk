# Rules for one C file, read with FILENAME relative to the root: sizes and includes.
# Prints one line per breach.
#
# A function is what stands between a line "{" and a line "}" in the first column; the
# format (.clang-format) makes it so.

function say(text) { print FILENAME ":" FNR ": " text }

# Who may include a header whose first folder is `top` (design: dependencies point one way).
function allowed(top, header)
{
    if (top ~ /^(fuzz|tests|bench)$/)
        return FILENAME ~ "^(tests/)?" top "/"
    if (FILENAME ~ /^(fuzz|tests|bench)\//)
        return 1
    if (FILENAME ~ /^suite\/server\/cases\//)
        return header ~ /^server\/(case\.h|cases\/groups\.(h|def))$/
    if (FILENAME ~ /^lib\//)
        return top == "base" || FILENAME ~ "^lib/" top "/"
    if (top ~ /^(base|oauth|wire|json)$/)
        return 1
    if (FILENAME ~ /^refserver\//)
        return top == "refserver"
    if (top == "refserver")
        return FILENAME in may_start_server || FILENAME ~ /^suite\/cli\/(cmd_)?serve[a-z_]*\.[ch]$/
    return 1
}

BEGIN {
    may_start_server["suite/server/target.c"]
    may_start_server["suite/client/run.c"]
}

FNR == 1 {
    if (name != "" && lines > 400)
        print name ": " lines " lines, at most 400"
    name = FILENAME
    start = 0
}
{ lines = FNR }

/^#[ \t]*include[ \t]*"/ {
    split($0, quoted, "\"")
    header = quoted[2]
    top = header
    if (!sub(/\/.*/, "", top))
        top = "" # beside the file, or made by the build
    if (header ~ /\.\./)
        say("includes " header ", upwards")
    else if (top != "" && !allowed(top, header))
        say("must not include " header)
    else if (top == "" && FILENAME ~ /^suite\/server\/cases\//)
        say("a case includes server/case.h and groups.h alone, not " header)
}

/^\{$/ { start = FNR }
/^\}$/ {
    if (start && FNR - start - 1 > 50)
        say("function of " FNR - start - 1 " lines, at most 50")
    start = 0
}

END {
    if (lines > 400)
        print name ": " lines " lines, at most 400"
}
