using System.Text.Json.Nodes;
using LtoAutoscope.Acquisition.Focusing;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Acquisition.Tests.Focusing;

/// <summary>Against the microscope in software over its real wire.</summary>
public sealed class OpticsKeeperTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 3)]
    [InlineData(17, 3)]
    [InlineData(-31, 3)]
    [InlineData(12, 0.05)]
    public async Task Prepare_SurfaceElsewhere_FocusesWithinHalfADepthAtRichAndPoorDose(double jumpUm, double dwellUs)
    {
        await using OpticsBench bench = await OpticsBench.StartAsync();
        bench.Recipe = bench.Recipe with { Exposure = bench.Recipe.Exposure with { DwellUs = dwellUs } };
        bench.Strike($"{{\"fault\": \"focus_jump\", \"by_um\": {jumpUm}}}");
        OpticsReport report = await bench.VisitAsync(bench.Keeper(), "a01-f0001", 0, 0, isFirstOfArea: true);

        Assert.Empty(report.Declined);
        Assert.Equal((FocusAction.Search, FocusTrigger.Start), (report.Focus, report.FocusTrigger));
        Assert.True(bench.ErrorDepths < 0.5, $"{bench.ErrorDepths:0.000} depths of focus off");
        JsonObject done = Assert.Single(bench.Lines(RunEventKind.FocusDone));
        Assert.Equal(bench.Booked.Count, done["sweep"]!.AsArray().Count);
        Assert.All(bench.Booked, exposure => Assert.True(exposure.DosePerNm2 > 0));
        Assert.Equal(report.WorkingDistanceMm, bench.Twin.Microscope.Column.WorkingDistanceMm, 1e-4);
    }

    [Fact]
    public async Task Prepare_BlankedBeam_DeclinesAndLeavesTheLensWhereItBegan()
    {
        await using OpticsBench bench = await OpticsBench.StartAsync();
        await bench.Microscope.Column.SetBlankAsync(true, Token);
        OpticsReport report = await bench.VisitAsync(bench.Keeper(), "a01-f0001", 0, 0);

        Assert.True(report.FocusDeclined);
        Assert.Contains("noisy", Assert.Single(report.Declined), StringComparison.Ordinal);
        Assert.Equal(8, bench.Twin.Microscope.Column.WorkingDistanceMm, 1e-4);
        Assert.True(Assert.Single(bench.Lines(RunEventKind.FocusDone))["declined"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Prepare_FocusFarOutside_DeclinesAndGoesBack()
    {
        await using OpticsBench bench = await OpticsBench.StartAsync();
        bench.Strike("""{"fault": "focus_jump", "by_um": 160}""");
        OpticsReport report = await bench.VisitAsync(bench.Keeper(), "a01-f0001", 0, 0);

        Assert.True(report.FocusDeclined);
        Assert.Equal(8, bench.Twin.Microscope.Column.WorkingDistanceMm, 1e-4);
    }

    [Fact]
    public async Task Prepare_LittleDoseLeft_DeclinesWithinIt()
    {
        await using OpticsBench bench = await OpticsBench.StartAsync();
        OpticsReport report = await bench.VisitAsync(bench.Keeper(), "a01-f0001", 0, 0, doseLeft: 40);

        Assert.True(report.FocusDeclined);
        Assert.Contains("used up", report.Declined[0], StringComparison.Ordinal);
        Assert.InRange(bench.Booked.Sum(exposure => exposure.DosePerNm2!.Value), 1, 40);
        Assert.Equal(8, bench.Twin.Microscope.Column.WorkingDistanceMm, 1e-4);
    }

    [Fact]
    public async Task Prepare_CancelledInTheMiddle_PutsTheLensBackAndTheNextProcessSearchesTheSame()
    {
        await using OpticsBench undisturbed = await OpticsBench.StartAsync();
        await undisturbed.VisitAsync(undisturbed.Keeper(), "a01-f0001", 0, 0);

        await using OpticsBench bench = await OpticsBench.StartAsync();
        using var cancel = new CancellationTokenSource();
        int scans = 0;
        OpticsKeeper first = bench.Keeper((_, token) =>
        {
            if (++scans == 6) cancel.Cancel();
            token.ThrowIfCancellationRequested();
            return Task.CompletedTask;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.PrepareAsync(new OpticsPlace("a01-f0001", 0, 0, true), cancel.Token));
        Assert.Equal(8, bench.Twin.Microscope.Column.WorkingDistanceMm, 1e-4);

        // A killed process would have left the lens anywhere.
        await bench.Microscope.Column.SetWorkingDistanceMmAsync(8.013, Token);
        await bench.VisitAsync(bench.Keeper(), "a01-f0001", 0, 0);
        Assert.Equal(
            undisturbed.Lines(RunEventKind.FocusDone).Single()["working_distance_mm"]!.GetValue<double>(),
            bench.Lines(RunEventKind.FocusDone).Single()["working_distance_mm"]!.GetValue<double>(), 1e-9);
    }

    [Fact]
    public async Task FocusNeed_OverARun_NamesEachTriggerAndFollowsFromTheJournalAlone()
    {
        await using OpticsBench bench = await OpticsBench.StartAsync();
        bench.Recipe = bench.Recipe with { Focus = bench.Recipe.Focus with { Surface = FocusSurfaceKind.None, EveryFrames = 3, EveryMm = 0.2, EveryMinutes = 10 } };
        OpticsKeeper keeper = bench.Keeper();
        Assert.Equal(FocusTrigger.Start, (await bench.VisitAsync(keeper, "f1", 0, 0, true)).FocusTrigger);
        Assert.Equal(FocusTrigger.None, (await bench.VisitAsync(keeper, "f2", 0.01, 0)).FocusTrigger);
        Assert.Equal(FocusTrigger.NewArea, (await bench.VisitAsync(keeper, "f3", 0.02, 0, true)).FocusTrigger);
        await bench.VisitAsync(keeper, "f4", 0.03, 0);
        await bench.VisitAsync(keeper, "f5", 0.04, 0);
        Assert.Equal(FocusTrigger.EveryFrames, (await bench.VisitAsync(keeper, "f6", 0.05, 0)).FocusTrigger);
        Assert.Equal(FocusTrigger.EveryMm, (await bench.VisitAsync(keeper, "f7", 0.3, 0)).FocusTrigger);
        bench.Now += TimeSpan.FromMinutes(11);
        Assert.Equal(FocusTrigger.EveryMinutes, (await bench.VisitAsync(keeper, "f8", 0.31, 0)).FocusTrigger);
        bench.Write(RunEventKind.FrameRejected, new JsonObject { ["frame_id"] = "f8", ["cause"] = "focus" });
        FocusNeed need = keeper.FocusNeedAt(new OpticsPlace("f8", 0.31, 0, false));
        Assert.Equal((FocusTrigger.SharpnessDrop, FocusAction.Search), (need.Trigger, need.Action));

        // Another process that only has the journal comes to the same.
        Assert.Equal(need, bench.Keeper().FocusNeedAt(new OpticsPlace("f8", 0.31, 0, false)));
        await bench.VisitAsync(keeper, "f8", 0.31, 0);
        bench.Write(RunEventKind.SuspensionEnded, new JsonObject { ["condition"] = "vacuum" });
        Assert.Equal(FocusTrigger.AfterFault, keeper.FocusNeedAt(new OpticsPlace("f9", 0.32, 0, false)).Trigger);
    }

    [Fact]
    public async Task Prepare_FlatTiltedStub_PredictsAfterAFewSearchesAndAJumpIsFoundAgain()
    {
        await using OpticsBench bench = await OpticsBench.StartAsync(surface: new SurfacePlane { SlopeXUmPerMm = 3, SlopeYUmPerMm = -2, UndulationNm = 20 });
        bench.Recipe = bench.Recipe with { Exposure = bench.Recipe.Exposure with { FieldWidthUm = 3.2 } };
        await bench.Microscope.Column.SetFieldWidthUmAsync(3.2, Token);
        OpticsKeeper keeper = bench.Keeper();
        var actions = new List<FocusAction>();
        for (int i = 0; i < 12; i++)
        {
            OpticsReport report = await bench.VisitAsync(keeper, $"f{i}", 0.3 * (i % 4) - 0.4, 0.35 * (i / 4) - 0.3, isFirstOfArea: true);
            actions.Add(report.Focus);
            Assert.True(bench.ErrorDepths < 0.6, $"place {i}: {bench.ErrorDepths:0.00} depths of focus off");
        }

        Assert.Equal(FocusAction.Search, actions[0]);
        Assert.Contains(FocusAction.Predict, actions[4..]);
        Assert.True(bench.Lines(RunEventKind.FocusDone).Last(data => !data["searched"]!.GetValue<bool>())["sweep"]!.AsArray().Count == 0);

        // The whole surface jumps; a frame shows it, the search finds it, and the tilt that was learned stays.
        bench.Strike("""{"fault": "focus_jump", "by_um": 15}""");
        bench.Write(RunEventKind.FrameRejected, new JsonObject { ["frame_id"] = "f11", ["cause"] = "focus" });
        await bench.VisitAsync(keeper, "f11", 0.5, 0.4);
        Assert.True(bench.ErrorDepths < 0.5, $"{bench.ErrorDepths:0.00} depths of focus off after the jump");
        FocusNeed far = keeper.FocusNeedAt(new OpticsPlace("f12", -0.4, -0.3, true));
        Assert.Equal(FocusAction.Search, far.Action);
        Assert.InRange(Math.Abs(far.PredictedMm!.Value - (8.015 + (3 * -0.4 - 2 * -0.3) / 1000)), 0, 0.0006);
    }

    [Fact]
    public async Task Prepare_AfterARestart_SetsWhatTheJournalSaysWithoutAnotherSearch()
    {
        await using OpticsBench bench = await OpticsBench.StartAsync();
        await bench.VisitAsync(bench.Keeper(), "f1", 0, 0, true);
        int booked = bench.Booked.Count;
        double focused = bench.Twin.Microscope.Column.WorkingDistanceMm;
        await bench.Microscope.Column.SetWorkingDistanceMmAsync(9, Token);

        OpticsReport report = await bench.VisitAsync(bench.Keeper(), "f1", 0, 0, true);
        Assert.Equal(FocusAction.Keep, report.Focus);
        Assert.Equal(booked, bench.Booked.Count);
        Assert.Equal(focused, bench.Twin.Microscope.Column.WorkingDistanceMm, 1e-5);
    }

    [Theory]
    [InlineData(14, 9)]
    [InlineData(-36, 25)]
    public async Task Prepare_WrongStigmator_IsCorrected(double x, double y)
    {
        await using OpticsBench bench = await OpticsBench.StartAsync();
        bench.Recipe = bench.Recipe with { Focus = bench.Recipe.Focus with { Stigmator = AdjustmentPolicy.Start } };
        await bench.Microscope.Column.SetStigmatorAsync(x, y, Token);
        OpticsReport report = await bench.VisitAsync(bench.Keeper(), "f1", 0, 0, true);

        Assert.Empty(report.Declined);
        Assert.True(report.Stigmated);
        (double foundX, double foundY) = bench.Twin.Microscope.Column.Stigmator;
        Assert.InRange(foundX, 4 - 2, 4 + 2);
        Assert.InRange(foundY, -3 - 2, -3 + 2);
        JsonObject line = Assert.Single(bench.Lines(RunEventKind.Stigmated));
        Assert.True(line["gain"]!.GetValue<double>() > 1.1);
        Assert.True(line["curve"]!.AsArray().Count >= 10);
        Assert.True(bench.ErrorDepths < 0.5, $"{bench.ErrorDepths:0.00} depths of focus off");
    }

    [Fact]
    public async Task Prepare_KilledWhileTheStigmatorIsSearched_TheNextProcessEndsTheSame()
    {
        double[] undisturbed = await StigmatorAsync(killAtScan: int.MaxValue);
        double[] resumed = await StigmatorAsync(killAtScan: 19);
        // The stage comes back to the place within its repeatability, so the frames are not the same to the pixel.
        Assert.Equal(undisturbed[0], resumed[0], 0.5);
        Assert.Equal(undisturbed[1], resumed[1], 0.5);

        static async Task<double[]> StigmatorAsync(int killAtScan)
        {
            await using OpticsBench bench = await OpticsBench.StartAsync();
            bench.Recipe = bench.Recipe with { Focus = bench.Recipe.Focus with { Stigmator = AdjustmentPolicy.Start } };
            await bench.Microscope.Column.SetStigmatorAsync(0, 0, Token);
            int scans = 0;
            OpticsKeeper first = bench.Keeper((_, _) => ++scans == killAtScan ? throw new IOException("killed") : Task.CompletedTask);
            if (killAtScan < int.MaxValue)
            {
                await Assert.ThrowsAsync<IOException>(() => first.PrepareAsync(new OpticsPlace("f1", 0, 0, true), Token));
                // A killed process puts nothing back.
                await bench.Microscope.Column.SetStigmatorAsync(7, 0, Token);
                first = bench.Keeper();
            }

            await bench.VisitAsync(first, "f1", 0, 0, true);
            Assert.All(bench.Lines(RunEventKind.StigmateIntended), intended => Assert.Equal(0, intended["x_percent"]!.GetValue<double>(), 1e-6));
            JsonObject line = Assert.Single(bench.Lines(RunEventKind.Stigmated));
            return [line["x_percent"]!.GetValue<double>(), line["y_percent"]!.GetValue<double>()];
        }
    }

    [Theory]
    [InlineData(20, 35)]
    [InlineData(85, 70)]
    [InlineData(50, 95)]
    public async Task Prepare_WrongBrightness_IsBroughtIntoTheRange(double brightness, double contrast)
    {
        await using OpticsBench bench = await OpticsBench.StartAsync();
        bench.Recipe = bench.Recipe with { Focus = bench.Recipe.Focus with { Brightness = AdjustmentPolicy.Start } };
        await bench.Microscope.Detectors!.SetSignalAsync(0, brightness, contrast, Token);
        OpticsReport report = await bench.VisitAsync(bench.Keeper(), "f1", 0, 0, true);

        Assert.Empty(report.Declined);
        Assert.True(report.BrightnessSet);
        JsonObject line = Assert.Single(bench.Lines(RunEventKind.BrightnessSet));
        JsonObject last = line["steps"]!.AsArray()[^1]!.AsObject();
        Assert.InRange(last["low"]!.GetValue<double>(), BrightnessSearch.LeastLow, BrightnessSearch.MostLow);
        Assert.InRange(last["high"]!.GetValue<double>(), BrightnessSearch.LeastHigh, BrightnessSearch.MostHigh);
        Assert.InRange(last["clipped"]!.GetValue<double>(), 0, BrightnessSearch.MostClipped);
    }

    [Fact]
    public async Task Prepare_GoodBrightness_IsLeftAlone()
    {
        await using OpticsBench bench = await OpticsBench.StartAsync();
        bench.Recipe = bench.Recipe with { Focus = bench.Recipe.Focus with { Brightness = AdjustmentPolicy.Start } };
        OpticsReport report = await bench.VisitAsync(bench.Keeper(), "f1", 0, 0, true);
        Assert.False(report.BrightnessSet);
        Assert.Single(Assert.Single(bench.Lines(RunEventKind.BrightnessSet))["steps"]!.AsArray());
        Assert.Equal((50, 50), bench.Twin.Microscope.Column.Detector);
    }
}
