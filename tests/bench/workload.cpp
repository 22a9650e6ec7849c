#include "bench/workload.hpp"

#include <fmt/format.h>

#include "domain/document_number.hpp"
#include "domain/employer_code.hpp"

namespace naadam::bench {

wire::Claim person(std::uint32_t i) {
  static const std::string kEmployer = domain::complete_employer_code("91150100MA0BENCH");
  // Births from 1970-01-01 on, one day a thousand persons; sequence numbers odd: men.
  const unsigned day = i / 450 % 9'000;
  const unsigned year = 1970 + day / 336;
  const unsigned month = day % 336 / 28 + 1;
  const unsigned birthday = day % 28 + 1;
  const unsigned sequence = i % 450 * 2 + 1;
  const unsigned county = 150'102 + i / 4'050'000;
  wire::Claim claim;
  claim.name = fmt::format("测试员{}", i);
  claim.sex = "男";
  claim.document_type = "居民身份证";
  claim.document_number =
      domain::complete_citizen_id(fmt::format("{}{:04}{:02}{:02}{:03}", county, year, month, birthday, sequence));
  claim.birth_date = fmt::format("{:04}-{:02}-{:02}", year, month, birthday);
  claim.mobile = fmt::format("19{:09}", i);
  claim.event = "电工";
  claim.group = "职工组";
  claim.delegation = "呼和浩特市";
  claim.basis = "工作";
  claim.employer = "内蒙古示例装备制造有限责任公司";
  claim.employer_code = kEmployer;
  claim.post = "生产操作";
  claim.address = "内蒙古自治区呼和浩特市新城区示例路一号";
  claim.email = fmt::format("bench{}@example.invalid", i);
  return claim;
}

}  // namespace naadam::bench
