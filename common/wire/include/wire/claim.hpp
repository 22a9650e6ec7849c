// What one row of one upload says about one person's entry: the field's words as the officer wrote them, after
// characters were made plain (full-width forms, blanks, zero-width marks), before any rule looked at them.
//
// Personal data: all of it. A claim exists in clear only inside intake, eligibility, notification, portal and the
// offline commands; anywhere else it is sealed.
// Empty means: the cell was empty or the column absent.
#pragma once

#include <cstdint>
#include <string>

namespace naadam::wire {

struct Claim {
  std::string name;             // 姓名
  std::string sex;              // 性别
  std::string birth_date;       // 出生日期, as read ("1990-01-31", "1990年1月31日", "19900131", ...)
  std::string document_type;    // 证件类型; empty = 居民身份证
  std::string document_number;  // 证件号码, blanks and hyphens removed, x made X
  std::string mobile;           // 手机号码, digits and a leading + only
  std::string event;            // 参赛项目
  std::string group;            // 组别
  std::string delegation;       // 代表队
  std::string basis;            // 参赛依据: 工作 / 学习 / 居住, one or several
  std::string employer;         // 单位或学校名称
  std::string employer_code;    // 统一社会信用代码
  std::string post;             // 岗位类别: 管理技术 / 生产操作
  std::string address;          // 居住地址
  std::string email;            // 电子邮箱
  std::string team;             // 队伍编号
  std::string note;             // 备注

  // Facts of the file that a row alone cannot know; found by intake over the whole file.
  std::uint16_t team_members = 0;  // distinct persons under this row's (employer, event, group, team)
  bool team_has_repeated_person = false;

  bool operator==(const Claim&) const = default;
};

}  // namespace naadam::wire
