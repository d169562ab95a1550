using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Nights.Sections;

/// <summary>What became of the tiles, and why.</summary>
internal static class TileSection
{
    internal static string Render(NightSummary night)
    {
        NightTiles tiles = night.Tiles;
        int whole = Math.Max(tiles.Exposed, tiles.Accepted + tiles.Quarantined + tiles.Skipped + tiles.Pending);
        string rows = Row("ok", "v-ok", "Accepted", tiles.Accepted, whole, "in the statistics")
            + Row("redo", "v-redo", "Redone", tiles.Redone, whole, tiles.Redone == 0 ? "none" : $"{NightText.Causes(tiles.RedoneBecause)}; good in the end, counted among the accepted")
            + Row("quar", "v-quar", "Quarantined", tiles.Quarantined, whole, tiles.Quarantined == 0 ? "none" : $"{NightText.Causes(tiles.QuarantinedBecause)}; kept, not counted")
            + Row("", "v-skip", "Skipped", tiles.Skipped, whole, tiles.Skipped == 0 ? "none" : NightText.Causes(tiles.SkippedBecause))
            + (tiles.Pending > 0 ? Row("", "s-wait", "No verdict", tiles.Pending, whole, "begun, and not judged when this page was made") : "");
        return $"<section class=\"card c6\"><header><h2>Tiles and why</h2><span class=\"r\">{NumberText.Count(tiles.Exposed)} exposed, {NumberText.Count(tiles.Exposures)} exposures</span></header><table class=\"til\"><tbody>{rows}</tbody></table></section>";
    }

    private static string Row(string kind, string symbol, string name, int count, int whole, string why)
        => $"<tr><td><span class=\"chip {kind}\">{NightSymbols.Use(symbol)}{name}</span></td><td class=\"num\"><b>{NumberText.Count(count)}</b></td><td class=\"num low\">{NightText.Share(count, whole, 1)}</td><td>{E(why)}</td></tr>";
}
