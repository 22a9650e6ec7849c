#include "cli/judging.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include "eligibility/rules/judge.hpp"
#include "seal/seal.hpp"

namespace naadam::cli {

std::vector<JudgedRow> judge_rows(const intake::Reading& reading, const domain::Edition& edition,
                                  const domain::WinnerRegister& winners, const domain::Keyer& keyer,
                                  core::Millis accepted_at) {
  std::vector<JudgedRow> judged;
  judged.reserve(reading.rows.size());
  for (const intake::RowClaim& row : reading.rows) {
    const wire::Findings findings =
        eligibility::judge({row.claim, edition, winners, eligibility::keys_of(row.claim, keyer), accepted_at});
    judged.push_back(
        {row.sheet, row.row, eligibility::verdict_of(findings), findings, row.claim.delegation, accepted_at});
  }
  return judged;
}

domain::Keyer passing_keyer() {
  const auto key = std::make_shared<seal::LookupKey>(seal::LookupKey::random());
  return [key](std::string_view text) { return seal::keyed_hash(*key, "person", text); };
}

core::Result<domain::WinnerRegister> load_winners(const std::string& path, const domain::Edition& edition,
                                                  const domain::Keyer& keyer) {
  if (path.empty()) return domain::WinnerRegister{};
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open() || file.bad()) {
    return core::fail(core::ErrorKind::kNotFound, fmt::format("打不开往届获奖名单 {}", path),
                      fmt::format("can't open the register of winners {}", path));
  }
  return domain::parse_winners(bytes, std::filesystem::path(path).filename().string(), edition, keyer);
}

}  // namespace naadam::cli
