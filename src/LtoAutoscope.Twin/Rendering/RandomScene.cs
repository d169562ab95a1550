using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin.Rendering;

/// <summary>
/// One drawing of everything that may vary between micrographs: powder, substrate, contrast, optics, dose, artefacts. Wide on purpose
/// (domain randomisation): an instrument nobody has seen should lie inside.
/// </summary>
internal sealed record RandomScene
{
    /// <summary>Blur over mean half width beyond which outlines go under.</summary>
    private const double LargestBlur = 0.18;

    /// <summary>Least mean half width over the smallest mean radius.</summary>
    private const double LeastWidth = 0.9;

    internal required PowderParameters Powder { get; init; }

    internal required SceneLook Look { get; init; }

    internal required ViewRequest View { get; init; }

    /// <summary>Mean radius, pixels.</summary>
    internal required double RadiusPx { get; init; }

    /// <summary>Sum of the particles' areas over the picture's.</summary>
    internal required double Coverage { get; init; }

    internal required OxideKind Oxide { get; init; }

    internal required SupportKind Support { get; init; }

    internal required ScanArtefacts Artefacts { get; init; }

    /// <summary>One of standard (side detector), in-lens, tilted (shadows to one side), flat, transmission.</summary>
    internal required string Mode { get; init; }

    /// <summary>Standard deviation of the optical blur along its longer axis, pixels.</summary>
    internal required double BlurPx { get; init; }

    /// <summary>Longer over shorter axis of the blur: 1 without astigmatism.</summary>
    internal required double Astigmatism { get; init; }

    /// <summary>Detected electrons at signal 1.</summary>
    internal required double Electrons { get; init; }

    /// <summary>Blur after the exposure (resampling, averaging), pixels; 0 for none.</summary>
    internal required double LateBlurPx { get; init; }

    /// <summary>Blur of a layer of particles far below focus, which nobody would outline; 0 for no such layer.</summary>
    internal required double DeepLayerBlurPx { get; init; }

    internal required double Gamma { get; init; }

    /// <summary>Grey of the darkest and the brightest percent, 0…1.</summary>
    internal required (double Dark, double Bright) Levels { get; init; }

    internal required bool Inverted { get; init; }

    internal required bool Marked { get; init; }

    internal static RandomScene Draw(ref HashRandom random, RenderOptions options)
    {
        bool transmission = random.Chance(options.TransmissionShare), carpet = !transmission && random.Chance(options.CarpetShare);
        double radius = random.Chance(options.CloseUpShare)
            ? random.NextLog(options.LargestRadiusPx, 3 * options.LargestRadiusPx)
            : random.NextLog(options.SmallestRadiusPx, options.LargestRadiusPx);
        OxideKind oxide = OxidePowder.DrawKind(ref random);
        // Long grains are drawn larger, so that their width can still be seen.
        double aspect = OxidePowder.DrawAspect(oxide, ref random), slender = Math.Sqrt(aspect);
        radius = Math.Max(radius, LeastWidth * options.SmallestRadiusPx * slender);
        double diameter = random.NextLog(10, 500), pixel = diameter / (2 * radius);
        double coverage = carpet ? random.NextLog(1, radius < 8 ? 2.5 : 6) : random.Chance(0.4) ? random.NextLog(0.02, 0.15) : random.Next(0.12, 0.7);
        PowderParameters powder = DrawPowder(ref random, oxide, aspect, diameter, coverage, carpet, transmission);
        string mode = transmission ? "transmission" : DrawMode(ref random);
        SupportKind support = transmission || carpet || random.Chance(0.6) ? SupportKind.Plain : (SupportKind)random.NextInt(1, 4);
        double electrons = random.NextLog(20 * Math.Max(1, Math.Pow(12 / radius, 2)), 2500), blur = random.Chance(0.75) ? random.NextLog(0.35, 1.4) : random.NextLog(1.4, 4);
        double dark = random.Next(0.01, 0.3), bright = random.Next(Math.Min(dark + 0.35, 0.95), 1.02);
        return new RandomScene
        {
            Powder = powder,
            Look = RandomLook.Draw(ref random, mode, powder, carpet),
            Oxide = oxide,
            Support = support,
            Artefacts = transmission ? new ScanArtefacts() : ScanArtefacts.Draw(ref random),
            View = new ViewRequest
            {
                CentreXMm = random.Next(-3, 3),
                CentreYMm = random.Next(-3, 3),
                FieldWidthUm = pixel * options.WidthPx / 1000,
                WidthPx = options.WidthPx,
                HeightPx = options.HeightPx,
                BitsPerPixel = 16,
                Identity = random.NextBits(),
            },
            RadiusPx = radius,
            Coverage = coverage,
            Mode = mode,
            BlurPx = Math.Min(blur, radius / slender * LargestBlur),
            Astigmatism = random.Chance(0.7) ? random.Next(1, 1.15) : random.NextLog(1.15, 3),
            Electrons = electrons,
            LateBlurPx = random.Chance(0.35) ? Math.Min(random.Next(0.4, 0.9), radius / 9) : 0,
            DeepLayerBlurPx = !transmission && random.Chance(0.12) ? radius * random.Next(0.15, 0.5) : 0,
            Gamma = random.Chance(0.5) ? 1 : random.NextLog(0.65, 1.5),
            Levels = (dark, bright),
            Inverted = random.Chance(options.InvertedShare),
            Marked = random.Chance(options.MarkShare),
        };
    }

    private static string DrawMode(ref HashRandom random)
    {
        double at = random.Next();
        return at < 0.35 ? "standard" : at < 0.75 ? "in-lens" : at < 0.92 ? "tilted" : "flat";
    }

    private static PowderParameters DrawPowder(ref HashRandom random, OxideKind oxide, double aspect, double diameter, double coverage, bool carpet, bool transmission)
    {
        double sd = 1 + random.NextLog(0.03, oxide == OxideKind.Silica ? 0.25 : 0.6);
        double meanArea = Math.PI / 4 * diameter * diameter * Math.Exp(2 * Math.Pow(Math.Log(sd), 2)) * 1e-6;
        bool heap = !transmission && random.Chance(carpet ? 0.4 : 0.45);
        var powder = new PowderParameters
        {
            Seed = random.NextBits(),
            MedianDiameterNm = diameter,
            GeometricSd = sd,
            MeanAspectRatio = aspect,
            AspectRatioSpread = random.Next(0.05, 0.7),
            FacetedShare = random.Chance(0.35) ? 0 : random.Chance(0.3) ? random.Next(0.7, 1) : random.Next(0, 0.8),
            Squareness = random.Chance(0.7) ? random.Next(1.9, 2.6) : random.Next(2.6, 6),
            OutlineFractalDimension = random.Next(1, 1.5),
            OutlineRoughness = random.Chance(0.25) ? random.NextLog(0.002, 0.01) : random.NextLog(0.01, 0.07),
            NumberDensityPerUm2 = coverage / meanArea,
            MeanClusterSize = random.Chance(0.15) ? 1 : random.NextLog(1.5, carpet ? 14 : 40),
            Overlap = heap ? random.Next(0.2, 0.5) : random.Chance(0.5) ? random.Next(0, 0.1) : random.Next(0.05, 0.3),
            LayerHeight = carpet ? random.Next(2, 6) : heap ? random.Next(1.5, 4) : random.Next(0.3, 2),
        };
        return OxidePowder.Shape(powder, oxide, ref random);
    }
}
