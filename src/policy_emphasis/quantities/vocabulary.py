"""The words around a number, as patterns: times, verbs, movements, ends of indicators."""

import re


def listed(text):
    """The words of a text, set apart by white space; # opens a comment."""
    return re.sub(r"\s#.*", "", text).split()


def words(text):
    """What takes any of the words listed, the first that fits, as a part of a pattern."""
    return f"(?:{'|'.join(listed(text))})"


def one_of(text):
    """The pattern of the words listed."""
    return re.compile(words(text))


TIME = "(?:截至|截止|到|至)?" + words(r"""
    (?<![\d.])20\d{2}(?:[-、]20\d{2})*年(?:底|末|初|以来)?  # 2023年, 2018-2022年, 2025年底
    今年(?:以来)? 去年 明年 上年 当年 本年 年内 年底前? 年末 全年 年度 每年 连年
    连续[一二三四五六七八九十\d]+年 年均 近年来?
    (?:过去|今后|未来|最近|近)?(?<![\d.])(?:[一二三四五六七八九十两]+|\d{1,2})年(?:来|间|前)?
    [上下]半年 [一二三四前首]+季度  # 近五年, 五年来, 上半年, 前三季度
    “?十[一二三四五六]五”?(?:时期|期间|以来|末)?  # “十四五”时期
    本届政府(?:任期内)? 任期内 目前 期间 以来
""")
TIMES = re.compile(TIME)
PLACE = words("全市 全省 全区 全县 全州 全盟 我市 我省 我区")
ADVERB = words(r"""
    力争 确保 争取 努力 全力 预计 预期 累计 总计 共计 合计 总共 其中 同时 并且? 已 将 要 再 还 使
    通过 有序 扎实 深入 同步(?!增长|提高) 大力 积极 持续 精心 组织?精准 着力 稳步 统筹 按期 全面
    进一步 成功 圆满 率先 高质量 高水平 高标准 及时 首次 计划(?!投资|总投资) 规划 有望
    建议(?=今年|20|全) 各?县\(市、区\) 分别 共 即 而 则 新的一年
""")
LEAD = re.compile(
    rf"^(?:[\s、和与及—-]|以及|{TIME}[,，]?|{PLACE}|{ADVERB}|[一二三四五六七八九十]是|[的了]|等)+"
)
CAUSE = re.compile(
    f"^{words('推动 推进 带动 促进 拉动 实现 保持 确保 使 让 完成 助力 把 将 对 按照')}+(?=.{{2}})"
)

# Between what is measured and its number: what moves it, and what leads to a level.
GROW = words("增长 增速 增幅 涨幅 上涨 提高 提升 增加 扩大 上升 回升 攀升 跃升 翻")
FALL = words("下降 降低 减少 压减 缩短 压缩 降幅 收窄 负增长 降 减")
TO = words("""
    达到 达 为 是 突破 控制 保持 维持 稳定 实现 变 占到? 完成 位居 超额 投入 迈上 跃上 迈入 跨上
    跻身 站上
""")
SINCE = re.compile(rf"(?:由|从)(?:上年|去年|{TIME}|每[^,]{{1,6}})*的?$")  # 从去年的
SINCE_TIME = re.compile(rf"(?:由|从){TIME}$")
MARK = re.compile(f"{GROW}|{FALL}|{TO}")
MOVE = re.compile(f"(?P<grow>{GROW})|(?P<fall>{FALL})")
LEADS = words(rf"""
    同比 环比 [比较](?:上年|去年|{TIME})(?:同期|末|底)?  # 比上年末
    年均 平均 实际 名义 分别 均 都 双双 已 可 将 预计 力争 继续 首次 历史性 成功 持续 稳定 基本 总体
    进一步 全部 累计 稳步 大幅 快速 逐步 全年 可比口径 同口径 按
    (?:{GROW}|{FALL}|{TO})(?:到|至|在|了)? 也 由 从 以 在 至 到 等?分别 [的、和]  # 提高到
""")
TAIL = re.compile(f"{LEADS}$")

VERBS = words("""
    建成 建设 改造 打造 培育 引进 认定 开工 竣工 投产 创建 获批 入选 启动 签约 落地 开通 开行 组建
    设立 成立 引育 招引 引入 培训 开展 实施 推进 完成 新增 新建 增加 净增 发放 办理 举办 承办 出台
    制定 修订 解决 化解 整治 治理 改建 扩建 修复 修建 筹集 筹建 盘活 处置 清理 拆除 提供 提升 拓宽
    整合 布局 推出 培养 选派 办好 办结 吸纳 吸引 帮扶 扶持 支持 惠及 投放 投入 安排 落实 登记 孵化
    转化 上线 发布 评选 遴选 储备 谋划 推动 加快 形成 构建 壮大 升级 更新 安装 消除 减少 压减 淘汰
    种植 绿化 供应 收储 发行 减免 转移 救助 保障 接待 招录 引导 对接 核减 整理 保护 扩容 铺设 加固
    维修 打通 贯通 申报 参与 制订 调解 查处 交付 安置 搬迁 签订 新设 开设 挂牌 立项 审议 提请 扩大
    派出 利用 受理 导入 新改扩建 改扩建 新改建 新引进 新培育 新认定 新签约 新招引 新开工 新启动
    新打造 新登记 新开通 新投产 争创 选树 拿出 创成 建立
""")
VERB = re.compile(  # 新建和改造, 培育(引进)
    rf"(?:(?:新|再|改)?{VERBS}(?:[和、及](?=(?:新|再)?{VERBS}))?)+(?:\([^()]*\))?"
)

# Ends of indicators: what the items of a list share (工业、建筑业增加值).
HEADS = words("""
    总值 领域投资 零售额 居民人均可支配收入 人均可支配收入 产业增加值 工业增加值 行业增加值 业增加值
    增加值 播种面积 种植面积 面积 总产值 产值 总产量 产量 营业收入 收入 总额 交易额 成交额 销售额
    投资 贷款余额 存款余额 余额 比重 占比 比率 比例 覆盖率 率 总量 数量 人数 起数 数 额 量
""")
HEAD = re.compile(f"{HEADS}$")
OWNERLESS = one_of("(?:死亡|受伤|伤亡)人数 销量 产量 产值 利润 税收 营收 数量 面积 余额")
IDLE = re.compile(
    rf"[“”\"‘’\s]|{PLACE}|全部|了|累计|有效|深入|持续|加快(?=推进|建设)|实现(?={HEADS}$)"
)
MEASURES = words("""
    [率量值额比数] 强度 收入 投资 面积 浓度 规模 水平 里程 能耗 价格 比重 主体 标准 满意度 经费 支出
    排放
""")
MEASURED = re.compile(f"{MEASURES}$")
