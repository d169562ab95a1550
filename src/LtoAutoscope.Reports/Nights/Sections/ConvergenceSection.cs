using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Nights.Sections;

/// <summary>How the interval of each sample's median narrowed with the particles, against the goal.</summary>
internal static class ConvergenceSection
{
    internal static string Render(NightSummary night)
    {
        NightSample[] shown = [.. night.Samples.Where(sample => sample.Convergence.Any(point => NightPlots.HalfWidthPercent(point) is > 0))];
        if (shown.Length == 0) return "";
        string goals = string.Join(", ", shown.Select(sample => sample.PrecisionPercent).OfType<double>().Distinct().Select(goal => $"{NumberText.Significant(goal, 2)} %"));
        string curves = string.Concat(shown.Select(sample =>
        {
            ConvergencePoint last = sample.Convergence.Last(point => NightPlots.HalfWidthPercent(point) is > 0);
            return $"<div class=\"cv\"><div><b>{E(sample.Name)}</b><span>{NumberText.Fixed(NightPlots.HalfWidthPercent(last), 2)} % at {NumberText.Count(last.Particles)}</span></div>{NightPlots.Convergence(sample)}</div>";
        }));
        return $"<section class=\"card c12\"><header><h2>Convergence</h2><span class=\"low\">half-width of the statistical 95 % interval of the median in % (up) against particles counted (across), both logarithmic; frames as clusters</span><span class=\"r\">{(goals.Length > 0 ? $"dashed = goal {E(goals)}" : "no width was asked for")}</span></header><div class=\"cvs\">{curves}</div></section>";
    }
}
