# cmake -DOUT=assets.c -DHEADER=x/assets.h -DNAMES="a.html;b.js" -DFOLDER=… -P Embed.cmake: one C
# file with the bytes of each file as asset_a_html and asset_b_js, which the header declares.
set(text "/* Made by cmake/Embed.cmake. */\n#include \"${HEADER}\"\n")
foreach(name ${NAMES})
  string(REGEX REPLACE "[^a-z0-9]" "_" symbol "${name}")
  file(READ "${FOLDER}/${name}" bytes HEX)
  string(LENGTH "${bytes}" digits)
  math(EXPR size "${digits} / 2")
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)"
         "\\1\n" bytes "${bytes}")
  string(APPEND text
    "static const unsigned char ${symbol}[] = {\n${bytes}\n};\n"
    "const struct asset asset_${symbol} = { ${symbol}, ${size} };\n")
endforeach()
file(WRITE "${OUT}" "${text}")
