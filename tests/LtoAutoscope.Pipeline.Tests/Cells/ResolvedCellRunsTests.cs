using LtoAutoscope.Domain;
using LtoAutoscope.Pipeline.Cells;
using LtoAutoscope.Pipeline.Tests.Correlations;
using LtoAutoscope.Storage.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Pipeline.Tests.Cells;

/// <summary>The resolved cell model in the background, on the smallest boxes.</summary>
public sealed class ResolvedCellRunsTests
{
    private static readonly string Materials = Path.Combine(Repository.Root, "config", "materials");
    private static readonly ResolvedRequest Small = new() { Grid = 16, Particles = 4 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Task EndedAsync(ResolvedCellRuns runs)
    {
        var ended = new TaskCompletionSource();
        void Look()
        {
            if (runs.Current is { IsRunning: false }) ended.TrySetResult();
        }

        runs.Changed += Look;
        Look();
        return ended.Task.WaitAsync(TimeSpan.FromMinutes(3), Token);
    }

    [Fact]
    public async Task StartAsync_MeasuredRun_StoresFieldsBesideTheRun()
    {
        using LabData lab = await LabData.OpenAsync(Token);
        RunFolder run = await lab.AddAsync("A", 80, 1.2, 1.05, Token);
        await using var runs = new ResolvedCellRuns(lab.Folder, Materials, TimeProvider.System, NullLogger<ResolvedCellRuns>.Instance);
        await runs.StartAsync(run.RunId, Small, "anna", Token);
        await EndedAsync(runs);
        Assert.Equal("", runs.Current!.Problem);
        Assert.Equal(1, runs.Current.Fraction);
        var archive = new CellArchive(lab.Folder);
        CellReading reading = (await archive.ReadAsync(run.RunId, CellSource.Resolved, Token))!;
        Assert.Equal(CellState.Done, reading.State);
        Assert.Equal([16, 16, 16], reading.View!.Size);
        Assert.InRange(reading.Figures!.Ce1!.Value, 0.8, 1);
        Assert.Equal(64, reading.MaterialSha256.Length);
        Assert.NotEmpty(await archive.ReadCurveAsync(run.RunId, CellSource.Resolved, Token));
        Assert.True((await archive.ReadAsync(run.RunId, CellSource.Run, Token))!.HasOther);
        Assert.Empty(Directory.EnumerateFiles(run.FemPath));
    }

    [Fact]
    public async Task StartAsync_WhileOneRuns_IsRefusedAndCancelEndsIt()
    {
        using LabData lab = await LabData.OpenAsync(Token);
        RunFolder run = await lab.AddAsync("A", 80, 1.2, 1.05, Token);
        await using var runs = new ResolvedCellRuns(lab.Folder, Materials, TimeProvider.System, NullLogger<ResolvedCellRuns>.Instance);
        await runs.StartAsync(run.RunId, new ResolvedRequest { Grid = 64, Particles = 36 }, "anna", Token);
        InputException refused = await Assert.ThrowsAsync<InputException>(() => runs.StartAsync(run.RunId, Small, "ben", Token));
        Assert.Contains("anna", refused.What, StringComparison.Ordinal);
        ResolvedProgress ended = await runs.CancelAsync(run.RunId, Token);
        Assert.False(ended.IsRunning);
        Assert.StartsWith("Cancelled", ended.Problem, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InputException>(() => runs.CancelAsync(run.RunId, Token));
    }

    [Fact]
    public async Task StartAsync_NumbersOutOfRange_AllAreTold()
    {
        using LabData lab = await LabData.OpenAsync(Token);
        await using var runs = new ResolvedCellRuns(lab.Folder, Materials, TimeProvider.System, NullLogger<ResolvedCellRuns>.Instance);
        InputException refused = await Assert.ThrowsAsync<InputException>(() => runs.StartAsync("x", new ResolvedRequest { Grid = 1000, Particles = 0, Realisations = 99 }, "anna", Token));
        Assert.All(["grid", "particles", "realisations"], key => Assert.Contains(key, refused.What, StringComparison.Ordinal));
    }

    [Fact]
    public async Task StartAsync_RunWithoutMorphology_IsRefused()
    {
        using LabData lab = await LabData.OpenAsync(Token);
        RunFolder run = await lab.AddAsync("A", 80, 1.2, 1.05, Token, measured: false);
        await using var runs = new ResolvedCellRuns(lab.Folder, Materials, TimeProvider.System, NullLogger<ResolvedCellRuns>.Instance);
        Assert.Contains("morphology", (await Assert.ThrowsAsync<InputException>(() => runs.StartAsync(run.RunId, Small, "anna", Token))).What, StringComparison.Ordinal);
        Assert.Null(runs.Current);
    }

    [Fact]
    public async Task ReadAsync_NothingYet_SaysWhatIsComing()
    {
        using LabData lab = await LabData.OpenAsync(Token);
        RunFolder run = await lab.AddAsync("A", 80, 1.2, 1.05, Token);
        CellReading reading = (await new CellArchive(lab.Folder).ReadAsync(run.RunId, CellSource.Run, Token))!;
        Assert.Equal(CellState.Waiting, reading.State);
        Assert.Contains("after the last frame", reading.Reason, StringComparison.Ordinal);
        Assert.Null(await new CellArchive(lab.Folder).ReadAsync("../runs", CellSource.Run, Token));
    }

    [Fact]
    public async Task ReadMeasuredAsync_CurveBesideTheCell_ComesAsHalfCyclesAndADamagedOneIsTold()
    {
        using LabData lab = await LabData.OpenAsync(Token);
        await lab.AddAsync("A", 80, 1.2, 1.05, Token, cells: [0.97, 0.96]);
        string text = "time_s,voltage_V,current_A\n"
            + string.Concat(Enumerable.Range(0, 200).Select(i => FormattableString.Invariant($"{60 * i},{1.55 - 0.001 * i},0.0003\n")))
            + string.Concat(Enumerable.Range(200, 190).Select(i => FormattableString.Invariant($"{60 * i},{1.56 + 0.001 * (i - 200)},-0.0003\n")));
        await File.WriteAllTextAsync(Path.Combine(lab.Folder.Cells, "A-c0.csv"), text, Token);
        await File.WriteAllTextAsync(Path.Combine(lab.Folder.Cells, "A-c0.yaml"), "mass_mg: 10\nlithiation_current: positive\n", Token);
        await File.WriteAllTextAsync(Path.Combine(lab.Folder.Cells, "A-c1.csv"), "nothing\n1\n", Token);
        List<string> problems = [];
        IReadOnlyList<MeasuredCurve> curves = await new CellArchive(lab.Folder).ReadMeasuredAsync("A", problems, Token);
        Assert.Equal([true, false], curves.Select(curve => curve.IsLithiation));
        Assert.All(curves, curve => Assert.Equal(curve.ChargeMAhG.Count, curve.VoltageV.Count));
        // 199 minutes of 0.3 mA on 10 mg.
        Assert.Equal(0.3 * 199 / 60 / 0.01, curves[0].ChargeMAhG[^1], 0.6);
        Assert.Contains("A-c1", Assert.Single(problems), StringComparison.Ordinal);
    }
}
