#include "cli/keeping/manifest.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "cli/say.hpp"
#include "cli/texts/keeping.hpp"
#include "core/bytes.hpp"
#include "core/limits.hpp"
#include "core/rev.hpp"
#include "seal/seal.hpp"

namespace naadam::cli {
namespace {

using Json = nlohmann::json;

constexpr const char* kForm = "naadam-backup 1";
constexpr const char* kKeyMark = "key mark";

tl::unexpected<core::Error> corrupt(const std::string& field) {
  return refuse(core::ErrorKind::kCorrupt, texts::keeping::kBadManifest, field);
}

std::string mark_of(std::string_view made_with_key) {
  std::string raw;
  core::put_u64(raw, core::content_hash(made_with_key));
  return core::to_hex(raw);
}

bool is_hex(const std::string& text, std::size_t digits) {
  return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

std::uint64_t Manifest::bytes() const {
  std::uint64_t sum = 0;
  for (const Member& member : members) sum += member.bytes;
  return sum;
}

std::string to_json(const Manifest& manifest) {
  Json members = Json::array();
  for (const Member& member : manifest.members) {
    members.push_back({{"name", member.name}, {"bytes", member.bytes}, {"sha256", member.sha256}});
  }
  return Json{{"form", kForm},
              {"made_at_ms", manifest.made_at},
              {"edition", manifest.edition},
              {"edition_version", manifest.edition_version},
              {"training", manifest.training},
              {"shards", manifest.shards},
              {"epoch", manifest.epoch},
              {"records", manifest.records},
              {"keys", manifest.keys},
              {"members", std::move(members)}}
             .dump(1) +
         "\n";
}

core::Result<Manifest> read_manifest_json(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("form")) return corrupt("form");
  const Json& form = json["form"];
  if (!form.is_string()) return corrupt("form");
  if (form != kForm) return refuse(core::ErrorKind::kInvalid, texts::keeping::kOtherForm, form.dump());
  Manifest manifest;
  bool sound = true;
  const auto whole = [&sound](const Json& number, std::uint64_t max) -> std::uint64_t {
    sound = sound && number.is_number_unsigned() && number.get<std::uint64_t>() <= max;
    return sound ? number.get<std::uint64_t>() : 0;
  };
  try {
    manifest.made_at = static_cast<core::Millis>(whole(json.at("made_at_ms"), INT64_MAX));
    manifest.edition = json.at("edition").get<std::string>();
    manifest.edition_version = json.at("edition_version").get<std::string>();
    manifest.training = json.at("training").get<bool>();
    manifest.shards = static_cast<std::uint16_t>(whole(json.at("shards"), core::limits::kShardsMax));
    manifest.epoch = static_cast<std::uint32_t>(whole(json.at("epoch"), kEpochMax));
    for (const auto& [kind, count] : json.at("records").get_ref<const Json::object_t&>())
      manifest.records[kind] = whole(count, UINT64_MAX);
    manifest.keys = json.at("keys").get<std::map<std::string, std::string>>();
    for (const Json& one : json.at("members")) {
      manifest.members.push_back(
          {one.at("name").get<std::string>(), whole(one.at("bytes"), UINT64_MAX), one.at("sha256").get<std::string>()});
    }
  } catch (const Json::exception& wrong) {
    return corrupt(wrong.what());
  }
  if (!sound) return corrupt("a number");
  for (const Member& member : manifest.members) {
    if (!safe_member_name(member.name) || !is_hex(member.sha256, 64)) return corrupt("members");
  }
  return manifest;
}

std::uint32_t restored_epoch(const Manifest& manifest, core::Millis now) {
  std::uint32_t epoch = manifest.epoch + kEpochStride;
  for (const core::Millis moment : {manifest.made_at, now}) {
    const core::Millis seconds = moment / 1'000;
    if (seconds <= core::Millis{kEpochMax})
      epoch = std::max(epoch, static_cast<std::uint32_t>(std::max<core::Millis>(seconds, 0)));
  }
  return epoch;
}

std::map<std::string, std::string> key_marks(const seal::KeyRing& keys, const std::string& edition) {
  std::map<std::string, std::string> marks;
  const core::Id person = seal::keyed_hash(keys.lookup(), kKeyMark, "");
  marks["lookup"] = mark_of(person.view());
  if (const seal::DataKey* data = keys.edition(edition); data != nullptr) {
    for (const seal::DataKey::Number number : data->numbers()) {
      const std::string name = "edition-" + edition;
      marks[number == seal::DataKey::kFirst ? name : name + "." + std::to_string(number)] =
          mark_of(seal::seal_by(*data, number, core::Id{}, kKeyMark));
    }
  }
  return marks;
}

}  // namespace naadam::cli
