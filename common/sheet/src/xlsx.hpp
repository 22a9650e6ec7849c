// Reads an XLSX held in memory; see sheet/reader.hpp. The zip has been recognised by its first bytes.
#pragma once

#include <string_view>

#include "sheet/limits.hpp"
#include "sheet/refusal.hpp"
#include "sheet/table.hpp"

namespace naadam::sheet {

ReadStatus read_xlsx(std::string_view bytes, std::string_view file_name, const Limits& limits, RowSink& sink);

}  // namespace naadam::sheet
