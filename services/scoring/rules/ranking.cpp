#include "scoring/rules/ranking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace naadam::scoring {
namespace {

constexpr std::size_t kOpenNamedMax = 10;
constexpr std::array<std::string_view, 4> kPresenceNames{"competed", "absent", "disqualified", "withdrawn"};
constexpr std::array<std::string_view, 3> kTieBreaks{"higher_weight_criterion", "less_time", "supervised_review"};

template <class Enum>
std::optional<Enum> named(const auto& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

tl::unexpected<core::Error> refuse(core::ErrorKind kind, std::string text) {
  return core::fail(kind, std::move(text), "ranking refused");
}

core::Status check(const Scheme& scheme, const std::vector<Standing>& standings) {
  std::set<std::string_view> numbers;
  std::vector<std::string> open;
  for (const Standing& one : standings) {
    if (!numbers.insert(one.number).second) {
      return refuse(core::ErrorKind::kInvalid, fmt::format("参赛号 {} 出现了两次。", one.number));
    }
    if (one.presence != Presence::kCompeted) continue;
    if (one.marks.size() != scheme.criteria.size()) {
      return refuse(core::ErrorKind::kInvalid, fmt::format("参赛号 {} 的评分项数目与评分方案不符。", one.number));
    }
    for (std::size_t i = 0; i < one.marks.size(); ++i) {
      const Criterion& criterion = scheme.criteria[i];
      if (!one.marks[i]) {
        open.push_back(fmt::format("{} 的“{}”", one.number, criterion.code));
      } else if (*one.marks[i] < Decimal() || *one.marks[i] > criterion.most) {
        return refuse(core::ErrorKind::kInvalid,
                      fmt::format("参赛号 {} 的“{}”为 {}，应在 0 至 {} 之间。", one.number, criterion.code,
                                  one.marks[i]->text(), criterion.most.text()));
      } else if (!one.marks[i]->in_steps_of(criterion.step)) {
        return refuse(core::ErrorKind::kInvalid,
                      fmt::format("参赛号 {} 的“{}”为 {}，应为 {} 的倍数。", one.number, criterion.code,
                                  one.marks[i]->text(), criterion.step.text()));
      }
    }
  }
  if (open.empty()) return {};
  const std::size_t named = std::min(open.size(), kOpenNamedMax);
  std::string text;
  for (std::size_t i = 0; i < named; ++i) text += (i == 0 ? "" : "、") + open[i];
  return refuse(core::ErrorKind::kRefused, fmt::format("还有 {} 处没有评分，不能排名：{}{}。", open.size(), text,
                                                       open.size() > named ? "等" : ""));
}

// What a standing is compared by, most important first. Larger is better.
class Keys {
 public:
  Keys(const Scheme& scheme, const std::vector<Standing>& standings) : standings_(standings) {
    std::map<Decimal, std::vector<std::size_t>, std::greater<>> by_weight;
    for (std::size_t i = 0; i < scheme.criteria.size(); ++i) by_weight[scheme.criteria[i].most].push_back(i);
    for (auto& [most, criteria] : by_weight) weights_.push_back(std::move(criteria));
  }

  Decimal total(std::size_t i) const {
    Decimal sum;
    for (const auto& mark : standings_[i].marks) sum += *mark;
    return sum;
  }

  // Of a before b: below zero where a is the better, zero where this does not tell them apart.
  int compare(TieBreak by, std::size_t a, std::size_t b) const {
    switch (by) {
      case TieBreak::kHigherWeightCriterion:
        for (const auto& criteria : weights_) {
          if (const auto order = sum(b, criteria) <=> sum(a, criteria); order != 0) return order < 0 ? -1 : 1;
        }
        return 0;
      case TieBreak::kLessTime:
        return order(standings_[a].seconds.value_or(0), standings_[b].seconds.value_or(0));
      case TieBreak::kSupervisedReview:
        if (standings_[a].reviewed == 0 || standings_[b].reviewed == 0) return 0;
        return order(standings_[a].reviewed, standings_[b].reviewed);
    }
    return 0;
  }

 private:
  Decimal sum(std::size_t i, const std::vector<std::size_t>& criteria) const {
    Decimal sum;
    for (const std::size_t c : criteria) sum += *standings_[i].marks[c];
    return sum;
  }
  static int order(std::uint32_t a, std::uint32_t b) { return a < b ? -1 : (a > b ? 1 : 0); }

  const std::vector<Standing>& standings_;
  std::vector<std::vector<std::size_t>> weights_;  // criteria of equal full marks, the weightiest first
};

using Group = std::vector<Ranked>;  // not told apart so far

bool needs_time(const Group& group, const std::vector<Standing>& standings) {
  return std::ranges::any_of(group, [&](const Ranked& one) { return !standings[one.standing].seconds; });
}

// A review speaks only where it has an opinion on everybody who is still tied.
bool reviewed(const Group& group, const std::vector<Standing>& standings) {
  return std::ranges::all_of(group, [&](const Ranked& one) { return standings[one.standing].reviewed != 0; });
}

template <class Same>
std::vector<Group> parted(const Group& group, const Same& same) {
  std::vector<Group> parts;
  for (const Ranked& one : group) {
    if (parts.empty() || !same(parts.back().back(), one)) parts.emplace_back();
    parts.back().push_back(one);
  }
  return parts;
}

}  // namespace

std::string_view presence_name(Presence presence) { return kPresenceNames[static_cast<std::size_t>(presence)]; }

std::optional<Presence> presence_of(std::string_view name) { return named<Presence>(kPresenceNames, name); }

std::optional<TieBreak> tie_break_of(std::string_view name) { return named<TieBreak>(kTieBreaks, name); }

core::Result<Ranking> rank(const Scheme& scheme, const std::vector<Standing>& standings) {
  if (auto fine = check(scheme, standings); !fine) return tl::unexpected(fine.error());
  const Keys keys(scheme, standings);
  Group all;
  Group unranked;
  for (std::size_t i = 0; i < standings.size(); ++i) {
    if (standings[i].presence == Presence::kCompeted) {
      all.push_back({i, keys.total(i)});
    } else {
      unranked.push_back({i, {}});
    }
  }
  const auto by_number = [&](const Ranked& one) -> const std::string& { return standings[one.standing].number; };
  std::ranges::sort(all, [&](const Ranked& a, const Ranked& b) {
    return a.total != b.total ? a.total > b.total : by_number(a) < by_number(b);
  });
  std::vector<Group> groups = parted(all, [](const Ranked& a, const Ranked& b) { return a.total == b.total; });
  for (const TieBreak by : scheme.tie_chain) {
    std::vector<Group> finer;
    for (Group& group : groups) {
      const bool speaks = group.size() > 1 && (by != TieBreak::kSupervisedReview || reviewed(group, standings));
      if (speaks && by == TieBreak::kLessTime && needs_time(group, standings)) {
        return refuse(core::ErrorKind::kRefused, fmt::format("总分并列，须比较用时，但参赛号 {} 等没有全部填写用时。",
                                                             standings[group.front().standing].number));
      }
      if (!speaks) {
        finer.push_back(std::move(group));
        continue;
      }
      std::ranges::sort(group, [&](const Ranked& a, const Ranked& b) {
        const int order = keys.compare(by, a.standing, b.standing);
        return order != 0 ? order < 0 : by_number(a) < by_number(b);
      });
      for (Group& part : parted(group, [&](const Ranked& a, const Ranked& b) {
             return keys.compare(by, a.standing, b.standing) == 0;
           })) {
        finer.push_back(std::move(part));
      }
    }
    groups = std::move(finer);
  }

  Ranking ranking;
  for (Group& group : groups) {
    const auto place = static_cast<std::uint32_t>(ranking.ranked.size() + 1);
    if (group.size() > 1) ranking.ties.emplace_back();
    for (Ranked& one : group) {
      one.rank = place;
      one.tied = group.size() > 1;
      if (one.tied) ranking.ties.back().push_back(standings[one.standing].number);
      ranking.ranked.push_back(one);
    }
  }
  std::ranges::sort(unranked, {}, by_number);
  ranking.ranked.insert(ranking.ranked.end(), unranked.begin(), unranked.end());
  return ranking;
}

std::vector<Nomination> nominate(const Ranking& ranking, const std::vector<Standing>& standings, std::uint16_t quota) {
  std::map<std::string_view, std::vector<const Ranked*>> by_delegation;
  for (const Ranked& one : ranking.ranked) {
    if (one.rank != 0) by_delegation[standings[one.standing].delegation].push_back(&one);
  }
  std::vector<Nomination> nominations;
  for (const auto& [delegation, ranked] : by_delegation) {
    Nomination& nomination = nominations.emplace_back();
    nomination.delegation = delegation;
    for (std::size_t from = 0; from < ranked.size();) {
      std::size_t to = from + 1;
      while (to < ranked.size() && ranked[to]->rank == ranked[from]->rank) ++to;
      const bool over_the_cut = from < quota && to > quota;
      for (; from < to; ++from) {
        const std::string& number = standings[ranked[from]->standing].number;
        (over_the_cut   ? nomination.undecided
         : from < quota ? nomination.named
                        : nomination.substitutes)
            .push_back(number);
      }
    }
  }
  return nominations;
}

}  // namespace naadam::scoring
