using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin.Rendering;

/// <summary>Draws how a random scene looks, by the detector that takes it.</summary>
internal static class RandomLook
{
    internal static SceneLook Draw(ref HashRandom random, string mode, PowderParameters powder, bool carpet)
    {
        double diameter = powder.MedianDiameterNm;
        bool brightGround = random.Chance(0.25), porous = random.Chance(0.1), busy = random.Chance(0.25);
        double ground = mode == "transmission" ? random.Next(0.7, 1) : brightGround ? random.Next(0.45, 0.9) : random.NextLog(0.04, 0.5);
        // The bright edge is as wide as secondary electrons come from: a few nanometres, and never less than the eye needs.
        double edgeWidth = Math.Clamp(random.NextLog(2, 14) / (diameter / 2), 0.03, 0.3);
        var look = new SceneLook
        {
            SlopeGain = (float)random.Next(0.3, 1.2),
            SlopeSharpness = (float)random.Next(),
            RimGain = (float)random.Next(0.05, 0.6),
            RimPower = (float)(0.8 / edgeWidth),
            Shading = (float)random.Next(0, 0.4),
            LightAngle = (float)random.Next(0, 2 * Math.PI),
            ToneSpread = (float)random.NextLog(0.02, 0.2),
            SubstrateLevel = (float)ground,
            SubstrateTexture = (float)(busy ? random.NextLog(0.1, 0.4) : random.NextLog(0.005, 0.1)),
            SubstrateScaleNm = (float)(diameter * random.NextLog(0.5, 12)),
            SubstratePersistence = (float)random.Next(0.35, 0.95),
            PoreDepth = porous ? (float)random.Next(0.2, 0.9) : 0,
            PoreScaleNm = (float)(diameter * random.NextLog(0.3, 2.5)),
            PoreThreshold = (float)random.Next(-1.4, 0.3),
            SlopeX = random.Chance(0.5) ? (float)random.Next(-0.5, 0.5) : 0,
            SlopeY = random.Chance(0.5) ? (float)random.Next(-0.5, 0.5) : 0,
            SurfaceTexture = (float)(random.Chance(0.2) ? random.NextLog(0.06, 0.2) : random.NextLog(0.005, 0.06)),
            SurfaceScaleNm = (float)(diameter * random.NextLog(0.04, 0.4)),
            Shadow = (float)random.Next(0.35, carpet ? 1.3 : 1),
            ParticleScaleNm = (float)diameter,
            PileHeightNm = (float)(diameter * powder.LayerHeight),
            DepthDarkening = (float)random.Next(0, carpet ? 0.5 : 0.25),
            EdgeGain = (float)random.Next(0.05, 0.5),
            FacetTone = (float)random.NextLog(0.02, 0.15),
            Crevice = (float)random.Next(0.3, 0.75),
            CreviceWidth = (float)random.NextLog(0.03, 0.12),
            Fillet = random.Chance(0.5) ? 0 : (float)random.NextLog(0.03, 0.2),
            Sink = (float)(random.Chance(0.7) ? random.Next(0.05, 0.5) : random.Next(0.5, 1)),
            Translucency = random.Chance(0.12) ? (float)random.Next(0.05, 0.2) : 0,
            ShadowShift = (float)random.Next(0.02, 0.2),
            DepthBlur = random.Chance(0.6) ? (float)random.Next(0.1, 0.6) : 0,
        };

        return mode switch
        {
            "in-lens" => look with { SlopeGain = (float)random.Next(0.1, 0.6), RimGain = (float)random.Next(0.3, 1.1), Shading = (float)random.Next(0, 0.08), ShadowShift = (float)random.Next(0, 0.06) },
            "tilted" => look with { Shading = (float)random.Next(0.3, 0.65), ShadowShift = (float)random.Next(0.2, 0.6), Shadow = (float)random.Next(0.5, 1.5) },
            "flat" => look with { Flatness = (float)random.Next(0.5, 1), RimGain = (float)random.Next(0.02, 0.2), Shading = (float)random.Next(0, 0.1), SubstrateLevel = (float)random.NextLog(0.05, 0.6) },
            "transmission" => look with { Absorption = (float)random.NextLog(0.25, 2.5), SubstrateTexture = (float)random.NextLog(0.01, 0.08), PoreDepth = 0, SlopeX = look.SlopeX * 0.4f, SlopeY = look.SlopeY * 0.4f },
            _ => look,
        };
    }
}
