# Adapters (adapter.h): other people's signers, verifiers and parsers against ours. For each
# function replay_adapter_FUNCTION, and with FAVSPEC_FUZZ fz_adapter_FUNCTION too.
set(FAVSPEC_ADAPTER "" CACHE STRING "An adapter to link in: a .c file or an object")

pkg_check_modules(LIBOAUTH QUIET IMPORTED_TARGET oauth)
pkg_check_modules(JANSSON QUIET IMPORTED_TARGET jansson)
set(shipped reference naive)
set(left_out)
foreach(library liboauth jansson)
  string(TOUPPER ${library} upper)

  if(NOT ${upper}_FOUND)
    list(APPEND left_out ${library})
  endif()
endforeach()
if(left_out)
  list(JOIN left_out ", " text)
  message(STATUS "Adapters left out, their library is missing: ${text} (ci/setup --adapters)")
endif()

add_library(fuzz_host STATIC
  host/call.c host/call_show.c host/coprocess.c host/domain.c host/features.c host/finding.c host/frame.c
  host/host.c host/json_features.c host/quirks.c host/reply.c host/survey.c
  adapters/reference.c adapters/naive.c adapters/absent.c naive_schema.c)
target_link_libraries(fuzz_host PUBLIC fuzz_request json ${CMAKE_DL_LIBS} m PRIVATE favspec_flags)
foreach(library liboauth jansson)
  string(TOUPPER ${library} upper)
  if(${upper}_FOUND)
    target_sources(fuzz_host PRIVATE adapters/${library}.c)
    target_compile_definitions(fuzz_host PRIVATE HAVE_${upper})
    target_link_libraries(fuzz_host PRIVATE PkgConfig::${upper})
  endif()
endforeach()

# favspec_adapter_program(FUNCTION [adapter NAME]): NAME is the suffix of a program into which
# that adapter is linked.
function(favspec_adapter_program function)
  set(suffix ${function})
  if(ARGC GREATER 1)
    set(suffix ${function}_${ARGV2})
  endif()
  set(programs replay_adapter_${suffix})
  add_executable(replay_adapter_${suffix} replay.c)
  if(FAVSPEC_FUZZ AND ARGC EQUAL 1)
    list(APPEND programs fz_adapter_${suffix})
    add_executable(fz_adapter_${suffix} engine.c mutate_libfuzzer.c)
    target_link_libraries(fz_adapter_${suffix} PRIVATE fuzz_mutate)
    target_link_options(fz_adapter_${suffix} PRIVATE ${engine})
  endif()
  foreach(program ${programs})
    target_sources(${program} PRIVATE host/${function}.c ${ARGV1} ${FAVSPEC_ADAPTER})
    target_include_directories(${program} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(${program} PRIVATE fuzz_host favspec_flags)
    set_target_properties(${program} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
  endforeach()
endfunction()

add_custom_target(adapters)
foreach(function sign verify status error shape)
  favspec_adapter_program(${function})
  add_dependencies(adapters replay_adapter_${function})
  if(FAVSPEC_FUZZ)
    add_dependencies(adapters fz_adapter_${function})
  endif()
endforeach()

# Replays through every adapter that is there; those in other languages by their command.
find_program(NODE_PROGRAM NAMES node nodejs)
foreach(candidate python3 /usr/bin/python3)
  if(NOT OAUTHLIB_PYTHON)
    execute_process(COMMAND ${candidate} -c "import oauthlib" RESULT_VARIABLE missing
      OUTPUT_QUIET ERROR_QUIET)
    if(missing EQUAL 0)
      set(OAUTHLIB_PYTHON ${candidate} CACHE STRING "A Python that has oauthlib")
    endif()
  endif()
endforeach()

# favspec_adapter_replay(ADAPTER MUTATE N ENVIRONMENT NAME=VALUE FUNCTIONS …)
function(favspec_adapter_replay adapter)
  cmake_parse_arguments(ARG "" "MUTATE" "ENVIRONMENT;FUNCTIONS" ${ARGN})
  set(corpora_sign sign adapter)
  set(corpora_verify verify)
  set(corpora_status judge json)
  set(corpora_error error json)
  set(corpora_shape schema)
  foreach(function ${ARG_FUNCTIONS})
    list(TRANSFORM corpora_${function} PREPEND ${CMAKE_SOURCE_DIR}/corpus/ OUTPUT_VARIABLE folders)
    add_test(NAME adapter_${function}_${adapter}
      COMMAND replay_adapter_${function} --any --mutate ${ARG_MUTATE} ${folders})
    set_tests_properties(adapter_${function}_${adapter} PROPERTIES
      LABELS "replay;adapter" TIMEOUT 300
      ENVIRONMENT "${ARG_ENVIRONMENT};FAVSPEC_FINDINGS=${CMAKE_BINARY_DIR}")
    if(NOT adapter STREQUAL naive) # that one is run where no other was chosen
      set_tests_properties(adapter_${function}_${adapter} PROPERTIES
        FAIL_REGULAR_EXPRESSION "adapter naive")
    endif()
  endforeach()
endfunction()

set(by_name FAVSPEC_ADAPTER=)
favspec_adapter_replay(reference MUTATE 1 ENVIRONMENT ${by_name}reference FUNCTIONS sign verify status shape)
favspec_adapter_replay(naive MUTATE 4 ENVIRONMENT ${by_name}naive FUNCTIONS sign verify shape)
if(LIBOAUTH_FOUND)
  favspec_adapter_replay(liboauth MUTATE 5 ENVIRONMENT ${by_name}liboauth FUNCTIONS sign)
endif()
if(JANSSON_FOUND)
  favspec_adapter_replay(jansson MUTATE 4 ENVIRONMENT ${by_name}jansson FUNCTIONS status error)
endif()
set(by_command "FAVSPEC_ADAPTER_TIMEOUT=60;FAVSPEC_ADAPTER_COMMAND=")
set(here ${CMAKE_CURRENT_SOURCE_DIR}/adapters)
if(OAUTHLIB_PYTHON)
  favspec_adapter_replay(oauthlib MUTATE 2 FUNCTIONS sign
    ENVIRONMENT "${by_command}${OAUTHLIB_PYTHON} '${here}/oauthlib_adapter.py'")
else()
  message(STATUS "Adapter left out: python3 has no oauthlib (ci/setup --adapters)")
endif()
if(NODE_PROGRAM AND EXISTS ${here}/node/node_modules/oauth-1.0a)
  favspec_adapter_replay(oauth-1.0a MUTATE 2 FUNCTIONS sign status error
    ENVIRONMENT "${by_command}${NODE_PROGRAM} '${here}/node/oauth-1.0a.js'")
else()
  message(STATUS "Adapter left out: fuzz/adapters/node has no oauth-1.0a (ci/setup --adapters)")
endif()

# What adapters promise, and the examples that people start from: as C99, by themselves.
find_program(PYTHON_PROGRAM NAMES python3)
foreach(module host/test/broken.c examples/signer.c)
  get_filename_component(name ${module} NAME_WE)
  add_library(adapter_${name} MODULE ${module})
  target_include_directories(adapter_${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  target_compile_options(adapter_${name} PRIVATE -Wall -Wextra -pedantic)
  set_target_properties(adapter_${name} PROPERTIES C_STANDARD 99 PREFIX ""
    LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
endforeach()
favspec_adapter_program(sign examples/signer.c linked)
add_dependencies(replays adapters replay_adapter_sign_linked adapter_broken adapter_signer)
add_test(NAME adapter_linked
  COMMAND replay_adapter_sign_linked --any ${CMAKE_SOURCE_DIR}/corpus/adapter/ok-plain)
set_tests_properties(adapter_linked PROPERTIES LABELS "replay;adapter"
  PASS_REGULAR_EXPRESSION "adapter example 1: [0-9]+ inputs, [1-9]")
if(PYTHON_PROGRAM)
  add_test(NAME adapter_promises
    COMMAND ${PYTHON_PROGRAM} ${CMAKE_CURRENT_SOURCE_DIR}/host/test/check.py
            ${CMAKE_BINARY_DIR}/fuzz ${CMAKE_SOURCE_DIR}
            $<TARGET_FILE:adapter_broken> $<TARGET_FILE:adapter_signer>)
  set_tests_properties(adapter_promises PROPERTIES LABELS "replay;adapter" TIMEOUT 600)
endif()
