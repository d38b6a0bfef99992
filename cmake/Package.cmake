# What `cmake --install` puts where, and the Debian package that CPack makes of it. The program
# and its golden documents are installed by suite/cli.
install(FILES docs/favspec.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES completion/favspec.bash RENAME favspec
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
if(EXISTS /etc/debian_version)
  install(FILES completion/_favspec DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
else()
  install(FILES completion/_favspec DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
endif()
install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES LICENSE RENAME copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME favspec)
set(CPACK_PACKAGE_CONTACT "The favspec authors <favspec@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
include(CPack)
