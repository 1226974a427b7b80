"""The page's template and style."""

TEMPLATE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="robots" content="noindex">
<title>SVD Lab · {{ parts | map(attribute="name") | join(", ") }} · report</title>
<style>
:root { --ink: #1f2328; --soft: #57606a; --line: #d8dee4; --paper: #f6f8fa; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: var(--ink); line-height: 1.45;
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 28px 24px 60px; }
header p, .note { color: var(--soft); margin: 2px 0 0; }
h1 { font-size: 27px; margin: 0; letter-spacing: -.01em; }
h2 { font-size: 19px; margin: 38px 0 10px; }
h3 { font-size: 15px; margin: 0; }
a { color: {{ colours.final }}; }
* + section.assignment { margin-top: 60px; border-top: 3px solid var(--ink);
  padding-top: 26px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(138px, 1fr)); gap: 10px;
  margin: 20px 0 0; padding: 0; }
.tiles div { background: var(--paper); border-radius: 8px; padding: 11px 14px; }
.tiles dt { color: var(--soft); font-size: 13px; }
.tiles dd { margin: 0; font-size: 23px; font-weight: 650; }
.tiles dd small { font-size: 14px; font-weight: 400; color: var(--soft); }
.tiles .mind { background: #fdf1e7; }
.alert { border-left: 5px solid {{ colours.none }}; background: #fdf1e7; padding: 9px 14px;
  margin: 16px 0 0; border-radius: 0 6px 6px 0; }
.key span { white-space: nowrap; margin-right: 16px; }
.key i { display: inline-block; width: 12px; height: 12px; border-radius: 2px; margin-right: 6px;
  vertical-align: -1px; }
svg { display: block; width: 100%; height: auto; font-family: inherit; }
svg text { font-variant-numeric: tabular-nums; paint-order: stroke; stroke: #fff;
  stroke-width: 3px; stroke-linejoin: round; }
svg.bar { height: 14px; min-width: 120px; border-radius: 3px; }
svg.totals { max-width: 860px; }
svg.small { margin-top: auto; }
p strong { white-space: nowrap; }
.many { display: grid; grid-template-columns: repeat(auto-fill, minmax(232px, 1fr)); gap: 12px;
  margin-top: 12px; }
figure { display: flex; flex-direction: column; margin: 0; border: 1px solid var(--line);
  border-radius: 8px; padding: 11px 12px 9px; break-inside: avoid; }
figure figcaption { min-height: 44px; }
figure p { margin: 1px 0 0; color: var(--soft); font-size: 13px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding: 0 0 7px; }
th, td { padding: 5px 9px; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: middle; }
thead th { font-size: 13px; color: var(--soft); font-weight: 600; border-bottom-width: 2px;
  vertical-align: bottom; }
tbody th { font-weight: 500; overflow-wrap: anywhere; }
.n { text-align: right; white-space: nowrap; }
td.bars { width: 34%; }
.fine td, .fine th { padding: 3px 9px; font-size: 14px; }
tr.mind td, tr.mind th { background: #fdf6ef; }
.students td, .students th { padding: 3px 7px; font-size: 13px; }
.students .words { white-space: normal; min-width: 120px; overflow-wrap: anywhere; }
.students small { color: var(--soft); font-weight: 400; }
ul.said { list-style: none; margin: 6px 0 0; padding: 0; }
ul.said li { padding: 8px 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.who { margin: 3px 0 0; color: var(--soft); font-size: 13px; }
.who b { font-weight: 500; color: var(--ink); background: var(--paper); border-radius: 4px;
  padding: 1px 6px; margin: 0 3px 3px 0; display: inline-block; overflow-wrap: anywhere; }
.badge { display: inline-block; min-width: 26px; text-align: center; border-radius: 12px;
  background: var(--ink); color: #fff; font-size: 13px; padding: 0 8px; margin-right: 7px; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(320px, 1fr)); gap: 0 36px; }
.two h2 { margin-bottom: 4px; }
@media print {
  @page { margin: 14mm; }
  body { font-size: 11px; } main { max-width: none; padding: 0; }
  h2 { break-after: avoid; margin-top: 22px; } tr, li { break-inside: avoid; }
  thead { display: table-header-group; } .scroll { overflow: visible; }
  * + section.assignment { break-before: page; border: 0; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  .many { grid-template-columns: repeat(4, 1fr); } figure p, .who { font-size: 10px; }
}
</style>
</head>
<body>
<main>
{% macro who(names) %}
<p class="who">{% for name in names.shown %}<b>{{ name }}</b>{% endfor %}
{% if names.more %} and {{ names.more }} more, see the table of students{% endif %}</p>
{% endmacro %}
{% macro spreads(lines, what, caption, style="") %}
<div class="scroll"><table class="{{ style }}">
<caption>{{ caption }}</caption>
<thead><tr><th scope="col">{{ what }}</th><th scope="col">share of the class</th>
<th scope="col" class="n">mean</th><th scope="col" class="n">none</th>
<th scope="col" class="n">full</th><th scope="col" class="n">students</th></tr></thead>
<tbody>
{% for line in lines %}
<tr><th scope="row">{{ line.label }}</th>
{% if line.spread.count %}
<td class="bars">{{ line.bar }}</td>
<td class="n"><strong>{{ line.spread.mean | share }}</strong></td>
<td class="n">{{ line.spread.none | share }}</td>
<td class="n">{{ line.spread.full | share }}</td>
{% else %}
<td class="note">waits for marks by hand</td><td class="n">–</td><td class="n">–</td>
<td class="n">–</td>
{% endif %}
<td class="n">{{ line.spread.count }}</td></tr>
{% endfor %}
</tbody></table></div>
{% endmacro %}
{% macro key() %}
<p class="note key"><span><i style="background:{{ colours.none }}"></i>no points</span>
<span><i style="background:{{ colours.part }}"></i>some points</span>
<span><i style="background:{{ colours.full }}"></i>all points</span></p>
{% endmacro %}
{% if parts | length > 1 or linked %}
<header>
<h1>{{ "All assignments" if linked else "Assignments" }}</h1>
<p>SVD Lab · report of {{ today }}</p>
</header>
<h2>Overview</h2>
<div class="scroll"><table>
<caption>Shares of the points; what waits for a human counts as far as it is marked.</caption>
<thead><tr><th scope="col">assignment</th><th scope="col" class="n">handed in</th>
<th scope="col" class="n">mean</th><th scope="col" class="n">median</th>
<th scope="col" class="n">wait for a human</th><th scope="col" class="n">with flags</th>
<th scope="col">hardest exercise</th></tr></thead>
<tbody>
{% for part in parts %}
<tr><th scope="row">
<a href="{{ part.name ~ '.html' if linked else '#part-' ~ loop.index }}">{{ part.name }}</a></th>
<td class="n">{{ part.summary.handed_in }} of {{ part.summary.students }}</td>
{% for value in [part.summary.mean, part.summary.median] %}
<td class="n">
{{- "–" if value is none or not part.maximum else (value / part.maximum) | share }}</td>
{% endfor %}
<td class="n">{{ part.waiting_count }}</td><td class="n">{{ part.looked_at }}</td>
<td>{% if part.worst %}{{ part.worst[0] }} ({{ part.worst[1].mean | share }}){% endif %}</td></tr>
{% endfor %}
</tbody></table></div>
{% endif %}
{% if not linked %}
{% for part in parts %}
<section class="assignment" id="part-{{ loop.index }}">
<header>
<h1>{{ part.name }}</h1>
<p>SVD Lab · report of {{ today }} · {{ part.maximum | points }} points</p>
</header>
<dl class="tiles">
<div><dt>handed in</dt><dd>{{ part.summary.handed_in }}
<small>of {{ part.summary.students }}</small></dd></div>
<div><dt>mean score</dt><dd>
{% if part.summary.mean is not none %}{{ "%.1f" | format(part.summary.mean) }}
<small>of {{ part.maximum | points }}</small>{% else %}–{% endif %}</dd></div>
<div><dt>median</dt><dd>{{ "%.1f" | format(part.summary.median) if part.summary.median is not none
 else "–" }}</dd></div>
<div{% if part.waiting_count %} class="mind"{% endif %}><dt>wait for a human</dt>
<dd>{{ part.waiting_count }}</dd></div>
<div{% if part.ungraded %} class="mind"{% endif %}><dt>without a score</dt>
<dd>{{ part.ungraded }}</dd></div>
<div{% if part.looked_at %} class="mind"{% endif %}><dt>with flags</dt>
<dd>{{ part.looked_at }}</dd></div>
</dl>
{% if part.summary.unprotected %}
<p class="alert"><strong>Graded without a sandbox: {{ part.summary.unprotected }}
of {{ part.summary.handed_in }}.</strong> Their code ran with all rights of the grader.</p>
{% endif %}
{% if part.summary.scored %}
<h2>Exercises, worst first</h2>
{% if part.failed %}
<p>Less than half of the points were made in
{% for label, spread in part.failed %}<strong>{{ label }}</strong> ({{ spread.mean | share }})
{{- ", " if not loop.last else "." }}
{% endfor %}</p>
{% else %}
<p>The class made at least half of the points in every exercise.</p>
{% endif %}
{{ spreads(part.exercises, "exercise",
  "Points that wait for a human, and what is not gradable, are left out.") }}
{{ key() }}
<h2>Scores</h2>
{{ part.totals }}
<p class="note key"><span><i style="background:{{ colours.final }}"></i>final</span>
{% if part.so_far %}<span><i style="background:{{ colours.so_far }}"></i>so far: points still wait
for a human</span>{% endif %}
{% if part.summary.late %}{{ part.summary.late }} with a late penalty{% endif %}</p>
<h2>Points by exercise</h2>
<p class="note">Share of the class with no points, with each quarter of the points, and with all.
The same scale everywhere.</p>
<div class="many">
{% for one in part.small %}
<figure><figcaption><h3>{{ one.label }}</h3>
{% if one.spread.count %}
<p>{{ one.maximum | points }} points · mean {{ one.spread.mean | share }}</p>
{% else %}
<p>{{ one.maximum | points }} points · waits for marks by hand</p>
{% endif %}
</figcaption>{{ one.chart }}</figure>
{% endfor %}
</div>
<h2>Properties, worst first</h2>
{{ spreads(part.properties, "property", "What each check of the notebook judges.", "fine") }}
{{ key() }}
{% endif %}
{% if part.waiting %}
<h2>Waits for a human</h2>
<ul class="said">
{% for kind in part.waiting %}
<li><span class="badge">{{ kind.count }}</span><strong>{{ kind.what }}</strong>
{% if kind.names %}{{ who(kind.names) }}{% endif %}
{% for one in kind.said %}<div>{{ one.sentence }}</div>{{ who(one.names) }}{% endfor %}
</li>
{% endfor %}
</ul>
{% endif %}
<div class="two">
{% for head, said in [("Flags", part.flags), ("Repairs", part.repairs)] %}
<div><h2>{{ head }}</h2>
{% if said %}
<ul class="said">
{% for one in said %}
<li><span class="badge">{{ one.count }}</span>{{ one.sentence }}{{ who(one.names) }}</li>
{% endfor %}
</ul>
{% else %}<p class="note">None.</p>{% endif %}
</div>
{% endfor %}
</div>
<h2>Students</h2>
<div class="scroll"><table class="students">
<caption>Points by exercise; a dash waits for a human.</caption>
<thead><tr><th scope="col">student</th><th scope="col" class="n">score</th>
{% for number in part.numbers %}<th scope="col" class="n">{{ number }}</th>{% endfor %}
<th scope="col" class="n">by hand</th><th scope="col" class="n">late</th>
<th scope="col">status</th><th scope="col">waits for</th></tr></thead>
<tbody>
{% for one in part.students %}
<tr{% if one.work.flags or not one.known %} class="mind"{% endif %}>
<th scope="row">{{ one.student }}{% if one.name %} <small>{{ one.name }}</small>{% endif %}</th>
<td class="n">{% if one.known %}<strong>{{ one.work.score | points }}</strong>{% else %}–{% endif %}
</td>
{% for points in one.each %}<td class="n">{{ "–" if points is none else points | points }}</td>
{% endfor %}
<td class="n">{{ one.work.manual | points if one.known }}</td>
<td class="n">{% if one.work.late %}−{{ one.work.late | points }}{% endif %}</td>
<td class="words">{{ one.work.status }}{% if one.work.repairs %} ({{ one.work.repairs | length }})
{% endif %}{% if one.work.flags %} · {{ one.work.flags | length }}
{{ "flag" if one.work.flags | length == 1 else "flags" }}{% endif %}
{% if not one.work.sandbox %} · no sandbox{% endif %}</td>
<td class="words">{{ one.waits }}</td></tr>
{% endfor %}
</tbody></table></div>
</section>
{% endfor %}
{% endif %}
</main>
</body>
</html>
"""
