using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Pipeline.Inspection;

/// <summary>A sample and how its frames are exposed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="World">What lies under the beam.</param>
/// <param name="FieldWidthUm">Width of the field, µm.</param>
/// <param name="WidthPx">Frame width, pixels.</param>
/// <param name="HeightPx">Frame height, pixels.</param>
/// <param name="DwellUs">Dwell time, µs.</param>
/// <param name="Places">Its places, in order; as many as are asked for.</param>
internal sealed record BenchPowder(string Name, ISampleWorld World, double FieldWidthUm, int WidthPx, int HeightPx, double DwellUs, Func<int, (double XMm, double YMm)> Places)
{
    /// <summary>Whether particles cover the support, so that there is no ground on which tails and borders could show.</summary>
    internal bool IsCarpet => World is RealMosaicWorld;

    /// <summary>The powders: those of the demo, a dense fine one of crystals, and the demo's real micrographs.</summary>
    internal static IReadOnlyList<BenchPowder> All(int seed)
    {
        var holder = new DemoHolder((ulong)seed);
        var crystals = new SyntheticPowderWorld(new PowderParameters
        {
            Seed = (ulong)seed + 7, MedianDiameterNm = 40, GeometricSd = 1.5, MeanAspectRatio = 2.5, FacetedShare = 0.9, NumberDensityPerUm2 = 120, MeanClusterSize = 8, Overlap = 0.2,
        });
        IReadOnlyList<(double XMm, double YMm)> tiles = holder.Mosaic.FrameCentres(768, 1024);
        return
        [
            new BenchPowder("70 nm, rounded", holder.Rounded, 2.9, 1024, 768, 3, Spiral(0)),
            new BenchPowder("180 nm, elongated", holder.Elongated, 7.4, 1024, 768, 3, Spiral(DemoHolder.PitchMm)),
            new BenchPowder("40 nm, dense crystals", crystals, 2, 1024, 768, 1, Spiral(0)),
            new BenchPowder("real micrographs", holder.Mosaic, 3.84, 768, 1024, 2, i => tiles[i % tiles.Count]),
        ];
    }

    private static Func<int, (double, double)> Spiral(double middleXMm) => i =>
    {
        double radius = 0.05 * Math.Sqrt(i + 0.5), angle = i * 2.399963229728653;
        return (middleXMm + radius * Math.Cos(angle), radius * Math.Sin(angle));
    };
}
