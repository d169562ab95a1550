using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Nights.Sections;

/// <summary>What a person has to do before the next night.</summary>
internal static class TaskSection
{
    internal static string Render(NightSummary night)
    {
        if (night.ToDo.Count == 0) return "<section class=\"card ask calm\"><header><h2>To do before tonight</h2></header><p class=\"low\">Nothing.</p></section>";
        string items = string.Concat(night.ToDo.Select(task => $"<li><b>{E(task.Title.TrimEnd('.'))}.</b> {E(task.Text)}</li>"));
        return $"<section class=\"card ask\"><header><h2>{NightSymbols.Use("s-fault")}To do before tonight</h2></header><ol>{items}</ol></section>";
    }
}
