using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin.Rendering;

/// <summary>
/// One drawing of everything that may vary between micrographs: powder, substrate, contrast, optics, dose, artefacts. Wide on purpose
/// (domain randomisation): an instrument nobody has seen should lie inside.
/// </summary>
internal sealed record RandomScene
{
    internal required PowderParameters Powder { get; init; }

    internal required SceneLook Look { get; init; }

    internal required ViewRequest View { get; init; }

    /// <summary>Mean radius, pixels.</summary>
    internal required double RadiusPx { get; init; }

    /// <summary>Sum of the particles' areas over the picture's.</summary>
    internal required double Coverage { get; init; }

    /// <summary>One of standard, in-lens, flat, transmission.</summary>
    internal required string Mode { get; init; }

    /// <summary>Standard deviation of the optical blur, pixels.</summary>
    internal required double BlurPx { get; init; }

    /// <summary>Detected electrons at signal 1.</summary>
    internal required double Electrons { get; init; }

    /// <summary>Blur after the exposure (resampling, averaging), pixels; 0 for none.</summary>
    internal required double LateBlurPx { get; init; }

    /// <summary>Blur of a layer of particles far below focus, which nobody would outline; 0 for no such layer.</summary>
    internal required double DeepLayerBlurPx { get; init; }

    /// <summary>Strength of the streaks that charging draws along the lines; 0 for none.</summary>
    internal required double Streaks { get; init; }

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
        double diameter = random.NextLog(25, 400), pixel = diameter / (2 * radius), sd = 1 + random.NextLog(0.03, 0.6);
        double kind = random.Next();
        double aspect = kind < 0.5 ? random.Next(1.03, 1.35) : kind < 0.82 ? random.Next(1.35, 2.4) : random.Next(2.4, 5);
        double coverage = carpet ? random.NextLog(0.9, radius < 7 ? 2 : 5) : random.Chance(0.4) ? random.NextLog(0.02, 0.15) : random.Next(0.12, 0.6);
        double meanArea = Math.PI / 4 * diameter * diameter * Math.Exp(2 * Math.Pow(Math.Log(sd), 2)) * 1e-6;
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
            MeanClusterSize = random.Chance(0.2) ? 1 : random.NextLog(1.5, carpet ? 12 : 35),
            Overlap = random.Chance(0.5) ? random.Next(0, 0.1) : random.Next(0.1, 0.4),
            NeckProbability = random.Chance(0.5) ? 0 : random.Next(0.05, 0.7),
            LayerHeight = carpet ? random.Next(1.5, 5) : random.Next(0.3, 2),
        };

        string mode = transmission ? "transmission" : random.Chance(0.45) ? "standard" : random.Chance(0.6) ? "in-lens" : "flat";
        double electrons = random.NextLog(15 * Math.Max(1, Math.Pow(10 / radius, 1.5)), 2500), blur = random.Chance(0.8) ? random.NextLog(0.35, 1.4) : random.NextLog(1.4, 3.2);
        double dark = random.Next(0.01, 0.3), bright = random.Next(Math.Min(dark + 0.35, 0.95), 1.02);
        return new RandomScene
        {
            Powder = powder,
            Look = DrawLook(ref random, mode, diameter, powder.LayerHeight, carpet),
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
            BlurPx = Math.Min(blur, radius / 4),
            Electrons = electrons,
            LateBlurPx = random.Chance(0.35) ? random.Next(0.4, 0.9) : 0,
            DeepLayerBlurPx = !transmission && random.Chance(0.15) ? radius * random.Next(0.15, 0.5) : 0,
            Streaks = !transmission && random.Chance(0.12) ? random.Next(0.03, 0.25) : 0,
            Gamma = random.Chance(0.5) ? 1 : random.NextLog(0.65, 1.5),
            Levels = (dark, bright),
            Inverted = random.Chance(options.InvertedShare),
            Marked = random.Chance(options.MarkShare),
        };
    }

    private static SceneLook DrawLook(ref HashRandom random, string mode, double diameter, double layers, bool carpet)
    {
        bool brightGround = random.Chance(0.2), porous = random.Chance(0.15), busy = random.Chance(0.3);
        double ground = mode == "transmission" ? random.Next(0.7, 1) : brightGround ? random.Next(0.45, 0.85) : random.NextLog(0.04, 0.5);
        var look = new SceneLook
        {
            SlopeGain = (float)random.Next(0.3, 1.3),
            SlopeSharpness = (float)random.Next(),
            RimGain = (float)random.Next(0, 0.6),
            RimPower = (float)random.NextLog(3, 25),
            Shading = (float)random.Next(0, 0.45),
            LightAngle = (float)random.Next(0, 2 * Math.PI),
            ToneSpread = (float)random.NextLog(0.01, 0.25),
            SubstrateLevel = (float)ground,
            SubstrateTexture = (float)(busy ? random.NextLog(0.1, 0.45) : random.NextLog(0.01, 0.12)),
            SubstrateScaleNm = (float)(diameter * random.NextLog(0.5, 12)),
            SubstratePersistence = (float)random.Next(0.35, 0.95),
            PoreDepth = porous ? (float)random.Next(0.2, 0.9) : 0,
            PoreScaleNm = (float)(diameter * random.NextLog(0.3, 2.5)),
            PoreThreshold = (float)random.Next(-1.4, 0.3),
            SlopeX = random.Chance(0.5) ? (float)random.Next(-0.5, 0.5) : 0,
            SlopeY = random.Chance(0.5) ? (float)random.Next(-0.5, 0.5) : 0,
            SurfaceTexture = (float)(random.Chance(0.3) ? random.NextLog(0.08, 0.3) : random.NextLog(0.005, 0.08)),
            SurfaceScaleNm = (float)(diameter * random.NextLog(0.04, 0.4)),
            Shadow = (float)random.Next(0.1, carpet ? 1.5 : 1.1),
            ParticleScaleNm = (float)diameter,
            PileHeightNm = (float)(diameter * layers),
            DepthDarkening = (float)random.Next(0, carpet ? 0.6 : 0.3),
        };

        return mode switch
        {
            "in-lens" => look with { SlopeGain = (float)random.Next(0.05, 0.5), RimGain = (float)random.Next(0.3, 1.1), RimPower = (float)random.NextLog(5, 30), Shading = (float)random.Next(0, 0.1) },
            "flat" => look with { Flatness = (float)random.Next(0.5, 1), RimGain = (float)random.Next(0, 0.15), Shading = (float)random.Next(0, 0.1), SubstrateLevel = (float)random.NextLog(0.05, 0.7) },
            "transmission" => look with { Absorption = (float)random.NextLog(0.25, 2.5), SubstrateTexture = (float)random.NextLog(0.01, 0.08), PoreDepth = 0, SlopeX = look.SlopeX * 0.4f, SlopeY = look.SlopeY * 0.4f },
            _ => look,
        };
    }
}
