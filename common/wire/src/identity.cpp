#include "wire/identity.hpp"

#include "core/bytes.hpp"
#include "core/rev.hpp"

namespace naadam::wire {
namespace {

void put_field(std::string& out, std::string_view field) {
  core::put_u32(out, static_cast<std::uint32_t>(field.size()));
  out.append(field);
}

core::Id owned_by(const core::Id& owner, std::string_view rest) {
  return with_tail(owner, core::content_hash(rest, core::get_u64(owner.view().substr(8))));
}

}  // namespace

core::Id entry_id(const core::Id& person, std::string_view edition, std::string_view event, std::string_view group) {
  std::string rest = "entry";
  put_field(rest, edition);
  put_field(rest, event);
  put_field(rest, group);
  return owned_by(person, rest);
}

core::Id upload_id(const core::Id& submitter, const core::Id& file, const core::Id& corrects) {
  std::string rest = "upload";
  put_field(rest, file.view());
  put_field(rest, corrects.view());
  return owned_by(submitter, rest);
}

core::Id self_submitter(const core::Id& person, const core::Id& self) { return with_tail(person, tail_of(self)); }

core::Id form_id(const core::Id& submitter, const core::Id& made) {
  std::string rest = "form";
  put_field(rest, made.view());
  return owned_by(submitter, rest);
}

core::Id notice_id(const core::Id& recipient, const core::Id& entry, NoticeReason reason) {
  std::string rest = "notice";
  put_field(rest, entry.view());
  rest.push_back(static_cast<char>(reason));
  return owned_by(recipient, rest);
}

std::uint64_t tail_of(const core::Id& id) { return core::get_u64(id.view().substr(8)); }

core::Id with_tail(const core::Id& owner, std::uint64_t tail) {
  std::string bytes(owner.view().substr(0, 8));
  core::put_u64(bytes, tail);
  return core::Id::from(bytes);
}

}  // namespace naadam::wire
