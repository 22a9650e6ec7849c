// Words of `naadam import`.
#pragma once

#include <array>

#include "cli/text.hpp"

namespace naadam::cli::texts::import {

inline constexpr Text kAbout{"提交报名表，等每一行有结果，按原因汇总",
                             "hand in spreadsheets, wait for every row's outcome, sum up by reason"};
inline constexpr Text kFiles{"报名表（XLSX，或 UTF-8 / GB18030 的 CSV），可给多个",
                             "spreadsheets (XLSX, or CSV in UTF-8 or GB18030)"};
inline constexpr Text kSubmitter{"报送单位（默认“本机导入”）；更正时须与原来一致",
                                 "who submits (default 本机导入); the same as before when correcting"};
inline constexpr Text kCorrects{
    "更正此前的一次上传（回执号）：只改动有变化的行，原表有而新表没有的人视为撤回",
    "corrects this earlier upload (its receipt): only changes count, rows that vanished are withdrawn"};
inline constexpr Text kManifest{"文件与报送单位清单（两列：文件、报送单位），按清单顺序提交",
                                "a list of files and submitters (columns file, submitter), handed in in its order"};
inline constexpr Text kDryRun{"只看不交：脱机判定每一行；更正时列出将被撤回的行",
                              "hand nothing in: judge offline; with --corrects show what would be withdrawn"};
inline constexpr Text kOut{
    "取回带结果的报名表：一个文件存到此路径，多个文件存入此目录",
    "fetch the officer's rows with their outcome: to this path, or into this directory for several"};
inline constexpr Text kYes{"更正时不再询问", "do not ask before a correction withdraws rows"};
inline constexpr Text kFooter{
    "退出码：0 全部通过，1 有未通过的行或被拒的文件，2 用法或文件有误，3 服务没有运行或没有应答。",
    "Exit codes: 0 all accepted, 1 some rows or files not, 2 wrong use or file, 3 services not reachable."};
inline constexpr Text kDefaultSubmitter{"本机导入", "本机导入"};

inline constexpr Text kNoFile{"打不开文件 {}，请核对路径和权限", "can't open {}; check the path and its rights"};
inline constexpr Text kEmptyFile{"文件是空的：{}", "the file is empty: {}"};
inline constexpr Text kTooLarge{"文件超过 32 MB：{}，请拆成几份分别提交", "over 32 MB: {}; split it"};
inline constexpr Text kNotRunning{
    "接收服务没有应答：请确认 naadam up 正在运行（数据目录 {}），再重新提交；没有提交任何文件",
    "intake does not answer: see that naadam up runs (data {}), then try again; nothing was handed in"};
inline constexpr Text kNothingToDo{"请给出报名表文件，或用 --manifest 给出清单",
                                   "name spreadsheets, or a list with --manifest"};
inline constexpr Text kBothWays{"--manifest 已写明文件和报送单位，不要再给文件、--submitter 或 --corrects",
                                "--manifest names files and submitters; leave out FILE, --submitter and --corrects"};
inline constexpr Text kOneCorrection{"一次更正只能给一个文件", "a correction is one file"};
inline constexpr Text kBadReceipt{"回执号应为 32 位十六进制数字", "a receipt is 32 hex digits"};
inline constexpr Text kManifestRow{"清单第 {} 行缺少文件名或报送单位",
                                   "line {} of the list lacks a file or a submitter"};
inline constexpr Text kManifestHeadings{"清单第一行应有“文件”和“报送单位”（或 file、submitter）两列",
                                        "the list's first line must name the columns file and submitter"};
inline constexpr Text kManifestLong{"清单最多 {} 个文件", "the list holds at most {} files"};
inline constexpr Text kManifestEmpty{"清单 {} 里没有文件", "the list {} names no file"};
inline constexpr Text kNoWorkbookYet{"带结果的报名表还没有生成好，请稍后再取",
                                     "the outcome workbook is not ready yet; fetch it later"};
inline constexpr Text kLostTouch{
    "服务不再应答，停止等待；已接收的文件不会丢，服务恢复后再次提交同一文件即可查看结果",
    "services stopped answering; what was received is kept, hand the same file in again later to look"};
inline constexpr Text kStalled{
    "{} 秒没有进展，先停止等待；已接收的会继续办理，稍后可再次提交同一文件查看结果",
    "no progress for {} s, so this stops waiting; what was received goes on, hand the same file in again to look"};
inline constexpr Text kMustSayYes{"更正会撤回 {} 行；确认无误后请加 --yes 再次运行",
                                  "the correction withdraws {} rows; add --yes to carry it out"};
inline constexpr Text kAsk{"确认更正？输入 y 继续：", "carry the correction out? y to go on: "};
inline constexpr Text kGivenUp{"没有提交，什么也没有改变", "nothing was handed in, nothing has changed"};

inline constexpr Text kProgress{"{} / {} 行已有结果，{} / {} 份完成，{:.1f} 秒",
                                "{} of {} rows have an outcome, {} of {} files done, {:.1f} s"};
inline constexpr Text kHead{"{} 份报名表，{} 行，用时 {:.1f} 秒", "{} files, {} rows, in {:.1f} s"};
inline constexpr Text kInTraining{"（演练模式）", " (TRAINING)"};
inline constexpr Text kConflicts{"　其中：两个单位所填不一致", "  of them: two submitters differ"};
inline constexpr Text kOvertaken{"已被本单位更新的上传替代", "overtaken by the submitter's newer upload"};
inline constexpr Text kOpen{"尚无结果", "no outcome yet"};
inline constexpr Text kReasons{"按原因（一行可有多条原因）", "by reason (a row may have several)"};
inline constexpr std::array<Text, 3> kReasonHeadings{{{"结果", "verdict"}, {"规则", "rule"}, {"行数", "rows"}}};
inline constexpr Text kWithdrawn{"更正后撤回：{} 项报名", "withdrawn by the correction: {} entries"};
inline constexpr Text kFilesFailed{"没有交上去的文件", "files not handed in"};
inline constexpr Text kFilesRefused{"未能受理的文件", "files refused"};
inline constexpr Text kFilesAgain{"以下文件此前已接收，没有重复计入",
                                  "these files had been received before; nothing was done twice"};
inline constexpr Text kRemarks{"另请注意", "please note"};
inline constexpr Text kMoreRemarks{"（另有 {} 条）", " (and {} more)"};
inline constexpr std::array<Text, 5> kReceiptHeadings{
    {{"文件", "file"}, {"报送单位", "submitter"}, {"第几次上传", "number"}, {"回执号", "receipt"}, {"行数", "rows"}}};
inline constexpr Text kReceiptsByJson{"每份文件的回执号可加 --json 查看", "every file's receipt: add --json"};
inline constexpr Text kWorkbooks{"带结果的报名表已存入 {}（{} 份，含个人信息，请妥善保管）",
                                 "outcome workbooks are in {} ({} of them; personal data, keep them safe)"};
inline constexpr Text kOutcomeSuffix{"_结果.xlsx", "_结果.xlsx"};

inline constexpr Text kDryHead{"只看不交：{} 份报名表，{} 行，按 {} 收到判定",
                               "nothing handed in: {} files, {} rows, judged as if received at {}"};
inline constexpr Text kVanish{"更正将撤回 {} 行（原表有而新表没有）",
                              "the correction would withdraw {} rows (in the old file, not in the new one)"};
inline constexpr Text kVanishRow{"{}第 {} 行", "{}row {}"};
inline constexpr Text kVanishUnidentified{
    "：证件号码无法识别，新表中若仍有此人，按新的一项处理",
    ": no readable document number; if still in the new file it counts as a new entry"};
inline constexpr Text kVanishNone{"更正不会撤回任何人", "the correction would withdraw nobody"};

}  // namespace naadam::cli::texts::import
