// Reads a spreadsheet held in memory, in this process: XLSX (zip of XML, streamed) or CSV (RFC 4180; UTF-8 with or
// without a byte-order mark, or GB18030; comma, tab or semicolon). What it is, is decided by its bytes.
//
// A service never calls this on a file from outside: it calls read_sandboxed(), whose child process calls this.
// Unit tests, fuzzing and the offline benchmark call it directly. Pure but for the sink; any thread.
#pragma once

#include <string_view>

#include "sheet/limits.hpp"
#include "sheet/refusal.hpp"
#include "sheet/table.hpp"

namespace naadam::sheet {

// `bytes` must stay unchanged during the call. `file_name` is only used to say that a name promises something else
// than the file holds. On refusal the sink may have seen rows already: the caller throws them away.
// May throw std::bad_alloc; nothing else.
ReadStatus read(std::string_view bytes, std::string_view file_name, const Limits& limits, RowSink& sink);

}  // namespace naadam::sheet
