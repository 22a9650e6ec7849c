# Every library that we did not write, found once and named here. Third-party headers are SYSTEM,
# so our warnings stop at our own code.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(cppzmq REQUIRED)
find_package(spdlog REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(CLI11 REQUIRED)
find_package(EXPAT REQUIRED)
find_package(CURL REQUIRED)
find_package(ICU COMPONENTS i18n uc REQUIRED)

# Debian's hiredis and minizip have no working CMake package of their own.
foreach(lib hiredis libsodium nettle libzmq minizip xlsxwriter libarchive libmicrohttpd libxxhash)
  pkg_check_modules(${lib} REQUIRED IMPORTED_TARGET ${lib})
endforeach()

# libcsv ships neither a pkg-config file nor a CMake package.
find_library(LIBCSV csv REQUIRED)
add_library(csv INTERFACE)
target_link_libraries(csv INTERFACE ${LIBCSV})

# The packaged msgpack target drags Boost in; the headers do not need it.
add_library(msgpack INTERFACE)
target_compile_definitions(msgpack INTERFACE MSGPACK_NO_BOOST)

# Asio and Beast, headers only. clang finds the coroutines of Asio 1.74 only when told that it has them.
find_package(Boost 1.74 REQUIRED)
add_library(asio INTERFACE)
target_link_libraries(asio INTERFACE Boost::headers Threads::Threads)
target_compile_definitions(asio INTERFACE BOOST_ASIO_HAS_CO_AWAIT BOOST_ASIO_HAS_STD_COROUTINE BOOST_ASIO_NO_DEPRECATED)
if(NAADAM_SANITIZE STREQUAL "thread")
  target_compile_definitions(asio INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)  # that sanitizer knows no fences
endif()

if(NAADAM_TESTS)
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
  find_package(benchmark REQUIRED)
endif()
