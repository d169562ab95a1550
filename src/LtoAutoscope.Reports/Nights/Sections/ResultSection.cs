using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Nights.Sections;

/// <summary>One row a sample: figures with intervals, and how it stands against its goal.</summary>
internal static class ResultSection
{
    internal static string Render(NightSummary night)
    {
        if (night.Samples.Count == 0) return Card("Results", null, Missing("No sample was in the queue."));
        return $"""
            <section class="card"><header><h2>Results</h2><span class="r">diameters by number, nm; efficiency of cycle 1 from the cell model, %; intervals 95 %</span></header><div class="scroll"><table class="res"><thead><tr><th>Sample</th><th class="num">D50, nm</th><th class="num">D10–D90, nm</th><th class="num">n</th><th class="num">Efficiency, %</th><th class="num">Interval, %</th><th>Goal</th></tr></thead><tbody>{string.Concat(night.Samples.Select(Row))}</tbody></table></div></section>
            """;
    }

    private static string Row(NightSample sample)
    {
        string place = string.Join("; ", new[] { sample.Description, sample.Stub.Length > 0 ? $"stub {sample.Stub}" : "" }.Where(text => text.Length > 0));
        string median = sample.MedianDiameterNm is { } d50 ? $"<b>{NumberText.Fixed(d50.Value, 1)}</b> ± {NumberText.Fixed(d50.HalfWidth, 1)}" : sample.RunId is null ? "not run" : NumberText.Unknown;
        string span = sample is { D10Nm: { } d10, D90Nm: { } d90 } ? NumberText.Range(d10, d90, 1, "") : NumberText.Unknown;
        string ce = sample.Ce1 is { } efficiency ? $"<b>{NumberText.Fixed(100 * efficiency.Value, 1)}</b>" : NumberText.Unknown;
        string interval = sample.Ce1 is { } known ? NumberText.Range(100 * known.Low, 100 * known.High, 1, "") : NumberText.Unknown;
        bool isShort = sample.Goal != GoalState.Reached && sample.Reason.Length > 0;
        string why = isShort ? $"<tr class=\"why\"><td colspan=\"7\">{E(sample.Reason)}</td></tr>" : "";
        return $"<tr{(isShort ? " class=\"has\"" : "")}><td><b>{E(sample.Name)}</b>{(place.Length > 0 ? $"<span class=\"low sub\">{E(place)}</span>" : "")}</td>{Num(median)}{Num(span)}{Num(sample.Particles > 0 ? NumberText.Count(sample.Particles) : NumberText.Unknown)}{Num(ce)}{Num(interval)}<td>{Chip(sample.Goal)}</td></tr>{why}";
    }

    private static string Num(string html) => $"<td class=\"num{(html is NumberText.Unknown or "not run" ? " low" : "")}\">{html}</td>";

    private static string Chip(GoalState goal)
    {
        (string kind, string symbol, string word) = goal switch
        {
            GoalState.Reached => ("ok", "v-ok", "reached"),
            GoalState.BelowGoal => ("redo", "v-quar", "below goal"),
            GoalState.Running => ("", "s-running", "running"),
            GoalState.Held => ("redo", "s-paused", "held"),
            GoalState.Failed => ("fault", "s-fault", "failed"),
            GoalState.Cancelled => ("", "v-skip", "called off"),
            GoalState.Skipped => ("", "v-skip", "skipped"),
            _ => ("", "s-wait", "not run"),
        };
        return $"<span class=\"chip {kind}\">{NightSymbols.Use(symbol)}{word}</span>";
    }
}
