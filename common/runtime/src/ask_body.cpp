#include "runtime/ask_body.hpp"

#include <nlohmann/json.hpp>

namespace naadam::runtime {
namespace {

tl::unexpected<core::Error> lacking(const char* name) {
  return core::fail(core::ErrorKind::kInvalid, "请求不完整，请检查程序版本是否一致。",
                    std::string("field ") + name + " missing or mistyped");
}

// Reads no deeper than kNestingMax: every level that the parser goes down costs stack, and bytes from outside can ask
// for millions.
class ShallowReader : public nlohmann::detail::json_sax_dom_parser<Json> {
  using Base = nlohmann::detail::json_sax_dom_parser<Json>;

 public:
  explicit ShallowReader(Json& result) : Base(result, false) {}

  bool start_object(std::size_t elements) { return ++depth_ <= kNestingMax && Base::start_object(elements); }
  bool start_array(std::size_t elements) { return ++depth_ <= kNestingMax && Base::start_array(elements); }
  bool end_object() { return --depth_, Base::end_object(); }
  bool end_array() { return --depth_, Base::end_array(); }

 private:
  std::size_t depth_ = 0;
};

}  // namespace

std::string pack(const Json& map) {
  std::string out;
  Json::to_msgpack(map, nlohmann::detail::output_adapter<char>(out));
  return out;
}

core::Result<Json> unpack_map(std::string_view bytes) {
  Json map;
  ShallowReader reader(map);
  if (!Json::sax_parse(bytes, &reader, Json::input_format_t::msgpack)) return lacking("(map)");
  if (map.is_null()) return Json::object();
  if (!map.is_object()) return lacking("(map)");
  return map;
}

core::Result<std::string> text_field(const Json& map, const char* name) {
  const auto it = map.find(name);
  if (it == map.end() || !it->is_string()) return lacking(name);
  return it->get<std::string>();
}

core::Result<core::Id> id_field(const Json& map, const char* name) {
  const auto text = text_field(map, name);
  if (!text) return tl::unexpected(text.error());
  const auto id = core::id_from_hex(*text);
  if (!id) {
    return core::fail(core::ErrorKind::kInvalid, "编号应为 32 位十六进制字符，请从回执或列表中复制。",
                      std::string("field ") + name + " is no id");
  }
  return *id;
}

core::Result<std::uint64_t> number_field(const Json& map, const char* name) {
  const auto it = map.find(name);
  if (it == map.end() || !it->is_number_unsigned()) return lacking(name);
  return it->get<std::uint64_t>();
}

core::Result<std::string> bytes_field(const Json& map, const char* name) {
  const auto it = map.find(name);
  if (it == map.end() || !it->is_binary()) return lacking(name);
  const auto& binary = it->get_binary();
  return std::string(binary.begin(), binary.end());
}

}  // namespace naadam::runtime
