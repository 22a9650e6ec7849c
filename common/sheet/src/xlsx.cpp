#include "xlsx.hpp"

#include "row_builder.hpp"
#include "shared_strings.hpp"
#include "workbook.hpp"
#include "worksheet.hpp"
#include "zip_parts.hpp"

namespace naadam::sheet {

ReadStatus read_xlsx(std::string_view bytes, std::string_view file_name, const Limits& limits, RowSink& sink) {
  auto zip = ZipParts::open(bytes, limits);
  if (!zip) return tl::unexpected<Refusal>(zip.error());
  const auto workbook = read_workbook(*zip, file_name, limits);
  if (!workbook) return tl::unexpected<Refusal>(workbook.error());
  const auto looks = read_styles(*zip, *workbook, limits);
  if (!looks) return tl::unexpected<Refusal>(looks.error());
  const auto strings = SharedStrings::read(*zip, workbook->shared_strings_part, limits);
  if (!strings) return tl::unexpected<Refusal>(strings.error());

  const CellContext context{*strings, *looks, workbook->date_system};
  RowBuilder rows(limits, sink);
  for (const auto& [info, part] : workbook->sheets) {
    if (auto status = rows.sheet(info); !status) return status;
    if (info.hidden) continue;
    WorksheetHandler handler(context, limits, rows);
    if (auto status = read_part(*zip, part, limits.part_bytes_max, handler); !status) return status;
  }
  return {};
}

}  // namespace naadam::sheet
