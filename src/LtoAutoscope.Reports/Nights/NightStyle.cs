namespace LtoAutoscope.Reports.Nights;

/// <summary>The morning page's style sheet: the tokens of the design language, dark on a screen and light on paper (A4).</summary>
internal static class NightStyle
{
    private const string Light = """
        color-scheme:light;--bg-page:#f3f5f7;--bg-card:#fff;--bg-raised:#f0f3f6;--bg-image:#0b0d10;--line:#dde3e9;--line-strong:#76828f;--text-hi:#12171d;--text:#36414c;--text-low:#5a6672;--accent:#1a5fb4;
        --ready:#36414c;--ready-soft:#e9edf1;--running:#117464;--running-soft:#dcf3ec;--paused:#8f5f00;--paused-soft:#fdf3da;--fault:#770303;--fault-soft:#fbe6e4;--simulator:#6f35b5;--simulator-soft:#f0e7fb;
        --plot-band:rgb(26 95 180 / .16);--plot-grid:#e6ebf0;--plot-axis:#76828f;--m1:#1a5fb4;--m2:#7db0ea;--m3:#3b4650;--m4:#c07f00;--m5:#c2cad2;--m6:#6f35b5;
        """;

    internal const string Css = """
        :root{color-scheme:dark;--bg-page:#0d1014;--bg-card:#14181e;--bg-raised:#1b2028;--bg-image:#08090b;--line:#252c35;--line-strong:#6a7786;--text-hi:#eef2f6;--text:#c3cbd4;--text-low:#8e99a6;--accent:#6cb0ff;
        --ready:#c9d2dc;--ready-soft:#222830;--running:#2fd0a4;--running-soft:#10302a;--paused:#f7c948;--paused-soft:#33290f;--fault:#ff7a66;--fault-soft:#3a1a17;--simulator:#c79bff;--simulator-soft:#2a1f3d;
        --plot-band:rgb(108 176 255 / .20);--plot-grid:#222932;--plot-axis:#6a7786;--m1:#3f8ae0;--m2:#8fc0f5;--m3:#6a7786;--m4:#f2a154;--m5:#333c47;--m6:#a078d6;
        --t-micro:11px;--t-small:12px;--t-body:13px;--t-figure:26px;--gap:12px}
        @media print{:root{
        """ + Light + """
        --bg-page:#fff}}
        *,*::before,*::after{box-sizing:border-box}html{background:var(--bg-page);-webkit-print-color-adjust:exact;print-color-adjust:exact;-webkit-text-size-adjust:100%}
        body{margin:0;padding:14px 16px 20px;font:420 var(--t-body)/1.45 Inter,"Segoe UI",system-ui,-apple-system,"Noto Sans",sans-serif;color:var(--text);font-variant-numeric:tabular-nums}
        h1,h2,p,ul,ol,dl,dd,figure{margin:0;padding:0}ul,ol{list-style:none}b{font-weight:540;color:var(--text-hi)}svg{display:block}
        .paper{max-width:1080px;margin:0 auto}.low{color:var(--text-low)}.num{text-align:right;white-space:nowrap}
        .eyebrow{display:flex;flex-wrap:wrap;gap:4px 10px;align-items:center;margin-bottom:6px;font-size:var(--t-small);color:var(--text-low)}
        h1{font-size:27px;line-height:1.2;font-weight:640;letter-spacing:-.02em;color:var(--text-hi);overflow-wrap:anywhere;padding-bottom:14px}h2{font-size:var(--t-body);font-weight:540;color:var(--text-hi)}
        .sim{display:inline-flex;align-items:center;gap:6px;padding:3px 8px 3px 6px;border:1.5px dashed var(--simulator);border-radius:4px;color:var(--simulator);font-size:var(--t-micro);font-weight:700;letter-spacing:.06em;background:repeating-linear-gradient(135deg,var(--simulator-soft) 0 6px,transparent 6px 10px),var(--bg-page)}
        .i{width:14px;height:14px;flex:none;fill:none;stroke:currentColor;stroke-width:1.6;stroke-linecap:round}
        .kpis{display:grid;grid-auto-flow:column;grid-auto-columns:1fr;padding:12px 0 14px;border-top:1px solid var(--line-strong);border-bottom:1px solid var(--line);margin-bottom:14px}
        .kpi{padding:2px 18px;border-left:1px solid var(--line);min-width:0}.kpi:first-child{border:0;padding-left:0}.kpi dt,.kpi p{font-size:var(--t-small);color:var(--text-low)}
        .kpi dd{font-size:var(--t-figure);line-height:1.2;font-weight:640;color:var(--text-hi);letter-spacing:-.015em;white-space:nowrap}.kpi dd small{font-size:15px;font-weight:420;color:var(--text);letter-spacing:0}.kpi.late p{color:var(--fault)}
        .card{background:var(--bg-card);border:1px solid var(--line);border-radius:12px;padding:12px 14px 14px;min-width:0;margin-bottom:var(--gap);break-inside:avoid}.grid .card{margin-bottom:0}
        .card>header{display:flex;align-items:center;gap:4px 10px;margin-bottom:10px;flex-wrap:wrap;min-height:24px}.card>header .r{margin-left:auto;color:var(--text-low);font-size:var(--t-small)}
        .grid{display:grid;grid-template-columns:repeat(12,minmax(0,1fr));gap:var(--gap);align-items:stretch}.c6{grid-column:span 6}.c12{grid-column:span 12}
        .ask{border-color:var(--fault);border-left-width:4px}.ask h2{display:flex;gap:8px;align-items:center;color:var(--fault)}.ask h2 svg{width:16px;height:16px}.ask ol{display:grid;grid-template-columns:1fr 1fr;gap:14px 24px;counter-reset:n}.ask li{overflow-wrap:anywhere}.ask.calm{border-color:var(--line)}.ask.calm h2{color:var(--text-hi)}
        .chip{display:inline-flex;align-items:center;gap:5px;height:22px;padding:0 8px 0 6px;border-radius:999px;font-size:var(--t-small);font-weight:540;white-space:nowrap;background:var(--ready-soft);color:var(--ready)}.chip svg{width:12px;height:12px;flex:none}
        .chip.ok{background:var(--running-soft);color:var(--running)}.chip.redo{background:var(--paused-soft);color:var(--paused)}.chip.fault,.chip.quar{background:var(--fault-soft);color:var(--fault)}
        table{width:100%;border-collapse:collapse}th{text-align:left;font-size:var(--t-small);font-weight:420;color:var(--text-low);padding:6px 10px;white-space:nowrap;border-bottom:1px solid var(--line)}td{padding:6px 10px;border-bottom:1px solid var(--line);vertical-align:middle}tr:last-child td{border-bottom:0}th.num,td.num{text-align:right}
        .res td:first-child,.res th:first-child{padding-left:0}.res td:last-child,.res th:last-child{padding-right:0;text-align:right}.res .sub{margin-left:10px;font-size:var(--t-small)}.res .num{color:var(--text-hi)}.res .num.low{color:var(--text-low)}.res .why td{padding-top:0;font-size:var(--t-small);color:var(--text-low);text-align:left}.res tr.has td{border-bottom:0}
        .cov{display:flex;gap:2px;height:26px;margin-bottom:10px}.cov i{border-radius:3px;min-width:2px}.m1{background:var(--m1)}.m2{background:var(--m2)}.m3{background:var(--m3)}.m4{background:var(--m4)}.m5{background:var(--m5)}.m6{background:var(--m6)}
        .covk li{display:grid;grid-template-columns:12px 1fr auto 46px;gap:10px;align-items:center;padding:4px 0;border-bottom:1px solid var(--line)}.covk li:last-child{border:0}.covk i{width:12px;height:12px;border-radius:3px}.covk span{text-align:right;color:var(--text-low)}
        .til td{padding:7px 8px;font-size:var(--t-small)}.til td:first-child{padding-left:0}.til td:last-child{line-height:1.35}
        .cal td,.cal th{padding:6px 8px;font-size:var(--t-small)}.cal :is(td,th):first-child{padding-left:0}.inc{display:grid;gap:11px}.inc li{display:grid;grid-template-columns:38px 22px minmax(0,1fr) auto;gap:10px}.inc time{color:var(--text-low)}.inc p{font-size:var(--t-small);line-height:1.35;overflow-wrap:anywhere}.inc .cost{white-space:nowrap}.inc .pics{display:flex;gap:6px;margin-top:6px;flex-wrap:wrap}.inc img{display:block;height:84px;max-width:100%;border-radius:4px;background:var(--bg-image)}
        .wi{width:22px;height:22px;display:grid;place-items:center;border-radius:6px;background:var(--paused-soft);color:var(--paused)}.wi.quar{background:var(--fault-soft);color:var(--fault)}.wi svg{width:12px;height:12px}
        .plot{width:100%;height:auto;overflow:visible}.plot text{font:420 11px Inter,system-ui,sans-serif;fill:var(--text-low)}.plot text.k{fill:var(--text-hi);font-weight:540}.plot text.m{fill:var(--text)}.plot .g{stroke:var(--plot-grid)}.plot .ax{stroke:var(--plot-axis)}.plot .l1{stroke:var(--accent);stroke-width:2;fill:none}.plot .goal{stroke:var(--paused);stroke-width:1.5;stroke-dasharray:6 4}
        .dl{stroke:var(--line-strong);stroke-width:2}.was{fill:var(--bg-card);stroke:var(--line-strong);stroke-width:2}.is{fill:var(--accent)}.dot{fill:var(--accent);stroke:var(--bg-card);stroke-width:1.5}.dot.no{fill:var(--fault)}
        .key{display:flex;flex-wrap:wrap;gap:4px 14px;font-size:var(--t-small)}.key span{display:inline-flex;align-items:center;gap:6px}.key em{width:11px;height:11px;border-radius:50%;background:var(--accent)}.key em.was{background:none;border:2px solid var(--line-strong)}.card>header .key.r{color:var(--text)}
        .cvs{display:grid;grid-template-columns:repeat(6,minmax(0,1fr));gap:14px}.cv div{display:flex;flex-direction:column;font-size:var(--t-small);color:var(--text-low);margin-bottom:4px;overflow-wrap:anywhere}
        .foot{font-size:var(--t-small);color:var(--text-low);padding:12px 0 0;overflow-wrap:anywhere}.foot p{margin-bottom:4px}.foot .bad{color:var(--fault)}.narrow{display:none}.scroll{overflow-x:auto}
        @media (max-width:720px){:root{--t-body:14px;--t-small:12.5px;--t-micro:11.5px;--gap:10px}body{padding:10px 12px 24px}h1{font-size:22px}.grid{display:flex;flex-direction:column}.kpis{grid-auto-flow:row;grid-template-columns:1fr 1fr;gap:12px 0}.kpi:nth-child(odd){border:0;padding-left:0}.kpi{padding:0 10px}.kpi dd{font-size:22px}
        .card>header .r{margin-left:0;width:100%}.ask ol{grid-template-columns:1fr}.wide{display:none}.narrow{display:block}.cvs{grid-template-columns:1fr 1fr}.res{font-size:13px}.res td,.res th{padding:8px 4px}.res th{white-space:normal;font-size:11.5px}.res :is(th,td):nth-child(3),.res :is(th,td):nth-child(4),.res :is(th,td):nth-child(6){display:none}.res .why td{display:table-cell}.res .sub{display:block;margin:0}
        .res .chip{font-size:0;gap:0;padding:0 5px}.res .chip svg{width:13px;height:13px}.til tr{display:grid;grid-template-columns:1fr auto 56px;padding:8px 0;border-bottom:1px solid var(--line)}.til tr:last-child{border:0}.til td{padding:0;border:0;align-self:center}.til td:last-child{grid-column:1/-1;padding-top:4px}}
        @page{size:A4;margin:12mm}
        @media print{:root{--t-body:11px;--t-small:10px;--t-figure:20px}body{padding:0}.paper{max-width:none}h1{font-size:20px}.card{padding:8px 10px 10px}.kpis{margin-bottom:8px}.res td,.til td{padding:4px 8px}.cvs{gap:8px}.scroll{overflow:visible}.inc img{height:60px}}
        """;
}
