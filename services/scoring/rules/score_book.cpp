#include "scoring/rules/score_book.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

namespace naadam::scoring {
namespace {

using core::ErrorKind;

constexpr std::size_t kNamedMax = 5;

tl::unexpected<core::Error> wrong(std::string text) {
  return core::fail(ErrorKind::kInvalid, std::move(text), "score step can't be right");
}
tl::unexpected<core::Error> book_refuses(std::string text) {
  return core::fail(ErrorKind::kRefused, std::move(text), "score step refused");
}

void note(ScoreBook& book, const Hand& hand, std::string step, std::string text = {}) {
  book.steps.push_back({std::move(step), hand.by, hand.now, std::move(text)});
}

std::map<std::string, std::string> entries_of(const auto& lines) {
  std::map<std::string, std::string> entries;
  for (const auto& line : lines) entries[line.number] = line.entry;
  return entries;
}

// Numbers that one of the two does not have, or has with another entry; the first few.
std::vector<std::string> differing(const std::map<std::string, std::string>& a,
                                   const std::map<std::string, std::string>& b) {
  std::set<std::string> numbers;
  for (const auto& [from, to] : {std::pair(&a, &b), std::pair(&b, &a)}) {
    for (const auto& [number, entry] : *from) {
      const auto there = to->find(number);
      if (there == to->end() || there->second != entry) numbers.insert(number);
    }
  }
  std::vector<std::string> first(numbers.begin(), numbers.end());
  if (first.size() > kNamedMax) first.resize(kNamedMax);
  return first;
}

core::Result<Ranking> ranked_under(const ScoreBook& book, const std::vector<std::string>& chain, bool with_reviews) {
  auto breaks = tie_breaks(chain);
  if (!breaks) return tl::unexpected(breaks.error());
  const Scheme scheme{book.criteria, std::move(*breaks)};
  std::vector<Standing> standings = standings_of(book);
  auto ranking = rank(scheme, standings);
  if (!ranking || !with_reviews || ranking->ties.empty()) return ranking;
  std::map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < standings.size(); ++i) places[standings[i].number] = i;
  for (const Review& review : book.reviews) {
    const auto speaks_of = [&](const std::vector<std::string>& tie) { return is_order_of(review.order, tie); };
    if (std::ranges::none_of(ranking->ties, speaks_of)) continue;
    std::uint16_t place = 0;
    for (const std::string& number : review.order) standings[places[number]].reviewed = ++place;
  }
  return rank(scheme, standings);
}

std::vector<RankedLine> lines_of(const Ranking& ranking, const ScoreBook& book) {
  std::vector<RankedLine> lines;
  for (const Ranked& one : ranking.ranked) {
    const MarkLine& line = book.marks[one.standing];
    lines.push_back({line.number, line.entry, line.presence, one.total, one.rank});
  }
  return lines;
}

}  // namespace

core::Millis reopened_at(const std::vector<BookStep>& steps, std::string_view publication) {
  const auto last = std::find_if(steps.rbegin(), steps.rend(),
                                 [publication](const BookStep& one) { return one.step == publication; });
  return last == steps.rend() || last == steps.rbegin() ? 0 : std::prev(last)->at;
}

core::Result<std::vector<TieBreak>> tie_breaks(const std::vector<std::string>& chain) {
  std::vector<TieBreak> breaks;
  for (const std::string& name : chain) {
    const auto one = tie_break_of(name);
    if (!one) {
      return core::fail(ErrorKind::kInvalid,
                        fmt::format("同分比较次序里的“{}”不认识，请核对赛事规则 finals.tie_chain。", name),
                        "tie break not known");
    }
    breaks.push_back(*one);
  }
  return breaks;
}

bool is_order_of(std::vector<std::string> order, std::vector<std::string> tied) {
  std::ranges::sort(order);
  std::ranges::sort(tied);
  return order == tied;
}

std::string joined(const std::vector<std::vector<std::string>>& ties) {
  std::string text;
  for (const auto& tie : ties) text += fmt::format("{}{}", text.empty() ? "" : "；", fmt::join(tie, "、"));
  return text;
}

std::vector<Standing> standings_of(const ScoreBook& book) {
  std::vector<Standing> standings;
  for (const MarkLine& line : book.marks) {
    standings.push_back({line.number, book.delegation, line.presence, line.marks, line.seconds, 0});
  }
  return standings;
}

core::Result<Ranking> ranking_of(const ScoreBook& book) { return ranked_under(book, book.tie_chain, true); }

core::Status check_terms(const ScoreBook& book, const Terms& terms) {
  if (book.version == 0) return book_refuses("还没有导入评分。");
  if (book.criteria != terms.criteria)
    return book_refuses("评分方案在导入之后更换过，请按新的方案重新导入评分并写明理由。");
  if (book.start_list == terms.starts.document) return {};
  const auto changed = differing(entries_of(book.marks), entries_of(terms.starts.starts));
  if (changed.empty()) return {};
  return book_refuses(
      fmt::format("出场表在导入之后有变动（参赛号 {} 等），请重新导入评分并写明理由。", fmt::join(changed, "、")));
}

core::Result<bool> import_marks(ScoreBook& book, const std::vector<MarkLine>& marks, const std::string& file,
                                const std::string& reason, const Terms& terms, const Hand& hand) {
  const bool first = book.version == 0;
  if (!first && book.file == file && book.marks == marks && book.criteria == terms.criteria) return false;
  if (!first) {
    if (const auto fine = check_reason(reason); !fine) return tl::unexpected(fine.error());
  }
  std::map<std::string_view, const MarkLine*> before;
  for (const MarkLine& line : book.marks) before[line.number] = &line;
  std::set<std::string_view> same;
  for (const MarkLine& line : marks) {
    const auto there = before.find(line.number);
    if (there != before.end() && *there->second == line) same.insert(line.number);
  }
  const bool criteria_stay = book.criteria == terms.criteria;
  std::erase_if(book.reviews, [&](const Review& review) {
    return !criteria_stay ||
           std::ranges::any_of(review.order, [&](const std::string& number) { return !same.contains(number); });
  });
  book.published = false;
  book.start_list = terms.starts.document;
  book.draw = terms.starts.draw;
  book.scheme = terms.scheme;
  book.criteria = terms.criteria;
  book.tie_chain = terms.tie_chain;
  ++book.version;
  book.marks = marks;
  book.file = file;
  book.by = hand.by;
  book.at = hand.now;
  book.reason = reason;
  note(book, hand, "import", reason);
  return true;
}

core::Status decide_tie(ScoreBook& book, const std::vector<std::string>& order, const std::string& reason,
                        const Terms& terms, const Hand& hand) {
  if (const auto fine = check_terms(book, terms); !fine) return fine;
  if (!book.reviews.empty() && book.reviews.back().order == order) return {};
  if (reason.empty() || reason.size() > kReasonBytesMax) {
    return wrong(fmt::format("请写明复核的经过（reason），最多 {} 个字节。", kReasonBytesMax));
  }
  if (std::ranges::find(terms.tie_chain, "supervised_review") == terms.tie_chain.end()) {
    return book_refuses("本届规则的同分比较次序里没有监督复核（supervised_review）。");
  }
  const auto ranking = ranked_under(book, terms.tie_chain, false);
  if (!ranking) return tl::unexpected(ranking.error());
  const auto is_it = [&](const std::vector<std::string>& tie) { return is_order_of(order, tie); };
  if (std::ranges::none_of(ranking->ties, is_it)) {
    return wrong(ranking->ties.empty()
                     ? "没有并列的名次，不需要复核。"
                     : fmt::format("复核的次序应恰好包含一组并列的参赛号。现在并列的是：{}。", joined(ranking->ties)));
  }
  book.tie_chain = terms.tie_chain;
  book.published = false;
  book.reviews.push_back({order, hand.by, hand.now, reason});
  note(book, hand, "decide", fmt::format("{}", fmt::join(order, " ")));
  return {};
}

core::Result<bool> publish_result(ScoreBook& book, const Terms& terms, const Hand& hand) {
  if (const auto fine = check_terms(book, terms); !fine) return tl::unexpected(fine.error());
  const auto ranking = ranked_under(book, terms.tie_chain, true);
  if (!ranking) return tl::unexpected(ranking.error());
  if (!ranking->ties.empty() && !terms.ties_allowed) {
    return book_refuses(
        fmt::format("名次并列，须经监督复核决定先后（marks decide）才能公布：{}。", joined(ranking->ties)));
  }
  std::vector<RankedLine> lines = lines_of(*ranking, book);
  if (book.published && book.result && book.result->ranked == lines && book.tie_chain == terms.tie_chain) return false;
  std::set<std::string> former(book.former.begin(), book.former.end());
  if (book.result) {
    for (const RankedLine& line : book.result->ranked) former.insert(line.entry);
  }
  for (const RankedLine& line : lines) former.erase(line.entry);
  book.former.assign(former.begin(), former.end());
  book.tie_chain = terms.tie_chain;
  book.result = BookResult{std::move(lines), hand.by, hand.now};
  book.published = true;
  note(book, hand, "publish", fmt::format("{}", book.version));
  return true;
}

}  // namespace naadam::scoring
