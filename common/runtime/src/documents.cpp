#include "runtime/documents.hpp"

#include "core/id.hpp"
#include "seal/sha256.hpp"
#include "store/keys.hpp"

namespace naadam::runtime {
namespace {

std::string name_of(std::string_view text) {
  seal::Sha256 hash;
  hash.add(text);
  return std::string(seal::view_of(hash.finish()));
}

std::string fact_of(std::string_view name) { return std::string(store::keys::kDocument) + core::to_hex(name); }

}  // namespace

core::Result<std::string> keep_document(store::Store& store, std::string_view text) {
  if (text.size() > kDocumentBytesMax) {
    return core::fail(core::ErrorKind::kInvalid, "文书过大，无法保存，请分开办理。", "document too long");
  }
  std::string name = name_of(text);
  if (const auto kept = store.put_fact(fact_of(name), text); !kept) return tl::unexpected(kept.error());
  return name;
}

core::Result<std::string> read_document(store::Store& store, std::string_view name) {
  auto text = store.get_fact(fact_of(name));
  if (!text) return tl::unexpected(text.error());
  if (!*text || name_of(**text) != name) {
    return core::fail(core::ErrorKind::kCorrupt, "文书缺失或已损坏，请运行 naadam doctor。",
                      "document " + core::to_hex(name) + (*text ? " is not what was kept" : " absent"));
  }
  return std::move(**text);
}

}  // namespace naadam::runtime
