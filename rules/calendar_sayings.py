"""One plain sentence in Chinese and in English for everything wrong with a calendar's document."""

from __future__ import annotations

# The facts of the finding fill the sentence, see rules/sayings.py.
SAYINGS = {
    "calendar_shape": (
        "{year} 年的日历里，这里应是：{allowed}。",
        "In the calendar of {year} there must stand here: {allowed}.",
    ),
    "calendar_member": (
        "{year} 年的日历里不认识“{name}”。可以写：{allowed}。",
        "“{name}” is unknown in the calendar of {year}. Allowed: {allowed}.",
    ),
    "calendar_day": (
        "“{value}”不是 {year} 年的日期。应写成 {example}。",
        "“{value}” is no day of {year}. Write it as {example}.",
    ),
    "calendar_span": (
        "{year} 年的日历里，开始 {first} 晚于结束 {last}。请对调。",
        "In the calendar of {year} a span begins on {first}, after its end {last}. Swap them.",
    ),
    "calendar_clash": (
        "{value} 既放假又上班。请只留一处。",
        "{value} is both off and worked. Keep one of the two.",
    ),
    "calendar_twice": (
        "{year} 年有两份日历。请只留一份。",
        "There are two calendars for {year}. Keep one.",
    ),
}
