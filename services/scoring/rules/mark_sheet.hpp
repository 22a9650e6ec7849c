// From a table of texts to marks 评分: which column is which criterion, who each row is, what each cell says, and every
// place that can't be right, by row and column.
//
// A sheet with one fault gives no marks: nothing is taken half. An empty mark of somebody who competed is no fault: it
// is open, and counted. Columns that mean nothing here are named in a remark; names of persons are not wanted, as marks
// are anonymous. Pure; any thread. Personal data: none in lines, faults or remarks (cells are quoted only where a
// number, a mark, a time or a state was expected, and cut short).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/edition.hpp"
#include "scoring/rules/mark_table.hpp"
#include "scoring/rules/ranking.hpp"

namespace naadam::scoring {

struct MarkLine {
  std::string number;  // 参赛号
  std::string entry;   // id in hex; empty where nobody has said who started
  Presence presence = Presence::kCompeted;
  std::vector<std::optional<Decimal>> marks;  // by criterion; those of somebody who did not compete may be open
  std::optional<std::uint32_t> seconds;

  bool operator==(const MarkLine&) const = default;
};

struct MarkFault {
  std::uint32_t row = 0;  // 0: of the whole sheet
  std::string column;     // "C “操作规范”"; empty: of the whole row
  std::string text;
};

struct MarkFaults {
  static constexpr std::size_t kListedMax = 200;
  std::vector<MarkFault> listed;  // the first ones
  std::size_t total = 0;

  void add(std::uint32_t row, std::string column, std::string text) {
    if (total++ < kListedMax) listed.push_back({row, std::move(column), std::move(text)});
  }
};

// Who starts: number and entry's id in hex.
struct Start {
  std::string number, entry;
  bool operator==(const Start&) const = default;
};

// What the file says of where it belongs; "" where it has no such column. Codes of the edition. What it says twice
// differently, or is not in the edition, is a fault.
struct MarkScope {
  std::string event, group, delegation;
};
MarkScope scope_of(const MarkTable& table, const domain::Edition& edition, MarkFaults& faults);

struct MarkSheet {
  std::vector<MarkLine> lines;  // in order of number as starts have it, else of rows
  std::vector<std::string> remarks;
};
// `starts` null: nobody has said who starts, every number is taken. Where `faults` is not empty afterwards the sheet is
// not to be used.
MarkSheet marks_of(const MarkTable& table, const std::vector<Criterion>& criteria, const std::vector<Start>* starts,
                   MarkFaults& faults);

// Marks of those who competed that are still to be given.
std::size_t open_marks(const std::vector<MarkLine>& lines);

}  // namespace naadam::scoring
