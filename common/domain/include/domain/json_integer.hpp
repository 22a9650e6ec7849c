// An integer out of a JSON text that may come from anybody.
//
// The library's own get<T>() turns whatever number it meets into a T: -1 or 2.5 into another number without a word, and
// one with an exponent beyond T's range is undefined behaviour. A published record is read on any laptop, from any
// hands.
//
// Pure; any thread.
#pragma once

#include <concepts>
#include <cstdint>
#include <utility>

namespace naadam::domain {

// `Json` is a nlohmann::basic_json. Throws its type_error where `value` is not written as an integer, its out_of_range
// where T cannot hold it.
template <std::integral T, class Json>
T integer_in(const Json& value) {
  const auto checked = [&value](auto number) {
    if (!std::in_range<T>(number)) throw Json::out_of_range::create(406, "an integer is out of range", &value);
    return static_cast<T>(number);
  };
  if (value.is_number_unsigned()) return checked(value.template get<std::uint64_t>());
  return checked(value.template get_ref<const typename Json::number_integer_t&>());
}

}  // namespace naadam::domain
