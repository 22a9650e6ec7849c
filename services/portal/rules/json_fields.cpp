#include "portal/rules/json_fields.hpp"

#include <nlohmann/json.hpp>

#include "domain/calendar.hpp"

namespace naadam::portal {

using Json = nlohmann::json;

Json some_of(const Json& all, std::initializer_list<const char*> names) {
  Json some = Json::object();
  for (const char* name : names) {
    if (const auto it = all.find(name); it != all.end()) some[name] = *it;
  }
  return some;
}

void tell_instant(Json& map, const char* name) {
  const auto it = map.find(name);
  if (it != map.end() && it->is_number()) *it = domain::iso_instant(it->get<core::Millis>());
}

std::string text_of(const Json& map, const char* name) {
  const auto it = map.find(name);
  return it != map.end() && it->is_string() ? it->get<std::string>() : std::string();
}

}  // namespace naadam::portal
