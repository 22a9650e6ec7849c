#include "cli/remote/preview.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <set>
#include <tuple>

#include "cli/remote/handing_in.hpp"
#include "cli/say.hpp"
#include "cli/texts/import.hpp"
#include "intake/rules/claims.hpp"
#include "intake/rules/reading.hpp"
#include "runtime/service_host.hpp"
#include "seal/seal.hpp"
#include "wire/identity.hpp"

namespace naadam::cli {
namespace {

constexpr core::Millis kPreviewWorkbookMs = 60'000;

core::Result<intake::Reading> read_registrations(const std::string& path, const domain::Edition& edition) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return refuse(core::ErrorKind::kInvalid, texts::import::kNoFile, path);
  auto reading = intake::read_upload(fd, std::filesystem::path(path).filename().string(), edition);
  ::close(fd);
  if (!reading) return tl::unexpected<core::Error>(reading.error());
  return std::move(*reading);
}

// Person, event and group; a row without a person names no entry that another file could name too.
using EntryKey = std::tuple<std::string, std::string, std::string>;

EntryKey key_of(const intake::RowClaim& row, const domain::Edition& edition) {
  const intake::EntryName name = intake::entry_name(row.claim, edition);
  return {name.person, name.event, name.group};
}

}  // namespace

core::Result<Bench> open_bench(const runtime::CommonOptions& options, const core::Clock& clock) {
  const auto store = runtime::open_store(options, clock, 4);
  if (!store) return tl::unexpected(store.error());
  auto installation = runtime::load_installation(**store);
  if (!installation) return tl::unexpected(installation.error());
  auto keys = seal::KeyRing::open(options.keys(), seal::KeyMode::kExisting);
  if (!keys) return tl::unexpected(keys.error());
  const auto now = runtime::installation_now(**store, *installation);
  if (!now) return tl::unexpected(now.error());
  const auto shared = std::make_shared<seal::KeyRing>(std::move(*keys));
  return Bench{std::move(*installation),
               [shared](std::string_view text) { return seal::keyed_hash(shared->lookup(), wire::kPersonLabel, text); },
               *now};
}

core::Result<std::vector<SheetRow>> vanishing_rows(const std::string& corrects, const std::string& file,
                                                   const domain::Edition& edition, asking::Peers& peers,
                                                   const core::Clock& clock) {
  const auto fresh = read_registrations(file, edition);
  if (!fresh) return tl::unexpected(fresh.error());
  const auto book = await_workbook(corrects, peers, clock, kPreviewWorkbookMs);
  if (!book) return tl::unexpected(book.error());
  const auto old = intake::read_upload(*book, "outcome.xlsx", edition);
  if (!old) return tl::unexpected<core::Error>(old.error());
  std::set<EntryKey> kept;
  for (const intake::RowClaim& row : fresh->rows) kept.insert(key_of(row, edition));
  std::vector<SheetRow> gone;
  for (const intake::RowClaim& row : old->rows) {
    const EntryKey key = key_of(row, edition);
    const bool identified = !std::get<0>(key).empty();
    if (!identified || !kept.contains(key)) gone.push_back({row.sheet, row.row, identified});
  }
  return gone;
}

core::Result<std::vector<JudgedRow>> judge_file(const std::string& file, const Bench& bench) {
  const auto reading = read_registrations(file, *bench.installation.edition);
  if (!reading) return tl::unexpected(reading.error());
  return judge_rows(*reading, *bench.installation.edition, *bench.installation.winners, bench.keyer, bench.now);
}

}  // namespace naadam::cli
