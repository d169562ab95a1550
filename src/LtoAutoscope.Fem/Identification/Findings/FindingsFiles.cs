using System.Globalization;
using System.Text;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Fem.Identification.Findings;

/// <summary>Writes the study: text, figures and the numbers behind them.</summary>
internal static class FindingsFiles
{
    internal const string Report = "findings.md";

    internal const string Images = "images/findings";

    internal const string Data = "findings-data";

    internal static async Task WriteAsync(string folder, FindingsResult result, string model, CancellationToken cancellationToken)
    {
        string images = Path.Combine(folder, "images", "findings");
        foreach (var (name, svg) in FindingsFigures.Draw(result))
            await AtomicFile.WriteTextAsync(Path.Combine(images, name), svg, cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, Data, "maps.csv"), Maps(result), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, Data, "lines.csv"), Lines(result), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, Report), FindingsText.Write(result, model), cancellationToken).ConfigureAwait(false);
    }

    private static string Maps(FindingsResult result)
    {
        var text = new StringBuilder("rate_per_hour,diffusivity_m2_s,surface_charge_C_m2,side_rate_m_s,diameter_nm,aspect_ratio,ce1\n");
        foreach (var map in result.ChargeMaps) Add(map, false);
        Add(result.FilmMap, true);
        return text.ToString();

        void Add(FindingsMap map, bool film)
        {
            foreach (var (shape, values) in map.Values)
            {
                for (int i = 0; i < map.Diffusivities.Length; i++)
                {
                    for (int j = 0; j < map.Sides.Length; j++)
                        text.Append(CultureInfo.InvariantCulture, $"{map.RatePerHour},{map.Diffusivities[i]:g4},{(film ? 0 : map.Sides[j]):g4},{(film ? map.Sides[j] : 0):g4},{shape.DiameterNm},{shape.AspectRatio},{values[i, j]:0.00000}\n");
                }
            }
        }
    }

    private static string Lines(FindingsResult result)
    {
        var text = new StringBuilder("figure,curve,x,y\n");
        foreach (var (rate, d, points) in result.Sizes)
            foreach (var (x, y) in points) Row("size", $"rate {rate} D {FitStatistics.Text(d)}", x, y);
        foreach (var (rate, q, points) in result.Best)
            foreach (var (x, y) in points) Row("best-diameter", $"rate {rate} q0 {q}", x, y);
        foreach (var (name, projected, points) in result.Shapes)
            foreach (var (x, y) in points) Row("aspect-ratio", $"{name.Replace(",", ";", StringComparison.Ordinal)} {(projected ? "same projection" : "same volume")}", x, y);
        foreach (var (d, hold, points) in result.Rates)
            foreach (var (x, y) in points) Row("rate-and-hold", $"D {FitStatistics.Text(d)} {(hold ? "held" : "no hold")}", x, y);
        foreach (var (x, y) in result.Turning) Row("turning-point", "same volume", x, y);
        return text.ToString();

        void Row(string figure, string curve, double x, double y) => text.Append(CultureInfo.InvariantCulture, $"{figure},{curve},{x:g5},{y:g6}\n");
    }
}
