// Words of `naadam audit verify` and `naadam audit show`.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "cli/text.hpp"
#include "history/walk.hpp"

namespace naadam::cli::texts::history {

inline constexpr Text kVerifyAbout{"核验评审历史记录：逐条核对，重算签名检查点；不需要服务器",
                                   "verify the history: every entry, every signed checkpoint; no server"};
inline constexpr Text kShowAbout{"显示一项报名的全部评审经过：何时、由谁、从何到何、结果和理由",
                                 "show all that was decided about one entry: when, by whom, from what to what, why"};
inline constexpr Text kDir{"历史记录目录（默认：本机安装目录下的 history）",
                           "directory of the history (default: history of the installation here)"};
inline constexpr Text kKey{"公证服务最初的公钥文件 notary.pub（默认：本机密钥目录中的），更换过的由它推出",
                           "the notary's first public key, notary.pub (default: that of the installation here); later "
                           "ones follow from it"};
inline constexpr Text kSheet{"张贴或保存过的检查点（文本文件）：历史记录须与它相符",
                             "a checkpoint that was posted or kept (text): the history must extend it"};
inline constexpr Text kEdition{"用哪一届的规则说明理由（默认 2021）",
                               "edition whose words explain reasons (default 2021)"};
inline constexpr Text kVerifyFooter{
    "只读，可在系统运行时使用。退出码：0 完好，1 有不符之处，2 用法有误或文件不全，3 读不了文件。",
    "Reads only. Exit codes: 0 it holds, 1 something is wrong, 2 wrong use or files missing, 3 files can't be read."};
inline constexpr Text kShowFooter{
    "退出码：0 有此报名，1 没有，或历史记录有不符之处，2 用法有误，3 读不了文件。",
    "Exit codes: 0 found, 1 not found or the history is wrong, 2 wrong use, 3 not readable."};

inline constexpr Text kNoDir{"没有历史记录目录 {}，请给出目录，或用 --data 指明安装目录",
                             "no history directory {}; name it, or the installation with --data"};
inline constexpr Text kNoKey{"没有公钥文件 {}，请用 --key 给出 notary.pub",
                             "no public key {}; name notary.pub with --key"};
inline constexpr Text kBadKey{"{} 不是公证服务的公钥文件", "{} is not a notary's public key"};
inline constexpr Text kBadSheet{"{} 中没有完整的检查点，请核对抄录是否有误",
                                "{} holds no whole checkpoint; compare it with the sheet"};

inline constexpr Text kPlace{"历史记录  {}\n公钥      {}", "history  {}\nkey      {}"};
inline constexpr Text kSize{"条目      {} 条，{} 项决定", "entries  {}, with {} decisions"};
inline constexpr Text kCovered{"检查点    {} 个相符，最新的是 {}，覆盖第 1 至 {} 条",
                               "signed   {} checkpoints hold, the newest of {}, entries 1 to {}"};
inline constexpr Text kNotCovered{"检查点    没有，尚无条目受签名保护",
                                  "signed   no checkpoint: nothing is covered yet"};
inline constexpr Text kHandedOver{"密钥      更换过 {} 次，现为 {}，自 {} 起",
                                  "keys     changed {} times, now {}, since {}"};
inline constexpr Text kOpenTail{"其后 {} 条尚未被检查点覆盖", "{} entries behind it are not covered yet"};
inline constexpr Text kUnfinished{
    "末尾有 {} 字节未写完（断电或正在写入时会有），公证服务会自行补齐",
    "{} bytes at the end are unfinished (a power cut, or being written); the notary mends it"};
inline constexpr Text kClean{"核验完毕：没有发现改动、删除、增补或调换。",
                             "It holds: nothing changed, removed, put in or exchanged."};
inline constexpr Text kWrong{"核验完毕：有 {} 处不符。请保留现场，不要改动任何文件，并报告主管人员。",
                             "{} things are wrong. Change no file and tell whoever is in charge."};
inline constexpr Text kMore{"……另有 {} 处，用 --json 查看", "... and {} more, see --json"};
inline constexpr std::array<Text, 3> kHeadings{
    {{"文件", "file"}, {"不符", "finding"}, {"位置和含义", "where, and what it means"}}};
inline constexpr Text kGiven{"（给出的检查点）", "(the checkpoint given)"};

// By history::FindingKind: the word, and the sentence. Values: see finding_text().
inline constexpr std::array<std::pair<Text, Text>, naadam::history::kFindingKinds> kFindings{
    {{{"内容被改", "changed"}, {"第 {0} 条的内容与其校验值不符", "entry {0} does not have its hash"}},
     {{"无法读取", "unreadable"},
      {"从第 {0} 条起到文件末尾无法读取", "from entry {0} to the end of the file nothing can be read"}},
     {{"次序不对", "out of place"},
      {"此处应为第 {0} 条，实为第 {1} 条：有条目被删去、增补或调换",
       "here belongs entry {0}, and {1} stands: removed, put in or exchanged"}},
     {{"被改写", "rewritten"},
      {"第 {2} 至 {0} 条与 {3} 的检查点不符：其中有条目被改写",
       "entries {2} to {0} do not fit the checkpoint of {3}: something in them was rewritten"}},
     {{"末尾被截断", "cut off"},
      {"{3} 的检查点覆盖到第 {0} 条，第 {2} 条起已不存在",
       "the checkpoint of {3} covers entry {0}; from {2} on they are gone"}},
     {{"缺少决定", "decisions missing"},
      {"第 {0} 条之前，分片 {1} 缺少决定（{4} 之后是 {5}）：存储在公证之前丢失了记录",
       "before entry {0}, shard {1} lacks decisions (after {4} comes {5}): the store lost them"}},
     {{"号码重复", "place again"},
      {"第 {0} 条：分片 {1} 的号码退回到 {5}（已到 {4}）：存储曾被退回旧状态",
       "entry {0}: shard {1} went back to {5} (had been at {4}): the store was set back"}},
     {{"检查点损坏", "checkpoint broken"}, {"第 {0} 个检查点无法读取", "checkpoint {0} cannot be read"}},
     {{"检查点是伪造的", "checkpoint forged"},
      {"第 {0} 个检查点的签名不是当时在用的密钥的，或属于另一份历史记录",
       "checkpoint {0} is not signed by the key in force, or belongs to another history"}},
     {{"检查点互相矛盾", "checkpoints contradict"},
      {"第 {0} 个检查点不能由它之前的检查点延伸而来", "checkpoint {0} does not extend the one before it"}},
     {{"没有名称", "no name"},
      {"标明历史记录的文件缺失或被改", "the file that names the history is missing or changed"}},
     {{"密钥已停用", "key retired"},
      {"第 {0} 个检查点由一把已经交接、停用的密钥签名：旧密钥可能已泄露",
       "checkpoint {0} is signed by a key that had handed over before: its secret may have leaked"}},
     {{"密钥交接无效", "bad hand-over"},
      {"第 {0} 个检查点交接签名密钥，但新密钥没有签名，或以前用过",
       "checkpoint {0} hands over to a key that did not sign it, or was in force before"}}}};

inline constexpr Text kNothing{"历史记录中没有这项报名，请核对编号", "the history knows no such entry"};
inline constexpr Text kEntry{"报名  {}", "entry {}"};
inline constexpr Text kStep{"{}  {}  {}", "{}  {}  {}"};
inline constexpr Text kChange{"{} → {}", "{} -> {}"};
inline constexpr Text kVerdict{"结果：{}", "verdict: {}"};
inline constexpr Text kNotice{"短信通知（{}）：{}", "message ({}): {}"};
inline constexpr Text kFinding{"{}：{}。{}（{}）", "{}: {}. {} ({})"};
inline constexpr Text kAllPass{"各条规则均通过", "every rule passed"};
inline constexpr Text kRenewed{"报名资料有变（合并、更正或撤回），重新审核",
                               "what was filed changed (merged, corrected or withdrawn): to be judged again"};
inline constexpr Text kConflict{"（两个单位所填不一致）", " (two submitters differ)"};
inline constexpr Text kWithdrawn{"（已撤回）", " (withdrawn)"};
inline constexpr Text kNumber{"历史记录第 {} 条，{}", "history entry {}, {}"};
inline constexpr Text kIsCovered{"已被签名检查点覆盖", "under a signed checkpoint"};
inline constexpr Text kIsOpen{"尚未被签名检查点覆盖", "under no signed checkpoint yet"};
inline constexpr Text kHistoryWrong{"注意：历史记录有 {} 处不符，请运行 naadam audit verify",
                                    "NOTE: the history has {} findings, run naadam audit verify"};

// By stage, from 1.
inline constexpr std::array<Text, 4> kEntryStages{
    {{"待审核", "received"}, {"已审核", "judged"}, {"已反馈", "reported"}, {"已办结", "settled"}}};
inline constexpr std::array<Text, 4> kNoticeStages{
    {{"待发送", "planned"}, {"发送中", "attempting"}, {"等待回执", "waiting"}, {"已结束", "closed"}}};

}  // namespace naadam::cli::texts::history
