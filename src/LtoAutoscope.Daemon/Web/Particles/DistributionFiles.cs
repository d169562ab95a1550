using System.Globalization;
using System.Text;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Pipeline.Particles;
using LtoAutoscope.Reports.Plots;

namespace LtoAutoscope.Daemon.Web.Particles;

/// <summary>Distributions as files. Each carries the address that makes it again, and with it the exact filter.</summary>
internal static class DistributionFiles
{
    /// <summary>What a file says of itself, key by key.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Facts(DistributionAnswer answer)
    {
        List<KeyValuePair<string, string>> facts =
        [
            new("Software", "LtoAutoscope"), new("quantity", answer.Request.Quantity.Key), new("weight", answer.Request.ByVolume ? "volume" : "number"), new("axis", answer.Request.Logarithmic ? "log" : "linear"),
            new("decisions", answer.Request.WithDecisions ? "applied" : "untouched"), new("filter", answer.Filter), new("reproduce", $"/api/v1/distributions?{Query(answer)}"), new("edge_rule", DistributionAnswer.EdgeRule),
        ];
        facts.AddRange(answer.Samples.Select(sample => new KeyValuePair<string, string>($"run {sample.RunId}", Line(sample))));
        return facts;
    }

    /// <summary>The query that asks for the same again.</summary>
    public static string Query(DistributionAnswer answer)
    {
        string own = $"runs={string.Join(',', answer.Samples.Select(sample => sample.RunId))}&q={answer.Request.Quantity.Key}&weight={(answer.Request.ByVolume ? "volume" : "number")}&axis={(answer.Request.Logarithmic ? "log" : "linear")}";
        if (answer.Request.WithDecisions) own += "&decisions=applied";
        return answer.Filter.Length > 0 ? $"{own}&{answer.Filter}" : own;
    }

    public static string Name(DistributionAnswer answer, string extension)
        => $"{(answer.Samples.Count == 1 ? answer.Samples[0].RunId : $"{answer.Samples.Count}-runs")}-{answer.Request.Quantity.Short}-{(answer.Request.ByVolume ? "volume" : "number")}.{extension}";

    public static string Svg(DistributionAnswer answer) => DistributionPlot.Render(
        new DistributionPlotData
        {
            Title = answer.Request.Quantity.Title, Axis = answer.Request.Quantity.Axis, Unit = answer.Request.Quantity.Unit, Decimals = answer.Request.Quantity.Decimals,
            Share = answer.Request.ByVolume ? "volume" : "particles", Weighting = answer.Request.ByVolume ? "by volume" : "by number", Layout = answer.Layout,
            Series = [.. answer.Samples.Where(sample => sample.Distribution is not null).Select(sample => (sample.Sample, sample.Distribution!))],
            Notes = [.. answer.Samples.Select(sample => $"{sample.Sample}: {Line(sample)}"), $"Edge rule: {DistributionAnswer.EdgeRule}", $"Filter: {(answer.Filter.Length > 0 ? answer.Filter : "none")}. Bands: 95 %, frames as clusters."],
            Facts = Facts(answer),
        }, new PlotSize(900, 420));

    public static string Csv(DistributionAnswer answer)
    {
        var text = new StringBuilder();
        text.Append("# LtoAutoscope distribution\n");
        foreach ((string key, string value) in Facts(answer).Skip(1)) text.Append(CultureInfo.InvariantCulture, $"# {key}: {value}\n");
        text.Append("run,sample,curve,from,to,count,share,low,high\n");
        foreach (SampleDistribution sample in answer.Samples)
        {
            if (sample.Distribution is not { } distribution) continue;
            foreach (var bin in distribution.Bins) Row("bar", bin.From, bin.To, bin.Count, bin.Share);
            foreach (var point in distribution.Density) Row("density", point.At, point.At, null, point.Share);
            foreach (var point in distribution.Cumulative) Row("cumulative", point.At, point.At, null, point.Share);
            Row("mean", double.NaN, double.NaN, distribution.Count, distribution.Mean);
            Row("d10", double.NaN, double.NaN, distribution.Count, distribution.D10);
            Row("d50", double.NaN, double.NaN, distribution.Count, distribution.D50);
            Row("d90", double.NaN, double.NaN, distribution.Count, distribution.D90);

            void Row(string curve, double from, double to, int? count, Estimate estimate)
                => text.Append(CultureInfo.InvariantCulture, $"{sample.RunId},{sample.Sample},{curve},{Number(from)},{Number(to)},{count},{Number(estimate.Value)},{Number(estimate.Low)},{Number(estimate.High)}\n");
        }

        return text.ToString();
    }

    /// <summary>n, what was left out, and the pixel size, in one line.</summary>
    public static string Line(SampleDistribution sample) => string.Create(CultureInfo.InvariantCulture,
        $"n = {sample.Counted} of {sample.Total} on {sample.Frames} frames; left out: {sample.LeftOutAtEdge} at the edge, {sample.LeftOutByFilter} by the filter, {sample.LeftOutUnknown} without a value; {sample.Rejected} rejected by people; {(double.IsFinite(sample.PixelSizeNm) ? $"{sample.PixelSizeNm:0.####} nm/px" : "no pixel size")}");

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";
}
