#include "intake/rules/file_refusal.hpp"

#include <utility>

namespace naadam::intake {

FileRefusal::FileRefusal(FileDefect kind_of_file, std::string text_zh, std::string cause_en) : defect(kind_of_file) {
  kind = core::ErrorKind::kInvalid;
  text = std::move(text_zh);
  cause = std::move(cause_en);
}

FileRefusal::FileRefusal(const sheet::Refusal& refusal) : core::Error(refusal), unreadable(refusal.defect) {}

}  // namespace naadam::intake
