#include "wire/upload.hpp"

#include "claim_pack.hpp"
#include "fields.hpp"

namespace naadam::wire {
namespace {

constexpr std::uint8_t kUploadStateForm = 1;

void pack_form(Packer& packer, const Form& form) {
  packer.pack_array(2);
  pack_claim(packer, form.claim);
  packer.pack_array(4);
  pack_text(packer, form.consent.version);
  packer.pack_uint64(static_cast<std::uint64_t>(form.consent.agreed_at));
  pack_text(packer, form.consent.guardian_name);
  pack_text(packer, form.consent.guardian_phone);
}

core::Result<Form> read_form(const msgpack::object& object) {
  ArrayReader fields(object, "upload form");
  Form form;
  if (!read_claim(fields.array("claim"), form.claim)) return tl::unexpected(corrupt("upload form", "claim"));
  const msgpack::object* consent = fields.array("consent");
  if (!fields.ok()) return tl::unexpected(fields.error());
  ArrayReader agreed(*consent, "upload consent");
  form.consent.version = agreed.text("version");
  form.consent.agreed_at = static_cast<core::Millis>(agreed.number("agreed_at", INT64_MAX));
  form.consent.guardian_name = agreed.text("guardian_name");
  form.consent.guardian_phone = agreed.text("guardian_phone");
  if (!agreed.ok()) return tl::unexpected(agreed.error());
  return form;
}

}  // namespace

// form | number 4 | rows 4 | withdrawn 4 | accepted_at 8 | training
std::string encode(const UploadState& state) {
  std::string out;
  put_u8(out, kUploadStateForm);
  core::put_u32(out, state.number);
  core::put_u32(out, state.rows);
  core::put_u32(out, state.withdrawn);
  core::put_u64(out, static_cast<std::uint64_t>(state.accepted_at));
  put_u8(out, state.training ? 1 : 0);
  return out;
}

core::Result<UploadState> decode_upload_state(std::string_view bytes) {
  ByteReader in(bytes);
  if (in.u8() != kUploadStateForm) return tl::unexpected(corrupt("upload state", "form"));
  UploadState state;
  state.number = in.u32();
  state.rows = in.u32();
  state.withdrawn = in.u32();
  state.accepted_at = static_cast<core::Millis>(in.u64());
  state.training = in.boolean();
  if (!in.ok() || !in.at_end()) return tl::unexpected(corrupt("upload state", "length or training"));
  return state;
}

std::string encode(const UploadBody& body) {
  StringBuffer buffer;
  Packer packer(buffer);
  packer.pack_array(body.form ? 10 : 9);
  pack_id(packer, body.submitter);
  pack_text(packer, body.submitter_name);
  pack_text(packer, body.file_name);
  pack_id(packer, body.blob);
  packer.pack_uint64(body.bytes);
  packer.pack(body.corrects_one);
  pack_id(packer, body.corrects);
  pack_text(packer, body.refusal);
  packer.pack_array(static_cast<std::uint32_t>(body.remarks.size()));
  for (const std::string& remark : body.remarks) pack_text(packer, remark);
  if (body.form) pack_form(packer, *body.form);
  return std::move(buffer.bytes);
}

core::Result<UploadBody> decode_upload_body(std::string_view bytes) {
  return unpack_record<UploadBody>(bytes, "upload body", [](const msgpack::object& object) -> core::Result<UploadBody> {
    ArrayReader fields(object, "upload body");
    UploadBody body;
    body.submitter = fields.id("submitter");
    body.submitter_name = fields.text("submitter_name");
    body.file_name = fields.text("file_name");
    body.blob = fields.id("blob");
    body.bytes = fields.number("bytes", UINT32_MAX);
    body.corrects_one = fields.boolean("corrects_one");
    body.corrects = fields.id("corrects");
    body.refusal = fields.text("refusal");
    const msgpack::object* remarks = fields.array("remarks");
    if (!fields.ok()) return tl::unexpected(fields.error());
    ArrayReader each(*remarks, "upload remarks");
    for (std::uint32_t i = 0; i < remarks->via.array.size; ++i) body.remarks.push_back(each.text("remark"));
    if (!each.ok()) return tl::unexpected(each.error());
    if (!fields.more()) return body;
    auto form = read_form(*fields.array("form"));
    if (!form) return tl::unexpected(form.error());
    body.form = std::move(*form);
    return body;
  });
}

}  // namespace naadam::wire
