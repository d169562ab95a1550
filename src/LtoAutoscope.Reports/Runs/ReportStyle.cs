namespace LtoAutoscope.Reports.Runs;

/// <summary>The report's style sheet: the light tokens of the design language, and rules for paper (A4).</summary>
internal static class ReportStyle
{
    internal const string Css = """
        :root{--bg-page:#f3f5f7;--bg-card:#fff;--bg-raised:#f0f3f6;--line:#dde3e9;--text-hi:#12171d;--text:#36414c;--text-low:#5a6672;--accent:#1a5fb4;
        --running:#117464;--running-soft:#dcf3ec;--paused:#8f5f00;--paused-soft:#fdf3da;--fault:#770303;--fault-soft:#fbe6e4;--ready:#36414c;--ready-soft:#e9edf1;
        --simulator:#6f35b5;--simulator-soft:#f0e7fb;--plot-1:#1a5fb4;--plot-2:#a85400;--plot-3:#04745a;--plot-4:#6f35b5;--plot-band:rgb(26 95 180 / .16);
        --plot-fill:rgb(26 95 180 / .22);--plot-grid:#e6ebf0;--plot-axis:#76828f}
        *{box-sizing:border-box}html{-webkit-print-color-adjust:exact;print-color-adjust:exact}
        body{margin:0;background:var(--bg-page);color:var(--text);font:420 13px/1.45 Inter,"Segoe UI",system-ui,-apple-system,"Noto Sans",sans-serif;font-variant-numeric:tabular-nums}
        main{max-width:1180px;margin:0 auto;padding:24px;display:flex;flex-direction:column;gap:12px}.grid{display:grid;grid-template-columns:repeat(12,minmax(0,1fr));gap:12px}
        .part{margin-top:14px}h2.no{font-size:18px;line-height:1.3;margin:0 0 10px;padding-bottom:6px;border-bottom:2px solid var(--text-hi)}h2.no span{display:inline-block;min-width:28px;color:var(--accent)}h3.t{font-size:13px;font-weight:640;margin:0}
        .kicker{flex-basis:100%;color:var(--text-low);font-size:12px;letter-spacing:.02em}.contents ol{display:flex;flex-wrap:wrap;gap:4px 18px;margin:0;padding:0;list-style:none;counter-reset:c;font-size:12px}
        .contents li{margin:0;counter-increment:c}.contents li::before{content:counter(c) " ";color:var(--text-low)}.contents a{color:var(--accent)}.budget+.budget{margin-top:16px}
        h1,h2,h3,p,dl,dd,figure,footer{margin:0}h1{font-size:26px;line-height:1.2;font-weight:640;color:var(--text-hi);overflow-wrap:anywhere}
        h2{font-size:13px;font-weight:640;color:var(--text-hi)}h3{font-size:12px;font-weight:540;color:var(--text-hi);margin:12px 0 4px}
        .w12{grid-column:span 12}.w8{grid-column:span 8}.w7{grid-column:span 7}.w6{grid-column:span 6}.w5{grid-column:span 5}.w4{grid-column:span 4}
        .top{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center}.top .sub{flex-basis:100%;color:var(--text-low)}
        .chip{display:inline-flex;align-items:center;gap:6px;height:22px;padding:0 10px;border-radius:999px;font-size:12px;font-weight:540}
        .chip.completed{color:var(--running);background:var(--running-soft)}.chip.stopped,.chip.running,.chip.queued{color:var(--paused);background:var(--paused-soft)}.chip.failed{color:var(--fault);background:var(--fault-soft)}
        .simulator{display:inline-flex;align-items:center;gap:6px;padding:3px 10px;border:1.5px dashed var(--simulator);border-radius:4px;color:var(--simulator);font-size:12px;font-weight:640;letter-spacing:.06em;
        background:repeating-linear-gradient(135deg,var(--simulator-soft) 0 6px,#fff 6px 10px)}
        .banner{border-radius:12px;padding:12px 14px;border:1px solid}.banner b{font-weight:640}
        .banner.scale{color:var(--paused);border-color:var(--paused);background:var(--paused-soft)}.banner.sim{color:var(--simulator);border-color:var(--simulator);border-style:dashed;background:var(--simulator-soft)}
        .card{background:var(--bg-card);border:1px solid var(--line);border-radius:12px;padding:14px;min-width:0}
        .card>header{display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 12px;margin-bottom:10px}.card>header p{color:var(--text-low);font-size:12px}
        .heads{display:grid;row-gap:2px;grid-template-columns:1.45fr 1.5fr 1.2fr 1.25fr 1.25fr}.heads>div{padding:2px 14px;border-left:1px solid var(--line);min-width:0}.heads>div:first-child{border:0;padding-left:0}
        .heads .k{font-size:12px;color:var(--text-low)}.heads .v{color:var(--text-hi);font-weight:640;font-size:24px;line-height:1.25;white-space:nowrap}.heads .first .v{font-size:36px;line-height:1.2}.heads>div{display:grid;grid-row:span 3;grid-template-rows:subgrid}.heads .k,.heads .v{align-self:end}
        .heads .v small{font-size:15px;font-weight:420;color:var(--text-low)}.heads .n{font-size:12px;color:var(--text-low)}
        svg.plot{display:block;width:100%;max-width:620px;height:auto}
        table{border-collapse:collapse;width:100%;font-size:12px}th{font-weight:420;color:var(--text-low);text-align:right;vertical-align:bottom}td{text-align:right;color:var(--text-hi)}
        th,td{padding:6px 8px;border-bottom:1px solid var(--line)}th:first-child,td:first-child{text-align:left;padding-left:0}th:last-child,td:last-child{padding-right:0}tr:last-child td{border-bottom:0}
        table.words td,table.words th{text-align:left;vertical-align:top}table.words td{color:var(--text)}table.words td:first-child{white-space:nowrap}
        .mono td:last-child{font:11px/1.5 ui-monospace,"SF Mono",Consolas,monospace;overflow-wrap:anywhere;text-align:left}
        dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:8px 20px}dt{font-size:11px;color:var(--text-low)}dd{color:var(--text-hi);overflow-wrap:anywhere}
        .note{margin-top:10px;color:var(--text-low);font-size:12px}.missing{color:var(--text-low)}.missing b{color:var(--text-hi)}
        .large{display:grid;grid-template-columns:1fr 1fr;gap:14px}.sheet{display:grid;grid-template-columns:repeat(auto-fill,minmax(176px,1fr));gap:12px}
        .frame .pic{position:relative;background:#0b0d10;border-radius:6px;overflow:hidden;border:2px solid var(--line);aspect-ratio:var(--ar,4/3);color:#c3cbd4;display:grid;place-items:center;font-size:12px}
        .frame .pic img,.frame .pic svg{position:absolute;inset:0;width:100%;height:100%}.frame.bad .pic{border-color:var(--fault)}.frame figcaption{font-size:11px;color:var(--text-low);margin-top:4px;line-height:1.4}
        .frame figcaption b{color:var(--text-hi);font-weight:540}.frame.bad figcaption i{color:var(--fault);font-style:normal;font-weight:540}.frame code{font:10px ui-monospace,Consolas,monospace}
        .micro{display:grid;place-items:center}.micro img{max-width:100%;max-height:340px}ul{margin:0;padding-left:18px}li{margin:4px 0}
        footer{color:var(--text-low);font-size:12px;padding:4px 0 12px}
        @media screen and (max-width:860px){main{padding:12px}.grid{grid-template-columns:minmax(0,1fr)}.grid>*{grid-column:1/-1}.large{grid-template-columns:1fr}.card{overflow-x:auto}.heads{grid-template-columns:1fr 1fr;gap:12px 0}.heads>div{border:0;padding:0}}
        @page{size:A4;margin:18mm 14mm 16mm;@top-left{font:9px Inter,"Noto Sans",sans-serif;color:#5a6672}@top-right{font:9px Inter,"Noto Sans",sans-serif;color:#5a6672}@bottom-left{font:9px Inter,"Noto Sans",sans-serif;color:#5a6672}@bottom-right{font:9px Inter,"Noto Sans",sans-serif;color:#5a6672}}
        @media print{body{background:#fff;font-size:10px}h3.t{font-size:11px}.card>header{margin-bottom:6px}.card>header p,.kicker{font-size:9px}h3{font-size:10px}footer{font-size:8.5px;padding:0;break-before:avoid}main{display:block;max-width:none;padding:0}main>*{margin-bottom:8px}.grid{gap:8px}.part{margin-top:12px;break-before:auto}
        h2.no{font-size:15px;break-after:avoid}h3,.card>header{break-after:avoid}.card,.frame,.banner,.budget,figure,tr,svg.plot{break-inside:avoid}.card.flow{break-inside:auto}.card{border-radius:4px;padding:9px}thead{display:table-header-group}
        .heads .v{font-size:14px}.heads .first .v{font-size:17px}.heads .v small{font-size:9px}.heads>div{padding:2px 6px}.heads .k,.heads .n{font-size:9px}.heads{grid-template-columns:1.3fr 1.35fr 1.15fr 1.15fr 1.2fr}
        table{font-size:9px}th,td{padding:4px 6px}.mono td:last-child{font-size:8px}.sheet,.large{orphans:1;widows:1}.sheet{display:block}.sheet .frame{display:inline-block;width:23.6%;margin:0 .8% 8px 0;vertical-align:top}.large{display:block}.large .frame{display:inline-block;width:48.6%;margin:0 .9% 8px 0;vertical-align:top}
        .frame figcaption{font-size:8.5px}.frame code{font-size:8px}h1{font-size:20px}.note,.contents ol{font-size:9px}a{color:inherit;text-decoration:none}dl{grid-template-columns:repeat(auto-fill,minmax(118px,1fr));gap:6px 12px}dt{font-size:8.5px}.micro img{max-height:230px}}
        """;
}
