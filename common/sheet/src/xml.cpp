#include "xml.hpp"

#include <expat.h>

#include <new>

namespace naadam::sheet {
namespace {

std::string_view local_name(const char* name) {
  const std::string_view whole(name);
  const auto colon = whole.find(':');
  return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

}  // namespace

std::string_view Attributes::get(std::string_view name) const {
  const bool prefixed = name.find(':') != std::string_view::npos;
  for (const char** at = list_; *at != nullptr; at += 2) {
    const std::string_view have(at[0]);
    if (have == name) return at[1];
    if (prefixed && have.find(':') != std::string_view::npos &&
        have.substr(have.find(':')) == name.substr(name.find(':'))) {
      return at[1];
    }
  }
  return {};
}

struct XmlHandler::Parser {
  XML_Parser handle = XML_ParserCreate(nullptr);
  Parser() {
    if (handle == nullptr) throw std::bad_alloc();
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  ~Parser() { XML_ParserFree(handle); }
};

// The C side: nothing may be thrown out of these, and nothing is delivered after a failure (expat may still call
// once after XML_StopParser).
struct XmlHandler::Callbacks {
  template <class Call>
  static void guarded(void* user, Call call) {
    auto& handler = *static_cast<XmlHandler*>(user);
    if (handler.refusal_ || handler.exception_) return;
    try {
      call(handler);
    } catch (...) {
      handler.exception_ = std::current_exception();
    }
    if (handler.refusal_ || handler.exception_) XML_StopParser(handler.parser_->handle, XML_FALSE);
  }

  static void XMLCALL start(void* user, const char* name, const char** attributes) {
    guarded(user, [&](XmlHandler& handler) {
      if (++handler.depth_ > kDepthMax) return handler.fail(refuse(Defect::kDamaged, {}, "XML depth"));
      handler.start(local_name(name), Attributes(attributes));
    });
  }
  static void XMLCALL end(void* user, const char* name) {
    guarded(user, [&](XmlHandler& handler) {
      --handler.depth_;
      handler.end(local_name(name));
    });
  }
  static void XMLCALL text(void* user, const char* piece, int size) {
    guarded(user, [&](XmlHandler& handler) { handler.text(std::string_view(piece, static_cast<std::size_t>(size))); });
  }
  static void XMLCALL doctype(void* user, const char*, const char*, const char*, int) {
    guarded(user, [](XmlHandler& handler) { handler.fail(refuse(Defect::kDoctype)); });
  }
};

XmlHandler::XmlHandler() : parser_(std::make_unique<Parser>()) {
  XML_SetUserData(parser_->handle, this);
  XML_SetElementHandler(parser_->handle, Callbacks::start, Callbacks::end);
  XML_SetCharacterDataHandler(parser_->handle, Callbacks::text);
  XML_SetStartDoctypeDeclHandler(parser_->handle, Callbacks::doctype);
}

XmlHandler::~XmlHandler() = default;

void XmlHandler::fail(const tl::unexpected<Refusal>& refusal) {
  if (!refusal_) refusal_ = refusal.value();
}

ReadStatus XmlHandler::feed(std::string_view chunk, bool last) {
  const auto status = XML_Parse(parser_->handle, chunk.data(), static_cast<int>(chunk.size()), last ? 1 : 0);
  if (exception_) std::rethrow_exception(std::exchange(exception_, nullptr));
  if (refusal_) return tl::unexpected<Refusal>(*refusal_);
  if (status == XML_STATUS_OK) return {};
  const XML_Error code = XML_GetErrorCode(parser_->handle);
  if (code == XML_ERROR_NO_MEMORY) return refuse(Defect::kTooMuchMemory, {}, "expat");
  return refuse(Defect::kDamaged, {}, std::string("XML: ") + XML_ErrorString(code));
}

ReadStatus read_part(ZipParts& zip, std::string_view name, std::uint64_t bytes_max, XmlHandler& handler) {
  return zip.stream(name, bytes_max, [&](std::string_view chunk, bool last) { return handler.feed(chunk, last); });
}

}  // namespace naadam::sheet
