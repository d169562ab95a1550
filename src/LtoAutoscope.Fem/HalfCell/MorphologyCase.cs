using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Protocols;
using ParticleClass = LtoAutoscope.Fem.Cases.ParticleClass;

namespace LtoAutoscope.Fem.HalfCell;

/// <summary>
/// A half cell built from a measured morphology: size classes from all counted particles with their real area and the lag of their shape,
/// and the default design of a laboratory cell about them.
/// </summary>
public static class MorphologyCase
{
    /// <summary>Size classes.</summary>
    public const int Classes = 12;

    /// <summary>Porosity of the electrode, as in the LTO example case.</summary>
    public const double Porosity = 0.40;

    /// <summary>Thickness of the electrode where the options name none, m.</summary>
    public const double ThicknessM = 50e-6;

    /// <summary>Builds the case.</summary>
    /// <param name="morphology">What was measured.</param>
    /// <param name="material">The material.</param>
    /// <param name="options">Rate, shape model, separator, fidelity.</param>
    /// <exception cref="InputException">The morphology holds no usable particle.</exception>
    public static CellCase Build(Morphology morphology, Material material, CellModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(morphology);
        ArgumentNullException.ThrowIfNull(material);
        ArgumentNullException.ThrowIfNull(options);
        var around = options.Surroundings;
        return new CellCase
        {
            Name = morphology.SampleName ?? "morphology",
            TemperatureK = material.TemperatureK,
            Electrolyte = new ElectrolyteDesign { Set = material.Electrolyte, ConcentrationMolM3 = material.ElectrolyteConcentrationMolM3 },
            Separator = new SeparatorDesign { ThicknessM = around.SeparatorThicknessM, Porosity = around.SeparatorPorosity, BruggemanExponent = around.Exponent },
            Lithium = new LithiumMetal { ExchangeCurrentAM2 = around.LithiumExchangeAM2 },
            Positive = new ElectrodeDesign
            {
                ThicknessM = around.ElectrodeThicknessM ?? ThicknessM,
                Porosity = Math.Min(Porosity, 0.98 - material.ActiveVolumeFraction),
                ActiveVolumeFraction = material.ActiveVolumeFraction,
                BruggemanExponent = around.Exponent,
                EffectiveConductivitySM = material.SolidConductivitySM,
                Material = material,
                Classes = ClassesOf(morphology, material, options.Structure.Shape, 1, 1, 0),
            },
            Protocol = options.Protocol ?? Protocol.Of(material, options.RatePerHour),
            Solver = new SolverSettings { ElectrolyteFree = options.Fidelity == CellFidelity.Particle },
        };
    }

    /// <summary>
    /// The counted particles in order of their lag, cut into classes of equal volume. A class keeps its particles' real area over volume and
    /// volume-weighted lag, so that total area and total lag are those of all particles.
    /// </summary>
    /// <param name="morphology">What was measured.</param>
    /// <param name="material">For the inner cut-off of roughness.</param>
    /// <param name="shape">The shape and orientation model.</param>
    /// <param name="diameterFactor">Factor on all diameters.</param>
    /// <param name="aspectFactor">Factor on all aspect ratios.</param>
    /// <param name="fractalShift">Added to all fractal dimensions.</param>
    internal static IReadOnlyList<ParticleClass> ClassesOf(
        Morphology morphology, Material material, ShapeOptions shape, double diameterFactor, double aspectFactor, double fractalShift)
    {
        var projection = new ProjectionToVolume(morphology, shape);
        var particles = ParticlePopulation.Usable(morphology).Select(sample =>
        {
            double ratio = double.IsFinite(sample.AspectRatio) ? sample.AspectRatio * aspectFactor : 1;
            var body = projection.Shape(sample.DiameterNm * diameterFactor, ratio, sample.FractalDimension + fractalShift, null);
            double lag = double.IsFinite(body.DiffusionLag) ? body.DiffusionLag : body.VolumeDiameter * body.VolumeDiameter / 60;
            double area = body.SurfaceArea * Roughness.AreaFactor(body.FractalDimension, body.ProjectedDiameter, material.RoughnessInnerCutoffNm);
            return (Volume: sample.Weight * body.Volume, Area: sample.Weight * area, Lag: lag);
        }).OrderBy(p => p.Lag).ToArray();

        double total = particles.Sum(p => p.Volume), done = 0;
        var classes = new List<ParticleClass>(Classes);
        for (int i = 0; i < particles.Length;)
        {
            double volume = 0, area = 0, lag = 0, until = (classes.Count + 1) * total / Classes * (1 - 1e-12);
            do
            {
                var p = particles[i++];
                (volume, area, lag, done) = (volume + p.Volume, area + p.Area, lag + (p.Volume * p.Lag), done + p.Volume);
            }
            while (i < particles.Length && (done < until || classes.Count == Classes - 1));

            // nm² to m², nm⁻¹ to m⁻¹; a sphere of radius √(15·lag) lags as the class does.
            classes.Add(new ParticleClass(volume / total, area / volume * 1e9, Math.Sqrt(15 * lag / volume) * 1e-9));
        }

        return classes;
    }
}
