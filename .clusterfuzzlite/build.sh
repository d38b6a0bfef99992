#!/bin/bash -eu
# Builds the fuzz targets the way ClusterFuzzLite and OSS-Fuzz ask for: with their compiler,
# flags and engine, everything that a run needs in $OUT. ci/oss-fuzz-check tries it out.
source=${FAVSPEC_SOURCE:-$SRC/favspec}
build=$WORK/favspec

rm -rf "$build"
# The builder's flags alone: no build type adds to them. What has no static library is put
# beside the programs.
cmake -S "$source" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=None \
    -DCMAKE_C_COMPILER="$CC" -DCMAKE_CXX_COMPILER="$CXX" \
    -DFAVSPEC_FUZZ=ON -DFAVSPEC_TESTS=OFF -DCMAKE_SKIP_INSTALL_RPATH=ON \
    -DCMAKE_EXE_LINKER_FLAGS="-Wl,--as-needed -Wl,--disable-new-dtags -Wl,-rpath,'\$ORIGIN/lib'"
mapfile -t table < <(sed 's/#.*//; /^[ \t]*$/d' "$source/fuzz/floors.txt")
mapfile -t programs < <(printf 'fz_%s\n' "${table[@]}" | cut -d ' ' -f 1)
cmake --build "$build" --target "${programs[@]}"

mkdir -p "$OUT/lib"
for row in "${table[@]}"; do
    read -r target dictionary max_len _ <<<"$row"
    program=$build/fuzz/fz_$target
    cp "$program" "$OUT/"
    cp "$source/fuzz/$dictionary.dict" "$OUT/fz_$target.dict"
    printf '[libfuzzer]\nmax_len = %s\ntimeout = 5\nlen_control = 0\ndict = fz_%s.dict\n' \
        "$max_len" "$target" >"$OUT/fz_$target.options"
    seeds=("$source/corpus/$target"/*)
    [ ! -d "$source/fuzz/regress/$target" ] || seeds+=("$source/fuzz/regress/$target"/*)
    rm -f "$OUT/fz_${target}_seed_corpus.zip"
    python3 -m zipfile -c "$OUT/fz_${target}_seed_corpus.zip" "${seeds[@]}"
    ldd "$program" | awk '$3 ~ /^\// { print $3 }' | while read -r library; do
        case $(basename "$library") in
        libc.so* | libm.so* | libdl.so* | libpthread.so* | librt.so* | libgcc_s.so* | libstdc++.so*) ;;
        *) cp -n "$library" "$OUT/lib/" ;;
        esac
    done
done
rmdir "$OUT/lib" 2>/dev/null || true
