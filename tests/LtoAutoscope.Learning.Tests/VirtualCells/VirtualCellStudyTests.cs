using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Learning.VirtualCells;

namespace LtoAutoscope.Learning.Tests.VirtualCells;

public sealed class VirtualCellStudyTests
{
    private static readonly Material Lto = new() { Name = "lto" };

    /// <summary>Independent finite-volume half cell with the same parameters, C/5: R 50 nm 0.98849, R 125 nm 0.99172.</summary>
    [Theory]
    [InlineData(100, 0.98849)]
    [InlineData(250, 0.99172)]
    public void Efficiency_Spheres_AgreesWithTheHalfCellRuns(double diameterNm, double expected)
        => Assert.Equal(expected, VirtualCellStudy.Efficiency(diameterNm, 1, 1, Lto), 2e-4);

    [Fact]
    public void Efficiency_WithoutSideArea_IsTheDiffusionLimit()
    {
        // At 1 µm the film hardly counts and Δx = 0.0926·4/… is known in closed form.
        var slow = Lto with { DensityKgM3 = 1e12, MaximumConcentrationMolM3 = 22741e12 / 3480 };
        double unused = 0.2 / 3600 * 125e-9 * 125e-9 / (15 * 1e-17);
        Assert.Equal((1 - 2 * unused) / (1 - unused), VirtualCellStudy.Efficiency(250, 1, 1, slow), 1e-6);
    }

    [Fact]
    public void Efficiency_RougherOutline_LosesMore()
        => Assert.True(VirtualCellStudy.Efficiency(150, 1.3, 1.2, Lto) < VirtualCellStudy.Efficiency(150, 1.3, 1.0, Lto));

    [Fact]
    public void Efficiency_OverTheRange_StaysPlausible()
    {
        foreach (double diameter in new[] { 70.0, 100, 150, 200, 250 })
            Assert.InRange(VirtualCellStudy.Efficiency(diameter, 1.3, 1.05, Lto), 0.975, 0.995);
    }

    [Fact]
    public void Generate_SameSeed_SameRowsAndLongerBeginsWithShorter()
    {
        IReadOnlyList<VirtualCell> whole = VirtualCellStudy.Generate(3, 50);
        Assert.Equal(whole, VirtualCellStudy.Generate(3, 50));
        Assert.Equal(whole.Take(20), VirtualCellStudy.Generate(3, 20));
        Assert.NotEqual(whole, VirtualCellStudy.Generate(4, 50));
    }

    [Fact]
    public void Generate_DefaultSeed_IsTheShippedData()
    {
        string shipped = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "models", "virtual-ce", "data.csv"));
        Assert.Equal(shipped, VirtualCellStudy.ToCsv(VirtualCellStudy.Generate(), VirtualCellStudy.DefaultSeed));
    }

    [Fact]
    public void Generate_Noise_HasTheStatedDeviation()
    {
        double[] noise = [.. VirtualCellStudy.Generate(1, 2000).Select(cell => cell.Ce1 - VirtualCellStudy.Efficiency(cell.MeanDiameterNm, cell.AspectRatio, cell.FractalDimension, Lto))];
        Assert.Equal(VirtualCellStudy.NoiseDeviation, Math.Sqrt(noise.Average(value => value * value)), 2e-4);
        Assert.Equal(0, noise.Average(), 2e-4);
    }
}
