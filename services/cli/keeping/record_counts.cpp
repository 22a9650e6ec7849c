#include "cli/keeping/record_counts.hpp"

#include "cli/say.hpp"
#include "cli/texts/keeping.hpp"

namespace naadam::cli {

static_assert(texts::keeping::kRecordNames.size() == kCountedKinds.size());

RecordCounts by_name(const std::map<store::Kind, std::uint64_t>& records) {
  RecordCounts counts;
  for (const auto& [kind, name] : kCountedKinds) {
    const auto it = records.find(kind);
    counts[name] = it == records.end() ? 0 : it->second;
  }
  return counts;
}

std::string counts_text(const RecordCounts& counts, Lang lang) {
  std::string text;
  for (std::size_t i = 0; i < kCountedKinds.size(); ++i) {
    const auto it = counts.find(kCountedKinds[i].second);
    if (it == counts.end()) continue;
    text += text.empty() ? "" : texts::keeping::kRecordComma.in(lang);
    text += say(lang, texts::keeping::kRecordNames[i], it->second);
  }
  return text;
}

}  // namespace naadam::cli
