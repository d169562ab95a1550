using System.Text.Json;
using System.Xml.Linq;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Tests.Output;

namespace LtoAutoscope.Fem.Tests;

public sealed class CellModelTests
{
    private static readonly CellModelOptions Small = new() { Grid = 16, Particles = 8, Realisations = 2, Threads = 2 };

    private static readonly Material Lto = new() { Name = "lto" };

    [Fact]
    public async Task RunAsync_SmallBox_PredictsWithABreakdownThatCloses()
    {
        var reports = new List<CellModelProgress>();
        var result = await new CellModel().RunAsync(
            Samples.Morphology(), Lto, Small, new Listener(reports), TestContext.Current.CancellationToken);

        var p = result.Prediction;
        Assert.InRange(p.Ce1, 0.95, 0.999);
        Assert.True(p.Ce1Interval[0] < p.Ce1 && p.Ce1 < p.Ce1Interval[1]);
        Assert.True(p.BalanceError < 1e-6);
        Assert.Equal(2, p.Realisations.Count);
        Assert.Equal(p.LithiationMAhG - p.DelithiationMAhG, p.LossBreakdown.SideReactionMAhG + p.LossBreakdown.TrappedLithiumMAhG, 1e-5);
        Assert.InRange(p.DelithiationMAhG, 165, 176);
        Assert.Equal(1, reports[^1].Fraction);
        Assert.Equal(reports.Select(r => r.Fraction).Order(), reports.Select(r => r.Fraction));
    }

    [Fact]
    public async Task RunAsync_SameSeed_IsTheSameWhateverTheThreads()
    {
        var token = TestContext.Current.CancellationToken;
        var one = await new CellModel().RunAsync(Samples.Morphology(), Lto, Small with { Threads = 1 }, cancellationToken: token);
        var four = await new CellModel().RunAsync(Samples.Morphology(), Lto, Small with { Threads = 4 }, cancellationToken: token);
        var other = await new CellModel().RunAsync(Samples.Morphology(), Lto, Small with { Seed = 2 }, cancellationToken: token);

        Assert.Equal(one.Prediction.Ce1, four.Prediction.Ce1);
        Assert.NotEqual(one.Prediction.Ce1, other.Prediction.Ce1);
    }

    [Fact]
    public async Task RunAsync_Cancelled_EndsAsCancelled()
    {
        using var source = new CancellationTokenSource();
        var progress = new Listener([], () => source.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new CellModel().RunAsync(Samples.Morphology(), Lto, Small with { Grid = 32 }, progress, source.Token));
    }

    [Fact]
    public async Task RunAsync_ParticleFidelity_IsOneEllipsoid()
    {
        var result = await new CellModel().RunAsync(
            Samples.Morphology(), Lto, Small with { Fidelity = CellFidelity.Particle }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Single(result.Microstructure.Particles);
        Assert.InRange(result.Prediction.Ce1, 0.95, 0.999);
    }

    [Theory]
    [InlineData(CellFidelity.P2d, 16, 0.2)]
    [InlineData(CellFidelity.Rve, 4, 0.2)]
    [InlineData(CellFidelity.Rve, 16, 0)]
    public async Task RunAsync_WhatCannotBeRun_IsAnInputError(CellFidelity fidelity, int grid, double rate)
        => await Assert.ThrowsAsync<InputException>(() => new CellModel().RunAsync(
            Samples.Morphology(), Lto, Small with { Fidelity = fidelity, Grid = grid, RatePerHour = rate }, cancellationToken: TestContext.Current.CancellationToken));

    [Fact]
    public async Task WriteAsync_Result_HasTheContractsFiles()
    {
        var token = TestContext.Current.CancellationToken;
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var result = await new CellModel().RunAsync(Samples.Morphology(), Lto, Small with { Realisations = 1 }, cancellationToken: token);
            await CellModelFiles.WriteAsync(folder, result, token);

            using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, CellModelFiles.Result), token));
            foreach (string key in (string[])["ce1", "ce1_interval", "q_lithiation_mAh_g", "q_delithiation_mAh_g", "q_side_mAh_g", "loss_breakdown", "balance_error", "wall_s", "run_with"])
                Assert.True(json.RootElement.TryGetProperty(key, out _), key);

            string[] rows = await File.ReadAllLinesAsync(Path.Combine(folder, CellModelFiles.Voltage), token);
            Assert.StartsWith("time_s,current_A_m2,voltage_V,lithiation,", rows[0], StringComparison.Ordinal);
            Assert.Equal(result.Curve.Count + 1, rows.Length);

            var picture = XDocument.Load(Path.Combine(folder, CellModelFiles.Picture));
            Assert.Equal("svg", picture.Root!.Name.LocalName);
            Assert.True(new FileInfo(Path.Combine(folder, CellModelFiles.Picture)).Length < 300_000);

            var vti = XDocument.Load(Path.Combine(folder, CellModelFiles.Fields));
            var arrays = vti.Descendants("DataArray").ToDictionary(a => a.Attribute("Name")!.Value, a => VtiReader.Unpack(a.Value));
            Assert.Equal(4, arrays.Count);
            Assert.All(arrays.Values, bytes => Assert.Equal(16 * 16 * 16 * 4, bytes.Length));
            Assert.Equal(result.Microstructure.Labels[100], BitConverter.ToInt32(arrays["label"], 400));
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Listener(List<CellModelProgress> reports, Action? onFirst = null) : IProgress<CellModelProgress>
    {
        public void Report(CellModelProgress value)
        {
            lock (reports)
            {
                reports.Add(value);
                if (reports.Count == 1) onFirst?.Invoke();
            }
        }
    }
}
