using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Nights.Sections;

/// <summary>How the night was spent.</summary>
internal static class TimeSection
{
    internal static string Render(NightSummary night)
    {
        NightTimes spent = night.Spent;
        (string Kind, string Name, double Seconds)[] uses =
        [
            ("m1", "Imaging", spent.ImagingS), ("m2", "Focus, stigmation, drift, scale", spent.FocusS), ("m3", "Moving", spent.MovingS),
            ("m4", "Recovering", spent.RecoveringS), ("m6", "Computing, instrument idle", spent.ComputingS), ("m5", "Waiting", spent.WaitingS),
        ];
        string span = $"{NightText.Clock(night, night.From)}–{NightText.Clock(night, night.To)}, {NightText.Duration((night.To - night.From).TotalSeconds)}";
        if (spent.TotalS < 1) return $"<section class=\"card c6\"><header><h2>How the night was spent</h2></header>{Missing("Nothing was done.")}</section>";
        string bar = string.Concat(uses.Where(use => use.Seconds > 0).Select(use => $"<i class=\"{use.Kind}\" style=\"flex:{(1000 * use.Seconds / spent.TotalS).ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)}\"></i>"));
        string key = string.Concat(uses.Select(use => $"<li><i class=\"{use.Kind}\"></i>{use.Name}<b>{NightText.Duration(use.Seconds)}</b><span>{NumberText.Percent(use.Seconds / spent.TotalS, 0)}</span></li>"));
        return $"<section class=\"card c6\"><header><h2>How the night was spent</h2><span class=\"r\">{span}</span></header><div class=\"cov\">{bar}</div><ul class=\"covk\">{key}</ul></section>";
    }
}
