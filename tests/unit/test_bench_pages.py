import pytest

from bench.client import Answer, percentile
from bench.errors import BenchError
from bench.page_weight import first_load, resources_of_page, resources_of_script, resources_of_style
from bench.pages import HEAVIEST_OF, WARM_UP, Pages, spread, unzip

HTML = """<link rel="stylesheet" href="/a.css"><link rel="canonical" href="/en/"><link rel="icon" href="/i.svg">
<script type="module" src="/m.js"></script><script type="application/ld+json">{}</script>
<img src="/p.png" loading="lazy"><img src="data:image/png;base64,AA"><use href="#x"></use><use href="/s.svg#y"></use>"""


def test_a_page_has_a_browser_fetch_styles_icons_scripts_images_and_sprites_only() -> None:
    assert resources_of_page(HTML) == ["/a.css", "/i.svg", "/m.js", "/p.png", "/s.svg#y"]


def test_a_style_sheet_leads_to_imports_and_images() -> None:
    css = (
        '@import "more.css"; a { background: url("x.png") } b { mask: url(data:image/svg+xml,%3C) } c { d: url(y.svg) }'
    )
    assert resources_of_style(css) == ["more.css", "x.png", "y.svg"]


def test_a_module_leads_to_what_it_imports_at_once_and_not_to_what_it_may_import_later() -> None:
    script = (
        'import { a } from "./a.js";\nimport "./b.js";\nexport { c } from "./c.js";\nconst d = () => import("./d.js");'
    )
    assert resources_of_script(script) == ["./a.js", "./b.js", "./c.js"]


def test_a_first_load_counts_every_address_once_and_fetches_nothing_from_elsewhere() -> None:
    served = {
        "/en/": (
            "text/html",
            b'<link rel="stylesheet" href="/s/a.css"><script src="https://else.example/x.js"></script>',
        ),
        "/s/a.css": ("text/css", b'@import "b.css"; a { background: url(p.png) }'),
        "/s/b.css": ("text/css", b"b { background: url(p.png) }"),
        "/s/p.png": ("image/png", b"1234"),
    }
    asked: list[str] = []

    def fetch(path: str) -> Answer:
        asked.append(path)
        content_type, body = served[path]
        return Answer(200, body, "", content_type)

    weight = first_load(fetch, unzip, "/en/")
    assert sorted(asked) == sorted(served)
    assert weight.requests == 5
    assert weight.document_bytes == len(served["/en/"][1])
    assert weight.total_bytes == sum(len(body) for _type, body in served.values())


def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed() -> None:
    values = [float(number) for number in range(100, 0, -1)]
    assert (percentile(values, 0.5), percentile(values, 0.95), percentile(values, 1.0)) == (50.0, 95.0, 100.0)
    assert percentile([7.0], 0.5) == 7.0
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_pages_that_are_asked_for_once_are_never_dealt_twice() -> None:
    paths = [f"/{number}" for number in range(HEAVIEST_OF + WARM_UP + 50 + 5)]
    deal = Pages("search", paths, once=True).deal(50)
    assert [*deal.weighing, *deal.warming, *deal.timed, *deal.loading] == paths
    assert len(deal.timed) == 50


def test_too_few_different_paths_are_refused() -> None:
    with pytest.raises(BenchError, match="only 60 different search paths"):
        Pages("search", [f"/{number}" for number in range(60)], once=True).deal(50)


def test_pages_that_repeat_are_all_asked_for_before_the_timed_requests() -> None:
    deal = Pages("case", [f"/{number}" for number in range(30)]).deal(500)
    assert set(deal.warming) == set(deal.loading) == set(deal.timed)
    assert len(deal.timed) == 500


def test_a_sample_is_spread_over_the_whole_list() -> None:
    assert spread([str(number) for number in range(10)], 5) == ["0", "2", "4", "6", "8"]
    assert spread(["a"], 5) == ["a"]
