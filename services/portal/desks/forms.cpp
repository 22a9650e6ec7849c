#include "portal/desks/forms.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "domain/calendar.hpp"
#include "portal/rules/form_body.hpp"
#include "seal/sha256.hpp"
#include "wire/envelope.hpp"
#include "wire/verbs.hpp"

namespace naadam::portal {
namespace {

namespace asio = boost::asio;
namespace verb = wire::verb;
using Json = nlohmann::json;

// Instants are numbers inside, text outside.
void tell_instant(Json& map, const char* name) {
  if (const auto it = map.find(name); it != map.end() && it->is_number()) {
    *it = domain::iso_instant(it->get<core::Millis>());
  }
}

tl::unexpected<Problem> refused(const Json& result) {
  const std::string text = result.value("text", std::string());
  if (result.value("reused", false)) return refuse(ProblemKind::kKeyReused, text);
  const auto status = static_cast<wire::ReplyStatus>(result.value("status", 0u));
  return refuse(core::Error{wire::kind_of(status), text, {}});
}

}  // namespace

// A form that waits for its result, or to be the one who asks.
struct Forms::Waiting {
  Waiting(Json written, const asio::any_io_executor& executor) : form(std::move(written)), woken(executor) {}

  void wake(core::Result<Json> with) {
    result = std::make_unique<core::Result<Json>>(std::move(with));
    woken.cancel();
  }

  Json form;
  std::unique_ptr<core::Result<Json>> result;  // null: none yet
  asio::steady_timer woken;
};

Forms::Forms(Lanes& lanes, Front& front, const core::Clock& clock, std::uint32_t points_per_minute)
    : lanes_(lanes), front_(front), clock_(clock), rates_(points_per_minute) {
  front.on(Action::kFileForm, [this](Call& call) { return file(call); });
  front.on(Action::kCheckForm, [this](Call& call) { return check(call); });
  front.on(Action::kFollowForm, [this](Call& call) { return follow(call); });
  front.on(Action::kShowEdition, [this](Call& call) { return edition(call); });
}

bool Forms::may_ask() const {
  if (waiting_.empty() || questions_ >= kQuestionsMax) return false;
  return questions_ == 0 || clock_.steady_ms() - asked_at_ >= kSlowMs;
}

bool Forms::allowed(const Call& call, std::uint32_t points) {
  const std::string client = client_of(call.exchange.header("X-Forwarded-For").value_or(""));
  return rates_.allow(client, points, clock_.steady_ms());
}

Task<tl::expected<Json, Problem>> Forms::question_of(Call& call) {
  const auto body = co_await read_body(call, kFormBytesMax);
  if (!body) co_return tl::unexpected(body.error());
  auto question = form_question(*body);
  if (!question) co_return tl::unexpected(question.error());
  seal::Sha256 hash;
  hash.add(same_form_text(*question));
  const seal::Hash fingerprint = hash.finish();
  call.fingerprint = seal::view_of(fingerprint);
  if (!front_.fits(call)) co_return refuse(ProblemKind::kKeyReused);
  co_return question;
}

Task<Outcome> Forms::file(Call& call) {
  if (!allowed(call, kFormPoints)) co_return refuse(ProblemKind::kTooOften);
  if (!core::id_from_hex(call.key)) {
    co_return refuse(ProblemKind::kInvalid, "报名的 Idempotency-Key 应为 32 位十六进制字符，每份报名一个。");
  }
  auto form = co_await question_of(call);
  if (!form) co_return tl::unexpected(form.error());
  (*form)["id"] = call.key;
  const auto result = co_await kept(*form, call.trace);
  if (!result) co_return refuse(result.error());
  if (!result->contains("receipt")) co_return refused(*result);
  Json told{{"receipt", result->at("receipt")},
            {"number", result->at("number")},
            {"accepted_at", result->at("accepted_at")},
            {"training", result->at("training")}};
  tell_instant(told, "accepted_at");
  Answer answer = json_answer(told, call.route.success);
  answer.headers.emplace_back("Location",
                              std::string(call.route.pattern) + "/" + result->at("receipt").get<std::string>());
  co_return answer;
}

Task<core::Result<Json>> Forms::kept(Json& form, const core::Id& trace) {
  if (waiting_.size() >= kWaitingMax) {
    co_return core::fail(core::ErrorKind::kUnavailable, "同时报名的人太多，请稍后重试；重复提交不会重复报名。",
                         "too many forms wait");
  }
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  const auto mine = std::make_shared<Waiting>(std::move(form), executor);
  waiting_.push_back(mine);
  while (!mine->result) {
    if (may_ask()) {
      co_await ask_for_those_that_wait(trace);
      continue;
    }
    boost::system::error_code woken;
    mine->woken.expires_after(std::chrono::milliseconds(kSlowMs));
    co_await mine->woken.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  }
  co_return std::move(*mine->result);
}

// The oldest ones together; then whoever is the first in the row asks for the next.
Task<> Forms::ask_for_those_that_wait(const core::Id& trace) {
  std::vector<std::shared_ptr<Waiting>> asked;
  Json question{{"forms", Json::array()}};
  while (!waiting_.empty() && asked.size() < verb::kFormsAtOnce) {
    asked.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
    question["forms"].push_back(std::move(asked.back()->form));
  }
  ++questions_;
  asked_at_ = clock_.steady_ms();
  // Asked until there is an answer: each form has its id.
  const auto answer = co_await ask(lanes_, kIntake, verb::kFormFile, question, trace);
  --questions_;
  const Json results = answer ? answer->value("results", Json::array()) : Json();
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (!answer) {
      asked[i]->wake(tl::unexpected(answer.error()));
    } else if (i < results.size()) {
      asked[i]->wake(core::Result<Json>(tl::in_place, results[i]));
    } else {
      asked[i]->wake(core::fail(core::ErrorKind::kInternal, "系统内部错误，请稍后重试。", "form.file: results"));
    }
  }
  if (!waiting_.empty()) waiting_.front()->woken.cancel();
}

Task<Outcome> Forms::check(Call& call) {
  if (!allowed(call, kOtherPoints)) co_return refuse(ProblemKind::kTooOften);
  const auto form = co_await question_of(call);
  if (!form) co_return tl::unexpected(form.error());
  const auto read = co_await ask(lanes_, kIntake, verb::kFormCheck, *form, call.trace);
  if (!read) co_return refuse(read.error());
  const Json claim{{"claim", read->at("claim")}};
  const auto judged = co_await ask(lanes_, kEligibility, verb::kClaimCheck, claim, call.trace);
  if (!judged) co_return refuse(judged.error());
  const Json told{{"faults", read->at("faults")},
                  {"guardian_wanted", read->at("guardian_wanted")},
                  {"verdict", judged->at("verdict")},
                  {"findings", judged->at("findings")}};
  co_return json_answer(told);
}

Task<Outcome> Forms::follow(Call& call) {
  if (!allowed(call, kOtherPoints)) co_return refuse(ProblemKind::kTooOften);
  const Json question{{"receipt", call.values.front()}};
  auto told = co_await ask(lanes_, kIntake, verb::kFormStatus, question, call.trace);
  if (!told) co_return refuse(told.error());
  tell_instant(*told, "accepted_at");
  co_return json_answer(*told);
}

Task<Outcome> Forms::edition(Call& call) {
  if (!allowed(call, kOtherPoints)) co_return refuse(ProblemKind::kTooOften);
  const Json question = Json::object();
  auto told = co_await ask(lanes_, kIntake, verb::kFormTerms, question, call.trace);
  if (!told) co_return refuse(told.error());
  for (const char* name : {"opens", "closes", "now"}) tell_instant(*told, name);
  for (Json& one : (*told)["delegations"]) tell_instant(one, "closes");
  co_return json_answer(*told);
}

}  // namespace naadam::portal
