using System.Globalization;
using System.Text.Json;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.HalfCell;
using LtoAutoscope.Fem.Identification;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Tests.HalfCell;

public sealed class HalfCellModelTests
{
    private static readonly Material Lto = new() { Name = "lto" };

    [Theory]
    [InlineData(CellFidelity.P2d)]
    [InlineData(CellFidelity.Particle)]
    public async Task RunAsync_Morphology_PredictsWithAnIntervalAndABreakdownThatCloses(CellFidelity fidelity)
    {
        var run = await new HalfCellModel().RunAsync(
            Samples.Morphology(), Lto, new CellModelOptions { Fidelity = fidelity }, cancellationToken: TestContext.Current.CancellationToken);

        var report = run.Report;
        Assert.True(report.Completed);
        Assert.InRange(report.Ce1!.Value, 0.95, 0.999);
        Assert.True(report.Ce1Interval![0] < report.Ce1 && report.Ce1 < report.Ce1Interval[1]);
        Assert.True(report.BalanceError < 1e-6);
        if (fidelity == CellFidelity.P2d) Assert.InRange((double)report.RunWith["electrode_bruggeman_exponent"]!, 1.2, 1.9);
        Assert.Equal(report.LithiationMAhG!.Value - report.DelithiationMAhG!.Value, report.LossBreakdown.SideReactionMAhG + report.LossBreakdown.TrappedLithiumMAhG, 1e-5);
    }

    [Fact]
    public void ClassesOf_Morphology_KeepTotalAreaAndLag()
    {
        var classes = MorphologyCase.ClassesOf(Samples.Morphology(), Lto, new ShapeOptions(), 1, 1, 0);
        var larger = MorphologyCase.ClassesOf(Samples.Morphology(), Lto with { RoughnessInnerCutoffNm = 1e9 }, new ShapeOptions(), 2, 1, 0);
        var smooth = MorphologyCase.ClassesOf(Samples.Morphology(), Lto with { RoughnessInnerCutoffNm = 1e9 }, new ShapeOptions(), 1, 1, 0);

        Assert.Equal(MorphologyCase.Classes, classes.Count);
        Assert.Equal(1, classes.Sum(c => c.VolumeShare), 1e-12);
        Assert.Equal(0.5, larger.Sum(c => c.VolumeShare * c.AreaPerVolume) / smooth.Sum(c => c.VolumeShare * c.AreaPerVolume), 1e-9);
        Assert.True(classes.Sum(c => c.VolumeShare * c.AreaPerVolume) > smooth.Sum(c => c.VolumeShare * c.AreaPerVolume));
    }

    [Fact]
    public async Task WriteAsync_Run_HasTheContractsFiles()
    {
        var token = TestContext.Current.CancellationToken;
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var run = await new HalfCellModel().RunAsync(ReferenceCases.Example("lto-half-cell"), cancellationToken: token);
            await HalfCellFiles.WriteAsync(folder, run, token);

            using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, HalfCellFiles.Result), token));
            foreach (string key in (string[])["ce1", "ce1_interval", "q_lithiation_mAh_g", "q_delithiation_mAh_g", "q_side_mAh_g", "loss_breakdown", "balance_error", "wall_s", "run_with"])
                Assert.True(json.RootElement.TryGetProperty(key, out _), key);
            string[] rows = await File.ReadAllLinesAsync(Path.Combine(folder, HalfCellFiles.Voltage), token);
            Assert.StartsWith("time_s,current_A_m2,voltage_V,lithiation,", rows[0], StringComparison.Ordinal);
            Assert.Equal(run.Result.Curve.Count + 1, rows.Length);
            // The charge of each half cycle ends at the one that the result names.
            int charge = Array.IndexOf(rows[0].Split(','), "charge_mAh_g"), current = Array.IndexOf(rows[0].Split(','), "current_A_m2");
            double[][] halves = [.. rows.Skip(1).Select(row => row.Split(',')).Select(row => new[] { double.Parse(row[current], CultureInfo.InvariantCulture), double.Parse(row[charge], CultureInfo.InvariantCulture) })];
            Assert.Equal(json.RootElement.GetProperty("q_lithiation_mAh_g").GetDouble(), halves.Where(row => row[0] > 0).Max(row => row[1]), 1e-4);
            Assert.Equal(json.RootElement.GetProperty("q_delithiation_mAh_g").GetDouble(), halves.Where(row => row[0] < 0).Max(row => row[1]), 1e-4);
            Assert.Equal(2, (await File.ReadAllLinesAsync(Path.Combine(folder, HalfCellFiles.Cycles), token)).Length);
            Assert.Equal(1 + (42 * run.Result.Profiles.Count), (await File.ReadAllLinesAsync(Path.Combine(folder, HalfCellFiles.Profiles), token)).Length);
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task RunAsync_Discharge_HasCapacityAndNoEfficiency()
    {
        var run = await new HalfCellModel().RunAsync(ReferenceCases.Example("marquis2019-full-cell"), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Null(run.Report.Ce1);
        Assert.Null(run.Report.Ce1Interval);
        Assert.Equal(24 * 3600, run.Report.DischargeCapacityCM2!.Value, 1e-6 * 24 * 3600);
    }

    [Fact]
    public void Predict_SameSample_AgreesWithTheElectrolyteFreeLimit()
    {
        var token = TestContext.Current.CancellationToken;
        var sample = CellSample.FromMorphology(Samples.Morphology());
        var protocol = Protocol.ConstantCurrent(0.2, 1.0, 2.5);
        var here = new HalfCellPredictor().Predict(sample, Lto, protocol, token);
        var there = ReducedModels.Particle.Predict(sample, Lto, protocol, token);

        Assert.Equal(there.Ce1, here.Ce1, 5e-4);
        Assert.Equal(here.LithiationMAhG - here.DelithiationMAhG, here.SideMAhG + here.TrappedMAhG, 1e-5);
        Assert.Equal(2, here.HalfCyclesMAhG.Count);
    }
}
