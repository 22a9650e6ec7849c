#include "portal/rules/problem.hpp"

#include <array>
#include <nlohmann/json.hpp>

namespace naadam::portal {
namespace {

struct Known {
  unsigned status;
  unsigned retry_after_s;  // 0: never
  std::string_view code, title, detail;
};

// In the order of ProblemKind.
constexpr std::array<Known, kProblemKinds> kKnown{{
    {400, 0, "malformed", "请求无法识别", "请求的格式不正确。"},
    {400, 0, "invalid", "内容有误", "请求中有一项内容不符合要求，请核对后重试。"},
    {400, 0, "idempotency_key_missing", "缺少幂等键",
     "每个 POST 请求须带 Idempotency-Key 头（8 到 64 个字母、数字、-、_），重试时用同一个值。"},
    {400, 0, "body_cut_off", "内容没有传完", "连接在内容传完之前中断了，请用同一个幂等键重新提交。"},
    {401, 0, "unauthorized", "需要登录", "没有带令牌，或令牌无效。请用 Authorization: Bearer 头带上令牌。"},
    {403, 0, "forbidden", "没有权限", "您的角色不能办理这项业务。"},
    {403, 0, "outside_scope", "不在您的范围内", "您只能查看本单位、本代表队的内容。"},
    {404, 0, "not_found", "没有找到", "没有这个编号，或不属于您的范围。请核对编号。"},
    {404, 0, "no_such_path", "没有这个地址", "没有这个地址，请查看 /api/v1/openapi.json。"},
    {405, 0, "method_not_allowed", "方法不允许", "这个地址不支持这种请求方法，允许的方法见 Allow 头。"},
    {409, 0, "refused", "不予办理", "这项请求不符合规则。"},
    {409, 2, "not_finished", "还没有办完", "还有报名没有结果，请稍后再取。"},
    {409, 1, "idempotency_key_in_flight", "正在办理", "同一个幂等键的请求正在办理，请稍后重试。"},
    {413, 0, "too_large", "内容太大", "文件不能超过 32 MB，请拆成几份分别提交。"},
    {422, 0, "idempotency_key_reused", "幂等键用过了", "这个幂等键已用于另一份内容，新的内容请换一个幂等键。"},
    {422, 0, "sheet_refused", "表格有误", "表格没有录入：请按所列的行和列逐项改正，再重新提交。"},
    {429, 10, "too_many_requests", "操作太频繁", "从这里来的请求太多，请稍等片刻再试；已填的内容不会丢失。"},
    {431, 0, "header_too_large", "请求头太大", "请求头超过了限制。"},
    {500, 0, "internal", "系统内部错误", "系统出错了，已有记录。请把跟踪号告诉管理员。"},
    {503, 2, "busy", "请求太多", "同时办理的请求太多，请稍后重试。"},
    {503, 30, "full", "存储将满", "系统存储将满，暂不能接收新的报名；已接收的不受影响。请稍后重试。"},
    {503, 2, "unavailable", "暂时不能办理", "系统暂时无法办理，请稍后重试。"},
    {504, 1, "outcome_unknown", "结果尚不确定", "没有及时得到结果，可能已经办成。请用同一个幂等键重试，不会重复办理。"},
}};

const Known& known(ProblemKind kind) { return kKnown.at(static_cast<std::size_t>(kind)); }

ProblemKind kind_of(core::ErrorKind kind) {
  switch (kind) {
    case core::ErrorKind::kInvalid:
      return ProblemKind::kInvalid;
    case core::ErrorKind::kNotFound:
      return ProblemKind::kNotFound;
    case core::ErrorKind::kRefused:
      return ProblemKind::kRefused;
    case core::ErrorKind::kFull:
      return ProblemKind::kFull;
    case core::ErrorKind::kUnavailable:
      return ProblemKind::kUnavailable;
    case core::ErrorKind::kUnknown:
      return ProblemKind::kOutcomeUnknown;
    case core::ErrorKind::kCorrupt:
    case core::ErrorKind::kInternal:
      return ProblemKind::kInternal;
  }
  return ProblemKind::kInternal;
}

}  // namespace

Problem Problem::of(const core::Error& error) { return Problem(kind_of(error.kind), error.text); }

unsigned Problem::status() const { return known(kind_).status; }
std::string_view Problem::code() const { return known(kind_).code; }

std::optional<unsigned> Problem::retry_after_s() const {
  const unsigned wait = known(kind_).retry_after_s;
  return wait == 0 ? std::nullopt : std::optional(wait);
}

std::string Problem::json(const core::Id& trace) const {
  const Known& all = known(kind_);
  nlohmann::ordered_json json{{"type", "urn:naadam:problem:" + std::string(all.code)},
                              {"title", all.title},
                              {"status", all.status},
                              {"detail", detail_.empty() ? std::string(all.detail) : detail_},
                              {"code", all.code}};
  if (kind_ == ProblemKind::kSheetRefused) {
    json["faults"] = nlohmann::ordered_json::array();
    for (const SheetFault& one : faults_) {
      json["faults"].push_back({{"row", one.row}, {"column", one.column}, {"text", one.text}});
    }
    json["faults_total"] = faults_total_;
  }
  if (trace != core::Id{}) json["trace"] = core::to_hex(trace);
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace naadam::portal
