using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Electrochemistry;
using LtoAutoscope.Fem.HalfCell;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Fem.Tests.HalfCell;

namespace LtoAutoscope.Fem.Tests.Materials;

public sealed class ShippedMaterialTests
{
    /// <summary>Every file of config/materials.</summary>
    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(ReferenceCases.Root(), "config", "materials");

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_Shipped_SaysOfEveryValueWhereItComesFrom(string name)
    {
        var material = MaterialFile.Load(Path.Combine(Folder, name + ".yaml"));

        Assert.Equal(name, material.Name);
        Assert.NotEmpty(material.Formula);
        foreach (string key in MaterialFile.ToKeys(material).Keys.Concat([MaterialKeys.Role]).Where(key => key != MaterialKeys.Name))
        {
            Assert.True(material.Provenance.TryGetValue(key, out var from), key);
            Assert.NotEqual(ValueStatus.Unstated, from!.Status);
            Assert.True(from.Source.Length > 5, key);
        }
    }

    [Theory]
    [InlineData("graphite", 372, 1)]
    [InlineData("lfp", 169.9, 0.5)]
    [InlineData("lto", 175.1, 0.5)]
    [InlineData("nmc811", 275.5, 0.5)]
    [InlineData("tno", 387.6, 0.5)]
    public void TheoreticalCapacity_Shipped_IsThatOfTheFormula(string name, double expected, double within)
        => Assert.Equal(expected, MaterialFile.Load(Path.Combine(Folder, name + ".yaml")).TheoreticalCapacityMAhG, within);

    [Theory]
    [InlineData("graphite", 100, 0.90, 0.99, 0.90)]
    [InlineData("lfp", 1, 0.97, 1.0, 0.95)]
    [InlineData("lto", 1, 0.95, 0.999, 0.95)]
    [InlineData("nmc811", 25, 0.82, 0.95, 0.60)]
    [InlineData("tno", 1, 0.95, 0.999, 0.65)]
    public void Run_Shipped_CyclesAsItsLiteratureSays(string name, double size, double lowest, double highest, double leastShare)
    {
        var material = MaterialFile.Load(Path.Combine(Folder, name + ".yaml"));
        double last = double.NaN;
        foreach (var fidelity in (CellFidelity[])[CellFidelity.P2d, CellFidelity.Particle])
        {
            var cell = MorphologyCase.Build(Scaled(size), material, new CellModelOptions { Fidelity = fidelity });

            var result = HalfCellSimulation.Run(cell with { Solver = cell.Solver with { ElectrodeCells = 5, SeparatorCells = 3, RadialNodes = 24, VoltageToleranceV = 1e-3 } }, cancellationToken: TestContext.Current.CancellationToken);

            var first = result.Cycles[0];
            TestContext.Current.TestOutputHelper?.WriteLine($"{name} {fidelity}: CE1 {result.Ce1:0.0000}, lithiation {first.LithiationMAhG:0.0}, delithiation {first.DelithiationMAhG:0.0} of {material.TheoreticalCapacityMAhG:0.0} mAh/g, side {first.SideMAhG:0.00}, film {first.FilmNm:0.0} nm, balance {result.BalanceError:0.0e+0}, {result.TimeSteps} steps, {result.NewtonIterations} iterations");
            Assert.True(result.Failure is null, result.Reason);
            Assert.InRange(result.BalanceError, 0, 1e-6);
            Assert.InRange(result.Ce1, lowest, highest);
            bool isCathode = material.Role == MaterialRole.Cathode;
            double spent = isCathode ? first.DelithiationMAhG : first.LithiationMAhG, useful = isCathode ? first.LithiationMAhG : first.DelithiationMAhG;
            Assert.Equal(result.Ce1, useful / spent, 1e-9);
            Assert.InRange(useful, leastShare * material.TheoreticalCapacityMAhG, 1.001 * material.TheoreticalCapacityMAhG);
            Assert.Equal(spent - useful, result.Loss.SideReactionMAhG + result.Loss.TrappedLithiumMAhG, 1e-4);
            Assert.Equal(isCathode, result.Curve[5].CurrentAM2 < 0);
            if (!double.IsNaN(last)) Assert.Equal(last, result.Ce1, 0.02);
            last = result.Ce1;
        }
    }

    [Fact]
    public async Task RunAsync_CathodeMaterial_ReportsItsConventionAndAnInterval()
    {
        var material = MaterialFile.Load(Path.Combine(Folder, "lfp.yaml"));

        var report = (await new HalfCellModel().RunAsync(
            Samples.Morphology(), material, new CellModelOptions { Fidelity = CellFidelity.Particle }, cancellationToken: TestContext.Current.CancellationToken)).Report;

        Assert.True(report.Ce1Interval![0] < report.Ce1 && report.Ce1 < report.Ce1Interval[1]);
        Assert.Equal("lithiation over delithiation", report.RunWith["efficiency"]);
        Assert.Equal("cathode", ((IReadOnlyDictionary<string, object?>)report.RunWith["material"]!)["role"]);
    }

    [Fact]
    public void Run_GraphiteParticleResolved_ConservesLithium()
    {
        var material = MaterialFile.Load(Path.Combine(Folder, "graphite.yaml"));

        var outcome = new ResolvedCell([Samples.Particle(8000, 8000, 6)], material, new CycleOptions { RatePerHour = 0.5, Threads = 1 }).Run(cancellationToken: TestContext.Current.CancellationToken);

        Assert.InRange(outcome.BalanceError, 0, 1e-6);
        Assert.InRange(outcome.Ce1, 0.9, 0.995);
        Assert.InRange(outcome.LithiationC / outcome.CapacityC, 0.9, 1.03);
    }

    [Fact]
    public async Task RunAsync_CathodeBoxResolved_DelithiatesFirst()
    {
        var material = MaterialFile.Load(Path.Combine(Folder, "nmc811.yaml"));

        var result = await new CellModel().RunAsync(
            Scaled(20), material, new CellModelOptions { Grid = 12, Particles = 3, Realisations = 1, Threads = 1 }, cancellationToken: TestContext.Current.CancellationToken);

        var p = result.Prediction;
        Assert.InRange(p.BalanceError, 0, 1e-6);
        Assert.InRange(p.Ce1, 0.85, 0.97);
        Assert.Equal(p.Ce1, p.LithiationMAhG / p.DelithiationMAhG, 1e-9);
        Assert.Equal(p.DelithiationMAhG - p.LithiationMAhG, p.LossBreakdown.SideReactionMAhG + p.LossBreakdown.TrappedLithiumMAhG, 1e-3);
        Assert.True(result.Curve[1].CurrentAM2 < 0);
        // The picture of the lithiated box is the one with more lithium in it, whichever came first.
        Assert.True(result.Lithiated.Where(float.IsFinite).Average() > result.Delithiated.Where(float.IsFinite).Average());
    }

    /// <summary>The shared powder with every diameter larger by a factor.</summary>
    private static Morphology Scaled(double factor)
    {
        var m = Samples.Morphology();
        return m with
        {
            DiameterNm = Larger(m.DiameterNm),
            VolumeWeighted = m.VolumeWeighted with { DiameterNm = Larger(m.VolumeWeighted.DiameterNm) },
            Joint = [.. m.Joint.Select(j => j with { DiameterNm = factor * j.DiameterNm })],
        };

        MeasureSummary Larger(MeasureSummary s) => s with
        {
            Mean = factor * s.Mean, Median = factor * s.Median, Std = factor * s.Std, D10 = factor * s.D10, D50 = factor * s.D50, D90 = factor * s.D90,
            MeanCi95 = [.. s.MeanCi95.Select(v => factor * v)], MedianCi95 = [.. s.MedianCi95.Select(v => factor * v)],
        };
    }
}
