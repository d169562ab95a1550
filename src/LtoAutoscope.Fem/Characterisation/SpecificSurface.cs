using System.Globalization;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Identification;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Characterisation;

/// <summary>
/// The specific surface that particles seen in a microscope imply, to be compared with that of nitrogen adsorption (BET). Silhouettes become bodies by the shape model, their smooth area over their mass is the first
/// figure, and roughness down to the material's inner cut-off the second (<see cref="Roughness"/>). Spheres of Sauter diameter d32 have 6 / (ρ·d32): 6000 / (ρ·d32) m²/g for ρ in g/cm³ and d32 in nm.
/// </summary>
public sealed record SpecificSurface
{
    /// <summary>A difference within this share of the SEM's figure needs no explanation: shape model and size distribution are not known better.</summary>
    public const double Agreement = 0.15;

    /// <summary>Sauter diameter Σd³/Σd² of the projected diameters, nm.</summary>
    public required double SauterNm { get; init; }

    /// <summary>Area of spheres of that diameter, m²/g.</summary>
    public required double SpheresM2G { get; init; }

    /// <summary>Smooth area of the bodies, m²/g.</summary>
    public required double SmoothM2G { get; init; }

    /// <summary>Area with roughness down to the inner cut-off, m²/g.</summary>
    public required double RoughM2G { get; init; }

    /// <summary>Inner cut-off of roughness, nm.</summary>
    public required double InnerCutoffNm { get; init; }

    /// <summary>Size of a pixel, nm: below it nothing is seen.</summary>
    public required double PixelNm { get; init; }

    /// <summary>The shape model, in words.</summary>
    public required string Shape { get; init; }

    /// <summary>Density, g/cm³.</summary>
    public required double DensityGCm3 { get; init; }

    /// <summary>Particles that it is of.</summary>
    public required int Particles { get; init; }

    /// <summary>The surface of a morphology.</summary>
    /// <param name="morphology">What was measured.</param>
    /// <param name="material">Gives density and inner cut-off.</param>
    /// <param name="shapes">The shape model; prolate and lying flat if null.</param>
    /// <exception cref="Domain.InputException">The morphology holds no particle with a size.</exception>
    public static SpecificSurface Of(Morphology morphology, Material material, ShapeOptions? shapes = null)
    {
        ArgumentNullException.ThrowIfNull(morphology);
        ArgumentNullException.ThrowIfNull(material);
        shapes ??= new ShapeOptions();
        IReadOnlyList<SizeClass> classes = CellSample.FromMorphology(morphology, shapes: shapes).Classes;
        IReadOnlyList<JointSample> particles = ParticlePopulation.Usable(morphology);
        double sauter = particles.Sum(p => p.Weight * Math.Pow(p.DiameterNm, 3)) / particles.Sum(p => p.Weight * p.DiameterNm * p.DiameterNm), perKilogram = 1 / (material.DensityKgM3 * 1000);
        return new SpecificSurface
        {
            SauterNm = sauter, SpheresM2G = 6 / (sauter * 1e-9) * perKilogram, SmoothM2G = classes.Sum(c => c.VolumeShare * c.SmoothAreaM1) * perKilogram, RoughM2G = classes.Sum(c => c.VolumeShare * c.RealAreaM1(material)) * perKilogram,
            InnerCutoffNm = material.RoughnessInnerCutoffNm, PixelNm = morphology.PixelSizeNm, Shape = shapes.Words, DensityGCm3 = material.DensityKgM3 / 1000, Particles = morphology.ParticleCount,
        };
    }

    /// <summary>Why BET may give another figure, in sentences, the likeliest first.</summary>
    /// <param name="betM2G">Specific surface by BET, m²/g.</param>
    public IReadOnlyList<string> Explain(double betM2G)
    {
        double ratio = betM2G / RoughM2G;
        if (Math.Abs(ratio - 1) <= Agreement) return [Text($"BET and SEM agree within {100 * Agreement:0} %, which is what the shape model ({Shape}) leaves open.")];
        if (ratio < 1)
        {
            return
            [
                Text($"BET finds {100 * (1 - ratio):0} % less than the particles in the SEM have between them. Nitrogen does not reach the area where particles touch: necks of a sintered powder and tight agglomerates hide it."),
                Text($"The roughness goes down to an inner cut-off of {InnerCutoffNm:0.##} nm that is assumed, not seen; without it the SEM's figure is {SmoothM2G:0.0} m²/g{(betM2G >= SmoothM2G ? ", below BET" : "")}."),
                "A few large particles weigh more than they count: where they were too few in the frames, the SEM's area per mass comes out too large.",
            ];
        }

        double wanted = betM2G / SmoothM2G, factor = RoughM2G / SmoothM2G;
        return
        [
            Text($"BET finds {ratio:0.0} times what the SEM's particles have. Pores inside the particles and roughness below a pixel ({PixelNm:0.##} nm) adsorb nitrogen and cannot be seen."),
            factor > 1.001
                ? Text($"Roughness as measured on the outlines, carried down to {InnerCutoffNm:0.##} nm, explains a factor {factor:0.00} of the {wanted:0.00} over smooth particles.")
                : Text($"The outlines show no roughness that could be carried below a pixel; BET asks for a factor of {wanted:0.00} over smooth particles."),
            "Particles below the smallest that the segmentation finds, an amorphous part and a carbon coating add area as well; agglomerates that were outlined as one particle hide it from the SEM.",
        ];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
