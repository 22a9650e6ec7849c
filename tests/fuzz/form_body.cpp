// A form as anybody may send it to the portal.
#include "portal/rules/form_body.hpp"

#include <nlohmann/json.hpp>

#include "expect.hpp"
#include "wire/claim_texts.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace naadam;
  if (size > portal::kFormBytesMax) return 0;
  const auto question = portal::form_question(fuzz::view_of(data, size));
  if (!question) {
    fuzz::expect(question.error().kind() == portal::ProblemKind::kInvalid, "what is no form is the client's mistake");
    return 0;
  }
  const auto& fields = question->at("fields");
  fuzz::expect(fields.size() == wire::kClaimTexts.size(), "every field has its place");
  for (const auto& [name, value] : fields.items()) fuzz::expect(value.is_string(), "a field is a text");
  fuzz::expect(!portal::same_form_text(*question).empty(), "a form can be compared");
  return 0;
}
