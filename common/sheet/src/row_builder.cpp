#include "row_builder.hpp"

namespace naadam::sheet {

tl::unexpected<Refusal> stopped(const core::Error& error) {
  Refusal refusal;
  static_cast<core::Error&>(refusal) = error;
  refusal.defect = Defect::kStopped;
  return tl::unexpected<Refusal>(std::move(refusal));
}

ReadStatus RowBuilder::sheet(const SheetInfo& info) {
  if (++sheets_ > limits_.sheets_max) return refuse(Defect::kTooManySheets);
  sheet_ = info;
  number_ = 0;
  cells_.clear();
  if (auto status = sink_.sheet(info); !status) return stopped(status.error());
  return {};
}

ReadStatus RowBuilder::begin(std::uint32_t number) {
  if (number <= number_) return refuse(Defect::kDamaged, where(), "rows out of order");
  number_ = number;
  cells_.clear();
  text_.clear();
  return {};
}

ReadStatus RowBuilder::add(std::size_t column, std::string_view text) {
  if (text.empty()) return {};
  if (column >= limits_.columns_max) return refuse(Defect::kTooWide, where());
  if (text.size() > limits_.cell_bytes_max) {
    return refuse(Defect::kCellTooLong, where() + "第 " + column_letters(column) + " 列");
  }
  if (column >= cells_.size()) cells_.resize(column + 1);
  cells_[column] = Cell{text_.size(), text.size()};
  text_.append(text);
  return {};
}

ReadStatus RowBuilder::end() {
  if (cells_.empty()) return {};
  if (++rows_ > limits_.rows_max) return refuse(Defect::kTooManyRows);
  views_.clear();
  for (const Cell& cell : cells_) views_.push_back(std::string_view(text_).substr(cell.offset, cell.size));
  cells_.clear();
  if (auto status = sink_.row(RowView{number_, views_}); !status) return stopped(status.error());
  return {};
}

std::string RowBuilder::where() const {
  const std::string row = number_ == 0 ? std::string() : "第 " + std::to_string(number_) + " 行";
  return sheet_.name.empty() ? row : "工作表“" + sheet_.name + "”" + row;
}

}  // namespace naadam::sheet
