#include "cli/keeping/backup_keys.hpp"

#include "cli/keeping/backup_file.hpp"
#include "cli/say.hpp"
#include "cli/texts/keeping.hpp"
#include "history/key_chain.hpp"
#include "seal/keys.hpp"
#include "seal/signing_keys.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSigner = "notary";

}  // namespace

core::Status check_data_keys(const Manifest& manifest, const fs::path& keys) {
  std::error_code failed;
  if (!fs::is_directory(keys, failed)) return refuse(core::ErrorKind::kRefused, texts::keeping::kNoKeys, keys.string());
  const auto ring = seal::KeyRing::open(keys, seal::KeyMode::kExisting);
  if (!ring) return tl::unexpected(ring.error());
  const auto marks = key_marks(*ring, manifest.edition);
  for (const auto& [name, mark] : manifest.keys) {
    const auto it = marks.find(name);
    if (it == marks.end() || it->second != mark)
      return refuse(core::ErrorKind::kRefused, texts::keeping::kWrongKey, name);
  }
  return {};
}

core::Status check_signing_key(const fs::path& backup, const fs::path& keys) {
  const auto checkpoints = checkpoints_of(backup);
  if (!checkpoints) return tl::unexpected(checkpoints.error());
  if (history::whole_notes(*checkpoints).empty()) return {};
  const auto missing = [&keys](const Text& why, const std::string& file) {
    return refuse(core::ErrorKind::kRefused, why, file, keys.string());
  };
  const seal::SigningKeys here(keys, kSigner);
  const std::string first_file = std::string(kSigner) + ".pub";
  const auto first = here.first_here();
  if (!first && first.error().kind == core::ErrorKind::kNotFound)
    return missing(texts::keeping::kNoFirstKey, first_file);
  if (!first) return tl::unexpected(first.error());
  const auto chain = history::chain_in(*checkpoints, *first);
  if (!chain) return refuse(core::ErrorKind::kRefused, texts::keeping::kWrongKey, first_file);
  const std::string file = chain->in_force().name + ".key";
  const auto secret = here.secret_of(chain->in_force());
  if (!secret && secret.error().kind == core::ErrorKind::kNotFound) return missing(texts::keeping::kNoSigningKey, file);
  if (!secret) return tl::unexpected(secret.error());
  if (!(secret->public_key() == chain->in_force()))
    return refuse(core::ErrorKind::kRefused, texts::keeping::kWrongKey, file);
  return {};
}

}  // namespace naadam::cli
