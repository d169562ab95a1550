namespace LtoAutoscope.Twin.Rendering;

/// <summary>How a sample looks under the beam, apart from its geometry. Brightness 1 is the middle of a flat particle.</summary>
internal sealed record SceneLook
{
    /// <summary>Share of brightness that a particle at grazing incidence gains (secondary yield rises as 1/cos θ until the escape depth ends it).</summary>
    internal float SlopeGain { get; init; } = 0.8f;

    /// <summary>0: the gain grows with the slope; 1: only near grazing incidence.</summary>
    internal float SlopeSharpness { get; init; } = 0.5f;

    /// <summary>Gain of a narrow rim at the outline.</summary>
    internal float RimGain { get; init; } = 0.35f;

    /// <summary>Power of ρ with which the rim rises.</summary>
    internal float RimPower { get; init; } = 8;

    /// <summary>Strength of the detector's asymmetry.</summary>
    internal float Shading { get; init; } = 0.22f;

    /// <summary>Direction of the detector in the image, radians from its x axis, counter-clockwise.</summary>
    internal float LightAngle { get; init; } = 2.2f;

    /// <summary>Relative spread of brightness from particle to particle.</summary>
    internal float ToneSpread { get; init; } = 0.08f;

    /// <summary>Brightness of the substrate.</summary>
    internal float SubstrateLevel { get; init; } = 0.3f;

    /// <summary>Texture of the substrate relative to its brightness.</summary>
    internal float SubstrateTexture { get; init; } = 0.15f;

    /// <summary>Coarsest scale of the substrate's texture, nm.</summary>
    internal float SubstrateScaleNm { get; init; } = 400;

    /// <summary>How much each finer octave of the substrate's texture loses, 0…1.</summary>
    internal float SubstratePersistence { get; init; } = 0.65f;

    /// <summary>Depth of pores in the substrate, relative to its brightness; 0 has none.</summary>
    internal float PoreDepth { get; init; }

    /// <summary>Size of the pores, nm.</summary>
    internal float PoreScaleNm { get; init; } = 100;

    /// <summary>Level of the noise below which a pore opens, in standard deviations.</summary>
    internal float PoreThreshold { get; init; } = -0.5f;

    /// <summary>Brightness added across the frame's width and height, relative to the substrate.</summary>
    internal float SlopeX { get; init; }

    /// <inheritdoc cref="SlopeX"/>
    internal float SlopeY { get; init; }

    /// <summary>Grain of the particles' surface, relative to their brightness.</summary>
    internal float SurfaceTexture { get; init; } = 0.05f;

    /// <summary>Scale of the grain, nm.</summary>
    internal float SurfaceScaleNm { get; init; } = 15;

    /// <summary>Strength of the shadow that taller neighbours cast.</summary>
    internal float Shadow { get; init; } = 0.7f;

    /// <summary>Mean size of a particle, nm: the scale of shadows.</summary>
    internal float ParticleScaleNm { get; init; } = 100;

    /// <summary>Height of the pile, nm.</summary>
    internal float PileHeightNm { get; init; } = 100;

    /// <summary>How much darker the lowest particles are than the uppermost, 0…1.</summary>
    internal float DepthDarkening { get; init; } = 0.2f;

    /// <summary>Absorption of a particle's middle in transmission (dark on bright); 0 forms the image from secondary electrons.</summary>
    internal float Absorption { get; init; }

    /// <summary>How flat a particle's brightness is: 1 hides its relief (a mask-like look), 0 shows it in full.</summary>
    internal float Flatness { get; init; }

    /// <summary>Brightness that a facet's edge gains; for pictures with relief.</summary>
    internal float EdgeGain { get; init; } = 0.2f;

    /// <summary>Spread of brightness from facet to facet (channelling, charge).</summary>
    internal float FacetTone { get; init; } = 0.05f;

    /// <summary>Share of brightness lost in the crevice where two particles meet.</summary>
    internal float Crevice { get; init; } = 0.4f;

    /// <summary>Width of that crevice in heights, share of a particle's size.</summary>
    internal float CreviceWidth { get; init; } = 0.06f;

    /// <summary>Height over which touching particles flow into one another (a sintered neck's fillet), share of a particle's size; 0 for none.</summary>
    internal float Fillet { get; init; }

    /// <summary>How far a particle sinks into the one it rests on, share of its half height.</summary>
    internal float Sink { get; init; } = 0.2f;

    /// <summary>Share of what lies below that shines through a particle.</summary>
    internal float Translucency { get; init; }

    /// <summary>How far the detector's side shifts the shadows, in particle sizes: about 0.1 for in-lens, up to 0.6 for a tilted sample or a side detector.</summary>
    internal float ShadowShift { get; init; } = 0.12f;

    /// <summary>How much of its sharpness a place one particle size below its surroundings loses, 0…1.</summary>
    internal float DepthBlur { get; init; }
}
