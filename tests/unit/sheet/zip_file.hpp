// Zip archives and workbooks made byte by byte, so that a test can make them wrong in exactly one way.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace naadam::test {

struct ZipEntry {
  std::string name;
  std::string content;
  std::uint16_t flags = 0;
  std::uint32_t declared_bytes = 0;  // a lie about the unpacked size; 0: the truth
  bool stored = false;               // as it is instead of deflated
};

inline std::string deflated(std::string_view content) {
  z_stream z{};
  deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&z, content.size()), '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  z.avail_in = static_cast<uInt>(content.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

inline std::string make_zip(const std::vector<ZipEntry>& entries) {
  const auto put = [](std::string& out, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i)));
  };
  std::string out;
  std::string directory;
  for (const auto& entry : entries) {
    const std::string packed = entry.stored ? entry.content : deflated(entry.content);
    const auto crc = static_cast<std::uint32_t>(
        crc32(0, reinterpret_cast<const Bytef*>(entry.content.data()), static_cast<uInt>(entry.content.size())));
    const auto offset = static_cast<std::uint32_t>(out.size());
    const auto size =
        entry.declared_bytes != 0 ? entry.declared_bytes : static_cast<std::uint32_t>(entry.content.size());
    std::string common;  // what local header and directory entry share
    put(common, 20, 2);  // version needed
    put(common, entry.flags, 2);
    put(common, entry.stored ? 0 : 8, 2);  // deflate
    put(common, 0, 4);                     // time and date
    put(common, crc, 4);
    put(common, static_cast<std::uint32_t>(packed.size()), 4);
    put(common, size, 4);
    put(common, static_cast<std::uint32_t>(entry.name.size()), 2);
    put(common, 0, 2);  // extra field
    out += "PK\x03\x04" + common + entry.name + packed;
    directory += "PK\x01\x02";
    put(directory, 20, 2);  // version made by
    directory += common;
    put(directory, 0, 2);  // comment
    put(directory, 0, 2);  // disk
    put(directory, 0, 2);  // attributes
    put(directory, 0, 4);
    put(directory, offset, 4);
    directory += entry.name;
  }
  const auto start = static_cast<std::uint32_t>(out.size());
  out += directory;
  out += "PK\x05\x06";
  put(out, 0, 4);
  put(out, static_cast<std::uint32_t>(entries.size()), 2);
  put(out, static_cast<std::uint32_t>(entries.size()), 2);
  put(out, static_cast<std::uint32_t>(directory.size()), 4);
  put(out, start, 4);
  put(out, 0, 2);
  return out;
}

struct Tab {
  std::string name = {};
  std::string rows = {};   // the inside of <sheetData>
  std::string state = {};  // "hidden" or nothing
};

struct BookParts {
  std::vector<Tab> tabs = {};
  std::string shared_strings = {};  // the inside of <sst>
  std::string styles = {};          // the inside of <styleSheet>
  std::string workbook_properties = {};
  std::string sheet_prolog = {};  // put before each <worksheet>
};

// The parts of an ordinary workbook, to be changed and packed.
inline std::vector<ZipEntry> book_entries(const BookParts& book) {
  const std::string type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  std::string sheets;
  std::string relations;
  std::vector<ZipEntry> entries;
  for (std::size_t i = 0; i < book.tabs.size(); ++i) {
    const std::string n = std::to_string(i + 1);
    const auto& tab = book.tabs[i];
    sheets += "<sheet name=\"" + tab.name + "\" sheetId=\"" + n + "\" r:id=\"rId" + n + "\"" +
              (tab.state.empty() ? "" : " state=\"" + tab.state + "\"") + "/>";
    relations +=
        "<Relationship Id=\"rId" + n + "\" Type=\"" + type + "worksheet\" Target=\"worksheets/s" + n + ".xml\"/>";
    entries.push_back({"xl/worksheets/s" + n + ".xml",
                       book.sheet_prolog + "<worksheet><sheetData>" + tab.rows + "</sheetData></worksheet>"});
  }
  relations += "<Relationship Id=\"rIdS\" Type=\"" + type + "sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>" +
               "<Relationship Id=\"rIdT\" Type=\"" + type + "styles\" Target=\"styles.xml\"/>";
  entries.push_back({"_rels/.rels", "<Relationships><Relationship Id=\"r1\" Type=\"" + type +
                                        "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"});
  entries.push_back({"xl/workbook.xml", "<workbook xmlns:r=\"urn:r\">" + book.workbook_properties + "<sheets>" +
                                            sheets + "</sheets></workbook>"});
  entries.push_back({"xl/_rels/workbook.xml.rels", "<Relationships>" + relations + "</Relationships>"});
  entries.push_back({"xl/sharedStrings.xml", "<sst>" + book.shared_strings + "</sst>"});
  entries.push_back({"xl/styles.xml", "<styleSheet>" + book.styles + "</styleSheet>"});
  return entries;
}

inline std::string make_book(const BookParts& book) { return make_zip(book_entries(book)); }

}  // namespace naadam::test
