#!/bin/bash -eu
# The replay of all seeds, with the compiler and flags of the builder. ci/oss-fuzz-check tries
# it out.
source=${FAVSPEC_SOURCE:-$SRC/favspec}
build=$WORK/favspec-tests
unset LIB_FUZZING_ENGINE
cmake -S "$source" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=None -DFAVSPEC_TESTS=OFF \
    -DCMAKE_C_COMPILER="$CC" -DCMAKE_EXE_LINKER_FLAGS="$CFLAGS"
cmake --build "$build" --target replays
ctest --test-dir "$build" --no-tests=error --output-on-failure --label-regex replay
