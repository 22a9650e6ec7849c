#include "scoring/rules/start_list.hpp"

#include "core/id.hpp"
#include "wire/start_list.hpp"

namespace naadam::scoring {

core::Result<StartList> start_list_in(std::string_view bytes, std::string document) {
  const auto told = wire::decode_start_list(bytes);
  if (!told) return tl::unexpected(told.error());
  StartList list{std::move(document), told->draw, {}};
  for (const wire::Start& start : told->starts) {
    list.starts.push_back({wire::start_number(start.heat, start.station), core::to_hex(start.entry)});
  }
  return list;
}

}  // namespace naadam::scoring
