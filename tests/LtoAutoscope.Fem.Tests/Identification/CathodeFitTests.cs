using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.CellTests;
using LtoAutoscope.Fem.Identification;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Fem.Tests.HalfCell;

namespace LtoAutoscope.Fem.Tests.Identification;

public sealed class CathodeFitTests
{
    [Fact]
    public async Task RunAsync_CathodeMaterial_FindsTheDiffusivityThatMadeTheCell()
    {
        var start = MaterialFile.Load(Path.Combine(ReferenceCases.Root(), "config", "materials", "lfp.yaml"));
        var truth = MaterialFile.With(start, "diffusivity_m2_s", 2e-18);
        var cell = SyntheticCells.Make(truth, 200, 1.2, 0.5, 5);
        Assert.InRange(cell.Ce1, 0.8, 1);

        var result = await new CellFit().RunAsync([cell], start, new FitOptions { Parameters = [FitParameter.Parse("D")], Starts = 1, Threads = 1, Profile = false }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(0, Math.Log(result.Material.DiffusivityM2S / 2e-18), 0.1);
        Assert.False(result.Material.Provenance.ContainsKey("diffusivity_m2_s"));
    }

    [Fact]
    public void From_TestInTheOtherDirection_IsRefused()
    {
        CellTestPoint[] points = [.. Enumerable.Range(0, 20).Select(i => new CellTestPoint(i * 100, 3.5 - (0.01 * i), -1e-4, double.NaN))];
        var test = GalvanostaticTest.Create("t", new CellTestDetails { MassG = 0.01, Name = "t" }, points);

        Assert.Contains("begins with a lithiation", Assert.Throws<InputException>(() => FitCell.From(test, CellSample.FromMeans("t", 100, 1), role: MaterialRole.Cathode)).What, StringComparison.Ordinal);
    }
}
