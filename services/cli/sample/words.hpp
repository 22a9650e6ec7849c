// Words that the invented people, employers and schools are made of. All names are put together by chance from
// parts; a likeness to anyone is accidental.
//
// Thread: constants; any.
#pragma once

#include <array>
#include <string_view>

namespace naadam::cli::sample {

using Word = std::string_view;

inline constexpr std::array<Word, 60> kSurnames = {
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高",
    "林", "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧",
    "程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡", "贾",
    "丁", "魏", "薛", "叶", "阎", "余", "潘", "杜", "戴", "夏", "钟", "汪", "田", "任", "姜"};
inline constexpr std::array<Word, 12> kTwoCharacterSurnames = {"欧阳", "上官", "司马", "诸葛", "慕容", "令狐",
                                                               "皇甫", "尉迟", "呼延", "宇文", "长孙", "拓跋"};
inline constexpr std::array<Word, 40> kMaleCharacters = {"伟", "强", "磊", "军", "勇", "杰", "涛", "明", "超", "刚",
                                                         "平", "辉", "鹏", "华", "飞", "鑫", "波", "斌", "宇", "浩",
                                                         "凯", "健", "俊", "帆", "旭", "宁", "龙", "林", "峰", "东",
                                                         "志", "建", "国", "文", "永", "海", "春", "新", "思", "天"};
inline constexpr std::array<Word, 40> kFemaleCharacters = {"芳", "娜", "敏", "静", "丽", "艳", "娟", "霞", "秀", "燕",
                                                           "玲", "桂", "萍", "红", "玉", "梅", "莉", "兰", "洁", "雪",
                                                           "琳", "晶", "颖", "婷", "慧", "莹", "倩", "蕾", "薇", "佳",
                                                           "欣", "怡", "梦", "雨", "晓", "思", "文", "海", "春", "新"};
// In names though not in everyday text; two lie outside the basic plane, which only GB18030 among the GB family holds.
inline constexpr std::array<Word, 14> kRareCharacters = {"喆", "玥", "彧", "甡", "䶮", "㛃", "旻",
                                                         "垚", "昉", "璟", "祎", "堃", "𠅤", "𬭎"};

inline constexpr std::array<Word, 30> kMongolianMaleNames = {
    "巴特尔", "巴雅尔", "朝鲁",   "额尔德尼", "阿古拉",   "宝音",   "特木尔", "吉日嘎拉", "布和",       "孟和",
    "青格勒", "呼和",   "达来",   "胡日查",   "恩和",     "毕力格", "苏和",   "那顺",     "道尔吉",     "格日勒图",
    "哈斯",   "满都拉", "乌力吉", "阿拉坦仓", "德力格尔", "扎木苏", "图门",   "赛音",     "白音宝力格", "斯日古楞"};
inline constexpr std::array<Word, 28> kMongolianFemaleNames = {
    "其木格", "乌云",     "图雅",   "苏日娜",   "斯琴",   "高娃",   "萨仁",     "娜仁花",    "敖登", "托娅",
    "乌兰",   "阿拉腾",   "琪琪格", "萨如拉",   "塔娜",   "娜日苏", "哈斯高娃", "乌日娜",    "莲花", "通拉嘎",
    "牡兰",   "萨仁高娃", "乌仁",   "其其格玛", "阿茹娜", "德德玛", "金花",     "敖云其木格"};
// Between two parts of a name people type whatever dot their keyboard offers; all mean the same.
inline constexpr std::array<Word, 7> kNameDots = {"·", "•", "・", "‧", "･", "⋅", "∙"};

inline constexpr std::array<Word, 30> kFirmWords = {
    "青穹", "云牧", "驼铃", "金雕",   "朔原",   "河套湾", "胡杨里", "星海蓝", "塔林",   "苍岭",
    "月泉", "雁来", "瑞禾", "恒旭",   "敕勒",   "长风驿", "白桦渡", "赛罕塔", "杭盖",   "达兰",
    "松漠", "九曲", "望原", "绿野仓", "玉泉岭", "阿木尔", "乌素",   "浩特川", "萨拉齐", "岱钦"};
inline constexpr std::array<Word, 15> kFirmTrades = {"机械制造", "乳业",     "电力设备", "汽车服务", "建筑工程",
                                                     "信息技术", "餐饮管理", "园林绿化", "皮革工艺", "物联科技",
                                                     "珠宝",     "酒店管理", "健康服务", "服装",     "新能源装备"};
inline constexpr std::array<Word, 3> kFirmForms = {"有限公司", "有限责任公司", "集团有限公司"};
inline constexpr std::array<Word, 4> kSchoolForms = {"职业技术学院", "技师学院", "职业中等专业学校", "高级技工学校"};
inline constexpr std::array<Word, 12> kStreets = {"团结路", "新华街", "草原路",   "建设街", "友谊路", "科技街",
                                                  "敖包路", "文化街", "那达慕路", "兴业街", "牧仁路", "星光街"};
inline constexpr std::array<Word, 9> kOutsideCities = {"北京市",       "河北省张家口市",       "山西省大同市",
                                                       "辽宁省阜新市", "吉林省白城市",         "黑龙江省齐齐哈尔市",
                                                       "陕西省榆林市", "宁夏回族自治区银川市", "甘肃省酒泉市"};

}  // namespace naadam::cli::sample
