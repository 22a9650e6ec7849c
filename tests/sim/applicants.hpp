// People who register themselves in a world, one form after the other: some stand in an employer's file as well, some
// correct what they said. Each asks until there is a receipt, and after a roll-back asks again from the first form, as
// whoever looks up a receipt that is not known any more does; the id that the phone made makes a repeat the same form.
// What was taken goes into the workload, as an upload of one row.
//
// Thread: one at a time.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "inquiry.hpp"
#include "runtime/installation.hpp"
#include "seal/keys.hpp"
#include "wire/upload.hpp"
#include "workload.hpp"

namespace naadam::sim {

class Applicants {
 public:
  // `claims`: by person, one a form. All else that is passed outlives it.
  Applicants(Line& to_intake, Mayhem& mayhem, Workload& work, const runtime::Installation& installation,
             const seal::LookupKey& lookup, const std::vector<std::vector<wire::Claim>>& claims);

  // True when something was asked or heard.
  bool step();
  // When there is something to do again; nothing: all have their receipts.
  std::optional<Millis> next() const;
  // Everybody is told that the store was set back.
  void look_again();

  // Forms that have a receipt.
  std::size_t taken() const { return taken_; }
  // What must never have happened, in words.
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  using Json = runtime::Json;

  struct Form {
    core::Id made;  // by the phone
    wire::Form says;
    std::optional<std::size_t> upload;  // among the workload's, once there was a receipt
    bool refused = false;
  };
  struct Person {
    Person(Line& line, Mayhem& mayhem) : inquiry(line, mayhem) {}
    Inquiry inquiry;
    std::vector<Form> forms;
    std::size_t at = 0;  // the form that is to be handed in; their number: all are
    Millis next_at = 0;
  };

  bool step(Person& person);
  void heard(Person& person, const Address::Answered& answer);
  void receipt(Form& form, const Json& result);

  Mayhem& mayhem_;
  Workload& work_;
  const runtime::Installation& installation_;
  const seal::LookupKey& lookup_;
  std::vector<Person> people_;
  std::size_t taken_ = 0;
  std::vector<std::string> faults_;
};

}  // namespace naadam::sim
