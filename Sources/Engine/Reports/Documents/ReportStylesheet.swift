/// The looks of a report: on a screen, in the dark, and on paper.
enum ReportStylesheet {
    // No `<` or `&` below: the page is well-formed as XML too, where they would be markup.
    static let text = """
        :root{--page:#f6f7f9;--card:#ffffff;--ink:#1f2328;--muted:#59636e;--line:#dfe3e8;--faint:#eef0f3;--link:#0a58b0;
        --ok:#117a4b;--ok-back:#e3f5ec;--warning:#8a5a00;--warning-back:#fdf1d8;--failed:#b3261e;--failed-back:#fce8e6;
        --interrupted:#5b4bb0;--interrupted-back:#eceafa}
        @media screen and (prefers-color-scheme:dark){:root{--page:#0d1014;--card:#14181d;--ink:#e6e9ee;--muted:#9aa4b0;
        --line:#2b323b;--faint:#1c2229;--link:#7ab8ff;--ok:#4fd394;--ok-back:#10291f;--warning:#f0b94d;
        --warning-back:#2d2412;--failed:#ff8a80;--failed-back:#331816;--interrupted:#b3a7ff;--interrupted-back:#211d3a}}
        *{box-sizing:border-box}
        html{background:var(--page);color:var(--ink);scroll-behavior:smooth;-webkit-text-size-adjust:100%}
        body{margin:0;font:15px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif}
        .report{max-width:1120px;margin:0 auto;padding:40px 24px 64px}
        h1{font-size:30px;line-height:1.2;letter-spacing:-0.02em;margin:0 0 4px;overflow-wrap:anywhere}
        h2{font-size:19px;line-height:1.3;letter-spacing:-0.01em;margin:0 0 14px}
        p{margin:0 0 12px;max-width:78ch;white-space:pre-line}
        a{color:var(--link);text-decoration:none}
        a:hover{text-decoration:underline}
        .subtitle{color:var(--muted);margin-bottom:20px}
        .statement{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 14px;max-width:none;margin:0 0 20px;
        padding:14px 18px;border-radius:10px;border-left:5px solid;white-space:normal}
        .statement strong{font-size:17px;letter-spacing:0.01em}
        .statement span{color:var(--ink)}
        .statement.ok,.notice.ok{color:var(--ok);background:var(--ok-back);border-color:var(--ok)}
        .statement.warning,.notice.warning{color:var(--warning);background:var(--warning-back);
        border-color:var(--warning)}
        .statement.failed,.notice.failed{color:var(--failed);background:var(--failed-back);border-color:var(--failed)}
        .statement.interrupted,.notice.interrupted{color:var(--interrupted);background:var(--interrupted-back);
        border-color:var(--interrupted)}
        nav{display:flex;flex-wrap:wrap;gap:6px 18px;margin:0 0 8px;font-size:14px}
        section{margin:20px 0 0;padding:22px 24px;background:var(--card);border:1px solid var(--line);
        border-radius:12px;scroll-margin-top:16px}
        section :last-child{margin-bottom:0}
        .table{overflow-x:auto;margin:0 0 16px}
        table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
        caption{text-align:left;color:var(--muted);padding:0 0 8px}
        th{font-weight:600;font-size:13px;color:var(--muted);text-align:left;white-space:nowrap;
        border-bottom:1px solid var(--line);padding:6px 14px 6px 0}
        td{border-bottom:1px solid var(--faint);padding:8px 14px 8px 0;vertical-align:baseline;overflow-wrap:break-word}
        th:last-child,td:last-child{padding-right:0}
        tbody tr:last-child td{border-bottom:0}
        .right{text-align:right;white-space:nowrap}
        .centre{text-align:center}
        .missing{color:var(--muted)}
        .verdict{font-weight:600;white-space:nowrap}
        .verdict.ok{color:var(--ok)}
        .verdict.warning{color:var(--warning)}
        .verdict.failed{color:var(--failed)}
        .verdict.interrupted{color:var(--interrupted)}
        .notice{display:flex;gap:12px;margin:0 0 12px;padding:10px 14px;border-radius:8px;border-left:4px solid}
        .notice .symbol{font-weight:700}
        .notice p{color:var(--ink);margin:0 0 6px}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:28px 24px;
        margin:0 0 16px;align-items:start}
        figure{margin:0;min-width:0}
        figure.wide{grid-column:1/-1}
        .report .ansatz-figure{display:block;max-width:100%;height:auto;--figure-paper:var(--card)}
        figcaption{color:var(--muted);font-size:13.5px;margin:8px 14px 0;max-width:70ch}
        pre{margin:0 0 16px;padding:14px 16px;overflow-x:auto;background:var(--faint);border-radius:8px;tab-size:4}
        code{font:13px/1.5 ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace}
        dl{display:grid;grid-template-columns:minmax(120px,max-content) 1fr;gap:6px 22px;margin:0 0 16px;font-size:14px}
        dt{color:var(--muted);overflow-wrap:anywhere}
        dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
        dd.default{color:var(--muted)}
        details{margin:0 0 12px}
        summary{cursor:pointer;font-weight:600;padding:4px 0;margin-bottom:8px}
        .timeline .method{color:var(--muted)}
        .timeline .action.reused,.timeline .action.skipped{color:var(--muted)}
        .timeline .bar{width:34%;min-width:140px}
        .track{display:block;position:relative;height:10px;border-radius:5px;background:var(--faint);overflow:hidden}
        .span{position:absolute;top:0;bottom:0;min-width:3px;border-radius:5px;background:var(--ok)}
        .span.warning{background:var(--warning)}
        .span.failed{background:var(--failed)}
        .span.interrupted{background:var(--interrupted)}
        .references{margin:0 0 16px;padding-left:24px;font-size:14px}
        .references li{margin:0 0 6px;overflow-wrap:anywhere}
        footer{color:var(--muted);font-size:13px;margin-top:24px}
        @media (max-width:640px){.report{padding:24px 12px 40px}section{padding:18px 16px}h1{font-size:25px}}
        @media print{html{background:#fff}body{font-size:10.5pt}.report{max-width:none;padding:0}nav{display:none}
        section{border:0;padding:0;margin:18pt 0 0}h2{break-after:avoid}figure,tr,.notice{break-inside:avoid}
        .figures{grid-template-columns:1fr 1fr;gap:14pt}figure.wide{grid-column:1/-1}
        pre{white-space:pre-wrap;overflow-wrap:anywhere}details::details-content{content-visibility:visible;height:auto}
        *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}

        """
}
