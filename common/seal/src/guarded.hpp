// Objects in libsodium's guarded memory: locked where allowed, absent from core dumps, zeroed when freed.
#pragma once

#include <sodium.h>

#include <cstdlib>
#include <new>
#include <string_view>
#include <type_traits>

namespace naadam::seal {

// Every use of the library passes through here first; calling it again costs one comparison.
inline void need_sodium() {
  if (sodium_init() < 0) std::abort();  // no source of randomness: nothing we promise could be kept
}

// sodium_malloc places the object against the end of a page, so its size must be a multiple of its alignment.
template <class Parts>
Parts* make_guarded() {
  static_assert(std::is_trivially_copyable_v<Parts> && sizeof(Parts) % 16 == 0);
  need_sodium();
  void* memory = sodium_malloc(sizeof(Parts));
  if (memory == nullptr) throw std::bad_alloc();
  return new (memory) Parts;
}

// Byte strings as libsodium wants them.
inline const unsigned char* bytes_of(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }

}  // namespace naadam::seal
