using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Pipeline.Cells;
using LtoAutoscope.Pipeline.Correlations;
using LtoAutoscope.Pipeline.Tests.Correlations;
using LtoAutoscope.Storage.Samples;

namespace LtoAutoscope.Pipeline.Tests.Cells;

public sealed class CellImportsTests : IAsyncLifetime
{
    private LabData _lab = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Materials => Path.Combine(Repository.Root, "config", "materials");

    private CellImports Imports => new(_lab.Folder, Materials, TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        _lab = await LabData.OpenAsync(Token);
        await _lab.AddAsync("A", 100, 1.3, 1.05, Token);
    }

    public ValueTask DisposeAsync()
    {
        _lab.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task PreviewAsync_WithoutMass_ShowsTheFileAndAsksForIt()
    {
        CellImportPreview preview = await PreviewAsync(CyclerFile.Bdf(170, 160), Request() with { MassMg = null });

        Assert.Contains("mass", Assert.Single(preview.Problems), StringComparison.Ordinal);
        Assert.Equal(84, preview.Rows);
        Assert.Equal(3, preview.File.Columns.Count);
    }

    [Fact]
    public async Task PreviewAsync_WholeTest_SuggestsTheConventionAndKeepsNothing()
    {
        CellImportPreview preview = await PreviewAsync(CyclerFile.Bdf(170, 160, 161, 159), Request());

        Assert.Empty(preview.Problems);
        Assert.Equal(EfficiencyConvention.DelithiationOverLithiation, preview.Suggested);
        Assert.Equal(160 / 170.0, preview.Ce1!.Value, 1e-4);
        Assert.Equal(2, preview.Cycles.Count);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_lab.Folder.Cells));
    }

    [Fact]
    public async Task ImportAsync_WithoutAConvention_Refuses()
        => Assert.Contains("convention", (await Assert.ThrowsAsync<InputException>(() => ImportAsync("c1", [170, 160], null))).What, StringComparison.Ordinal);

    [Fact]
    public async Task ImportAsync_HalfACycle_SaysThatThereIsNoEfficiency()
        => Assert.Contains("no whole first cycle", (await Assert.ThrowsAsync<InputException>(() => ImportAsync("c1", [170]))).What, StringComparison.Ordinal);

    [Theory]
    [InlineData("nobody", "c1", 10, "no sample 'nobody'")]
    [InlineData("A", "c/1", 10, "cell: 'c/1'")]
    [InlineData("A", "c1", -1, "mass_mg: -1")]
    public async Task ImportAsync_WhatCannotBe_IsNamed(string sample, string cell, double mass, string message)
    {
        using var file = new MemoryStream(CyclerFile.Bdf(170, 160));
        var error = await Assert.ThrowsAsync<InputException>(() => Imports.ImportAsync(file, Request() with { SampleName = sample, CellName = cell, MassMg = mass }, "eve", Token));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImportAsync_ThreeReplicates_GiveMeanSpreadAndFeedTheCellPage()
    {
        await ImportAsync("c1", [170, 160, 161, 159]);
        await ImportAsync("c2", [172, 163, 164, 162]);
        await ImportAsync("c3", [190, 150]);
        await new CellTestStore(_lab.Folder).ExcludeAsync("c3", "leak", "eve", DateTimeOffset.UnixEpoch, Token);
        SampleCells cells = (await new SampleCellArchive(_lab.Folder, Materials).ReadAsync("A", Token))!;
        ReplicateStatistic efficiency = cells.Replicates[0];
        double a = 160 / 170.0, b = 163 / 172.0;
        List<string> problems = [];

        Assert.Equal(3, cells.Cells.Count);
        Assert.Equal(("initial efficiency", 2), (efficiency.Name, efficiency.Count));
        Assert.Equal((a + b) / 2, efficiency.Mean, 1e-4);
        Assert.Equal(Math.Abs(a - b) / Math.Sqrt(2), efficiency.Spread!.Value, 1e-4);
        Assert.Contains(cells.Replicates, row => row.Name == "capacity at 1C" && row.Count == 2);
        IReadOnlyList<MeasuredCurve> curves = await new CellArchive(_lab.Folder).ReadMeasuredAsync("A", problems, Token);
        Assert.Equal(["c1 1", "c1 2", "c2 1", "c2 2"], curves.Select(curve => $"{curve.Cell} {curve.Number}"));
        Assert.Equal(170, curves[0].ChargeMAhG[^1], 0.01);
        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("lto", EfficiencyConvention.DelithiationOverLithiation, 160)]
    [InlineData("nmc811", EfficiencyConvention.LithiationOverDelithiation, 170)]
    public async Task ReadAsync_CapacityAndUsefulHalf_FollowTheMaterialsRole(string material, EfficiencyConvention useful, double capacity)
    {
        var samples = new SampleStore(_lab.Folder);
        await samples.SaveAsync((await samples.FindAsync("A", Token))! with { Material = material }, Token);
        // Written down the other way round than the material's role has it.
        EfficiencyConvention written = useful == EfficiencyConvention.DelithiationOverLithiation ? EfficiencyConvention.LithiationOverDelithiation : EfficiencyConvention.DelithiationOverLithiation;
        await new CellTestStore(_lab.Folder).SaveAsync(new CellTest("A", "c1", 0.9, 1, DateTimeOffset.UnixEpoch) { Convention = written, Cycles = [new CycleCapacity(1, 1, 170, 160)] }, Token);
        SampleCells cells = (await new SampleCellArchive(_lab.Folder, Materials).ReadAsync("A", Token))!;

        Assert.Equal((written, useful), (cells.Convention, cells.Useful));
        Assert.Equal(capacity, cells.Replicates.Single(row => row.Name == "capacity at 1C").Mean);
    }

    [Fact]
    public async Task Replicates_RatesOfOneNominal_AreOneGroupWithoutAGap()
    {
        foreach (var (cell, rate, charge) in ((string, double, double)[])[("c1", 0.96, 160), ("c2", 1.04, 162), ("c3", 1.14, 164)])
            await new CellTestStore(_lab.Folder).SaveAsync(new CellTest("A", cell, 0.9, rate, DateTimeOffset.UnixEpoch) { Cycles = [new CycleCapacity(1, rate, 170, charge)] }, Token);

        ReplicateStatistic found = Assert.Single((await new SampleCellArchive(_lab.Folder, Materials).ReadAsync("A", Token))!.Replicates, row => row.Name.StartsWith("capacity at", StringComparison.Ordinal));
        Assert.Equal(("capacity at 1.04C", 3, 162.0), (found.Name, found.Count, found.Mean));
    }

    [Fact]
    public async Task ImportAsync_TestThatStillRuns_WarnsAndKeepsItOutOfMeans()
    {
        byte[] whole = CyclerFile.Bdf(170, 160);
        string[] lines = Encoding.UTF8.GetString(whole).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        byte[] running = Encoding.UTF8.GetBytes(string.Join('\n', lines[..^15]));
        CellImportPreview preview = await PreviewAsync(running, Request());
        using var file = new MemoryStream(running);
        CellTest cell = await Imports.ImportAsync(file, Request(), "eve", Token);

        Assert.Empty((await PreviewAsync(whole, Request())).Warnings);
        Assert.Contains("still runs", Assert.Single(preview.Warnings), StringComparison.Ordinal);
        Assert.Contains("still runs", Assert.Single((await new CellImportStore(_lab.Folder).ReadDetailsAsync("c1", Token))[0].Warnings), StringComparison.Ordinal);
        Assert.Null(cell.CapacityAt(1));
        Assert.True((await new CellTestStore(_lab.Folder).FindAsync("c1", Token))!.Cycles[0].MayBeUnfinished);
    }

    /// <summary>The first half cycle is the file's negative current; that the positive one lithiates makes it a delithiation.</summary>
    [Fact]
    public async Task ImportAsync_AnodeTestThatBeginsWithADelithiation_WarnsThatThereIsNoInitialEfficiency()
    {
        byte[] resumed = CyclerFile.Bdf(160, 165, 164, 164.5);
        CellImportRequest request = Request() with { LithiationCurrent = "positive" };
        using var file = new MemoryStream(resumed);
        CellTest cell = await Imports.ImportAsync(file, request, "eve", Token);

        Assert.Equal(160 / 165.0, cell.Ce1, 1e-4);
        Assert.Contains("none of a fresh cell", Assert.Single((await PreviewAsync(resumed, request)).Warnings), StringComparison.Ordinal);
        Assert.Contains("none of a fresh cell", Assert.Single((await new CellImportStore(_lab.Folder).ReadDetailsAsync("c1", Token))[0].Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MeasuredEfficiency_CellsOfTwoConventions_AreBroughtToOne()
    {
        CellTest one = await ImportAsync("c1", [170, 160]), other = await ImportAsync("c2", [170, 160], EfficiencyConvention.LithiationOverDelithiation);

        Assert.Equal(170 / 160.0, other.Ce1, 1e-4);
        Assert.Equal(160 / 170.0, MeasuredEfficiency.Of([one, other])!.Mean, 1e-4);
    }

    [Fact]
    public async Task ReadAsync_SurfaceOfTheNewestRun_StandsBesideBet()
    {
        Sample sample = (await new SampleStore(_lab.Folder).FindAsync("A", Token))!;
        await new SampleStore(_lab.Folder).SaveAsync(sample with { BetAreaM2PerG = 60, Xrd = new XrdResult { Phases = [new XrdPhase("Li4Ti5O12", 0.98)], CrystalliteNm = 40 } }, Token);
        SampleCells cells = (await new SampleCellArchive(_lab.Folder, Materials).ReadAsync("A", Token))!;

        Assert.Equal(60, cells.Surface!.BetM2G);
        Assert.InRange(cells.Surface.Sem.SmoothM2G, 12, 25);
        Assert.NotEmpty(cells.Surface.Explanation);
        Assert.Equal(40, cells.Sample.Xrd!.CrystalliteNm);
    }

    [Fact]
    public async Task AddPatternAsync_Twice_KeepsBothAndShowsTheNewest()
    {
        var archive = new SampleCellArchive(_lab.Folder, Materials);
        await Imports.AddPatternAsync("A", "one.xy", Pattern(100), 0.154056, "eve", Token);
        await Imports.AddPatternAsync("A", "two.xy", Pattern(200), 0.154056, "eve", Token);

        Assert.Equal("two.xy", (await archive.ReadPatternAsync("A", null, Token))!.Value.Record.SourceName);
        Assert.Equal(100, (await archive.ReadPatternAsync("A", 1, Token))!.Value.Pattern.Intensity[0]);
        Assert.Null(await archive.ReadPatternAsync("../A", null, Token));
        await Assert.ThrowsAsync<InputException>(() => Imports.AddPatternAsync("A", "x.xy", "nothing"u8.ToArray(), 0.154056, "eve", Token));
    }

    private static byte[] Pattern(int intensity) => Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 50).Select(i => FormattableString.Invariant($"{10 + (0.1 * i)} {intensity}"))));

    private static CellImportRequest Request() => new() { SampleName = "A", CellName = "c1", SourceName = "c1.csv", MassMg = 10, Convention = EfficiencyConvention.DelithiationOverLithiation };

    private async Task<CellImportPreview> PreviewAsync(byte[] bytes, CellImportRequest request)
    {
        using var file = new MemoryStream(bytes);
        return await Imports.PreviewAsync(file, request, Token);
    }

    private async Task<CellTest> ImportAsync(string cell, double[] halves, EfficiencyConvention? convention = EfficiencyConvention.DelithiationOverLithiation)
    {
        using var file = new MemoryStream(CyclerFile.Bdf(halves));
        return await Imports.ImportAsync(file, Request() with { CellName = cell, Convention = convention }, "eve", Token);
    }
}
