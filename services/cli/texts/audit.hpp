// Words of `naadam audit`.
#pragma once

#include <array>

#include "audit/report.hpp"
#include "cli/text.hpp"

namespace naadam::cli::texts::audit {

inline constexpr Text kAbout{"核查数据存储：已受理的报名表、报名和通知是否一条不少、各环节是否有人处理",
                             "check the store: nothing accepted is missing, nothing is forgotten"};
inline constexpr Text kOverdue{"待办超过这么多秒无人处理就算异常（默认 600）",
                               "work overdue for more seconds than this is a finding (default 600)"};
inline constexpr Text kFooter{
    "只读，可在系统运行时使用；异常须连看两次都在才算数。\n退出码：0 无异常，1 有异常，3 连不上存储。",
    "Reads only; may run beside the services. A finding must stand in two looks.\n"
    "Exit codes: 0 nothing wrong, 1 findings, 3 the store can't be reached."};

inline constexpr Text kClean{"核查完毕，没有异常。", "Nothing is wrong."};
inline constexpr Text kWrong{"核查完毕，发现 {} 处异常。请保留现场，并联系运维人员。",
                             "{} findings. Keep everything as it is and call the operator."};
inline constexpr Text kMore{"……另有 {} 处，用 --json 查看", "... and {} more, see --json"};
inline constexpr Text kOldest{"最久的待办已逾期 {:.1f} 秒", "the oldest work is overdue by {:.1f} s"};
inline constexpr Text kMoving{"{} 个分片正在变动，数目未核对", "{} shards were moving; their counts were not compared"};

inline constexpr std::array<Text, 2> kTotalHeadings{{{"核查对象", "looked at"}, {"数目", "number"}}};
inline constexpr std::array<Text, 10> kTotals{{{"报名表", "uploads"},
                                               {"报名", "entries"},
                                               {"通知", "notices"},
                                               {"抽签", "draws"},
                                               {"出场表", "start lists"},
                                               {"评分方案、成绩册和入选名单", "schemes, score books and nominations"},
                                               {"回执编号", "numbers issued"},
                                               {"已回填的行", "rows with an outcome"},
                                               {"已通知的报名", "entries with a notice"},
                                               {"被搁置的批次", "packs set aside"}}};

inline constexpr std::array<Text, 4> kFindingHeadings{
    {{"异常", "finding"}, {"分片", "shard"}, {"对象", "subject"}, {"含义", "meaning"}}};
// By audit::FindingKind.
inline constexpr std::array<Text, naadam::audit::kFindingKinds> kMeanings{
    {{"一批记录缺列或各列不符", "the columns of a pack do not fit"},
     {"记录的校验码不符", "a record's check does not hold"},
     {"索引指到的位置没有这条记录", "the index points where the record is not"},
     {"记录不在索引中", "the index does not know the record"},
     {"索引指到了另一处", "the index points elsewhere"},
     {"待处理的记录不在待办表中", "work that is in no due set"},
     {"待办逾期无人处理", "work that nobody takes"},
     {"待办表指到了不存在或已完成的批次", "a due set names what is not due"},
     {"搁置标记与搁置表不一致", "set aside, but not in the list of it"},
     {"环节计数与实际不符", "a stage's count is wrong"},
     {"报送单位的编号不连续", "a submitter's numbers have a hole"},
     {"报名表没有编号", "an upload was never numbered"},
     {"报名表的编号与发出的不同", "an upload says another number"},
     {"有编号而没有报名表", "a number without its upload"},
     {"结果没有回填到报名表的行", "a decision is not with its row"},
     {"报名表已出结果的行数不符", "an upload's count of marked rows is wrong"},
     {"报名表已完成而有行没有结果", "a complete upload with rows without outcome"},
     {"报名已办结而没有通知", "a settled entry without notice"},
     {"通知与报名的结果不同", "a notice tells another verdict"}}};

}  // namespace naadam::cli::texts::audit
