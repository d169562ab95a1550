using System.Globalization;
using System.Text;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Learning.VirtualSyntheses;

namespace LtoAutoscope.Learning.VirtualCells;

/// <summary>
/// A virtual study: morphologies drawn by chance, and the first-cycle efficiency that a closed formula gives them. It stands in for a lab's own
/// cells until there are some. Nothing in it was measured.
/// </summary>
/// <remarks>
/// <para>A particle is a prolate ellipsoid of aspect ratio A that lies flat, so its projection of diameter d has semi-axes a = d√A/2, b = d/(2√A).
/// Its surface over volume S/V gives the radius of the sphere with the same ratio, R = 3V/S.</para>
/// <para>Diffusion (docs/cell-model.md, Fickian limit without hold): Δx = (C/3600)·R²/(15·D), C in 1/h.</para>
/// <para>Side reaction: the film's charge on real area, q = 0.393 C/m² · (R/50 nm)^−0.585, is fitted to two half-cell runs of an independent
/// finite-volume code with the default <see cref="Material"/> at C/5 (R 50 nm: 0.393 C/m², R 125 nm: 0.230 C/m²); outside 50–125 nm it is an
/// extrapolation. Real area is S/(ρV) times the roughness factor (l/l_min)^(D−1), with D the outline's fractal dimension, l_min the material's
/// inner cut-off and l = 0.1·d the size of a feature (the factor is 1 where l is smaller than l_min). s = q·area / theoretical capacity.</para>
/// <para>CE₁ = (1 − 2Δx) / (1 − Δx + s), plus Gaussian cell-to-cell noise. At R 50 nm this gives 0.9885 and at 125 nm 0.9917, where the code gives
/// 0.98849 and 0.99172. The noise and the ranges of the features are choices.</para>
/// </remarks>
public static class VirtualCellStudy
{
    /// <summary>Default number of rows.</summary>
    public const int DefaultRows = 240;

    /// <summary>Default seed; the shipped data set has it.</summary>
    public const int DefaultSeed = 20260;

    /// <summary>Standard deviation of the noise on CE₁, a fraction.</summary>
    public const double NoiseDeviation = 0.002;

    /// <summary>C-rate of the formula's film charge, 1/h.</summary>
    public const double RatePerHour = 0.2;

    /// <summary>The columns of the data file.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["mean_diameter_nm", "aspect_ratio", "fractal_dim", "ce1"];

    private const double FilmChargeAt50Nm = 0.393, FilmChargeExponent = -0.585, FeatureShare = 0.1;

    /// <summary>Draws the study: diameter log-uniform over 40–400 nm, aspect ratio 1.02–3 (denser near 1), fractal dimension uniform over 1.00–1.25.</summary>
    /// <param name="seed">Row i depends on the seed and i alone, so a longer study begins with a shorter one.</param>
    /// <param name="rows">How many, ≥ 1.</param>
    public static IReadOnlyList<VirtualCell> Generate(int seed = DefaultSeed, int rows = DefaultRows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        var material = new Material { Name = "lto" };
        var cells = new VirtualCell[rows];
        for (int row = 0; row < rows; row++)
        {
            var random = new Random(unchecked(seed * 1_000_003 + row));
            double diameter = 40 * Math.Pow(400.0 / 40, random.NextDouble());
            double aspect = 1.02 + 1.98 * Math.Pow(random.NextDouble(), 1.7);
            double fractal = 1 + 0.25 * random.NextDouble();
            double noise = StandardNormal.Draw(random);
            double ce = Efficiency(diameter, aspect, fractal, material) + NoiseDeviation * noise;
            cells[row] = new VirtualCell(Math.Round(diameter, 2), Math.Round(aspect, 3), Math.Round(fractal, 4), Math.Round(ce, 6));
        }

        return cells;
    }

    /// <summary>The formula without noise.</summary>
    /// <param name="diameterNm">Projected equivalent circle diameter, nm, &gt; 0.</param>
    /// <param name="aspectRatio">Length over width, ≥ 1.</param>
    /// <param name="fractalDimension">Of the outline, 1…2.</param>
    /// <param name="material">Density, capacity, diffusivity and inner cut-off are taken from it.</param>
    /// <returns>CE₁, a fraction.</returns>
    public static double Efficiency(double diameterNm, double aspectRatio, double fractalDimension, Material material)
    {
        double long_ = diameterNm * 1e-9 * Math.Sqrt(aspectRatio) / 2, short_ = diameterNm * 1e-9 / (2 * Math.Sqrt(aspectRatio));
        double volume = 4 * Math.PI / 3 * long_ * short_ * short_;
        double surface = ProlateSurface(long_, short_);
        double radius = 3 * volume / surface;
        double unused = RatePerHour / 3600 * radius * radius / (15 * material.DiffusivityM2S);
        double feature = FeatureShare * diameterNm;
        double roughness = Math.Pow(Math.Max(1, feature / material.RoughnessInnerCutoffNm), fractalDimension - 1);
        double filmCharge = FilmChargeAt50Nm * Math.Pow(radius / 50e-9, FilmChargeExponent);
        double areaPerKg = surface / (material.DensityKgM3 * volume) * roughness;
        double side = filmCharge * areaPerKg / (material.TheoreticalCapacityMAhG * 3600);
        return (1 - 2 * unused) / (1 - unused + side);
    }

    /// <summary>Radius of the sphere whose surface over volume is the particle's, m: 3V/S.</summary>
    /// <param name="diameterNm">Projected equivalent circle diameter, nm, &gt; 0.</param>
    /// <param name="aspectRatio">Length over width, ≥ 1.</param>
    public static double EquivalentRadius(double diameterNm, double aspectRatio)
    {
        double long_ = diameterNm * 1e-9 * Math.Sqrt(aspectRatio) / 2, short_ = diameterNm * 1e-9 / (2 * Math.Sqrt(aspectRatio));
        return 4 * Math.PI * long_ * short_ * short_ / ProlateSurface(long_, short_);
    }

    /// <summary>The data file: two comment lines that say what it is, the header, the rows.</summary>
    public static string ToCsv(IReadOnlyList<VirtualCell> cells, int seed)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# VIRTUAL data: computed by VirtualCellStudy (seed {seed}, {cells.Count} rows), not measured on any cell.\n");
        text.Append("# ce1 is a fraction; see README.md beside this file for the formula.\n");
        text.Append(string.Join(',', Columns)).Append('\n');
        foreach (VirtualCell cell in cells)
            text.Append(CultureInfo.InvariantCulture, $"{cell.MeanDiameterNm:0.00},{cell.AspectRatio:0.000},{cell.FractalDimension:0.0000},{cell.Ce1:0.000000}\n");
        return text.ToString();
    }

    /// <summary>Surface of a prolate spheroid: 2πb²·(1 + a/(b·e)·asin e), e² = 1 − b²/a².</summary>
    private static double ProlateSurface(double a, double b)
    {
        double e = Math.Sqrt(Math.Max(0, 1 - b * b / (a * a)));
        double side = e < 1e-6 ? 1 : Math.Asin(e) / e;
        return 2 * Math.PI * b * (b + a * side);
    }
}
