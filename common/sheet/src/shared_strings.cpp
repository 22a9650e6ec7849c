#include "shared_strings.hpp"

#include <charconv>
#include <limits>
#include <utility>

#include "xml.hpp"

namespace naadam::sheet {

class SharedStrings::Handler : public XmlHandler {
 public:
  Handler(SharedStrings& strings, const Limits& limits) : strings_(strings), limits_(limits) {}

  void start(std::string_view name, const Attributes&) override {
    if (name == "t") {
      in_text_ = !in_phonetic_;
    } else if (name == "rPh") {
      in_phonetic_ = true;
    } else if (name == "si") {
      begin_ = strings_.text_.size();
    }
  }

  void end(std::string_view name) override {
    if (name == "t") {
      in_text_ = false;
    } else if (name == "rPh") {
      in_phonetic_ = false;
    } else if (name == "si") {
      if (strings_.ends_.size() >= limits_.shared_strings_max) {
        return fail(refuse(Defect::kTooMuchMemory, {}, "shared strings"));
      }
      unescape_xstring(strings_.text_, begin_);
      strings_.ends_.push_back(static_cast<std::uint32_t>(strings_.text_.size()));
    }
  }

  void text(std::string_view piece) override {
    if (!in_text_) return;
    if (strings_.text_.size() + piece.size() > limits_.shared_text_bytes_max) {
      return fail(refuse(Defect::kTooMuchMemory, {}, "shared text"));
    }
    strings_.text_.append(piece);
  }

 private:
  SharedStrings& strings_;
  const Limits& limits_;
  std::size_t begin_ = 0;
  bool in_text_ = false;
  bool in_phonetic_ = false;
};

tl::expected<SharedStrings, Refusal> SharedStrings::read(ZipParts& zip, std::string_view part, const Limits& limits) {
  SharedStrings strings;
  if (part.empty()) return strings;
  Handler handler(strings, limits);
  if (auto status = read_part(zip, part, limits.part_bytes_max, handler); !status) {
    return tl::unexpected<Refusal>(status.error());
  }
  return strings;
}

void unescape_xstring(std::string& text, std::size_t from) {
  constexpr std::size_t kEscapeBytes = 7;  // _xHHHH_
  for (auto at = text.find("_x", from); at != std::string::npos; at = text.find("_x", at + 1)) {
    if (at + kEscapeBytes > text.size() || text[at + kEscapeBytes - 1] != '_') continue;
    unsigned code = 0;
    const char* digits = text.data() + at + 2;
    const auto [end, error] = std::from_chars(digits, digits + 4, code, 16);
    if (error != std::errc() || end != digits + 4 || code == 0 || code > 0x7f) continue;
    text.replace(at, kEscapeBytes, 1, static_cast<char>(code));
  }
}

}  // namespace naadam::sheet
