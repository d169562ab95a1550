using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Nights.Sections;

/// <summary>What went wrong, what was done, what it cost, and how it looked.</summary>
internal static class IncidentSection
{
    private const int MostShown = 60;

    internal static string Render(NightSummary night)
    {
        if (night.Incidents.Count == 0) return $"<section class=\"card c6\"><header><h2>Incidents</h2></header><p class=\"low\">None.</p></section>";
        string items = string.Concat(night.Incidents.Take(MostShown).Select(incident => Item(night, incident)));
        string more = night.Incidents.Count > MostShown ? $"<p class=\"low\">… and {night.Incidents.Count - MostShown} more in morning.json.</p>" : "";
        return $"<section class=\"card c6\"><header><h2>Incidents</h2><span class=\"r\">time lost</span></header><ol class=\"inc\">{items}</ol>{more}</section>";
    }

    private static string Item(NightSummary night, NightIncident incident)
    {
        string where = incident.Sample.Length > 0 ? $" on {incident.Sample}" : "";
        string[] sentences = [incident.Reason, incident.Done, incident.EndedAt is null ? "It had not ended when this page was made." : "", Outcome(incident.Outcome)];
        string pictures = incident.Pictures.Count == 0 ? "" : $"<div class=\"pics\">{string.Concat(incident.Pictures.Select((uri, i) => $"<img src=\"{E(uri)}\" alt=\"{(i == 0 ? "before" : "after")}\">"))}</div>";
        return $"<li><time>{NightText.Clock(night, incident.At)}</time><span class=\"wi {(incident.IsMended ? "redo" : "quar")}\">{NightSymbols.Use(incident.IsMended ? "v-redo" : "v-quar")}</span><div><b>{E(incident.Title + where)}</b><p>{E(string.Join(" ", sentences.Where(text => text.Length > 0)))}</p>{pictures}</div><span class=\"cost\">{NightText.Duration(incident.LostS)}</span></li>";
    }

    private static string Outcome(string outcome) => outcome switch
    {
        "tile_skipped" => "The tile was given up.",
        "area_skipped" => "The area was given up.",
        "sample_skipped" => "The sample was given up.",
        "parked" => "A person is needed.",
        _ => "",
    };
}
