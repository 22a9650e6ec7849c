#include "wire/score.hpp"

#include "fields.hpp"

namespace naadam::wire {
namespace {

constexpr std::uint8_t kScoreStateForm = 1;
constexpr std::uint64_t kSchemeSeed = 0x736368656d65;    // "scheme"
constexpr std::uint64_t kBookSeed = 0x626f6f6b;          // "book"
constexpr std::uint64_t kNominationSeed = 0x6e616d6564;  // "named"

}  // namespace

core::Id scheme_id(std::string_view edition, Round round, std::string_view event) {
  return id_within(contest_of(edition, round, event, "", ""), kSchemeSeed);
}

core::Id score_book_id(std::string_view edition, Round round, std::string_view event, std::string_view group,
                       std::string_view delegation) {
  return id_within(contest_of(edition, round, event, group, delegation), kBookSeed);
}

core::Id nomination_id(std::string_view edition, std::string_view event, std::string_view delegation) {
  return id_within(contest_of(edition, Round::kTrial, event, "", delegation), kNominationSeed);
}

// form | document 32
std::string encode(const ScoreState& state) {
  std::string out;
  put_u8(out, kScoreStateForm);
  return out.append(state.document);
}

core::Result<ScoreState> decode_score_state(std::string_view bytes) {
  ByteReader in(bytes);
  if (in.u8() != kScoreStateForm) return tl::unexpected(corrupt("score state", "form"));
  const std::string_view document = in.take(ScoreState::kNameBytes);
  if (!in.ok() || !in.at_end()) return tl::unexpected(corrupt("score state", "document"));
  return ScoreState{std::string(document)};
}

}  // namespace naadam::wire
