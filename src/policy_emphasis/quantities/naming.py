"""What a value measures or counts: its indicator, in the words of the sentence.

    name(text, values, …)  → the indicators of each value of a sentence, with the words that lead to the number
    read_indicators(path)  → the common indicators: id, label_en, label_zh, pattern, percent, headline
    canonical(indicator, …) → the id of a common indicator, "" for any other

The rules are those of data/reference/README.md: elided heads are written out, 分别 gives values in order, the verb is kept where work is counted.
"""

import re
from functools import lru_cache

TIME = (
    r"(?:截至|截止|到|至)?(?:(?<![\d.])20\d{2}(?:[-、]20\d{2})*年(?:底|末|初|以来)?|今年(?:以来)?|去年|明年|上年|当年|本年|年内|年底前?|年末|全年|年度|每年|连年|连续[一二三四五六七八九十\d]+年|年均|近年来?|(?:过去|今后|未来|最近|近)?(?<![\d.])(?:[一二三四五六七八九十两]+|\d{1,2})年(?:来|间|前)?"
    r"|[上下]半年|[一二三四前首]+季度|“?十[一二三四五六]五”?(?:时期|期间|以来|末)?|本届政府(?:任期内)?|任期内|目前|期间|以来)"
)
TIMES = re.compile(TIME)
PLACE = "(?:全市|全省|全区|全县|全州|全盟|我市|我省|我区)"
ADVERB = (
    "(?:力争|确保|争取|努力|全力|预计|预期|累计|总计|共计|合计|总共|其中|同时|并且?|已|将|要|再|还|使|通过|有序|扎实|深入|同步(?!增长|提高)|大力|积极|持续|精心|组织?精准|着力|稳步|统筹|按期|全面|进一步|成功|圆满|率先|高质量|高水平|高标准|及时|首次|计划(?!投资|总投资)|规划|有望|"
    "建议(?=今年|20|全)|各?县\\(市、区\\)|分别|共|即|而|则|新的一年)"
)
LEAD = re.compile(
    rf"^(?:[\s、和与及—-]|以及|{TIME}[,，]?|{PLACE}|{ADVERB}|(?:一|二|三|四|五|六|七|八|九|十)是|[的了]|等)+"
)
CAUSE = re.compile(
    "^(?:推动|推进|带动|促进|拉动|实现|保持|确保|使|让|完成|助力|把|将|对|按照)+(?=.{2})"
)
# Words between what is measured and its number. The verbs say the kind of value; those with 到 or 至 lead to a level.
GROW, FALL = (
    "增长|增速|增幅|涨幅|上涨|提高|提升|增加|扩大|上升|回升|攀升|跃升|翻",
    "下降|降低|减少|压减|缩短|压缩|降幅|收窄|负增长|降|减",
)
TO = "达到|达|为|是|突破|控制|保持|维持|稳定|实现|变|占到?|完成|位居|超额|投入|迈上|跃上|迈入|跨上|跻身|站上"
TAIL = re.compile(
    rf"(?:同比|环比|[比较](?:上年|去年|{TIME})(?:同期|末|底)?|年均|平均|实际|名义|分别|均|都|双双|已|可|将|预计|力争|继续|首次|历史性|成功|持续|稳定|基本|总体|进一步|全部|累计|稳步|大幅|快速|逐步|全年|可比口径|同口径|按"
    rf"|(?:{GROW}|{FALL}|{TO})(?:到|至|在|了)?|也|由|从|以|在|至|到|等?分别|[的、和])$"
)
MARK = re.compile(rf"(?:{GROW}|{FALL}|{TO})")
VERBS = (
    "建成|建设|改造|打造|培育|引进|认定|开工|竣工|投产|创建|获批|入选|启动|签约|落地|开通|开行|组建|设立|成立|引育|招引|引入|培训|开展|实施|推进|完成|新增|新建|增加|净增|发放|办理|举办|承办|出台|制定|修订|解决|化解|整治|治理|改建|扩建|修复|修建|筹集|筹建|盘活|处置|清理|拆除"
    "|提供|提升|拓宽|整合|布局|推出|培养|选派|办好|办结|吸纳|吸引|帮扶|扶持|支持|惠及|投放|投入|安排|落实|登记|孵化|转化|上线|发布|评选|遴选|储备|谋划|推动|加快|形成|构建|壮大|升级|更新|安装|消除|减少|压减|淘汰|种植|绿化|供应|收储|发行|减免|转移|救助|保障|接待|招录|引导|对接|核减|整理"
    "|保护|扩容|铺设|加固|维修|打通|贯通|申报|参与|制订|调解|查处|交付|安置|搬迁|签订|新设|开设|挂牌|立项|审议|提请|扩大|派出|利用|受理|导入|新改扩建|改扩建|新改建|新引进|新培育|新认定|新签约|新招引|新开工|新启动|新打造|新登记|新开通|新投产|争创|选树|拿出|创成|建立"
)
VERB = re.compile(
    rf"(?:(?:新|再|改)?(?:{VERBS})(?:[和、及](?=(?:新|再)?(?:{VERBS})))?)+(?:\([^()]*\))?"
)
HEADS = re.compile(
    "(?:总值|领域投资|零售额|居民人均可支配收入|人均可支配收入|产业增加值|工业增加值|行业增加值|业增加值|增加值|播种面积|种植面积|面积|总产值|产值|总产量|产量|营业收入|收入|总额|交易额|成交额|销售额|投资|贷款余额|存款余额|余额|比重|占比|比率|比例|覆盖率|率|总量|数量|人数|起数|数|额|量)$"
)
OWNERLESS = re.compile("(?:死亡|受伤|伤亡)人数|销量|产量|产值|利润|税收|营收|数量|面积|余额")
MEASURED = re.compile(
    "(?:[率量值额比数]|强度|收入|投资|面积|浓度|规模|水平|里程|能耗|价格|比重|主体|标准|满意度|经费|支出|排放)$"
)


def patterns(indicators):
    """The indicators as `canonical` takes them: (id, pattern, what a percentage of it usually is), …"""
    return tuple((row.id, re.compile(row.pattern), row.percent) for row in indicators.itertuples())


@lru_cache(10_000)
def canonical(indicator, common):
    """(id, what a percentage of it usually is) of the common indicator that `indicator` names, ("", "") if none. common: as from patterns."""
    bare = re.sub(f"^(?:{PLACE})|增长$|增速$", "", indicator)
    return next(
        ((name, percent) for name, pattern, percent in common if pattern.search(bare)), ("", "")
    )


def name(text, values, common):
    """What each value of a sentence measures.

    text: the sentence (as from numerals.plain); values: its values, in order; common: as from patterns.
    Returns a list of (value, indicator, lead) in order; a value that is said of several indicators comes once for each. lead: the words between
    indicator and number (增长, 下降到, 年均 …), which tell the kind of value.
    """
    named, before = [], Carried()
    for start, end, here in segments(text, values):
        follow = [0] * len(here)  # how many values follow each in an unbroken list
        for j in range(len(here) - 2, -1, -1):
            follow[j] = (
                follow[j + 1] + 1
                if text[here[j].end : here[j + 1].start] in ("、", "和", "及", "以及")
                else 0
            )
        for j, value in enumerate(here):
            pre, post = _around(text, here, j, start, end)
            found = _name(pre, post, value, j > 0, follow[j], before, common)
            named += [(value, indicator, lead) for indicator, lead in found]
        for j in range(
            len(named) - 2, -1, -1
        ):  # 7.8万户、22.9万人消除风险: the first counts what the second counts
            if named[j][1] or named[j][0].start < start:
                break
            named[j] = (named[j][0], named[j + 1][1], named[j][2])
    return named


class Carried:
    """What later values of a sentence may leave out: the subject, the verb of work done, the lead, and the names that 分别 still owes values to."""

    subject = verb = lead = ""
    owed = ()


def segments(text, values):
    """(start, end, values) of the stretches between commas, semicolons and full stops that hold a value."""
    cuts = [m.start() for m in re.finditer(r"[,，;；。:：!！?？\n]", text)] + [len(text)]
    found, start, i = [], 0, 0
    for cut in cuts:
        j = i
        while j < len(values) and values[j].start < cut:
            j += 1
        if j > i and values[j - 1].end <= cut:
            found.append((start, cut, values[i:j]))
            i, start = j, cut + 1
        elif j == i:
            start = cut + 1
    return found


def _around(text, here, j, start, end):
    """The words before and after a value that can belong to it: up to the segment's ends, or shared out with the neighbouring value."""
    at, to = here[j].start, here[j].end
    pre = (
        text[max(start, at - 120) : at]
        if j == 0
        else _share(text[max(here[j - 1].end, at - 120) : at])[1]
    )
    post = (
        text[to : min(end, to + 60)]
        if j == len(here) - 1
        else _share(text[to : min(here[j + 1].start, to + 120)])[0]
    )
    return pre, post


def _share(gap):
    """Words between two values: (what follows the first, what leads to the second)."""
    if m := re.match("(?:以及|[、和及与])", gap):
        return "", gap[m.end() :]
    if m := re.search("(?:以及|[和及与])$", gap):
        return gap[: m.start()], ""
    first, mark, second = gap.rpartition("、")
    if mark and "等" not in gap and len(first) > 1:
        return first, second
    return _noun(gap), gap


def _noun(post):
    """The noun phrase that follows a count, up to the verb of what else is said of it."""
    m = VERB.search(post, 2)
    return post[: m.start()] if m else post


def _name(pre, post, value, listed, follow, before, common):
    pre, post = LEAD.sub("", pre), re.sub("^(?:的|以上的|左右的)", "", post)
    pre = re.sub(rf"(?:由|从)(?:上年|去年|{TIME}|每[^,]{{1,6}})*的?$", "", pre)
    if re.match(r"[^一-鿿“\"A-Za-z]", post) or re.match(
        "(?:目标|增速|速度|规模|水平|幅度|[、和及与,])", post
    ):
        post = ""
    post = re.sub("^(?:不少于|不低于|超过?)[\\d.]+[^的,]{1,6}的", "", post)
    pre = re.sub("首批$", "", pre)
    subject, lead = _tail(pre)
    subject = re.sub(rf"(?:由|从){TIME}$", "", subject)
    if VERB.fullmatch(subject) and post and not re.search(TO, lead):  # 改造提升20万亩农田
        subject, lead = pre, ""
    share = value.measure in ("%", "成", "分之", "个百分点", "倍", "番", "")
    apart = (
        "分别" in lead
        or "依次" in lead
        or MARK.search(lead)
        and follow
        and len(_split(subject)) == follow + 1
    )
    if apart:
        before.owed, before.lead = tuple(_split(subject)), lead
    if before.owed and (apart or not subject and not VERB.match(pre)):
        name, before.owed = before.owed[0], before.owed[1:]
        before.subject, before.verb = name, ""
        return [(_clean(name), lead + before.lead)]
    before.owed = ()
    if pre.endswith("的") and subject and post:  # 财政支出的七成用于民生, 国家下达的90亿元资金
        return [(_clean(pre[:-1] + post), lead)]
    if subject.startswith("超") and (
        m := re.match(r"(.+?)超\d", before.subject)
    ):  # 产值超10亿元企业100家、超50亿元企业10家
        subject = m[1] + subject
    if subject.startswith("占") and before.subject:
        subject = before.subject + subject
    if not subject and post and not (share and re.search(f"{GROW}|{FALL}", lead)):
        pre = "" if share else pre
        work = (before.verb if listed else "") if not pre else pre
        before.verb = work if VERB.match(work) else before.verb
        before.subject = _clean(post if share else work + post)
        return [(before.subject, "")]
    if (
        post
        and not share
        and not MARK.search(lead)
        and not MEASURED.search(subject)
        and (not value.measure.endswith("元") or VERB.fullmatch(subject))
    ):
        before.verb = m[0] if (m := VERB.match(subject)) else ""
        joined = (
            before.verb if re.search("[、和及与]$", pre) and before.verb else _examples(pre)
        ) + post
        before.subject = _clean(joined)
        return [(before.subject, "")]
    if not subject:
        return [(before.subject, lead or (before.lead if share else ""))]
    if MARK.search(lead) or share or MEASURED.search(subject) or re.search("均|都|双", lead):
        subject = CAUSE.sub("", subject)
        names = _split(subject)
        several = len(names) > 1 and (
            re.search("均|都|双", lead) or all(canonical(_clean(n), common)[0] for n in names)
        )
        if not several:
            names = (
                [names[-1]]
                if len(names) > 1 and canonical(_clean(names[-1]), common)[0]
                else [subject]
            )
        before.subject, before.lead = _clean(names[-1]), lead
        if not (share or MARK.search(lead)) and (m := VERB.match(names[0])):
            before.verb = m[0]
        return [(_clean(n), lead) for n in names]
    if subject.startswith("实现") and len(subject) > 3:
        subject, before.verb = subject[2:], ""
    verb = VERB.match(subject)
    if (
        verb and verb.end() == len(subject) and before.subject
    ):  # 建设农田1040万亩,累计建成1.2亿亩; 新引进项目完成供地156个、开工43个
        last = max(VERB.finditer(before.subject, 1), key=lambda m: m.start(), default=None)
        subject = (
            before.subject[: last.start()] + subject
            if last and last.start() > 2
            else subject + VERB.sub("", before.subject, count=1)
        )
    if verb:
        before.verb = verb[0]
    if not verb and before.verb and not ((m := VERB.search(subject)) and m.start() <= 2):
        subject = before.verb + subject
    subject = re.sub(rf"^[向为对在][^,]{{1,20}}?(?=(?:{VERBS}))", "", subject)
    before.subject, before.lead = _clean(subject), lead
    return [(before.subject, lead)]


def _tail(pre):
    """(what is measured, the words that lead from it to the number)."""
    lead = ""
    while m := TAIL.search(pre):
        pre, lead = pre[: m.start()], m[0] + lead
    return pre, lead


def _split(subject):
    """The items of a list of indicators, with the head that they share written out: 工业、建筑业增加值 → 工业增加值, 建筑业增加值."""
    items = [item for item in re.split("、|以及|[和与及]", subject) if item]
    if items == ["三次产业"]:
        return ["第一产业增加值", "第二产业增加值", "第三产业增加值"]
    if len(items) == 1 and items[0].startswith("城乡"):
        return ["城镇" + items[0][2:], "农村" + items[0][2:]]
    if len(items) < 2:
        return items
    last = items[-1]
    if "占" in last:
        head = last[last.index("占") :]
        return [item if "占" in item else item + head for item in items]
    first = HEADS.search(items[0])
    if first and first.start():
        items = items[:1] + [
            items[0][: first.start()] + item if OWNERLESS.fullmatch(item) else item
            for item in items[1:]
        ]
    head = HEADS.search(items[-1])
    if head and head.start():
        items = [
            item
            if HEADS.search(item) or re.search("[0-9A-Z]$|(?:浓度|能耗|效率)$", item)
            else item + head[0].removeprefix(item[-1] if item[-1] == "业" else "\0")
            for item in items
        ]
        if re.fullmatch("第[一二三]", items[0].removesuffix(head[0])) and "产业" not in items[0]:
            items = [re.sub("^(第[一二三])(?!产业)", r"\1产业", item) for item in items]
    return items


def _examples(words):
    """`words` before a count without the examples they list: 扶持甲、乙、丙等 (50家企业) → 扶持."""
    if m := re.match(rf"(?:推动|支持|引导|鼓励|指导).*?((?:{VERBS})+)$", words):
        return m[1]
    if re.search("等[^、]{0,4}$", words) or "、" in re.sub("\\([^()]*\\)", "", words):
        verb = VERB.match(words)
        return (verb[0] if verb else "") + (words.rpartition("等")[2] if "等" in words else "")
    return words


def _clean(words):
    words = re.sub(
        f'[“”"‘’\\s]|{PLACE}|全部|了|累计|有效|深入|持续|加快(?=推进|建设)|实现(?=(?:{HEADS.pattern}))',
        "",
        words,
    )
    return LEAD.sub("", words).rstrip("、的") or words
