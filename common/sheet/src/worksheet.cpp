#include "worksheet.hpp"

#include <charconv>

namespace naadam::sheet {
namespace {

// The column of "AB12", or nothing.
bool parse_column(std::string_view reference, std::size_t& column) {
  std::size_t value = 0;
  std::size_t letters = 0;
  for (; letters < reference.size(); ++letters) {
    const char c = static_cast<char>(reference[letters] & ~0x20);
    if (c < 'A' || c > 'Z') break;
    value = value * 26 + static_cast<std::size_t>(c - 'A' + 1);
    if (value > kColumnMax) return false;
  }
  if (value == 0 || letters == reference.size()) return false;
  column = value - 1;
  return true;
}

template <class Number>
bool parse_number(std::string_view text, Number& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

void WorksheetHandler::start(std::string_view name, const Attributes& attributes) {
  if (name == "c") {
    start_cell(attributes);
  } else if (name == "v" || name == "t") {
    in_value_ = in_cell_ && !in_phonetic_ && (name == "v") == (type_ != Type::kInline);
  } else if (name == "row") {
    start_row(attributes);
  } else if (name == "rPh") {
    in_phonetic_ = true;
  }
}

void WorksheetHandler::end(std::string_view name) {
  if (name == "v" || name == "t") {
    in_value_ = false;
  } else if (name == "c") {
    if (in_cell_) end_cell();
  } else if (name == "row") {
    if (in_row_) fail_if(rows_.end());
    in_row_ = false;
  } else if (name == "rPh") {
    in_phonetic_ = false;
  }
}

void WorksheetHandler::text(std::string_view piece) {
  if (!in_value_) return;
  if (value_.size() + piece.size() > limits_.cell_bytes_max) {
    return fail(refuse(Defect::kCellTooLong, rows_.where() + "第 " + column_letters(column_) + " 列"));
  }
  value_.append(piece);
}

void WorksheetHandler::start_row(const Attributes& attributes) {
  const auto number = attributes.get("r");
  if (number.empty()) {
    ++row_;
  } else if (!parse_number(number, row_)) {
    return fail(refuse(Defect::kDamaged, {}, "row number"));
  }
  if (row_ == 0 || row_ > kRowMax) return fail(refuse(Defect::kDamaged, {}, "row number"));
  next_column_ = 0;
  in_row_ = true;
  fail_if(rows_.begin(row_));
}

void WorksheetHandler::start_cell(const Attributes& attributes) {
  if (!in_row_) return fail(refuse(Defect::kDamaged, {}, "cell outside a row"));
  column_ = next_column_;
  const auto reference = attributes.get("r");
  if (!reference.empty() && !parse_column(reference, column_)) {
    return fail(refuse(Defect::kDamaged, {}, "cell reference"));
  }
  next_column_ = column_ + 1;

  const auto type = attributes.get("t");
  type_ = type.empty() || type == "n" ? Type::kNumber
          : type == "s"               ? Type::kShared
          : type == "inlineStr"       ? Type::kInline
          : type == "b"               ? Type::kBoolean
                                      : Type::kText;  // str, e (an error's name), d (an ISO date)
  look_ = NumberLook::kPlain;
  std::size_t style = 0;
  if (type_ == Type::kNumber && parse_number(attributes.get("s"), style) && style < context_.looks.size()) {
    look_ = context_.looks[style];
  }
  value_.clear();
  in_cell_ = true;
}

void WorksheetHandler::end_cell() {
  in_cell_ = false;
  if (value_.empty()) return;
  switch (type_) {
    case Type::kShared: {
      std::size_t index = 0;
      if (!parse_number(value_, index) || index >= context_.strings.size()) {
        return fail(refuse(Defect::kDamaged, rows_.where(), "shared string index"));
      }
      return fail_if(rows_.add(column_, context_.strings[index]));
    }
    case Type::kBoolean:
      return fail_if(rows_.add(column_, value_ == "1" || value_ == "true" ? "TRUE" : "FALSE"));
    case Type::kNumber:
      if (look_ != NumberLook::kPlain) {
        return fail_if(rows_.add(column_, serial_text(value_, look_, context_.date_system)));
      }
      break;
    case Type::kInline:
    case Type::kText:
      unescape_xstring(value_, 0);
      break;
  }
  fail_if(rows_.add(column_, value_));
}

}  // namespace naadam::sheet
