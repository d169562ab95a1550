using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Nights.Sections;

/// <summary>The sentence that stands first, and the four figures under it.</summary>
internal static class HeadSection
{
    internal static string Render(NightSummary night)
    {
        string need = night.Need.Length == 0 ? "" : $" <br>{E(night.Need)}";
        string simulator = night.IsSimulated ? $"<span class=\"sim\">{NightSymbols.Use("wave", "i")}SIMULATOR</span>" : "";
        string name = night.Instrument.Length > 0 ? $" · {E(night.Instrument)}" : "";
        return $"""
            <p class="eyebrow">{E(NightText.Title(night.Date))}{name} {simulator}</p><h1>{E(night.Headline)}{need}</h1>
            <dl class="kpis">{Free(night)}{Kpi("Particles measured", E(NumberText.Count(night.ParticlesMeasured)), $"{NumberText.Count(night.ParticlesRejected)} rejected by edge or overlap")}{Kpi("Tiles accepted", $"{NumberText.Count(night.Tiles.Accepted)} <small>of {NumberText.Count(night.Tiles.Exposed)}</small>", NightText.Share(night.Tiles.Accepted, night.Tiles.Exposed, 1))}{Incidents(night)}</dl>
            """;
    }

    private static string Free(NightSummary night)
    {
        if (night.FreeSince is not { } free)
        {
            string why = night.Samples.Any(sample => sample.Goal == GoalState.Running) ? "a run is under way" : night.Tiles.Exposures == 0 ? "it was not used" : "no confirmed park is on record";
            bool isLate = night.VentDeadline is { } passed && night.GeneratedAt > passed && night.Tiles.Exposures > 0;
            return Kpi("Instrument free since", NumberText.Unknown, night.VentDeadline is { } due ? $"{why}; due by {NightText.Clock(night, due)}" : why, isLate ? "late" : "");
        }

        string against = night.VentDeadline is { } deadline
            ? free <= deadline ? $"{NightText.Duration((deadline - free).TotalSeconds)} before {NightText.Clock(night, deadline)}" : $"{NightText.Duration((free - deadline).TotalSeconds)} after {NightText.Clock(night, deadline)}: too late"
            : "no vent deadline was set";
        return Kpi("Instrument free since", NightText.Clock(night, free), against, night.VentDeadline is { } limit && free > limit ? "late" : "");
    }

    private static string Incidents(NightSummary night)
    {
        int open = night.Incidents.Count(incident => !incident.IsMended);
        string how = night.Incidents.Count == 0 ? "a quiet night"
            : open == 0 ? $"all mended without a call, {NightText.Duration(night.LostS)} lost"
            : $"{NightHeadline.Word(open)} not mended, {NightText.Duration(night.LostS)} lost";
        return Kpi("Incidents", NumberText.Count(night.Incidents.Count), how);
    }

    private static string Kpi(string name, string valueHtml, string note, string kind = "") => $"<div class=\"kpi {kind}\"><dt>{E(name)}</dt><dd>{valueHtml}</dd><p>{E(note)}</p></div>";
}
