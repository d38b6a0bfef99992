# The option lines of `favspec COMMAND --help` as fields: letter, name, value, help (tab between).
/^  (-[A-Za-z], |    )--/ {
    letter = substr($0, 3, 2) ~ /^-/ ? substr($0, 4, 1) : ""
    rest = substr($0, 9)
    name = rest
    sub(/ .*/, "", name)
    rest = substr(rest, length(name) + 1)
    value = ""
    if (rest ~ /^ [^ ]/) {
        value = substr(rest, 2)
        sub(/ .*/, "", value)
        rest = substr(rest, length(value) + 2)
    }
    sub(/^ +/, "", rest)
    printf "%s\t%s\t%s\t%s\n", letter, name, value, rest
}
