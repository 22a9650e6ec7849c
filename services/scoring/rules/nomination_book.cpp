#include "scoring/rules/nomination_book.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

namespace naadam::scoring {
namespace {

using core::ErrorKind;

tl::unexpected<core::Error> wrong_terms(std::string text) {
  return core::fail(ErrorKind::kInvalid, std::move(text), "nomination can't be right");
}
tl::unexpected<core::Error> nomination_refused(std::string text) {
  return core::fail(ErrorKind::kRefused, std::move(text), "nomination refused");
}

// Every contest judged to its end, all by one scheme.
core::Status check_contests(const NominationTerms& terms) {
  if (terms.contests.empty()) return nomination_refused("还没有抽签，没有人出场。");
  std::vector<std::string> waiting;
  for (const NominationContest& one : terms.contests) {
    if (!one.book || !one.book->published) waiting.push_back(one.group_zh);
  }
  if (!waiting.empty())
    return nomination_refused(fmt::format("{} 的成绩还没有公布，各组别都公布之后才能提名。", fmt::join(waiting, "、")));
  for (const NominationContest& one : terms.contests) {
    if (one.book->criteria != terms.contests.front().book->criteria) {
      return nomination_refused(fmt::format("{} 和 {} 用的评分方案不同，分数不能放在一起比较。",
                                            terms.contests.front().group_zh, one.group_zh));
    }
  }
  return {};
}

// Everybody of every group as one field.
struct Field {
  std::vector<Standing> standings;
  struct Place {
    const NominationContest* contest;
    const MarkLine* line;
    std::uint32_t rank;  // in its contest
  };
  std::vector<Place> places;  // by standing
  std::map<std::string, std::size_t, std::less<>> by_label;
};

Field field_of(const NominationTerms& terms) {
  Field field;
  for (const NominationContest& contest : terms.contests) {
    std::map<std::string_view, std::uint32_t> ranks;
    if (contest.book->result) {
      for (const RankedLine& line : contest.book->result->ranked) ranks[line.number] = line.rank;
    }
    for (const MarkLine& line : contest.book->marks) {
      const std::string label = who_label(contest.group, line.number);
      field.by_label[label] = field.standings.size();
      field.standings.push_back({label, contest.book->delegation, line.presence, line.marks, line.seconds, 0});
      field.places.push_back({&contest, &line, ranks[line.number]});
    }
  }
  return field;
}

// The order of a tie as its contest published it, where all of it is of one contest.
void keep_contest_order(Field& field, const std::vector<std::string>& tie) {
  std::set<std::string_view> groups;
  std::set<std::uint32_t> ranks;
  for (const std::string& label : tie) {
    const Field::Place& place = field.places[field.by_label[label]];
    groups.insert(place.contest->group);
    ranks.insert(place.rank);
  }
  if (groups.size() != 1 || ranks.size() != tie.size()) return;
  for (const std::string& label : tie) {
    const std::size_t at = field.by_label[label];
    field.standings[at].reviewed = static_cast<std::uint16_t>(field.places[at].rank);
  }
}

void apply_reviews(Field& field, const std::vector<std::vector<std::string>>& ties,
                   const std::vector<Review>& reviews) {
  for (const auto& tie : ties) {
    keep_contest_order(field, tie);
    for (const Review& review : reviews) {
      if (!is_order_of(review.order, tie)) continue;
      std::uint16_t place = 0;
      for (const std::string& label : review.order) field.standings[field.by_label[label]].reviewed = ++place;
    }
  }
}

std::vector<Nominee> listed(const std::vector<std::string>& labels, const Field& field, const Ranking& ranking) {
  std::map<std::string_view, const Ranked*> ranked;
  for (const Ranked& one : ranking.ranked) ranked[field.standings[one.standing].number] = &one;
  std::vector<Nominee> list;
  for (const std::string& label : labels) {
    const Ranked& one = *ranked[label];
    const Field::Place& place = field.places[one.standing];
    const bool tied = !list.empty() && list.back().rank == one.rank;
    const auto order = tied ? list.back().order : static_cast<std::uint16_t>(list.size() + 1);
    list.push_back({place.contest->group, place.line->number, place.line->entry, one.total, one.rank, order});
  }
  return list;
}

// For a person: 职工组/2-05.
std::string shown(const std::vector<std::string>& labels, const NominationTerms& terms) {
  std::string text;
  for (const std::string& label : labels) {
    const auto slash = label.find('/');
    std::string group = label.substr(0, slash);
    for (const NominationContest& one : terms.contests) {
      if (one.group == group) group = one.group_zh;
    }
    text += fmt::format("{}{}{}", text.empty() ? "" : "、", group, label.substr(std::min(slash, label.size())));
  }
  return text;
}

}  // namespace

std::string who_label(std::string_view group, std::string_view number) { return fmt::format("{}/{}", group, number); }

core::Result<Nominees> nominees_of(const NominationTerms& terms, const std::vector<Review>& reviews,
                                   const std::vector<Declined>& declined) {
  if (const auto fine = check_contests(terms); !fine) return tl::unexpected(fine.error());
  auto breaks = tie_breaks(terms.tie_chain);
  if (!breaks) return tl::unexpected(breaks.error());
  const Scheme scheme{terms.contests.front().book->criteria, std::move(*breaks)};
  Field field = field_of(terms);
  auto ranking = rank(scheme, field.standings);
  if (!ranking) return tl::unexpected(ranking.error());
  Nominees nominees;
  nominees.all_ties = ranking->ties;
  if (!ranking->ties.empty()) {
    apply_reviews(field, ranking->ties, reviews);
    ranking = rank(scheme, field.standings);
    if (!ranking) return tl::unexpected(ranking.error());
  }
  std::set<std::string_view> out;
  for (const PassedOver& one : terms.passed_over) out.insert(one.who);
  for (const Declined& one : declined) out.insert(one.who);
  std::erase_if(ranking->ranked, [&](const Ranked& one) { return out.contains(field.standings[one.standing].number); });
  for (const Nomination& one : nominate(*ranking, field.standings, terms.quota)) {
    nominees.named = listed(one.named, field, *ranking);
    nominees.substitutes = listed(one.substitutes, field, *ranking);
    nominees.undecided = one.undecided;
  }
  return nominees;
}

std::string why_passed_over(const wire::EntryState& entry, std::string_view delegation, std::string_view event,
                            std::string_view group) {
  if (entry.has(wire::entry_flag::kWithdrawn)) return "withdrawn";
  if (entry.verdict != wire::Verdict::kAccepted) return "not_accepted";
  const bool there = entry.delegation == delegation && entry.event == event && entry.group == group;
  return there ? "" : "elsewhere";
}

std::vector<std::string> outdated_groups(const NominationBook& book, const std::vector<NominationSource>& now) {
  if (book.published_at == 0) return {};
  std::set<std::string> groups;
  for (const auto& [these, those] : {std::pair(&book.contests, &now), std::pair(&now, &book.contests)}) {
    for (const NominationSource& one : *these) {
      if (std::ranges::find(*those, one) == those->end()) groups.insert(one.group);
    }
  }
  return {groups.begin(), groups.end()};
}

core::Status decide_nomination(NominationBook& book, const std::vector<std::string>& order, const std::string& reason,
                               const NominationTerms& terms, const Hand& hand) {
  if (!book.reviews.empty() && book.reviews.back().order == order) return {};
  if (reason.empty() || reason.size() > kReasonBytesMax) {
    return wrong_terms(fmt::format("请写明复核的经过（reason），最多 {} 个字节。", kReasonBytesMax));
  }
  if (std::ranges::find(terms.tie_chain, "supervised_review") == terms.tie_chain.end()) {
    return nomination_refused("本届规则的同分比较次序里没有监督复核（supervised_review）。");
  }
  const auto nominees = nominees_of(terms, {}, book.declined);
  if (!nominees) return tl::unexpected(nominees.error());
  const auto is_it = [&](const std::vector<std::string>& tie) { return is_order_of(order, tie); };
  if (std::ranges::none_of(nominees->all_ties, is_it)) {
    std::string ties;
    for (const auto& tie : nominees->all_ties) ties += (ties.empty() ? "" : "；") + shown(tie, terms);
    return wrong_terms(ties.empty() ? "各组别之间没有并列，不需要复核。"
                                    : fmt::format("复核的次序应恰好包含一组并列的参赛号。现在并列的是：{}。", ties));
  }
  const Field field = field_of(terms);
  std::map<std::string_view, std::uint32_t> latest;  // rank in its contest, by group
  for (const std::string& label : order) {
    const Field::Place& place = field.places[field.by_label.at(label)];
    std::uint32_t& rank = latest[place.contest->group];
    if (place.rank < rank) {
      return wrong_terms(fmt::format("这个次序与{}公布的名次不符，请保持组内名次的先后。", place.contest->group_zh));
    }
    rank = place.rank;
  }
  book.published = false;
  ++book.version;
  book.reviews.push_back({order, hand.by, hand.now, reason});
  book.steps.push_back({"decide", hand.by, hand.now, fmt::format("{}", fmt::join(order, " "))});
  return {};
}

core::Result<bool> publish_nomination(NominationBook& book, const NominationTerms& terms,
                                      const std::optional<std::vector<std::string>>& declined,
                                      const std::string& reason, const Hand& hand) {
  if (const auto fine = check_contests(terms); !fine) return tl::unexpected(fine.error());
  std::vector<Declined> all = book.declined;
  if (declined) {
    const auto names = [](const Declined& one, const std::string& who) { return one.who == who; };
    std::erase_if(all, [&](const Declined& one) {
      return std::ranges::none_of(*declined, [&](const std::string& who) { return names(one, who); });
    });
    const Field field = field_of(terms);
    const bool fewer = all.size() < book.declined.size();
    for (const std::string& who : *declined) {
      if (!field.by_label.contains(who))
        return wrong_terms(fmt::format("没有参赛号 {}，请写作 组别/参赛号。", shown({who}, terms)));
      if (std::ranges::any_of(all, [&](const Declined& one) { return names(one, who); })) continue;
      all.push_back({who, reason, hand.by, hand.now});
    }
    if ((fewer || all.size() != book.declined.size()) && (reason.empty() || reason.size() > kReasonBytesMax)) {
      return wrong_terms(
          fmt::format("放弃决赛资格的名单有变，请写明理由（reason），最多 {} 个字节。", kReasonBytesMax));
    }
  }
  const auto nominees = nominees_of(terms, book.reviews, all);
  if (!nominees) return tl::unexpected(nominees.error());
  if (!nominees->undecided.empty()) {
    return nomination_refused(fmt::format("{} 在决赛名额的界线上并列，须经监督复核决定先后（marks decide，不写组别）。",
                                          shown(nominees->undecided, terms)));
  }
  std::vector<NominationSource> sources;
  for (const NominationContest& one : terms.contests) sources.push_back({one.group, one.document});
  if (book.published && book.contests == sources && book.named == nominees->named &&
      book.substitutes == nominees->substitutes && book.passed_over == terms.passed_over && book.quota == terms.quota &&
      book.tie_chain == terms.tie_chain && all.size() == book.declined.size()) {
    return false;
  }
  std::set<std::string> former(book.former.begin(), book.former.end());
  for (const auto* list : {&book.named, &book.substitutes}) {
    for (const Nominee& one : *list) former.insert(one.entry);
  }
  for (const auto* list : {&nominees->named, &nominees->substitutes}) {
    for (const Nominee& one : *list) former.erase(one.entry);
  }
  book.former.assign(former.begin(), former.end());
  book.contests = std::move(sources);
  book.quota = terms.quota;
  book.tie_chain = terms.tie_chain;
  book.passed_over = terms.passed_over;
  book.declined = std::move(all);
  book.named = nominees->named;
  book.substitutes = nominees->substitutes;
  book.published = true;
  book.published_by = hand.by;
  book.published_at = hand.now;
  ++book.version;
  book.steps.push_back({"nominate", hand.by, hand.now, reason});
  return true;
}

}  // namespace naadam::scoring
