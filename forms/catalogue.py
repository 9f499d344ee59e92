"""Every code of this package and its sentence, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

# {title} is the field's title in quotation marks, or words for "this field". A code followed by a reason
# (``format_date.no_such_day``) is preferred to the code alone.
ANSWERS: Mapping[str, tuple[str, str]] = {
    "required": ("请填写{title}", "Please fill in {title}"),
    "rule_block": ("请改正：{say}", "Please mend: {say}"),
    "rule_options": (
        "请在{title}中改选：{allowed}。按规则：{by}（{basis}）",
        "Please choose for {title}: {allowed}. The rule: {by} ({basis})",
    ),
    "rule_readonly": (
        "请把{title}改回：{was}。此时不能改，按规则：{by}（{basis}）",
        "Please put {title} back: {was}. It cannot be changed now. The rule: {by} ({basis})",
    ),
    "required_any": ("请至少填写其中一项：{fields}", "Please fill in at least one of: {fields}"),
    "type_string": ("请用文字填写{title}", "Please answer {title} with text"),
    "type_integer": ("请在{title}填整数，如 12", "Please give {title} as a whole number, such as 12"),
    "type_number": ("请在{title}填数字，如 12.5", "Please give {title} as a number, such as 12.5"),
    "type_boolean": ("请在{title}选“是”或“否”", "Please answer {title} with yes or no"),
    "type_array": ("请把{title}填成一行一项", "Please give {title} as a list"),
    "type_object": ("请分项填写{title}", "Please fill in the parts of {title}"),
    "type_null": ("请把{title}留空", "Please leave {title} empty"),
    "type_file": ("请重新选{title}，文件没有收到", "Please choose {title} again: the file did not arrive"),
    "type_any": ("请检查{title}，可填的类型：{allowed}", "Please check {title}; it takes: {allowed}"),
    "enum": ("请在{title}中选一项：{allowed}", "Please choose one for {title}: {allowed}"),
    "const": ("请在{title}填：{allowed}", "Please give {title} as: {allowed}"),
    "min_length": (
        "请写清{title}，至少 {limit} 个字（现在 {got} 个字）",
        "Please write at least {limit} characters for {title} (now {got})",
    ),
    "max_length": (
        "请把{title}写短些，最多 {limit} 个字（现在 {got} 个字）",
        "Please shorten {title} to {limit} characters (now {got})",
    ),
    "pattern": ("请按要求的格式填写{title}", "Please write {title} in the form asked for"),
    "minimum": ("请检查{title}，不能小于 {limit}", "Please check {title}: at least {limit}"),
    "maximum": ("请检查{title}，不能大于 {limit}", "Please check {title}: at most {limit}"),
    "exclusive_minimum": ("请检查{title}，要大于 {limit}", "Please check {title}: more than {limit}"),
    "exclusive_maximum": ("请检查{title}，要小于 {limit}", "Please check {title}: less than {limit}"),
    "multiple_of": ("请检查{title}，要是 {limit} 的整数倍", "Please check {title}: a multiple of {limit}"),
    "min_items": (
        "请在{title}至少填 {limit} 项（现在 {got} 项）",
        "Please give at least {limit} entries for {title} (now {got})",
    ),
    "max_items": (
        "请在{title}最多填 {limit} 项（现在 {got} 项）",
        "Please give at most {limit} entries for {title} (now {got})",
    ),
    "min_properties": (
        "请在{title}至少填 {limit} 个项目（现在 {got} 个）",
        "Please fill in at least {limit} parts of {title} (now {got})",
    ),
    "max_properties": (
        "请在{title}最多填 {limit} 个项目（现在 {got} 个）",
        "Please fill in at most {limit} parts of {title} (now {got})",
    ),
    "unique_items": ("请去掉重复的一项：第 {got} 项", "Please remove the repeated entry: number {got}"),
    "contains": (
        "请在{title}中至少填 {limit} 项符合要求的内容",
        "Please give at least {limit} fitting entries for {title}",
    ),
    "max_contains": (
        "请在{title}中最多保留 {limit} 项这样的内容",
        "Please keep at most {limit} such entries in {title}",
    ),
    "key_missing": ("请写上这一项的名称", "Please name this entry"),
    "key_repeated": ("请改名，“{key}”已经有了", "Please choose another name; “{key}” exists"),
    "unknown_field": ("请去掉“{got}”，本表没有这一项", "Please remove “{got}”: the form has no such field"),
    "not_allowed_here": ("请清空{title}，此时不用填写", "Please clear {title}: it is not asked for now"),
    "not_allowed": ("请改填{title}，现在的内容不能用", "Please change {title}: this answer cannot be used"),
    "one_of_many": ("请只按一种情形填写{title}", "Please fill in {title} for one case only"),
    "no_branch": (
        "请选定一种情形并填完整{title}（共 {limit} 种）",
        "Please choose one of the {limit} cases and complete {title}",
    ),
    "format_date": ("请按 2026-02-28 的样子填{title}", "Please give {title} like 2026-02-28"),
    "format_date.no_such_day": ("请检查{title}，日历上没有这一天", "Please check {title}: no such day"),
    "format_time": ("请按 14:30 的样子填{title}", "Please give {title} like 14:30"),
    "format_date_time": (
        "请填全{title}的日期和时间，如 2026-02-28T14:30:00+08:00",
        "Please give {title} with date and time, like 2026-02-28T14:30:00+08:00",
    ),
    "format_date_time.no_zone": (
        "请给{title}加上时区，如 +08:00",
        "Please add the time zone to {title}, such as +08:00",
    ),
    "format_uuid": ("请检查{title}，编号不完整", "Please check {title}: the identifier is not complete"),
    "format_email": ("请检查{title}，邮箱如 name@example.cn", "Please check {title}, like name@example.cn"),
    "format_uri": ("请填完整的网址{title}，如 https://…", "Please give the whole address {title}, https://…"),
    "format_id_number": ("请核对{title}，应为 18 位", "Please check {title}: it has 18 digits"),
    "format_id_number.birth_date": (
        "请核对{title}，第 7 至 14 位不是可能的出生日期",
        "Please check {title}: digits 7 to 14 are no possible date of birth",
    ),
    "format_id_number.check_digit": (
        "请逐位核对{title}，校验码对不上",
        "Please check {title} digit by digit: its check digit does not fit",
    ),
    "format_uscc": ("请核对{title}，应为 18 位", "Please check {title}: it has 18 characters"),
    "format_uscc.first_character": (
        "请核对{title}的第 1 位，登记机关代码不对",
        "Please check the first character of {title}",
    ),
    "format_uscc.check_digit": (
        "请逐位核对{title}，校验码对不上",
        "Please check {title} character by character: its check character does not fit",
    ),
    "format_mobile": ("请核对{title}，手机号为 11 位", "Please check {title}: a mobile number has 11 digits"),
    "format_landline": ("请核对{title}，如 0577-67223344", "Please check {title}, like 0577-67223344"),
    "format_phone": (
        "请核对{title}，填手机号或带区号的座机",
        "Please check {title}: a mobile number, or a landline with its area code",
    ),
    "format_division_code": ("请核对{title}，区划代码为 12 位数字", "Please check {title}: 12 digits"),
    "format_grid_code": ("请核对{title}，网格编码为 15 位数字", "Please check {title}: 15 digits"),
    "format_licence_plate": ("请核对{title}，如 浙C12345", "Please check {title}, like 浙C12345"),
    "format_wgs84_point": (
        "请填“经度,纬度”，如 120.69,28.15",
        "Please give longitude,latitude: 120.69,28.15",
    ),
    "format_wgs84_point.off_the_earth": (
        "请核对{title}，经度在 ±180、纬度在 ±90 之内",
        "Please check {title}: longitude within ±180, latitude within ±90",
    ),
    "id_number_15": (
        "{title}是 15 位旧号码，请留意核对并改用 18 位",
        "{title} is an old 15-digit number; please compare it with the 18-digit one",
    ),
    "region_unknown": (
        "{title}的地区代码不常见，请留意核对",
        "The region of {title} is unusual; please compare",
    ),
}

DEFINITIONS: Mapping[str, tuple[str, str]] = {
    "not_json": (
        "第 {line} 行第 {column} 列不是正确的 JSON，请改正",
        "Line {line}, column {column} is no JSON",
    ),
    "too_large": ("定义太大，请拆开，最多 {limit} kB", "The definition is too large: at most {limit} kB"),
    "too_deep": ("嵌套太深，请拆开，最多 {limit} 层", "It nests too deeply: at most {limit} levels"),
    "duplicate_key": ("“{got}”写了两次，请删去一个", "“{got}” is written twice; remove one"),
    "not_an_object": ("这里要写成 {…}", "Write an object {…} here"),
    "missing_member": ("缺少“{got}”，请补上", "“{got}” is missing; add it"),
    "unknown_member": ("不认识“{got}”，可以写：{allowed}", "“{got}” is unknown; allowed: {allowed}"),
    "bad_member": ("写法不对，可以写：{allowed}", "Not allowed; write: {allowed}"),
    "bad_form_id": ("编号的写法不对，应如：{allowed}", "This is no id; write: {allowed}"),
    "bad_label": ("名称的写法不对，应如：{allowed}", "This is no label; write: {allowed}"),
    "bad_key": (
        "字段名要有 1-{limit} 个字，首尾不能有空格",
        "A key has 1-{limit} characters, no outer spaces",
    ),
    "reserved_key": ("“{got}”是保留名，请换一个字段名", "“{got}” is reserved; choose another key"),
    "unknown_keyword": ("不支持“{got}”，可以写：{allowed}", "“{got}” is not supported; allowed: {allowed}"),
    "bad_keyword_value": (
        "“{got}”的值不对，可以写：{allowed}",
        "“{got}” has a wrong value; write: {allowed}",
    ),
    "limit_too_high": ("{got} 太大，最多写 {limit}", "{got} is too high: at most {limit}"),
    "limits_crossed": (
        "下限 {low} 大于上限 {high}，请改正",
        "The lower limit {low} is above the upper {high}",
    ),
    "choice_repeated": ("选项有重复，请删去一个", "A choice is repeated; remove one"),
    "code_repeated": ("代码“{got}”重复，请删去一个", "Code “{got}” is repeated; remove one"),
    "code_parent": ("“{got}”的上级不存在或绕成了圈", "The parent of “{got}” is absent or leads in a circle"),
    "unknown_format": ("没有“{got}”这种格式，可以写：{allowed}", "No format “{got}”; allowed: {allowed}"),
    "unknown_fragment": ("公用件里没有“{got}”，可以写：{allowed}", "No fragment “{got}”; allowed: {allowed}"),
    "unknown_codes": ("没有代码表“{got}”，可以写：{allowed}", "No code list “{got}”; allowed: {allowed}"),
    "unknown_path": ("没有字段“{got}”，可以写：{allowed}", "No field “{got}”; allowed: {allowed}"),
    "required_unknown_field": (
        "必填的“{got}”不是表里的字段，可以写：{allowed}",
        "Required “{got}” is no field; allowed: {allowed}",
    ),
    "remote_reference": (
        "引用“{got}”指向表外，只能写 {allowed} 或 lizheng:…",
        "Reference “{got}” leads outside; write {allowed} or lizheng:…",
    ),
    "unknown_reference": (
        "引用“{got}”没有着落，可以写：{allowed}",
        "“{got}” leads nowhere; allowed: {allowed}",
    ),
    "reference_loop": (
        "引用绕成了圈；只能经过字段或列表项引用自己",
        "The references go in a circle; refer back only through a field or an entry",
    ),
    "recursion_multiplied": (
        "同一项从两条路引用自己，层层翻倍；请只留一条",
        "One part comes back to itself by two ways and doubles at each level; keep one",
    ),
    "expands_too_far": (
        "展开后太大，最多 {limit} 个部分；请减少引用或字段",
        "Written out it is too large: at most {limit} parts; use fewer references or fields",
    ),
    "too_many_patterns": (
        "正则表达式太多，最多 {limit} 种；请改用格式 format",
        "Too many patterns: at most {limit}; use formats",
    ),
    "bad_pattern": (
        "正则表达式不能用；请只用字符、[…]、(…)、|、^、$ 和 ? * + {m,n}",
        "The pattern cannot be used; write characters, […], (…), |, ^, $ and ? * + {m,n} only",
    ),
    "pattern_look_around": (
        "正则表达式里不能用环视 {got}；请拆成几项",
        "No look-around {got} in a pattern; write it as several fields",
    ),
    "pattern_back_reference": (
        "正则表达式里不能用反向引用 {got}",
        "No back-reference {got} in a pattern",
    ),
    "pattern_not_linear": (
        "正则表达式会很慢：重复套着重复，或相邻的重复抢同样的字；请用分隔符隔开或写明次数",
        "The pattern can become slow: nested or adjacent repetitions want the same characters; separate them",
    ),
    "pattern_class": ("请把 {got} 写明为 {allowed}", "Write {got} out as {allowed}"),
    "pattern_needs_max_length": ("有 pattern 就要写 maxLength", "Write maxLength beside pattern"),
    "survey_needs_marks": (
        "统计调查表要写“{got}”（统计法 2024 第17条）；不是统计调查就把 kind 改成 business",
        "A statistical form names “{got}” (Statistics Law 2024, article 17); else kind is business",
    ),
    "sensitive_needs_encryption": (
        "“{got}”是敏感信息，加密存储开通前不能收集；请删去这一项",
        "“{got}” is sensitive and cannot be asked before encryption at rest exists; remove it",
    ),
    "conduct_religion": (
        "不收集宗教信仰（“{got}”，{clause}）；请删去",
        "Religion is not recorded (“{got}”, {clause}); remove it",
    ),
    "conduct_clan": (
        "不登记宗族（“{got}”，{clause}）；请改记地点和事情",
        "Clans are not recorded (“{got}”, {clause}); write places and matters",
    ),
    "conduct_hiv": (
        "不收集艾滋病信息（“{got}”，{clause}）；请删去",
        "HIV is not recorded (“{got}”, {clause}); remove it",
    ),
    "conduct_face": (
        "不做人脸识别（“{got}”，{clause}）；请删去",
        "Faces are not recognised (“{got}”, {clause}); remove it",
    ),
    "conduct_ranking": (
        "不给个人或家庭打分排名（“{got}”，{clause}）；请改为考核事项或单位",
        "Persons and households are not scored or ranked (“{got}”, {clause}); measure matters or units",
    ),
    "conduct_online_time": (
        "不统计在线时长（“{got}”，{clause}）；请删去",
        "Online time is not counted (“{got}”, {clause}); remove it",
    ),
    "conduct_tracking": (
        "不记录连续轨迹（“{got}”，{clause}）；请改记到达的点位",
        "People are not tracked (“{got}”, {clause}); record the points reached",
    ),
    "conduct_interior": (
        "不拍摄住宅室内（“{got}”，{clause}）；请改记文字",
        "Rooms are not filmed (“{got}”, {clause}); write text",
    ),
    "import_left_out": ("导入时略去了“{got}”，请留意", "“{got}” was left out at import; please look"),
}

MESSAGES: Mapping[str, tuple[str, str]] = {**ANSWERS, **DEFINITIONS}
