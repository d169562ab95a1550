using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Metrology.KnownAnswers;

/// <summary>Measures ideal shapes, turned and shifted by chance, and compares with what is true of them.</summary>
/// <param name="copies">Copies of each shape, size and edge. Default 40.</param>
/// <param name="seed">Seed. Default 7.</param>
public sealed class BiasBench(int copies = 40, int seed = 7)
{
    /// <summary>Equivalent circle diameters, pixels.</summary>
    public static IReadOnlyList<double> Sizes { get; } = [10, 15, 20, 30, 50, 100, 200, 400];

    /// <summary>The shapes: a name and how one of a diameter is drawn (with chance, where the shape has any).</summary>
    public static IReadOnlyList<(string Name, Func<double, Random, IdealShape> Draw)> Shapes { get; } =
    [
        ("circle", static (d, _) => IdealShapes.Circle(d)),
        ("ellipse 1.5", static (d, _) => IdealShapes.Ellipse(d, 1.5)),
        ("ellipse 3", static (d, _) => IdealShapes.Ellipse(d, 3)),
        ("square", static (d, _) => IdealShapes.Square(d)),
        ("star", static (d, _) => IdealShapes.Star(d)),
        ("Koch snowflake", static (d, _) => IdealShapes.Koch(d)),
        ("Koch island 1.15", static (d, random) => IdealShapes.Island(d, 1.15, 1.3, random)),
        ("Brownian 1.2", static (d, random) => IdealShapes.Brownian(d, 1.2, 0.06, random)),
        ("Brownian 1.5", static (d, random) => IdealShapes.Brownian(d, 1.5, 0.12, random)),
    ];

    /// <summary>One row a shape and size.</summary>
    /// <param name="edge">How the edges look.</param>
    /// <param name="progress">Share done, 0…1.</param>
    /// <param name="cancellationToken">Ends between two rows.</param>
    public IReadOnlyList<BiasRow> Run(EdgeKind edge, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        List<BiasRow> rows = [];
        for (int s = 0; s < Shapes.Count; s++)
        {
            for (int d = 0; d < Sizes.Count; d++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                rows.Add(Row(Shapes[s].Name, Shapes[s].Draw, Sizes[d], edge, new Random(unchecked(seed * 7919 + s * 97 + d))));
                progress?.Report((double)rows.Count / (Shapes.Count * Sizes.Count));
            }
        }

        return rows;
    }

    /// <summary>Copies of one shape at one size.</summary>
    public BiasRow Row(string name, Func<double, Random, IdealShape> draw, double size, EdgeKind edge, Random random)
    {
        ArgumentNullException.ThrowIfNull(draw);
        var ratios = new List<double>[8];
        for (int i = 0; i < ratios.Length; i++) ratios[i] = [];
        List<(double, double)> divider = [], box = [];
        List<double> exact = [];
        for (int k = 0; k < copies; k++)
        {
            RenderedShape rendered = RenderedShape.Of(draw(size, random), edge, random);
            IdealShape truth = rendered.Shape;
            Particle p = ParticleMeasurer.Measure(rendered.Labels, rendered.Foreground, 1, "f")[0];
            FeretDiameters feret = truth.Feret;
            MomentEllipse ellipse = truth.Ellipse;
            double[] pairs =
            [
                p.DiameterNm / truth.Diameter, p.FeretMaxNm / feret.Maximum, p.FeretMinNm / feret.Minimum, p.LengthNm / ellipse.Length, p.WidthNm / ellipse.Width,
                p.AspectRatio / ellipse.AspectRatio, p.PerimeterNm / truth.Perimeter, p.Solidity / truth.Solidity,
            ];
            for (int i = 0; i < pairs.Length; i++) ratios[i].Add(pairs[i]);
            divider.Add((p.FractalDimension, p.FractalDimensionSe));
            box.Add((p.BoxDimension, p.BoxDimensionSe));
            if (OutlineScales.For(feret, truth.Perimeter) is { } scales) exact.Add(DividerDimension.Of(truth.Dense(0.5), scales).Dimension);
        }

        return new BiasRow(
            name, size, edge, Deviation.Of(ratios[0]), Deviation.Of(ratios[1]), Deviation.Of(ratios[2]), Deviation.Of(ratios[3]), Deviation.Of(ratios[4]),
            Deviation.Of(ratios[5]), Deviation.Of(ratios[6]), Deviation.Of(ratios[7]), DimensionOutcome.Of(divider), DimensionOutcome.Of(box),
            exact.Count > 0 ? exact.Average() : double.NaN);
    }
}
