#include "notification/adapters/kannel_sink.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace naadam::notification {
namespace {

using core::ErrorKind;
using core::Millis;

constexpr std::uint16_t kConnectionsMax = 64;
constexpr Millis kDeadlineMsMin = 100;
constexpr Millis kDeadlineMsMax = 300'000;
constexpr long kIdleSecondsMax = 20;  // a connection idle longer is not used again; Kannel drops it later than that
constexpr int kPollMs = 1'000;
constexpr std::string_view kReceiptMask = "31";  // every receipt_bit that can be asked for
constexpr std::size_t kNumberCharsMax = 20;
constexpr std::size_t kUrlCharsMax = 512;

struct UrlDelete {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct EasyDelete {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct MultiDelete {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
struct ListDelete {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

bool is_loopback(const std::string& text) {
  const std::unique_ptr<CURLU, UrlDelete> url(curl_url());
  if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return false;
  const auto part = [&](CURLUPart which) {
    char* value = nullptr;
    if (curl_url_get(url.get(), which, &value, 0) != CURLUE_OK) return std::string();
    std::string out(value);
    curl_free(value);
    return out;
  };
  const std::string host = part(CURLUPART_HOST);
  return part(CURLUPART_SCHEME) == "http" && (host == "127.0.0.1" || host == "localhost" || host == "[::1]");
}

// A header's value must not be able to begin another header.
bool is_header_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

bool is_number(std::string_view to) {
  const std::string_view digits = to.substr(to.starts_with('+') ? 1 : 0);
  return !digits.empty() && to.size() <= kNumberCharsMax &&
         digits.find_first_not_of("0123456789") == std::string_view::npos;
}

bool can_be_sent(const Sms& sms) {
  return is_number(sms.to) && !sms.text.empty() && sms.receipt_url.size() <= kUrlCharsMax &&
         is_header_value(sms.receipt_url);
}

SubmitAnswer answer_of(long status) {
  if (status == 202) return SubmitAnswer::kAccepted;
  if (status == 401 || status == 403 || status == 503) return SubmitAnswer::kLater;
  if (status >= 400 && status < 500) return SubmitAnswer::kRejected;
  return SubmitAnswer::kUnknown;
}

// One request in flight. libcurl holds its address, so it never moves.
struct Transfer {
  std::unique_ptr<CURL, EasyDelete> easy{curl_easy_init()};
  std::unique_ptr<curl_slist, ListDelete> headers;
  std::string_view text;  // of the batch, until done
  std::size_t read = 0;   // bytes of it that libcurl has asked for
  std::size_t index = 0;  // in the batch

  void add_header(const std::string& line) {
    curl_slist* const longer = curl_slist_append(headers.get(), line.c_str());
    if (longer == nullptr) return;
    (void)headers.release();  // the longer list holds it now
    headers.reset(longer);
  }

  static std::size_t give(char* to, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::size_t n = std::min(size * count, transfer.text.size() - transfer.read);
    std::memcpy(to, transfer.text.data() + transfer.read, n);
    transfer.read += n;
    return n;
  }
  // Asked for before libcurl repeats a request by itself: refused, for the first may have been taken.
  static int rewind(void*, curl_off_t, int) { return CURL_SEEKFUNC_FAIL; }
  static std::size_t ignore(char*, std::size_t size, std::size_t count, void*) { return size * count; }
};

}  // namespace

class KannelSink::Transfers {
 public:
  explicit Transfers(const KannelSinkOptions& options) : options_(options), pool_(options.connections) {
    curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(options.connections));
    for (Transfer& t : pool_) {
      prepare(t);
      idle_.push_back(&t);
    }
  }

  void run(std::span<const Sms> batch, std::span<SubmitAnswer> answers) {
    trouble_.clear();
    std::fill(answers.begin(), answers.end(), SubmitAnswer::kLater);
    const core::Deadline deadline = core::Deadline::in(clock_, options_.deadline_ms);
    std::size_t next = 0;
    for (;;) {
      while (next < batch.size() && !idle_.empty() && reachable(deadline)) start(batch, next++, answers, deadline);
      int running = 0;
      curl_multi_perform(multi_.get(), &running);
      collect(answers);
      if (idle_.size() == pool_.size() && (next == batch.size() || !reachable(deadline))) break;
      if (running > 0) curl_multi_poll(multi_.get(), nullptr, 0, kPollMs, nullptr);
    }
    refused_ = false;
  }

  const std::string& trouble() const { return trouble_; }

 private:
  // Once a connection was refused the rest of the batch waits, instead of knocking once for each message.
  bool reachable(const core::Deadline& deadline) const { return !refused_ && deadline.left(clock_) > 0; }

  void prepare(Transfer& t) {
    CURL* const easy = t.easy.get();
    curl_easy_setopt(easy, CURLOPT_URL, options_.url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, kIdleSecondsMax);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, &Transfer::give);
    curl_easy_setopt(easy, CURLOPT_READDATA, &t);
    curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, &Transfer::rewind);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::ignore);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, &t);
  }

  void start(std::span<const Sms> batch, std::size_t index, std::span<SubmitAnswer> answers,
             const core::Deadline& deadline) {
    const Sms& sms = batch[index];
    if (!can_be_sent(sms)) {
      answers[index] = SubmitAnswer::kRejected;
      trouble_ = "number, text or receipt address can't be sent";
      return;
    }
    Transfer& t = *idle_.back();
    idle_.pop_back();
    t.text = sms.text;
    t.read = 0;
    t.index = index;
    t.headers.reset();
    t.add_header("Content-Type: text/plain; charset=UTF-8");
    t.add_header("Expect:");
    t.add_header("X-Kannel-Username: " + options_.user);
    t.add_header("X-Kannel-Password: " + options_.password);
    t.add_header("X-Kannel-Coding: 2");  // UCS-2
    t.add_header("X-Kannel-To: " + sms.to);
    if (!sms.receipt_url.empty()) {
      t.add_header("X-Kannel-DLR-Mask: " + std::string(kReceiptMask));
      t.add_header("X-Kannel-DLR-Url: " + sms.receipt_url);
    }
    CURL* const easy = t.easy.get();
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, t.headers.get());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(sms.text.size()));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<Millis>(1, deadline.left(clock_))));
    curl_multi_add_handle(multi_.get(), easy);
  }

  void collect(std::span<SubmitAnswer> answers) {
    int left = 0;
    while (const CURLMsg* const message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* const easy = message->easy_handle;
      const CURLcode code = message->data.result;
      char* self = nullptr;
      curl_easy_getinfo(easy, CURLINFO_PRIVATE, &self);
      auto& t = *reinterpret_cast<Transfer*>(self);
      answers[t.index] = finished(t, code);
      curl_multi_remove_handle(multi_.get(), easy);
      idle_.push_back(&t);
    }
  }

  SubmitAnswer finished(const Transfer& t, CURLcode code) {
    long status = 0;
    curl_easy_getinfo(t.easy.get(), CURLINFO_RESPONSE_CODE, &status);
    if (code == CURLE_OK) {
      const SubmitAnswer answer = answer_of(status);
      if (answer != SubmitAnswer::kAccepted) trouble_ = "http " + std::to_string(status);
      return answer;
    }
    trouble_ = curl_easy_strerror(code);
    refused_ = refused_ || code == CURLE_COULDNT_CONNECT;
    // Without its body a request is not one, so before libcurl asked for it nothing can have been taken.
    return t.read > 0 ? SubmitAnswer::kUnknown : SubmitAnswer::kLater;
  }

  KannelSinkOptions options_;
  core::SystemClock clock_;
  std::unique_ptr<CURLM, MultiDelete> multi_{curl_multi_init()};
  std::vector<Transfer> pool_;  // never resized: libcurl holds addresses
  std::vector<Transfer*> idle_;
  bool refused_ = false;
  std::string trouble_;
};

core::Result<std::unique_ptr<KannelSink>> KannelSink::create(const KannelSinkOptions& options) {
  const auto bad = [](const char* field, const char* range) {
    return core::fail(ErrorKind::kInvalid, std::string("短信网关选项 ") + field + " 有误：" + range, field);
  };
  if (!is_loopback(options.url)) return bad("url", "应为本机地址，如 http://127.0.0.1:13013/cgi-bin/sendsms");
  if (options.user.empty() || !is_header_value(options.user)) return bad("user", "不能为空，只能是可见的英文字符");
  if (options.password.empty() || !is_header_value(options.password)) {
    return bad("password", "不能为空，只能是可见的英文字符");
  }
  if (options.connections < 1 || options.connections > kConnectionsMax) return bad("connections", "应在 1 至 64 之间");
  if (options.deadline_ms < kDeadlineMsMin || options.deadline_ms > kDeadlineMsMax) {
    return bad("deadline_ms", "应在 100 至 300000 毫秒之间");
  }
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (ready != CURLE_OK) return core::fail(ErrorKind::kInternal, "短信网关客户端无法启动", curl_easy_strerror(ready));
  return std::unique_ptr<KannelSink>(new KannelSink(std::make_unique<Transfers>(options)));
}

KannelSink::KannelSink(std::unique_ptr<Transfers> transfers) : transfers_(std::move(transfers)) {}
KannelSink::~KannelSink() = default;

void KannelSink::submit(std::span<const Sms> batch, std::span<SubmitAnswer> answers) {
  transfers_->run(batch, answers);
}

const std::string& KannelSink::last_trouble() const { return transfers_->trouble(); }

}  // namespace naadam::notification
