#include "applicants.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "domain/person_key.hpp"
#include "intake/entry_identity.hpp"
#include "intake/rules/consent.hpp"
#include "intake/rules/form.hpp"
#include "seal/seal.hpp"
#include "wire/claim_texts.hpp"
#include "wire/identity.hpp"
#include "wire/verbs.hpp"

namespace naadam::sim {
namespace {

using runtime::Json;

constexpr Millis kFormLater = 1'500;
constexpr int kFirstMax = 20'000;
constexpr int kBetweenMax = 9'000;  // two forms of one person
constexpr int kFormAgainMax = 15'000;

Json asked(const core::Id& made, const wire::Form& form) {
  Json fields = Json::object();
  for (const wire::ClaimText& one : wire::kClaimTexts) fields[std::string(one.name)] = form.claim.*one.text;
  const wire::Consent& consent = form.consent;
  return {{"id", core::to_hex(made)},
          {"fields", std::move(fields)},
          {"consent", {{"version", consent.version}, {"agreed_at", consent.agreed_at}}},
          {"guardian", {{"name", consent.guardian_name}, {"phone", consent.guardian_phone}, {"agreed", true}}}};
}

}  // namespace

Applicants::Applicants(Line& to_intake, Mayhem& mayhem, Workload& work, const runtime::Installation& installation,
                       const seal::LookupKey& lookup, const std::vector<std::vector<wire::Claim>>& claims)
    : mayhem_(mayhem), work_(work), installation_(installation), lookup_(lookup) {
  for (const auto& of_person : claims) {
    Person& person = people_.emplace_back(to_intake, mayhem);
    person.next_at = mayhem_.now() + mayhem_.random().between(0, kFirstMax);
    for (const wire::Claim& claim : of_person) {
      Form& form = person.forms.emplace_back();
      const std::uint64_t number = people_.size() * 16 + person.forms.size();
      form.made = *core::id_from_hex(fmt::format("{:032x}", number));
      form.says.claim = claim;
      form.says.consent.version = intake::consent_in_force().version;
      form.says.consent.agreed_at = 1;
      form.says.consent.guardian_name = "试验";
      form.says.consent.guardian_phone = "13900009999";
    }
  }
}

bool Applicants::step() {
  bool any = false;
  for (Person& person : people_) any |= step(person);
  return any;
}

std::optional<Millis> Applicants::next() const {
  std::optional<Millis> next;
  for (const Person& person : people_) {
    if (person.at == person.forms.size()) continue;
    const Millis at = person.inquiry.waits() ? mayhem_.now() + Inquiry::kLookMs : person.next_at;
    if (!next || at < *next) next = at;
  }
  return next;
}

void Applicants::look_again() {
  for (Person& person : people_) {
    person.inquiry.forget();
    person.at = 0;
    person.next_at = mayhem_.now() + mayhem_.random().between(1, kFormAgainMax);
  }
}

bool Applicants::step(Person& person) {
  if (person.inquiry.waits()) {
    if (const auto said = person.inquiry.hear()) {
      heard(person, said->answer);
      return true;
    }
    if (person.inquiry.waits()) return false;
    person.next_at = mayhem_.now();
  }
  if (person.at == person.forms.size() || mayhem_.now() < person.next_at) return false;
  const Form& form = person.forms[person.at];
  const Json question{{"forms", Json::array({asked(form.made, form.says)})}};
  if (!person.inquiry.ask(wire::verb::kFormFile, question)) person.next_at = mayhem_.now() + kFormLater;
  return true;
}

void Applicants::heard(Person& person, const Address::Answered& answer) {
  person.next_at = mayhem_.now() + kFormLater;
  if (answer.status == wire::ReplyStatus::kCorrupt || answer.status == wire::ReplyStatus::kInternal ||
      answer.status == wire::ReplyStatus::kInvalid) {
    faults_.push_back(fmt::format("a form was answered with status {}", static_cast<int>(answer.status)));
  }
  if (answer.status != wire::ReplyStatus::kOk) return;
  Form& form = person.forms[person.at];
  const Json result = runtime::unpack_map(answer.body).value().at("results").at(0);
  const auto status = static_cast<wire::ReplyStatus>(result.value("status", 0u));
  if (status == wire::ReplyStatus::kInvalid) {
    if (form.upload) faults_.push_back("a form that was taken is refused");
    form.refused = true;
  } else if (status != wire::ReplyStatus::kOk) {
    if (status == wire::ReplyStatus::kRefused || status == wire::ReplyStatus::kCorrupt) {
      faults_.push_back("a form was turned away: " + result.at("text").get<std::string>());
    }
    return;  // later
  } else {
    receipt(form, result);
  }
  ++person.at;
  person.next_at = mayhem_.now() + mayhem_.random().between(0, kBetweenMax);
}

void Applicants::receipt(Form& form, const Json& result) {
  const core::Id id = *core::id_from_hex(result.at("receipt").get<std::string>());
  if (form.upload && work_.uploads[*form.upload].id != id) faults_.push_back("a form has another receipt");
  if (form.refused) faults_.push_back("a form that was refused is taken");
  if (!form.upload) {
    form.upload = work_.uploads.size();
    Upload& upload = work_.uploads.emplace_back();
    const domain::Edition& edition = *installation_.edition;
    const wire::Claim claim = intake::plain_form(form.says, edition).claim;
    const std::string key = domain::document_key_text(claim.document_number);
    upload.form = true;
    upload.id = id;
    upload.submitter = wire::self_submitter(seal::keyed_hash(lookup_, wire::kPersonLabel, key),
                                            seal::keyed_hash(lookup_, wire::kSelfLabel, key));
    upload.rows.push_back({"", 0, claim, 0, ""});
    upload.entries.push_back(intake::entry_of(claim, id, 0, edition, lookup_));
    upload.copies.push_back(0);
    ++taken_;
  }
  Upload& upload = work_.uploads[*form.upload];
  upload.number = result.at("number").get<std::uint32_t>();
  upload.accepted_at = result.at("accepted_at").get<Millis>();
  mayhem_.note(fmt::format("form {} has number {}", core::to_hex(id), upload.number));
}

}  // namespace naadam::sim
