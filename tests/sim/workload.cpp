#include "workload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "core/bytes.hpp"
#include "core/rev.hpp"
#include "domain/document_number.hpp"
#include "domain/employer_code.hpp"
#include "intake/rules/claims.hpp"
#include "intake/rules/file_facts.hpp"
#include "seal/seal.hpp"
#include "wire/identity.hpp"

namespace naadam::sim {
namespace {

constexpr std::size_t kSubmittersMax = 6;
constexpr int kUploadsMax = 4;
constexpr int kUploadsOfQuarrel = 9;
constexpr int kHandInMax = 15'000;
constexpr Millis kSlowReading = 9'000;
constexpr std::size_t kEventsOfCrowd = 2;

core::Id name_of(std::string_view what, std::size_t a, std::size_t b) {
  const std::string text = fmt::format("{} {} {}", what, a, b);
  std::string raw;
  core::put_u64(raw, core::content_hash(text, 1));
  core::put_u64(raw, core::content_hash(text, 2));
  return core::Id::from(raw);
}

class Writer {
 public:
  Writer(Random& random, const domain::Edition& edition, const std::vector<std::string>& delegations)
      : random_(random), edition_(edition), delegations_(delegations) {
    for (const domain::Event& event : edition.events) {
      if (event.team_size == 1) events_.push_back(&event);
    }
    if (!delegations.empty()) events_.resize(kEventsOfCrowd);
  }

  wire::Claim person(std::size_t serial) {
    wire::Claim claim;
    claim.name = fmt::format("试验{}", serial);
    claim.document_number =
        domain::complete_citizen_id(fmt::format("150102{}{:02}{:02}{:03}", random_.between(1965, 2006),
                                                random_.between(1, 12), random_.between(1, 28), serial % 1'000));
    // Some share a telephone, as a class shares its teacher's.
    claim.mobile = random_.chance(25) && serial > 0 ? mobile(serial / 8 * 8) : mobile(serial);
    const domain::Event& event = *random_.pick(events_);
    claim.event = event.zh;
    claim.group = edition_.find_group(random_.pick(event.groups))->zh;
    claim.delegation = delegation();
    claim.basis = random_.chance(95) ? "工作" : "";
    claim.employer = "试验机械有限公司";
    if (random_.chance(80)) claim.employer_code = domain::complete_employer_code("91150102MA000001");
    if (random_.chance(50)) claim.post = random_.chance(50) ? "管理技术" : "生产操作";
    return claim;
  }

  // The same person in other words: some of them matter, some do not.
  void vary(wire::Claim& claim, std::size_t serial) {
    switch (random_.below(9)) {
      case 0:
        claim.mobile = mobile(serial + 4'000);
        break;
      case 1:
        claim.mobile = claim.mobile.substr(0, 9);
        break;
      case 2:
        claim.basis.clear();
        break;
      case 3:
        claim.name += "明";
        break;
      case 4:
        claim.employer_code = "91150102MA0000010";
        break;
      case 5:
        claim.document_number = claim.document_number.substr(0, 17);
        break;
      case 6:
        claim.document_number.clear();
        break;
      case 7:
        claim.delegation = delegation();
        break;
      default:
        claim.note = "自带工具";
    }
  }

 private:
  std::string delegation() {
    if (!delegations_.empty() && random_.chance(90)) return edition_.find_delegation(random_.pick(delegations_))->zh;
    return edition_.delegations[random_.below(edition_.delegations.size())].zh;
  }
  static std::string mobile(std::size_t serial) { return fmt::format("1390000{:04}", serial % 10'000); }

  Random& random_;
  const domain::Edition& edition_;
  const std::vector<std::string>& delegations_;
  std::vector<const domain::Event*> events_;
};

}  // namespace

Workload make_workload(Random& random, const runtime::Installation& installation, const seal::LookupKey& lookup,
                       std::size_t persons, const std::vector<std::string>& delegations) {
  const domain::Edition& edition = *installation.edition;
  Writer writer(random, edition, delegations);
  std::vector<wire::Claim> people;
  for (std::size_t i = 0; i < persons; ++i) people.push_back(writer.person(i));

  Workload work;
  work.persons = persons;
  const std::size_t submitters = 1 + random.below(kSubmittersMax);
  // One correction chases the other, so that most notices are overtaken by a newer verdict before they are told.
  const bool quarrel = random.chance(30);
  const int uploads_max = quarrel ? kUploadsOfQuarrel : kUploadsMax;
  for (std::size_t s = 0; s < submitters; ++s) {
    std::vector<std::size_t> own;  // indexes of this submitter's uploads
    const int uploads = random.between(1, uploads_max);
    Millis at = 0;
    for (int u = 0; u < uploads; ++u) {
      Upload upload;
      upload.submitter = name_of("submitter", s, 0);
      upload.number = static_cast<std::uint32_t>(own.size() + 1);
      upload.blob = name_of("file", s, static_cast<std::size_t>(u));
      at += random.between(0, kHandInMax / uploads_max);
      upload.handed_in = at;
      upload.accepted_at = random.chance(4) ? edition.entry_closes + 1 : edition.entry_closes - 86'400'000 + at;
      upload.reading = random.chance(25) ? kSlowReading : random.between(0, 500);
      if (!own.empty() && random.chance(quarrel ? 90 : 60)) {
        upload.corrects = quarrel ? own.back() : random.pick(own);
      }

      const auto add = [&](const wire::Claim& claim) { upload.rows.push_back({"", 0, claim, 0, ""}); };
      if (upload.corrects) {
        for (const intake::RowClaim& row : work.uploads[*upload.corrects].rows) {
          if (random.chance(15)) continue;  // vanishes
          add(row.claim);
          if (random.chance(quarrel ? 50 : 15)) writer.vary(upload.rows.back().claim, random.below(persons));
        }
      }
      for (std::size_t p = 0; p < persons; ++p) {
        // Most people are of one submitter; some are sent by two.
        if (!(p % submitters == s ? random.chance(u == 0 ? 85 : 20) : random.chance(4))) continue;
        add(people[p]);
        if (random.chance(20)) writer.vary(upload.rows.back().claim, p);
        if (random.chance(8)) {  // enters a second event as well
          add(people[p]);
          upload.rows.back().claim.event = edition.events[random.below(edition.events.size())].zh;
        }
        if (random.chance(5)) {  // stands in the file twice
          add(people[p]);
          if (random.chance(50)) writer.vary(upload.rows.back().claim, p);
        }
      }
      const core::Id corrected = upload.corrects ? work.uploads[*upload.corrects].id : core::Id{};
      upload.id = wire::upload_id(upload.submitter, upload.blob, corrected);
      for (std::size_t i = 0; i < upload.rows.size(); ++i) upload.rows[i].row = static_cast<std::uint32_t>(i + 2);
      intake::add_file_facts(upload.rows, edition);
      std::unordered_map<core::Id, std::uint16_t, core::IdHash> seen;
      for (std::size_t i = 0; i < upload.rows.size(); ++i) {
        const intake::EntryName name = intake::entry_name(upload.rows[i].claim, edition);
        const core::Id person =
            name.person.empty()
                ? seal::keyed_hash(lookup, wire::kRowLabel, core::to_hex(upload.id) + "/" + std::to_string(i))
                : seal::keyed_hash(lookup, wire::kPersonLabel, name.person);
        upload.entries.push_back(wire::entry_id(person, edition.id, name.event, name.group));
        upload.copies.push_back(seen[upload.entries.back()]++);
      }
      if (upload.rows.empty()) continue;
      own.push_back(work.uploads.size());
      work.uploads.push_back(std::move(upload));
    }
  }
  return work;
}

std::vector<std::vector<wire::Claim>> make_forms(Random& random, const runtime::Installation& installation,
                                                 const Workload& work) {
  static constexpr std::size_t kPeopleMax = 16, kFormsMax = 3, kSerial = 3'000;
  const std::vector<std::string> everywhere;
  Writer writer(random, *installation.edition, everywhere);
  std::set<std::string> documents;
  std::vector<std::vector<wire::Claim>> all;
  const std::size_t people = 1 + random.below(kPeopleMax);
  for (std::size_t i = 0; i < people; ++i) {
    wire::Claim claim = writer.person(kSerial + i);
    if (!work.uploads.empty() && random.chance(50)) {
      const auto& rows = work.uploads[random.below(work.uploads.size())].rows;
      claim = rows[random.below(rows.size())].claim;
    }
    if (!documents.insert(claim.document_number).second) continue;
    std::vector<wire::Claim>& forms = all.emplace_back();
    const std::size_t wanted = 1 + random.below(kFormsMax);
    while (forms.size() < wanted) {
      wire::Claim next = claim;
      if (!forms.empty()) writer.vary(next, kSerial + i);
      if (next.document_number == claim.document_number) forms.push_back(std::move(next));
    }
  }
  return all;
}

std::map<core::Id, std::set<std::string>> delegations_named(const Workload& work, const domain::Edition& edition) {
  std::map<core::Id, std::set<std::string>> named;
  for (const Upload& upload : work.uploads) {
    for (std::size_t row = 0; row < upload.rows.size(); ++row) {
      const auto* delegation = edition.find_delegation(upload.rows[row].claim.delegation);
      named[upload.entries[row]].insert(delegation == nullptr ? "" : delegation->code);
    }
  }
  return named;
}

}  // namespace naadam::sim
