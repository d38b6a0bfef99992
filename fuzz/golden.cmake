# Writes golden/status.schema.json and golden/error.schema.json as octets of a C file.
set(text "/* Made from golden/ by the build. */\n#include <stddef.h>\n")
foreach(name status error)
  file(READ ${GOLDEN}/${name}.schema.json octets HEX)
  string(LENGTH ${octets} digits)
  math(EXPR len "${digits} / 2")
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," octets ${octets})
  string(APPEND text
    "extern const char golden_${name}_text[];\nextern const size_t golden_${name}_len;\n"
    "const char golden_${name}_text[] = {${octets}};\nconst size_t golden_${name}_len = ${len};\n")
endforeach()
file(WRITE ${OUT} "${text}")
