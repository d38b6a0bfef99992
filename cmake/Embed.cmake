# cmake -DOUT=assets.c -DNAMES="a.html;b.js" -DFOLDER=… -P Embed.cmake: one C file with the bytes
# of each file as page_asset_a_html and page_asset_b_js.
set(text "/* Made by cmake/Embed.cmake. */\n#include \"refserver/page_assets.h\"\n")
foreach(name ${NAMES})
  string(REGEX REPLACE "[^a-z0-9]" "_" symbol "${name}")
  file(READ "${FOLDER}/${name}" bytes HEX)
  string(LENGTH "${bytes}" digits)
  math(EXPR size "${digits} / 2")
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)"
         "\\1\n" bytes "${bytes}")
  string(APPEND text
    "static const unsigned char ${symbol}[] = {\n${bytes}\n};\n"
    "const struct page_asset page_asset_${symbol} = { ${symbol}, ${size} };\n")
endforeach()
file(WRITE "${OUT}" "${text}")
