# Flags for all of our code, and the two functions that every folder uses.
add_library(favspec_flags INTERFACE)
target_compile_definitions(favspec_flags INTERFACE _GNU_SOURCE FAVSPEC_VERSION="${PROJECT_VERSION}")
target_compile_options(favspec_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes
  -Wformat=2 -Wundef -Wpointer-arith -Wwrite-strings -Wvla -fno-common)
if(FAVSPEC_WERROR)
  target_compile_options(favspec_flags INTERFACE -Werror)
endif()
if(FAVSPEC_SANITIZE)
  target_compile_options(favspec_flags INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(favspec_flags INTERFACE -fsanitize=address,undefined)
endif()
if(FAVSPEC_COVERAGE)
  target_compile_options(favspec_flags INTERFACE -fprofile-instr-generate -fcoverage-mapping)
  target_link_options(favspec_flags INTERFACE -fprofile-instr-generate)
endif()

# favspec_library(NAME SOURCES a.c … LINK other …): a static library whose headers are found
# from the folder above it ("oauth/sign.h", "refserver/store.h").
function(favspec_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/..)
  target_link_libraries(${name} PUBLIC ${ARG_LINK} PRIVATE favspec_flags)
endfunction()

# favspec_test(NAME LABEL SOURCES a.c … LINK other …): a Check program and its ctest.
function(favspec_test name label)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_compile_definitions(${name} PRIVATE SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE ${ARG_LINK} PkgConfig::CHECK favspec_flags)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS ${label} TIMEOUT 600)
endfunction()
