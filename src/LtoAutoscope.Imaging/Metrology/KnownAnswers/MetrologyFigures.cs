using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Imaging.Metrology.KnownAnswers;

/// <summary>The figures of docs/measures.md.</summary>
public static class MetrologyFigures
{
    private const int Steps = 24;
    private const double RichardsonDiameter = 200;

    /// <summary>File names and SVG.</summary>
    /// <param name="rows">Rows of the bench, one list an edge.</param>
    public static IReadOnlyList<(string Name, string Svg)> Make(IReadOnlyList<BiasRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return [("richardson.svg", Richardson()), ("diameter-bias.svg", DiameterBias(rows)), ("dimension-calibration.svg", Calibration())];
    }

    /// <summary>Walked length against step: a curve and what is left of it on pixels.</summary>
    private static string Richardson()
    {
        var plot = new LogPlot("Richardson plot, shapes of 200 px", "step, px", "walked length / length of the largest step", logarithmicY: true);
        (string Name, IdealShape Shape)[] shapes =
        [
            ("Koch snowflake", IdealShapes.Koch(RichardsonDiameter)),
            ("rough particle", IdealShapes.Brownian(RichardsonDiameter, 1.5, 0.12, new Random(4))),
            ("circle", IdealShapes.Circle(RichardsonDiameter)),
        ];
        foreach ((string name, IdealShape shape) in shapes)
        {
            RenderedShape rendered = RenderedShape.Of(shape, EdgeKind.Network, new Random(1));
            List<LabelRegion> regions = LabelRegion.Collect(rendered.Labels, rendered.Foreground);
            ImagePoint[] seen = new OutlineBuffers().Outline(rendered.Labels, rendered.Foreground, 0.5, regions[0]).ToArray();
            plot.Add($"{name}, exact", Walk(rendered.Shape.Dense(0.25), 1));
            plot.Add($"{name}, pixels", Walk(seen, 1.5), dashed: true);
        }

        return plot.ToSvg();
    }

    private static IEnumerable<(double X, double Y)> Walk(ImagePoint[] outline, double shortest)
    {
        const double Longest = RichardsonDiameter / 4;
        double last = DividerDimension.MeanWalkedLength(outline, Longest);
        for (int s = 0; s < Steps; s++)
        {
            double step = shortest * Math.Pow(Longest / shortest, s / (Steps - 1.0));
            yield return (step, DividerDimension.MeanWalkedLength(outline, step) / last);
        }
    }

    private static string DiameterBias(IReadOnlyList<BiasRow> rows)
    {
        var plot = new LogPlot("Equivalent circle diameter: bias on known shapes", "diameter, px", "bias, %", logarithmicY: false);
        foreach ((string shape, EdgeKind edge) in ((string, EdgeKind)[])[("circle", EdgeKind.Network), ("ellipse 3", EdgeKind.Network), ("circle", EdgeKind.Blurred), ("circle", EdgeKind.Noisy), ("circle", EdgeKind.Mask)])
            plot.Add($"{shape}, {edge.ToString().ToLowerInvariant()}", rows.Where(r => r.Shape == shape && r.Edge == edge).Select(r => (r.SizePx, r.Diameter.Bias)), edge != EdgeKind.Network);
        return plot.ToSvg();
    }

    private static string Calibration()
    {
        var plot = new LogPlot("Divider dimension shown by shapes of known dimension", "longest step, px", "dimension before correction", logarithmicY: false);
        CalibrationTable table = DimensionCalibration.Shipped.Divider;
        for (int d = 0; d < table.Dimension.Length; d++)
            plot.Add(FormattableString.Invariant($"true {table.Dimension[d]:0.000}"), table.SizePx.Select((size, s) => (size, table.Shown[s][d])));
        return plot.ToSvg();
    }
}
