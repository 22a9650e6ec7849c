#include "manifest.hpp"

#include <algorithm>

#include "core/bytes.hpp"

namespace naadam::blob {

std::string encode(const Manifest& manifest) {
  std::string out(1, static_cast<char>(kManifestVersion));
  core::put_u64(out, manifest.bytes);
  out.append(manifest.sha256.begin(), manifest.sha256.end());
  core::put_u32(out, static_cast<std::uint32_t>(manifest.chunks.size()));
  for (const auto& id : manifest.chunks) out += id.view();
  return out;
}

std::optional<Manifest> decode(std::string_view in) {
  if (in.size() < kManifestHeadBytes || static_cast<std::uint8_t>(in[0]) != kManifestVersion) return std::nullopt;
  Manifest manifest;
  manifest.bytes = core::get_u64(in.substr(1));
  const auto digest = in.substr(1 + 8, kDigestBytes);
  std::copy(digest.begin(), digest.end(), manifest.sha256.begin());
  const std::size_t chunks = core::get_u32(in.substr(1 + 8 + kDigestBytes));
  in.remove_prefix(kManifestHeadBytes);
  if (chunks > kChunksMax || in.size() != chunks * core::kIdBytes) return std::nullopt;
  for (std::size_t i = 0; i < chunks; ++i)
    manifest.chunks.push_back(core::Id::from(in.substr(i * core::kIdBytes, core::kIdBytes)));
  return manifest;
}

}  // namespace naadam::blob
