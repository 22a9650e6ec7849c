#include "scoring/rules/mark_sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <utility>

#include "domain/text.hpp"
#include "scoring/rules/mark_cells.hpp"

namespace naadam::scoring {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::string_view kTime[] = {"用时", "完成时间", "比赛用时", "竞赛用时", "操作用时", "耗时", "完成用时"};
constexpr std::string_view kState[] = {"状态", "参赛状态", "出勤", "到场情况", "考勤"};
constexpr std::string_view kEvent[] = {"赛项", "赛项名称", "参赛项目", "竞赛项目", "比赛项目", "项目名称"};
constexpr std::string_view kGroup[] = {"组别", "参赛组别", "竞赛组别"};
constexpr std::string_view kDelegation[] = {"代表队", "盟市", "代表队名称"};
constexpr std::string_view kSilent[] = {"序号", "备注", "说明", "no", "no."};  // known, and carry nothing
constexpr std::string_view kNames[] = {"姓名",     "选手姓名", "参赛选手", "身份证号", "证件号码",
                                       "手机号码", "联系电话", "单位",     "工作单位"};
constexpr std::string_view kSummaries[] = {"合计", "总计", "小计", "平均", "最高分", "最低分", "满分", "裁判", "签名"};
constexpr std::size_t kQuotedMax = 24;  // code points of a cell in a fault

std::string without_brackets(std::string_view plain) {
  const auto open = plain.find('(');
  return std::string(plain.substr(0, open));
}

bool is_one_of(std::string_view heading, Words words) {
  const std::string key = domain::match_key(without_brackets(domain::plain_text(heading)));
  return std::ranges::any_of(words, [&](std::string_view word) { return key == word; });
}

// "30" of "操作规范(30分)"; nothing where no number stands in brackets.
std::optional<Decimal> bracketed(std::string_view plain) {
  const auto open = plain.find('(');
  const auto close = plain.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return std::nullopt;
  std::string inside = domain::match_key(plain.substr(open + 1, close - open - 1));
  for (const std::string_view unit : {"满分", "共", "分"}) {
    if (const auto at = inside.find(unit); at != std::string::npos) inside.erase(at, unit.size());
  }
  return Decimal::parse(inside);
}

// Of a cell, as a fault may show it.
std::string cell_text(std::string_view cell) {
  const std::string plain = domain::plain_text(cell);
  std::size_t end = 0;
  for (std::size_t points = 0; end < plain.size() && points < kQuotedMax; ++points) {
    do ++end;
    while (end < plain.size() && (static_cast<unsigned char>(plain[end]) & 0xC0) == 0x80);
  }
  return fmt::format("“{}{}”", plain.substr(0, end), end < plain.size() ? "…" : "");
}

std::string column_name(const MarkTable& table, std::size_t column) {
  const std::string_view heading = table.headings.cell(column);
  return heading.empty() ? sheet::column_letters(column)
                         : fmt::format("{} “{}”", sheet::column_letters(column), heading);
}

std::optional<std::size_t> column_of(const MarkTable& table, Words words, MarkFaults& faults) {
  std::optional<std::size_t> column;
  for (std::size_t at = 0; at < table.headings.cells.size(); ++at) {
    if (table.headings.cells[at].empty() || !is_one_of(table.headings.cells[at], words)) continue;
    if (column) {
      faults.add(table.headings.number, column_name(table, at),
                 fmt::format("与 {} 列重复，请只保留一列。", column_name(table, *column)));
    } else {
      column = at;
    }
  }
  return column;
}

bool is_summary(std::string_view cell) {
  const std::string key = domain::match_key(cell);
  return std::ranges::any_of(kSummaries, [&](std::string_view word) { return key.starts_with(word); });
}

bool blank(std::string_view cell) { return domain::plain_text(cell).empty(); }

// Which column is what.
struct Columns {
  std::vector<std::optional<std::size_t>> criteria;  // by criterion
  std::optional<std::size_t> time, state;
};

class Reader {
 public:
  Reader(const MarkTable& table, const std::vector<Criterion>& criteria, const std::vector<Start>* starts,
         MarkFaults& faults)
      : table_(table), criteria_(criteria), starts_(starts), faults_(faults) {
    if (starts == nullptr) return;
    for (std::size_t i = 0; i < starts->size(); ++i) places_.emplace((*starts)[i].number, i);
  }

  MarkSheet read() {
    find_columns();
    for (const MarkRow& row : table_.rows) read_row(row);
    if (starts_ != nullptr) {
      for (const Start& start : *starts_) {
        if (!rows_.contains(start.number)) {
          faults_.add(
              0, "", fmt::format("参赛号 {} 在出场表里，文件里没有这一行；没有参赛的请在“状态”列写明。", start.number));
        }
      }
      std::ranges::sort(sheet_.lines, {}, [&](const MarkLine& line) { return places_[line.number]; });
    }
    if (sheet_.lines.empty() && faults_.total == 0) faults_.add(0, "", "表头下面没有评分。");
    if (rounded_ > 0) {
      sheet_.remarks.push_back(fmt::format(
          "有 {} 个分数在 Excel 文件里带有二进制尾数（例如 {}），按 Excel 显示的数取用。", rounded_, example_));
    }
    if (unnumbered_ > 0) {
      sheet_.remarks.push_back(
          fmt::format("表格里有 {} 行不是参赛号的评分（合计、满分、签名等），没有读取。", unnumbered_));
    }
    return std::move(sheet_);
  }

 private:
  void find_columns() {
    columns_.time = column_of(table_, kTime, faults_);
    columns_.state = column_of(table_, kState, faults_);
    columns_.criteria.resize(criteria_.size());
    std::vector<std::string> ignored, names;
    for (std::size_t at = 0; at < table_.headings.cells.size(); ++at) {
      const std::string& heading = table_.headings.cells[at];
      if (heading.empty() || at == table_.numbers || at == columns_.time || at == columns_.state) continue;
      if (const auto criterion = criterion_of(heading)) {
        take_criterion(*criterion, at);
      } else if (heads_numbers(heading)) {
        faults_.add(table_.headings.number, column_name(table_, at),
                    fmt::format("与 {} 列都是参赛号，请只保留一列。", column_name(table_, table_.numbers)));
      } else if (is_one_of(heading, kNames)) {
        names.push_back(column_name(table_, at));
      } else if (!is_one_of(heading, kSilent) && !is_one_of(heading, kEvent) && !is_one_of(heading, kGroup) &&
                 !is_one_of(heading, kDelegation)) {
        ignored.push_back(column_name(table_, at));
      }
    }
    for (std::size_t i = 0; i < criteria_.size(); ++i) {
      if (columns_.criteria[i]) continue;
      const Criterion& one = criteria_[i];
      faults_.add(table_.headings.number, "",
                  fmt::format("缺少评分项“{}”一列（代码 {}，满分 {}）。", one.zh.empty() ? one.code : one.zh, one.code,
                              one.most.text()));
    }
    const auto remark = [&](const std::vector<std::string>& columns, std::string_view why) {
      if (columns.empty()) return;
      std::string text;
      for (const std::string& column : columns) text += (text.empty() ? "" : "、") + column;
      sheet_.remarks.push_back(fmt::format("{} 列{}", text, why));
    };
    remark(ignored, "不是评分方案里的评分项，没有读取。");
    remark(names, "没有读取：评分只认参赛号，评分表里不应有个人信息。");
    for (const std::string& name : table_.skipped) {
      sheet_.remarks.push_back(fmt::format("工作表“{}”没有读取：隐藏，或不是评分表。", name));
    }
  }

  std::optional<std::size_t> criterion_of(std::string_view heading) const {
    const std::string bare = domain::match_key(without_brackets(heading));
    const std::string whole = domain::match_key(heading);
    for (std::size_t i = 0; i < criteria_.size(); ++i) {
      for (const std::string& name : {criteria_[i].code, criteria_[i].zh}) {
        const std::string key = domain::match_key(name);
        if (!key.empty() && (key == bare || key == whole)) return i;
      }
    }
    return std::nullopt;
  }

  void take_criterion(std::size_t criterion, std::size_t at) {
    std::optional<std::size_t>& column = columns_.criteria[criterion];
    if (column) {
      return faults_.add(table_.headings.number, column_name(table_, at),
                         fmt::format("与 {} 列是同一个评分项，请只保留一列。", column_name(table_, *column)));
    }
    column = at;
    const auto most = bracketed(table_.headings.cells[at]);
    if (most && *most != criteria_[criterion].most) {
      faults_.add(
          table_.headings.number, column_name(table_, at),
          fmt::format("表头写的满分是 {}，评分方案是 {}，请核对。", most->text(), criteria_[criterion].most.text()));
    }
  }

  // Whether it looks like somebody's marks.
  bool says_something(const MarkRow& row) const {
    const auto cell = [&](const std::optional<std::size_t>& column) {
      return column ? row.cell(*column) : std::string_view{};
    };
    const auto is_figure = [&](const std::optional<std::size_t>& column) {
      return !blank(cell(column)) && mark_in(cell(column), table_.workbook).defect != MarkDefect::kNotANumber;
    };
    if (std::ranges::any_of(row.cells, is_summary)) return false;
    return std::ranges::any_of(columns_.criteria, is_figure) || seconds_in(cell(columns_.time)) ||
           presence_in(cell(columns_.state)).value_or(Presence::kCompeted) != Presence::kCompeted;
  }

  // The row's number as it is known; empty: the row is not to be read any further.
  std::string number_of(const MarkRow& row) {
    const std::string_view cell = row.cell(table_.numbers);
    const std::string where = column_name(table_, table_.numbers);
    std::string number = number_in(cell);
    if (number.empty()) {
      if (says_something(row)) {
        faults_.add(row.number, where, "有分数而没有参赛号。");
      } else if (std::ranges::any_of(row.cells, [](const std::string& text) { return !blank(text); })) {
        ++unnumbered_;
      }
      return {};
    }
    if (starts_ != nullptr && !places_.contains(number)) {
      if (const auto meant = number_of_date(cell); meant && places_.contains(*meant)) {
        number = *meant;
      } else if (!says_something(row) && number.find('-') == std::string::npos) {
        ++unnumbered_;
        return {};
      } else {
        faults_.add(row.number, where,
                    meant ? fmt::format("{} 像是被表格程序变成了日期，请把这一列设为文本再填写。", cell_text(cell))
                          : fmt::format("参赛号 {} 不在本场出场表里，请核对。", cell_text(number)));
        return {};
      }
    }
    if (const auto [there, fresh] = rows_.emplace(number, row.number); !fresh) {
      faults_.add(row.number, where, fmt::format("参赛号 {} 与第 {} 行重复。", number, there->second));
      return {};
    }
    return number;
  }

  void read_row(const MarkRow& row) {
    if (heads_numbers(row.cell(table_.numbers))) return;  // the headings once more, on the next printed page
    const std::string number = number_of(row);
    if (number.empty()) return;
    MarkLine line;
    line.number = number;
    if (starts_ != nullptr) line.entry = (*starts_)[places_[number]].entry;
    if (columns_.state) {
      const std::string_view cell = row.cell(*columns_.state);
      if (const auto presence = presence_in(cell)) {
        line.presence = *presence;
      } else {
        faults_.add(row.number, column_name(table_, *columns_.state),
                    fmt::format("状态 {} 不认识：应为缺考、弃权、取消资格、退赛，参赛的留空。", cell_text(cell)));
      }
    }
    if (columns_.time) {
      const std::string_view cell = row.cell(*columns_.time);
      line.seconds = blank(cell) ? std::nullopt : seconds_in(cell);
      if (!line.seconds && !blank(cell)) {
        faults_.add(
            row.number, column_name(table_, *columns_.time),
            fmt::format("用时 {} 读不懂：应写作 分:秒（51:23）、时:分:秒（0:51:23）或总秒数。", cell_text(cell)));
      }
    }
    for (std::size_t i = 0; i < criteria_.size(); ++i) line.marks.push_back(mark_of(row, i, line.presence));
    sheet_.lines.push_back(std::move(line));
  }

  std::optional<Decimal> mark_of(const MarkRow& row, std::size_t criterion, Presence presence) {
    const auto column = columns_.criteria[criterion];
    if (!column || blank(row.cell(*column))) return std::nullopt;
    const std::string_view cell = row.cell(*column);
    const Criterion& scheme = criteria_[criterion];
    const auto wrong = [&](std::string text) {
      faults_.add(row.number, column_name(table_, *column), std::move(text));
      return std::nullopt;
    };
    if (presence == Presence::kAbsent) return wrong("缺考的不应有分数：请清空分数，或改正状态。");
    const MarkCell mark = mark_in(cell, table_.workbook);
    switch (mark.defect) {
      case MarkDefect::kNone:
        break;
      case MarkDefect::kNotANumber:
        return wrong(fmt::format("{} 不是分数，只应填数字。", cell_text(cell)));
      case MarkDefect::kTooPrecise:
        return wrong(fmt::format("{} 的小数超过 {} 位。", cell_text(cell), Decimal::kPlaces));
      case MarkDefect::kTooLarge:
        return wrong(fmt::format("{} 过大，满分是 {}。", cell_text(cell), scheme.most.text()));
    }
    if (mark.mark < Decimal()) return wrong(fmt::format("{} 小于 0。", mark.mark.text()));
    if (mark.mark > scheme.most) {
      return wrong(fmt::format("{} 超过满分 {}。", mark.mark.text(), scheme.most.text()));
    }
    if (!mark.mark.in_steps_of(scheme.step)) {
      return wrong(fmt::format("{} 不是 {} 的倍数。", mark.mark.text(), scheme.step.text()));
    }
    if (mark.rounded && rounded_++ == 0) {
      example_ = fmt::format("第 {} 行 {} 列的 {}，取 {}", row.number, sheet::column_letters(*column),
                             domain::plain_text(cell), mark.mark.text());
    }
    return mark.mark;
  }

  const MarkTable& table_;
  const std::vector<Criterion>& criteria_;
  const std::vector<Start>* starts_;
  MarkFaults& faults_;
  Columns columns_;
  std::map<std::string, std::size_t> places_;  // of starts, by number
  std::map<std::string, std::uint32_t> rows_;  // that have been read, by number
  MarkSheet sheet_;
  std::size_t rounded_ = 0;
  std::size_t unnumbered_ = 0;
  std::string example_;
};

}  // namespace

MarkScope scope_of(const MarkTable& table, const domain::Edition& edition, MarkFaults& faults) {
  MarkScope scope;
  const auto agree = [&](Words words, std::string& code, auto&& find) {
    const auto column = column_of(table, words, faults);
    if (!column) return;
    std::uint32_t first = 0;
    for (const MarkRow& row : table.rows) {
      const std::string_view cell = row.cell(*column);
      if (blank(cell) || number_in(row.cell(table.numbers)).empty()) continue;
      const auto* known = find(cell);
      if (known == nullptr) {
        faults.add(row.number, column_name(table, *column), fmt::format("{} 不在本届规则里。", cell_text(cell)));
      } else if (first == 0) {
        first = row.number;
        code = known->code;
      } else if (code != known->code) {
        faults.add(row.number, column_name(table, *column),
                   fmt::format("与第 {} 行不同：一个文件只放一个赛项、一个组别的评分。", first));
      }
    }
  };
  agree(kEvent, scope.event, [&](std::string_view text) { return edition.find_event(text); });
  agree(kGroup, scope.group, [&](std::string_view text) { return edition.find_group(text); });
  agree(kDelegation, scope.delegation, [&](std::string_view text) { return edition.find_delegation(text); });
  return scope;
}

MarkSheet marks_of(const MarkTable& table, const std::vector<Criterion>& criteria, const std::vector<Start>* starts,
                   MarkFaults& faults) {
  return Reader(table, criteria, starts, faults).read();
}

std::size_t open_marks(const std::vector<MarkLine>& lines) {
  std::size_t open = 0;
  for (const MarkLine& line : lines) {
    if (line.presence != Presence::kCompeted) continue;
    open +=
        static_cast<std::size_t>(std::ranges::count_if(line.marks, [](const auto& mark) { return !mark.has_value(); }));
  }
  return open;
}

}  // namespace naadam::scoring
