using System.Globalization;
using System.Text;
using System.Text.Json;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Fem.Output.Figures;

namespace LtoAutoscope.Fem.Identification.Uncertainty;

/// <summary>The files of a propagation: <c>uncertainty.json</c>, <c>uncertainty.md</c>, <c>uncertainty.svg</c>.</summary>
public static class CeUncertaintyFiles
{
    /// <summary>The result.</summary>
    public const string Json = "uncertainty.json";

    private const string Picture = "uncertainty.svg";
    private const string Report = "uncertainty.md";

    /// <summary>Writes all of them, the JSON last.</summary>
    public static async Task WriteAsync(string folder, CeUncertaintyResult result, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, Picture), Draw(result), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, Report), Write(result), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, Json), JsonSerializer.Serialize(result, DomainJson.File) + "\n", cancellationToken).ConfigureAwait(false);
    }

    private static string Draw(CeUncertaintyResult result)
    {
        double[] v = [.. result.Values];
        var distribution = new FigurePanel("CE1 of the draws", new FigureAxis("CE1"), new FigureAxis("share of draws below"))
            .Line("", v.Select((x, i) => (x, (i + 0.5) / v.Length)), ink: 0)
            .Vertical(result.Ce1, "best values").Vertical(result.Ce1Interval[0]).Vertical(result.Ce1Interval[1]);
        var shares = new FigurePanel("What dominates", new FigureAxis("rank of the input"), new FigureAxis("share of the variance", Low: 0))
            .Points("first order", result.Inputs.Select((s, i) => (i + 1.0, Math.Max(0, s.FirstOrder), 0.0)), 0)
            .Points("total", result.Inputs.Select((s, i) => (i + 1.0, s.Total, 0.0)), 1);
        for (int i = 0; i < Math.Min(4, result.Inputs.Count); i++) shares.Note(i + 1.3, result.Inputs[i].Total, result.Inputs[i].Name);
        return Figure.Draw("Distribution of CE1 and shares of its variance", [distribution, shares]);
    }

    private static string Write(CeUncertaintyResult result)
    {
        var text = new StringBuilder("# Uncertainty of CE1\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{result.Sample ?? "Sample"}: CE1 **{result.Ce1:0.0000}**, 95 % from **{result.Ce1Interval[0]:0.0000}** to **{result.Ce1Interval[1]:0.0000}**.\n\n");
        foreach (string finding in result.Findings) text.Append("- ").Append(finding).Append('\n');
        text.Append($"\n![Distribution and shares]({Picture})\n\n| input | 95 % interval | first order | total |\n| --- | --- | --- | --- |\n");
        foreach (var s in result.Inputs)
            text.Append(CultureInfo.InvariantCulture, $"| `{s.Name}` | {(s.Interval is { } i ? $"{FitStatistics.Text(i[0])} to {FitStatistics.Text(i[1])}" : "a choice or a draw")} | {s.FirstOrder:0.00} | {s.Total:0.00} |\n");
        text.Append(CultureInfo.InvariantCulture, $"\nModel: {result.Model}. {result.Draws} draws of a Latin hypercube, {result.Failed} failed, {result.WallS:0.0} s.\n");
        return text.ToString();
    }
}
