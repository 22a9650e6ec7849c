#include "cli/remote/handing_in.hpp"

#include <poll.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "cli/say.hpp"
#include "cli/texts/import.hpp"
#include "core/limits.hpp"
#include "wire/verbs.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;
namespace verb = wire::verb;

constexpr std::string_view kIntake = "intake";
constexpr int kPauseMs = 200;         // before a file is handed in once more
constexpr int kWorkbookPauseMs = 50;  // between two questions for a workbook that is being written

core::Status check_file(const std::string& path) {
  std::error_code failed;
  if (!fs::is_regular_file(path, failed)) return refuse(core::ErrorKind::kInvalid, texts::import::kNoFile, path);
  const auto bytes = fs::file_size(path, failed);
  if (failed) return refuse(core::ErrorKind::kInvalid, texts::import::kNoFile, path);
  if (bytes == 0) return refuse(core::ErrorKind::kInvalid, texts::import::kEmptyFile, path);
  if (bytes > core::limits::kUploadBytesMax) return refuse(core::ErrorKind::kInvalid, texts::import::kTooLarge, path);
  return {};
}

// `*begun_here`: intake had accepted the order before the error.
core::Result<Receipt> hand_in_once(const Order& order, asking::Peers& peers, bool* begun_here) {
  auto handover =
      asking::Handover::begin(peers, {order.submitter, fs::path(order.path).filename().string(), order.corrects});
  if (!handover) return tl::unexpected(handover.error());
  *begun_here = true;

  std::ifstream file(order.path, std::ios::binary);
  std::string piece(verb::kAppendBytesMax, '\0');
  for (;;) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    const auto got = static_cast<std::size_t>(file.gcount());
    if (file.bad() || !file.is_open()) return refuse(core::ErrorKind::kInvalid, texts::import::kNoFile, order.path);
    if (got == 0) break;
    if (const auto taken = handover->append(std::string_view(piece).substr(0, got)); !taken) {
      return tl::unexpected(taken.error());
    }
  }
  return handover->commit();
}

std::map<std::string, std::uint64_t> counts(const Json& answer, const char* name) {
  std::map<std::string, std::uint64_t> all;
  const Json map = answer.value(name, Json::object());
  for (const auto& [key, n] : map.items()) {
    if (n.is_number_unsigned()) all[key] = n.get<std::uint64_t>();
  }
  return all;
}

}  // namespace

core::Result<Receipt> hand_in(const Order& order, asking::Peers& peers, const core::Clock& clock,
                              core::Millis patience_ms) {
  if (auto fine = check_file(order.path); !fine) return tl::unexpected(fine.error());
  const auto deadline = core::Deadline::in(clock, patience_ms);
  bool perhaps_ours = false;  // an earlier try may have been the one that was received
  for (;;) {
    bool begun = false;
    auto receipt = hand_in_once(order, peers, &begun);
    if (receipt) {
      receipt->again = receipt->again && !perhaps_ours;
      return receipt;
    }
    // A service that was started again has forgotten the ticket, not the file.
    const bool cut_off = begun && receipt.error().kind == core::ErrorKind::kNotFound;
    if ((!cut_off && !asking::may_pass(receipt.error())) || deadline.left(clock) == 0) return receipt;
    perhaps_ours = perhaps_ours || receipt.error().kind == core::ErrorKind::kUnknown;
    ::poll(nullptr, 0, kPauseMs);
  }
}

core::Result<Outcome> ask_outcome(const std::string& upload, asking::Peers& peers, core::Millis patience_ms) {
  const auto answer = peers.ask_until(kIntake, verb::kUploadStatus, Json{{"upload", upload}}, patience_ms);
  if (!answer) return tl::unexpected(answer.error());
  Outcome outcome;
  outcome.stage = answer->value("stage", std::string());
  outcome.rows = answer->value("rows", std::uint64_t{0});
  outcome.filled = answer->value("filled", std::uint64_t{0});
  outcome.withdrawn = answer->value("withdrawn", std::uint64_t{0});
  outcome.conflicts = answer->value("conflicts", std::uint64_t{0});
  outcome.overtaken = answer->value("overtaken", std::uint64_t{0});
  outcome.verdicts = counts(*answer, "verdicts");
  outcome.faults = counts(*answer, "faults");
  outcome.evidence = counts(*answer, "evidence");
  outcome.refusal = answer->value("refusal", std::string());
  outcome.remarks = answer->value("remarks", std::vector<std::string>());
  return outcome;
}

core::Result<std::optional<std::string>> fetch_workbook(const std::string& upload, asking::Peers& peers,
                                                        core::Millis patience_ms) {
  std::string all, book;
  for (;;) {
    auto piece = asking::workbook_piece(peers, upload, all.size(), book, patience_ms);
    if (!piece) return tl::unexpected(piece.error());
    if (!piece->ready) return std::optional<std::string>();
    all += piece->bytes;
    book = piece->book;
    if (piece->bytes.empty() || all.size() >= piece->size) return std::optional(std::move(all));
  }
}

core::Result<std::string> await_workbook(const std::string& upload, asking::Peers& peers, const core::Clock& clock,
                                         core::Millis patience_ms) {
  const auto deadline = core::Deadline::in(clock, patience_ms);
  for (;;) {
    auto book = fetch_workbook(upload, peers, patience_ms);
    if (!book) return tl::unexpected(book.error());
    if (*book) return std::move(**book);
    if (deadline.left(clock) == 0) return refuse(core::ErrorKind::kUnavailable, texts::import::kNoWorkbookYet);
    ::poll(nullptr, 0, kWorkbookPauseMs);
  }
}

}  // namespace naadam::cli
