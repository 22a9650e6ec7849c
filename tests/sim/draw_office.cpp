#include "draw_office.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/rev.hpp"
#include "scheduling/contest_list.hpp"
#include "scheduling/draw_shelf.hpp"
#include "scheduling/rules/draw.hpp"
#include "wire/stages.hpp"
#include "wire/verbs.hpp"

namespace naadam::sim {
namespace {

namespace verb = wire::verb;
using runtime::Json;

constexpr Millis kDrawSoon = 400;
constexpr Millis kDrawLater = 2'500;
constexpr int kDrawRefusalsMax = 2;  // one may be because another officer's hand was faster
constexpr int kRedrawsMax = 9;       // under one scope; an organiser who never comes to an end gives up
constexpr const char* kWho[] = {"主办单位", "代表队"};

std::string id_of(const std::string& delegation, int serial) { return fmt::format("{}-{}", delegation, serial); }

int serial_of(std::string_view id) {
  int serial = 0;
  const std::size_t at = id.find('-') + 1;
  std::from_chars(id.data() + at, id.data() + id.size(), serial);
  return serial;
}

// The secret of one side of a draw: the same whenever it is asked for.
std::string secret(const std::string& id, const std::string& who) {
  std::string bytes;
  while (bytes.size() < scheduling::kSecretBytes) {
    const std::uint64_t word = core::content_hash(id + who, bytes.size() + 1);
    for (int shift = 0; shift < 64; shift += 8) bytes.push_back(static_cast<char>(word >> shift));
  }
  return bytes;
}

// Some keep theirs back.
bool tells(const std::string& id, const std::string& who) { return core::content_hash(who + id) % 6 != 0; }

bool has(const Json& names, const std::string& who) { return std::ranges::find(names, Json(who)) != names.end(); }

}  // namespace

DrawOffice::DrawOffice(Line& to_scheduling, Nodes& nodes, Mayhem& mayhem, const domain::Edition& edition,
                       const std::vector<std::string>& delegations)
    : line_(to_scheduling), nodes_(nodes), mayhem_(mayhem), edition_(edition) {
  for (const std::string& delegation : delegations) {
    Draw& draw = draws_.emplace_back(line_, mayhem_, delegation);
    draw.closes = edition.closes_for(delegation);
    draw.wanted = mayhem.random().chance(50) ? 2 : mayhem.random().chance(20) ? 3 : 1;
    draw.substitutes_left = mayhem.random().between(0, 2);
    draw.looks_left = 3;
    draw.next_at = mayhem.now() + mayhem.random().between(0, 3'000);
  }
}

bool DrawOffice::step() {
  bool any = false;
  for (Draw& draw : draws_) any |= step(draw);
  return any;
}

std::optional<Millis> DrawOffice::next() const {
  std::optional<Millis> next;
  for (const Draw& draw : draws_) {
    if (draw.done) continue;
    const Millis at = draw.inquiry.waits() ? mayhem_.now() + Inquiry::kLookMs : draw.next_at;
    if (!next || at < *next) next = at;
  }
  return next;
}

void DrawOffice::look_again() {
  for (Draw& draw : draws_) {
    draw.done = false;
    draw.refusals.clear();
    draw.looks_left = 3;
    draw.next_at = mayhem_.now() + mayhem_.random().between(1, 8'000);
  }
}

bool DrawOffice::done(const std::string& delegation) const {
  return std::ranges::any_of(draws_, [&](const Draw& draw) { return draw.delegation == delegation && draw.done; });
}

bool DrawOffice::step(Draw& draw) {
  if (draw.inquiry.waits()) {
    if (const auto said = draw.inquiry.hear()) {
      heard(draw, said->verb, said->answer);
      return true;
    }
    if (draw.inquiry.waits()) return false;
    draw.next_at = mayhem_.now();
  }
  if (draw.done || mayhem_.now() < draw.next_at) return false;
  ask(draw, verb::kDrawShow, Json::object());
  return true;
}

void DrawOffice::ask(Draw& draw, std::string_view verb, Json more) {
  more["round"] = "trial";
  more["delegation"] = draw.delegation;
  more["by"] = "甲";
  if (!draw.inquiry.ask(verb, more)) draw.next_at = mayhem_.now() + kDrawSoon;
}

void DrawOffice::heard(Draw& draw, std::string_view verb, const Address::Answered& answer) {
  draw.next_at = mayhem_.now() + kDrawSoon;
  switch (answer.status) {
    case wire::ReplyStatus::kOk:
      if (verb == verb::kDrawRedraw) ++redraws_;
      if (verb == verb::kDrawSubstitute) ++substitutes_;
      if (verb == verb::kDrawShow) {
        go_on(draw, runtime::unpack_map(answer.body).value());
      } else {
        mayhem_.note(fmt::format("office: {} of {} done", verb, draw.delegation));
      }
      return;
    case wire::ReplyStatus::kNotFound:
      return open(draw);
    case wire::ReplyStatus::kRefused:
    case wire::ReplyStatus::kInvalid:
      return refused(draw, verb);
    case wire::ReplyStatus::kCorrupt:
    case wire::ReplyStatus::kInternal:
      faults_.push_back(fmt::format("{} of draw {} found it damaged", verb, draw.id));
      return;
    default:
      return;  // not now
  }
}

void DrawOffice::refused(Draw& draw, std::string_view verb) {
  mayhem_.note(fmt::format("office: {} of {} refused", verb, draw.delegation));
  // Too late to begin at all: the store forgot that it was begun, or was away for too long.
  if (verb == verb::kDrawOpen) draw.done = mayhem_.now() > draw.closes;
  ++draw.refusals[draw.id + std::string(verb)];
  if (verb == verb::kDrawPublish) return redraw(draw);
  draw.next_at = mayhem_.now() + kDrawLater;
}

void DrawOffice::go_on(Draw& draw, const Json& shown) {
  draw.id = shown.at("draw");
  const std::string phase = shown.at("phase");
  if (phase == "committing") return commit_or_freeze(draw, shown);
  if (phase == "frozen") return reveal_or_publish(draw, shown);
  after_publishing(draw);
}

void DrawOffice::commit_or_freeze(Draw& draw, const Json& shown) {
  const bool may_commit = draw.refusals[draw.id + std::string(verb::kDrawCommit)] < kDrawRefusalsMax;
  for (const std::string who : kWho) {
    if (!may_commit || has(shown.at("commitments"), who)) continue;
    const seal::Hash hash = scheduling::commitment(draw.id, who, secret(draw.id, who));
    return ask(draw, verb::kDrawCommit, {{"who", who}, {"commitment", core::to_hex(seal::view_of(hash))}});
  }
  const Millis value_at = shown.at("value_at");
  if (mayhem_.now() >= value_at) return redraw(draw);
  if (mayhem_.now() <= draw.closes) {
    draw.next_at = draw.closes + 1 + mayhem_.random().between(0, 1'000);
    return;
  }
  ask(draw, verb::kDrawFreeze, Json::object());
}

void DrawOffice::reveal_or_publish(Draw& draw, const Json& shown) {
  const Millis value_at = shown.at("value_at");
  if (mayhem_.now() >= value_at) return ask(draw, verb::kDrawPublish, {{"text", "号码 " + draw.id}});
  const bool may_reveal = draw.refusals[draw.id + std::string(verb::kDrawReveal)] < kDrawRefusalsMax;
  for (const std::string who : kWho) {
    if (!may_reveal || !tells(draw.id, who) || has(shown.at("reveals"), who)) continue;
    return ask(draw, verb::kDrawReveal, {{"who", who}, {"secret", core::to_hex(secret(draw.id, who))}});
  }
  draw.next_at = value_at;
}

void DrawOffice::after_publishing(Draw& draw) {
  if (serial_of(draw.id) < draw.wanted) {
    // While its seats are told, or long after.
    if (mayhem_.random().chance(40)) return redraw(draw);
    draw.next_at = mayhem_.now() + kDrawLater;
    return;
  }
  if (draw.substitutes_left == 0 || draw.looks_left == 0) {
    draw.done = true;
    return;
  }
  --draw.looks_left;
  substitute(draw);
}

namespace {

Json opening_of(const std::string& id, Millis value_at) {
  return {{"draw", id},
          {"source", "某期开奖号码"},
          {"value_at", static_cast<std::uint64_t>(value_at)},
          {"plan", Json::array({{{"event", "*"}, {"group", ""}, {"heats", 0}, {"stations", 3}}})}};
}

}  // namespace

void DrawOffice::open(Draw& draw) {
  draw.id = id_of(draw.delegation, 1);
  ask(draw, verb::kDrawOpen, opening_of(draw.id, draw.closes + mayhem_.random().between(4'000, 9'000)));
}

void DrawOffice::redraw(Draw& draw) {
  const int serial = serial_of(draw.id) + 1;
  if (serial > kRedrawsMax) {
    draw.done = true;
    return;
  }
  Json wish = opening_of(id_of(draw.delegation, serial), mayhem_.now() + mayhem_.random().between(3'000, 9'000));
  wish["reason"] = "试验";
  ask(draw, verb::kDrawRedraw, std::move(wish));
}

// The officer has the boards before him: nobody's answer is needed for that.
void DrawOffice::substitute(Draw& draw) {
  store::ModelStore& model = nodes_.model();
  runtime::Installation installation;
  installation.edition = std::shared_ptr<const domain::Edition>(&edition_, [](const auto*) {});
  const auto shelved = scheduling::DrawShelf(model, installation).find(wire::Round::kTrial, draw.delegation);
  draw.next_at = mayhem_.now() + kDrawLater;
  if (!shelved || !*shelved) return;
  const auto seats = scheduling::seats_of((*shelved)->book);
  const auto contests = scheduling::contests_of(edition_, wire::Round::kTrial, draw.delegation);
  const auto lists = scheduling::accepted_entries(model, contests);
  if (!lists) return;
  for (std::size_t i = 0; i < contests.size(); ++i) {
    const std::string label = scheduling::contest_label(contests[i].event, contests[i].group);
    const auto& accepted = (*lists)[i].entries;
    std::string out, in;
    for (const auto& [entry, seat] : seats) {
      if (seat.event == label && std::ranges::find(accepted, entry) == accepted.end()) out = entry;
    }
    for (const std::string& entry : accepted) {
      if (!seats.contains(entry)) in = entry;
    }
    if (out.empty() || in.empty()) continue;
    --draw.substitutes_left;
    return ask(draw, verb::kDrawSubstitute, {{"out", out}, {"in", in}, {"reason", "因病"}});
  }
}

}  // namespace naadam::sim
