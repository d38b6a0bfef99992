# bash completion of favspec. Made by ci/completions.
_favspec() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} words='' word
    COMPREPLY=()
    if [ "$COMP_CWORD" = 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W 'test-server test-client serve sign explain list lint replay diff restore doctor --help --version' -- "$current")
        return
    fi
    for word in "${COMP_WORDS[@]:2:COMP_CWORD-2}"; do
        if [ "$word" = -- ]; then
            return # what follows is a command of the user
        fi
    done
    case $previous in
    --baseline|--cacert|--cert|--config|--key|--ledger|--port-file) mapfile -t COMPREPLY < <(compgen -f -- "$current") && return ;;
    --golden) mapfile -t COMPREPLY < <(compgen -d -- "$current") && return ;;
    --only | --skip) mapfile -t COMPREPLY < <(compgen -W "$("${COMP_WORDS[0]}" "${COMP_WORDS[1]}" --list 2>/dev/null)" -- "$current") && return ;;
    --mutant) mapfile -t COMPREPLY < <(compgen -W "list $("${COMP_WORDS[0]}" test-server --mutant list 2>/dev/null | cut -d ' ' -f 1)" -- "$current") && return ;;
    --level) mapfile -t COMPREPLY < <(compgen -W 'must should may' -- "$current") && return ;;
    --color) mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$current") && return ;;
    --format) mapfile -t COMPREPLY < <(compgen -W 'text json markdown' -- "$current") && return ;;
    -o | --report) compopt -o nospace && mapfile -t COMPREPLY < <(compgen -S = -W 'json junit tap html har sarif markdown text badge github' -- "$current") && return ;;
    esac
    case ${COMP_WORDS[1]} in
    test-server) words='--consumer-key --token --id --config --only --skip --level --as-of --strict --list --dry-run -j --jobs -m --timeout --connect-timeout --max-time --effect-timeout --rate --max-requests --retries --baseline --baseline-update --fail-fast -k --insecure --cacert --connect-to --resolve -x --proxy --golden --mutant --costume -o --report --ledger --yes-this-is-production --hazardous --color --show-secrets -q --quiet -v --verbose --help' ;;
    test-client) words='--only --skip --list --as-of -j --jobs -m --timeout --lenient --strict --tls --name --pause -o --report --show-secrets --color -q --quiet -v --verbose --help' ;;
    serve) words='--consumer-key --token --id --config -p --port --port-file --listen --name --tls --cert --key --keep-liked --lenient --mutant --fault -o --report --show-secrets -q --quiet --help' ;;
    sign) words='--consumer-key --token --config -d --data --nonce --timestamp --no-version --no-token --transport --json --show-secrets --help' ;;
    explain) words='--consumer-key --token --config --scheme --at --known-host --json --help' ;;
    list) words='--format --requirements --cases --mutants --mistakes --as-of --help' ;;
    lint) words='--as --include-entities --id --json --golden --help' ;;
    replay) words='--consumer-key --token --id --config --url --only --skip --level --as-of --strict --list --dry-run -j --jobs -m --timeout --connect-timeout --max-time --effect-timeout --rate --max-requests --retries --baseline --baseline-update --fail-fast -k --insecure --cacert --connect-to --resolve -x --proxy --golden --mutant --costume -o --report --ledger --yes-this-is-production --hazardous --color --show-secrets -q --quiet -v --verbose --help' ;;
    diff) words='--help' ;;
    restore) words='--consumer-key --token --id --config --url -m --timeout --connect-timeout --rate -k --insecure --cacert --connect-to --resolve -x --proxy --golden --mutant --costume --ledger --yes-this-is-production -q --quiet -v --verbose --help' ;;
    doctor) words='--consumer-key --token --id --config -m --timeout --connect-timeout --rate -k --insecure --cacert --connect-to --resolve -x --proxy --golden --mutant --costume --ledger --yes-this-is-production -q --quiet -v --verbose --help' ;;
    esac
    case $current in
    -*) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current") ;;
    *)
        case ${COMP_WORDS[1]} in
        list | replay) mapfile -t COMPREPLY < <(compgen -W "$("${COMP_WORDS[0]}" test-server --list 2>/dev/null)" -- "$current") ;;
        lint | explain | diff | restore) mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
        esac
        ;;
    esac
}
complete -F _favspec favspec
