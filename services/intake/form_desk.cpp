#include "intake/form_desk.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "core/limits.hpp"
#include "domain/person_key.hpp"
#include "intake/admitted.hpp"
#include "intake/form_filing.hpp"
#include "intake/rules/form.hpp"
#include "intake/upload_record.hpp"
#include "runtime/log.hpp"
#include "seal/seal.hpp"
#include "wire/claim_texts.hpp"
#include "wire/identity.hpp"
#include "wire/stages.hpp"
#include "wire/verbs.hpp"

namespace naadam::intake {
namespace {

using core::ErrorKind;
using core::fail;
using runtime::Json;

constexpr std::string_view kFileName = "个人网上报名";  // where others show the name of a file

tl::unexpected<core::Error> mistyped(const char* field) {
  return fail(ErrorKind::kInvalid, "报名内容的格式不正确，请刷新页面后重试。", fmt::format("form: {}", field));
}

// Of an object that may be absent; "" where the field is.
core::Result<std::string> text_of(const Json& map, const char* object, const char* name) {
  const auto inner = map.find(object);
  if (inner == map.end()) return std::string();
  if (!inner->is_object()) return mistyped(object);
  const auto it = inner->find(name);
  if (it == inner->end()) return std::string();
  if (!it->is_string() || it->get_ref<const std::string&>().size() > core::limits::kCellBytesMax) return mistyped(name);
  return it->get<std::string>();
}

core::Result<FormWritten> written_in(const Json& ask) {
  FormWritten written;
  for (const wire::ClaimText& one : wire::kClaimTexts) {
    auto text = text_of(ask, "fields", one.name.data());
    if (!text) return tl::unexpected(text.error());
    written.form.claim.*one.text = std::move(*text);
  }
  wire::Consent& consent = written.form.consent;
  for (const auto& [object, name, into] :
       {std::tuple{"consent", "version", &consent.version}, std::tuple{"guardian", "name", &consent.guardian_name},
        std::tuple{"guardian", "phone", &consent.guardian_phone}}) {
    auto text = text_of(ask, object, name);
    if (!text) return tl::unexpected(text.error());
    *into = std::move(*text);
  }
  if (const auto given = ask.find("consent"); given != ask.end() && given->contains("agreed_at")) {
    const Json& at = (*given)["agreed_at"];
    if (!at.is_number_unsigned() || at.get<std::uint64_t>() > INT64_MAX) return mistyped("agreed_at");
    consent.agreed_at = at.get<core::Millis>();
  }
  if (const auto given = ask.find("guardian"); given != ask.end() && given->contains("agreed")) {
    if (!(*given)["agreed"].is_boolean()) return mistyped("agreed");
    written.guardian_agreed = (*given)["agreed"].get<bool>();
  }
  return written;
}

Json result_of(const core::Error& error, bool reused = false) {
  return {{"status", static_cast<unsigned>(wire::status_of(error.kind))}, {"text", error.text}, {"reused", reused}};
}

core::Error form_not_kept(const store::ItemAnswers& answer) {
  if (answer.full)
    return {ErrorKind::kFull, "系统存储将满，暂不能接收新的报名；已接收的不受影响。请稍后重试。", answer.cause};
  return {ErrorKind::kUnavailable, "系统暂时无法保存，请稍后重试；重复提交不会重复报名。", answer.cause};
}

}  // namespace

// A form on its way into the store.
struct FormDesk::Taken {
  core::Id upload;
  wire::UploadBody body;
  wire::UploadState state;
  Json result;  // once it is known

  void receipt(bool again) {
    result = {{"receipt", core::to_hex(upload)},
              {"number", state.number},
              {"again", again},
              {"accepted_at", state.accepted_at},
              {"training", state.training}};
  }
};

FormDesk::FormDesk(store::Store& store, const seal::DataKey& data, const seal::LookupKey& lookup,
                   const runtime::Installation& installation, runtime::Metrics& metrics)
    : store_(store),
      data_(data),
      lookup_(lookup),
      installation_(installation),
      kept_(metrics.counter("naadam_forms_total", "single forms by what became of them", {{"answer", "kept"}})),
      repeated_(metrics.counter("naadam_forms_total", "single forms by what became of them", {{"answer", "repeated"}})),
      refused_(metrics.counter("naadam_forms_total", "single forms by what became of them", {{"answer", "refused"}})) {}

void FormDesk::answer_on(runtime::StepLoop& loop) {
  loop_ = &loop;
  loop.on_ask(wire::verb::kFormFile, [this](const Json& ask) { return file(ask); });
  loop.on_ask(wire::verb::kFormCheck, [this](const Json& ask) { return check(ask); });
}

core::Result<bool> FormDesk::training() {
  if (training_) return *training_;
  const auto mode = runtime::settle_mode(store_);
  if (mode) training_ = *mode;
  return mode;
}

core::Result<Json> FormDesk::file(const Json& ask) {
  const auto forms = ask.find("forms");
  if (forms == ask.end() || !forms->is_array() || forms->empty() || forms->size() > wire::verb::kFormsAtOnce) {
    return mistyped("forms");
  }
  const auto now = runtime::installation_now(store_, installation_);
  if (!now) return tl::unexpected(now.error());
  const auto mode = training();
  if (!mode) return tl::unexpected(mode.error());

  Json results = Json::array();
  std::vector<Taken> taken;
  std::vector<std::size_t> place;  // of each taken form among the results
  taken.reserve(forms->size());
  for (const Json& form : *forms) {
    auto one = read(form, *now);
    results.push_back(one ? Json() : result_of(one.error()));
    if (!one) {
      refused_.add();
      continue;
    }
    one->state.training = *mode;
    taken.push_back(std::move(*one));
    place.push_back(results.size() - 1);
  }
  std::vector<Taken*> all;
  for (Taken& one : taken) all.push_back(&one);
  keep(all);
  for (std::size_t i = 0; i < taken.size(); ++i) results[place[i]] = std::move(taken[i].result);
  return Json{{"results", std::move(results)}};
}

core::Result<FormDesk::Taken> FormDesk::read(const Json& form, core::Millis now) const {
  if (!form.is_object()) return mistyped("form");
  const auto made = runtime::id_field(form, "id");
  if (!made) return tl::unexpected(made.error());
  const auto written = written_in(form);
  if (!written) return tl::unexpected(written.error());
  const domain::Edition& edition = *installation_.edition;
  Taken taken;
  taken.body.form = plain_form(written->form, edition);
  const wire::Claim& claim = taken.body.form->claim;
  if (auto why = not_open(claim.delegation, edition, now)) {
    return fail(ErrorKind::kRefused, std::move(*why), "registration is not open");
  }
  if (const auto faults = faults_of(*taken.body.form, written->guardian_agreed, edition, now); !faults.empty()) {
    std::string text;
    for (const FormFault& fault : faults) text += fault.text;
    return fail(ErrorKind::kInvalid, std::move(text), fmt::format("form: field {}", faults.front().field));
  }
  const std::string key = domain::document_key_text(claim.document_number);
  taken.body.submitter = wire::self_submitter(seal::keyed_hash(lookup_, wire::kPersonLabel, key),
                                              seal::keyed_hash(lookup_, wire::kSelfLabel, key));
  taken.body.file_name = kFileName;
  taken.upload = wire::form_id(taken.body.submitter, *made);
  taken.state.rows = 1;
  taken.state.number = 1;
  taken.state.accepted_at = now;
  return taken;
}

// Every form gets its result.
void FormDesk::keep(std::vector<Taken*> forms) {
  std::vector<Taken*> known;
  for (int tries = 0; tries < kNumberTriesMax && !forms.empty(); ++tries) {
    std::vector<store::Number> numbers;
    for (const Taken* one : forms) {
      numbers.push_back({.shard = core::shard_of(one->upload, store_.shards()),
                         .owner = one->body.submitter,
                         .item = one->upload,
                         .answer = {}});
    }
    if (tries > 0) store_.number(numbers);
    std::vector<store::Admit> calls;
    for (std::size_t i = 0; i < forms.size(); ++i) {
      Taken& one = *forms[i];
      if (tries > 0 && numbers[i].answer.outcome == store::Outcome::kDone) {
        one.state.number = static_cast<std::uint32_t>(numbers[i].number);
      }
      calls.push_back(upload_record(one.upload, one.body, one.state, numbers[i].shard, store_.epoch(), data_,
                                    {wire::upload_stage::kForm, FormFiling::kLease}));
    }
    store_.admit(calls);
    std::vector<Taken*> beaten;
    for (std::size_t i = 0; i < forms.size(); ++i) {
      Taken& one = *forms[i];
      const store::ItemAnswers& answer = calls[i].answer;
      if (answer.outcome != store::Outcome::kDone) {
        one.result = result_of(form_not_kept(answer));
      } else if (answer.item(0) == store::ItemAnswer::kDone) {
        one.receipt(false);
        kept_.add();
        runtime::log_info("form.kept", {{"upload", one.upload}, {"number", one.state.number}});
        loop_->enqueue(admitted(calls[i]));
      } else {
        (answer.item(0) == store::ItemAnswer::kExists ? known : beaten).push_back(&one);
      }
    }
    forms = std::move(beaten);
  }
  for (Taken* one : forms) one->result = result_of(form_not_kept({}));
  compare(known);
}

// Forms whose id is there already: the same receipt for the same content.
void FormDesk::compare(const std::vector<Taken*>& forms) {
  for (Taken* one : forms) {
    const auto kept = kept_upload(store_, data_, one->upload);
    if (!kept) {
      one->result = result_of(kept.error());
    } else if (!kept->body.form || !says_the_same(*kept->body.form, *one->body.form)) {
      one->result =
          result_of({ErrorKind::kRefused,
                     "这个编号已经用于另一份报名，内容不同。要更正报名，请用新的编号重新提交，以最后一次为准。",
                     "form id reused with another content"},
                    true);
      refused_.add();
    } else {
      one->state = kept->state;
      one->receipt(true);
      repeated_.add();
    }
  }
}

core::Result<Json> FormDesk::check(const Json& ask) {
  const auto written = written_in(ask);
  if (!written) return tl::unexpected(written.error());
  const auto now = runtime::installation_now(store_, installation_);
  if (!now) return tl::unexpected(now.error());
  const domain::Edition& edition = *installation_.edition;
  const wire::Form form = plain_form(written->form, edition);
  Json faults = Json::array(), claim = Json::object();
  for (const FormFault& fault : faults_of(form, written->guardian_agreed, edition, *now)) {
    faults.push_back({{"field", fault.field}, {"text", fault.text}});
  }
  for (const wire::ClaimText& one : wire::kClaimTexts) claim[std::string(one.name)] = form.claim.*one.text;
  return Json{{"claim", std::move(claim)},
              {"faults", std::move(faults)},
              {"guardian_wanted", guardian_wanted(form.claim, edition, *now)}};
}

}  // namespace naadam::intake
