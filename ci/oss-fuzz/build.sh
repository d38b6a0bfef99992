#!/bin/bash -eu
# The one build script is the project's own.
exec "${FAVSPEC_SOURCE:-$SRC/favspec}/.clusterfuzzlite/build.sh"
