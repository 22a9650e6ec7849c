#include "portal/rules/form_body.hpp"

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>

#include "domain/calendar.hpp"
#include "domain/text.hpp"
#include "wire/claim_texts.hpp"

namespace naadam::portal {
namespace {

using Json = nlohmann::json;
using Checked = tl::expected<void, Problem>;

tl::unexpected<Problem> wrong(const std::string& what) {
  return tl::unexpected(Problem(ProblemKind::kInvalid, what + " 的格式不正确，见 /api/v1/openapi.json。"));
}

// Every name of `object` is one of `names`; all but those of `flags` are texts.
Checked check_object(const Json& all, const char* object, std::initializer_list<std::string_view> names,
                     std::initializer_list<std::string_view> flags = {}) {
  const auto it = all.find(object);
  if (it == all.end()) return {};
  if (!it->is_object()) return wrong(object);
  for (const auto& [name, value] : it->items()) {
    if (std::ranges::find(flags, name) != flags.end()
            ? value.is_boolean()
            : value.is_string() && std::ranges::find(names, name) != names.end())
      continue;
    return wrong(object);  // not the name: it may be anything
  }
  return {};
}

Checked take_fields(const Json& all, Json& question) {
  const Json given = all.value("fields", Json::object());
  if (!given.is_object()) return wrong("fields");
  Json& fields = question["fields"] = Json::object();
  for (const wire::ClaimText& one : wire::kClaimTexts) fields[std::string(one.name)] = "";
  for (const auto& [name, value] : given.items()) {
    const auto known = fields.find(name);
    if (known == fields.end() || !value.is_string()) return wrong("fields");
    *known = value;
  }
  return {};
}

}  // namespace

tl::expected<Json, Problem> form_question(std::string_view body) {
  const Json all = Json::parse(body, nullptr, false);
  if (!all.is_object()) return wrong("请求内容");
  for (const auto& [name, value] : all.items()) {
    if (name != "fields" && name != "consent" && name != "guardian") return wrong("请求内容");
  }
  Json question = Json::object();
  if (auto taken = take_fields(all, question); !taken) return tl::unexpected(taken.error());
  if (auto fits = check_object(all, "consent", {"version", "agreed_at"}); !fits) return tl::unexpected(fits.error());
  if (auto fits = check_object(all, "guardian", {"name", "phone"}, {"agreed"}); !fits) {
    return tl::unexpected(fits.error());
  }
  for (const char* name : {"consent", "guardian"}) {
    if (const auto it = all.find(name); it != all.end()) question[name] = *it;
  }
  if (const auto consent = question.find("consent"); consent != question.end() && consent->contains("agreed_at")) {
    const auto at = domain::parse_instant((*consent)["agreed_at"].get<std::string>());
    if (!at || *at < 0) return wrong("consent");
    (*consent)["agreed_at"] = static_cast<std::uint64_t>(*at);
  }
  return question;
}

std::string same_form_text(const Json& question) {
  Json same = question;
  if (const auto consent = same.find("consent"); consent != same.end()) consent->erase("agreed_at");
  return same.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace naadam::portal
