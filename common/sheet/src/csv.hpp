// Reads CSV held in memory; see sheet/reader.hpp.
//
// A row's number is that of its record, blank ones counted: what a spreadsheet program shows beside it when it
// opens the file. Quoted line breaks do not start a row.
#pragma once

#include <string_view>

#include "sheet/limits.hpp"
#include "sheet/refusal.hpp"
#include "sheet/table.hpp"

namespace naadam::sheet {

ReadStatus read_csv(std::string_view bytes, const Limits& limits, RowSink& sink);

}  // namespace naadam::sheet
