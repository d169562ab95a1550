using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Nights.Sections;

/// <summary>The medians of this night beside the last ones of the same samples.</summary>
internal static class ComparisonSection
{
    internal static string Render(NightSummary night)
    {
        if (night.Comparisons.Count == 0)
            return $"<section class=\"card c6\"><header><h2>Against the last batch</h2></header>{Missing("No sample of this night was measured before, nor one with the same description.")}</section>";
        string before = NightText.Local(night, night.Comparisons.Max(pair => pair.EarlierAt)).ToString("d MMMM", System.Globalization.CultureInfo.InvariantCulture);
        int significant = night.Comparisons.Count(pair => pair.IsSignificant == true);
        string sum = significant == 0 ? "No change exceeds its 95 % interval." : significant == 1 ? $"{night.Comparisons.First(pair => pair.IsSignificant == true).Sample} changed by more than its 95 % interval." : $"{NightHeadline.Capital(NightHeadline.Word(significant))} changed by more than their 95 % intervals.";
        return $"<section class=\"card c6\"><header><h2>Against the last batch</h2><div class=\"key r\"><span><em class=\"was\"></em>before, last on {E(before)}</span><span><em class=\"is\"></em>this night</span></div></header>{NightPlots.Comparison(night, 440, "wide")}{NightPlots.Comparison(night, 310, "narrow")}<p class=\"low\">{E(sum)} Numbers: change of the median in nm.</p></section>";
    }
}
